"""The picture of a plan: a row for each task, from the day on which it begins, with the days on which partners join.

Accessible as the other pictures (net_picture.py): title, description, words beside colours, marks of different shape; the table says the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from ..planning.network.plan import NetworkPlan
from ..planning.network.schedule import Booking
from ..rulebase.fact import show_date
from .pictures import Picture, svg_text

WIDTH = 900
MOST_ROWS = 20
_LEFT, _RIGHT, _TOP, _ROW = 300, 30, 56, 46
_NAME, _BELOW = 32, 110  # characters of a name, and of the line under it
_BAR, _OPEN = "#0072B2", "#D55E00"


def timeline_picture(plan: NetworkPlan) -> Picture | None:
    """The picture; None if there are no steps. Rows beyond MOST_ROWS stand in the table only."""
    if not plan.bookings:
        return None
    rows: dict[str, list[Booking]] = {}
    for booking in plan.bookings:
        rows.setdefault(booking.target.id, []).append(booking)
    shown = list(rows.values())[:MOST_ROWS]
    first, last = plan.view.day, plan.bookings[-1].start
    scale = _Scale(dt.date(first.year, 1, 1), dt.date(last.year + 1, 1, 1))
    height = _TOP + _ROW * len(shown) + 46
    told = " ".join(_told(row, plan) for row in shown)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="zeit-titel zeit-text" '
        'font-family="Arial, Helvetica, sans-serif" font-size="15">',
        f'<title id="zeit-titel">{svg_text(f"Zeitplan: {plan.portfolio.title}")}</title>',
        f'<desc id="zeit-text">{svg_text(told)}</desc>',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        *_years(scale, height),
        *(_row(number, row, scale, plan) for number, row in enumerate(shown)),
        _legend(height),
        "</svg>",
    ]
    return Picture("\n".join(parts), f"Zeitplan. {told}")


class _Scale:
    def __init__(self, first: dt.date, last: dt.date) -> None:
        self.first, self.last = first, last

    def x(self, day: dt.date) -> float:
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * (day - self.first).days / (self.last - self.first).days


def _told(row: Sequence[Booking], plan: NetworkPlan) -> str:
    short = plan.portfolio.short
    joins = "; ".join(f"ab {show_date(booking.start)} für {', '.join(short(key) for key in booking.partners)}" for booking in row)
    return f"{row[0].target.task.name}, Träger {short(row[0].carrier)}: {joins}."


def _years(scale: _Scale, height: int) -> list[str]:
    step = 1 if scale.last.year - scale.first.year <= 12 else 5
    lines = []
    for year in range(scale.first.year, scale.last.year + 1, step):
        x = scale.x(dt.date(year, 1, 1))
        lines.append(f'<line x1="{x:.1f}" y1="{_TOP - 14}" x2="{x:.1f}" y2="{height - 40}" stroke="#cccccc"/>')
        lines.append(f'<text x="{x:.1f}" y="{_TOP - 22}" text-anchor="middle">{year}</text>')
    return lines


def _row(number: int, row: Sequence[Booking], scale: _Scale, plan: NetworkPlan) -> str:
    y = _TOP + _ROW * number
    name = row[0].target.task.name
    short = plan.portfolio.short
    everybody = ", ".join(
        short(key) for booking in row for key in (*booking.before[: 0 if booking is not row[0] else None], *booking.partners)
    )
    below = f"{short(row[0].carrier)} für {everybody}"
    start = plan.view.day if row[0].kind == "oeffnung" else row[0].start
    x, end = scale.x(start), scale.x(scale.last)
    marks = "".join(_mark(booking, scale, y) for booking in row)
    return (
        f'<text x="14" y="{y + 14}" font-weight="bold" font-size="16">{svg_text(_cut(name, _NAME))}</text>'
        f'<rect x="{x:.1f}" y="{y + 2}" width="{end - x:.1f}" height="16" fill="{_BAR}" fill-opacity="0.25" stroke="{_BAR}"/>{marks}'
        f'<text x="14" y="{y + 34}" font-size="14">{svg_text(_cut(below, _BELOW))}</text>'
    )


def _mark(booking: Booking, scale: _Scale, y: int) -> str:
    """A square where a task begins, a circle where partners join."""
    x = scale.x(booking.start)
    if booking.kind == "oeffnung":
        return f'<circle cx="{x:.1f}" cy="{y + 10}" r="9" fill="#ffffff" stroke="{_OPEN}" stroke-width="4"/>'
    return f'<rect x="{x - 8:.1f}" y="{y + 2}" width="16" height="16" fill="{_BAR}"/>'


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _legend(height: int) -> str:
    y = height - 20
    return (
        f'<rect x="14" y="{y - 12}" width="16" height="16" fill="{_BAR}"/><text x="38" y="{y + 1}">Beginn zu zweit oder mit allen Benannten</text>'
        f'<circle cx="400" cy="{y - 4}" r="9" fill="#ffffff" stroke="{_OPEN}" stroke-width="4"/><text x="418" y="{y + 1}">weitere Partner</text>'
    )
