"""The picture of a division: for every way to share a bar per partner, with a mark where going alone would cost.

Accessible: title and description, every bar with its amount beside it, colours of Okabe and Ito (2008) that colour-blind people tell apart,
and a pattern of its own for each partner; where someone pays more than alone the amount has a mark. The table beside it says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from .pictures import Picture, svg_text

MOST_BARS = 6  # partners; with more the bars would be too thin to read, and the table says it all
_WIDTH = 900
_LEFT, _RIGHT = 245, 130
_BAR, _GAP = 17, 16
_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")
_PATTERNS = (
    "",
    '<path d="M0 8L8 0" stroke="#ffffff" stroke-width="2"/>',
    '<path d="M0 4H8" stroke="#ffffff" stroke-width="2"/>',
    '<circle cx="4" cy="4" r="1.8" fill="#ffffff"/>',
    '<path d="M4 0V8" stroke="#000000" stroke-width="1.5"/>',
    '<path d="M0 0L8 8M0 8L8 0" stroke="#ffffff" stroke-width="1.5"/>',
)


@dataclass(frozen=True, slots=True)
class Bars:
    """One way to share: its name, and for each partner the amount and how it is written."""

    name: str
    shares: Sequence[Fraction]
    texts: Sequence[str]


def shares_picture(names: Sequence[str], alone: Sequence[Fraction], divisions: Sequence[Bars], unit: str) -> Picture:
    """The picture; with more than MOST_BARS partners the first ones only."""
    shown = range(min(len(names), MOST_BARS))
    most = max([*(alone[number] for number in shown), *(item.shares[number] for item in divisions for number in shown), Fraction(1, 10**9)])
    scale = (_WIDTH - _LEFT - _RIGHT) / float(most)
    block = len(shown) * _BAR + _GAP
    top = 44 + 22 * ((len(shown) + 2) // 3)
    height = top + block * len(divisions) + 10
    title = "Was jede Kommune zahlt, nach Verfahren"
    told = "; ".join(f"{item.name}: {', '.join(f'{names[number]} {item.texts[number]}' for number in shown)}" for item in divisions)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" aria-labelledby="teilung-titel teilung-text" '
        'font-family="Arial, Helvetica, sans-serif" font-size="15">',
        f'<title id="teilung-titel">{svg_text(title)}</title>',
        f'<desc id="teilung-text">{svg_text(f"{told} ({unit}).")}</desc>',
        "<defs>" + "".join(_pattern(number) for number in shown) + "</defs>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        *_legend([names[number] for number in shown]),
    ]
    for place, item in enumerate(divisions):
        parts += _block(item, [alone[number] for number in shown], top + place * block, scale)
    return Picture(
        "\n".join([*parts, "</svg>"]),
        f"{title}: je Verfahren ein Balken für {names[0]} und die anderen, mit einer Marke bei den Kosten allein. Die Beträge nennt die Tabelle darunter.",
    )


def _fill(number: int) -> str:
    """Plain colour for the first partner: a pattern without a mark would only show its seams."""
    return f"url(#teilung-{number})" if _PATTERNS[number] else _COLOURS[number]


def _pattern(number: int) -> str:
    return (
        f'<pattern id="teilung-{number}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="{_COLOURS[number]}"/>{_PATTERNS[number]}</pattern>'
    )


def _legend(names: Sequence[str]) -> list[str]:
    parts = []
    for number, name in enumerate(names):
        x, y = 20 + 290 * (number % 3), 12 + 22 * (number // 3)
        label = name if len(name) <= 28 else f"{name[:27]}…"
        parts.append(f'<rect x="{x}" y="{y}" width="26" height="14" fill="{_fill(number)}" stroke="#333333"/>')
        parts.append(f'<text x="{x + 34}" y="{y + 12}">{svg_text(label)}</text>')
    y = 12 + 22 * ((len(names) + 2) // 3)
    parts.append(f'<line x1="33" y1="{y}" x2="33" y2="{y + 14}" stroke="#000000" stroke-width="3"/>')
    parts.append(f'<text x="54" y="{y + 12}">Kosten allein; „▲“: mehr als allein</text>')
    return parts


def _block(item: Bars, alone: Sequence[Fraction], top: int, scale: float) -> list[str]:
    middle = top + len(alone) * _BAR / 2 + 5
    parts = [f'<text x="{_LEFT - 12}" y="{middle:.1f}" text-anchor="end" font-weight="bold">{svg_text(_short(item.name))}</text>']
    for number, cost in enumerate(alone):
        share, y = item.shares[number], top + number * _BAR
        width = max(0.0, float(share) * scale)
        mark = _LEFT + float(cost) * scale
        text = f"{item.texts[number]}{' ▲' if share > cost else ''}"
        parts += [
            f'<rect x="{_LEFT}" y="{y}" width="{width:.1f}" height="{_BAR - 3}" fill="{_fill(number)}" stroke="#333333" stroke-width="0.5"/>',
            f'<line x1="{mark:.1f}" y1="{y - 1}" x2="{mark:.1f}" y2="{y + _BAR - 2}" stroke="#000000" stroke-width="3"/>',
            f'<text x="{max(mark, _LEFT + width) + 8:.1f}" y="{y + 12}" font-size="13">{svg_text(text)}</text>',
        ]
    return parts


def _short(name: str) -> str:
    return name if len(name) <= 30 else f"{name[:29]}…"
