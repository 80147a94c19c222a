"""A screening that can be stopped at any time: finished parts stay, and the next run goes on behind them.

What takes long is the law; a part holds the results of some classes of pairs. The rows of all pairs are made from them at the end.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path

from ..advice.files import not_written
from .screening import Batch, Pair, SameLands, Screening, all_tasks, columns_of, rows_of
from .screening_results import Results
from .screening_table import row_count, table_of, write_table

CLASSES_IN_PART = 640
ROWS_AT_ONCE = 1_000_000
_PLAN = "plan.json"


@dataclass(frozen=True)
class Part:
    """Some classes of the pairs of one set of Länder (a position in Job.groups)."""

    group: int
    start: int
    stop: int


@dataclass(frozen=True)
class Job:
    """What to screen. `grouped`: pairs that no rule tells apart are computed once; without it every pair is its own class."""

    screening: Screening
    pairs: tuple[Pair, ...]
    tasks: tuple[str, ...]
    only_first: bool
    grouped: bool = True

    @cached_property
    def groups(self) -> list[SameLands]:
        """The pairs of each set of Länder."""
        found = self.screening.same_lands(*columns_of(self.pairs), self.tasks)
        return found if self.grouped else [item.each_alone() for item in found]

    def parts(self) -> list[Part]:
        """The work, those with most cases first so that all processors have something to do to the end."""
        found = [
            Part(number, start, min(start + CLASSES_IN_PART, len(item.alike.first)))
            for number, item in enumerate(self.groups)
            for start in range(0, len(item.alike.first), CLASSES_IN_PART)
        ]
        return sorted(found, key=lambda part: (part.start - part.stop, part.group, part.start))

    def results(self, part: Part) -> Results:
        """What the law says on the classes of a part in every task."""
        one, other = columns_of(self.pairs)
        same = self.groups[part.group]
        first = same.pairs[same.alike.first[part.start : part.stop]]
        return self.screening.results(same.program, all_tasks(one[first], other[first], self.tasks))

    def mark(self) -> str:
        """What tells this screening from any other: rules, day, municipalities, pairs, tasks."""
        region = self.screening.region
        said = [self.screening.rulebase.fingerprint, str(self.screening.day), self.tasks, self.grouped, CLASSES_IN_PART]
        said += [[(key, repr(item)) for key, item in zip(region.keys, region.people, strict=True)], self.pairs]
        return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()


_job: Job | None = None


def run(job: Job, target: Path, workers: int, progress: Callable[[int, int], None]) -> int:
    """Screen and write the file; the number of its rows. `progress` is told how many parts are done, and of how many. Raises InputProblems."""
    folder = target.with_name(f"{target.name}.teile")
    parts = job.parts()
    try:
        _compute(job, parts, folder, workers, progress)
        files = {part: _file(folder, number) for number, part in enumerate(parts)}
        batches = _batches(job, files)
        total = sum(row_count(batch, only_first=job.only_first) for batch in _batches(job, files))
        fresh = folder / f"fertig{target.suffix}"
        write_table((table_of(batch, job.screening.region, only_first=job.only_first) for batch in batches), fresh, total)
        os.replace(fresh, target)
        shutil.rmtree(folder)
    except OSError as error:
        raise not_written(target, error) from None
    return total


def _compute(job: Job, parts: list[Part], folder: Path, workers: int, progress: Callable[[int, int], None]) -> None:
    """Make the parts that are not there yet."""
    global _job
    done = _begin(folder, job, len(parts))
    progress(len(done), len(parts))
    _job = job
    with ProcessPoolExecutor(max_workers=workers, mp_context=get_context("fork")) as pool:
        waiting = [number for number in range(len(parts)) if number not in done]
        for finished in as_completed([pool.submit(_part, number, parts[number], folder) for number in waiting]):
            done.add(finished.result())
            progress(len(done), len(parts))


def _begin(folder: Path, job: Job, parts: int) -> set[int]:
    """The parts that an earlier run of the same screening has finished; what another one left is removed."""
    plan, mark = folder / _PLAN, job.mark()
    if plan.is_file() and plan.read_text(encoding="utf-8") == mark:
        return {number for number in range(parts) if _file(folder, number).is_file()}
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    plan.write_text(mark, encoding="utf-8")
    return set()


def _file(folder: Path, number: int) -> Path:
    return folder / f"teil-{number:06}.npz"


def _part(number: int, part: Part, folder: Path) -> int:
    assert _job is not None  # inherited from the process that was forked
    target = _file(folder, number)
    fresh = target.with_suffix(".neu")
    _job.results(part).save(fresh)
    os.replace(fresh, target)
    return number


def _batches(job: Job, files: dict[Part, Path]) -> Iterator[Batch]:
    """All cases with their results."""
    one, other = columns_of(job.pairs)
    for number, same in enumerate(job.groups):
        own = sorted((part for part in files if part.group == number), key=lambda part: part.start)
        results = Results.joined([Results.load(files[part]) for part in own])
        step = max(1, ROWS_AT_ONCE // max(1, len(job.tasks) * len(results.forms)))
        for start in range(0, len(same.pairs), step):
            chosen = same.pairs[start : start + step]
            cases = all_tasks(one[chosen], other[chosen], job.tasks)
            yield Batch(cases, results, rows_of(same.alike.of[start : start + step], len(job.tasks)))
