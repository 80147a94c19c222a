"""Screening beyond one machine: record batches in, record batches out, as Spark's `mapInArrow`, Ray Data and Dask pass them on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa

from ..inference.facts import Participant
from ..inference.roster import KIND_CODES, LAND_CODES
from ..rulebase.cache import cached_rulebase
from ..rulebase.locate import rules_folder
from ..rulebase.model import Rulebase
from ..rulebase.problem import InputProblems, Place, Problem
from .screening import Batch, Cases, Screening
from .screening_prospects import Prospects
from .screening_region import Codes, Region
from .screening_table import PLAIN, table_of

CASES_AT_ONCE = 65_536  # their rows are made together
_PLACE = Place(Path("Fälle"))
_FIELDS = ("ags", "art", "land", "einwohner", "kreis", "verband")
INPUT = pa.schema(
    [(f"{field}_{side}", pa.int64() if field == "einwohner" else pa.string()) for side in "ab" for field in _FIELDS]
    + [("aufgabe", pa.string())]
)
"""One row per case: both municipalities (names as in a case file; `verband` „keiner“ for none, "" for unknown) and the task."""


def screen_batches(
    batches: Iterator[pa.RecordBatch], rulebase: Rulebase, day: dt.date, *, only_first: bool = False
) -> Iterator[pa.RecordBatch]:
    """The rows of screening_table.PLAIN for every case of the batches; cases with a Land without rules give none. Memory: one batch."""
    prospects = Prospects()
    for batch in batches:
        yield from _screened(batch, Screening(rulebase, day, Region((), ()), prospects), only_first=only_first)


@dataclass(frozen=True)
class Screener:
    """`screen_batches` as one object that can be sent to other machines; each process there reads its rules once.

    `rules` is the folder of the rules on those machines; None: those of the installed program. Raises InputProblems where they are broken.
    """

    day: dt.date
    rules: Path | None = None
    only_first: bool = False

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Spark's `mapInArrow` calls it like this."""
        return screen_batches(batches, _rulebase(self.rules), self.day, only_first=self.only_first)

    def table(self, cases: pa.Table) -> pa.Table:
        """The rows of a whole table, as Ray Data (`map_batches`) and Dask (a partition) pass it on."""
        return pa.Table.from_batches(self(iter(cases.to_batches())), PLAIN)


@lru_cache(maxsize=2)
def _rulebase(rules: Path | None) -> Rulebase:
    return cached_rulebase(rules_folder(rules), None)


def _screened(batch: pa.RecordBatch, screening: Screening, *, only_first: bool) -> Iterator[pa.RecordBatch]:
    columns = _checked(batch, screening.rulebase)
    numbers: dict[tuple[object, ...], int] = {}
    one, other = (_numbered(numbers, zip(*(columns[f"{field}_{side}"] for field in _FIELDS), strict=True)) for side in "ab")
    region = Region(tuple(str(entry[0]) for entry in numbers), tuple(_participant(entry) for entry in numbers))
    tasks: dict[tuple[object, ...], int] = {}
    task = _numbered(tasks, ((name,) for name in columns["aufgabe"])).astype(np.int16)
    cases = Cases(one, other, task, tuple(str(name) for (name,) in tasks))
    for part in replace(screening, region=region).of_cases(cases):
        for start in range(0, len(part.row), CASES_AT_ONCE):
            chosen = slice(start, start + CASES_AT_ONCE)
            table = table_of(Batch(part.cases.part(chosen), part.results, part.row[chosen]), region, only_first=only_first)
            yield from table.cast(PLAIN).combine_chunks().to_batches()


def _checked(batch: pa.RecordBatch, rulebase: Rulebase) -> dict[str, list[object]]:
    """The columns of a batch. Raises InputProblems for what is missing or not provided for; `line` is the row in the batch."""
    missing = [name for name in INPUT.names if name not in batch.schema.names]
    if missing:
        raise InputProblems([Problem(_PLACE, f"Es fehlen Spalten: {', '.join(missing)}.", "Alle Spalten nennt screening_stream.INPUT.")])
    columns: dict[str, list[object]] = batch.select(INPUT.names).to_pydict()
    allowed = {f"art_{side}": KIND_CODES for side in "ab"} | {f"land_{side}": LAND_CODES for side in "ab"} | {"aufgabe": rulebase.tasks}
    problems = []
    for name, words in allowed.items():
        for value in set(columns[name]) - words.keys():
            text = f"Die Aufgabe „{value}“ gibt es nicht." if name == "aufgabe" else f"„{value}“ ist nicht vorgesehen."
            row = columns[name].index(value) + 1
            remedy = f"Möglich sind: {', '.join(words)}." if name != "aufgabe" else "Die Aufgaben nennt „ikz-recht fragen“."
            problems.append(Problem(Place(_PLACE.path, row), f"{name}: {text if value is not None else 'Der Wert fehlt.'}", remedy))
    if problems:
        raise InputProblems(sorted(problems, key=lambda item: (item.place.line, item.text)))
    return columns


def _numbered(numbers: dict[tuple[object, ...], int], entries: Iterable[tuple[object, ...]]) -> Codes:
    return np.array([numbers.setdefault(entry, len(numbers)) for entry in entries], dtype=np.int64)


def _participant(entry: tuple[object, ...]) -> Participant:
    key, kind, land, inhabitants, district, association = entry
    people = inhabitants if isinstance(inhabitants, int) else None
    return Participant(str(key), str(kind), str(land), people, "", str(district or ""), str(association or ""))
