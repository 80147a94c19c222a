"""Engines that take one case at a time. `python -m tests.benchmarks.vergleich.single [CASES]`

Our evaluator and our opinion (both engines, findings, outlook, ranking), zen-engine, clipspy, and the columns on the same cases. An engine has
expressed a condition if it compiles and gives what the evaluator gives in every case; the share is printed.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from ikz_recht.advice.known import known_answers
from ikz_recht.advice.opinion import advise
from ikz_recht.inference.evaluator import evaluate
from ikz_recht.inference.program import slice_program
from ikz_recht.planning.screening import Cases, Screening, columns_of
from tests.real import DAY, RULES

from . import as_clips, as_zen
from .part import part_of
from .region import load_region

CASES = 20
MANY = 65_536  # cases of each Land for the columns
Truths = dict[str, bool | None]


@dataclass
class Tally:
    """Time and agreement of one engine over all Länder."""

    seconds: float = 0.0
    building: float = 0.0
    cases: int = 0
    right: int = 0
    conditions: int = 0
    wrong: list[str] = field(default_factory=list)

    def take(self, found: Sequence[Truths], wanted: Sequence[Truths]) -> None:
        """Compare the truths of all cases."""
        for name in wanted[0]:
            agrees = all(one.get(name) is other[name] for one, other in zip(found, wanted, strict=True))
            self.conditions += 1
            self.right += agrees
            if not agrees:
                self.wrong.append(name)


def timed(tally: Tally, run: Callable[[Any], Any], items: Sequence[Any]) -> list[Any]:
    """The results of all items; the time is added."""
    start = time.process_time()
    found = [run(item) for item in items]
    tally.seconds += time.process_time() - start
    tally.cases += len(items)
    return found


def main(count: int) -> None:
    """Print a table."""
    region, pairs = load_region()
    screening, rng, tasks = Screening(RULES, DAY, region), random.Random(1), tuple(RULES.tasks)
    tallies = {name: Tally() for name in ("evaluator", "opinion", "zen-engine", "clipspy", "columns")}
    lands = sorted({region.people[one].land for one, other in pairs if region.people[one].land == region.people[other].land})
    for land in lands:
        own = [pair for pair in pairs if {region.people[number].land for number in pair} == {land}]

        def sample(size: int, own: Sequence[tuple[int, int]] = own) -> Cases:
            one, other = columns_of([rng.choice(own) for _ in range(size)])
            return Cases(one, other, np.array([rng.randrange(len(tasks)) for _ in range(size)], dtype=np.int16), tasks)

        program, cases = slice_program(RULES, [land], DAY), sample(count)
        single = [screening.case(cases, number) for number in range(count)]
        for case in single:  # warm
            advise(case, RULES, DAY)
        timed(tallies["opinion"], lambda case: advise(case, RULES, DAY).recommendation, single)
        known = [known_answers(case, program).answers for case in single]
        wanted = [found.truths for found in timed(tallies["evaluator"], partial(evaluate, program), known)]
        part = part_of(program, region, cases)
        for name, compiled in (("zen-engine", as_zen.Compiled), ("clipspy", as_clips.Compiled)):
            start = time.process_time()
            engine = compiled(part)
            tallies[name].building += time.process_time() - start
            tallies[name].take(timed(tallies[name], engine.run, engine.inputs()), wanted)
        many = sample(MANY)
        timed(tallies["columns"], partial(screening.results, program), [many])
        tallies["columns"].cases += len(many) - 1
        print(land, {name: round(item.seconds, 2) for name, item in tallies.items()}, flush=True)
    for name, item in tallies.items():
        share = f", {item.right} von {item.conditions} Bedingungen wie der Auswerter" if item.conditions else ""
        rate = f"{item.cases / item.seconds:9.0f} Fälle je Sekunde Rechenzeit"
        print(f"{name:11} {item.building:6.1f} s übersetzen, {item.cases:7} Fälle in {item.seconds:6.2f} s: {rate}{share}")
        if item.wrong:
            print("   anders:", ", ".join(item.wrong[:5]))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CASES)
