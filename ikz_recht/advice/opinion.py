"""The opinion on a case: every form of the Länder with status, reasons, ranking and open questions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ..inference.engines import run_engines
from ..inference.evaluator import Evaluation
from ..inference.program import Program, slice_program
from ..inference.support import answers_behind, deciding_facts, open_questions
from ..rulebase.fact import LANDS, show_value
from ..rulebase.model import BARRIERS, STEPS, Certainty, CriterionEffect, LegalForm, Rule, Rulebase, RuleKind
from .case import Case, Known, known_answers
from .ranking import FormScore, score_forms


class Status(StrEnum):
    """Status of a form; the texts of a reader are in STATUS_TEXT."""

    NOT_PROVIDED = "nicht_vorgesehen"
    INADMISSIBLE = "unzulaessig"
    OPEN = "offen"
    WITH_OBLIGATIONS = "zulaessig_mit_auflagen"
    ADMISSIBLE = "zulaessig"


STATUS_TEXT = {
    Status.NOT_PROVIDED: "nicht vorgesehen",
    Status.INADMISSIBLE: "unzulässig",
    Status.OPEN: "offen",
    Status.WITH_OBLIGATIONS: "zulässig mit Auflagen",
    Status.ADMISSIBLE: "zulässig",
}
USABLE = frozenset({Status.ADMISSIBLE, Status.WITH_OBLIGATIONS})


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule applied to the case: applies (True), does not apply (False) or open (None).

    `because`: the answered questions that decide it; `questions`: those that would. `assumed`: it applies only under an unconfirmed
    assumption of the task catalogue. `pertinent`: a requirement that this case has to meet at all.
    """

    rule: Rule
    truth: bool | None
    because: tuple[str, ...]
    questions: tuple[str, ...]
    assumed: bool = False
    pertinent: bool = True

    def excludes(self) -> bool:
        """True if this finding alone makes the form inadmissible: it applies, it is a barrier, and it is evidenced."""
        return (
            self.truth is True and self.rule.kind in BARRIERS and self.rule.evidence.certainty is not Certainty.MEMORY and not self.assumed
        )

    def leaves_open(self) -> bool:
        """True if this finding keeps the form from being admissible without excluding it."""
        return self.rule.kind in BARRIERS and self.truth is not False and not self.excludes()


@dataclass(frozen=True, slots=True)
class FormOpinion:
    """One form: status, findings, suitability. `rank` is None where the form is not ranked."""

    form: LegalForm
    status: Status
    findings: tuple[Finding, ...]
    score: FormScore
    rank: int | None = None
    stability: float | None = None
    governing: bool = True

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


@dataclass(frozen=True)
class Opinion:
    """The whole result. `forms` come in the order of the ranking, then the rest; `evaluation` is that of the known answers."""

    case: Case
    known: Known
    program: Program
    engines: tuple[str, ...]
    engine_remark: str
    day: dt.date
    forms: tuple[FormOpinion, ...]
    general: tuple[Finding, ...]
    uncovered: tuple[str, ...]
    evaluation: Evaluation = field(repr=False, compare=False)

    def recommended(self) -> FormOpinion | None:
        """The admissible form of rank 1, if there is one."""
        return next((form for form in self.forms if form.rank == 1 and form.status in USABLE), None)

    def form(self, identifier: str, land: str = "") -> FormOpinion | None:
        """The opinion on a form; with several Länder the governing one goes first."""
        found = [item for item in self.forms if item.form.id == identifier and land in ("", item.form.land)]
        return min(found, key=lambda item: not item.governing, default=None)

    def open_questions(self) -> tuple[str, ...]:
        """All questions whose answers could still decide about a form, each once."""
        return tuple(
            dict.fromkeys(name for form in self.forms if form.status is Status.OPEN and form.governing for name in form.open_questions())
        )

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
    program = program or slice_program(rulebase, case.lands(), day)
    known = known_answers(case, rulebase)
    run = run_engines(program, known.answers)
    evaluation = Evaluation(program, known.answers)
    confirmed = Evaluation(program, known.confirmed())
    assessor = _Assessor(evaluation, confirmed)
    applying = frozenset(name for name, truth in run.verdicts.truths.items() if truth)
    forms = [assessor.form(form, applying) for form in program.forms]
    return Opinion(
        case=case,
        known=known,
        program=program,
        engines=run.engines,
        engine_remark=run.remark,
        day=day,
        forms=_ranked(forms, case),
        general=tuple(assessor.finding(rule) for rule in program.rules if rule.kind in (RuleKind.BORDER, RuleKind.DUTY, RuleKind.FUNDING)),
        uncovered=tuple(land for land in case.lands() if land not in program.lands),
        evaluation=evaluation,
    )


class _Assessor:
    """Findings under one evaluation; each rule is looked at once."""

    def __init__(self, evaluation: Evaluation, confirmed: Evaluation) -> None:
        self.evaluation, self.confirmed = evaluation, confirmed
        self._findings: dict[str, Finding] = {}

    def finding(self, rule: Rule) -> Finding:
        """The rule applied to the case."""
        if rule.id not in self._findings:
            self._findings[rule.id] = self._find(rule)
        return self._findings[rule.id]

    def _find(self, rule: Rule) -> Finding:
        evaluation = self.evaluation
        truth = evaluation.truth(rule.trigger)
        if truth is None:
            return Finding(rule, None, (), open_questions(rule.trigger, evaluation))
        assumed = truth and rule.kind in BARRIERS and self.confirmed.truth(rule.trigger) is not True
        behind = [name for fact in deciding_facts(rule.trigger, evaluation) for name in answers_behind(fact, evaluation)]
        questions = open_questions(rule.trigger, self.confirmed) if assumed else ()
        return Finding(rule, truth, tuple(dict.fromkeys(behind)), questions, assumed, evaluation.truth(rule.when) is not False)

    def form(self, form: LegalForm, applying: frozenset[str]) -> FormOpinion:
        """Status and score of one form; ranking comes later."""
        program = self.evaluation.program
        effects: tuple[CriterionEffect, ...] = tuple(effect for effect in program.effects_of(form) if effect.id in applying)
        findings = tuple(self.finding(rule) for rule in program.rules_of(form)) if form.available else ()
        governing = governs(form, self.evaluation)
        return FormOpinion(form, form_status(form, findings), findings, FormScore(effects), governing=governing)


def uncovered_text(land: str, rulebase: Rulebase) -> str:
    """The plain statement for a Land without rules, or one that is switched off because a rule file has errors."""
    if land in rulebase.disabled:
        return f"Das Recht des Landes {LANDS[land]} ist abgeschaltet, weil eine Regeldatei Fehler hat; zu seinen Formen ist keine Aussage möglich."
    return f"Das Recht des Landes {LANDS[land]} ist im Regelwerk noch nicht erfasst; zu den Formen dieses Landes ist keine Aussage möglich."


def governs(form: LegalForm, evaluation: Evaluation) -> bool:
    """True if the law of the form's Land can govern: the planned seat is there, or not yet known, or not in a German Land."""
    seat = evaluation.value("sitzland")
    return seat in (None, form.land) or seat not in LANDS


def form_status(form: LegalForm, findings: tuple[Finding, ...]) -> Status:
    """The status of a form; see the table in docs/aufbau.md. What is not evidenced never excludes."""
    if not form.available:
        evidenced = form.evidence is not None and form.evidence.certainty is not Certainty.MEMORY
        return Status.NOT_PROVIDED if evidenced else Status.OPEN
    if any(finding.excludes() for finding in findings):
        return Status.INADMISSIBLE
    if any(finding.leaves_open() for finding in findings):
        return Status.OPEN
    if any(finding.truth and finding.rule.kind is RuleKind.OBLIGATION for finding in findings):
        return Status.WITH_OBLIGATIONS
    return Status.ADMISSIBLE


def _ranked(forms: list[FormOpinion], case: Case) -> tuple[FormOpinion, ...]:
    """Admissible forms first, then open ones, each by points; admissibility is never overridden."""
    classes = [
        [form for form in forms if form.governing and form.status in USABLE],
        [form for form in forms if form.governing and form.status is Status.OPEN],
    ]
    ranked: list[FormOpinion] = []
    for members in classes:
        for form, stability in score_forms([(item, item.score) for item in members], case.weights):
            leading = members is classes[0] or not classes[0]
            ranked.append(replace(form, rank=len(ranked) + 1, stability=stability if leading else None))
    names = {(item.form.land, item.form.id) for item in ranked}
    return (*ranked, *(form for form in forms if (form.form.land, form.form.id) not in names))
