"""Screening beyond one machine: record batches in, record batches out, as Spark's `mapInArrow`, Ray Data and Dask pass them on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
import pyarrow as pa

from ..inference.facts import Participant
from ..rulebase.model import Rulebase
from .screening import Batch, Cases, Screening
from .screening_prospects import Prospects
from .screening_region import Codes, Region
from .screening_table import PLAIN, table_of

CASES_AT_ONCE = 65_536  # their rows are made together
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


def _screened(batch: pa.RecordBatch, screening: Screening, *, only_first: bool) -> Iterator[pa.RecordBatch]:
    columns = batch.select(INPUT.names).to_pydict()
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


def _numbered(numbers: dict[tuple[object, ...], int], entries: Iterable[tuple[object, ...]]) -> Codes:
    return np.array([numbers.setdefault(entry, len(numbers)) for entry in entries], dtype=np.int64)


def _participant(entry: tuple[object, ...]) -> Participant:
    key, kind, land, inhabitants, district, association = entry
    people = inhabitants if isinstance(inhabitants, int) else None
    return Participant(str(key), str(kind), str(land), people, "", str(district or ""), str(association or ""))
