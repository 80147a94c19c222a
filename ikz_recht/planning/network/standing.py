"""What each body gives and takes on a day.

The balance is counted in services: a carrier gets one for every taker, a taker gives one for every task that it hands over. Over the whole
network the balances add up to nothing. What a Kreis or Zweckverband does, or has done, does not count: it cannot be returned.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from .portfolio import Cooperation


@dataclass(frozen=True, slots=True)
class Standing:
    """`carried` and `handed` are cooperations. `positions` None: not said of any that it carries; `received` and `paid` are euros a year.

    `balance`: services given to municipalities less services taken from them.
    """

    key: str
    carried: tuple[Cooperation, ...]
    handed: tuple[Cooperation, ...]
    positions: float | None
    received: float
    paid: float
    balance: int

    @property
    def served(self) -> int:
        """For how many takers it works, each task counted."""
        return sum(len(item.takers) for item in self.carried)

    @property
    def carriers(self) -> tuple[str, ...]:
        """The different carriers that work for it."""
        return tuple(dict.fromkeys(item.carrier for item in self.handed))

    @property
    def linked(self) -> bool:
        """Whether it takes part in anything."""
        return bool(self.carried or self.handed)


def standings(keys: Iterable[str], running: Sequence[Cooperation], municipal: Collection[str]) -> dict[str, Standing]:
    """The standing of every body in these cooperations; `municipal` are the municipalities among them."""
    carried: dict[str, list[Cooperation]] = {key: [] for key in keys}
    handed: dict[str, list[Cooperation]] = {key: [] for key in carried}
    for item in running:
        carried[item.carrier].append(item)
        for taker in item.takers:
            handed[taker].append(item)
    return {key: _standing(key, carried[key], handed[key], municipal) for key in carried}


def _standing(key: str, carried: list[Cooperation], handed: list[Cooperation], municipal: Collection[str]) -> Standing:
    positions = [item.positions for item in carried if item.positions is not None]
    received = sum(sum(item.payments.values()) for item in carried)
    paid = sum(item.payments.get(key, 0.0) for item in handed)
    given = sum(taker in municipal for item in carried for taker in item.takers)
    taken = sum(item.carrier in municipal for item in handed)
    balance = given - taken if key in municipal else 0
    return Standing(key, tuple(carried), tuple(handed), sum(positions) if positions else None, received, paid, balance)
