"""Steps planned around fixed days: each takes its planned time, or its part of what is left before the next fixed day, if that is less.

Critical path method with fixed nodes: along the longest chain from a step to each fixed step ahead of it, the days in between are divided in
proportion to the planned times; the least of these counts. So no step ends after a fixed one that waits for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from ...rulebase.change import legal_id
from .anchors import Anchors
from .chain import Link, in_order, reduced
from .dates import DAYS_PER_MONTH, Layout, Length, months_later, step_days
from .items import Item

Links = Mapping[str, tuple[str, ...]]
DECISION = legal_id("beschluss")


@dataclass(frozen=True, slots=True)
class Placed:
    """When a step runs, in days since year 1: `end` is the first day after it, `latest` when it must be over at the latest."""

    start: float
    end: float
    latest: float


@dataclass(frozen=True)
class AroundCalendar:
    """The real days of steps, some of which are fixed by the way through the bodies. `tight`: phases with steps that have less than the least time.

    `early`: the start is prepared before something fixed that it would else wait for, such as the approval.
    """

    items: Sequence[Item]
    anchors: Anchors
    placed: Mapping[str, Placed]
    bounds: Mapping[str, float]
    tight: frozenset[str]
    early: bool
    lands: tuple[str, ...]

    @property
    def start(self) -> dt.date:
        """The day on which the cooperation begins."""
        return self.anchors.start

    def days(self, item: Item) -> tuple[dt.date, dt.date]:
        """First and last day of a step."""
        if item.months_after is not None:
            return months_later(self.start, max(0, item.months_after - 1)), months_later(self.start, item.months_after)
        placed, given = self.placed[item.id], self.anchors.days_of(item)
        if given is not None:
            return min(max(given[0], dt.date.fromordinal(round(placed.start))), given[1]), given[1]
        first, last = step_days(dt.date.min, placed.start - 1, placed.end - 1, self.lands)
        bound = self.bounds.get(item.id)
        if bound is not None:
            last = min(last, dt.date.fromordinal(round(bound) - 1))
        return min(first, last), last

    def reserve_days(self, item: Item) -> int | None:
        """How much later the step may end without moving anything; None for one with a fixed day, unless the start hangs on it."""
        if item.months_after is not None:
            return None
        if self.anchors.days_of(item) is not None:
            return 0 if self.anchors.decides(item) else None
        placed = self.placed[item.id]
        return max(0, round(placed.latest - placed.end))

    def phase(self, name: str, last_step: dt.date) -> tuple[dt.date, dt.date]:
        """First and last day of a phase, of which the last step ends on the given day; what comes after the start begins with it."""
        inside = [item for item in self.items if item.phase == name]
        after = all(item.months_after is not None for item in inside)
        return self.start if after else min(self.days(item)[0] for item in inside), last_step

    def months(self, length: Length, first: dt.date, last: dt.date) -> float:
        """How long the phase takes."""
        return (last - first).days / DAYS_PER_MONTH


def arranged(
    items: Sequence[Item], laid: Layout, shortest: Layout, anchors: Anchors, lands: tuple[str, ...]
) -> tuple[list[Item], AroundCalendar]:
    """The steps in their order, and their days; `shortest` is the layout with the shortest phases.

    Where the way has another order, a fixed step waits no longer for what ends after it. Where it leaves too little time between something fixed
    and the start, what prepares the start does not wait for it.
    """
    by_id = {item.id: item for item in items}
    order = [link.id for link in in_order([Link(item.id, item.effort, item.after) for item in items])]
    timed = {name: by_id[name] for name in order if by_id[name].months_after is None}
    given = {name: days for name, item in timed.items() if (days := anchors.days_of(item)) is not None}
    ends = {name: _end(timed[name], days) for name, days in given.items()}
    starts = {name: float(days[0].toordinal()) for name, days in given.items()}
    least = {name: _length(item, shortest) for name, item in timed.items()}
    start = next((name for name, item in timed.items() if item.anchor), "")
    possible = _possible({name: item.after for name, item in timed.items()}, starts, ends, start)
    in_time = _in_time(possible, ends, least, start)
    after = reduced(in_time)
    lengths = {name: _length(item, laid) for name, item in timed.items()}
    placed, bounds = _placed(after, starts, ends, lengths, timed, float(anchors.begin.toordinal()))
    tight = frozenset(
        timed[name].phase for name, found in placed.items() if name not in ends and found.end - found.start < 0.9 * least[name]
    )
    kept = [_waiting(by_id[name], after.get(name)) for name in order]
    return kept, AroundCalendar(kept, anchors, placed, bounds, tight, in_time != possible, lands)


def _waiting(item: Item, after: tuple[str, ...] | None) -> Item:
    return item if after is None else replace(item, after=after)


def _end(item: Item, days: tuple[dt.date, dt.date]) -> float:
    """The first day after a fixed step; the start of the cooperation takes no time."""
    return days[1].toordinal() + (0 if item.anchor else 1)


def _length(item: Item, laid: Layout) -> float:
    span = laid.spans[item.id]
    return (span.end - span.start) * laid.phases[item.phase][1]


def _possible(after: Links, starts: Mapping[str, float], ends: Mapping[str, float], start: str) -> dict[str, tuple[str, ...]]:
    """What every step waits for; in place of what cannot be over before a fixed one, what that waits for. The steps stand in their order.

    What prepares the start comes before it in any case.
    """
    earliest: dict[str, float] = {}
    found: dict[str, tuple[str, ...]] = {}

    def fits(before: str, name: str) -> bool:
        return earliest[before] <= (starts[name] + 1 if before in ends else ends[name])

    def fitting(before: str, name: str) -> list[str]:
        return [before] if fits(before, name) else [other for item in found[before] for other in fitting(item, name)]

    for name, named in after.items():
        before = [item for item in named if item in earliest]
        if name in ends and name != start:
            before = [other for item in before for other in fitting(item, name)]
        earliest[name] = ends[name] if name in ends else max((earliest[item] for item in before), default=0.0)
        found[name] = tuple(dict.fromkeys(before))
    return found


def _in_time(after: Links, ends: Mapping[str, float], least: Mapping[str, float], start: str) -> dict[str, tuple[str, ...]]:
    """The links without those from something fixed to what prepares the start, where even the shortest time does not fit in between."""
    ahead = _ahead(_followers(after), ends, least)

    def fits(before: str, name: str) -> bool:
        chain = ahead.get(name, {}).get(start)
        return before not in ends or chain is None or ends[before] + chain <= ends[start]

    found: dict[str, tuple[str, ...]] = {}
    for name, named in after.items():
        found[name] = tuple(dict.fromkeys(other for item in named for other in _instead(item, name, after, fits)))
    return found


def _instead(before: str, name: str, after: Links, fits: Callable[[str, str], bool]) -> list[str]:
    """The step itself if it may be waited for, else what it waits for; the decision is always waited for."""
    if before == DECISION or fits(before, name):
        return [before]
    return [other for item in after[before] for other in _instead(item, name, after, fits)]


def _followers(after: Links) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {name: [] for name in after}
    for name, named in after.items():
        for item in named:
            found[item].append(name)
    return found


def _placed(
    after: Links,
    first_days: Mapping[str, float],
    ends: Mapping[str, float],
    lengths: Mapping[str, float],
    items: Mapping[str, Item],
    begin: float,
) -> tuple[dict[str, Placed], dict[str, float]]:
    """The steps on their days, and for each that is not fixed the first fixed day ahead."""
    followers = _followers(after)
    ahead = _ahead(followers, ends, lengths)
    starts: dict[str, float] = {}
    over: dict[str, float] = {}
    for name, before in after.items():
        ready = max((over[item] for item in before), default=begin)
        if name in ends:
            starts[name], over[name] = min(max(ready, first_days[name]), ends[name]), ends[name]
        else:
            shares = [max(0.0, ends[fixed] - ready) * lengths[name] / chain for fixed, chain in ahead[name].items() if chain]
            starts[name], over[name] = ready, ready + min([lengths[name], *shares])
    latest = _latest(followers, ends, starts, over, items)
    bounds = {name: min(ends[fixed] for fixed in found) for name, found in ahead.items() if found}
    return {name: Placed(starts[name], over[name], latest[name]) for name in after}, bounds


def _ahead(followers: dict[str, list[str]], ends: Collection[str], lengths: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """For every step that is not fixed: the planned time of the longest chain from its begin to the end of each fixed step ahead."""
    found: dict[str, dict[str, float]] = {}
    for name in reversed(followers):
        if name in ends:
            continue
        found[name] = {}
        for follower in followers[name]:
            further = {follower: lengths[follower]} if follower in ends else found[follower]
            for fixed, chain in further.items():
                found[name][fixed] = max(found[name].get(fixed, 0.0), lengths[name] + chain)
    return found


def _latest(
    followers: dict[str, list[str]],
    ends: Mapping[str, float],
    starts: Mapping[str, float],
    over: Mapping[str, float],
    items: Mapping[str, Item],
) -> dict[str, float]:
    """When each step must be over so that nothing fixed moves; what nobody waits for, by the end of its phase."""
    of_phase: dict[str, float] = {}
    for name in followers:
        of_phase[items[name].phase] = max(over[name], of_phase.get(items[name].phase, 0.0))
    found: dict[str, float] = {}
    for name in reversed(followers):
        last = min((found[item] - (over[item] - starts[item]) for item in followers[name]), default=of_phase[items[name].phase])
        found[name] = ends.get(name, last)
    return found
