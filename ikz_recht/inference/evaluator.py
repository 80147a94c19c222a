"""The meaning of conditions and derivations: strong Kleene logic over known and unknown facts.

This module is the definition. It is short on purpose; the durable-rules engine is checked against it for every opinion.
True, False and None stand for wahr, falsch and offen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container
from dataclasses import dataclass

from ..rulebase import condition as c
from ..rulebase.fact import Value
from ..rulebase.model import Aggregate, DecisionList, Derivation, Product
from .facts import Answers, aggregate
from .program import Program

TRUTH_TEXT = {True: "trifft zu", False: "trifft nicht zu", None: "offen"}


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The result of an engine: the value of each derivation (None: unknown) and the truth of each statement (None: open)."""

    values: dict[str, Value | None]
    truths: dict[str, bool | None]


class Evaluation:
    """One evaluation: the values of all facts under the given answers.

    With an `earlier` one under other answers, only the `touched` derivations are computed; the others have the value that they had.
    """

    def __init__(self, program: Program, answers: Answers, earlier: Evaluation | None = None, touched: Container[str] = ()) -> None:
        self.program, self.answers = program, answers
        self.earlier, self.touched = earlier, touched
        self._values: dict[str, Value | None] = {}
        self.open_behind: dict[str, tuple[str, ...]] = {}  # what support.py has found out under this evaluation

    def value(self, fact: str) -> Value | None:
        """The value of a question or derivation; None if unknown."""
        derivation = self.program.derivation.get(fact)
        if derivation is None:
            return self.answers.values.get(fact)
        if fact not in self._values:
            self._values[fact] = self._derive(derivation)
        return self._values[fact]

    def _derive(self, derivation: Derivation) -> Value | None:
        if self.earlier is not None and derivation.id not in self.touched:
            return self.earlier.value(derivation.id)
        rule = derivation.rule
        if isinstance(rule, Aggregate):
            return aggregate(rule, self.answers.participants)
        if isinstance(rule, DecisionList):
            return self.first_line(rule)
        if isinstance(rule, Product):
            return product([self.value(factor) for factor in rule.factors])
        return self.truth(rule)

    def first_line(self, rule: DecisionList) -> Value | None:
        """The value of the first true line, unless an open line before it has another value."""
        possible: set[Value] = set()
        for condition, value in rule.lines:
            truth = self.truth(condition)
            if truth is not False:
                possible.add(value)
            if truth:
                return value if possible == {value} else None
        return None

    def truth(self, condition: c.Condition) -> bool | None:
        """Strong Kleene: unknown is neither true nor false."""
        if isinstance(condition, c.Compare):
            value = self.value(condition.fact)
            return None if value is None else holds(value, condition)
        if isinstance(condition, c.Not):
            inner = self.truth(condition.part)
            return None if inner is None else not inner
        decisive = isinstance(condition, c.AnyOf)
        is_open = False
        for part in condition.parts:
            truth = self.truth(part)
            if truth is decisive:
                return decisive
            is_open = is_open or truth is None
        return None if is_open else not decisive


def holds(value: Value, comparison: c.Compare) -> bool:
    """A known value against the constant of a comparison."""
    operator, constant = comparison.operator, comparison.value
    if operator == c.EQUAL:
        return value == constant
    if isinstance(constant, frozenset):
        return value <= constant if isinstance(value, frozenset) else value in constant
    if operator == c.CONTAINS:
        return isinstance(value, frozenset) and constant in value
    left, right = order(value), order(constant)
    if operator == c.AT_LEAST:
        return left >= right
    if operator == c.AT_MOST:
        return left <= right
    return left > right if operator == c.MORE else left < right


def order(value: Value) -> float:
    """Numbers and dates on one scale (dates as day numbers)."""
    if isinstance(value, dt.date):
        return value.toordinal()
    if isinstance(value, int | float):
        return value
    raise TypeError(f"not a number or date: {value!r}")


def product(factors: list[Value | None]) -> Value | None:
    """The product, or None if a factor is unknown."""
    result: float = 1
    for factor in factors:
        if factor is None:
            return None
        result *= order(factor)
    return result


def evaluate(program: Program, answers: Answers) -> Verdicts:
    """Every derivation and every statement of the program under the answers."""
    evaluation = Evaluation(program, answers)
    return Verdicts(
        values={item.id: evaluation.value(item.id) for item in program.derivations},
        truths={name: evaluation.truth(condition) for name, condition in program.conditions.items()},
    )
