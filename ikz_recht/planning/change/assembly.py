"""The parts of a change plan, put together for one case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from ...inference.support import deciding_facts
from ...rulebase.change import ChangeCatalogue, Readiness, Risk, Role
from ...rulebase.evidence import Evidence
from ...rulebase.fact import TASK
from .around import AroundCalendar
from .dates import Calendar, Length
from .facts import PlanFacts
from .items import Item
from .model import Need, PlannedMeasure, PlannedMessage, PlannedPhase, PlannedRisk, PlannedRole, PlannedStep, Said
from .readiness import Answered
from .sentences import filled

Days = Calendar | AroundCalendar


class Assembly:
    """Puts the parts of a plan together for one case."""

    def __init__(
        self, catalogue: ChangeCatalogue, facts: PlanFacts, gaps: Mapping[str, str], questions: Sequence[Readiness], answered: Answered
    ) -> None:
        self.catalogue, self.facts, self.gaps = catalogue, facts, gaps
        self.questions, self.answered = questions, answered
        self.names = {role.id: self._role_name(role) for role in catalogue.roles}

    def _role_name(self, role: Role) -> str:
        variant = self.facts.first(role.variants)
        return variant.text if variant else role.name

    def _said(self, text: str, evidence: Evidence) -> Said:
        return Said(filled(text, self.gaps), evidence)

    def step_text(self, name: str) -> str:
        """The general text of a step."""
        return next((step.text for step in self.catalogue.steps if step.id == name), name)

    def steps(self, items: Sequence[Item], lengths: Sequence[Length], calendar: Days) -> list[PlannedStep]:
        """The steps in the order of their phases and days."""
        order = {length.phase.id: number for number, length in enumerate(lengths)}
        days = {item.id: calendar.days(item) for item in items}
        ordered = sorted(items, key=lambda item: (order[item.phase], *days[item.id]))
        numbers = {item.id: number for number, item in enumerate(ordered, start=1)}
        gaps = {item.step: filled(item.gap, self.gaps) for item in self.questions if self.answered.answer(item.id) is False}
        return [self._step(item, numbers, days[item.id], calendar, gaps.get(item.id, "")) for item in ordered]

    def _step(self, item: Item, numbers: Mapping[str, int], days: tuple[dt.date, dt.date], calendar: Days, gap: str) -> PlannedStep:
        reserve = calendar.reserve_days(item)
        return PlannedStep(
            number=numbers[item.id],
            id=item.id,
            phase=item.phase,
            track=item.track,
            said=item.said,
            roles=tuple(self.names.get(role, role) for role in item.roles),
            start=days[0],
            end=days[1],
            after=tuple(sorted(numbers[name] for name in item.after)),
            milestone=item.milestone,
            short=item.short,
            anchor=item.anchor,
            critical=reserve == 0,
            reserve_days=reserve or 0,
            outcome=item.outcome,
            details=item.details,
            gap=gap,
        )

    def phases(self, lengths: Sequence[Length], calendar: Days, steps: Sequence[PlannedStep]) -> tuple[PlannedPhase, ...]:
        """The phases that have steps."""
        paces = self.facts.all(self.catalogue.paces)
        found = []
        for length in lengths:
            phase = length.phase
            inside = tuple(step for step in steps if step.phase == phase.id)
            if not inside:
                continue
            first, last = calendar.phase(phase.id, max(step.end for step in inside))
            reasons = tuple(self._said(pace.text, pace.evidence) for pace in paces if pace.phase == phase.id)
            months = calendar.months(length, first, last)
            found.append(PlannedPhase(phase, first, last, months, reasons, filled(phase.outcome, self.gaps), inside))
        return tuple(found)

    def roles(self, steps: Sequence[PlannedStep]) -> tuple[PlannedRole, ...]:
        """The roles that have something to do."""
        used = {name for step in steps for name in step.roles}
        return tuple(
            PlannedRole(role.id, self.names[role.id], self._said(role.text, role.evidence))
            for role in self.catalogue.roles
            if self.names[role.id] in used
        )

    def messages(self, phases: Sequence[PlannedPhase], steps: Sequence[PlannedStep]) -> tuple[PlannedMessage, ...]:
        """Who is told what, in the order of the days."""
        days = {step.id: step.end for step in steps}
        by_id = {phase.phase.id: phase for phase in phases}
        found = [
            PlannedMessage(
                item.group,
                by_id[item.phase].phase.name,
                days.get(item.step, by_id[item.phase].end),
                self._said(item.text, item.evidence),
                tuple(self.names.get(role, role) for role in item.roles),
            )
            for item in self.facts.all(self.catalogue.messages)
            if item.phase in by_id
        ]
        return tuple(sorted(found, key=lambda item: item.day))

    def risks(self, steps: Sequence[PlannedStep]) -> tuple[PlannedRisk, ...]:
        """The risks of the case, those of its task first, then those of its circumstances, then those of every case."""
        numbers = {step.id: step.number for step in steps}
        return tuple(
            PlannedRisk(
                item,
                self._said(item.pattern, item.evidence),
                filled(item.signs, self.gaps),
                self._said(item.remedy, item.remedy_evidence),
                tuple(sorted(numbers[name] for name in item.steps if name in numbers)),
            )
            for item in sorted(self.facts.all(self.catalogue.risks), key=self._generality)
        )

    def _generality(self, risk: Risk) -> int:
        decides = deciding_facts(risk.when, self.facts)
        return 0 if TASK in decides else 1 if decides else 2

    def notes(self, topic: str) -> tuple[Said, ...]:
        """The notes on a topic."""
        return tuple(self._said(item.text, item.evidence) for item in self.facts.all(self.catalogue.notes) if item.topic == topic)

    def needs(self, steps: Sequence[PlannedStep]) -> tuple[Need, ...]:
        """The readiness questions with answers and the steps that close the gaps."""
        numbers = {step.id: step.number for step in steps}
        return tuple(
            Need(
                item,
                filled(item.text, self.gaps),
                filled(item.help, self.gaps),
                filled(item.gap, self.gaps),
                self.answered.answer(item.id),
                self.answered.lacking(item.id),
                numbers.get(item.step),
            )
            for item in self.questions
        )

    def measures(self) -> tuple[PlannedMeasure, ...]:
        """How success is measured."""
        return tuple(
            PlannedMeasure(item.id, filled(item.name, self.gaps), self._said(item.how, item.evidence))
            for item in self.facts.all(self.catalogue.measures)
        )

    def observed(self) -> tuple[Said, ...]:
        """How long it took elsewhere."""
        return tuple(self._said(item.text, item.evidence) for item in self.facts.all(self.catalogue.observed))
