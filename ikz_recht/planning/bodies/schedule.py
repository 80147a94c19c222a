"""Dates for a network of stages: earliest days from today, latest days before the wished start, slack and critical path.

The critical path method (Kelley and Walker 1959) with two additions: a stage that ends in a sitting waits for the next one, and other stages
begin and end on working days. Earliest and latest days are exact for the calendars given; where one ends, the usual interval goes on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from .given import Break, Sittings
from .periods import Length
from .stages import START, Stage
from .workdays import is_workday, next_workday, previous_workday

DEFAULT_LEAD = 14  # days from the paper to the sitting, where a calendar does not say
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Dated:
    """A stage with its first and last day in a plan."""

    start: dt.date
    end: dt.date


Plan = Mapping[str, Dated]


@dataclass(frozen=True)
class Calendar:
    """What the days depend on: breaks without sittings, and whether to count on the long durations."""

    breaks: tuple[Break, ...]
    cautious: bool = True

    def length(self, stage: Stage) -> Length:
        """How long the stage takes."""
        return stage.duration.long if self.cautious else stage.duration.short

    def meets(self, day: dt.date, stage: Stage) -> bool:
        """Whether a body may meet on that day."""
        return is_workday(day, stage.lands) and not any(item.start <= day <= item.end for item in self.breaks)


def in_order(stages: Sequence[Stage]) -> list[Stage]:
    """Every stage after those it waits for, otherwise in their order."""
    done: set[str] = set()
    ordered: list[Stage] = []
    waiting = list(stages)
    while waiting:
        stage = next(item for item in waiting if set(item.after) <= done)
        waiting.remove(stage)
        ordered.append(stage)
        done.add(stage.id)
    return ordered


def earliest(stages: Sequence[Stage], today: dt.date, calendar: Calendar, *, new_year: bool = False) -> Plan:
    """Every stage as early as it can be, none before today. With `new_year` it can only begin on 1 January."""
    plan: dict[str, Dated] = {}
    for stage in in_order(stages):
        ready = max((plan[name].end for name in stage.after), default=today)
        if stage.id == START:
            day = ready if not new_year or (ready.month, ready.day) == (1, 1) else dt.date(ready.year + 1, 1, 1)
            plan[stage.id] = Dated(day, day)
        else:
            plan[stage.id] = _forward(stage, ready, calendar)
    return plan


def latest(stages: Sequence[Stage], goal: dt.date, calendar: Calendar) -> Plan:
    """Every stage as late as it may be for the start on the day `goal`."""
    plan: dict[str, Dated] = {}
    followers: dict[str, list[str]] = {}
    for stage in stages:
        for name in stage.after:
            followers.setdefault(name, []).append(stage.id)
    for stage in reversed(in_order(stages)):
        limit = min((plan[name].start for name in followers.get(stage.id, ())), default=goal)
        plan[stage.id] = Dated(goal, goal) if stage.id == START else _backward(stage, limit, calendar)
    return plan


def advanced(stages: Sequence[Stage], plan: Plan, calendar: Calendar) -> Plan:
    """A plan as late as possible in which the stages that are to begin early do so, as soon as those before them are done."""
    moved = dict(plan)
    begun = min(item.start for item in plan.values())
    for stage in in_order(stages):
        if stage.early:
            ready = max((moved[name].end for name in stage.after), default=begun)
            moved[stage.id] = _forward(stage, ready, calendar)
    return moved


def critical(stages: Sequence[Stage], plan: Plan) -> frozenset[str]:
    """The stages whose delay moves the earliest start: back from the start along those that end last before each."""
    by_id = {stage.id: stage for stage in stages}
    found: set[str] = set()
    waiting = [START]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        before = by_id[name].after
        last = max((plan[item].end for item in before), default=None)
        waiting += [item for item in before if plan[item].end == last]
    return frozenset(found)


def _forward(stage: Stage, ready: dt.date, calendar: Calendar) -> Dated:
    if stage.fixed:
        return Dated(ready, calendar.length(stage).after(ready))
    sitting = stage.sittings and _next_sitting(stage, stage.sittings, ready, calendar)
    if sitting:
        return Dated(sitting - lead_of(stage.sittings), sitting)
    start = next_workday(ready, stage.lands)
    end = calendar.length(stage).after(start)
    known = _last_known(stage)
    return Dated(start, _moved(end if known is None else max(end, known + _DAY), stage, calendar, next_workday, _DAY))


def _backward(stage: Stage, limit: dt.date, calendar: Calendar) -> Dated:
    if stage.fixed:
        return Dated(calendar.length(stage).before(limit), limit)
    sitting = stage.sittings and _last_sitting(stage, stage.sittings, limit, calendar)
    known = Dated(sitting - lead_of(stage.sittings), sitting) if sitting else None
    if stage.sittings and stage.sittings.every_weeks is not None and known:
        return known
    end = _moved(limit, stage, calendar, previous_workday, -_DAY)
    usual = Dated(previous_workday(calendar.length(stage).before(end), stage.lands), end)
    if known is None:
        return usual
    return max(known, usual, key=lambda item: item.start) if end > known.end else known


def _last_known(stage: Stage) -> dt.date | None:
    return stage.sittings.dates[-1] if stage.sittings and stage.sittings.dates else None


def _moved(
    day: dt.date, stage: Stage, calendar: Calendar, workday: Callable[[dt.date, frozenset[str]], dt.date], step: dt.timedelta
) -> dt.date:
    """The next day in one direction on which offices work and, for what ends in a sitting, bodies meet."""
    day = workday(day, stage.lands)
    while stage.lane == "politik" and not calendar.meets(day, stage):
        day = workday(day + step, stage.lands)
    return day


def lead_of(sittings: Sittings | None) -> dt.timedelta:
    """How long before the sitting the paper must be there."""
    return dt.timedelta(days=DEFAULT_LEAD if sittings is None or sittings.lead is None else sittings.lead)


def _next_sitting(stage: Stage, sittings: Sittings, ready: dt.date, calendar: Calendar) -> dt.date | None:
    first = ready + lead_of(sittings)
    found = [day for day in sittings.dates if day >= first]
    if sittings.every_weeks is None or sittings.first is None:
        return found[0] if found else None
    step = dt.timedelta(weeks=sittings.every_weeks)
    day = sittings.first + step * max(0, -(-(first - sittings.first).days // step.days))
    while not calendar.meets(day, stage):
        day += step
    return min([day, *found])


def _last_sitting(stage: Stage, sittings: Sittings, limit: dt.date, calendar: Calendar) -> dt.date | None:
    found = [day for day in sittings.dates if day <= limit]
    if sittings.every_weeks is not None and sittings.first is not None and sittings.first <= limit:
        step = dt.timedelta(weeks=sittings.every_weeks)
        day = sittings.first + step * ((limit - sittings.first).days // step.days)
        while day >= sittings.first and not calendar.meets(day, stage):
            day -= step
        found += [day] if day >= sittings.first else []
    return max(found, default=None)
