"""The picture of a change plan: its phases and milestones over time, up to the first evaluation."""

from __future__ import annotations

import datetime as dt

from ..planning.change.dates import months_later
from ..planning.change.model import ChangePlan, PlannedStep
from ..rulebase.change import TRACKS
from .gantt import Bar, gantt
from .pictures import Picture

PHASE = "phase"
MONTHS_SHOWN = 13  # after the start: up to the first evaluation; what comes later would press the rest together
MOST_MILESTONES = 18
NAME = 36  # characters of a name in the picture


def change_picture(plan: ChangePlan) -> Picture:
    """The chart; days later than MONTHS_SHOWN after the start stand in the table only."""
    end = months_later(plan.start, MONTHS_SHOWN)
    kinds = {PHASE: "Phase", **TRACKS}
    return gantt(f"Veränderungsplan {plan.title}", [*_bars(plan, end)], kinds)


def _bars(plan: ChangePlan, end: dt.date) -> list[Bar]:
    bars: list[Bar] = []
    for phase in plan.phases:
        if phase.start > end:
            continue
        bars.append(Bar(phase.phase.name, phase.start, min(phase.end, end), PHASE))
        milestones = [step for step in phase.steps if step.milestone and step.end <= end]
        bars += [_milestone(step) for step in milestones]
    return bars[: MOST_MILESTONES + len(plan.phases)]


def _milestone(step: PlannedStep) -> Bar:
    return Bar(step.short or step.said.text[:NAME], step.end, step.end, step.track, milestone=True, critical=step.critical)
