"""The cases beside the rules, spread over the processors."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..advice.rule_cases import CaseResult, RuleCase, case_files, lands_in, read_rule_cases, run_rule_case
from ..rulebase.cache import cached_rulebase
from ..rulebase.model import Rulebase

CHUNK = 60
_shared: tuple[Rulebase, Sequence[Sequence[RuleCase]]] | None = None


def run_in_parallel(root: Path, only: str = "") -> list[CaseResult]:
    """Run the cases of a rule folder (`only`: of a Land, a form, a file) in as many processes as there are processors.

    Cases on the same slice of the rule base run together, so that each is compiled seldom; every such chunk has a process of its own, which
    gives the memory of durable-rules back when it ends. The results come in the order of the files.
    """
    global _shared
    files = case_files(root, only)
    rulebase = cached_rulebase(root, lands_in(files) if only else None)
    items = list(read_rule_cases(root, only))
    cases = [item for item in items if isinstance(item, RuleCase)]
    workers = _processors()
    if workers < 2 or len(cases) < 2 or not hasattr(os, "fork"):
        return [run_rule_case(item, rulebase) if isinstance(item, RuleCase) else item for item in items]
    chunks = sorted(_chunks(cases, max(1, min(CHUNK, len(cases) // workers))), key=len, reverse=True)
    _shared = rulebase, chunks  # the forked processes inherit it; sending it would cost more than it saves
    with multiprocessing.get_context("fork").Pool(min(workers, len(chunks)), maxtasksperchild=1) as pool:
        results = {
            id(case): result
            for number, done in pool.imap_unordered(_run_chunk, range(len(chunks)))
            for case, result in zip(chunks[number], done, strict=True)
        }
    return [results[id(item)] if isinstance(item, RuleCase) else item for item in items]


def _chunks(cases: Sequence[RuleCase], size: int) -> Iterator[list[RuleCase]]:
    """The cases by slice of the rule base, no chunk larger than `size`."""
    by_slice: dict[object, list[RuleCase]] = {}
    for case in cases:
        by_slice.setdefault(case.slice_key(), []).append(case)
    for group in by_slice.values():
        for start in range(0, len(group), size):
            yield group[start : start + size]


def _run_chunk(number: int) -> tuple[int, list[CaseResult]]:
    assert _shared is not None
    rulebase, chunks = _shared
    return number, [run_rule_case(case, rulebase) for case in chunks[number]]


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
