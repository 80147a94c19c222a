"""Screening: what the law says on every pair of municipalities in every task, many cases at once (needs numpy, extra `[spalten]`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from ..advice.case import Case
from ..advice.known_columns import known_columns
from ..advice.opinion_columns import opinion_columns
from ..inference.planes import Choices
from ..inference.program import Program, slice_program
from ..inference.roster import LAND_CODES
from ..rulebase.fact import TASK
from ..rulebase.model import Rulebase
from .alike import Alike, pair_classes
from .screening_prospects import Alone, Prospects
from .screening_region import Codes, Region
from .screening_results import Results

CHUNK = 65_536  # cases at once: their planes stay in the processor's cache
_LANDS = tuple(LAND_CODES)
Pair = tuple[int, int]


@dataclass(frozen=True)
class Cases:
    """The n-th case: the municipalities `one[n]` and `other[n]` (numbers in a region) in `tasks[task[n]]`."""

    one: Codes
    other: Codes
    task: npt.NDArray[np.int16]
    tasks: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.one)

    def part(self, chosen: slice | Codes) -> Cases:
        """Some of them."""
        return Cases(self.one[chosen], self.other[chosen], self.task[chosen], self.tasks)


def all_tasks(one: Codes, other: Codes, tasks: tuple[str, ...]) -> Cases:
    """Every pair in every task, pair after pair."""
    task = np.tile(np.arange(len(tasks), dtype=np.int16), len(one))
    return Cases(np.repeat(one, len(tasks)), np.repeat(other, len(tasks)), task, tasks)


@dataclass(frozen=True)
class Batch:
    """Cases of the same Länder; what the law says on the n-th stands in row `row[n]` of the results."""

    cases: Cases
    results: Results
    row: Codes


@dataclass(frozen=True)
class SameLands:
    """The pairs of one set of Länder (`pairs`: positions in the list they come from), in classes that no rule tells apart."""

    program: Program
    pairs: Codes
    alike: Alike

    def each_alone(self) -> SameLands:
        """The same pairs, each in a class of its own."""
        return replace(self, alike=Alike(*(np.arange(len(self.pairs)) for _ in range(2))))


@dataclass(frozen=True)
class Screening:
    """Screens pairs under the law of a day. Prospects of open forms are computed once for cases that no rule tells apart."""

    rulebase: Rulebase
    day: dt.date
    region: Region
    prospects: Prospects = field(default_factory=Prospects, repr=False, compare=False)

    def batches(self, pairs: Sequence[Pair], tasks: Sequence[str], *, grouped: bool = True) -> Iterator[Batch]:
        """All pairs in all tasks, in batches of one set of Länder each. Pairs with a Land without rules are left out.

        `grouped`: pairs that no rule tells apart are computed once; the results are the same without it.
        """
        one, other = columns_of(pairs)
        names, step = tuple(tasks), max(1, CHUNK // max(1, len(tasks)))
        for same in self.same_lands(one, other, names):
            alike = same.alike if grouped else same.each_alone().alike
            first = same.pairs[alike.first]
            results = self.results(same.program, all_tasks(one[first], other[first], names))
            for start in range(0, len(same.pairs), step):
                chosen = same.pairs[start : start + step]
                yield Batch(all_tasks(one[chosen], other[chosen], names), results, rows_of(alike.of[start : start + step], len(names)))

    def of_cases(self, cases: Cases) -> Iterator[Batch]:
        """Any cases, in batches of one set of Länder each; those that no rule tells apart are computed once."""
        for same in self.same_lands(cases.one, cases.other, cases.tasks):
            own = cases.part(same.pairs)
            _, first, row = np.unique(same.alike.of * len(cases.tasks) + own.task, return_index=True, return_inverse=True)
            yield Batch(own, self.results(same.program, own.part(first)), row)

    def same_lands(self, one: Codes, other: Codes, tasks: tuple[str, ...]) -> list[SameLands]:
        """The pairs of each set of Länder with its program and their classes; those with a Land without rules are left out."""
        found = []
        catalogue = [self.rulebase.tasks[name] for name in tasks if name in self.rulebase.tasks]
        lands = np.stack([self.region.land[one], self.region.land[other]])
        code = lands.min(axis=0) * len(_LANDS) + lands.max(axis=0)
        for key in np.unique(code).tolist():
            names = {_LANDS[key // len(_LANDS)], _LANDS[key % len(_LANDS)]}
            if names <= self.rulebase.lands.keys():
                program, own = slice_program(self.rulebase, names, self.day), np.flatnonzero(code == key)
                found.append(SameLands(program, own, pair_classes(self.region, one[own], other[own], program, catalogue)))
        return found

    def results(self, program: Program, cases: Cases) -> Results:
        """What the law says on each of these cases, row by row; all of them must lie in the Länder of the program."""
        parts = [self._results(program, cases.part(slice(start, start + CHUNK))) for start in range(0, max(1, len(cases)), CHUNK)]
        return Results.joined(parts)

    def _results(self, program: Program, cases: Cases) -> Results:
        roster = self.region.roster(cases.one, cases.other)
        known = known_columns(program, {TASK: Choices(cases.tasks, cases.task)}, roster)
        seen: dict[int, Alone] = {}

        def alone(number: int) -> Alone:
            if number not in seen:
                seen[number] = Alone(self.case(cases, number), program)
            return seen[number]

        return Results.of(
            opinion_columns(known, lambda form, numbers, marks: self.prospects.of(program, form, numbers, marks, alone)), len(cases)
        )

    def case(self, cases: Cases, number: int) -> Case:
        """One of the cases."""
        participants = tuple(self.region.people[int(column[number])] for column in (cases.one, cases.other))
        return Case(participants=participants, answers={TASK: cases.tasks[int(cases.task[number])]})


def columns_of(pairs: Sequence[Pair]) -> tuple[Codes, Codes]:
    """The first and the second municipality of each pair."""
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def rows_of(classes: Codes, tasks: int) -> Codes:
    """The rows of cases, pair after pair in every task, in the results of their classes in every task."""
    return (classes[:, None] * tasks + np.arange(tasks)).reshape(-1)
