"""The cost game: what every group of partners would pay if it did the task without the others.

A group is a bit mask: partner number i is in it if bit i is set. Costs are whole numbers of the smallest unit in which they were given
(`scale` of them make one unit of money), so every sum is exact; shares are fractions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

MAX_PARTNERS = 16
Shares = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class CostGame:
    """`costs[mask]` are the costs of the group `mask`, in units of money divided by `scale`; `costs[0]` is 0."""

    names: tuple[str, ...]
    costs: tuple[int, ...]
    scale: int = 1

    @property
    def full(self) -> int:
        """The group of all partners."""
        return (1 << len(self.names)) - 1

    @property
    def total(self) -> Fraction:
        """What all pay together, in units of money."""
        return self.cost(self.full)

    def cost(self, mask: int) -> Fraction:
        """The costs of a group in units of money."""
        return Fraction(self.costs[mask], self.scale)

    def alone(self) -> Shares:
        """What each partner pays alone."""
        return tuple(self.cost(1 << number) for number in range(len(self.names)))

    def members(self, mask: int) -> tuple[str, ...]:
        """The names of a group, in the order of the partners."""
        return tuple(name for number, name in enumerate(self.names) if mask >> number & 1)

    def groups(self) -> Iterator[int]:
        """Every group except the empty one and that of all."""
        return iter(range(1, self.full))


def game_of(costs: Mapping[frozenset[str], Fraction], names: Sequence[str]) -> CostGame:
    """The game over `names`; `costs` holds every non-empty group."""
    ordered = [costs[frozenset(name for number, name in enumerate(names) if mask >> number & 1)] for mask in range(1, 1 << len(names))]
    scale = lcm(*(cost.denominator for cost in ordered))
    return CostGame(tuple(names), (0, *(int(cost * scale) for cost in ordered)), scale)


def subset_sums(values: Sequence[int]) -> list[int]:
    """The sum of the values over every mask, by doubling: 2**n additions."""
    sums = [0]
    for value in values:
        sums += [before + value for before in sums]
    return sums


def common_scale(shares: Sequence[Fraction]) -> tuple[list[int], int]:
    """The shares as whole numbers over one denominator."""
    scale = lcm(*(share.denominator for share in shares))
    return [int(share * scale) for share in shares], scale


def excesses(game: CostGame, shares: Sequence[Fraction]) -> tuple[list[int], int]:
    """For every mask what its members pay above the costs of the group, as whole numbers over one denominator in units of money.

    A positive number means that the group would do better without the others.
    """
    scale = lcm(game.scale, *(share.denominator for share in shares))
    factor = scale // game.scale
    sums = subset_sums([int(share * scale) for share in shares])
    return [paid - factor * cost for paid, cost in zip(sums, game.costs, strict=True)], scale
