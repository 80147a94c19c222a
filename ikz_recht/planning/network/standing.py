"""What each body gives and takes on a day.

The balance is counted in services: a carrier gets one for every taker, a taker gives one for every task that it hands over. Over the whole
network the balances add up to nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .portfolio import Cooperation


@dataclass(frozen=True, slots=True)
class Standing:
    """`carried` and `handed` are cooperations. `positions` None: not said of any that it carries; `received` and `paid` are euros a year."""

    key: str
    carried: tuple[Cooperation, ...]
    handed: tuple[Cooperation, ...]
    positions: float | None
    received: float
    paid: float

    @property
    def served(self) -> int:
        """For how many takers it works, each task counted."""
        return sum(len(item.takers) for item in self.carried)

    @property
    def balance(self) -> int:
        """Services given less services taken."""
        return self.served - len(self.handed)

    @property
    def carriers(self) -> tuple[str, ...]:
        """The different carriers that work for it."""
        return tuple(dict.fromkeys(item.carrier for item in self.handed))

    @property
    def linked(self) -> bool:
        """Whether it takes part in anything."""
        return bool(self.carried or self.handed)


def standings(keys: Iterable[str], running: Sequence[Cooperation]) -> dict[str, Standing]:
    """The standing of every body in these cooperations."""
    carried: dict[str, list[Cooperation]] = {key: [] for key in keys}
    handed: dict[str, list[Cooperation]] = {key: [] for key in carried}
    for item in running:
        carried[item.carrier].append(item)
        for taker in item.takers:
            handed[taker].append(item)
    return {key: _standing(key, carried[key], handed[key]) for key in carried}


def _standing(key: str, carried: list[Cooperation], handed: list[Cooperation]) -> Standing:
    positions = [item.positions for item in carried if item.positions is not None]
    received = sum(sum(item.payments.values()) for item in carried)
    paid = sum(item.payments.get(key, 0.0) for item in handed)
    return Standing(key, tuple(carried), tuple(handed), sum(positions) if positions else None, received, paid)
