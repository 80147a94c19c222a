"""What all engines compute alike: the conditions of a program over the same cases, from the same given values.

Given are the answers (with what follows from task and participants) and the values over participants; every engine computes the derivations
behind the conditions, and of each condition where it is true and where it is false. Constants are numbers: options and days as codes, sets as bits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from ikz_recht.advice.known_columns import known_columns
from ikz_recht.inference.columns import ColumnEvaluation
from ikz_recht.inference.planes import Choices, Column, Numbers, Sets, Truths, unpack
from ikz_recht.inference.program import Program
from ikz_recht.planning.screening import Cases
from ikz_recht.planning.screening_region import Region
from ikz_recht.rulebase import condition as c
from ikz_recht.rulebase.check import needs
from ikz_recht.rulebase.fact import TASK, FactType, Kind, Value
from ikz_recht.rulebase.model import Aggregate, DecisionList, Derivation

Constant = bool | int | float


@dataclass(frozen=True)
class Part:
    """`given` are the columns by fact; facts that nobody knows are in neither. `derived` come after those they need."""

    program: Program
    count: int
    given: Mapping[str, Column]
    derived: tuple[Derivation, ...]
    conditions: Mapping[str, c.Condition]

    def code(self, fact: str, value: Value) -> Constant:
        """A single value as a number; options are counted over the type of the fact, days by their ordinal."""
        if isinstance(value, bool):
            return value
        if isinstance(value, str):
            return self._options[fact].setdefault(value, len(self._options[fact]))
        return value.toordinal() if hasattr(value, "toordinal") else float(value)  # type: ignore[arg-type]

    def bits(self, fact: str, values: frozenset[Value]) -> int:
        """A set of options as bits."""
        return sum(1 << int(self.code(fact, value)) for value in values)

    def is_set(self, fact: str) -> bool:
        """True if the fact is a set of options."""
        return self.program.types[fact].kind is Kind.MULTI

    def known(self, fact: str) -> bool:
        """False for a fact that has a value in no case."""
        return fact in self.given or any(item.id == fact for item in self.derived)

    def table(self) -> pa.Table:
        """The given columns with nulls where unknown."""
        return pa.table({fact: self._array(fact, column) for fact, column in self.given.items()})

    def _array(self, fact: str, column: Column) -> pa.Array:
        if isinstance(column, Truths):
            return pa.array(unpack(column.true, self.count), mask=~unpack(column.known, self.count))
        if isinstance(column, Numbers):
            return pa.array(column.values, mask=np.isnan(column.values))
        if isinstance(column, Choices):
            codes = np.array([int(self.code(fact, name)) for name in column.options] + [0], dtype=np.int16)
            return pa.array(codes[column.codes], mask=column.codes < 0)
        assert isinstance(column, Sets)
        total = np.zeros(self.count, dtype=np.int64)
        for option, plane in column.elements.items():
            total += unpack(plane, self.count).astype(np.int64) << int(self.code(fact, option))
        return pa.array(total, mask=~unpack(column.known, self.count))

    def __post_init__(self) -> None:
        object.__setattr__(self, "_options", {fact: _numbered(kind) for fact, kind in self.program.types.items()})

    _options: Mapping[str, dict[str, int]] = None  # type: ignore[assignment]


def _numbered(kind: FactType) -> dict[str, int]:
    return {name: number for number, name in enumerate(kind.option_ids())}


def part_of(program: Program, region: Region, cases: Cases) -> Part:
    """The part of a program over some cases."""
    evaluation = known_columns(program, {TASK: Choices(cases.tasks, cases.task)}, region.roster(cases.one, cases.other)).everything
    wanted = set(_facts(program))
    given = {}
    for fact in wanted:
        derivation = program.derivation.get(fact)
        if derivation is None or isinstance(derivation.rule, Aggregate):
            column = evaluation.value(fact)
            if column is not None and not (isinstance(column, Choices) and not len(column.options)):
                given[fact] = column
    derived = tuple(item for item in program.derivations if item.id in wanted and not isinstance(item.rule, Aggregate))
    return Part(program, len(cases), given, derived, program.conditions)


def hits(rule: DecisionList) -> dict[Value, c.Condition]:
    """When a decision list has each value: a line of it is true, and every line before it that has another value is false."""
    found: dict[Value, list[c.Condition]] = {}
    for position, (condition, value) in enumerate(rule.lines):
        before = tuple(c.Not(earlier) for earlier, other in rule.lines[:position] if other != value)
        found.setdefault(value, []).append(c.AllOf((condition, *before)))
    return {value: c.AnyOf(tuple(parts)) for value, parts in found.items()}


def _facts(program: Program) -> Iterator[str]:
    """Every fact behind the conditions."""
    seen: set[str] = set()
    waiting = [fact for condition in program.conditions.values() for fact in c.facts_in(condition)]
    while waiting:
        fact = waiting.pop()
        if fact not in seen:
            seen.add(fact)
            yield fact
            if fact in program.derivation:
                waiting += needs(program.derivation[fact])


class Ours(ColumnEvaluation):
    """Our columns from the same given values."""

    def __init__(self, part: Part) -> None:
        from ikz_recht.inference.roster import roster_of

        super().__init__(part.program, part.given, roster_of([None] * part.count))
        self._values.update({fact: column for fact, column in part.given.items() if fact in part.program.derivation})
