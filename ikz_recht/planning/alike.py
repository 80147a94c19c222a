"""Which pairs of municipalities no rule of a program tells apart, so that one of them is computed for all.

What rules see of a pair: kind, Land, whether Kreis and association are known and shared, and between which bounds the numbers of inhabitants
and their sum lie. The bounds come from the program and from who holds the tasks (rulebase.model.Holder). Which of the two stands first
never matters: rules see participants through aggregates only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..inference.bounds import inhabitant_bounds
from ..inference.program import Program
from ..rulebase.model import Task
from .screening_region import ATTRIBUTES, Codes, Region


@dataclass(frozen=True, slots=True)
class Alike:
    """Classes of pairs: the n-th pair is like the pair `first[of[n]]`."""

    first: Codes
    of: Codes


def pair_classes(region: Region, one: Codes, other: Codes, program: Program, tasks: Iterable[Task]) -> Alike:
    """The classes of the pairs `one[n]`, `other[n]` (numbers of municipalities) under the program in these tasks."""
    bounds = _bounds(program, tasks)
    parts = [region.kind, *(np.minimum(region.attributes[name], 1) for name in ATTRIBUTES), _bands(region.inhabitants, bounds)]
    person = _joined([region.land, *parts])
    low, high = np.minimum(person[one], person[other]), np.maximum(person[one], person[other])
    shared = [(region.attributes[name][one] == region.attributes[name][other]).astype(np.int64) for name in ATTRIBUTES]
    together = _bands(region.inhabitants[one] + region.inhabitants[other], bounds)
    _, first, of = np.unique(_joined([low, high, *shared, together]), return_index=True, return_inverse=True)
    return Alike(first, of)


def _bounds(program: Program, tasks: Iterable[Task]) -> npt.NDArray[np.float64] | None:
    of_rules = inhabitant_bounds(program)
    if of_rules is None:
        return None
    holders = (holder for task in tasks for holder in task.holders if not holder.lands or not holder.lands.isdisjoint(program.lands))
    of_tasks = {float(bound) for holder in holders for bound in (holder.at_least, holder.below) if bound is not None}
    return np.array(sorted(of_rules | of_tasks), dtype=np.float64)


def _bands(numbers: npt.NDArray[np.float64], bounds: npt.NDArray[np.float64] | None) -> Codes:
    """Below, at or above which bounds each number lies, as one code; -1 where it is unknown. Without bounds each number is its own."""
    unknown = np.isnan(numbers)
    if bounds is None:
        found = np.unique(numbers, return_inverse=True)[1]
    else:
        found = np.searchsorted(bounds, numbers, "left") + np.searchsorted(bounds, numbers, "right")
    return np.where(unknown, -1, found).astype(np.int64)


def _joined(columns: list[Codes]) -> Codes:
    """One code per row, equal where all columns are."""
    result = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        shifted = column - column.min(initial=0)
        span = int(shifted.max(initial=0)) + 1
        if span > 1:
            result = result * span + shifted
            if span * int(result.max(initial=0) + 1) > 2**40:  # long before it overflows
                result = np.unique(result, return_inverse=True)[1].astype(np.int64)
    return result
