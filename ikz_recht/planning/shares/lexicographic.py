"""Making the worst as small as possible, then the second worst, and so on: successive exact linear programs.

Each program minimises t over all points where no soft row exceeds t. The soft rows with a positive multiplier equal t at every optimum, so
they are fixed there; so are hard rows with one. Soft rows that the fixed ones settle are left out, which is what keeps degenerate optima
correct (Maschler, Peleg and Shapley, Math. Oper. Res. 4, 1979; Potters, Reijnierse and Ansing, Math. Oper. Res. 21, 1996; Guajardo and
Jörnsten, Common mistakes in computing the nucleolus, EJOR 241, 2015). Every program raises the rank of the fixed rows, so there are fewer
than there are variables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from .simplex import Basis, Key, Row, minimise


class SoftRows(Protocol):
    """The rows whose worst is made small, as far as they are not settled: over the variables and, last, t (coefficient -1)."""

    def start(self) -> Iterable[Row]:
        """Rows for a first basis: the first two, added, are settled but for t; all together span everything open."""

    def violated(self, values: list[int], denominator: int, first: bool) -> Row | None:
        """A row, soft or hard, that the point violates."""

    def close(self, fixed: list[Row]) -> bool:
        """Leave out what the fixed rows settle; whether anything stays open."""


@dataclass(frozen=True, slots=True)
class Level:
    """One program: its optimum, and the rows that every optimum holds with equality."""

    worst: Fraction
    keys: tuple[Key, ...]


def lexicographic(
    size: int, equations: list[Row], rows: SoftRows, stop: Callable[[Level], bool] | None = None
) -> tuple[list[Fraction], list[Level]]:
    """The one point that is lexicographically best over `size` variables, and the levels on the way. `stop` ends after a level."""
    goal = (*(0,) * size, 1)
    fixed = list(equations)
    levels: list[Level] = []
    point: list[Fraction] = []
    before: list[Row] = []
    while rows.close(fixed):
        basis = Basis(size + 1)
        for row in [*fixed, *rows.start(), *before]:
            basis.enter(row)
        multipliers = minimise(basis, goal, rows.violated)
        values, denominator = basis.point()
        worst = Fraction(values[-1], denominator)
        point = [Fraction(value, denominator) for value in values[:-1]]
        held = [row for row in basis.rows if row is not None]
        tight = [row for row, factor in zip(held, multipliers, strict=True) if factor > 0 and not row.fixed]
        levels.append(Level(worst, tuple(row.key for row in tight)))
        if stop is not None and stop(levels[-1]):
            break
        for row in tight:
            limit = row.limit - row.coefficients[-1] * worst
            fixed.append(Row(row.key, (*row.coefficients[:-1], 0), limit, fixed=True))
        before = [row for row in held if not row.fixed and row not in tight]
    return point, levels
