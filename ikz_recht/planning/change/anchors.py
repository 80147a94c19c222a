"""The days that the way through the bodies gives: where it is planned, a change plan takes its days of decisions, procedure and start."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ...advice.opinion import FormOpinion, Opinion
from ...rulebase.change import legal_id
from ..bodies.given import Given
from ..bodies.path import DecisionPath, decision_path
from ..bodies.sentences import outcome_sentences
from ..bodies.stages import START
from .calendar import Wish, check_wish
from .items import Item

NOTHING = Given()
TAKEN = "Die Tage von Beschlüssen, Verfahren und Start sind die des Wegs durch die Gremien; was sonst zu tun ist, ist darum herum geplant."


@dataclass(frozen=True, slots=True)
class Anchors:
    """Days from the way, by step of rules/gremien and by kind of legal step: the first and the last day of all who take it.

    `critical`: what moves the start if it is late; `done`: steps that are behind; `remarks`: sentences for the reader.
    """

    days: Mapping[str, tuple[dt.date, dt.date]]
    critical: Collection[str]
    done: Collection[str]
    begin: dt.date
    start: dt.date
    remarks: tuple[str, ...] = ()

    def days_of(self, item: Item) -> tuple[dt.date, dt.date] | None:
        """The days that the way gives the step; None if it gives none."""
        if item.anchor:
            return self.start, self.start
        if item.way_begin in self.days:
            return self.days[item.way_begin][0], self.days[item.way_begin][0]
        return self.days.get(item.way_end)

    def decides(self, item: Item) -> bool:
        """Whether a delay of the step moves the start on the way."""
        return item.anchor or item.way_end in self.critical


def anchors_for(opinion: Opinion, chosen: FormOpinion | None, wish: Wish, given: Given = NOTHING) -> Anchors | None:
    """The days of the way for the form, from the begin of the work to the wished start; None where no way can be planned.

    `given` is what is known of sittings and steps that are done.
    """
    if chosen is None or not opinion.program.rulebase.bodies.steps:
        return None
    check_wish(wish)
    start = wish.start if wish.start is not None and wish.start >= wish.day else None
    return anchors_of(decision_path(opinion, chosen, given, start, wish.begin))


def anchors_of(path: DecisionPath) -> Anchors:
    """The days of a path."""
    phases = {step.id: legal_id(step.phase) for step in path.opinion.program.rulebase.bodies.steps if step.phase}
    days: dict[str, tuple[dt.date, dt.date]] = {}
    critical: set[str] = set()
    for stage in path.stages:
        if stage.id == START:
            continue
        dated = path.plan[stage.id]
        for name in (stage.step, phases.get(stage.step, stage.step)):
            first, last = days.get(name, (dated.start, dated.end))
            days[name] = min(first, dated.start), max(last, dated.end)
            critical |= {name} if stage.id in path.critical else set()
    begin = min(dated.start for dated in path.plan.values())
    return Anchors(days, frozenset(critical), path.given.done, begin, path.start, (TAKEN, *outcome_sentences(path)[:1]))
