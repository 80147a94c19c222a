"""Whether the partners pay tax on the service, as the opinion classifies it under § 2b UStG, and with which rate the calculation goes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ...advice.opinion import Opinion
from ...rulebase.benefit import TaxRate, TaxRule
from ...rulebase.model import Rulebase
from .model import NOTHING, ZERO, Amount, CostModel

YES, NO, OPEN = "ja", "nein", "offen"


@dataclass(frozen=True, slots=True)
class Tax:
    """The finding: `taxed` is ja, nein or offen; `rule` None if the user says it himself, or no rule holds; `rate` None without rules."""

    taxed: str
    rule: TaxRule | None
    rate: TaxRate | None

    @property
    def text(self) -> str:
        """The finding in a sentence."""
        if self.rule is not None:
            return self.rule.text
        said = {YES: "anfällt", NO: "nicht anfällt"}.get(self.taxed)
        return f"Nach Ihrer Angabe ist gerechnet, dass Umsatzsteuer {said}." if said else "Ob Umsatzsteuer anfällt, ist offen."


def tax_of(model: CostModel, opinion: Opinion) -> Tax:
    """The tax finding for a case; what the user says goes first, what nobody can say is open."""
    rules = opinion.program.rulebase.benefit
    if model.vat_stated:
        return Tax(model.vat_stated, None, rules.tax_rate)
    performer = "beteiligte" if model.performer else "einrichtung"
    fitting = (item for item in rules.tax_rules if item.performer in ("", performer))
    rule = next((item for item in fitting if opinion.evaluation.truth(item.when) is True), None)
    return Tax(rule.taxed if rule else OPEN, rule, rules.tax_rate)


def with_tax(model: CostModel, tax: Tax) -> CostModel:
    """The model with the tax as a number, or as a range from none to the full rate where it is open."""
    if tax.rate is None or tax.taxed == NO:
        return replace(model, vat_percent=NOTHING)
    rate = tax.rate.percent
    return replace(model, vat_percent=Amount(ZERO if tax.taxed == OPEN else rate, rate))


def tax_is_counted(rulebase: Rulebase) -> bool:
    """Whether the rule base has a rate to count with."""
    return rulebase.benefit.tax_rate is not None
