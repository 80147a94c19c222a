"""The change plan of a case: everything of rules/change that applies to it, with days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ...advice.finding import Finding
from ...advice.opinion import FormOpinion, Opinion
from ...rulebase.change import NOTE_TOPICS, ChangeCatalogue
from ...rulebase.fact import TASK
from ...rulebase.model import RuleKind
from ...rulebase.problem import InputProblems, Place, Problem
from ..bodies.workdays import NO_HOLIDAYS, holidays_known
from .anchors import Anchors
from .around import AroundCalendar, arranged
from .assembly import Assembly, Days
from .calendar import Frame, Wish, check_wish, framed
from .dates import Calendar, Length, layout
from .facts import PlanFacts, plan_facts
from .items import LATER, Item, items_of
from .model import (
    ChangePlan,
    DigitalPath,
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
    anchors: Anchors | None = None,
) -> ChangePlan:
    """The plan for the chosen form (None: the form is open); with anchors around the days of the way through the bodies.

    Raises InputProblems: rules are missing, or the days do not fit.
    """
    catalogue = opinion.program.rulebase.change
    _check_catalogue(catalogue)
    answered = answered or Answered()
    facts, gaps, digital = _settled(catalogue, opinion, chosen)
    questions = asked(catalogue, facts)
    saved = saved_steps(questions, answered)
    done = {step.id for step in catalogue.steps if anchors and step.way_end in anchors.done}
    items = items_of(catalogue, facts, opinion, chosen, gaps, saved.keys() | done)
    lengths = _lengths(catalogue, facts)
    plan = Assembly(catalogue, facts, gaps, questions, answered)
    frame, items, days = _calendar(wish, lengths, items, anchors)
    steps = plan.steps(items, lengths, days)
    phases = plan.phases(lengths, days, steps)
    goal = digital.goal.number if digital.goal else 0
    return ChangePlan(
        opinion=opinion,
        chosen=chosen,
        begin=min((step.start for step in steps), default=frame.begin),
        start=frame.start,
        phases=phases,
        roles=plan.roles(steps),
        messages=plan.messages(phases, steps),
        risks=plan.risks(steps),
        measures=plan.measures(),
        notes={topic: plan.notes(topic) for topic in NOTE_TOPICS},
        observed=plan.observed(),
        digital=DigitalPath(digital.goal, digital.reason, digital.stages, reached_stage(questions, answered, goal)),
        needs=plan.needs(steps),
        checked=answered.given,
        done=tuple(Said(filled(plan.step_text(name), gaps), question.evidence) for name, question in saved.items()),
        open=open_points(catalogue, facts, gaps),
        remarks=(*frame.remarks, *_remarks(opinion, chosen)),
        law=_law(opinion, chosen),
        anchored=anchors is not None,
    )


def _calendar(wish: Wish, lengths: Sequence[Length], items: list[Item], anchors: Anchors | None) -> tuple[Frame, list[Item], Days]:
    """The frame, the steps and their days: around the way through the bodies, or one phase after the other."""
    if anchors is None:
        frame = framed(wish, lengths, items)
        laid = layout(lengths, items, frame.tightness)
        return frame, items, Calendar(laid, frame.begin, frame.start, wish.lands, frame.tightness)
    check_wish(wish)
    items, around = arranged(items, layout(lengths, items), layout(lengths, items, 1.0), anchors, wish.lands)
    remarks = (*anchors.remarks, *_tight(lengths, around))
    return Frame(anchors.begin, 0.0, anchors.start, remarks), items, around


def _tight(lengths: Sequence[Length], days: AroundCalendar) -> Iterator[str]:
    """Where the way through the bodies leaves less time than is estimated at least, and what then begins before the cooperation is in force."""
    names = [f"„{length.phase.name}“" for length in lengths if length.phase.id in days.tight]
    if names:
        yield (
            f"In {' und '.join(names)} lässt der Weg durch die Gremien einzelnen Schritten weniger Zeit, als am unteren Ende der Spanne geschätzt ist; "
            "mehr Zeit geben ein früherer Beginn oder ein späterer Start."
        )
    if days.early:
        yield (
            "Die Umstellung wird schon vorbereitet, bevor die Zusammenarbeit wirksam ist; sonst bliebe vor dem Start zu wenig Zeit. "
            "Soll sie erst danach beginnen, sind die Beschlüsse früher zu fassen, oder der Start ist später zu legen."
        )


def _check_catalogue(catalogue: ChangeCatalogue) -> None:
    if not catalogue.phases or not any(step.anchor for step in catalogue.steps):
        text = "Dem Regelwerk fehlen Phasen oder der Start für einen Veränderungsplan."
        raise InputProblems(
            [Problem(Place(Path("Regelwerk")), text, "Legen Sie sie in „change“ im Regelordner ab; „ikz-recht regeln pruefen“ hilft.")]
        )


def _settled(catalogue: ChangeCatalogue, opinion: Opinion, chosen: FormOpinion | None) -> tuple[PlanFacts, dict[str, str], DigitalPath]:
    """The facts with what they decide themselves: what a case is called, who comes to the office, and the digital stage aimed at."""
    facts = plan_facts(opinion, chosen)
    unit = facts.first(catalogue.units)
    facts = facts.with_facts({"buero": unit.office if unit else None})
    goal = facts.first(catalogue.goals)
    facts = facts.with_facts({"stufe": goal.stage if goal else None})
    gaps = gaps_of(opinion, facts, unit)
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
    remarks = [] if holidays_known() else [NO_HOLIDAYS]
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
