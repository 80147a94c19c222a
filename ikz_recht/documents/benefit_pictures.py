"""The pictures of the benefit: costs before and after, the balance over the years, and what it hangs on (tornado).

Accessible like the picture of the partner search: title and description, figures beside every mark, colours of Okabe and Ito (2008), and a
hatch, an outline or a stroke wherever a colour tells things apart. The tables beside them say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..planning.benefit.levers import Bar
from ..planning.benefit.span import rounded
from .pictures import Picture, svg_text

WIDTH = 900
_BLUE, _ORANGE, _GREY, _BLACK = "#0072B2", "#E69F00", "#555555", "#000000"
_LEFT, _RIGHT = 250, 120  # room for names and for figures
MOST_ROWS = 12
_NAME = 32


@dataclass(frozen=True, slots=True)
class CostRow:
    """A partner: what it spends today and with the cooperation (in the middle and between what bounds; None: unknown). Euro a year."""

    name: str
    before: float
    after: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Point:
    """The balance at the end of a year: unfavourable, middle, favourable."""

    label: str
    low: float | None
    middle: float
    high: float | None


def costs_picture(rows: Sequence[CostRow]) -> Picture:
    """Two bars for each partner: today, and with the cooperation, with the range of the latter as a line."""
    shown = rows[:MOST_ROWS]
    most = max((max(row.before, row.after, row.high or 0) for row in shown), default=1) or 1
    height = 70 + 74 * len(shown)
    room = WIDTH - _LEFT - _RIGHT
    parts = [_hatch()]
    for number, row in enumerate(shown):
        y = 46 + 74 * number
        parts.append(_text(_LEFT - 12, y + 32, _short(row.name), anchor="end", weight="bold"))
        parts.append(_bar(_LEFT, y, room * row.before / most, _BLUE, _BLUE))
        parts.append(_text(_LEFT + room * row.before / most + 8, y + 17, rounded_euro(row.before)))
        parts.append(_bar(_LEFT, y + 30, room * row.after / most, "url(#schraffur)", _ORANGE))
        end = room * max(row.after, row.high or 0) / most
        if row.low is not None and row.high is not None and row.low != row.high:
            parts.append(_whisker(_LEFT + room * row.low / most, _LEFT + room * row.high / most, y + 41))
        parts.append(_text(_LEFT + end + 8, y + 47, rounded_euro(row.after)))
    parts.append(_legend([("heute", _BLUE, _BLUE), ("künftig", "url(#schraffur)", _ORANGE)]))
    told = "; ".join(f"{row.name} heute {rounded_euro(row.before)}, künftig {rounded_euro(row.after)}" for row in shown)
    return _picture("Kosten im Jahr, heute und künftig", told, height, parts, "kosten")


def tornado_picture(bars: Sequence[Bar], base: float) -> Picture:
    """For each cost a bar from the balance at one end to that at the other; the line in the middle is the balance as assumed."""
    shown = list(bars[:MOST_ROWS])
    ends = [float(end) for bar in shown for end in (bar.down, bar.up)] + [base, 0.0]
    low, high = min(ends), max(ends)
    left, beside = 290, 105  # room for names, and for what each end stands for
    scale = (WIDTH - left - 2 * beside) / ((high - low) or 1)

    def at(value: float) -> float:
        return left + beside + (value - low) * scale

    height = 100 + 46 * len(shown)
    parts = [_hatch()]
    parts.append(_upright(at(0), 40, height - 44, "6 5"))
    parts.append(_upright(at(base), 40, height - 44, ""))
    for number, bar in enumerate(shown):
        y = 52 + 46 * number
        parts.append(_text(left - 12, y + 17, _short(bar.name, 36), anchor="end"))
        for end, other, means, fill, stroke in (
            (bar.down, bar.up, bar.down_means, _BLUE, _BLUE),
            (bar.up, bar.down, bar.up_means, "url(#schraffur)", _ORANGE),
        ):
            x, y_text = sorted((at(base), at(float(end)))), y + 16
            parts.append(_bar(x[0], y, x[1] - x[0], fill, stroke))
            parts.append(_end_mark(at(float(end)), at(float(other)), y_text, means))
    parts.append(_text(at(0), height - 26, "0", anchor="middle"))
    note = "Strichlinie: Saldo null; volle Linie: Saldo wie angesetzt. Voll: kleinerer Wert des Postens; schraffiert: größerer Wert."
    parts.append(_text(20, height - 6, note))
    told = "; ".join(
        f"{bar.name} {rounded_euro(float(bar.down))} bei {bar.down_means}, {rounded_euro(float(bar.up))} bei {bar.up_means}"
        for bar in shown
    )
    return _picture("Saldo aller, wenn sich nur ein Posten ändert", told, height, parts, "empfindlichkeit")


def _end_mark(x: float, other: float, y: float, means: str) -> str:
    """What the end of a bar stands for, beside it, away from the other end."""
    outward = x >= other
    return _text(x + (6 if outward else -6), y + 1, means, anchor="start" if outward else "end", size=13)


def balance_picture(points: Sequence[Point]) -> Picture:
    """The balance of all over the years: a line, with the range as an area; below nil the one-off costs are not yet paid for."""
    shown = list(points)
    values = [value for point in shown for value in (point.low, point.middle, point.high) if value is not None] + [0.0]
    low, high = min(values), max(values)
    left, top, room_x, room_y = 120, 40, WIDTH - 160, 300
    step = room_x / max(1, len(shown) - 1)

    def x(number: int) -> float:
        return left + step * number

    def y(value: float) -> float:
        return top + room_y * (high - value) / ((high - low) or 1)

    parts = []
    if all(point.low is not None and point.high is not None for point in shown):
        upper = " ".join(f"{x(number):.1f},{y(point.high or 0):.1f}" for number, point in enumerate(shown))
        lower = " ".join(f"{x(number):.1f},{y(point.low or 0):.1f}" for number, point in reversed(list(enumerate(shown))))
        parts.append(f'<polygon points="{upper} {lower}" fill="{_BLUE}" fill-opacity="0.18" stroke="{_BLUE}" stroke-dasharray="4 4"/>')
    parts.append(f'<line x1="{left}" y1="{y(0):.1f}" x2="{left + room_x}" y2="{y(0):.1f}" stroke="{_BLACK}" stroke-width="1.5"/>')
    line = " ".join(f"{x(number):.1f},{y(point.middle):.1f}" for number, point in enumerate(shown))
    parts.append(f'<polyline points="{line}" fill="none" stroke="{_BLUE}" stroke-width="4"/>')
    for number, point in enumerate(shown):
        parts.append(f'<circle cx="{x(number):.1f}" cy="{y(point.middle):.1f}" r="6" fill="#ffffff" stroke="{_BLUE}" stroke-width="3"/>')
        if len(shown) <= MOST_ROWS or number % 5 == 0:
            parts.append(_text(x(number), top + room_y + 34, point.label, anchor="middle"))
    for value in dict.fromkeys((high, 0.0, low)):
        parts.append(_text(left - 14, y(value) + 5, rounded_euro(value), anchor="end"))
    told = "; ".join(f"{point.label}: {rounded_euro(point.middle)}" for point in shown)
    return _picture("Saldo aller Beteiligten bis zum Ende jedes Jahres", told, top + room_y + 60, parts, "saldo")


def rounded_euro(value: float) -> str:
    """Whole Euro."""
    from decimal import Decimal

    return f"{rounded(Decimal(str(value)))} €"


def _picture(title: str, told: str, height: float, parts: Sequence[str], name: str) -> Picture:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" role="img" aria-labelledby="{name}-titel {name}-text" '
        'font-family="Arial, Helvetica, sans-serif" font-size="15">'
    )
    lines = [
        head,
        f'<title id="{name}-titel">{svg_text(title)}</title>',
        f'<desc id="{name}-text">{svg_text(told)}.</desc>',
        f'<rect width="{WIDTH}" height="{height:g}" fill="#ffffff"/>',
        _text(20, 24, title, weight="bold", size=17),
        *parts,
        "</svg>",
    ]
    return Picture("\n".join(lines), f"{title}: {told}.")


def _hatch() -> str:
    return (
        '<defs><pattern id="schraffur" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="9" height="9" fill="#ffffff"/><rect width="4.5" height="9" fill="{_ORANGE}"/></pattern></defs>'
    )


def _bar(x: float, y: float, width: float, fill: str, stroke: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(0.5, width):.1f}" height="24" fill="{fill}" stroke="{stroke}" stroke-width="2"/>'


def _whisker(start: float, end: float, y: float) -> str:
    ends = "".join(f'<line x1="{x:.1f}" y1="{y - 6}" x2="{x:.1f}" y2="{y + 6}" stroke="{_BLACK}" stroke-width="2"/>' for x in (start, end))
    return f'<line x1="{start:.1f}" y1="{y}" x2="{end:.1f}" y2="{y}" stroke="{_BLACK}" stroke-width="2"/>{ends}'


def _upright(x: float, top: float, bottom: float, dashes: str) -> str:
    stroke = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<line x1="{x:.1f}" y1="{top}" x2="{x:.1f}" y2="{bottom}" stroke="{_GREY}" stroke-width="2"{stroke}/>'


def _text(x: float, y: float, text: str, *, anchor: str = "start", weight: str = "normal", size: int = 15) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}" font-size="{size}">{svg_text(text)}</text>'


def _legend(entries: Sequence[tuple[str, str, str]]) -> str:
    parts, x = [], WIDTH - 240
    for text, fill, stroke in entries:
        parts.append(
            f'<rect x="{x}" y="10" width="22" height="16" fill="{fill}" stroke="{stroke}" stroke-width="2"/>{_text(x + 30, 24, text)}'
        )
        x += 110
    return "".join(parts)


def _short(name: str, most: int = _NAME) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"
