"""The part as production rules of CLIPS: one rule fires when a condition is true and one when it is false; what fires neither way is open."""

from __future__ import annotations

from typing import Any

import clips

from ikz_recht.rulebase import condition as c
from ikz_recht.rulebase.model import DecisionList, Derivation, Product

from .part import Part, hits

_TRUE = {c.AT_LEAST: ">=", c.AT_MOST: "<=", c.MORE: ">", c.LESS: "<", c.EQUAL: "="}
_FALSE = {c.AT_LEAST: "<", c.AT_MOST: ">", c.MORE: "<=", c.LESS: ">=", c.EQUAL: "<>"}


class Compiled:
    """Compiled once; `run` gives the truth of each condition in one case."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.environment = clips.Environment()
        self.environment.eval("(set-strategy depth)")
        self.facts = {fact: f"f{number}" for number, fact in enumerate((*part.given, *(item.id for item in part.derived)))}
        self.nodes: dict[c.Condition, int] = {}
        self.rules: list[tuple[str, str]] = []
        for item in part.derived:
            self._derive(item)
        tops = {name: self._node(condition) for name, condition in part.conditions.items()}
        self.tops = tops
        names = {f"{sign}{number}" for number in self.nodes.values() for sign in "TN"} | set(self.facts.values())
        for name in sorted(names):
            self.environment.build(f"(deftemplate {name} {'(multislot v)' if name.startswith('f') else ''})")
        for number, (left, right) in enumerate(self.rules):
            self.environment.build(f"(defrule r{number} {left} => (assert {right}))")

    def inputs(self) -> list[str]:
        """The cases as CLIPS reads facts; what is unknown is no fact."""
        found = []
        for row in self.part.table().to_pylist():
            facts = [f"({self.facts[fact]} (v {self._known(fact, value)}))" for fact, value in row.items() if value is not None]
            found.append("\n".join(facts))
        return found

    def close(self) -> None:
        """Leave nothing behind."""
        self.environment.clear()

    def run(self, case: str) -> dict[str, bool | None]:
        self.environment.reset()
        self.environment.load_facts(case)
        self.environment.run()
        there = {fact.template.name for fact in self.environment.facts()}
        return {name: True if f"T{number}" in there else False if f"N{number}" in there else None for name, number in self.tops.items()}

    def _known(self, fact: str, value: Any) -> str:
        if self.part.is_set(fact):
            return " ".join(str(position) for position in range(int(value).bit_length()) if int(value) >> position & 1)
        return _literal(value)

    def _node(self, condition: c.Condition) -> int:
        """The number of a condition; its rules are made when it is first met."""
        if condition in self.nodes:
            return self.nodes[condition]
        if isinstance(condition, c.Compare):
            number = self._new(condition)
            if self.part.known(condition.fact):
                name = self.facts[condition.fact]
                self.rules += [(f"({name} (v $?v&:{self._test(condition, o)}))", f"({s}{number})") for o, s in ((True, "T"), (False, "N"))]
            return number
        if isinstance(condition, c.Not):
            inner = self._node(condition.part)
            number = self._new(condition)
            self.rules += [(f"(T{inner})", f"(N{number})"), (f"(N{inner})", f"(T{number})")]
            return number
        parts = [self._node(part) for part in condition.parts]
        number = self._new(condition)
        one, many = ("T", "N") if isinstance(condition, c.AnyOf) else ("N", "T")
        self.rules += [(f"({one}{part})", f"({one}{number})") for part in parts]
        self.rules.append((" ".join(f"({many}{part})" for part in parts), f"({many}{number})"))
        return number

    def _new(self, condition: c.Condition) -> int:
        return self.nodes.setdefault(condition, len(self.nodes))

    def _test(self, item: c.Compare, outcome: bool) -> str:
        if self.part.is_set(item.fact) or isinstance(item.value, frozenset):
            if isinstance(item.value, frozenset) and item.operator != c.EQUAL:
                codes = " ".join(_literal(self.part.code(item.fact, value)) for value in item.value)
                test = f"(subsetp ?v (create$ {codes}))"
            else:
                test = f"(member$ {_literal(self.part.code(item.fact, item.value))} ?v)"
            return test if outcome else f"(not {test})"
        return f"({(_TRUE if outcome else _FALSE)[item.operator]} (nth$ 1 ?v) {_literal(self.part.code(item.fact, item.value))})"

    def _derive(self, item: Derivation) -> None:
        rule, name = item.rule, self.facts[item.id]
        if isinstance(rule, Product):
            if all(map(self.part.known, rule.factors)):
                left = " ".join(f"({self.facts[factor]} (v ?v{position}))" for position, factor in enumerate(rule.factors))
                self.rules.append((left, f"({name} (v (* {' '.join(f'?v{position}' for position in range(len(rule.factors)))})))"))
        elif isinstance(rule, DecisionList):
            for value, condition in hits(rule).items():
                self.rules.append((f"(T{self._node(condition)})", f"({name} (v {self._constant(item.id, value)}))"))
        else:
            number = self._node(rule)
            self.rules += [(f"(T{number})", f"({name} (v 1))"), (f"(N{number})", f"({name} (v 0))")]

    def _constant(self, fact: str, value: Any) -> str:
        if isinstance(value, frozenset):
            return " ".join(_literal(self.part.code(fact, entry)) for entry in value)
        return _literal(self.part.code(fact, value))


def _literal(code: bool | int | float) -> str:
    return str(int(code)) if float(code).is_integer() else repr(code)
