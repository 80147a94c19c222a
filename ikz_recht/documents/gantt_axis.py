"""The time axis of a Gantt chart: from days to places, and where its marks stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

_MONTHS = ("Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")
_MOST_MARKS = 16  # more would run into each other
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)  # months between two marks
_CHAR = 6.6  # width of a character of the labels


@dataclass(frozen=True, slots=True)
class Axis:
    """Whole months from the first day (counted) to `end` (not counted), drawn from `left` to `right`."""

    start: dt.date
    end: dt.date
    left: float
    right: float

    @classmethod
    def over(cls, days: Iterable[dt.date], left: float, right: float) -> Axis:
        """The axis on which all days have their place; without days an arbitrary month."""
        known = sorted(days) or [dt.date(2000, 1, 1)]
        return cls(known[0].replace(day=1), _later(known[-1].replace(day=1), 1), left, right)

    def x(self, day: dt.date) -> float:
        """Where a day begins."""
        return self.left + (self.right - self.left) * (day - self.start).days / (self.end - self.start).days


def ticks(axis: Axis) -> list[tuple[float, str]]:
    """The marks with their labels: months, with the year at the first mark and in every January; years alone on a long axis."""
    months = (axis.end.year - axis.start.year) * 12 + axis.end.month - axis.start.month
    step = next((step for step in _STEPS if months / step <= _MOST_MARKS), _STEPS[-1])
    marks: list[tuple[float, str]] = []
    year, free = 0, axis.left
    for number in range(0, months, step):
        day = _later(axis.start, number)
        name = str(day.year) if step >= 12 else f"{_MONTHS[day.month - 1]} {day:%y}" if day.year != year else _MONTHS[day.month - 1]
        x = axis.x(day)
        fits = x >= free and x + _CHAR * len(name) <= axis.right + _CHAR
        marks.append((x, name if fits else ""))
        if fits:
            free, year = x + _CHAR * len(name) + 6, day.year
    return marks


def _later(day: dt.date, months: int) -> dt.date:
    """The first day of a month so many months later; the last month there is where the calendar ends."""
    index = day.year * 12 + day.month - 1 + months
    return dt.date(index // 12, index % 12 + 1, 1) if index // 12 <= dt.MAXYEAR else dt.date.max
