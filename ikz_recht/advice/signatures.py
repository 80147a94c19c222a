"""Which cases barriers cannot tell apart: a number per case, so that the prospect of an open form is computed once for all of them.

It holds whatever `prospect.outlook` looks at: which barriers may stand; and behind these, as far as conditions are open (what is decided is
not looked into), the truth of every condition, with and without what rests on memory only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ..inference.planes import Numbers, Plane, unpack
from ..inference.program import Program
from ..rulebase import condition as c
from ..rulebase.model import Aggregate, DecisionList, Product, Rule
from .known_columns import KnownColumns

Signatures = npt.NDArray[np.uint64]


def signatures(barriers: Sequence[Rule], known: KnownColumns) -> Signatures:
    """A number per case. For one program and list of barriers it means the same in every batch of this process."""
    return _Walk(known).over(barriers)


@lru_cache(maxsize=256)
def _keys(program: Program) -> dict[object, np.uint64]:
    """A random number for everything that may be so in a case of the program, given out as it first occurs."""
    return {}


class _Walk:
    """Goes through the conditions behind barriers, each only where it matters, and marks what is so."""

    def __init__(self, known: KnownColumns) -> None:
        self.known = known
        self.program = known.everything.program
        self.count = known.everything.count
        self.result = np.zeros(self.count, dtype=np.uint64)
        self._seen: dict[c.Condition, Plane] = {}

    def over(self, barriers: Sequence[Rule]) -> Signatures:
        """The signatures of all cases under these barriers."""
        for rule in barriers:
            never = self.known.everything.truth(rule.trigger).false & self.known.confirmed.truth(rule.trigger).false
            live = self.known.everything.everywhere & ~never
            self._mark(rule.id, live)
            self._visit(rule.trigger, live)
        return self.result

    def _mark(self, what: object, where: Plane) -> None:
        if where.any():
            keys = _keys(self.program)
            if what not in keys:
                keys[what] = np.random.default_rng((2026, len(keys))).integers(1, 2**63, dtype=np.uint64)
            self.result ^= unpack(where, self.count) * keys[what]

    def _visit(self, condition: c.Condition, where: Plane) -> None:
        seen = self._seen.get(condition)
        fresh = where if seen is None else where & ~seen
        if not fresh.any():
            return
        self._seen[condition] = fresh if seen is None else seen | fresh
        everything, confirmed = self.known.everything.truth(condition), self.known.confirmed.truth(condition)
        for name, plane in (("e+", everything.true), ("e-", everything.false), ("c+", confirmed.true), ("c-", confirmed.false)):
            self._mark((condition, name), plane & fresh)
        is_open = fresh & ~(everything.known & confirmed.known)
        if is_open.any():
            for part in self._behind(condition):
                self._visit(part, is_open)

    def _behind(self, condition: c.Condition) -> Iterator[c.Condition]:
        if isinstance(condition, c.Not):
            yield condition.part
        elif not isinstance(condition, c.Compare):
            yield from condition.parts
        elif condition.fact in self.program.derivation:
            rule = self.program.derivation[condition.fact].rule
            if isinstance(rule, DecisionList):
                yield from (line for line, _ in rule.lines)
            elif isinstance(rule, Product):
                self._values(rule)
            elif not isinstance(rule, Aggregate):
                yield rule

    def _values(self, rule: Product) -> None:
        """Numbers that are multiplied count as they are."""
        for factor in rule.factors:
            for name, evaluation in (("e", self.known.everything), ("c", self.known.confirmed)):
                column = evaluation.value(factor)
                if isinstance(column, Numbers):
                    for number in np.unique(column.values[~np.isnan(column.values)]).tolist():
                        self._mark((factor, name, number), column.compared(c.EQUAL, number))
