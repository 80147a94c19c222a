"""Whom a carrier should work for in a task: the takers with the most points together, no more than is usual, in one area where that matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from ...rulebase.model import Task
from ...rulebase.partner import GroupSize
from ..judging import holds_for
from ..task_facts import task_facts
from .graph import components
from .portfolio import Body
from .ratings import Rating, Ratings
from .targets import Target

MOST_EXACT = 15  # so many candidates are tried in every combination


@dataclass(frozen=True, slots=True)
class Team:
    """A carrier with its takers, the best first. `exact`: no better takers exist for this carrier under the size and area asked for."""

    carrier: Body
    takers: tuple[Rating, ...]
    points: float
    exact: bool
    size: GroupSize | None


def size_of(task: Task, ratings: Ratings) -> GroupSize | None:
    """The usual size of groups for the task."""
    facts = task_facts(task)
    return next((size for size in ratings.portfolio.rulebase.partner.sizes if holds_for(size.when, facts)), None)


def team_of(target: Target, carrier: str, candidates: Sequence[str], ratings: Ratings) -> Team:
    """The best team of this carrier from the candidates; those that the file names all belong to it, whatever their number."""
    bodies = ratings.portfolio.bodies
    own = bodies[carrier]
    rated = [ratings.rate(target.task, own, bodies[key]) for key in candidates if key != carrier]
    able = sorted((item for item in rated if not item.refused), key=_order)
    size = size_of(target.task, ratings)
    if target.named or size is None:
        return Team(own, tuple(able), sum(item.points for item in able), True, size)
    already = target.running.takers if target.running else ()
    places = max(0, size.at_most - 1 - len(already))
    able = [item for item in able if item.points > 0]
    if not size.connected:
        chosen = able[:places]
        return Team(own, tuple(chosen), sum(item.points for item in chosen), True, size)
    base = [own, *(bodies[key] for key in already)]
    found = _connected(base, able[:MOST_EXACT], places, ratings)
    return Team(own, found, sum(item.points for item in found), len(able) <= MOST_EXACT, size)


def _order(item: Rating) -> tuple[float, str]:
    return -item.points, item.taker.key


def _connected(base: Sequence[Body], able: Sequence[Rating], places: int, ratings: Ratings) -> tuple[Rating, ...]:
    """The takers with the most points whose area hangs together with the base; without known neighbours the area plays no part."""
    if not ratings.region.near:
        return tuple(able[:places])
    sizes = range(1, min(places, len(able)) + 1)
    groups = (group for size in sizes for group in combinations(able, size) if _hangs_together(base, group, ratings))
    return max(groups, key=_total, default=())


def _total(group: Sequence[Rating]) -> float:
    return sum(item.points for item in group)


def _hangs_together(base: Sequence[Body], group: Sequence[Rating], ratings: Ratings) -> bool:
    bodies = [*base, *(item.taker for item in group)]
    if any(body.unit.centre is None for body in bodies):
        return True  # where it lies is not known: nothing speaks against it
    touching = [
        (first.key, second.key) for first, second in combinations(bodies, 2) if ratings.region.touch(first.unit, second.unit, across=True)
    ]
    start = [(base[0].key, other.key) for other in base[1:]]  # who works together already is not asked whether it hangs together
    return len(components([body.key for body in bodies], [*touching, *start])) == 1
