"""The part as polars expressions; null is open, and polars' own logic is Kleene's."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_

import polars as pl

from ikz_recht.rulebase import condition as c
from ikz_recht.rulebase.model import DecisionList, Derivation, Product

from .part import Part, hits

_OPERATORS = {c.AT_LEAST: "ge", c.AT_MOST: "le", c.MORE: "gt", c.LESS: "lt", c.EQUAL: "eq"}
Counts = dict[str, tuple[int, int]]


class Compiled:
    """Compiled once; `run` gives how often each condition is true and false."""

    def __init__(self, part: Part) -> None:
        self.part, self.frame = part, pl.from_arrow(part.table())
        self.layers = _layers(part)
        self.steps = [[self._derived(item).alias(item.id) for item in layer] for layer in self.layers]
        self.truths = {name: self._truth(condition) for name, condition in part.conditions.items()}

    def run(self) -> Counts:
        frame = self.frame.lazy()
        for step in self.steps:
            frame = frame.with_columns(step)
        wanted = [truth.cast(pl.Boolean).sum().alias(f"+{name}") for name, truth in self.truths.items()]
        wanted += [(~truth.cast(pl.Boolean)).sum().alias(f"-{name}") for name, truth in self.truths.items()]
        row = frame.select(wanted).collect().row(0, named=True)
        return {name: (row[f"+{name}"], row[f"-{name}"]) for name in self.truths}

    def _truth(self, condition: c.Condition) -> pl.Expr:
        if isinstance(condition, c.Compare):
            return self._compare(condition)
        if isinstance(condition, c.Not):
            return ~self._truth(condition.part)
        parts = [self._truth(part) for part in condition.parts]
        return reduce(or_ if isinstance(condition, c.AnyOf) else and_, parts) if parts else pl.repeat(True, pl.len())

    def _compare(self, item: c.Compare) -> pl.Expr:
        fact = item.fact
        if not self.part.known(fact):
            return pl.lit(None, dtype=pl.Boolean)
        column = pl.col(fact)
        if self.part.is_set(fact):
            if isinstance(item.value, frozenset) and item.operator != c.EQUAL:
                return column.or_(pl.lit(self.part.bits(fact, item.value))) == self.part.bits(fact, item.value)
            return column.and_(pl.lit(self.part.bits(fact, frozenset({item.value})))) != 0
        if isinstance(item.value, frozenset):
            return reduce(or_, [column == self.part.code(fact, value) for value in item.value])
        return getattr(column, _OPERATORS[item.operator])(self.part.code(fact, item.value))

    def _derived(self, item: Derivation) -> pl.Expr:
        rule = item.rule
        if isinstance(rule, Product):
            known = all(self.part.known(factor) for factor in rule.factors)
            return reduce(lambda one, other: one * other, map(pl.col, rule.factors)) if known else pl.lit(None, dtype=pl.Float64)
        if not isinstance(rule, DecisionList):
            return self._truth(rule)
        value: pl.Expr = pl.lit(None)
        for result, condition in hits(rule).items():
            value = pl.when(self._truth(condition)).then(pl.lit(self._constant(item.id, result))).otherwise(value)
        return value

    def _constant(self, fact: str, value: object) -> bool | int | float:
        return self.part.bits(fact, value) if isinstance(value, frozenset) else self.part.code(fact, value)  # type: ignore[arg-type]


def _layers(part: Part) -> list[list[Derivation]]:
    """The derivations in layers: each needs those of layers before it only."""
    from ikz_recht.rulebase.check import needs

    depth: dict[str, int] = {}
    layers: list[list[Derivation]] = []
    for item in part.derived:
        own = depth[item.id] = 1 + max((depth.get(fact, 0) for fact in needs(item)), default=0)
        while len(layers) < own:
            layers.append([])
        layers[own - 1].append(item)
    return layers
