"""How time and memory of a screening grow with the cases: `python -m tests.benchmarks.screening_size [--einzeln] [CASES …]`

Pairs of neighbours of the register in use, in all tasks; beyond them copies whose numbers of inhabitants differ by up to a tenth. Each size in a process of
its own, with as many workers as processors, from the pairs to the Parquet file (reading rules and register not counted).
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from ikz_recht.planning.screening import Pair, Screening
from ikz_recht.planning.screening_region import Region
from ikz_recht.planning.screening_run import Job, run
from tests.benchmarks.vergleich.region import load_region
from tests.real import DAY, RULES

SIZES = ("100000", "1000000", "10000000")


def repeated(region: Region, pairs: list[Pair], wanted: int) -> tuple[Region, tuple[Pair, ...]]:
    """As many pairs as wanted: those of the region first, in a random order, then copies."""
    rng = random.Random(3)
    pairs = rng.sample(pairs, len(pairs))
    people, keys, found = list(region.people), list(region.keys), pairs[:wanted]
    while len(found) < wanted:
        start = len(people)
        for key, person in zip(region.keys, region.people, strict=True):
            people.append(replace(person, inhabitants=person.inhabitants and max(1, round(person.inhabitants * rng.uniform(0.9, 1.1)))))
            keys.append(f"{key}-{start}")
        found += [(one + start, other + start) for one, other in pairs[: wanted - len(found)]]
    return Region(tuple(keys), tuple(people)), tuple(found)


def work() -> float:
    """Seconds that the processors have worked for this process and those that it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(item.ru_utime + item.ru_stime for item in used)


def one_size(cases: int, *, grouped: bool) -> None:
    """Screen so many cases and print what it took."""
    tasks = tuple(RULES.tasks)
    region, pairs = repeated(*load_region(), round(cases / len(tasks)))
    job, workers = Job(Screening(RULES, DAY, region), pairs, tasks, False, grouped), len(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as folder:
        start, before = time.perf_counter(), work()
        rows = run(job, Path(folder) / "ergebnis.parquet", workers, lambda done, total: None)
        seconds, spent = time.perf_counter() - start, work() - before
        size = (Path(folder) / "ergebnis.parquet").stat().st_size / 1e6
    own, child = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    count = len(pairs) * len(tasks)
    memory = f"{own:5.0f} MB und {workers} × {child:4.0f} MB"
    print(f"{count:9} Fälle {rows:9} Zeilen {seconds:7.2f} s, Rechenzeit {spent:6.2f} s; {memory}; Datei {size:6.1f} MB", flush=True)


if __name__ == "__main__":
    own = [word for word in sys.argv[1:] if word.isdigit()]
    alone = [word for word in sys.argv[1:] if not word.isdigit()]
    if len(own) == 1:
        one_size(int(own[0]), grouped="--einzeln" not in alone)
    else:
        for number in own or SIZES:
            subprocess.run([sys.executable, "-m", "tests.benchmarks.screening_size", number, *alone], check=True)
