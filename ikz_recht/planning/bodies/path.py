"""The decision path of a case: stages with dates, who decides with which majority, objections, what the rules say besides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ...advice.finding import Finding
from ...advice.opinion import FormOpinion, Opinion
from ...rulebase.bodies import SITTINGS, PracticeNote
from ...rulebase.fact import LANDS, show_date
from ...rulebase.model import RuleKind
from ...rulebase.problem import InputProblems, Place, Problem
from .facts import WayFacts, way_facts
from .given import BenefitFigures, Given, Votes
from .law_steps import DECISION, law_for
from .majority import Majority, Verdict, judge, majority_for
from .objections import Judged, judged_objections
from .periods import only_new_year
from .schedule import DEFAULT_LEAD, Calendar, Plan, advanced, critical, earliest, latest
from .stages import START, Material, Stage, network
from .who import Decider, deciders
from .workdays import NO_HOLIDAYS, holiday, holidays_known

NO_WISH, REACHED, ONLY_QUICK, MISSED = "kein_wunsch", "erreichbar", "nur_zuegig", "nicht_erreichbar"
_TOO_FAR = "Der Weg führt über das Ende des Kalenders hinaus."
_CASE = Path("Fall")
_NONE = BenefitFigures()
CLOSE_DAYS = 14  # decisions further apart are no longer „zeitlich eng“


@dataclass(frozen=True, slots=True)
class Council:
    """A participant's decision: body, majority, what the law says, expected votes, when (None: it is done)."""

    decider: Decider
    law: tuple[Finding, ...]
    majority: Majority | None
    votes: Votes | None
    verdict: Verdict | None
    day: dt.date | None


@dataclass(frozen=True)
class DecisionPath:
    """Everything about the way. `wish`: the wished start; `quick` and `sure`: the earliest start with short and with long durations.

    `plan` is shown: as late as the wish allows where it is reached, else as early as possible. `first` and `last` are the days of every stage as
    early as possible and, where the wish is reached, as late as possible; in `plan` what should begin early does.
    """

    opinion: Opinion
    form: FormOpinion
    given: Given
    facts: WayFacts
    stages: tuple[Stage, ...]
    councils: tuple[Council, ...]
    wish: dt.date | None
    outcome: str
    quick: dt.date
    sure: dt.date
    first: Plan
    last: Plan | None
    backward: Plan | None
    critical: frozenset[str]
    objections: tuple[Judged, ...]
    notes: tuple[PracticeNote, ...]
    afterwards: tuple[Finding, ...]
    undecided: tuple[Finding, ...]
    funding: tuple[Finding, ...]
    border: tuple[Finding, ...]
    remarks: tuple[str, ...] = field(default=())
    begin: dt.date | None = None

    @property
    def plan(self) -> Plan:
        """The plan to go by."""
        return self.backward if self.backward is not None else self.first

    @property
    def today(self) -> dt.date:
        """The day from which the way is planned: that of the opinion, unless the work begins later."""
        return self.begin or self.opinion.day

    @property
    def start(self) -> dt.date:
        """The day on which the cooperation begins in the plan."""
        return self.plan[START].end

    def slack(self, stage: Stage) -> int | None:
        """Days by which the stage may be late; None where there is no plan backwards."""
        return None if self.last is None else (self.last[stage.id].end - self.first[stage.id].end).days

    def dated(self) -> list[Stage]:
        """The stages in the order of their days."""
        order = {stage.id: number for number, stage in enumerate(self.stages)}
        return sorted(self.stages, key=lambda stage: (self.plan[stage.id].end, self.plan[stage.id].start, order[stage.id]))


def decision_path(opinion: Opinion, form: FormOpinion, given: Given, wish: dt.date | None, begin: dt.date | None = None) -> DecisionPath:
    """The path for a form; nothing happens before `begin` or the day of the opinion. Raises InputProblems where the days leave the calendar."""
    facts = way_facts(opinion, form)
    material = Material(opinion, form, facts, given, deciders(opinion))
    stages = network(material)
    begin = begin if begin is not None and begin > opinion.day else None
    today = begin or opinion.day
    new_year = only_new_year(finding.rule.deadline for finding in form.steps() if finding.rule.deadline)
    try:
        first = earliest(stages, today, Calendar(given.breaks), new_year=new_year)
        quick = earliest(stages, today, Calendar(given.breaks, cautious=False), new_year=new_year)[START].end
        sure = first[START].end
        outcome = _outcome(wish, quick, sure)
        last = latest(stages, wish, Calendar(given.breaks)) if wish and outcome == REACHED else None
    except OverflowError:
        raise InputProblems(
            [Problem(Place(given.path) if given.path else Place(_CASE), _TOO_FAR, "Prüfen Sie Dauern und Termine.")]
        ) from None
    backward = advanced(stages, last, Calendar(given.breaks)) if last else None
    catalogue = opinion.program.rulebase.bodies
    days = {stage.party: (backward or first)[stage.id].end for stage in stages if stage.step == DECISION}
    councils = tuple(_council(item, material, days) for item in material.deciders)
    path = DecisionPath(
        opinion=opinion,
        form=form,
        given=given,
        facts=facts,
        stages=stages,
        councils=councils,
        wish=wish,
        outcome=outcome,
        quick=quick,
        sure=sure,
        first=first,
        last=last,
        backward=backward,
        critical=critical(stages, first),
        objections=judged_objections(
            catalogue.objections, facts, tuple(given.benefit.get(item.party.name, _NONE) for item in material.deciders)
        ),
        notes=tuple(note for note in catalogue.notes if facts.holds(note.when)),
        afterwards=tuple(finding for finding in form.steps() if finding.rule.step == "danach"),
        undecided=tuple(finding for finding in form.of(RuleKind.STEP, truth=None) if finding.rule.step != "danach"),
        funding=_general(opinion, form, RuleKind.FUNDING, form.form.land),
        border=_general(opinion, form, RuleKind.BORDER),
        begin=begin,
    )
    return _with_remarks(path, new_year=new_year)


def _outcome(wish: dt.date | None, quick: dt.date, sure: dt.date) -> str:
    if wish is None:
        return NO_WISH
    return REACHED if wish >= sure else ONLY_QUICK if wish >= quick else MISSED


def _council(item: Decider, material: Material, days: Mapping[str, dt.date]) -> Council:
    law = law_for(item, DECISION, material.opinion, material.form)
    majority = majority_for(law, material.opinion.program.rulebase.bodies.majorities) if item.known else None
    votes = material.given.votes.get(item.party.name)
    return Council(item, law, majority, votes, judge(majority, votes) if majority and votes else None, days.get(item.party.name))


def _general(opinion: Opinion, form: FormOpinion, kind: RuleKind, land: str = "") -> tuple[Finding, ...]:
    """What the rules of a kind say about the form beside its procedure, of one Land or of all."""
    found = (finding for finding in opinion.general if finding.rule.kind is kind and finding.truth and finding.rule.concerns(form.form))
    return tuple(finding for finding in found if land in ("", finding.rule.land))


def _with_remarks(path: DecisionPath, *, new_year: bool) -> DecisionPath:
    return replace(path, remarks=tuple(_remarks(path, new_year=new_year)))


def _remarks(path: DecisionPath, *, new_year: bool) -> Iterator[str]:
    if not holidays_known():
        yield NO_HOLIDAYS
    if new_year:
        yield "Nach dem Gesetz kann es nur zum 1. Januar beginnen."
        if path.wish and (path.wish.month, path.wish.day) != (1, 1):
            yield f"Der gewünschte Beginn am {show_date(path.wish)} ist kein 1. Januar."
    days = [council.day for council in path.councils if council.day]
    apart = (max(days) - min(days)).days if days else 0
    if apart > CLOSE_DAYS:
        yield f"Zwischen dem ersten und dem letzten Beschluss liegen {apart} Tage; gleichlautende Beschlüsse sollten zeitlich eng fallen."
    for stage in path.stages:
        yield from _about_sittings(stage, path)
    for (party, body), sittings in path.given.sittings.items():
        if sittings.lead is None:
            yield f"{party}, {SITTINGS[body]}: Als Vorlauf für die Vorlage sind {DEFAULT_LEAD} Tage angenommen."
    lands = {item.decider.party.land for item in path.councils} - {path.form.form.land}
    if path.form.form.land in LANDS:
        governing = LANDS[path.form.form.land]
        for land in sorted(lands & LANDS.keys()):
            yield f"Beteiligte aus {LANDS[land]} beschließen nach dem Recht ihres Landes; für Form und Aufsicht gilt hier das Recht von {governing}."


def _about_sittings(stage: Stage, path: DecisionPath) -> Iterator[str]:
    if stage.sittings is None:
        return
    day = path.plan[stage.id].end
    if stage.sittings.every_weeks is None and day not in stage.sittings.dates:
        last = show_date(stage.sittings.dates[-1])
        yield f"{stage.label}: Der Sitzungskalender reicht nur bis {last}; der {show_date(day)} ist geschätzt."
    if name := holiday(day, next(iter(stage.lands), "")):
        yield f"{stage.label}: Der {show_date(day)} ist ein Feiertag ({name})."
    elif day.weekday() > 4:
        yield f"{stage.label}: Der {show_date(day)} liegt am Wochenende."
