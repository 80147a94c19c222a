"""The part as one expression node of zen-engine. Its logic has two values: each condition is two expressions, when it is true and when it is false."""

from __future__ import annotations

import json
from typing import Any

import zen

from ikz_recht.rulebase import condition as c
from ikz_recht.rulebase.model import DecisionList, Derivation, Product

from .part import Part, hits

_TRUE = {c.AT_LEAST: ">=", c.AT_MOST: "<=", c.MORE: ">", c.LESS: "<", c.EQUAL: "=="}
_FALSE = {c.AT_LEAST: "<", c.AT_MOST: ">", c.MORE: "<=", c.LESS: ">=", c.EQUAL: "!="}


class Compiled:
    """Compiled once; `run` gives the truth of each condition in one case."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.idents = {fact: f"f{number}" for number, fact in enumerate((*part.given, *(item.id for item in part.derived)))}
        self.derived = {item.id for item in part.derived}
        lines = [(self.idents[item.id], self._value(item)) for item in part.derived]
        self.names = tuple(part.conditions)
        for number, condition in enumerate(part.conditions.values()):
            lines += [(f"t{number}", self._when(condition, True)), (f"n{number}", self._when(condition, False))]
        expressions = [{"id": key, "key": key, "value": text} for key, text in lines]
        nodes = [
            {"id": "i", "name": "i", "type": "inputNode"},
            {"id": "e", "name": "e", "type": "expressionNode", "content": {"expressions": expressions}},
            {"id": "o", "name": "o", "type": "outputNode"},
        ]
        edges = [{"id": f"{one}{other}", "sourceId": one, "targetId": other, "type": "edge"} for one, other in ("ie", "eo")]
        content = {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}
        self.decision = zen.ZenEngine().create_decision(json.dumps(content))

    def inputs(self) -> list[dict[str, Any]]:
        """The cases as zen takes them: unknown is null, a set a list."""
        found = []
        for row in self.part.table().to_pylist():
            found.append({self.idents[fact]: _bits(value) if self.part.is_set(fact) else value for fact, value in row.items()})
        return found

    def run(self, case: dict[str, Any]) -> dict[str, bool | None]:
        result = self.decision.evaluate(case)["result"]
        return {name: True if result.get(f"t{n}") else False if result.get(f"n{n}") else None for n, name in enumerate(self.names)}

    def _ref(self, fact: str) -> str:
        return f"$.{self.idents[fact]}" if fact in self.derived else self.idents[fact]

    def _when(self, condition: c.Condition, outcome: bool) -> str:
        if isinstance(condition, c.Compare):
            return self._compare(condition, outcome)
        if isinstance(condition, c.Not):
            return self._when(condition.part, not outcome)
        if not condition.parts:
            return "true" if outcome else "false"
        joint = " or " if isinstance(condition, c.AnyOf) is outcome else " and "
        return f"({joint.join(self._when(part, outcome) for part in condition.parts)})"

    def _compare(self, item: c.Compare, outcome: bool) -> str:
        if not self.part.known(item.fact):
            return "false"
        name = self._ref(item.fact)
        if self.part.is_set(item.fact):
            if isinstance(item.value, frozenset) and item.operator != c.EQUAL:
                text = f"all({name}, # in {self._codes(item)})"
            else:
                text = f"{_literal(self.part.code(item.fact, item.value))} in {name}"
            return f"({name} != null and {text if outcome else f'not ({text})'})"
        if isinstance(item.value, frozenset):
            return f"({name} != null and {name} {'in' if outcome else 'not in'} {self._codes(item)})"
        operator = (_TRUE if outcome else _FALSE)[item.operator]
        return f"({name} != null and {name} {operator} {_literal(self.part.code(item.fact, item.value))})"

    def _codes(self, item: c.Compare) -> str:
        assert isinstance(item.value, frozenset)
        return f"[{', '.join(_literal(self.part.code(item.fact, value)) for value in item.value)}]"

    def _value(self, item: Derivation) -> str:
        rule = item.rule
        if isinstance(rule, Product):
            if not all(map(self.part.known, rule.factors)):
                return "null"
            names = [self._ref(factor) for factor in rule.factors]
            return f"{' and '.join(f'{name} != null' for name in names)} ? {' * '.join(names)} : null"
        if isinstance(rule, DecisionList):
            lines = [f"{self._when(condition, True)} ? {self._constant(item.id, value)} : " for value, condition in hits(rule).items()]
            return f"{''.join(lines)}null"
        return f"{self._when(rule, True)} ? true : ({self._when(rule, False)} ? false : null)"

    def _constant(self, fact: str, value: Any) -> str:
        if isinstance(value, frozenset):
            return f"[{', '.join(_literal(self.part.code(fact, entry)) for entry in value)}]"
        return _literal(self.part.code(fact, value))


def _bits(value: int | None) -> list[int] | None:
    return None if value is None else [position for position in range(value.bit_length()) if value >> position & 1]


def _literal(code: bool | int | float) -> str:
    return str(code).lower() if isinstance(code, bool) else f"{code:g}" if isinstance(code, float) else str(code)
