"""The way from today's network to its goals, in steps: who carries what (assignment.py), for whom (teams.py), and when (schedule.py)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...rulebase.problem import InputProblems, Place, Problem
from ..legal import EXCLUDED
from ..units import Region
from .choosing import Choice, choices_of, load_cost, teams_of
from .outcome import outcome_of
from .portfolio import Portfolio
from .ratings import Ratings
from .schedule import Booking, Schedule, Scheduled, Undertaking
from .settings import Settings, settings_of
from .targets import Target, Untargeted, targets_of
from .teams import Team
from .view import NetworkView, view_of

MOST_PAIRS = 60_000


@dataclass(frozen=True)
class NetworkPlan:
    """The steps in their order, with what they rest on. `after`: balances at the end; `outcome`: the network on the day of the last step."""

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
    outcome: NetworkView

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
    choices, refused = choices_of(targets, portfolio, ratings, settings, day)

    def lawful(target: Target, carrier: str, takers: Sequence[str], start: dt.date) -> bool:
        bodies = portfolio.bodies
        return ratings.verdict(target.task, bodies[carrier], [bodies[key] for key in takers], start).outlook != EXCLUDED

    def scheduled(chosen: Sequence[Choice]) -> Scheduled:
        undertakings = [Undertaking(item.target, item.team, _free(item)) for item in chosen]
        return Schedule(portfolio, settings, undertakings, _first_day(portfolio, day), lawful).run()

    done = scheduled(choices)
    for number, choice in enumerate(choices):
        if begun(done, choice) or choice.target.named or choice.target.running:
            continue
        other = _for_others(choice, done, portfolio, ratings, settings, day)
        changed = [*choices[:number], other, *choices[number + 1 :]] if other else choices
        if other and (again := scheduled(changed)) and all(begun(again, item) for item in changed if begun(done, item) or item is other):
            choices, done = changed, again
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
        outcome=outcome_of(portfolio, region, done.bookings, day),
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


def begun(done: Scheduled, choice: Choice) -> bool:
    """Whether the schedule has a step for the target."""
    return any(booking.target.id == choice.target.id for booking in done.bookings)


def _for_others(choice: Choice, done: Scheduled, portfolio: Portfolio, ratings: Ratings, settings: Settings, day: dt.date) -> Choice | None:
    """The best team of takers whose balance at the end leaves room: for a target that found no taker."""
    room = {key for key, balance in done.balances.items() if balance - 1 >= -settings.backlog}
    teams = teams_of(choice.target, portfolio, ratings, day, room)
    keys, cost = list(portfolio.bodies), load_cost(portfolio, settings, day)
    loads = {key: len({booking.target.id for booking in done.bookings if booking.carrier == key}) for key in keys}

    def worth(team: Team) -> float:
        key = team.carrier.key
        return team.points - cost(keys.index(key), loads[key])

    teams.sort(key=lambda team: (-worth(team), team.carrier.key))
    return Choice(choice.target, teams[0], tuple(teams[1:]), choice.team.carrier.key) if teams else None
