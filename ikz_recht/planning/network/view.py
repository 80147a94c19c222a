"""The network as it stands on a day: who gives and takes, what hangs together, what could go wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...register.remarks import MOST_DAYS
from ...rulebase.fact import LANDS, show_date
from ..units import Region
from .check_portfolio import everything
from .graph import bridges, components
from .portfolio import Cooperation, Portfolio
from .risks import FoundRisk, found_risks
from .standing import Standing, standings


@dataclass(frozen=True)
class NetworkView:
    """What `netz zeigen` shows. `parts`: connected parts, without those who take part in nothing (`apart`); `waiting` begins later, `ended` is over."""

    portfolio: Portfolio
    region: Region
    day: dt.date
    running: tuple[Cooperation, ...]
    waiting: tuple[Cooperation, ...]
    ended: tuple[Cooperation, ...]
    standings: Mapping[str, Standing]
    parts: tuple[tuple[str, ...], ...]
    apart: tuple[str, ...]
    bridging: frozenset[str]
    risks: tuple[FoundRisk, ...]
    remarks: tuple[str, ...]

    @property
    def never_carrier(self) -> tuple[str, ...]:
        """The municipalities that carry nothing."""
        return tuple(body.key for body in self.portfolio.municipalities if not self.standings[body.key].carried)


def view_of(portfolio: Portfolio, region: Region, day: dt.date) -> NetworkView:
    """The network on that day."""
    running = tuple(item for item in portfolio.cooperations if item.runs_on(day))
    waiting = tuple(item for item in portfolio.cooperations if item.since is not None and item.since > day)
    ended = tuple(item for item in portfolio.cooperations if item.until is not None and item.until < day)
    found = standings(portfolio.bodies, running, portfolio.municipal)
    linked = [key for key, item in found.items() if item.linked]
    groups = [item.members for item in running]
    parts = components(linked, groups)
    bridging = bridges(linked, groups)
    return NetworkView(
        portfolio=portfolio,
        region=region,
        day=day,
        running=running,
        waiting=waiting,
        ended=ended,
        standings=found,
        parts=tuple(tuple(part) for part in parts),
        apart=tuple(key for key, item in found.items() if not item.linked),
        bridging=bridging,
        risks=found_risks(portfolio, running, found, parts, bridging, day),
        remarks=tuple(_remarks(portfolio, region, running, day)),
    )


def _remarks(portfolio: Portfolio, region: Region, running: tuple[Cooperation, ...], day: dt.date) -> Iterator[str]:
    yield from portfolio.remarks
    yield from register_remarks(portfolio, region, day)
    on = {item.id for item in running}
    names = {item.id: portfolio.task_name(item) for item in everything(portfolio)}
    for item in running:
        for need in item.needs:
            if need not in on:
                yield f"„{names[item.id]}“ läuft, setzt aber „{names[need]}“ voraus; das läuft am {show_date(day)} nicht."
    if not portfolio.rulebase.network.risks:
        yield "Dem Regelwerk fehlen Risiken (rules/netz); sie sind nicht beurteilt."


def register_remarks(portfolio: Portfolio, region: Region, day: dt.date) -> Iterator[str]:
    """What the reader must know of the register and the rules behind the result."""
    register = region.register
    if any(body.unit.centre or body.unit.district for body in portfolio.bodies.values()) and abs((day - register.as_of).days) > MOST_DAYS:
        text = "Prüfen Sie Einwohnerzahlen, Kreise und Verbände."
        yield f"Das Gemeinderegister beschreibt den {show_date(register.as_of)}, der Stichtag ist der {show_date(day)}. {text}"
    if portfolio.as_of and abs((day - portfolio.as_of).days) > MOST_DAYS:
        yield f"Die Datei beschreibt den {show_date(portfolio.as_of)}, der Stichtag ist der {show_date(day)}."
    for land in sorted({body.unit.land for body in portfolio.bodies.values()} - portfolio.rulebase.lands.keys()):
        yield f"Das Recht von {LANDS.get(land, land)} ist nicht erfasst oder abgeschaltet; Schritte mit diesem Land sind rechtlich nicht beurteilt."
