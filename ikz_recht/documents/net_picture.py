"""Pictures of a network: who works for whom, as a circle and, where positions are known, as a map.

Accessible: title and description, text beside every colour, colours of Okabe and Ito (2008), which colour-blind people tell apart, other
outlines for other roles and numbers at the lines. The tables beside them say the same.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..planning.network.view import NetworkView
from .pictures import Picture, svg_text

WIDTH, HEIGHT = 900, 680
MARGIN = 90
FOOT = 64  # room for the legend
MOST_NAMED = 16  # more bodies are shown by numbers
_LINE = 17  # characters of a name in one line
_COLOURS = {"traegt": "#0072B2", "beides": "#009E73", "gibt_ab": "#D55E00", "ohne": "#777777"}
_ROLES = {"traegt": "trägt", "beides": "trägt und gibt ab", "gibt_ab": "gibt ab", "ohne": "noch nicht dabei"}
Point = tuple[float, float]
# Rings of longitude and latitude (degrees, WGS 84) by key of a municipality.
Shapes = Mapping[str, Sequence[Sequence[Point]]]


@dataclass(frozen=True, slots=True)
class _Node:
    key: str
    name: str
    role: str
    number: int
    at: Point


def graph_picture(view: NetworkView) -> Picture:
    """Everyone on a circle, those of one part side by side; an arrow leads from who hands over to who carries."""
    order = [key for part in view.parts for key in part] + list(view.apart)
    middle = (WIDTH / 2, (HEIGHT - FOOT) / 2)
    radii = (WIDTH / 2 - MARGIN - 15, (HEIGHT - FOOT) / 2 - 45)
    angles = [2 * math.pi * number / len(order) for number in range(len(order))]
    places = {
        key: (middle[0] + radii[0] * math.sin(angle), middle[1] - radii[1] * math.cos(angle))
        for key, angle in zip(order, angles, strict=True)
    }
    return _picture(view, places, "graph", "Wer für wen arbeitet", ())


def map_picture(view: NetworkView, shapes: Shapes | None = None) -> Picture | None:
    """Everyone where it lies; None if no two positions are known. `shapes` are drawn behind, for keys of the network."""
    positions = {key: body.position for key, body in view.portfolio.bodies.items()}
    known = {key: at for key, at in positions.items() if at is not None}
    if len(known) < 2:
        return None
    rings = [ring for key in known for ring in (shapes or {}).get(key, ())]
    project = _projection([*known.values(), *(point for ring in rings for point in ring)])
    places = _apart({key: project(at) for key, at in known.items()})
    areas = [_area([project(point) for point in ring]) for ring in rings]
    return _picture(view, places, "karte", "Das Netz auf der Karte", areas)


def _picture(view: NetworkView, places: Mapping[str, Point], name: str, title: str, behind: Sequence[str]) -> Picture:
    keys = list(view.portfolio.bodies)
    nodes = [_Node(key, view.portfolio.short(key), _role(view, key), keys.index(key) + 1, at) for key, at in places.items()]
    named = len(nodes) <= MOST_NAMED
    told = _told(view, places)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{name}-titel {name}-text" '
        'font-family="Arial, Helvetica, sans-serif" font-size="16">',
        f'<title id="{name}-titel">{svg_text(f"{title}: {view.portfolio.title}")}</title>',
        f'<desc id="{name}-text">{svg_text(told)}</desc>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        *behind,
        *_lines(view, places),
        *(_node(node, named=named) for node in nodes),
        *_labels(view, places),
        _legend({node.role for node in nodes}, named=named),
        "</svg>",
    ]
    return Picture("\n".join(parts), f"{title}. {told}")


def _told(view: NetworkView, places: Mapping[str, Point]) -> str:
    portfolio = view.portfolio
    sentences = [
        f"{number}: {portfolio.short(item.carrier)} für {', '.join(portfolio.short(key) for key in item.takers)}"
        for number, item in enumerate(view.running, start=1)
    ]
    apart = [portfolio.short(key) for key in view.apart if key in places]
    tail = f" Noch nicht dabei: {', '.join(apart)}." if apart else ""
    return (f"{'; '.join(sentences)}." if sentences else "Noch arbeitet niemand für andere.") + tail


def _role(view: NetworkView, key: str) -> str:
    standing = view.standings[key]
    if standing.carried:
        return "beides" if standing.handed else "traegt"
    return "gibt_ab" if standing.handed else "ohne"


def _pairs(view: NetworkView, places: Mapping[str, Point]) -> dict[tuple[str, str], list[int]]:
    """The numbers of the cooperations from taker to carrier."""
    found: dict[tuple[str, str], list[int]] = {}
    for number, item in enumerate(view.running, start=1):
        for taker in item.takers:
            if taker in places and item.carrier in places:
                found.setdefault((taker, item.carrier), []).append(number)
    return found


def _lines(view: NetworkView, places: Mapping[str, Point]) -> list[str]:
    return [_arrow(*_shifted(start, end, places), len(numbers)) for (start, end), numbers in _pairs(view, places).items()]


def _shifted(start: str, end: str, places: Mapping[str, Point]) -> tuple[Point, Point]:
    """The line a little to its right, so that two in opposite directions lie beside each other."""
    (x1, y1), (x2, y2) = places[start], places[end]
    length = math.hypot(x2 - x1, y2 - y1) or 1.0
    right = (-(y2 - y1) / length * 7, (x2 - x1) / length * 7)
    return (x1 + right[0], y1 + right[1]), (x2 + right[0], y2 + right[1])


def _arrow(start: Point, end: Point, count: int) -> str:
    (x1, y1), (x2, y2) = start, end
    length = math.hypot(x2 - x1, y2 - y1) or 1.0
    along = ((x2 - x1) / length, (y2 - y1) / length)
    tip = (x1 + (x2 - x1) * 0.62, y1 + (y2 - y1) * 0.62)
    left = (tip[0] - along[0] * 15 - along[1] * 8, tip[1] - along[1] * 15 + along[0] * 8)
    right = (tip[0] - along[0] * 15 + along[1] * 8, tip[1] - along[1] * 15 - along[0] * 8)
    head = " ".join(f"{x:.1f},{y:.1f}" for x, y in (tip, left, right))
    line = f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#555555" stroke-width="{1.5 + min(count, 6)}"/>'
    return f'{line}<polygon points="{head}" fill="#222222"/>'


def _labels(view: NetworkView, places: Mapping[str, Point]) -> list[str]:
    found = []
    for (start, end), numbers in _pairs(view, places).items():
        (x1, y1), (x2, y2) = _shifted(start, end, places)
        text = ", ".join(map(str, numbers[:4])) + (" …" if len(numbers) > 4 else "")
        x, y, width = x1 + (x2 - x1) * 0.45, y1 + (y2 - y1) * 0.45, 12 + 9 * len(text)
        box = f'<rect x="{x - width / 2:.1f}" y="{y - 12:.1f}" width="{width}" height="24" rx="12" fill="#ffffff" stroke="#555555"/>'
        found.append(f'{box}<text x="{x:.1f}" y="{y + 5.5:.1f}" text-anchor="middle">{svg_text(text)}</text>')
    return found


def _node(node: _Node, *, named: bool) -> str:
    x, y = node.at
    colour = _COLOURS[node.role]
    if not named:
        circle = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="16" fill="#ffffff" stroke="{colour}" stroke-width="4"{_dash(node.role)}/>'
        return f'{circle}<text x="{x:.1f}" y="{y + 5.5:.1f}" text-anchor="middle">{node.number}</text>'
    lines = _wrapped(node.name)
    width, height = max(90, 10.5 * max(map(len, lines)) + 24), 22 * len(lines) + 16
    box = f'x="{x - width / 2:.1f}" y="{y - height / 2:.1f}" width="{width:.1f}" height="{height}" rx="{_corner(node.role, height)}"'
    outline = f'<rect {box} fill="#ffffff" stroke="{colour}" stroke-width="4"{_dash(node.role)}/>'
    texts = "".join(
        f'<text x="{x:.1f}" y="{y - 11 * (len(lines) - 1) + 22 * number + 6:.1f}" text-anchor="middle" font-weight="bold">{svg_text(line)}</text>'
        for number, line in enumerate(lines)
    )
    return outline + texts


def _corner(role: str, height: float) -> float:
    """The outline tells roles apart without colour."""
    return {"traegt": 0, "beides": 8, "gibt_ab": height / 2, "ohne": height / 2}[role]


def _dash(role: str) -> str:
    return ' stroke-dasharray="7 6"' if role == "ohne" else ""


def _wrapped(name: str) -> list[str]:
    """A name in at most two lines."""
    if len(name) <= _LINE:
        return [name]
    words, first = name.split(" "), ""
    while words and len(f"{first} {words[0]}".strip()) <= _LINE:
        first = f"{first} {words.pop(0)}".strip()
    rest = " ".join(words)
    shown = [first, rest] if first else [rest]
    return [line if len(line) <= _LINE else f"{line[: _LINE - 1]}…" for line in shown if line]


def _projection(points: Sequence[Point]) -> _Projection:
    latitude = sum(y for _, y in points) / len(points)
    stretch = math.cos(math.radians(latitude))
    xs, ys = [x * stretch for x, _ in points], [-y for _, y in points]
    room = (WIDTH - 2 * MARGIN, HEIGHT - FOOT - 80)
    scale = min(room[0] / ((max(xs) - min(xs)) or 1e-6), room[1] / ((max(ys) - min(ys)) or 1e-6))
    left = (WIDTH - scale * (max(xs) - min(xs))) / 2 - scale * min(xs)
    top = (HEIGHT - FOOT - scale * (max(ys) - min(ys))) / 2 - scale * min(ys)
    return _Projection(stretch, scale, left, top)


@dataclass(frozen=True, slots=True)
class _Projection:
    """Degrees to the drawing: equirectangular around the middle of the area, which is exact enough for a few Kreise."""

    stretch: float
    scale: float
    left: float
    top: float

    def __call__(self, at: Point) -> Point:
        return self.left + self.scale * at[0] * self.stretch, self.top - self.scale * at[1]


def _apart(places: Mapping[str, Point]) -> dict[str, Point]:
    """The places moved so far apart that names do not cover each other; the same input gives the same places."""
    found = dict(places)
    least = (150, 84) if len(found) <= MOST_NAMED else (36, 36)
    for _ in range(200):
        moved = False
        keys = list(found)
        for number, first in enumerate(keys):
            for second in keys[number + 1 :]:
                (x1, y1), (x2, y2) = found[first], found[second]
                over_x, over_y = least[0] - abs(x2 - x1), least[1] - abs(y2 - y1)
                if over_x > 0 and over_y > 0:
                    moved = True
                    if over_y <= over_x:
                        step = over_y / 2 * (1 if y2 >= y1 else -1)
                        y1, y2 = y1 - step, y2 + step
                    else:
                        step = over_x / 2 * (1 if x2 >= x1 else -1)
                        x1, x2 = x1 - step, x2 + step
                    found[first], found[second] = _inside((x1, y1)), _inside((x2, y2))
        if not moved:
            break
    return found


def _inside(at: Point) -> Point:
    return min(max(at[0], MARGIN), WIDTH - MARGIN), min(max(at[1], 30), HEIGHT - FOOT - 30)


def _area(ring: Sequence[Point]) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in ring)
    return f'<polygon points="{points}" fill="#f2f2f2" stroke="#bbbbbb" stroke-width="1.5"/>'


def _legend(roles: set[str], *, named: bool) -> str:
    y = HEIGHT - 44
    numbers = "" if named else " Nummern der Gemeinden wie in der Tabelle."
    parts = [
        f'<text x="20" y="{HEIGHT - 14}">Pfeil: gibt Aufgaben ab an. Zahl an der Linie: Zusammenarbeit in der Tabelle.{numbers}</text>'
    ]
    x = 20
    for role, text in _ROLES.items():
        if role in roles:
            box = f'<rect x="{x}" y="{y - 15}" width="40" height="20" rx="{_corner(role, 20)}" fill="#ffffff" stroke="{_COLOURS[role]}" stroke-width="4"'
            parts.append(f'{box}{_dash(role)}/><text x="{x + 50}" y="{y + 1}">{text}</text>')
            x += 90 + 9 * len(text)
    return "".join(parts)
