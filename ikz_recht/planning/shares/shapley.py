"""The Shapley value of a cost game.

Each partner pays what it adds to the costs, on average over all orders in which the partners may join: Shapley, A value for n-person games,
in: Kuhn/Tucker, Contributions to the Theory of Games II, 1953. For sharing costs: Young, Cost allocation, in: Aumann/Hart, Handbook of Game
Theory II, 1994. Exact: every group counts once, with its weight s!(n-s-1)!/n!.
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial

from .game import CostGame, Shares


def shapley(game: CostGame) -> Shares:
    """The Shapley value in units of money."""
    count = len(game.names)
    weights = [factorial(size) * factorial(count - size - 1) for size in range(count)]
    sizes = [mask.bit_count() for mask in range(1 << count)]
    whole = factorial(count) * game.scale
    return tuple(Fraction(_added(game, number, weights, sizes), whole) for number in range(count))


def _added(game: CostGame, number: int, weights: list[int], sizes: list[int]) -> int:
    """What the partner adds to every group without it, weighted by the orders in which it joins just that group.

    The differences are summed by size first, so that each weight is multiplied once.
    """
    bit, costs = 1 << number, game.costs
    by_size = [0] * len(weights)
    for block in range(0, len(costs), 2 * bit):
        for mask in range(block, block + bit):
            by_size[sizes[mask]] += costs[mask | bit] - costs[mask]
    return sum(weight * added for weight, added in zip(weights, by_size, strict=True))
