"""What conditions in rules/gremien see: the case with everything that is derived from it, and what the way itself knows."""

from __future__ import annotations

from collections.abc import Mapping

from ...advice.opinion import FormOpinion, Opinion
from ...inference.evaluator import Evaluation
from ...rulebase.condition import Condition
from ...rulebase.fact import Value
from ...rulebase.model import FORMS, LIKE, RuleKind


class WayFacts(Evaluation):
    """The evaluation of the opinion with the facts of the way laid over it."""

    def __init__(self, opinion: Opinion, own: Mapping[str, Value | None]) -> None:
        self._opinion, self._case, self._own = opinion, opinion.evaluation, own

    def value(self, fact: str) -> Value | None:
        """A fact of the way, else of the case; None if unknown."""
        return self._own[fact] if fact in self._own else self._case.value(fact)

    def of(self, kind: str) -> WayFacts:
        """The same facts for a participant of that kind."""
        return WayFacts(self._opinion, {**self._own, "art": kind})

    def holds(self, condition: Condition) -> bool:
        """Whether the condition is certainly true."""
        return self.truth(condition) is True

    def possible(self, condition: Condition) -> bool:
        """Whether the condition is not certainly false."""
        return self.truth(condition) is not False


def way_facts(opinion: Opinion, form: FormOpinion) -> WayFacts:
    """The facts for a form: its Land, the form itself, and what its procedure demands."""
    phases = {finding.rule.step for finding in form.steps()}
    kind = form.form.id if form.form.id in FORMS else None
    return WayFacts(
        opinion,
        {
            "land": form.form.land if form.form.land != "BUND" else None,
            "form": LIKE.get(kind, kind) if kind else None,
            "art": None,
            "genehmigung_noetig": "genehmigung" in phases,
            "anzeige_noetig": "anzeige" in phases,
            "foerderung_erfasst": any(
                finding.rule.kind is RuleKind.FUNDING and finding.truth and finding.rule.land == form.form.land
                for finding in opinion.general
            ),
        },
    )
