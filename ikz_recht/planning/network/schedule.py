"""When each step comes: a list schedule by a stated rule, not a search for the shortest plan.

0. What stands before the decision of its councils, with all members named, comes first and begins with all of them.
1. Dates are the first days of months of the grid (tasks that have months of their own begin in these).
2. As long as nobody has experience, only one undertaking runs: with one taker, from the earliest stage. Experience is a cooperation in operation for the
   trial time.
3. On each date, first running undertakings are opened to further takers after the trial time; then new ones begin, in the order of stage, wished day, points.
   Nothing of a later stage begins while something of an earlier stage could begin but for want of room on that date.
4. On each date no more than `per_date` cooperations begin, and nobody takes part in two of them.
5. Every step is lawful on its day: takers with whom it would not be are left out.
6. Nobody takes part as a taker if that would bring its balance below −`backlog` and below what it was before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ...rulebase.fact import show_number
from ...rulebase.network import StartRule
from ..judging import holds_for
from ..task_facts import task_facts
from .portfolio import Portfolio
from .settings import Settings
from .standing import standings
from .targets import Target, Untargeted
from .teams import Team

MOST_MONTHS = 360


@dataclass
class Undertaking:
    """A target on its way. `waiting`: takers that are still to come, the best first; `begun` None until it runs.

    `opened` is the last date on which takers joined; `blocked` says of takers why they could not join so far.
    """

    target: Target
    team: Team
    free: tuple[str, ...]
    waiting: list[str] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)
    begun: dt.date | None = None
    opened: dt.date | None = None
    blocked: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        running = self.target.running
        self.waiting = list(self.free)
        if running is not None:
            self.inside, self.begun = list(running.takers), running.since or dt.date.min
            self.opened = self.begun

    @property
    def carrier(self) -> str:
        """The key of the carrier."""
        return self.team.carrier.key


@dataclass(frozen=True, slots=True)
class Booking:
    """A step: from `start` the carrier performs the task for the `partners` too; `before` are takers it has already.

    `kind` is a key of OCCASIONS (erster, weiterer, oeffnung); `balances` are those of the participants before and after; `first_time`: the
    carrier carries nothing yet; `waited`: it could have begun earlier but for room or balance.
    """

    start: dt.date
    kind: str
    target: Target
    team: Team
    carrier: str
    partners: tuple[str, ...]
    before: tuple[str, ...]
    balances: Mapping[str, tuple[int, int]]
    first_time: bool
    rule: StartRule | None
    waited: bool


@dataclass(frozen=True, slots=True)
class Scheduled:
    """The result."""

    bookings: tuple[Booking, ...]
    left: tuple[Untargeted, ...]
    balances: Mapping[str, int]
    remarks: tuple[str, ...]


@dataclass
class Schedule:
    """Makes the schedule from the first day on."""

    portfolio: Portfolio
    settings: Settings
    undertakings: Sequence[Undertaking]
    first_day: dt.date
    lawful: Callable[[Target, str, Sequence[str], dt.date], bool]
    bookings: list[Booking] = field(default_factory=list)
    _held: set[str] = field(default_factory=set)

    def run(self) -> Scheduled:
        """Go through the dates until everything is done or nothing more can come."""
        order = sorted(self.undertakings, key=_priority)
        day = self.first_day
        for day in _months(self.first_day):
            if all(not item.waiting for item in order):
                break
            if self._on(day, order) == 0 and self._settled(day, order):
                break
        left = [entry for item in order for entry in self._left(item)]
        return Scheduled(tuple(self.bookings), tuple(left), self._balances(day), tuple(self._remarks()))

    def _on(self, day: dt.date, order: Sequence[Undertaking]) -> int:
        """Book what begins on that day; how many."""
        busy: set[str] = set()
        count = 0
        passed: int | None = None  # the earliest stage that found no room
        for item in sorted(order, key=lambda item: (not item.target.together, not item.begun)):
            if not item.waiting or not self._may(day, item):
                continue
            if passed is not None and _stage(item) > passed:
                self._held.add(item.target.id)
                continue
            partners = () if count >= self.settings.per_date or item.carrier in busy else self._partners(day, item, busy)
            if not partners:
                self._held.add(item.target.id)
                roomless = count >= self.settings.per_date or item.carrier in busy or any(key in busy for key in item.waiting)
                passed = _stage(item) if passed is None and not item.begun and roomless else passed
                continue
            self._book(day, item, partners)
            busy |= {item.carrier, *partners}
            count += 1
        return count

    def _may(self, day: dt.date, item: Undertaking) -> bool:
        """Whether the undertaking may begin, or be opened, on that day, room and balance aside."""
        target = item.target
        if not self._fits_calendar(day, target) or not self._ready(day, target):
            return False
        if item.begun is not None:
            ends = target.running.until if target.running else None
            return item.opened is not None and later(item.opened, self.settings.trial) <= day and (ends is None or day <= ends)
        if not target.together and not self._experienced(day):
            return not any(other.begun and other.target.running is None for other in self.undertakings) and self._is_first(day, item)
        return True

    def _is_first(self, day: dt.date, item: Undertaking) -> bool:
        """Whether none of an earlier stage is ready, so that it should come first."""
        earlier = [other for other in self.undertakings if other.waiting and not other.begun and _stage(other) < _stage(item)]
        return not any(self._soon(day, other.target) for other in earlier)

    def _soon(self, day: dt.date, target: Target) -> bool:
        """Whether it is ready within a year, the months in which it should begin aside."""
        return self._ready(later(day, 12), target)

    def _ready(self, day: dt.date, target: Target) -> bool:
        """Lead time, wished day, and what it builds on."""
        if target.running is None and day < self.earliest(target):
            return False
        if target.wish is not None and day < target.wish:
            return False
        return all(self._runs(need, day) for need in (target.project.needs if target.project else ()))

    def earliest(self, target: Target) -> dt.date:
        """The first day that preparation leaves: what remains to be done from the project's state on."""
        states = self.portfolio.rulebase.network.states
        names = [state.id for state in states]
        lead = self.settings.lead
        if target.project is not None and target.project.state in names:
            lead = sum(state.months[0] for state in states[names.index(target.project.state) :] if state.months)
        return later(self.first_day, lead)

    def _runs(self, need: str, day: dt.date) -> bool:
        if any(item.id == need and item.runs_on(day) for item in self.portfolio.cooperations):
            return True
        return any(booking.target.id == need and booking.start < day for booking in self.bookings)

    def _fits_calendar(self, day: dt.date, target: Target) -> bool:
        rule = start_rule(target, self.portfolio)
        return day.month in rule.months if rule else (day.month - 1) % self.settings.grid == 0

    def _experienced(self, day: dt.date) -> bool:
        """Whether some cooperation has been in operation for the trial time."""
        days = [item.since or dt.date.min for item in self.portfolio.cooperations if item.runs_on(day)]
        days += [booking.start for booking in self.bookings]
        return any(later(start, self.settings.trial) <= day for start in days)

    def _partners(self, day: dt.date, item: Undertaking, busy: set[str]) -> tuple[str, ...]:
        """Who joins now: one where it begins, all who can where it is opened or the decision on all of them is at hand."""
        balances = self._balances(day)
        found = []
        for key in item.waiting:
            if key in busy:
                continue
            if self._changes(item.carrier, [key]).get(key) and balances[key] - 1 < -self.settings.backlog:
                item.blocked[key] = _blocked_text(self.portfolio.name(key), balances[key])
                continue
            found.append(key)
        together = item.begun or item.target.together
        found = (
            self._lawful_part(day, item, found) if together else next(([key] for key in found if self._lawful_part(day, item, [key])), [])
        )
        return tuple(found)

    def _lawful_part(self, day: dt.date, item: Undertaking, keys: Sequence[str]) -> list[str]:
        """Those who can join together under the law of the day; who would make it unlawful is left out."""
        if self.lawful(item.target, item.carrier, [*item.inside, *keys], day):
            return list(keys)
        chosen: list[str] = []
        for key in keys:
            if self.lawful(item.target, item.carrier, [*item.inside, *chosen, key], day):
                chosen.append(key)
            else:
                item.blocked[key] = f"Mit {self.portfolio.name(key)} bleibt an dem Tag rechtlich keine Form."
        return chosen

    def _book(self, day: dt.date, item: Undertaking, partners: tuple[str, ...]) -> None:
        before = self._balances(day)
        kind = "oeffnung" if item.begun else "weiterer" if self.bookings or self._experienced(day) else "erster"
        after = {**before, **{key: before[key] + change for key, change in self._changes(item.carrier, partners).items()}}
        first_time = not any(booking.carrier == item.carrier for booking in self.bookings)
        first_time = first_time and not any(other.carrier == item.carrier for other in self.portfolio.cooperations if other.runs_on(day))
        rule = start_rule(item.target, self.portfolio)
        touched = {key: (before[key], after[key]) for key in (item.carrier, *partners)}
        self.bookings.append(
            Booking(
                start=day,
                kind=kind,
                target=item.target,
                team=item.team,
                carrier=item.carrier,
                partners=partners,
                before=tuple(item.inside),
                balances=touched,
                first_time=first_time and kind != "oeffnung",
                rule=rule,
                waited=item.target.id in self._held,
            )
        )
        self._held.discard(item.target.id)
        item.waiting = [key for key in item.waiting if key not in partners]
        item.inside += partners
        item.begun, item.opened = item.begun or day, day
        for key in partners:
            item.blocked.pop(key, None)

    def _balances(self, day: dt.date) -> dict[str, int]:
        running = [item for item in self.portfolio.cooperations if item.runs_on(day)]
        found = standings(self.portfolio.bodies, running, self.portfolio.municipal)
        balances = {key: item.balance for key, item in found.items()}
        for booking in self.bookings:
            ends = booking.target.running.until if booking.target.running else None
            if ends is None or day <= ends:
                for key, change in self._changes(booking.carrier, booking.partners).items():
                    balances[key] += change
        return balances

    def _changes(self, carrier: str, partners: Sequence[str]) -> dict[str, int]:
        """What a step changes in balances: only services between municipalities count (standing.py)."""
        municipal = self.portfolio.municipal
        if carrier not in municipal:
            return {}
        counted = [key for key in partners if key in municipal]
        return {carrier: len(counted), **dict.fromkeys(counted, -1)}

    def _settled(self, day: dt.date, order: Sequence[Undertaking]) -> bool:
        """Whether waiting longer changes nothing: everything that depends on time has come."""
        last = max((booking.start for booking in self.bookings), default=self.first_day)
        quiet = later(last, self.settings.trial + 12)
        times = [self.earliest(item.target) for item in order] + [item.target.wish for item in order if item.target.wish]
        times += [cooperation.until for cooperation in self.portfolio.cooperations if cooperation.until]
        times += [cooperation.since for cooperation in self.portfolio.cooperations if cooperation.since]
        return day > max([quiet, *(later(time, self.settings.trial + 12) for time in times)])

    def _left(self, item: Undertaking) -> Iterator[Untargeted]:
        if not item.waiting:
            return
        names = ", ".join(self.portfolio.short(key) for key in item.waiting)
        blocked = [item.blocked[key] for key in item.waiting if key in item.blocked]
        needs = [need for need in (item.target.project.needs if item.target.project else ()) if not self._runs(need, dt.date.max)]
        running = item.target.running
        if needs:
            reason = f"Was vorher laufen muss, ist nicht erreicht: {', '.join(needs)}."
        elif blocked:
            hint = f"Die Grenze von −{self.settings.backlog} lässt sich mit „ziele: rueckstand“ ändern."
            reason = " ".join([*dict.fromkeys(blocked), hint])
        elif running is not None and running.until is not None:
            reason = "Die Zusammenarbeit endet vorher; erst ist über die Verlängerung zu entscheiden."
        else:
            reason = "Dafür fand sich kein Termin."
        title = item.target.task.name if not item.begun else f"{item.target.task.name} mit {names}"
        yield Untargeted(title, reason)

    def _remarks(self) -> Iterator[str]:
        last = max((booking.start for booking in self.bookings), default=self.first_day)
        for item in self.portfolio.cooperations:
            if item.until is not None and self.first_day <= item.until < last:
                name = self.portfolio.task_name(item)
                yield f"„{name}“ ({self.portfolio.short(item.carrier)}) endet am {item.until:%d.%m.%Y}; geplant ist ohne Verlängerung."
        until = self.portfolio.goals.until
        late = [booking for booking in self.bookings if until is not None and booking.start > until]
        if late and until is not None:
            yield f"{len(late)} Schritte liegen nach dem Ziel ({until:%d.%m.%Y})."


def start_rule(target: Target, portfolio: Portfolio) -> StartRule | None:
    """The months in which the task should begin, if a rule says so."""
    facts = task_facts(target.task)
    return next((rule for rule in portfolio.rulebase.network.starts if holds_for(rule.when, facts)), None)


def _stage(item: Undertaking) -> int:
    """Its stage; what is at hand comes before all stages."""
    return -1 if item.target.together else item.target.stage


def _priority(item: Undertaking) -> tuple[object, ...]:
    return (_stage(item), item.target.wish or dt.date.max, -item.team.points, item.target.id)


def _months(first: dt.date) -> Iterator[dt.date]:
    """The first days of the months after the day, or the day itself if it is one."""
    start = first if first.day == 1 else later(first.replace(day=1), 1)
    for number in range(MOST_MONTHS):
        yield later(start, number)


def later(day: dt.date, months: int) -> dt.date:
    """So many months later (earlier if negative); the last day of a shorter month."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(day.day, last))


def _blocked_text(name: str, balance: int) -> str:
    return f"{name} trägt zu wenig: Der Saldo wäre dann {show_number(balance - 1)}."
