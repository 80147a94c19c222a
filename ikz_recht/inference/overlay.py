"""Filling unknown cells of a column with other values: where a value is given it stays."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..rulebase.fact import CHOICES, FactType, Kind, Value
from .evaluator import order
from .planes import Choices, Column, Numbers, Plane, Sets, Truths, unpack


def column_from(hits: Mapping[Value, Plane], fact_type: FactType, count: int, nowhere: Plane) -> Column:
    """A column from the planes of its values; unknown where none has a bit."""
    if fact_type.kind is Kind.YES_NO:
        return Truths(hits.get(True, nowhere), hits.get(False, nowhere))
    if fact_type.kind in CHOICES:
        names = tuple(dict.fromkeys((*fact_type.option_ids(), *map(str, hits))))
        codes = np.full(count, -1, dtype=np.int16)
        for value, plane in hits.items():
            codes[unpack(plane, count)] = names.index(str(value))
        return Choices(names, codes)
    if fact_type.kind is Kind.MULTI:
        sets = {value: plane for value, plane in hits.items() if isinstance(value, frozenset)}
        elements = {
            name: np.bitwise_or.reduce([nowhere, *(plane for value, plane in sets.items() if name in value)])
            for name in fact_type.option_ids()
        }
        return Sets(np.bitwise_or.reduce([nowhere, *sets.values()]), elements)
    numbers = np.full(count, np.nan)
    for value, plane in hits.items():
        numbers[unpack(plane, count)] = order(value)
    return Numbers(numbers)


def filled(given: Column | None, other: Column) -> Column:
    """The given column, and where it is unknown the other one."""
    if given is None:
        return other
    if isinstance(given, Truths) and isinstance(other, Truths):
        free = ~given.known
        return Truths(given.true | (other.true & free), given.false | (other.false & free))
    if isinstance(given, Choices) and isinstance(other, Choices):
        names = tuple(dict.fromkeys((*given.options, *other.options)))
        return Choices(names, np.where(given.codes >= 0, given.codes, _recoded(other, names)))
    if isinstance(given, Numbers) and isinstance(other, Numbers):
        return Numbers(np.where(np.isnan(given.values), other.values, given.values))
    assert isinstance(given, Sets)
    assert isinstance(other, Sets)
    free = ~given.known
    elements = {name: plane | (other.elements[name] & free) for name, plane in given.elements.items()}
    return Sets(given.known | other.known, elements)


def _recoded(column: Choices, names: tuple[str, ...]) -> np.ndarray[tuple[int, ...], np.dtype[np.int16]]:
    table = np.array([*(names.index(name) for name in column.options), -1], dtype=np.int16)
    return table[column.codes]
