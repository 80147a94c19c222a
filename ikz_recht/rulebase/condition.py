"""Conditions: comparisons combined with alle, eine, nicht. Their meaning (three values) is defined in inference/evaluator.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .fact import Value

EQUAL = "gleich"
ONE_OF = "eins_von"
AT_LEAST = "mindestens"
AT_MOST = "hoechstens"
MORE = "mehr_als"
LESS = "weniger_als"
CONTAINS = "enthaelt"
ONLY = "nur"
NUMBER_OPERATORS = (AT_LEAST, AT_MOST, MORE, LESS)
SET_OPERATORS = (CONTAINS, ONLY)
OPERATORS = (EQUAL, ONE_OF, *NUMBER_OPERATORS, *SET_OPERATORS)


@dataclass(frozen=True, slots=True)
class Compare:
    """One fact against a constant; for eins_von and nur the constant is a frozenset of values."""

    fact: str
    operator: str
    value: Value | frozenset[Value]


@dataclass(frozen=True, slots=True)
class AllOf:
    """True if every part is true; with no part, always true."""

    parts: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True if at least one part is true."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True if the part is false."""

    part: Condition


Condition = Compare | AllOf | AnyOf | Not
ALWAYS = AllOf()


def both(first: Condition, second: Condition) -> Condition:
    """Conjunction without needless nesting."""
    parts = [part for condition in (first, second) for part in (condition.parts if isinstance(condition, AllOf) else (condition,))]
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def comparisons(condition: Condition) -> Iterator[Compare]:
    """Every comparison in the condition."""
    if isinstance(condition, Compare):
        yield condition
    elif isinstance(condition, Not):
        yield from comparisons(condition.part)
    else:
        for part in condition.parts:
            yield from comparisons(part)


def facts_in(condition: Condition) -> Iterator[str]:
    """Every fact that the condition names, with repetitions."""
    return (comparison.fact for comparison in comparisons(condition))
