"""Nucleolus, least core and core of a cost game.

The nucleolus is the one division that makes the greatest excess of any group (what it pays above its own costs) as small as possible, then
the second greatest, and so on: Schmeidler, The nucleolus of a characteristic function game, SIAM J. Appl. Math. 17, 1969. The smallest
possible greatest excess is the value of the least core (Maschler, Peleg and Shapley 1979); the core is empty if it is above zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from .game import CostGame, Shares, subset_sums
from .lexicographic import Level, lexicographic
from .simplex import Row
from .span import open_groups


def nucleolus(game: CostGame) -> tuple[Shares, list[Level]]:
    """The nucleolus, exactly, with its levels; the worst of the first is the value of the least core."""
    point, levels = lexicographic(len(game.names), [everyone(game)], Groups(game))
    return tuple(value / game.scale for value in point), [Level(level.worst / game.scale, level.keys) for level in levels]


def least_core(game: CostGame) -> Fraction:
    """The smallest amount by which every group may be worse off so that some division satisfies all; negative if there is room."""
    _, levels = lexicographic(len(game.names), [everyone(game)], Groups(game), stop=lambda _: True)
    return levels[0].worst / game.scale


def everyone(game: CostGame) -> Row:
    """All pay the costs of all."""
    return Row(("group", game.full), group_row(game.full, len(game.names), 0), Fraction(game.costs[game.full]), fixed=True)


def group_row(mask: int, size: int, last: int) -> tuple[int, ...]:
    """The members of a group as 0 and 1, and the coefficient of t."""
    return (*(mask >> number & 1 for number in range(size)), last)


class Groups:
    """The groups as rows: what the members pay is at most the costs of the group plus t."""

    def __init__(self, game: CostGame) -> None:
        self.game = game
        self.open: list[int] = []
        self.costs: list[int] = []
        self._worst = 0

    def close(self, fixed: list[Row]) -> bool:
        """Leave out the groups whose payment the fixed rows settle."""
        self.open = open_groups([row.coefficients[:-1] for row in fixed], len(self.game.names))
        self.costs = [self.game.costs[mask] for mask in self.open]
        return bool(self.open)

    def start(self) -> Iterable[Row]:
        """A group and all the others, then single partners."""
        first = self._worst if self._worst in set(self.open) else self.open[0]
        yield self._row(first)
        yield self._row(self.game.full ^ first)
        for mask in self.open:
            if mask & (mask - 1) == 0:
                yield self._row(mask)

    def violated(self, values: list[int], denominator: int, first: bool) -> Row | None:
        """The group with the greatest excess above t, or with `first` the first one above it."""
        sums = subset_sums(values[:-1])
        above = [sums[mask] - denominator * cost for mask, cost in zip(self.open, self.costs, strict=True)]
        limit = values[-1]
        if first:
            found = next((number for number, excess in enumerate(above) if excess > limit), None)
        else:
            most = max(above)
            found = above.index(most) if most > limit else None
        if found is None:
            return None
        return self._row(self.open[found])

    def _row(self, mask: int) -> Row:
        return Row(("group", mask), group_row(mask, len(self.game.names), -1), Fraction(self.game.costs[mask]))
