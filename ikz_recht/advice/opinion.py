"""The opinion on a case: every form of the Länder with status, reasons, ranking and open questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from ..inference.engines import Run, run_engines
from ..inference.evaluator import Evaluation
from ..inference.program import Program, slice_program
from ..rulebase.fact import LANDS, TASK, show_value
from ..rulebase.model import BARRIERS, STEPS, LegalForm, Question, Rule, Rulebase, RuleKind
from ..rulebase.read_ways import concerns_task
from .asking_order import in_asking_order
from .case import Case
from .finding import Assessor, Finding, Status, form_status
from .known import Known, evaluations, known_answers
from .prospect import GOOD, Deferred, Outlook, Prospect
from .ranking import FormScore, by_points, stabilities

FormKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class FormOpinion:
    """One form (or path beside the forms): status, outlook, findings, suitability. `rank` is None where it is not ranked."""

    form: LegalForm
    status: Status
    findings: tuple[Finding, ...]
    score: FormScore
    deferred: Deferred = field(repr=False, compare=False)
    rank: int | None = None
    governing: bool = True

    @property
    def key(self) -> FormKey:
        """Land and form: tells a form of one opinion from all others."""
        return self.form.land, self.form.id

    @property
    def outlook(self) -> Outlook:
        """Prospect and sets of conditions."""
        return self.deferred.value

    @property
    def prospect(self) -> Prospect:
        """How sure it is that the form is admissible."""
        return self.outlook.prospect

    def of(self, *kinds: RuleKind, truth: bool | None = True) -> tuple[Finding, ...]:
        """The findings of the given kinds with the given truth."""
        return tuple(finding for finding in self.findings if finding.rule.kind in kinds and finding.truth is truth)

    def steps(self) -> tuple[Finding, ...]:
        """The steps of the procedure that apply, in their order."""
        return tuple(sorted(self.of(RuleKind.STEP), key=lambda finding: STEPS.index(finding.rule.step)))

    def reasons(self) -> tuple[Finding, ...]:
        """What decides the status: the exclusions, else what leaves it open, else the requirements that are met."""
        for chosen in (Finding.excludes, Finding.leaves_open):
            found = tuple(finding for finding in self.findings if chosen(finding))
            if found:
                return found
        return tuple(finding for finding in self.of(RuleKind.REQUIREMENT, truth=False) if finding.pertinent)

    def open_questions(self) -> tuple[str, ...]:
        """Questions that would decide what is open about the form's admissibility."""
        return tuple(dict.fromkeys(name for finding in self.findings if finding.leaves_open() for name in finding.questions))


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The chosen form or path. `firm`: it is admissible as it stands; else under its conditions. `remarks`: German sentences on how clear it is."""

    chosen: FormOpinion
    firm: bool
    remarks: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """`fest` or `bedingt`."""
        return "fest" if self.firm else "bedingt"


@dataclass(frozen=True)
class Opinion:
    """The whole result. `forms` come in the order of the ranking, then the rest; `evaluation` is that of the known answers.

    `ways` are the paths beside the general forms that may concern the task: special statutes, and what lies outside the law of cooperation.
    """

    case: Case
    known: Known
    program: Program
    engines: tuple[str, ...]
    engine_remark: str
    day: dt.date
    forms: tuple[FormOpinion, ...]
    ways: tuple[FormOpinion, ...]
    general: tuple[Finding, ...]
    uncovered: tuple[str, ...]
    evaluation: Evaluation = field(repr=False, compare=False)

    @cached_property
    def recommendation(self) -> Recommendation | None:
        """What is recommended: None only if every form and every path is excluded, or the governing law is not covered."""
        return recommend(self.forms, self.ways, self.case.weights)

    @cached_property
    def living(self) -> tuple[FormOpinion, ...]:
        """The forms that can still come first: their law governs, and they are not excluded."""
        return tuple(form for form in self.forms if form.governing and form.prospect is not Prospect.EXCLUDED)

    def recommended(self) -> FormOpinion | None:
        """The recommended general form; None if a path beside the forms, or nothing, is recommended."""
        found = self.recommendation
        return found.chosen if found and found.chosen.form.way is None else None

    @cached_property
    def _stabilities(self) -> dict[FormKey, float]:
        leading = [form for form in self.forms if form.rank and form.prospect in GOOD] or [form for form in self.forms if form.rank]
        shares = stabilities([form.score for form in leading])
        return {form.key: share for form, share in zip(leading, shares, strict=True)}

    def stability(self, form: FormOpinion) -> float | None:
        """Share of weightings under which no other form of the leading class has more points; None outside that class."""
        return self._stabilities.get(form.key)

    def form(self, identifier: str, land: str = "") -> FormOpinion | None:
        """The opinion on a form; with several Länder the governing one goes first."""
        found = [item for item in self.forms if item.form.id == identifier and land in ("", item.form.land)]
        return min(found, key=lambda item: not item.governing, default=None)

    def open_questions(self) -> tuple[str, ...]:
        """All questions whose answers could still decide about a form, each once, in the order in which they matter."""
        return tuple(question.id for _, questions in self.open_by_form() for question in questions)

    def open_by_form(self) -> list[tuple[FormOpinion, list[Question]]]:
        """The open questions with the first form, in the order of the ranking, that hangs on them; facts before choices before evaluations."""
        seen: set[str] = set()
        groups = []
        for form in self.forms:
            names = set(form.open_questions()) - seen if form.status is Status.OPEN and form.governing else set()
            seen |= names
            questions = in_asking_order((self.program.questions[name] for name in names if name in self.program.questions), self.program)
            if questions:
                groups.append((form, questions))
        return groups

    def value(self, fact: str) -> str:
        """A fact of the case as a reader sees it; "" if unknown."""
        value = self.evaluation.value(fact)
        return "" if value is None else show_value(value, self.program.types[fact])

    def authority(self, rule: Rule) -> str | None:
        """The authority of a procedural step, "" if the rule names none; None if it depends on open answers."""
        return (self.value(rule.authority_from) or None) if rule.authority_from else rule.authority


def advise(case: Case, rulebase: Rulebase, day: dt.date, program: Program | None = None) -> Opinion:
    """The opinion on the case under the law of the given day.

    `program` may be passed to reuse a slice for many cases of the same Länder and day. Raises EnginesDisagree.
    """
    program = program or slice_program(rulebase, case.lands(), day, str(case.answers.get(TASK, "")))
    known = known_answers(case, program)
    return assess(case, program, known, run_engines(program, known.answers), day)


def checked(opinion: Opinion) -> Opinion:
    """The opinion of the evaluator alone as that of both engines. Raises EnginesDisagree."""
    run = run_engines(opinion.program, opinion.known.answers)
    return replace(opinion, engines=run.engines, engine_remark=run.remark)


def assess(case: Case, program: Program, known: Known, run: Run, day: dt.date) -> Opinion:
    """The opinion from what the engines computed."""
    evaluation, confirmed = evaluations(known, program)
    assessor = Assessor(run.verdicts.truths, evaluation, confirmed)
    general = tuple(assessor.finding(rule) for rule in program.rules if rule.kind in (RuleKind.BORDER, RuleKind.DUTY, RuleKind.FUNDING))
    return Opinion(
        case=case,
        known=known,
        program=program,
        engines=run.engines,
        engine_remark=run.remark,
        day=day,
        forms=ranked([assess_form(form, assessor) for form in program.forms], case),
        ways=tuple(assess_form(way, assessor) for way in program.ways if concerns(way, evaluation)),
        general=general,
        uncovered=tuple(land for land in case.lands() if land not in program.lands),
        evaluation=evaluation,
    )


def assess_form(form: LegalForm, assessor: Assessor, kinds: Container[RuleKind] = frozenset(RuleKind)) -> FormOpinion:
    """Status, outlook and score of one form or path, with its findings of the given kinds; ranking comes later."""
    findings = assessor.findings(form, kinds)
    status = form_status(form, findings)
    effects = tuple(effect for effect in assessor.evaluation.program.effects_of(form) if assessor.truths[effect.id])
    governing = governs(form, assessor.evaluation)
    return FormOpinion(form, status, findings, FormScore(effects), Deferred(form, status, findings), governing=governing)


def concerns(way: LegalForm, evaluation: Evaluation) -> bool:
    """True if the path may be one for the task of the case."""
    return way.way is not None and evaluation.truth(concerns_task(way.way)) is not False


def uncovered_text(land: str, rulebase: Rulebase) -> str:
    """The plain statement for a Land without rules, or one that is switched off because a rule file has errors."""
    if land in rulebase.disabled:
        return f"Das Recht des Landes {LANDS[land]} ist abgeschaltet, weil eine Regeldatei Fehler hat; zu seinen Formen ist keine Aussage möglich."
    return f"Das Recht des Landes {LANDS[land]} ist im Regelwerk noch nicht erfasst; zu den Formen dieses Landes ist keine Aussage möglich."


def governs(form: LegalForm, evaluation: Evaluation) -> bool:
    """True if the law of the form's Land can govern: the planned seat is there, or not yet known, or not in a German Land."""
    seat = evaluation.value("sitzland")
    return seat in (None, form.land) or seat not in LANDS or form.land not in LANDS


def ranked(forms: list[FormOpinion], case: Case) -> tuple[FormOpinion, ...]:
    """Forms of good prospect first, then uncertain ones, each class by points; what is excluded or does not govern comes last, unranked."""
    ordered: list[FormOpinion] = []
    for prospects in (GOOD, (Prospect.UNCERTAIN,)):
        members = [form for form in forms if form.governing and form.prospect in prospects]
        ordered += by_points([(form, form.score) for form in members], case.weights)
    names = {item.key for item in ordered}
    numbered = (replace(form, rank=rank) for rank, form in enumerate(ordered, start=1))
    return (*numbered, *(form for form in forms if form.key not in names))


def recommend(forms: tuple[FormOpinion, ...], ways: tuple[FormOpinion, ...], weights: Mapping[str, float]) -> Recommendation | None:
    """The first of: a form of good prospect; a path that takes the place of forms, or that a statute certainly opens; an uncertain form;
    another path; a form against which stands what nobody has evidenced. Forms only if they have no negative balance of points; then any
    form, and last what is always open.
    """
    if not any(form.governing for form in forms):
        return None  # the law that governs is not covered: the paths of federal law alone are no advice
    ranked = [form for form in forms if form.rank]
    suitable = [form for form in ranked if form.score.total(weights) >= 0]
    good = [form for form in suitable if form.prospect in GOOD]
    chosen = good[0] if good else next(_second_best(suitable, ranked, ways), None)
    if chosen is None:
        return None
    return Recommendation(chosen, chosen.prospect is Prospect.SURE, tuple(_remarks(chosen, good or ranked, weights)))


def _second_best(suitable: list[FormOpinion], ranked: list[FormOpinion], ways: tuple[FormOpinion, ...]) -> Iterator[FormOpinion]:
    candidates = [way for way in ways if way.governing and way.form.way is not None]  # prospects cost time: looked into one by one
    yield from (way for way in candidates if way.form.way and way.form.way.replaces and way.prospect in GOOD)
    yield from (way for way in candidates if _of_a_statute(way) and _conditional(way) and way.prospect is Prospect.SURE)
    yield from (form for form in suitable if not _doubted(form))
    yield from (way for way in candidates if _conditional(way) and way.prospect in GOOD)
    yield from (*suitable, *ranked)
    yield from (way for way in candidates if way.prospect in GOOD)


def _doubted(form: FormOpinion) -> bool:
    """True if a barrier stands that only lacks its evidence, or if nobody has evidenced that the Land has no such form."""
    return not form.form.available or any(finding.truth and finding.leaves_open() for finding in form.findings)


def _of_a_statute(way: FormOpinion) -> bool:
    """True for a path that a special statute opens or prescribes: where it certainly applies it is the way, whatever else is uncertain."""
    return way.form.way is not None and way.form.way.kind == "spezialgesetz"


def _conditional(way: FormOpinion) -> bool:
    """False for a path without any requirement: that it is open says nothing."""
    return any(finding.rule.kind in BARRIERS for finding in way.findings)


def _before_forms(way: FormOpinion, ranked: list[FormOpinion], weights: Mapping[str, float]) -> Iterator[str]:
    """Why a path goes before the form that ranks first."""
    if not ranked or way.form.way is None:
        return
    first = ranked[0]
    if first.form.id in way.form.way.replaces:
        why = "weil er nach dem Regelwerk an deren Stelle tritt"
    elif first.prospect not in GOOD:
        why = "weil ungewiss ist, ob diese zulässig ist"
    elif first.score.total(weights) < 0:
        why = "weil gegen diese nach den Angaben mehr spricht als für sie"
    else:
        return
    yield f"Der Weg geht der Form vor, die in der Rangfolge vorn steht ({first.form.name}), {why}."


def _remarks(chosen: FormOpinion, rivals: list[FormOpinion], weights: Mapping[str, float]) -> Iterator[str]:
    """Where the lead is not clear, the text says so."""
    if chosen.form.way is not None:
        yield from _before_forms(chosen, rivals, weights)
        return
    total = chosen.score.total(weights)
    if total <= 0:
        yield "Für diese Form spricht nach den Angaben nicht mehr als dagegen; sie ist nur die am wenigsten ungeeignete."
    close = [item.form.name for item in rivals if item is not chosen and total - item.score.total(weights) <= 1]
    if close:
        names = " und ".join([", ".join(close[:-1]), close[-1]] if len(close) > 1 else close)
        yield f"Der Abstand ist gering: Höchstens einen Punkt dahinter {'liegen' if len(close) > 1 else 'liegt'} {names}."
