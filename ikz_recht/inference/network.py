"""A Program as durable-rules rules, inside the limits of durable-rules 2.0.28.

Every fact travels as a narrow message `{frage, wert}`. A condition becomes rules that fire when it is true and rules that fire when it is
false; what fired neither way is open. A condition is spread into alternatives (each one durable rule, since `any` grows exponentially);
where that would be too many or too long, a part gets a name of its own, is derived first and then joined as a fact.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product as cross

from ..rulebase import condition as c
from ..rulebase.fact import FactType, Kind, Value
from ..rulebase.model import Aggregate, DecisionList, Product
from .program import Program

MAX_RULES = 4096
MAX_JOIN = 12
MAX_ALTERNATIVES = 12
MAX_FACT_NAMES = 512
MAX_TESTS_PER_FACT = 60
MAX_JOINS_PER_PATTERN = 250

Pattern = tuple[str, tuple[tuple[str, "str | int | float"], ...]]
Target = tuple[str, str, "str | int | float"]


class CannotCarry(Exception):
    """The rule set exceeds a limit of durable-rules; the message is a German sentence."""


@dataclass
class Network:
    """Durable rules: for each the patterns that it joins and what it states when it fires (kind, name, value).

    `bits`: messages for a set, each with the comparison that it answers; `copies`: further messages that carry the value of a fact.
    """

    rules: list[tuple[tuple[Pattern, ...], Target]] = field(default_factory=list)
    always: list[Target] = field(default_factory=list)
    products: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    aggregates: list[tuple[str, Aggregate]] = field(default_factory=list)
    bits: dict[str, tuple[tuple[str, c.Compare], ...]] = field(default_factory=dict)
    copies: dict[str, tuple[str, ...]] = field(default_factory=dict)
    roots: dict[c.Condition, str] = field(default_factory=dict)


def build_network(program: Program) -> Network:
    """Translate the program. Raises CannotCarry."""
    builder = _Builder(program.types)
    builder.divide(_all_conditions(program))
    for derivation in program.derivations:
        rule = derivation.rule
        if isinstance(rule, Aggregate):
            builder.network.aggregates.append((derivation.id, rule))
        elif isinstance(rule, Product):
            builder.network.products.append((derivation.id, rule.factors))
        elif isinstance(rule, DecisionList):
            builder.decision_list(derivation.id, rule)
        else:
            builder.state(rule, ("wert", derivation.id, 1), ("wert", derivation.id, 0))
    for condition in dict.fromkeys(program.conditions.values()):
        name = f"k{len(builder.network.roots)}"
        builder.network.roots[condition] = name
        builder.state(condition, ("urteil", name, 1), ("urteil", name, 0))
    builder.check()
    return builder.network


def _all_conditions(program: Program) -> Iterable[c.Condition]:
    yield from program.conditions.values()
    for derivation in program.derivations:
        if isinstance(derivation.rule, DecisionList):
            yield from (condition for condition, _ in derivation.rule.lines)
        elif not isinstance(derivation.rule, Aggregate | Product):
            yield derivation.rule


def atom_value(value: Value) -> str | int | float:
    """A value as durable-rules may see it: text or number, nothing else (it would coerce silently)."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, dt.date):
        return value.toordinal()
    if isinstance(value, str | int | float):
        return value
    raise TypeError(f"not a single value: {value!r}")


def bit_name(comparison: c.Compare) -> str:
    """The name of the message that says whether a set passes a comparison: what it contains, or what it stays within."""
    if isinstance(comparison.value, frozenset):
        return f"{comparison.fact}⊆{','.join(sorted(map(str, comparison.value)))}"
    return f"{comparison.fact}∋{comparison.value}"


class _Builder:
    def __init__(self, types: dict[str, FactType]) -> None:
        self.types = types
        self.network = Network()
        self._named: dict[tuple[c.Condition, bool], str] = {}
        self._message: dict[c.Compare, str] = {}

    def divide(self, conditions: Iterable[c.Condition]) -> None:
        """Sets travel as one bit per comparison; a fact with more comparisons than one message bears, as several messages with its value."""
        compared: dict[str, dict[c.Compare, None]] = {}
        for condition in conditions:
            for comparison in c.comparisons(condition):
                compared.setdefault(comparison.fact, {})[comparison] = None
        for fact, comparisons in compared.items():
            if self.types[fact].kind is Kind.MULTI:
                self.network.bits[fact] = tuple((bit_name(comparison), comparison) for comparison in comparisons)
            else:
                self._divide(fact, list(comparisons))

    def _divide(self, fact: str, comparisons: list[c.Compare]) -> None:
        names, room = [fact], MAX_TESTS_PER_FACT
        for comparison in comparisons:
            tests = len(comparison.value) + 1 if isinstance(comparison.value, frozenset) else 2
            if tests > room:
                names.append(f"{fact}#{len(names)}")
                room = MAX_TESTS_PER_FACT
            room -= tests
            self._message[comparison] = names[-1]
        if len(names) > 1:
            self.network.copies[fact] = tuple(names[1:])

    def decision_list(self, name: str, rule: DecisionList) -> None:
        for position, (condition, value) in enumerate(rule.lines):
            before = [c.Not(earlier) for earlier, other in rule.lines[:position] if other != value]
            parts = (condition, *before)
            self.fire(c.AllOf(parts) if before else condition, True, ("wert", name, atom_value(value)))

    def state(self, condition: c.Condition, if_true: Target, if_false: Target) -> None:
        """Rules for both outcomes of a condition."""
        self.fire(condition, True, if_true)
        self.fire(condition, False, if_false)

    def fire(self, condition: c.Condition, outcome: bool, target: Target) -> None:
        """One durable rule per alternative under which the condition has the outcome."""
        for patterns in self.alternatives(condition, outcome):
            if patterns:
                self.network.rules.append((patterns, target))
            else:
                self.network.always.append(target)

    def alternatives(self, condition: c.Condition, outcome: bool) -> list[tuple[Pattern, ...]]:
        """The condition with the outcome as a list of joins; none if it can never have it."""
        if isinstance(condition, c.Compare):
            return [self._short(tuple(pattern)) for pattern in self._comparison(condition, outcome)]
        if isinstance(condition, c.Not):
            return self.alternatives(condition.part, not outcome)
        if isinstance(condition, c.AnyOf) is outcome:
            return [option for part in condition.parts for option in self.alternatives(part, outcome)]
        return self._joined(condition.parts, outcome)

    def _joined(self, parts: tuple[c.Condition, ...], outcome: bool) -> list[tuple[Pattern, ...]]:
        options = [self.alternatives(part, outcome) for part in parts]
        count = 1
        for position, option in enumerate(options):
            if len(option) > 1 and (count * len(option) > MAX_ALTERNATIVES or any(len(join) > 4 for join in option)):
                options[position] = [(self._name(parts[position], outcome),)]
            count *= len(options[position])
        return [self._short(tuple(pattern for join in choice for pattern in join)) for choice in cross(*options)]

    def _short(self, join: tuple[Pattern, ...]) -> tuple[Pattern, ...]:
        """One pattern per fact (durable-rules never matches a message twice in a join), and long joins in stages: the first patterns get a name."""
        if len(join) < 2:
            return join
        tests: dict[str, dict[tuple[str, str | int | float], None]] = {}
        for name, own in join:
            tests.setdefault(name, {}).update(dict.fromkeys(own))
        join = tuple((name, tuple(own)) for name, own in tests.items())
        while len(join) > MAX_JOIN:
            name = f"z{len(self.network.rules)}"
            self.network.rules.append((join[:MAX_JOIN], ("wert", name, 1)))
            join = ((name, (("gleich", 1),)), *join[MAX_JOIN:])
        return join

    def _name(self, condition: c.Condition, outcome: bool) -> Pattern:
        key = (condition, outcome)
        if key not in self._named:
            name = self._named[key] = f"h{len(self._named)}"
            self.fire(condition, outcome, ("wert", name, 1))
        return (self._named[key], (("gleich", 1),))

    def _comparison(self, comparison: c.Compare, outcome: bool) -> list[list[Pattern]]:
        constant = comparison.value
        if comparison.fact in self.network.bits:
            return [[(bit_name(comparison), (("gleich", int(outcome)),))]]
        name = self._message[comparison]
        if isinstance(constant, frozenset):
            values = sorted((atom_value(value) for value in constant), key=str)
            if outcome:
                return [[(name, (("gleich", value),))] for value in values]
            return [[(name, tuple(("ungleich", value) for value in values))]]
        return [[(name, ((_operator(comparison.operator, outcome), atom_value(constant)),))]]

    def check(self) -> None:
        """The limits that can be seen before a run. Raises CannotCarry."""
        rules = self.network.rules
        if len(rules) > MAX_RULES:
            raise CannotCarry(f"Das Regelwerk ergibt {len(rules)} Regeln für durable-rules; möglich sind {MAX_RULES}.")
        tests: dict[str, set[object]] = {}
        joins: Counter[Pattern] = Counter(pattern for patterns in {patterns for patterns, _ in rules} for pattern in patterns)
        for name, pattern_tests in joins:
            tests.setdefault(name, set()).add(pattern_tests)
        if len(tests) > MAX_FACT_NAMES:
            raise CannotCarry(f"Das Regelwerk prüft {len(tests)} verschiedene Angaben; durable-rules trägt {MAX_FACT_NAMES}.")
        for name, different in tests.items():
            if len(different) > MAX_TESTS_PER_FACT:
                raise CannotCarry(
                    f"Zur Angabe „{name}“ gibt es {len(different)} verschiedene Vergleiche; durable-rules trägt {MAX_TESTS_PER_FACT}."
                )
        for (name, _), count in joins.items():
            if count > MAX_JOINS_PER_PATTERN:
                raise CannotCarry(
                    f"Ein Vergleich der Angabe „{name}“ steht in {count} Regeln; durable-rules trägt {MAX_JOINS_PER_PATTERN}."
                )


_OPPOSITE = {c.EQUAL: "ungleich", c.AT_LEAST: c.LESS, c.AT_MOST: c.MORE, c.MORE: c.AT_MOST, c.LESS: c.AT_LEAST}


def _operator(operator: str, outcome: bool) -> str:
    return operator if outcome else _OPPOSITE[operator]
