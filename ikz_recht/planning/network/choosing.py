"""Who carries which task, and for whom: every possible team is rated, then the carriers are chosen together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from ...rulebase.fact import show_number
from .assignment import assigned
from .portfolio import Portfolio
from .ratings import Ratings
from .settings import Settings
from .standing import standings
from .targets import Target, Untargeted, taken_elsewhere
from .teams import Team, team_of


@dataclass(frozen=True)
class Choice:
    """A target with its carrier. `others`: what other carriers would give, the best first; `instead_of`: the
    carrier that had more points, but whose takers could not take any more."""

    target: Target
    team: Team
    others: tuple[Team, ...]
    instead_of: str = ""


def choices_of(
    targets: Sequence[Target], portfolio: Portfolio, ratings: Ratings, settings: Settings, day: dt.date
) -> tuple[list[Choice], list[Untargeted]]:
    """The choice for every target that somebody can carry, and what is left out with its reason."""
    teams = [teams_of(target, portfolio, ratings, day) for target in targets]
    keys = list(portfolio.bodies)
    gains = [{keys.index(team.carrier.key): team.points for team in found} for found in teams]
    cost = load_cost(portfolio, settings, day)
    extended = {number for number, target in enumerate(targets) if target.running}
    free = [{} if number in extended else gain for number, gain in enumerate(gains)]
    chosen = assigned(free, len(keys), cost)
    choices, left = [], []
    for number, target in enumerate(targets):
        own = keys[carrier] if (carrier := chosen[number]) is not None else target.carriers[0] if target.carriers else ""
        team = next((team for team in teams[number] if team.carrier.key == own), None)
        if team is None:
            left.append(Untargeted(target.task.name, _why_nobody(target, portfolio, ratings, day)))
            continue
        others = sorted((other for other in teams[number] if other is not team), key=lambda other: (-other.points, other.carrier.key))
        choices.append(Choice(target, team, tuple(others)))
        left += _not_taking_part(target, team, portfolio, ratings, day)
    return choices, left


def load_cost(portfolio: Portfolio, settings: Settings, day: dt.date) -> Callable[[int, int], float]:
    """What one more task costs a carrier (by place in the file) that has so many new ones already."""
    running = [item for item in portfolio.cooperations if item.until is None or item.until >= day]
    now = standings(portfolio.bodies, running, portfolio.municipal)
    before = [len(now[key].carried) for key in portfolio.bodies]
    municipal = [body.municipal for body in portfolio.bodies.values()]

    def cost(carrier: int, more: int) -> float:
        load = before[carrier] + more
        return -settings.first if load == 0 and municipal[carrier] else load * settings.further

    return cost


def _not_taking_part(target: Target, team: Team, portfolio: Portfolio, ratings: Ratings, day: dt.date) -> list[Untargeted]:
    """Members that lose by it, and members that the file names but that cannot take part."""
    busy = taken_elsewhere(target, portfolio, day)
    joined = {team.carrier.key, *(item.taker.key for item in team.takers), *(target.running.members if target.running else ())}
    found = []
    for key in target.members:
        benefit = target.benefit(key)
        if benefit is not None and benefit < 0:
            reason = f"Der angegebene Nachteil von {show_number(-benefit)} Euro im Jahr müsste erst ausgeglichen werden."
        elif key in joined or not target.named:
            continue
        elif key in busy:
            reason = f"Besteht schon mit {portfolio.short(busy[key].carrier)} als Träger."
        else:
            reason = ratings.rate(target.task, team.carrier, portfolio.bodies[key]).refused
        if reason:
            found.append(Untargeted(f"{target.task.name} mit {portfolio.short(key)}", reason))
    return found


def teams_of(target: Target, portfolio: Portfolio, ratings: Ratings, day: dt.date, only: Collection[str] | None = None) -> list[Team]:
    """The team of every possible carrier; carriers that nobody could hand the task to, or that say they would lose, are none.

    `only`: takers to choose from.
    """
    busy = taken_elsewhere(target, portfolio, day)
    inside = {target.running.carrier, *target.running.takers} if target.running else set()
    able = [key for key in target.members if key not in busy and key not in inside and (target.benefit(key) or 0) >= 0]
    able = able if only is None else [key for key in able if key in only]
    carriers = [key for key in target.carriers if target.running or (key not in busy and (target.benefit(key) or 0) >= 0)]
    teams = [team_of(target, key, able, ratings) for key in carriers]
    return [team for team in teams if team.takers]


def _why_nobody(target: Target, portfolio: Portfolio, ratings: Ratings, day: dt.date) -> str:
    """Why no carrier has a taker: what stands against most pairs."""
    busy = taken_elsewhere(target, portfolio, day)
    inside = {target.running.carrier, *target.running.takers} if target.running else set()
    losing = [portfolio.short(key) for key in target.members if (target.benefit(key) or 0) < 0]
    if inside >= set(target.members):
        return "Alle Beteiligten erledigen sie schon gemeinsam."
    reasons: dict[str, int] = {}
    for carrier in target.carriers:
        for taker in target.members:
            if taker != carrier and taker not in inside:
                reason = ratings.rate(target.task, portfolio.bodies[carrier], portfolio.bodies[taker]).refused
                reason = reason or ("Eine solche Zusammenarbeit besteht schon." if taker in busy or carrier in busy else "")
                reasons[reason] = reasons.get(reason, 0) + 1
    if losing and not reasons.get(""):
        return f"Mit einem Nachteil rechnen: {', '.join(losing)}."
    most = max((reason for reason in reasons if reason), key=lambda reason: reasons[reason], default="")
    return most or (
        f"Mit einem Nachteil rechnen: {', '.join(losing)}."
        if losing
        else "Kein Paar von Gemeinden hat Punkte dafür; vor Ort ist es meist zu weit."
    )
