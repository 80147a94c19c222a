"""Who would do better without the others under a division, what would put it right, and the fair division nearest to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from .divisions import by_weight
from .game import CostGame, Shares, common_scale, excesses, subset_sums
from .lexicographic import lexicographic
from .nucleolus import everyone, group_row
from .simplex import Row


@dataclass(frozen=True, slots=True)
class Better:
    """A group that would do better without the others, and by how much in units of money."""

    mask: int
    by: Fraction


def better_alone(game: CostGame, shares: Sequence[Fraction]) -> list[Better]:
    """Every group, also of one partner, that would pay less without the others; the most first, then the smaller group."""
    above, scale = excesses(game, shares)
    found = [(excess, mask) for mask, excess in enumerate(above) if excess > 0 and mask != game.full]
    found.sort(key=lambda item: (-item[0], item[1].bit_count(), item[1]))
    return [Better(mask, Fraction(excess, scale)) for excess, mask in found]


def gains(game: CostGame, shares: Sequence[Fraction]) -> Shares:
    """What each partner saves against going alone; negative if it loses."""
    return tuple(cost - share for cost, share in zip(game.alone(), shares, strict=True))


def compensated(game: CostGame, shares: Sequence[Fraction]) -> Shares | None:
    """The division after the smallest compensation with which nobody loses: those who gain pay the losses, in proportion to their gains.

    Less cannot do, because every loss has to be made good. None if all together lose.
    """
    found = gains(game, shares)
    loss = -sum((min(gain, Fraction(0)) for gain in found), Fraction(0))
    if sum(found) < 0:
        return None
    paid = by_weight(loss, [max(gain, Fraction(0)) for gain in found])
    return (
        tuple(share + min(gain, Fraction(0)) + more for share, gain, more in zip(shares, found, paid, strict=True))
        if loss
        else tuple(shares)
    )


def nearest_fair(game: CostGame, shares: Sequence[Fraction], slack: Fraction) -> Shares:
    """The division nearest to `shares` under which no group pays more than `slack` above its own costs.

    Nearest: the greatest change for one partner is as small as possible, then the second greatest, and so on (one point, and the same for
    like partners). `slack` is the value of the least core where the core is empty, else zero; then such a division exists.
    """
    whole, scale = common_scale([*shares, slack])
    point, _ = lexicographic(len(shares), [_scaled(everyone(game), Fraction(scale, game.scale))], _Changes(game, whole, scale))
    return tuple(value / scale for value in point)


def _scaled(row: Row, factor: Fraction) -> Row:
    return Row(row.key, row.coefficients, row.limit * factor, row.fixed)


class _Changes:
    """Soft rows: what each partner pays more or less than before; hard rows: no group pays more than its costs and the slack."""

    def __init__(self, game: CostGame, before: Sequence[int], scale: int) -> None:
        self.game, self.size = game, len(game.names)
        self.before, slack = before[:-1], before[-1]
        self.limits = [Fraction(cost * scale, game.scale) + slack for cost in game.costs]
        factor = game.scale
        self.whole = [int(limit * factor) for limit in self.limits]
        self.factor = factor
        self.open: list[int] = []
        self.met: dict[int, list[int]] = {}

    def close(self, fixed: list[Row]) -> bool:
        from .span import open_units

        self.open = open_units([row.coefficients[:-1] for row in fixed], self.size)
        return bool(self.open)

    def start(self) -> Iterable[Row]:
        for number in self.open:
            yield self._row(number, 1)
            yield self._row(number, -1)

    def violated(self, values: list[int], denominator: int, first: bool) -> Row | None:
        """A group that pays too much, else a change greater than t; with `first` in the order of their keys, as the rule of Bland demands."""
        mask = self._paying_too_much(values, denominator, first)
        if mask:
            return Row(("group", mask), group_row(mask, self.size, 0), self.limits[mask])
        changes = [(sign * (values[place] - denominator * self.before[place]), place, sign) for sign in (-1, 1) for place in self.open]
        over = [item for item in changes if item[0] > values[-1]]
        if not over:
            return None
        _, place, sign = over[0] if first else max(over, key=lambda item: item[0])
        return self._row(place, sign)

    def _paying_too_much(self, values: list[int], denominator: int, first: bool) -> int:
        """A group above its limit, or 0. Those met before are looked at first: a look at all takes long with many partners."""
        paid = [value * self.factor for value in values[:-1]]
        if not first:
            met = [(sum(paid[number] for number in bits) - denominator * self.whole[mask], mask) for mask, bits in self.met.items()]
            most, mask = max(met, default=(0, 0))
            if most > 0:
                return mask
        above = [pays - denominator * limit for pays, limit in zip(subset_sums(paid), self.whole, strict=True)]
        above[0] = above[-1] = 0
        mask = next((mask for mask, excess in enumerate(above) if excess > 0), 0) if first else above.index(max(above))
        if above[mask] <= 0:
            return 0
        self.met[mask] = [number for number in range(self.size) if mask >> number & 1]
        return mask

    def _row(self, number: int, sign: int) -> Row:
        coefficients = (*(sign * (place == number) for place in range(self.size)), -1)
        return Row(("more" if sign > 0 else "less", number), coefficients, Fraction(sign * self.before[number]))
