"""A screening that can be stopped at any time: finished parts stay, and the next run goes on behind them."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import pyarrow.parquet

from ..advice.files import not_written
from .screening import Pair, Screening
from .screening_table import SCHEMA, table_of, write_table

PAIRS_IN_PART = 600
_PLAN = "plan.json"


@dataclass(frozen=True)
class Job:
    """What to screen."""

    screening: Screening
    pairs: tuple[Pair, ...]
    tasks: tuple[str, ...]
    only_first: bool

    def parts(self) -> list[tuple[Pair, ...]]:
        """The pairs in parts; those of the same Länder stand together, so that each part needs few programs."""
        people = self.screening.region.people
        ordered = sorted(self.pairs, key=lambda pair: (sorted({people[pair[0]].land, people[pair[1]].land}), pair))
        return [tuple(ordered[start : start + PAIRS_IN_PART]) for start in range(0, len(ordered), PAIRS_IN_PART)]

    def mark(self) -> str:
        """What tells this screening from any other: rules, day, municipalities, pairs, tasks."""
        region = self.screening.region
        said = [self.screening.rulebase.fingerprint, str(self.screening.day), self.tasks, self.only_first, PAIRS_IN_PART]
        said += [[(key, repr(item)) for key, item in zip(region.keys, region.people, strict=True)], self.pairs]
        return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()


_job: Job | None = None


def run(job: Job, target: Path, workers: int, progress: Callable[[int, int], None]) -> int:
    """Screen and write the file; the number of its rows. `progress` is told how many parts are done, and of how many. Raises InputProblems."""
    global _job
    parts = job.parts()
    folder = target.with_name(f"{target.name}.teile")
    try:
        done = _begin(folder, job)
        progress(len(done), len(parts))
        waiting = [number for number in range(len(parts)) if number not in done]
        _job = job
        with ProcessPoolExecutor(max_workers=workers, mp_context=get_context("fork")) as pool:
            for finished in as_completed([pool.submit(_part, number, parts[number], folder) for number in waiting]):
                done.add(finished.result())
                progress(len(done), len(parts))
        files = [_file(folder, number) for number in range(len(parts))]
        total: int = sum(pyarrow.parquet.read_metadata(file).num_rows for file in files)
        fresh = folder / f"fertig{target.suffix}"
        write_table(files, fresh, total)
        os.replace(fresh, target)
        shutil.rmtree(folder)
    except OSError as error:
        raise not_written(target, error) from None
    return total


def _begin(folder: Path, job: Job) -> set[int]:
    """The parts that an earlier run of the same screening has finished; what another one left is removed."""
    plan = folder / _PLAN
    if plan.is_file() and plan.read_text(encoding="utf-8") == job.mark():
        return {number for number in range(len(job.parts())) if _file(folder, number).is_file()}
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    plan.write_text(job.mark(), encoding="utf-8")
    return set()


def _file(folder: Path, number: int) -> Path:
    return folder / f"teil-{number:06}.parquet"


def _part(number: int, pairs: Sequence[Pair], folder: Path) -> int:
    assert _job is not None  # inherited from the process that was forked
    region = _job.screening.region
    target = _file(folder, number)
    fresh = target.with_suffix(".neu")
    with pyarrow.parquet.ParquetWriter(fresh, SCHEMA) as writer:
        for batch in _job.screening.batches(pairs, _job.tasks):
            writer.write_table(table_of(batch, region, only_first=_job.only_first))
    os.replace(fresh, target)
    return number
