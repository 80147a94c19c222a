"""The change plan of a case: everything of rules/change that applies to it, with days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from ...advice.finding import Finding
from ...advice.opinion import FormOpinion, Opinion
from ...rulebase.change import NOTE_TOPICS, ChangeCatalogue, Readiness, Risk, Role
from ...rulebase.condition import facts_in
from ...rulebase.evidence import Evidence
from ...rulebase.fact import TASK
from ...rulebase.model import RuleKind
from ...rulebase.problem import InputProblems, Place, Problem
from .calendar import Wish, framed
from .dates import DAYS_PER_MONTH, Calendar, Length, layout
from .facts import PlanFacts, plan_facts
from .items import LATER, Item, items_of
from .model import (
    ChangePlan,
    DigitalPath,
    Need,
    PlannedMeasure,
    PlannedMessage,
    PlannedPhase,
    PlannedRisk,
    PlannedRole,
    PlannedStep,
    Said,
)
from .readiness import Answered, asked, reached_stage, saved_steps
from .sentences import filled, gaps_of
from .undecided import open_points

MIDDLE = 0.5
EXIT_CLAUSES = frozenset({"laufzeit", "kuendigung", "abwicklung", "austritt", "aufloesung", "befristung", "dienstherr_abwicklung"})
STAFF, DATA, DIGITAL = "personal", "datenschutz", "digital"
LAW_OF_EXIT, LAW_OF_TASK, FUNDING = "ausstieg", "aufgabe", "foerderung"


def change_plan(
    opinion: Opinion,
    chosen: FormOpinion | None,
    wish: Wish,
    answered: Answered | None = None,
) -> ChangePlan:
    """The plan for the chosen form (None: the form is open). Raises InputProblems: rules are missing, or the days do not fit."""
    catalogue = opinion.program.rulebase.change
    _check_catalogue(catalogue)
    answered = answered or Answered()
    facts, gaps, digital = _settled(catalogue, opinion, chosen)
    questions = asked(catalogue, facts)
    saved = saved_steps(questions, answered)
    items = items_of(catalogue, facts, opinion, chosen, gaps, saved.keys())
    lengths = _lengths(catalogue, facts)
    frame = framed(wish, lengths, items)
    plan = _Assembly(catalogue, facts, gaps, questions, answered)
    laid = layout(lengths, items, frame.tightness)
    days = Calendar(laid, frame.begin, frame.start)
    steps = plan.steps(items, lengths, days)
    phases = plan.phases(lengths, days, frame.tightness, steps)
    goal = digital.goal.number if digital.goal else 0
    return ChangePlan(
        opinion=opinion,
        chosen=chosen,
        begin=min((step.start for step in steps), default=frame.begin),
        start=frame.start,
        phases=phases,
        roles=plan.roles(steps),
        messages=plan.messages(phases),
        risks=plan.risks(steps),
        measures=tuple(
            PlannedMeasure(item.id, filled(item.name, gaps), Said(filled(item.how, gaps), item.evidence))
            for item in facts.all(catalogue.measures)
        ),
        notes={topic: plan.notes(topic) for topic in NOTE_TOPICS},
        observed=tuple(Said(filled(item.text, gaps), item.evidence) for item in facts.all(catalogue.observed)),
        digital=DigitalPath(digital.goal, digital.reason, digital.stages, reached_stage(questions, answered, goal)),
        needs=plan.needs(steps),
        checked=answered.given,
        done=tuple(Said(filled(plan.step_text(name), gaps), question.evidence) for name, question in saved.items()),
        open=open_points(catalogue, facts, gaps),
        remarks=(*frame.remarks, *_remarks(opinion, chosen)),
        law=_law(opinion, chosen),
    )


def _check_catalogue(catalogue: ChangeCatalogue) -> None:
    if not catalogue.phases or not any(step.anchor for step in catalogue.steps):
        text = "Dem Regelwerk fehlen Phasen oder der Start für einen Veränderungsplan."
        raise InputProblems([Problem(Place(Path("Regelwerk")), text, "Legen Sie sie in „change“ im Regelordner ab; „ikz-recht regeln pruefen“ hilft.")])


def _settled(catalogue: ChangeCatalogue, opinion: Opinion, chosen: FormOpinion | None) -> tuple[PlanFacts, dict[str, str], DigitalPath]:
    """The facts with what they decide themselves: what a case is called, who comes to the office, and the digital stage aimed at."""
    facts = plan_facts(opinion, chosen)
    unit = facts.first(catalogue.units)
    facts = facts.with_facts({"buero": unit.office if unit else None})
    goal = facts.first(catalogue.goals)
    facts = facts.with_facts({"stufe": goal.stage if goal else None})
    gaps = gaps_of(opinion, chosen, facts, unit)
    stages = tuple(sorted(catalogue.stages, key=lambda stage: stage.number))
    named = next((stage for stage in stages if goal and stage.number == goal.stage), None)
    reason = Said(filled(goal.text, gaps), goal.evidence) if goal else None
    return facts, gaps, DigitalPath(named, reason, stages, None)


def _lengths(catalogue: ChangeCatalogue, facts: PlanFacts) -> list[Length]:
    paces = facts.all(catalogue.paces)
    return [
        Length(phase, min(1.0, max(0.0, MIDDLE + sum(pace.share for pace in paces if pace.phase == phase.id))))
        for phase in facts.all(catalogue.phases)
    ]


def _remarks(opinion: Opinion, chosen: FormOpinion | None) -> list[str]:
    remarks = []
    if chosen is None:
        remarks.append("Eine Form ist noch nicht empfohlen; der Plan gilt ohne die Schritte, die von ihr abhängen.")
    if opinion.evaluation.value(TASK) is None:
        remarks.append("Der Fall nennt keine Aufgabe; der Plan ist darum allgemein.")
    return remarks


def _law(opinion: Opinion, chosen: FormOpinion | None) -> dict[str, tuple[Finding, ...]]:
    """What the rules of law say about funding, staff, data, digital work, the task itself, and the way out."""
    funding = tuple(item for item in opinion.general if item.truth and item.rule.kind is RuleKind.FUNDING)
    if chosen is None:
        return {FUNDING: funding}
    notes = chosen.of(RuleKind.NOTE, RuleKind.OBLIGATION)
    by_topic = {topic: tuple(item for item in notes if item.rule.topic == topic) for topic in (STAFF, DATA, DIGITAL, LAW_OF_TASK)}
    later = tuple(item for item in chosen.of(RuleKind.STEP) if item.rule.step == LATER)
    clauses = tuple(item for item in chosen.of(RuleKind.CONTENT) if item.rule.clause in EXIT_CLAUSES)
    return {**by_topic, FUNDING: funding, LAW_OF_EXIT: (*clauses, *later)}


def _generality(risk: Risk) -> int:
    named = set(facts_in(risk.when))
    return 0 if TASK in named else 1 if named else 2


class _Assembly:
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

    def steps(self, items: Sequence[Item], lengths: Sequence[Length], calendar: Calendar) -> list[PlannedStep]:
        """The steps in the order of their phases and days."""
        order = {length.phase.id: number for number, length in enumerate(lengths)}
        days = {item.id: calendar.days(item) for item in items}
        ordered = sorted(items, key=lambda item: (order[item.phase], *days[item.id]))
        numbers = {item.id: number for number, item in enumerate(ordered, start=1)}
        gaps = {item.step: filled(item.gap, self.gaps) for item in self.questions if self.answered.answer(item.id) is False}
        return [self._step(item, numbers, days[item.id], calendar, gaps.get(item.id, "")) for item in ordered]

    def _step(self, item: Item, numbers: Mapping[str, int], days: tuple[dt.date, dt.date], calendar: Calendar, gap: str) -> PlannedStep:
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

    def phases(
        self, lengths: Sequence[Length], calendar: Calendar, tightness: float, steps: Sequence[PlannedStep]
    ) -> tuple[PlannedPhase, ...]:
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
            months = length.months(tightness) if calendar.timed(phase.id) else (last - calendar.start).days / DAYS_PER_MONTH
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

    def messages(self, phases: Sequence[PlannedPhase]) -> tuple[PlannedMessage, ...]:
        """Who is told what, in the order of the phases."""
        by_id = {phase.phase.id: (number, phase) for number, phase in enumerate(phases)}
        chosen = [item for item in self.facts.all(self.catalogue.messages) if item.phase in by_id]
        return tuple(
            PlannedMessage(
                item.group,
                by_id[item.phase][1].phase.name,
                by_id[item.phase][1].end,
                self._said(item.text, item.evidence),
                tuple(self.names.get(role, role) for role in item.roles),
            )
            for item in sorted(chosen, key=lambda item: by_id[item.phase][0])
        )

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
            for item in sorted(self.facts.all(self.catalogue.risks), key=_generality)
        )

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
