"""What if: a partner leaves, there are fewer cases, costs fall away later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...rulebase.benefit import BenefitRules, Scenario
from ...rulebase.fact import show_number
from .model import HUNDRED, ONE, CostItem, CostModel
from .span import Readings, Span, Standing, readings

LEAST = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """A scenario gone through. `saving`, `balance` are those of all who stay; `losers`: who then surely spends more than alone in a settled year;
    `doubtful`: who may.

    `balance` None: only a settled year is looked at. `impossible`: why there is nothing to compute. `leaver`: who leaves.
    """

    scenario: Scenario
    name: str
    saving: Span | None = None
    balance: Span | None = None
    losers: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    impossible: str = ""
    leaver: str = ""


def outcomes(model: CostModel, rules: BenefitRules) -> list[Outcome]:
    """Every scenario of the rules on the model."""
    return [outcome for scenario in rules.scenarios for outcome in _of(scenario, model)]


def _of(scenario: Scenario, model: CostModel) -> Iterator[Outcome]:
    if scenario.kind == "austritt":
        yield from _leaving(scenario, model)
    elif scenario.kind == "faelle":
        if model.cases():
            factor = ONE + scenario.change / HUNDRED
            name = f"{scenario.name} ({show_number(float(model.cases()))} → {show_number(round(float(model.cases() * factor)))})"
            yield _outcome(scenario, name, readings(replace(model, case_factor=factor, planned_cases=model.planned())))
    else:
        yield _outcome(scenario, scenario.name, readings(_delayed(model, scenario.change)))


def _leaving(scenario: Scenario, model: CostModel) -> Iterator[Outcome]:
    if len(model.partners) <= LEAST:
        yield Outcome(scenario, scenario.name, impossible="Bei zwei Beteiligten endet die Zusammenarbeit, wenn eine Seite ausscheidet.")
        return
    for partner in model.partners:
        name = f"{partner.name} steigt aus"
        if partner.name == model.performer:
            yield Outcome(
                scenario, name, impossible="Dann fehlt, wer die Aufgabe erledigt; die übrigen müssten neu planen.", leaver=partner.name
            )
            continue
        rest = tuple(item for item in model.partners if item is not partner)
        smaller = readings(replace(model, partners=rest, planned_cases=model.planned()))
        yield replace(_outcome(scenario, name, smaller), balance=None, leaver=partner.name)


def _outcome(scenario: Scenario, name: str, found: Readings) -> Outcome:
    standings = {item: found.saving(item).standing() for item in found.model.names()}
    losers, doubtful = (tuple(item for item, one in standings.items() if one is kind) for kind in (Standing.LOSES, Standing.OPEN))
    return Outcome(scenario, name, found.saving(), found.balance(), losers, doubtful)


def _delayed(model: CostModel, months: int) -> CostModel:
    """Present costs fall away so many months later."""
    return replace(
        model, partners=tuple(replace(item, items=tuple(_later(one, model.start, months) for one in item.items)) for item in model.partners)
    )


def _later(item: CostItem, start: dt.date, months: int) -> CostItem:
    return item if item.stays else replace(item, ends=later(max(item.ends or start, start), months))


def later(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last of that month if there is none."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = (dt.date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(day.day, last))
