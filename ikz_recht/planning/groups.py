"""The best group of partners for a task.

The points of a group are the mean of the points of its members as partners of the own municipality, plus what the criteria of groups give.
Up to MOST_EXACT candidates every group of allowed size is tried whose area hangs together where that is demanded: the result is exact.
Of more candidates only the MOST_EXACT with the most points are tried, which is a heuristic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest

MOST_EXACT = 15
KEPT = 6


@dataclass(frozen=True, slots=True)
class Group:
    """Positions of the members among the candidates, and the points of the group."""

    members: tuple[int, ...]
    points: float


@dataclass(frozen=True, slots=True)
class Found:
    """The best groups, the best first; `exact`: every allowed group was tried."""

    groups: tuple[Group, ...]
    exact: bool


def best_groups(
    points: Sequence[float],
    touches: Callable[[int, int], bool] | None,
    sizes: tuple[int, int],
    extra: Callable[[tuple[int, ...]], float],
    most_extra: float,
    kept: int = KEPT,
) -> Found:
    """The best groups of candidates 0 … n−1 with the own municipality.

    `points` of each candidate; `touches(i, j)` whether two lie side by side, with j = −1 the own municipality (None: area plays no part);
    `sizes`: least and greatest number of partners; `extra`: points of the criteria of groups, at most `most_extra`.
    """
    exact = len(points) <= MOST_EXACT
    chosen = range(len(points)) if exact else sorted(nlargest(MOST_EXACT, range(len(points)), key=points.__getitem__))
    best: list[Group] = []
    for members in _subsets(tuple(chosen), touches, sizes[1]):
        if len(members) < sizes[0]:
            continue
        mean = sum(points[item] for item in members) / len(members)
        if len(best) == kept and mean + most_extra <= best[-1].points:
            continue  # whatever the criteria of groups say, it does not come among the best
        best.append(Group(members, mean + extra(members)))
        best = sorted(best, key=lambda group: (-group.points, len(group.members), group.members))[:kept]
    return Found(tuple(best), exact)


def _subsets(items: tuple[int, ...], touches: Callable[[int, int], bool] | None, most: int) -> Iterator[tuple[int, ...]]:
    """Every subset of 1 to `most` items, each once; with `touches` those that hang together with the own municipality.

    Each is reached from the own municipality over neighbours; an item that was passed over is not taken up again (ESU, Wernicke 2006).
    """
    if touches is None:
        yield from _free(items, most)
        return
    beside = {item: [other for other in items if other != item and touches(item, other)] for item in items}
    start = [item for item in items if touches(item, -1)]
    yield from _grown((), start, frozenset(start), beside, most)


def _free(items: tuple[int, ...], most: int) -> Iterator[tuple[int, ...]]:
    from itertools import combinations

    for size in range(1, most + 1):
        yield from combinations(items, size)


def _grown(
    members: tuple[int, ...], open_: list[int], seen: frozenset[int], beside: dict[int, list[int]], most: int
) -> Iterator[tuple[int, ...]]:
    if members:
        yield tuple(sorted(members))
    if len(members) == most:
        return
    waiting = list(open_)
    while waiting:
        item = waiting.pop(0)
        fresh = [other for other in beside[item] if other not in seen]
        yield from _grown((*members, item), [*waiting, *fresh], seen | set(fresh), beside, most)
