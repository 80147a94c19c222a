"""Simple ways to divide the costs of all: by separable costs, equal gain, in proportion, and by keys."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from .game import CostGame, Shares


def separable(game: CostGame) -> Shares:
    """Separable costs, remaining benefits.

    Each partner pays what it alone causes (what all save without it), and of the rest a part in proportion to what remains of its benefit:
    costs alone less separable costs. Used for dams of the Tennessee Valley Authority; Young, Okada and Hashimoto, Cost allocation in water
    resources development, Water Resources Research 18, 1982. No benefit left at all: the rest is divided equally.
    """
    alone = game.alone()
    own = [game.total - game.cost(game.full ^ 1 << number) for number in range(len(alone))]
    benefits = [max(Fraction(0), cost - part) for cost, part in zip(alone, own, strict=True)]
    rest = game.total - sum(own)
    return tuple(part + more for part, more in zip(own, by_weight(rest, benefits), strict=True))


def equal_gain(game: CostGame) -> Shares:
    """Costs alone less an equal part of what is saved together (equal division of the gain; Moulin, Axioms of Cooperative Decision Making, 1988)."""
    alone = game.alone()
    gain = (sum(alone) - game.total) / len(alone)
    return tuple(cost - gain for cost in alone)


def proportional(game: CostGame) -> Shares:
    """In proportion to the costs alone (Moriarity, Another approach to allocating joint costs, Accounting Review 50, 1975)."""
    return by_weight(game.total, game.alone())


def by_weight(amount: Fraction, weights: Sequence[Fraction]) -> Shares:
    """The amount in proportion to the weights; equally where all are zero."""
    whole = sum(weights)
    return tuple(amount * (weight / whole if whole else Fraction(1, len(weights))) for weight in weights)


def mixed(amount: Fraction, base: Fraction, base_weights: Sequence[Fraction], weights: Sequence[Fraction]) -> Shares:
    """A base (a part of the amount from 0 to 1) by the first weights, the rest by the others."""
    first, rest = by_weight(amount * base, base_weights), by_weight(amount * (1 - base), weights)
    return tuple(one + other for one, other in zip(first, rest, strict=True))
