"""Columns: ours (numpy), polars and DuckDB on the conditions of every Land. `python -m tests.benchmarks.vergleich.columns [CASES]`"""

from __future__ import annotations

import random
import sys
import time

import numpy as np

from ikz_recht.inference.program import slice_program
from ikz_recht.planning.screening import Cases, columns_of
from tests.real import DAY, RULES

from . import as_duckdb, as_polars
from .part import Ours, Part, part_of
from .region import load_region

CASES = 65_536
ENGINES = {"numpy": None, "polars": as_polars.Compiled, "duckdb": as_duckdb.Compiled}


class OurColumns:
    """Our columns with the same interface."""

    def __init__(self, part: Part) -> None:
        self.part = part

    def run(self) -> as_polars.Counts:
        evaluation = Ours(self.part)
        truths = {name: evaluation.truth(condition) for name, condition in self.part.conditions.items()}
        return {name: (_bits(truth.true), _bits(truth.false)) for name, truth in truths.items()}


def _bits(plane: np.ndarray) -> int:  # type: ignore[type-arg]
    return int(np.bitwise_count(plane).sum())


def main(count: int) -> None:
    """Print a table."""
    region, pairs = load_region()
    by_land: dict[str, list[tuple[int, int]]] = {}
    for one, other in pairs:
        if region.people[one].land == region.people[other].land:
            by_land.setdefault(region.people[one].land, []).append((one, other))
    rng, tasks = random.Random(1), tuple(RULES.tasks)
    seconds, work = dict.fromkeys(ENGINES, 0.0), dict.fromkeys(ENGINES, 0.0)
    building = dict.fromkeys(ENGINES, 0.0)
    total = conditions = 0
    for land, own in sorted(by_land.items()):
        one, other = columns_of([rng.choice(own) for _ in range(count)])
        cases = Cases(one, other, np.array([rng.randrange(len(tasks)) for _ in range(count)], dtype=np.int16), tasks)
        part = part_of(slice_program(RULES, [land], DAY), region, cases)
        total, conditions = total + count, conditions + len(part.conditions)
        found = {}
        for name, compiled in {**ENGINES, "numpy": OurColumns}.items():
            start = time.process_time()
            engine = compiled(part)
            building[name] += time.process_time() - start
            start, clock = time.process_time(), time.perf_counter()
            found[name] = engine.run()
            seconds[name] += time.perf_counter() - clock
            work[name] += time.process_time() - start
            del engine
            for statement, counts in found[name].items():
                assert counts == found["numpy"][statement], (land, name, statement, counts, found["numpy"][statement])
        print(land, len(part.conditions), {name: round(value, 2) for name, value in seconds.items()}, flush=True)
    print(f"\n{total} Fälle, {conditions} Bedingungen in {len(by_land)} Ländern; alle Ergebnisse gleich")
    for name in ENGINES:
        print(
            f"{name:8} {building[name]:7.2f} s übersetzen; rechnen {seconds[name]:7.2f} s, "
            f"{work[name]:7.2f} s Rechenzeit aller Kerne: {total / work[name]:9.0f} Fälle je Sekunde Rechenzeit"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CASES)
