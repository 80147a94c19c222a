"""Whether the partners pay tax on the service, as the opinion classifies it under § 2b UStG, and with which rate the calculation goes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from ...advice.known import known_answers
from ...advice.opinion import Opinion
from ...inference.evaluator import Evaluation
from ...inference.program import slice_program
from ...rulebase.benefit import TaxRate, TaxRule
from ...rulebase.fact import TASK, show_date
from .model import NOTHING, ZERO, Amount, CostModel

YES, NO, OPEN = "ja", "nein", "offen"


@dataclass(frozen=True, slots=True)
class Tax:
    """The finding: `taxed` is ja, nein or offen; `rule` None if the user says it himself, or no rule holds; `rate` None without rules;
    `on`: the day to come whose law it goes by."""

    taxed: str
    rule: TaxRule | None
    rate: TaxRate | None
    on: dt.date | None = None

    @property
    def text(self) -> str:
        """The finding in a sentence."""
        if self.rule is not None:
            return self.rule.text + (f" (Beurteilt für den Beginn, {show_date(self.on)}.)" if self.on else "")
        said = {YES: "anfällt", NO: "nicht anfällt"}.get(self.taxed)
        return f"Nach Ihrer Angabe ist gerechnet, dass Umsatzsteuer {said}." if said else "Ob Umsatzsteuer anfällt, ist offen."


def tax_of(model: CostModel, opinion: Opinion) -> Tax:
    """The tax finding for a case; what the user says goes first, what nobody can say is open."""
    rules = opinion.program.rulebase.benefit
    if model.vat_stated:
        return Tax(model.vat_stated, None, rules.tax_rate)
    performer = "beteiligte" if model.performer else "einrichtung"
    fitting = (item for item in rules.tax_rules if item.performer in ("", performer))
    evaluation = _evaluation(opinion, model.start)
    rule = next((item for item in fitting if evaluation.truth(item.when) is True), None)
    return Tax(rule.taxed if rule else OPEN, rule, rules.tax_rate, model.start if model.start > opinion.day else None)


def _evaluation(opinion: Opinion, start: dt.date) -> Evaluation:
    """What is known of the case under the law of the day on which the cooperation begins, as far as it is known today."""
    if start <= opinion.day:
        return opinion.evaluation
    case = opinion.case
    program = slice_program(opinion.program.rulebase, case.lands(), start, str(case.answers.get(TASK, "")))
    return Evaluation(program, known_answers(case, program).answers)


def with_tax(model: CostModel, tax: Tax) -> CostModel:
    """The model with the tax as a number, or as a range from none to the full rate where it is open."""
    if tax.rate is None or tax.taxed == NO:
        return replace(model, vat_percent=NOTHING)
    rate = tax.rate.percent
    return replace(model, vat_percent=Amount(ZERO if tax.taxed == OPEN else rate, rate))
