"""Can a condition ever be true, or false? Exact for answers; for participants and products it may miss a contradiction, never invent one.

A case of complete answers decides every condition, so a condition can be met exactly if complete answers meet it. Answers fall into finitely many
classes: every option, every element of a set, and for numbers and days the constants that conditions compare with and one value in each gap
between them. The search splits along alternatives and narrows these classes. Derivations are taken apart into their own conditions. Values
over the participants count as facts of their own, tied to each other only by `_numbers_agree`; a product only by the bounds of its factors.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise, product

from ..advice.case import MAX_INHABITANTS, MAX_PARTICIPANTS
from ..inference.evaluator import holds, order
from ..rulebase import condition as c
from ..rulebase.fact import NUMERIC, PARTICIPANT_KINDS, FactType, Kind, Value
from ..rulebase.model import Aggregate, DecisionList, Derivation, Product, Rulebase

MAX_STEPS = 20_000
"""A condition that takes longer counts as one that can be met. The shipped rules need a fraction of it."""
FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2200, 12, 31)

_BOTH: frozenset[Value] = frozenset({True, False})

Goal = tuple[c.Condition, bool]
Domains = dict[tuple[str, str], frozenset[Value]]


class Reach:
    """The facts of a rule base with the values they can take."""

    def __init__(self, rulebase: Rulebase) -> None:
        self.types: dict[str, FactType] = {name: question.type for name, question in rulebase.questions.items()}
        self.versions: dict[str, list[Derivation]] = {}
        for derivation in rulebase.derivations:
            self.types[derivation.id] = derivation.type
            self.versions.setdefault(derivation.id, []).append(derivation)
        self._constants: dict[str, set[Value]] = {}
        self._start: dict[str, frozenset[Value]] = {}
        self._held: set[frozenset[Goal]] = set()
        for condition in self._own_conditions():
            self._note(condition)
        self._counts = {name: rule for name in self.versions if (rule := self._aggregate(name)) and rule.operation == "zaehlt"}

    def can_hold(self, *goals: Goal) -> bool:
        """True if some case gives every condition its wanted truth."""
        key = frozenset(goals)
        if key in self._held:
            return True
        for condition, _ in goals:
            self._note(condition)
        self._steps = 0
        if not self._search(list(goals), {}):
            return False
        self._held.add(key)  # stays true: constants noted later only add to the values that are tried
        return True

    def _own_conditions(self) -> Iterator[c.Condition]:
        for derivation in (item for versions in self.versions.values() for item in versions):
            if isinstance(derivation.rule, DecisionList):
                yield from (condition for condition, _ in derivation.rule.lines)
            elif not isinstance(derivation.rule, Aggregate | Product):
                yield derivation.rule

    def _note(self, condition: c.Condition) -> None:
        for comparison in c.comparisons(condition):
            values = comparison.value if isinstance(comparison.value, frozenset) else [comparison.value]
            known = self._constants.setdefault(comparison.fact, set())
            if not known.issuperset(values):
                known.update(values)
                self._start.pop(comparison.fact, None)

    def _aggregate(self, fact: str) -> Aggregate | None:
        rule = self.versions[fact][0].rule if fact in self.versions else None
        return rule if isinstance(rule, Aggregate) else None

    def _search(self, goals: list[Goal], domains: Domains) -> bool:
        """Work off what must hold; then try the alternatives that are left, the fewest first."""
        choices: list[list[list[Goal]]] = []
        while goals:
            self._steps += 1
            condition, wanted = goals.pop()
            if isinstance(condition, c.Not):
                goals.append((condition.part, not wanted))
            elif isinstance(condition, c.Compare):
                alternatives = self._compared(condition, wanted, domains)
                if alternatives is None:
                    continue
                if len(alternatives) == 1:
                    goals += alternatives[0]
                elif not alternatives:
                    return False
                else:
                    choices.append(alternatives)
            elif isinstance(condition, c.AllOf) is wanted:
                goals += [(part, wanted) for part in condition.parts]
            else:
                choices.append([[(part, wanted)] for part in condition.parts])
        if not self._numbers_agree(domains):
            return False
        if not choices or self._steps > MAX_STEPS:
            return True
        choices.sort(key=len)
        rest: list[Goal] = []
        for alternatives in choices[1:]:
            rest.append(_any_of(alternatives))
        return any(self._search([*rest, *alternative], dict(domains)) for alternative in choices[0])

    def _compared(self, comparison: c.Compare, wanted: bool, domains: Domains) -> list[list[Goal]] | None:
        """What the comparison demands of other facts, as alternatives (none: impossible); None if it only narrowed the domains."""
        fact = comparison.fact
        versions = self.versions.get(fact, [])
        if versions and not isinstance(versions[0].rule, Aggregate | Product):
            return [goals for version in versions for goals in _derived(version, comparison, wanted)]
        if self.types[fact].kind is Kind.MULTI:
            return self._element(comparison, wanted, domains)
        left = frozenset(value for value in domains.get((fact, ""), self._values(fact)) if holds(value, comparison) is wanted)
        domains[fact, ""] = left
        return None if left else []

    def _element(self, comparison: c.Compare, wanted: bool, domains: Domains) -> list[list[Goal]] | None:
        """A set is one yes or no per element."""
        fact, constant = comparison.fact, comparison.value
        if isinstance(constant, frozenset):
            outside = [c.Compare(fact, c.CONTAINS, element) for element in self.types[fact].option_ids() if element not in constant]
            return [[(element, False) for element in outside]] if wanted else [[(element, True)] for element in outside]
        key = (fact, str(constant))
        domains[key] = domains.get(key, _BOTH) & {wanted}
        return None if domains[key] else []

    def _values(self, fact: str) -> frozenset[Value]:
        if fact not in self._start:
            self._start[fact] = frozenset(self._classes(fact))
        return self._start[fact]

    def _classes(self, fact: str) -> Iterator[Value]:
        fact_type = self.types[fact]
        if fact_type.kind is Kind.YES_NO:
            yield from (True, False)
        elif fact_type.kind is Kind.DATE:
            days = {order(value) for value in self._constants.get(fact, ())}
            yield from (dt.date.fromordinal(int(day)) for day in _samples(days, FIRST_DAY.toordinal(), LAST_DAY.toordinal(), whole=True))
        elif fact_type.kind in NUMERIC:
            low, high = self.bounds(fact)
            numbers = {order(value) for value in self._constants.get(fact, ())}
            yield from _samples(numbers, low, high, whole=self._aggregate(fact) is not None)
        else:
            yield from fact_type.option_ids()

    def bounds(self, fact: str) -> tuple[float, float]:
        """The least and the greatest value of a number."""
        rule = self.versions[fact][0].rule if fact in self.versions else None
        if isinstance(rule, Product):
            corners = [_product(corner) for corner in product(*(self.bounds(factor) for factor in rule.factors))]
            return min(corners), max(corners)
        if isinstance(rule, Aggregate):
            if rule.operation == "summiert":
                return 0, MAX_INHABITANTS * MAX_PARTICIPANTS
            return 0, MAX_INHABITANTS if rule.attribute == "einwohner" else MAX_PARTICIPANTS
        if isinstance(rule, DecisionList):
            numbers = [order(value) for _, value in rule.lines]
            return min(numbers), max(numbers)
        fact_type = self.types[fact]
        low = float("-1e15") if fact_type.minimum is None else fact_type.minimum
        return low, float("1e15") if fact_type.maximum is None else fact_type.maximum

    def _numbers_agree(self, domains: Domains) -> bool:
        """Counts of participants fit each other: no part is larger than the whole, and the whole is not larger than its kinds together."""
        known = {name: domains[name, ""] for name in self._counts if (name, "") in domains}
        ranges = {name: (min(map(order, values)), max(map(order, values))) for name, values in known.items()}
        for name, (low, high) in ranges.items():
            whole = self._counts[name]
            if any(ranges[part][0] > high for part in ranges if _is_part(self._counts[part], whole)):
                return False
            if low > 0 and low > sum(self._most(kind, ranges) for kind in whole.kinds or PARTICIPANT_KINDS):
                return False
        return True

    def _most(self, kind: str, ranges: Mapping[str, tuple[float, float]]) -> float:
        """The largest number of participants of that kind."""
        limits = [ranges[name][1] for name in ranges if _counts_all(self._counts[name], kind)]
        return min(limits, default=MAX_PARTICIPANTS)


def _derived(derivation: Derivation, comparison: c.Compare, wanted: bool) -> Iterator[list[Goal]]:
    """The ways in which a derivation gets a value that compares as wanted."""
    rule = derivation.rule
    if isinstance(rule, DecisionList):
        for position, (condition, value) in enumerate(rule.lines):
            if holds(value, comparison) is wanted:
                yield [(condition, True), *((earlier, False) for earlier, other in rule.lines[:position] if other != value)]
    elif not isinstance(rule, Aggregate | Product):
        for value in (True, False):
            if holds(value, comparison) is wanted:
                yield [(rule, value)]


def _any_of(alternatives: list[list[Goal]]) -> Goal:
    """The alternatives as one condition."""
    return c.AnyOf(tuple(c.AllOf(tuple(part if wanted else c.Not(part) for part, wanted in goals)) for goals in alternatives)), True


def _samples(constants: Iterable[float], low: float, high: float, *, whole: bool) -> Iterator[int | float]:
    """Every constant within the bounds, the bounds, and one number in each gap (a whole one if only whole numbers occur)."""
    points = sorted({low, high, *(number for number in constants if low <= number <= high)})
    if whole:
        points = [number for number in points if number == int(number)]
    yield from points
    for left, right in pairwise(points):
        if not whole:
            yield (left + right) / 2
        elif right - left > 1:
            yield int(left) + 1


def _product(factors: Iterable[float]) -> float:
    result: float = 1
    for factor in factors:
        result *= factor
    return result


def _is_part(part: Aggregate, whole: Aggregate) -> bool:
    """Whoever passes the filter of the part passes that of the whole."""
    return (
        (not whole.kinds or (bool(part.kinds) and part.kinds <= whole.kinds))
        and (not whole.roles or (bool(part.roles) and part.roles <= whole.roles))
        and (not whole.lands or (bool(part.lands) and part.lands <= whole.lands))
        and whole.holds_task in (None, part.holds_task)
    )


def _counts_all(rule: Aggregate, kind: str) -> bool:
    """Every participant of that kind is counted."""
    return (not rule.kinds or kind in rule.kinds) and not rule.roles and not rule.lands and rule.holds_task is None
