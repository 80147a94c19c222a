"""Exact linear programs with few variables and very many rows, by the dual simplex method in whole numbers.

    minimise goal·z  subject to  row·z <= limit for every row, z free

Only as many rows as variables are in the basis; the others are asked for one at a time, the most violated first, so 65,000 groups of partners
cost no memory. The inverse of the basis is kept as whole numbers over their common determinant, as Edmonds' integer pivoting does
(Edmonds, Systems of distinct representatives and linear algebra, J. Res. NBS 71B, 1967; used for polyhedra by Avis, lrs, 2000): no rounding,
so a tie is a tie, and what is optimal is certain.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

Key = tuple[str, int]
_STALLED = 40  # pivots without progress, after which the order of Bland keeps the method from going round in circles
_SPREAD, _MODULUS = 7919, 10007  # primes: weights that look random but are always the same


@dataclass(frozen=True, slots=True)
class Row:
    """`coefficients`·z <= `limit`; with `fixed` it is an equation, whose multiplier may have either sign."""

    key: Key
    coefficients: tuple[int, ...]
    limit: Fraction
    fixed: bool = False


class Infeasible(Exception):
    """No point meets all rows."""


class Basis:
    """As many independent rows as variables, and the point where all of them hold with equality."""

    def __init__(self, size: int) -> None:
        self.rows: list[Row | None] = [None] * size
        self.inverse = [
            [int(row == column) for column in range(size)] for row in range(size)
        ]  # over `determinant`; column j belongs to row j
        self.determinant = 1

    def enter(self, row: Row) -> bool:
        """Take the row into a free place; False if it depends on the rows that are in."""
        products = self._products(row)
        place = next((number for number, held in enumerate(self.rows) if held is None and products[number]), None)
        if place is None:
            return False
        self._pivot(place, products, row)
        return True

    def full(self) -> bool:
        """Whether every place is taken."""
        return all(row is not None for row in self.rows)

    def point(self) -> tuple[list[int], int]:
        """Where the rows hold with equality: whole numbers over one denominator."""
        limits = [row.limit for row in self.rows if row is not None]
        scale = lcm(*(limit.denominator for limit in limits))
        whole = [limit.numerator * (scale // limit.denominator) for limit in limits]
        values = [sum(entry * limit for entry, limit in zip(line, whole, strict=True) if entry) for line in self.inverse]
        return values, self.determinant * scale

    def multipliers(self, goal: Sequence[int]) -> list[int]:
        """The multipliers of the rows, over the determinant: goal + multipliers·rows = 0."""
        size = range(len(goal))
        return [-sum(goal[line] * self.inverse[line][column] for line in size if goal[line]) for column in size]

    def exchange(self, row: Row, multipliers: Sequence[int], second: Sequence[int]) -> bool:
        """Take the violated row in for the one whose multiplier reaches zero first; whether a goal moved. Raises Infeasible.

        `second` are the multipliers of a second goal, which decides at ties.
        """
        products = self._products(row)
        best: tuple[Fraction, Fraction, Key] | None = None
        place = -1
        for number, (held, product) in enumerate(zip(self.rows, products, strict=True)):
            if held is None or held.fixed or product <= 0:
                continue
            ratio = (Fraction(multipliers[number], product), Fraction(second[number], product), held.key)
            if best is None or ratio < best:
                best, place = ratio, number
        if best is None:
            raise Infeasible
        self._pivot(place, products, row)
        return best[0] > 0 or best[1] > 0

    def _products(self, row: Row) -> list[int]:
        used = [(factor, line) for factor, line in zip(row.coefficients, self.inverse, strict=True) if factor]
        return [sum(factor * line[column] for factor, line in used) for column in range(len(self.rows))]

    def _pivot(self, place: int, products: list[int], row: Row) -> None:
        pivot, old = products[place], self.determinant
        sign = 1 if pivot > 0 else -1
        for line in self.inverse:
            entry = line[place]
            for column, product in enumerate(products):
                if column != place:
                    line[column] = sign * (line[column] * pivot - product * entry) // old
            line[place] = sign * entry
        self.determinant = sign * pivot
        self.rows[place] = row


Violated = Callable[[list[int], int, bool], Row | None]


def minimise(basis: Basis, goal: Sequence[int], violated: Violated) -> list[int]:
    """Move from a basis without negative multipliers to the optimum; the multipliers there, over the determinant. Raises Infeasible.

    `violated(values, denominator, first)` names a row that the point violates: the most violated, or with `first` the first in a fixed order.
    Many multipliers are zero at the start, so a second goal under which those of the first basis are positive keeps the steps from standing
    still (lexicographic rule of Dantzig, Orden and Wolfe, Pacific J. Math. 5, 1955); should it fail, the rule of Bland ends every circle.
    """
    second = _second_goal(basis, len(goal))
    stalled = 0
    while True:
        multipliers = basis.multipliers(goal)
        row = violated(*basis.point(), stalled > _STALLED)
        if row is None:
            return multipliers
        stalled = 0 if basis.exchange(row, multipliers, basis.multipliers(second)) else stalled + 1


def _second_goal(basis: Basis, size: int) -> list[int]:
    """A goal whose multipliers in the basis are positive and unlike each other."""
    goal = [0] * size
    for number, row in enumerate(basis.rows, start=1):
        if row is not None and not row.fixed:
            weight = number * _SPREAD % _MODULUS + 1
            goal = [before - weight * factor for before, factor in zip(goal, row.coefficients, strict=True)]
    return goal
