"""The whole benefit calculation on a case: from an opinion and cost figures to everything that is told."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from ...advice.opinion import Opinion
from ...rulebase.benefit import PaybackMark
from ...rulebase.nodes import Node
from .flow import Flow
from .funding import Funding, fundings
from .levers import Bar, BreakEven, bars, break_evens
from .model import CostModel, Pick
from .quality import QualityRow, quality_rows
from .read_costs import cost_model
from .scenarios import Outcome, outcomes
from .span import Readings, Span, Standing, readings
from .tax import Tax, tax_of, with_tax


@dataclass(frozen=True)
class Payback:
    """After how many years the one-off costs are paid for: favourably, in the middle, unfavourably; None: not within the horizon, or unknown.

    `best_known`: False if something unknown may make it shorter.
    """

    best: Decimal | None
    middle: Decimal | None
    worst: Decimal | None
    best_known: bool = True


@dataclass(frozen=True)
class Benefit:
    """The result. What takes time is computed when it is asked for: the memo needs only sentences."""

    opinion: Opinion
    model: CostModel
    tax: Tax
    readings: Readings

    @cached_property
    def bars(self) -> list[Bar]:
        """The tornado."""
        return bars(self.readings, self.opinion.program.rulebase.benefit)

    @cached_property
    def break_evens(self) -> list[BreakEven]:
        """Up to where it pays."""
        return break_evens(self.readings, self.opinion.program.rulebase.benefit)

    @cached_property
    def outcomes(self) -> list[Outcome]:
        """The scenarios."""
        return outcomes(self.model, self.opinion.program.rulebase.benefit)

    @cached_property
    def fundings(self) -> list[Funding]:
        """The programmes."""
        return fundings(self.readings, self.opinion)

    @cached_property
    def quality(self) -> list[QualityRow]:
        """The quality figures."""
        return quality_rows(self.model)

    def payback(self, name: str = "") -> Payback:
        """The payback period of all, or of a partner."""
        picked = {pick: _of(self.readings, pick, name).payback_years() for pick in Pick}
        worst = None if self.readings.unknown_after(name) else picked[Pick.LOW]
        return Payback(picked[Pick.HIGH], picked[Pick.MIDDLE], worst, not self.readings.unknown_before(name))

    def payback_mark(self) -> PaybackMark | None:
        """How the payback period of all is called; None if there is none, or if it is not clear how."""
        found, marks = self.payback(), self.opinion.program.rulebase.benefit.payback
        if not found.best or found.worst is None or not found.best_known:
            return None
        first, last = (
            next((item for item in marks if item.at_most is None or years <= item.at_most), None) for years in (found.best, found.worst)
        )
        return first if first is last else None

    def standing(self, name: str) -> Standing:
        """Whether a partner gains over the horizon and in the settled year: surely, surely not, or open."""
        found = {self.readings.saving(name).standing(), self.readings.balance(name).standing()}
        if Standing.LOSES in found:
            return Standing.LOSES
        return Standing.OPEN if Standing.OPEN in found else Standing.GAINS

    def losing_years(self, name: str) -> list[int]:
        """The years, counted from 1, in which a partner runs up more costs than alone (one-off costs left out); in the middle reading."""
        years = _of(self.readings, Pick.MIDDLE, name).years
        return [number for number, year in enumerate(years, start=1) if year.saving < 0]

    def rate(self, name: str = "") -> Span | None:
        """The saving in percent."""
        return self.readings.rate_percent(name)


def _of(found: Readings, pick: Pick, name: str) -> Flow:
    flows = found.by_pick[pick]
    return flows.of(name) if name else flows.total


def benefit_of(opinion: Opinion, costs: Node) -> Benefit:
    """The benefit of a case with the figures given. Raises InputProblems with every defect."""
    given = cost_model(costs, opinion.case.participants or ())
    tax = tax_of(given, opinion)
    model = with_tax(given, tax)
    return Benefit(opinion, model, tax, readings(model))
