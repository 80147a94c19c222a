"""The picture of the partner search: the municipality in the middle, its best partners around it, where the compass has them.

Accessible: title and description, text beside every colour, colours of Okabe and Ito (2008), which colour-blind people tell apart, other
outlines for other kinds and other strokes for other prospects. The table beside it says the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ..planning.units import Unit
from .pictures import Picture, svg_text

WIDTH, HEIGHT = 900, 620
MOST_SPOKES = 8
_CENTRE = (WIDTH / 2, HEIGHT / 2 - 20)
_RADII = (310, 210)
_BOX = (210, 62)
_COLOURS = {"gemeinde": "#0072B2", "kreisfreie_stadt": "#0072B2", "verband": "#009E73", "kreis": "#D55E00"}
_STROKES = {"gut": "", "ungewiss": ' stroke-dasharray="12 7"', "nicht_erfasst": ' stroke-dasharray="3 7"'}
_LEGEND = (("gut", "rechtlich möglich"), ("ungewiss", "rechtlich ungewiss"), ("nicht_erfasst", "rechtlich nicht beurteilt"))
_LINE = 24  # characters of a name in one line


@dataclass(frozen=True, slots=True)
class Spoke:
    """A partner with the number of tasks in which it is the best and in which it is among the suggested ones at all.

    `outlook` says how sure the law is: gut, ungewiss or nicht_erfasst.
    """

    partner: Unit
    first: int
    tasks: int
    outlook: str


def partner_picture(own: Unit, spokes: Sequence[Spoke]) -> Picture:
    """The picture; partners beyond MOST_SPOKES stand in the table only."""
    shown = sorted(spokes, key=weight)[:MOST_SPOKES]
    placed = list(zip(_around(own, shown), _angles(len(shown)), strict=True))
    title = f"Partner von {own.name}"
    told = "; ".join(f"{item.partner.name} {_said(item)}" for item in shown)
    described = f"{own.name} in der Mitte, darum die Partner: {told}."
    most = max((item.tasks for item in shown), default=1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="bild-titel bild-text" '
        'font-family="Arial, Helvetica, sans-serif" font-size="17">',
        f'<title id="bild-titel">{svg_text(title)}</title>',
        f'<desc id="bild-text">{svg_text(described)}</desc>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        *(_line(item, angle, most) for item, angle in placed),
        *(_node(item.partner, _at(angle), _said(item)) for item, angle in placed),
        _middle(own),
        _legend({item.outlook for item in shown}),
        "</svg>",
    ]
    return Picture("\n".join(parts), f"{title}: {told}.")


def _around(own: Unit, spokes: Sequence[Spoke]) -> list[Spoke]:
    """In the order of the compass, from north clockwise; what has no place, such as the Kreis, comes first."""
    return sorted(spokes, key=lambda item: (_bearing(own, item.partner), item.partner.key))


def _bearing(own: Unit, partner: Unit) -> float:
    first, second = own.centre, partner.centre
    if first is None or second is None or None in (first.latitude, first.longitude, second.latitude, second.longitude):
        return -1.0
    north = (second.latitude or 0.0) - (first.latitude or 0.0)
    east = ((second.longitude or 0.0) - (first.longitude or 0.0)) * math.cos(math.radians(first.latitude or 0.0))
    return math.degrees(math.atan2(east, north)) % 360


def _angles(count: int) -> list[float]:
    """Even angles from the top, clockwise."""
    return [2 * math.pi * number / count for number in range(count)] if count else []


def _at(angle: float) -> tuple[float, float]:
    return _CENTRE[0] + _RADII[0] * math.sin(angle), _CENTRE[1] - _RADII[1] * math.cos(angle)


def _line(item: Spoke, angle: float, most: int) -> str:
    x, y = _at(angle)
    width = 2 + 6 * item.tasks / most
    stroke = _STROKES.get(item.outlook, "")
    return f'<line x1="{_CENTRE[0]:g}" y1="{_CENTRE[1]:g}" x2="{x:.1f}" y2="{y:.1f}" stroke="#555555" stroke-width="{width:.1f}"{stroke}/>'


def _node(unit: Unit, at: tuple[float, float], below: str) -> str:
    x, y = at
    width, height = _BOX
    colour = _COLOURS.get(unit.kind, "#000000")
    corner = {"kreis": 31, "verband": 0}.get(unit.kind, 10)  # the outline tells kinds apart without colour
    box = f'x="{x - width / 2:.1f}" y="{y - height / 2:.1f}" width="{width}" height="{height}" rx="{corner}"'
    lines = _wrapped(unit.name)
    texts = [(line, "bold") for line in lines] + [(below, "normal")]
    return f'<rect {box} fill="#ffffff" stroke="{colour}" stroke-width="4"/>{_texts(texts, x, y, "#000000")}'


def _middle(own: Unit) -> str:
    x, y = _CENTRE
    texts = _texts([(line, "bold") for line in _wrapped(own.name)], x, y, "#ffffff")
    return f'<rect x="{x - 115:.1f}" y="{y - 36:.1f}" width="230" height="72" rx="10" fill="#1a1a1a"/>{texts}'


def _texts(lines: list[tuple[str, str]], x: float, y: float, colour: str) -> str:
    step = 18
    top = y - step * (len(lines) - 1) / 2 + 6
    return "".join(
        f'<text x="{x:.1f}" y="{top + step * number:.1f}" text-anchor="middle" font-weight="{weight}" font-size="{16 if len(lines) < 3 else 15}" '
        f'fill="{colour}">{svg_text(line)}</text>'
        for number, (line, weight) in enumerate(lines)
    )


def _wrapped(name: str) -> list[str]:
    """A name in at most two lines."""
    if len(name) <= _LINE:
        return [name]
    words = name.split(" ")
    first = [words[0]]
    for word in words[1:]:
        if len(" ".join([*first, word])) > _LINE:
            break
        first.append(word)
    rest = " ".join(words[len(first) :])
    return [" ".join(first), rest if len(rest) <= _LINE else f"{rest[: _LINE - 1]}…"] if rest else [" ".join(first)]


def _legend(outlooks: set[str]) -> str:
    y = HEIGHT - 24
    parts = [f'<text x="20" y="{y}" font-size="15">Dickere Linie: mehr Aufgaben.</text>']
    x = 260
    for outlook, text in _LEGEND:
        if outlook in outlooks:
            parts.append(f'<line x1="{x}" y1="{y - 5}" x2="{x + 50}" y2="{y - 5}" stroke="#555555" stroke-width="4"{_STROKES[outlook]}/>')
            parts.append(f'<text x="{x + 58}" y="{y}" font-size="15">{svg_text(text)}</text>')
            x += 70 + 9 * len(text)
    return "".join(parts)


def weight(item: Spoke) -> tuple[int, int, str]:
    """Sorts spokes: who is most often the best first."""
    return -item.first, -item.tasks, item.partner.key


def _said(item: Spoke) -> str:
    if item.first:
        return f"erste Wahl bei {item.first}"
    return f"weitere Wahl bei {item.tasks}"
