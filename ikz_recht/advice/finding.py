"""A rule applied to a case, and the status of a form that follows from its findings."""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ..inference.evaluator import Evaluation
from ..inference.support import answers_behind, deciding_facts, open_questions
from ..rulebase.model import BARRIERS, Certainty, LegalForm, Rule, RuleKind


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

    `assumed`: it applies only under an assumption that nobody has confirmed.
    """

    rule: Rule
    truth: bool | None
    assumed: bool
    evaluation: Evaluation = field(repr=False, compare=False)
    confirmed: Evaluation = field(repr=False, compare=False)

    @property
    def because(self) -> tuple[str, ...]:
        """The answered questions that decide it."""
        if self.truth is None:
            return ()
        facts = deciding_facts(self.rule.trigger, self.evaluation)
        return tuple(dict.fromkeys(name for fact in facts for name in answers_behind(fact, self.evaluation)))

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions that would decide it."""
        if self.truth is None:
            return open_questions(self.rule.trigger, self.evaluation)
        return open_questions(self.rule.trigger, self.confirmed) if self.assumed else ()

    @property
    def pertinent(self) -> bool:
        """False for a requirement that this case does not have to meet at all."""
        return self.evaluation.truth(self.rule.when) is not False

    def excludes(self) -> bool:
        """True if this finding alone makes the form inadmissible: it applies, it is a barrier, and it is evidenced."""
        return (
            self.truth is True and self.rule.kind in BARRIERS and self.rule.evidence.certainty is not Certainty.MEMORY and not self.assumed
        )

    def leaves_open(self) -> bool:
        """True if this finding keeps the form from being admissible without excluding it."""
        return self.rule.kind in BARRIERS and self.truth is not False and not self.excludes()


class Assessor:
    """Findings from the truths of all statements (by id); each rule is looked at once."""

    def __init__(self, truths: Mapping[str, bool | None], evaluation: Evaluation, confirmed: Evaluation) -> None:
        self.truths, self.evaluation, self.confirmed = truths, evaluation, confirmed
        self._findings: dict[str, Finding] = {}

    def finding(self, rule: Rule) -> Finding:
        """The rule applied to the case."""
        found = self._findings.get(rule.id)
        if found is None:
            truth = self.truths[rule.id]
            assumed = (
                truth is True
                and rule.kind in BARRIERS
                and self.confirmed is not self.evaluation
                and self.confirmed.truth(rule.trigger) is not True
            )
            found = self._findings[rule.id] = Finding(rule, truth, assumed, self.evaluation, self.confirmed)
        return found

    def findings(self, form: LegalForm, kinds: Container[RuleKind]) -> tuple[Finding, ...]:
        """The rules of these kinds of an available form applied to the case."""
        return tuple(self.finding(rule) for rule in self.evaluation.program.rules_of(form) if rule.kind in kinds) if form.available else ()


def form_status(form: LegalForm, findings: Collection[Finding]) -> Status:
    """The status of a form; see the table in docs/aufbau.md. What is not evidenced never excludes."""
    if not form.available:
        evidenced = form.evidence is not None and form.evidence.certainty is not Certainty.MEMORY
        return Status.NOT_PROVIDED if evidenced else Status.OPEN
    barriers = [finding for finding in findings if finding.rule.kind in BARRIERS and finding.truth is not False]
    if any(finding.excludes() for finding in barriers):
        return Status.INADMISSIBLE
    if barriers:
        return Status.OPEN
    if any(finding.truth and finding.rule.kind is RuleKind.OBLIGATION for finding in findings):
        return Status.WITH_OBLIGATIONS
    return Status.ADMISSIBLE
