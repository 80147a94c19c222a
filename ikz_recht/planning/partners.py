"""Which tasks with which partners: for each task the best partners with their points and reasons, and the best group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..register.model import Municipality
from ..rulebase.fact import Value
from ..rulebase.model import Rulebase, Task
from ..rulebase.partner import ActingLevel, GroupSize
from .acting import Actors
from .given import Given
from .judging import Judge, Mark
from .legal import EXCLUDED, Law, Verdict
from .pair_facts import PairFacts
from .units import Region, Unit

LEGAL = "recht"
DEFAULT_RADIUS_KM = 30.0
DEFAULT_COUNT = 3


@dataclass(frozen=True)
class Suggestion:
    """A task with one partner or a group. `marks` and `facts` explain the points; `exact` is None for a single partner."""

    task: Task
    own: Unit
    level: ActingLevel | None
    partners: tuple[Unit, ...]
    points: float
    verdict: Verdict
    marks: tuple[Mark, ...]
    facts: dict[str, Value | None]
    exact: bool | None = None
    size: GroupSize | None = None

    @property
    def is_group(self) -> bool:
        """Whether there are several partners."""
        return len(self.partners) > 1


@dataclass(frozen=True)
class Left:
    """A task without suggestion, and why in a German sentence."""

    task: Task
    reason: str


@dataclass(frozen=True)
class Findings:
    """Everything that was found for a municipality; `suggestions` hold the pairs, the best first, `groups` at most one group per task."""

    own: Municipality
    suggestions: tuple[Suggestion, ...]
    groups: tuple[Suggestion, ...]
    left: tuple[Left, ...]
    compared: int


@dataclass
class Finder:
    """Looks for partners of one municipality. `count`: how many partners per task; `only`: the keys of the partners to look at (none: all)."""

    rulebase: Rulebase
    region: Region
    law: Law
    given: Given = field(default_factory=Given)
    radius_km: float = DEFAULT_RADIUS_KM
    count: int = DEFAULT_COUNT
    only: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        catalogue = self.rulebase.partner
        self.actors = Actors(self.region, self.rulebase, self.radius_km, self.only)
        self.pair_facts = PairFacts(self.region, {role.id: role for role in catalogue.roles}, self.given)
        pairs = [item for item in catalogue.criteria if not item.of_group]
        self.fit = Judge([item for item in pairs if item.id != LEGAL], self.given.weights)
        self.legal = Judge([item for item in pairs if item.id == LEGAL], self.given.weights)
        self.of_group = Judge([item for item in catalogue.criteria if item.of_group], self.given.weights)

    def find(self, own: Municipality, tasks: Sequence[Task]) -> Findings:
        """The findings for the municipality over these tasks."""
        from .circles import best_group

        suggestions: list[Suggestion] = []
        groups: list[Suggestion] = []
        left: list[Left] = []
        compared = 0
        for task in tasks:
            acting = self.actors.acting(own, task)
            rated = sorted(self._rated(acting.unit, acting.level, task), key=_order)
            compared += len(rated)
            if not rated:
                left.append(Left(task, "Im Suchkreis liegt kein Partner."))
            found = list(self._lawful(rated, left))
            suggestions += found
            if found and (group := best_group(self, rated)) is not None:
                groups.append(group)
        return Findings(own, tuple(sorted(suggestions, key=_order)), tuple(sorted(groups, key=_order)), tuple(left), compared)

    def _rated(self, own: Unit, level: ActingLevel | None, task: Task) -> Iterator[Suggestion]:
        """Every candidate with the points of everything but the law."""
        for partner in self.actors.partners(own, task):
            if self.given.work_together(own, partner, task.id):
                continue
            facts = self.pair_facts.of(own, partner, task)
            marks = self.fit.marks(facts)
            yield Suggestion(task, own, level, (partner,), sum(mark.points for mark in marks), _UNKNOWN, tuple(marks), facts)

    def _lawful(self, rated: Sequence[Suggestion], left: list[Left]) -> Iterator[Suggestion]:
        """The best partners with the law: looked into in the order of the other points, until no later one can come among the best."""
        best: list[Suggestion] = []
        refused = 0
        for item in rated:
            if len(best) >= self.count and item.points + self.legal.most() <= sorted(entry.points for entry in best)[-self.count]:
                break
            judged = self.with_law(item)
            if judged is None:
                refused += 1
                if _not_own(self._verdict(item)):
                    left.append(Left(item.task, f"Nach dem Aufgabenkatalog hat {item.own.name} diese Aufgabe nicht."))
                    return
                continue
            best.append(judged)
        if refused and not best:
            left.append(Left(rated[0].task, "Rechtlich bleibt nach den Regeln mit keinem der Partner eine Form."))
        yield from sorted(best, key=_order)[: self.count]

    def _verdict(self, item: Suggestion) -> Verdict:
        return self.law.verdict(item.task, [self.region.participant(unit) for unit in (item.own, *item.partners)])

    def with_law(self, item: Suggestion) -> Suggestion | None:
        """The suggestion with what the law says; None if it rules it out or the municipality does not hold the task."""
        verdict = self._verdict(item)
        if verdict.outlook == EXCLUDED or _not_own(verdict):
            return None
        facts = {**item.facts, "aussicht": verdict.outlook}
        marks = (*self.legal.marks(facts), *item.marks)
        points = item.points + sum(mark.points for mark in marks[: len(self.legal.criteria)])
        return Suggestion(item.task, item.own, item.level, item.partners, points, verdict, marks, facts, item.exact, item.size)


_UNKNOWN = Verdict("", "", "", "", False, "", (), ())


def _not_own(verdict: Verdict) -> bool:
    return bool(verdict.holds) and verdict.holds[0] is False


def _order(item: Suggestion) -> tuple[object, ...]:
    """The best first; at equal points the nearer one, then by key."""
    distance = item.facts.get("entfernung_km")
    near = distance if isinstance(distance, int | float) else 0.0
    return (-item.points, near, item.task.id, tuple(unit.key for unit in item.partners))
