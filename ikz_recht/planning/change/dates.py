"""From efforts to days: phases one after the other, steps within them, counted forwards from a begin or back from a wished start."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ...rulebase.change import Phase
from ..bodies.workdays import next_workday, previous_workday
from .chain import Link, Span, spans
from .items import Item

DAYS_PER_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Length:
    """A phase with where it lies in its range: 0 is the shortest, 1 the longest, 0.5 the middle."""

    phase: Phase
    share: float

    def months(self, tightness: float = 0.0) -> float:
        """The months; `tightness` moves from as planned (0) to the shortest (1)."""
        low, high = self.phase.months
        return low + (high - low) * self.share * (1 - tightness)


@dataclass(frozen=True, slots=True)
class Layout:
    """The plan in days from its begin: phases with first day and length, the day of the start of cooperation, steps within their phases."""

    phases: Mapping[str, tuple[float, float]]
    start: float
    spans: Mapping[str, Span]


def layout(lengths: Sequence[Length], items: Sequence[Item], tightness: float = 0.0) -> Layout:
    """Phases one after the other; steps that are counted from the start of the cooperation take no time of their phase."""
    found: dict[str, Span] = {}
    phases: dict[str, tuple[float, float]] = {}
    day = start = 0.0
    for length in lengths:
        inside = [item for item in items if item.phase == length.phase.id and item.months_after is None]
        days = length.months(tightness) * DAYS_PER_MONTH if inside else 0.0
        phases[length.phase.id] = (day, days)
        here = spans([Link(item.id, item.effort, item.after) for item in inside])
        found.update(here)
        start = next((day + here[item.id].end * days for item in inside if item.anchor), start)
        day += days
    return Layout(phases, start, found)


def tightness_for(lengths: Sequence[Length], items: Sequence[Item], days: float) -> float | None:
    """How much must be tightened so that the cooperation starts after that many days: 0 (as planned) to 1; None if that is not enough.

    The day of the start is linear in the tightness, because every phase is.
    """
    planned, shortest = layout(lengths, items).start, layout(lengths, items, 1.0).start
    if days >= planned:
        return 0.0
    if days < shortest or planned == shortest:
        return None
    return (planned - days) / (planned - shortest)


def first_of_month(day: dt.date) -> dt.date:
    """The day itself if it is the first of a month, else the first of the next."""
    return day if day.day == 1 else months_later(day.replace(day=1), 1)


def step_days(begin: dt.date, first: float, last: float, lands: Collection[str]) -> tuple[dt.date, dt.date]:
    """The first and last working day of a step that runs between two points of the plan (in days); it takes at least one day."""
    start = next_workday(begin + dt.timedelta(days=round(first)), lands)
    end = previous_workday(begin + dt.timedelta(days=max(round(first), round(last) - 1)), lands)
    return start, max(start, end)


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    last = (dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month, min(day.day, last))


@dataclass(frozen=True, slots=True)
class Calendar:
    """A layout on real days; the holidays of the Länder are no working days.

    Between the last preparation and the start of the cooperation there may be days to spare.
    """

    layout: Layout
    begin: dt.date
    start: dt.date
    lands: tuple[str, ...] = ()
    tightness: float = 0.0

    def days(self, item: Item) -> tuple[dt.date, dt.date]:
        """First and last day of a step."""
        if item.anchor:
            return self.start, self.start
        if item.months_after is not None:
            return months_later(self.start, max(0, item.months_after - 1)), months_later(self.start, item.months_after)
        first, length = self.layout.phases[item.phase]
        span = self.layout.spans[item.id]
        return self._step(first + span.start * length, first + span.end * length)

    def reserve_days(self, item: Item) -> int | None:
        """How much later the step may end without moving the end of its phase; None for one with a fixed day."""
        span = self.layout.spans.get(item.id)
        return None if span is None else round((span.latest - span.end) * self.layout.phases[item.phase][1])

    def months(self, length: Length, first: dt.date, last: dt.date) -> float:
        """How long the phase is planned; one all of whose steps are counted from the start of the cooperation, from there."""
        return length.months(self.tightness) if self._timed(length.phase.id) else (last - self.start).days / DAYS_PER_MONTH

    def _timed(self, phase: str) -> bool:
        return self.layout.phases[phase][1] > 0

    def phase(self, name: str, last_step: dt.date) -> tuple[dt.date, dt.date]:
        """First and last day of a phase, of which the last step ends on the given day."""
        first, length = self.layout.phases[name]
        days = self._step(first, first + length)
        return days[0], max(days[0], last_step, days[1] if self._timed(name) else last_step)

    def _step(self, first: float, last: float) -> tuple[dt.date, dt.date]:
        after = first >= self.layout.start - 1e-6 and self.layout.start > 0
        return step_days(self.start - dt.timedelta(days=round(self.layout.start)) if after else self.begin, first, last, self.lands)
