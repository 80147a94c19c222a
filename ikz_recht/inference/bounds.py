"""What a program can tell of numbers of inhabitants: the bounds that its conditions compare with. Between two of them no rule sees a difference."""

from __future__ import annotations

from collections.abc import Iterator

from ..rulebase.condition import Condition, comparisons
from ..rulebase.model import Aggregate, DecisionList, Product
from .program import Program

PEOPLE = ("summiert", "groesste", "kleinste")  # the operations of aggregates over inhabitants


def inhabitant_bounds(program: Program) -> frozenset[float] | None:
    """Every number that a condition compares a number of inhabitants with; None if the number itself is calculated with, so that each counts."""
    facts = {item.id for item in program.derivations if isinstance(item.rule, Aggregate) and item.rule.operation in PEOPLE}
    if any(isinstance(item.rule, Product) and not facts.isdisjoint(item.rule.factors) for item in program.derivations):
        return None
    found: set[float] = set()
    for condition in _conditions(program):
        for comparison in comparisons(condition):
            if comparison.fact in facts:
                values = comparison.value if isinstance(comparison.value, frozenset) else (comparison.value,)
                found.update(float(value) for value in values if isinstance(value, int | float))
    return frozenset(found)


def _conditions(program: Program) -> Iterator[Condition]:
    """All conditions: of statements, derivations and answers that follow from others."""
    yield from program.conditions.values()
    for rule in (*(item.rule for item in program.derivations), *(item.rule for item in program.derived_answers.values())):
        if isinstance(rule, DecisionList):
            yield from (condition for condition, _ in rule.lines)
        elif not isinstance(rule, Aggregate | Product):
            yield rule
