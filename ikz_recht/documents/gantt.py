"""A Gantt chart as a picture of its own: bars over time, one row each, for any plan with dates.

Accessible: title and description name every bar with its dates, kinds differ by hatching as well as by colour (Okabe and Ito 2008), milestones
by their shape, the critical path by its outline. A table beside it should say the same. The same input gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .gantt_axis import Axis, ticks
from .markdown_text import german_date
from .pictures import Picture, svg_text

WIDTH = 900
ROW, BAR = 30, 16
_LABEL, _RIGHT, _TOP = 290, 14, 34  # width of the labels, margin on the right, height of the axis
_LABEL_CHARS, _SMALL_CHARS = 36, 43  # characters of a label in one line, and in each of two smaller ones
_PAGE_CM, _TALL_CM = 16.0, 22.0
_LEGEND_ROW = 24
_DATES = 132  # width of the dates beside a bar
_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#555555")
_HATCHES = (
    "",
    "M0,8 L8,0",
    "M0,4 H8",
    "M4,0 V8",
    "M0,0 L8,8 M0,8 L8,0",
    "M0,0 L8,8",
    "M0,4 H8 M4,0 V8",
    "M0,2 H8 M0,6 H8",
)


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of the chart from the first to the last day, both counted; `kind` is a key of the legend.

    A milestone stands on its last day. Raises ValueError if it ends before it begins.
    """

    label: str
    start: dt.date
    end: dt.date
    kind: str
    milestone: bool = False
    critical: bool = False

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"{self.label}: Das Ende {self.end} liegt vor dem Anfang {self.start}.")

    def when(self) -> str:
        """The days in German."""
        if self.milestone or self.start == self.end:
            return german_date(self.end)
        return f"{german_date(self.start)} bis {german_date(self.end)}"


def gantt(title: str, bars: Sequence[Bar], kinds: Mapping[str, str]) -> Picture:
    """The chart of the bars in their order; `kinds` gives the German name of every kind for the legend. Raises KeyError for another kind."""
    unknown = sorted({bar.kind for bar in bars} - kinds.keys())
    if unknown:
        raise KeyError(f"Art ohne Namen in der Legende: {', '.join(unknown)}")
    told = "; ".join(f"{bar.label}: {bar.when()}{', auf dem kritischen Weg' if bar.critical else ''}" for bar in bars)
    key = f"gantt-{zlib.crc32(f'{title}|{told}'.encode()):08x}"  # several charts may stand on one page
    shown = [kind for kind in kinds if any(bar.kind == kind for bar in bars)]
    style = dict(zip(kinds, range(len(kinds)), strict=True))
    paints = {kind: _fill(key, style[kind]) for kind in shown}
    legend = _legend(paints, kinds, bars)
    bottom = _TOP + ROW * len(bars) + 6
    height = bottom + _LEGEND_ROW * max(1, len(legend)) + 6
    axis = Axis.over([day for bar in bars for day in (bar.start, bar.end)], _LABEL, WIDTH - _RIGHT)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="{key}-titel {key}-text" '
        'font-family="Arial, Helvetica, sans-serif" font-size="14">',
        f'<title id="{key}-titel">{svg_text(title)}</title>',
        f'<desc id="{key}-text">{svg_text(told or "Keine Termine.")}</desc>',
        f"<defs>{''.join(_pattern(f'{key}-{style[kind]}', style[kind]) for kind in shown)}</defs>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        *(_stripe(number) for number in range(1, len(bars), 2)),
        *(_tick(x, label, bottom) for x, label in ticks(axis)),
        *(_row(bar, _TOP + ROW * number, axis, paints[bar.kind]) for number, bar in enumerate(bars)),
        *(f'<g transform="translate(0 {bottom + _LEGEND_ROW * number})">{line}</g>' for number, line in enumerate(legend)),
        "</svg>",
    ]
    return Picture("\n".join(parts), _alt(title, bars), round(min(_PAGE_CM, _TALL_CM * WIDTH / height), 2))


def _alt(title: str, bars: Sequence[Bar]) -> str:
    if not bars:
        return f"{title}: keine Termine."
    first, last = min(bar.start for bar in bars), max(bar.end for bar in bars)
    count = "ein Schritt" if len(bars) == 1 else f"{len(bars)} Schritte"
    return f"{title}: {count} vom {german_date(first)} bis zum {german_date(last)}; die Tabelle nennt jeden Termin."


def _fill(key: str, number: int) -> str:
    """The paint of a kind: its colour, hatched except for the first kind."""
    return f"url(#{key}-{number})" if _look(number)[1] else _look(number)[0]


def _look(number: int) -> tuple[str, str]:
    """Colour and hatching of the kind with that number; after eight kinds the colours come again with other hatchings."""
    return _COLOURS[number % len(_COLOURS)], _HATCHES[(number + number // len(_COLOURS)) % len(_HATCHES)]


def _pattern(key: str, number: int) -> str:
    colour, hatch = _look(number)
    if not hatch:
        return ""  # tiles of one plain colour would show their seams
    lines = f'<path d="{hatch}" stroke="#ffffff" stroke-width="1.6" fill="none"/>'
    body = f'<rect width="8" height="8" fill="{colour}"/>{lines}'
    return f'<pattern id="{key}" width="8" height="8" patternUnits="userSpaceOnUse">{body}</pattern>'


def _stripe(number: int) -> str:
    return f'<rect x="0" y="{_TOP + ROW * number}" width="{WIDTH}" height="{ROW}" fill="#f4f4f4"/>'


def _tick(x: float, label: str, bottom: int) -> str:
    line = f'<line x1="{x:.1f}" y1="{_TOP - 6}" x2="{x:.1f}" y2="{bottom}" stroke="#bbbbbb" stroke-width="1"/>'
    return line + (f'<text x="{x + 3:.1f}" y="{_TOP - 12}" font-size="13" fill="#333333">{svg_text(label)}</text>' if label else "")


def _row(bar: Bar, top: int, axis: Axis, fill: str) -> str:
    middle = top + ROW / 2
    weight = ' font-weight="bold"' if bar.critical else ""
    label = _label(bar.label, middle, weight)
    if bar.milestone:
        x = (axis.x(bar.end) + axis.x(bar.end + dt.timedelta(days=1))) / 2
        left, right = x - 9, x + 9
        shape = f'<g transform="translate({x:.1f} {middle:.1f})">{_diamond(fill, critical=bar.critical)}</g>'
    else:
        left = axis.x(bar.start)
        right = max(left + 3, axis.x(bar.end + dt.timedelta(days=1)))  # a single day stays visible
        shape = f'<g transform="translate({left:.1f} {middle - BAR / 2:.1f})">{_box(right - left, fill, critical=bar.critical)}</g>'
    return label + shape + _dates(bar, left, right, middle)


def _dates(bar: Bar, left: float, right: float, middle: float) -> str:
    """The days beside the bar, where there is room."""
    text = f"{bar.end:%d.%m.%y}"
    if not bar.milestone and bar.start != bar.end:
        text = f"{bar.start:{'%d.%m.' if bar.start.year == bar.end.year else '%d.%m.%y'}}–{text}"
    if right + _DATES <= WIDTH:
        at = f'x="{right + 5:.1f}"'
    elif left - _DATES >= _LABEL:
        at = f'x="{left - 5:.1f}" text-anchor="end"'
    else:
        return ""
    return f'<text {at} y="{middle + 4.5:.1f}" font-size="12" fill="#333333">{text}</text>'


def _box(width: float, fill: str, *, critical: bool) -> str:
    edge = 'stroke="#000000" stroke-width="3"' if critical else 'stroke="#333333" stroke-width="0.8"'
    return f'<rect width="{width:.1f}" height="{BAR}" fill="{fill}" {edge}/>'


def _diamond(fill: str, *, critical: bool) -> str:
    edge = 'stroke="#000000" stroke-width="3"' if critical else 'stroke="#333333" stroke-width="0.8"'
    return f'<path d="M0,-9 L9,0 L0,9 L-9,0 Z" fill="{fill}" {edge}/>'


def _label(text: str, middle: float, weight: str) -> str:
    """The label in one line, or in two smaller ones; what is longer still is cut."""
    if len(text) <= _LABEL_CHARS:
        return f'<text x="8" y="{middle + 5:.1f}"{weight}>{svg_text(text)}</text>'
    cut = text.rfind(" ", 0, _SMALL_CHARS + 1)
    first, rest = (text[:cut], text[cut + 1 :]) if cut > 0 else (text[:_SMALL_CHARS], text[_SMALL_CHARS:])
    rest = rest if len(rest) <= _SMALL_CHARS else f"{rest[: _SMALL_CHARS - 1].rstrip()}…"
    lines = ((first, middle - 2), (rest, middle + 11))
    return "".join(f'<text x="8" y="{y:.1f}" font-size="12"{weight}>{svg_text(line)}</text>' for line, y in lines if line)


def _legend(paints: Mapping[str, str], kinds: Mapping[str, str], bars: Sequence[Bar]) -> list[str]:
    """The rows of the legend: the kinds that occur, then what milestone and outline mean."""
    entries = [(_box(28, fill, critical=False), kinds[kind]) for kind, fill in paints.items()]
    if any(bar.milestone for bar in bars):
        entries.append((f'<g transform="translate(14 8)">{_diamond("#ffffff", critical=False)}</g>', "Meilenstein"))
    if any(bar.critical for bar in bars):
        mark = f'<rect width="28" height="{BAR}" fill="none" stroke="#000000" stroke-width="3"/>'
        entries.append((mark, "kritischer Weg (fett umrandet): Verzug verschiebt das Ziel"))
    rows, x = [""], 8.0
    for mark, name in entries:
        width = 44 + 7.4 * len(name)
        if x + width > WIDTH and rows[-1]:
            rows.append("")
            x = 8.0
        rows[-1] += f'<g transform="translate({x:.1f} 2)">{mark}<text x="34" y="13" font-size="13">{svg_text(name)}</text></g>'
        x += width
    return rows
