"""Screening beyond one machine: record batches in, record batches out, as Spark's `mapInArrow`, Ray Data and Dask pass them on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pyarrow as pa

from ..inference.facts import Participant
from ..rulebase.model import Rulebase
from .screening import Pair, Region, Screening
from .screening_table import table_of

_FIELDS = ("ags", "art", "land", "einwohner", "kreis", "verband")
INPUT = pa.schema(
    [(f"{field}_{side}", pa.int64() if field == "einwohner" else pa.string()) for side in "ab" for field in _FIELDS]
    + [("aufgabe", pa.string())]
)
"""One row per case: both municipalities (names as in a case file; `verband` „keiner“ for none, "" for unknown) and the task."""


def screen_batches(
    batches: Iterator[pa.RecordBatch], rulebase: Rulebase, day: dt.date, *, only_first: bool = False
) -> Iterator[pa.RecordBatch]:
    """The rows of screening_table.SCHEMA for every case of the batches; cases with a Land without rules give none. Memory: one batch."""
    for batch in batches:
        yield from _screened(batch, rulebase, day, only_first=only_first)


def _screened(batch: pa.RecordBatch, rulebase: Rulebase, day: dt.date, *, only_first: bool) -> Iterator[pa.RecordBatch]:
    columns = batch.select(INPUT.names).to_pydict()
    numbers: dict[tuple[object, ...], int] = {}
    sides = [_numbered(numbers, zip(*(columns[f"{field}_{side}"] for field in _FIELDS), strict=True)) for side in "ab"]
    region = Region(tuple(str(entry[0]) for entry in numbers), tuple(_participant(entry) for entry in numbers))
    screening = Screening(rulebase, day, region)
    by_task: dict[str, list[Pair]] = {}
    for one, other, task in zip(*sides, columns["aufgabe"], strict=True):
        by_task.setdefault(task, []).append((one, other))
    for task, pairs in by_task.items():
        for part in screening.batches(pairs, (task,)):
            yield from table_of(part, region, only_first=only_first).to_batches()


def _numbered(numbers: dict[tuple[object, ...], int], entries: Iterator[tuple[object, ...]]) -> list[int]:
    return [numbers.setdefault(entry, len(numbers)) for entry in entries]


def _participant(entry: tuple[object, ...]) -> Participant:
    key, kind, land, inhabitants, district, association = entry
    people = inhabitants if isinstance(inhabitants, int) else None
    return Participant(str(key), str(kind), str(land), people, "", str(district or ""), str(association or ""))
