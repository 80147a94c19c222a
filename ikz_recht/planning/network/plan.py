"""The way from today's network to its goals, in steps: who carries what (assignment.py), for whom (teams.py), and when (schedule.py)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...rulebase.fact import show_number
from ...rulebase.problem import InputProblems, Place, Problem
from ..legal import EXCLUDED
from ..units import Region
from .assignment import assigned
from .portfolio import Portfolio
from .ratings import Ratings
from .schedule import Booking, Schedule, Undertaking
from .settings import Settings, settings_of
from .standing import standings
from .targets import Target, Untargeted, taken_elsewhere, targets_of
from .teams import Team, team_of
from .view import NetworkView, view_of

MOST_PAIRS = 60_000


@dataclass(frozen=True)
class Choice:
    """A target with its carrier. `others`: what other carriers would give, the best first; `exact`: of the team."""

    target: Target
    team: Team
    others: tuple[Team, ...]


@dataclass(frozen=True)
class NetworkPlan:
    """The steps in their order, with what they rest on. `after`: balances at the end; `carriers_after`: who then carries something."""

    view: NetworkView
    ratings: Ratings
    settings: Settings
    choices: tuple[Choice, ...]
    bookings: tuple[Booking, ...]
    left: tuple[Untargeted, ...]
    after: Mapping[str, int]
    never_carrier: tuple[str, ...]
    exact: bool
    remarks: tuple[str, ...]

    @property
    def portfolio(self) -> Portfolio:
        """The portfolio that is planned."""
        return self.view.portfolio


def plan_of(portfolio: Portfolio, region: Region, day: dt.date) -> NetworkPlan:
    """The plan from that day. Raises InputProblems (fewer than two municipalities, too large)."""
    targets, left, remarks = targets_of(portfolio, day)
    _check_size(portfolio, targets)
    view, settings = view_of(portfolio, region, day), settings_of(portfolio)
    ratings = Ratings(portfolio, region, _first_day(portfolio, day))
    choices, refused = _choices(targets, portfolio, ratings, settings, day)
    undertakings = [Undertaking(item.target, item.team, _free(item)) for item in choices]

    def lawful(target: Target, carrier: str, takers: Sequence[str], start: dt.date) -> bool:
        bodies = portfolio.bodies
        return ratings.verdict(target.task, bodies[carrier], [bodies[key] for key in takers], start).outlook != EXCLUDED

    done = Schedule(portfolio, settings, undertakings, _first_day(portfolio, day), lawful).run()
    carriers = {booking.carrier for booking in done.bookings} | {item.carrier for item in view.running}
    return NetworkPlan(
        view=view,
        ratings=ratings,
        settings=settings,
        choices=tuple(choices),
        bookings=done.bookings,
        left=(*left, *refused, *done.left),
        after=done.balances,
        never_carrier=tuple(body.key for body in portfolio.municipalities if body.key not in carriers),
        exact=all(item.team.exact for item in choices),
        remarks=(*view.remarks, *remarks, *done.remarks),
    )


def _first_day(portfolio: Portfolio, day: dt.date) -> dt.date:
    return max(day, portfolio.goals.start or day)


def _free(choice: Choice) -> tuple[str, ...]:
    """The takers, the best first."""
    return tuple(item.taker.key for item in choice.team.takers)


def _check_size(portfolio: Portfolio, targets: Sequence[Target]) -> None:
    place = Place(portfolio.path)
    if len(portfolio.bodies) < 2:
        raise InputProblems([Problem(place, "Für einen Plan braucht es mindestens zwei Gemeinden.", "Ergänzen Sie „gemeinden“.")])
    if not targets:
        text = "Es gibt nichts zu planen: kein offenes Vorhaben und keine Aufgabe unter den Zielen."
        raise InputProblems([Problem(place, text, "Nennen Sie unter „ziele: aufgaben: [...]“ Aufgaben des Katalogs.")])
    pairs = sum(len(item.members) * len(item.carriers) for item in targets)
    if pairs > MOST_PAIRS:
        text = f"Das Netz ist für einen Plan zu groß: {pairs} Paare aus Träger und Abgebenden, höchstens {MOST_PAIRS}."
        raise InputProblems(
            [Problem(place, text, "Nennen Sie weniger Aufgaben oder je Vorhaben die Beteiligten, oder teilen Sie das Netz.")]
        )


def _choices(
    targets: Sequence[Target], portfolio: Portfolio, ratings: Ratings, settings: Settings, day: dt.date
) -> tuple[list[Choice], list[Untargeted]]:
    teams = [_teams(target, portfolio, ratings, day) for target in targets]
    keys = list(portfolio.bodies)
    gains = [{keys.index(team.carrier.key): team.points for team in found} for found in teams]
    now = standings(keys, [item for item in portfolio.cooperations if item.until is None or item.until >= day])
    before = [len(now[key].carried) for key in keys]

    def cost(carrier: int, more: int) -> float:
        load = before[carrier] + more
        first = load == 0 and portfolio.bodies[keys[carrier]].municipal
        return -settings.first if first else load * settings.further

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


def _teams(target: Target, portfolio: Portfolio, ratings: Ratings, day: dt.date) -> list[Team]:
    """The team of every possible carrier; carriers that nobody could hand the task to, or that say they would lose, are none."""
    busy = taken_elsewhere(target, portfolio, day)
    inside = {target.running.carrier, *target.running.takers} if target.running else set()
    able = [key for key in target.members if key not in busy and key not in inside and (target.benefit(key) or 0) >= 0]
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
