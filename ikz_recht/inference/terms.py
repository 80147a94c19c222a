"""Under which answers a condition becomes true or false: alternatives, each a set of constraints on unanswered questions.

A term maps questions to constraints; answers that meet all of them give the outcome under the evaluator. Facts that no single answer
decides (a count of participants, a product) appear under their own name; so do derived facts that more than
MAX_READABLE combinations of answers would decide: their own texts say it better.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..rulebase import condition as c
from ..rulebase.fact import CHOICES, FactType, Kind, Value
from ..rulebase.model import Aggregate, DecisionList, Product
from .evaluator import Evaluation, holds, order, product

MAX_TERMS = 64
MAX_READABLE = 6


@dataclass(frozen=True, slots=True)
class Constraint:
    """Which answers are allowed: those in `values` (finite types), or those that pass every test (comparison, outcome)."""

    values: frozenset[Value] | None = None
    tests: frozenset[tuple[c.Compare, bool]] = frozenset()

    def allows(self, value: Value) -> bool:
        """True if the answer meets the constraint."""
        if self.values is not None:
            return value in self.values
        return all(holds(value, test) is outcome for test, outcome in self.tests)

    def covers(self, other: Constraint) -> bool:
        """True if every answer that meets the other one meets this one (as far as their shape shows it)."""
        if self.values is not None and other.values is not None:
            return other.values <= self.values
        return all(any(_implies(found, test) for found in other.tests) for test in self.tests)


Term = Mapping[str, Constraint]
_BOUNDS = {  # (operator, outcome): is it a lower bound, and does the bound itself pass
    (c.AT_LEAST, True): (True, True),
    (c.LESS, False): (True, True),
    (c.MORE, True): (True, False),
    (c.AT_MOST, False): (True, False),
    (c.AT_MOST, True): (False, True),
    (c.MORE, False): (False, True),
    (c.LESS, True): (False, False),
    (c.AT_LEAST, False): (False, False),
}


def _implies(first: tuple[c.Compare, bool], second: tuple[c.Compare, bool]) -> bool:
    """True if a value that passes the first test passes the second: the same test, or a tighter bound on the same side."""
    if first == second:
        return True
    (one, outcome), (other, wanted) = first, second
    bound, needed = _BOUNDS.get((one.operator, outcome)), _BOUNDS.get((other.operator, wanted))
    if bound is None or needed is None or bound[0] is not needed[0]:
        return False
    if isinstance(one.value, frozenset) or isinstance(other.value, frozenset):
        return False
    tight, loose = order(one.value), order(other.value)
    if tight == loose:
        return needed[1] or not bound[1]
    return tight > loose if bound[0] else tight < loose


def domain(fact_type: FactType) -> frozenset[Value] | None:
    """All answers of a finite type; None for numbers, dates and sets."""
    if fact_type.kind is Kind.YES_NO:
        return frozenset({True, False})
    return frozenset(fact_type.option_ids()) if fact_type.kind in CHOICES else None


def witnesses(constraint: Constraint, fact_type: FactType) -> list[Value]:
    """Answers that meet the constraint: all of a finite type, for numbers and dates those around the thresholds, for sets small ones."""
    if constraint.values is not None:
        return sorted(constraint.values, key=str)
    return [value for value in _candidates(constraint, fact_type) if constraint.allows(value)]


def _candidates(constraint: Constraint, fact_type: FactType) -> list[Value]:
    constants = [item for test, _ in constraint.tests for item in _constants(test)]
    if fact_type.kind is Kind.MULTI:
        named = frozenset(str(item) for item in constants)
        return [frozenset(), *(frozenset({option}) for option in fact_type.option_ids()), named, frozenset(fact_type.option_ids())]
    if fact_type.kind is Kind.DATE:
        days = [item for item in constants if isinstance(item, dt.date)]
        return sorted({day + dt.timedelta(days=step) for day in days for step in (-1, 0, 1)})
    numbers = [item for item in constants if isinstance(item, int | float)]
    low = 0 if fact_type.minimum is None else fact_type.minimum
    high = max([low, *numbers]) + 1 if fact_type.maximum is None else fact_type.maximum
    tried = {low, high, *(number + step for number in numbers for step in (-1, -0.5, 0, 0.5, 1))}
    return sorted(int(number) if float(number).is_integer() else number for number in tried if low <= number <= high)


def _constants(test: c.Compare) -> list[Value]:
    return list(test.value) if isinstance(test.value, frozenset) else [test.value]


class Expansion:
    """Expands conditions under one evaluation. `complete` turns False once alternatives had to be left out.

    `readable`: a derived fact that more combinations of answers would decide stays a fact of its own.
    """

    def __init__(self, evaluation: Evaluation, readable: int = MAX_READABLE) -> None:
        self.evaluation = evaluation
        self.readable = readable
        self.complete = True
        self._known: dict[tuple[c.Compare, bool], list[Term]] = {}
        self._joined: dict[tuple[str, Constraint, Constraint], Constraint | None] = {}

    def alternatives(self, condition: c.Condition, outcome: bool) -> list[Term]:
        """The minimal terms under which the condition has the outcome: `[{}]` if it has it already, `[]` if it never can."""
        truth = self.evaluation.truth(condition)
        if truth is not None:
            return [{}] if truth is outcome else []
        if isinstance(condition, c.Compare):
            return self._comparison(condition, outcome)
        if isinstance(condition, c.Not):
            return self.alternatives(condition.part, not outcome)
        if isinstance(condition, c.AnyOf) is outcome:
            return self._limited(term for part in condition.parts for term in self.alternatives(part, outcome))
        return self.all_of(self.alternatives(part, outcome) for part in condition.parts)

    def _limited(self, terms: Iterable[Term]) -> list[Term]:
        """The terms simplified, and no more than MAX_TERMS of them: the shortest."""
        found = list(terms)
        if len(found) > 2 * MAX_TERMS:
            self.complete = False
            found = sorted(found, key=len)[: 2 * MAX_TERMS]
        result = simplified(found)
        if len(result) > MAX_TERMS:
            self.complete = False
            result = sorted(result, key=len)[:MAX_TERMS]
        return result

    def all_of(self, choices: Iterable[list[Term]]) -> list[Term]:
        """One alternative of each, combined in every way that is free of contradiction."""
        result: list[Term] = [{}]
        for alternatives in sorted(choices, key=len):
            if alternatives == [{}]:
                continue
            result = self._limited(both for first in result for second in alternatives if (both := self._join(first, second)) is not None)
        return result

    def _join(self, first: Term, second: Term) -> Term | None:
        joined = dict(first)
        for fact, constraint in second.items():
            known = joined.get(fact)
            merged = constraint if known is None else self._both(fact, known, constraint)
            if merged is None:
                return None
            joined[fact] = merged
        return joined

    def compatible(self, first: Term, second: Term) -> bool:
        """True if the same answers can meet both terms."""
        return all(fact not in first or self._both(fact, first[fact], item) is not None for fact, item in second.items())

    def _both(self, fact: str, first: Constraint, second: Constraint) -> Constraint | None:
        if first is second:
            return first
        key = (fact, first, second)
        if key not in self._joined:
            self._joined[key] = self._intersection(fact, first, second)
        return self._joined[key]

    def _intersection(self, fact: str, first: Constraint, second: Constraint) -> Constraint | None:
        if first.values is not None and second.values is not None:
            values = first.values & second.values
            return Constraint(values) if values else None
        both = Constraint(None, first.tests | second.tests)
        return both if witnesses(both, self.evaluation.program.types[fact]) else None

    def _comparison(self, comparison: c.Compare, outcome: bool) -> list[Term]:
        key = (comparison, outcome)
        if key not in self._known:
            self._known[key] = self._expand(comparison, outcome)
        return self._known[key]

    def _expand(self, comparison: c.Compare, outcome: bool) -> list[Term]:
        derivation = self.evaluation.program.derivation.get(comparison.fact)
        rule = None if derivation is None else derivation.rule
        if isinstance(rule, Product):
            return self._product(rule, comparison, outcome)
        if rule is None or isinstance(rule, Aggregate):
            return self._literal(comparison, outcome)
        if isinstance(rule, DecisionList):
            found = self._decision_list(rule, comparison, outcome)
        else:
            wanted = [value for value in (True, False) if holds(value, comparison) is outcome]
            found = self._limited(term for value in wanted for term in self.alternatives(rule, value))
        return self._literal(comparison, outcome) if len(found) > self.readable else found

    def _product(self, rule: Product, comparison: c.Compare, outcome: bool) -> list[Term]:
        """With one unknown factor, the comparison falls on it; with more, the product is a fact of its own."""
        known: list[Value | None] = [value for factor in rule.factors if (value := self.evaluation.value(factor)) is not None]
        unknown = [factor for factor in rule.factors if self.evaluation.value(factor) is None]
        share = product(known)
        if share == 0 and holds(share, comparison) is not outcome:
            return []  # whatever the other factors are
        if len(unknown) != 1 or isinstance(comparison.value, frozenset) or not isinstance(share, int | float) or share <= 0:
            return self._literal(comparison, outcome)
        return self._comparison(c.Compare(unknown[0], comparison.operator, order(comparison.value) / share), outcome)

    def _decision_list(self, rule: DecisionList, comparison: c.Compare, outcome: bool) -> list[Term]:
        """A line of the wanted value holds, and no line before it that has another value."""
        found: list[Term] = []
        for position, (condition, value) in enumerate(rule.lines):
            if holds(value, comparison) is outcome:
                before = (self.alternatives(earlier, False) for earlier, other in rule.lines[:position] if other != value)
                found += self.all_of([self.alternatives(condition, True), *before])
            if self.evaluation.truth(condition):
                break
        return self._limited(found)

    def _literal(self, comparison: c.Compare, outcome: bool) -> list[Term]:
        fact_type = self.evaluation.program.types[comparison.fact]
        values = domain(fact_type)
        if values is None:
            return [{comparison.fact: Constraint(None, frozenset({(comparison, outcome)}))}]
        allowed = frozenset(value for value in values if holds(value, comparison) is outcome)
        return [{comparison.fact: Constraint(allowed)}] if allowed else []


def simplified(terms: Iterable[Term]) -> list[Term]:
    """The terms without those that another one makes needless; terms that differ only in the values of one question become one."""
    kept: list[Term] = []
    queue = list({frozenset(term.items()): term for term in terms}.values())
    while queue:
        term = queue.pop(0)
        if any(_absorbs(other, term) for other in kept):
            continue
        kept = [other for other in kept if not _absorbs(term, other)]
        merged = next((both for other in kept if (both := _merged(other, term)) is not None), None)
        if merged is None:
            kept.append(term)
        else:
            queue.append(merged)
    return kept


def _absorbs(weaker: Term, stronger: Term) -> bool:
    if len(weaker) > len(stronger) or not weaker.keys() <= stronger.keys():
        return False
    for fact, item in weaker.items():  # called millions of times: a plain loop takes half the time of all(…)
        other = stronger[fact]
        if other is not item and not item.covers(other):
            return False
    return True


def _merged(first: Term, second: Term) -> Term | None:
    if first.keys() != second.keys():
        return None
    different = [fact for fact in first if first[fact] != second[fact]]
    if len(different) != 1:
        return None
    one, other = first[different[0]].values, second[different[0]].values
    return None if one is None or other is None else {**first, different[0]: Constraint(one | other)}
