"""All divisions of one cost game, what each means for every partner and group, and which is recommended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from ...rulebase.cost_keys import EQUAL, EQUAL_GAIN, KEY_METHODS, MIXED, NUCLEOLUS, PROPORTIONAL, SEPARABLE, SHAPLEY, SIZES
from ...rulebase.model import Rulebase
from .divisions import by_weight, equal_gain, mixed, proportional, separable
from .fairness import Better, better_alone, compensated, gains, nearest_fair
from .game import CostGame, Shares
from .given import SharesInput
from .nucleolus import nucleolus
from .shapley import shapley
from .transfers import Transfer, settle

MOST_REPAIRED = 16  # with more partners only the chosen key is repaired: each takes seconds


@dataclass(frozen=True, slots=True)
class Division:
    """One way to share: what each pays and saves, and who would do better alone. Tax depends on who pays, so keys may differ in their sum.

    `compensation`: payments with which no partner loses (None: nobody loses, or all together do). `nearest`: the fair division closest to
    this one (None: it is fair, or was not looked for).
    """

    method: str
    shares: Shares
    gains: Shares
    better: tuple[Better, ...]
    compensation: tuple[Transfer, ...] | None = None
    nearest: Shares | None = None

    @property
    def losers(self) -> tuple[int, ...]:
        """The partners that pay more than alone."""
        return tuple(number for number, gain in enumerate(self.gains) if gain < 0)

    @property
    def fair(self) -> bool:
        """Whether no partner and no group would do better alone."""
        return not self.better

    @property
    def is_key(self) -> bool:
        """Whether it is a key in use, not a notion of fairness."""
        return self.method in KEY_METHODS


@dataclass(frozen=True, slots=True)
class SharesResult:
    """`least_core`: the smallest amount by which groups may be worse off so that all agree; above zero no division satisfies every group."""

    given: SharesInput
    rulebase: Rulebase
    least_core: Fraction
    divisions: tuple[Division, ...]

    @property
    def game(self) -> CostGame:
        """The game that is shared."""
        return self.given.game

    @property
    def saving(self) -> Fraction:
        """What all save together; negative if cooperation costs more."""
        return sum(self.game.alone(), Fraction(0)) - self.game.total

    @property
    def core_empty(self) -> bool:
        """Whether no division keeps every group from doing better alone."""
        return self.least_core > 0

    def of(self, method: str) -> Division | None:
        """The division of a method."""
        return next((item for item in self.divisions if item.method == method), None)


def divide(given: SharesInput, rulebase: Rulebase) -> SharesResult:
    """Every division that the figures allow."""
    game = given.game
    core, levels = nucleolus(game)
    least = levels[0].worst
    found = [(SHAPLEY, shapley(game)), (NUCLEOLUS, core), (SEPARABLE, separable(game)), (EQUAL_GAIN, equal_gain(game))]
    found += [(PROPORTIONAL, proportional(game)), *_keys(given)]
    divisions = tuple(_division(game, method, shares, least, given) for method, shares in found)
    return SharesResult(given, rulebase, least, divisions)


def _keys(given: SharesInput) -> Iterator[tuple[str, Shares]]:
    """Every key that the figures allow; it divides the joint costs, and with each partner stays what is its own."""
    for method, parts in _parts(given, given.divided.joint if given.divided else given.game.total):
        yield method, given.divided.paid(parts) if given.divided else parts


def _parts(given: SharesInput, amount: Fraction) -> Iterator[tuple[str, Shares]]:
    even = [Fraction(1)] * len(given.game.names)
    for measure in SIZES:
        if measure in given.sizes:
            yield measure, by_weight(amount, given.sizes[measure])
    yield EQUAL, by_weight(amount, even)
    key = given.mixed
    if key is not None:
        base = even if key.base_by == EQUAL else given.sizes[key.base_by]
        yield MIXED, mixed(amount, key.base / 100, base, given.sizes[key.rest_by])


def _division(game: CostGame, method: str, shares: Shares, least: Fraction, given: SharesInput) -> Division:
    better = tuple(better_alone(game, shares))
    found = gains(game, shares)
    repaired = compensated(game, shares) if any(gain < 0 for gain in found) else None
    payments = None if repaired is None else tuple(settle(game.names, [new - old for new, old in zip(repaired, shares, strict=True)]))
    slack = max(least, Fraction(0))
    wanted = method in KEY_METHODS and any(item.by > slack for item in better)
    wanted = wanted and (len(shares) <= MOST_REPAIRED or method == given.chosen)
    nearest = nearest_fair(game, shares, slack) if wanted else None
    return Division(method, shares, found, better, payments, nearest)
