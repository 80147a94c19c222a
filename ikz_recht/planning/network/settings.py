"""The quantities that planning works with: of rules/netz, unless the portfolio file gives its own."""

from __future__ import annotations

from dataclasses import dataclass

from .portfolio import Portfolio

WHATEVER_IT_COSTS = 10_000.0  # more than the points of any team
# What holds where rules/netz says nothing.
_ELSE = {"vorlauf_monate": 9, "probe_monate": 12, "raster_monate": 6, "neue_je_termin": 2, "rueckstand": 2}
_ELSE |= {"erste_traegerschaft": 15, "weitere_traegerschaft": 3}


@dataclass(frozen=True, slots=True)
class Settings:
    """`lead`, `trial`, `grid` are months; `per_date` cooperations begin at once; `backlog` is how far a balance may fall below nothing.

    `first` are the points for a municipality's first task as carrier, `further` what each further one costs more than the one before.
    """

    lead: int
    trial: int
    grid: int
    per_date: int
    backlog: int
    first: float
    further: float


def settings_of(portfolio: Portfolio) -> Settings:
    """The settings in force."""
    rules = {name: item.value for name, item in portfolio.rulebase.network.quantities.items()}
    found = {**_ELSE, **rules, **portfolio.goals.quantities}
    return Settings(
        int(found["vorlauf_monate"]),
        int(found["probe_monate"]),
        max(1, int(found["raster_monate"])),
        int(found["neue_je_termin"]),
        int(found["rueckstand"]),
        _first(portfolio, found["erste_traegerschaft"]),
        found["weitere_traegerschaft"],
    )


def _first(portfolio: Portfolio, points: float) -> float:
    """What the goal says on everyone being carrier goes before the points of the rules."""
    goal = portfolio.goals.every_carrier
    return points if goal is None else WHATEVER_IT_COSTS if goal else 0.0
