"""A program over many cases at once: the meaning of inference/evaluator.py as operations on bit planes.

The evaluator stays the definition; tests hold both together on random programs and on every case beside the rules.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..rulebase import condition as c
from ..rulebase.fact import FactType, Value
from ..rulebase.model import Aggregate, DecisionList, Derivation, Product
from .overlay import column_from
from .planes import Column, Numbers, Plane, Truths, compared, pack
from .program import Program
from .roster import Roster, aggregate_column


class ColumnEvaluation:
    """One evaluation of many cases: the values of all facts under the given answers, a column per question (missing: unknown everywhere)."""

    def __init__(self, program: Program, answers: Mapping[str, Column], roster: Roster) -> None:
        self.program, self.answers, self.roster = program, answers, roster
        self.count = roster.count
        self.everywhere = pack(np.ones(self.count, dtype=np.bool_))
        self.nowhere = np.zeros_like(self.everywhere)
        self._values: dict[str, Column] = {}
        self._truths: dict[c.Condition, Truths] = {}

    def value(self, fact: str) -> Column | None:
        """The column of a question or derivation; None if unknown everywhere."""
        derivation = self.program.derivation.get(fact)
        if derivation is None:
            return self.answers.get(fact)
        if fact not in self._values:
            self._values[fact] = self._derive(derivation)
        return self._values[fact]

    def truth(self, condition: c.Condition) -> Truths:
        """Strong Kleene logic, case by case."""
        found = self._truths.get(condition)
        if found is None:
            found = self._truths[condition] = self._truth(condition)
        return found

    def _truth(self, condition: c.Condition) -> Truths:
        if isinstance(condition, c.Compare):
            column = self.value(condition.fact)
            return Truths(self.nowhere, self.nowhere) if column is None else compared(column, condition)
        if isinstance(condition, c.Not):
            return self.truth(condition.part).opposite()
        parts = [self.truth(part) for part in condition.parts]
        if isinstance(condition, c.AnyOf):
            return _all_of([part.opposite() for part in parts], self.everywhere, self.nowhere).opposite()
        return _all_of(parts, self.everywhere, self.nowhere)

    def _derive(self, derivation: Derivation) -> Column:
        rule = derivation.rule
        if isinstance(rule, Aggregate):
            return aggregate_column(rule, self.roster)
        if isinstance(rule, DecisionList):
            return self.first_line(rule, derivation.type)
        if isinstance(rule, Product):
            factors = [self.value(factor) for factor in rule.factors]
            unknown = np.full(self.count, np.nan)
            return Numbers(np.prod([factor.values if isinstance(factor, Numbers) else unknown for factor in factors], axis=0))
        return self.truth(rule)

    def first_line(self, rule: DecisionList, fact_type: FactType) -> Column:
        """The value of the first true line of each case, unless an open line before it has another value."""
        undecided = self.everywhere
        hits: dict[Value, Plane] = {}
        possible: dict[Value, Plane] = {}
        for condition, value in rule.lines:
            truth = self.truth(condition)
            possible[value] = possible.get(value, self.nowhere) | (undecided & ~truth.false)
            others = np.bitwise_or.reduce([self.nowhere, *(plane for other, plane in possible.items() if other != value)])
            hits[value] = hits.get(value, self.nowhere) | (undecided & truth.true & ~others)
            undecided = undecided & ~truth.true
        return column_from(hits, fact_type, self.count, self.nowhere)


def _all_of(parts: list[Truths], everywhere: Plane, nowhere: Plane) -> Truths:
    true, false = everywhere, nowhere
    for part in parts:
        true, false = true & part.true, false | part.false
    return Truths(true, false)
