"""The part as one query of DuckDB; NULL is open, and SQL's own logic is Kleene's."""

from __future__ import annotations

import duckdb

from ikz_recht.rulebase import condition as c
from ikz_recht.rulebase.model import DecisionList, Derivation, Product

from .as_polars import Counts, _layers
from .part import Part, hits

_OPERATORS = {c.AT_LEAST: ">=", c.AT_MOST: "<=", c.MORE: ">", c.LESS: "<", c.EQUAL: "="}


class Compiled:
    """Compiled once; `run` gives how often each condition is true and false."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.connection = duckdb.connect()
        given = part.table()
        self.connection.register("angaben", given)
        self.connection.execute("CREATE TABLE stufe_0 AS SELECT * FROM angaben")
        steps = []
        for number, layer in enumerate(_layers(part)):
            columns = ", ".join(f'{self._derived(item)} AS "{item.id}"' for item in layer)
            steps.append(f"stufe_{number + 1} AS MATERIALIZED (SELECT *, {columns} FROM stufe_{number})")
        self.names = tuple(part.conditions)
        counts = ", ".join(
            f"count(*) FILTER (WHERE {truth}), count(*) FILTER (WHERE NOT {truth})" for truth in map(self._truth, part.conditions.values())
        )
        head = f"WITH {', '.join(steps)} " if steps else ""
        self.query = f"{head}SELECT {counts} FROM stufe_{len(steps)}"

    def run(self) -> Counts:
        row = self.connection.execute(self.query).fetchone() or ()
        return {name: (row[2 * number], row[2 * number + 1]) for number, name in enumerate(self.names)}

    def _truth(self, condition: c.Condition) -> str:
        if isinstance(condition, c.Compare):
            return self._compare(condition)
        if isinstance(condition, c.Not):
            return f"(NOT {self._truth(condition.part)})"
        joint = " OR " if isinstance(condition, c.AnyOf) else " AND "
        return f"({joint.join(map(self._truth, condition.parts))})" if condition.parts else "TRUE"

    def _compare(self, item: c.Compare) -> str:
        if not self.part.known(item.fact):
            return "NULL::BOOLEAN"
        column = f'"{item.fact}"'
        if self.part.is_set(item.fact):
            if isinstance(item.value, frozenset) and item.operator != c.EQUAL:
                bits = self.part.bits(item.fact, item.value)
                return f"(({column} | {bits}) = {bits})"
            return f"(({column} & {self.part.bits(item.fact, frozenset({item.value}))}) <> 0)"
        if isinstance(item.value, frozenset):
            return f"({column} IN ({', '.join(_literal(self.part.code(item.fact, value)) for value in item.value)}))"
        return f"({column} {_OPERATORS[item.operator]} {_literal(self.part.code(item.fact, item.value))})"

    def _derived(self, item: Derivation) -> str:
        rule = item.rule
        if isinstance(rule, Product):
            return " * ".join(f'"{factor}"' if self.part.known(factor) else "NULL" for factor in rule.factors)
        if not isinstance(rule, DecisionList):
            return self._truth(rule)
        cases = []
        for result, condition in hits(rule).items():
            code = self.part.bits(item.id, result) if isinstance(result, frozenset) else self.part.code(item.id, result)
            cases.append(f"WHEN {self._truth(condition)} THEN {_literal(code)}")
        return f"CASE {' '.join(cases)} END" if cases else "NULL"


def _literal(code: bool | int | float) -> str:
    return str(code).upper() if isinstance(code, bool) else repr(code)
