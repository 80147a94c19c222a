"""The cases beside the rules, spread over the processors."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector

from ..advice.rule_cases import CaseResult, RuleCase, case_files, lands_in, read_rule_cases, run_rule_case
from ..inference.child import Child, ChildCrashed
from ..inference.durable_engine import work_without_children
from ..rulebase.cache import cached_rulebase
from ..rulebase.model import Rulebase

CHUNK = 24  # cases whose states durable-rules keeps side by side in one process, some 20 MB each


def run_in_parallel(root: Path, only: str = "") -> list[CaseResult]:
    """Run the cases of a rule folder (`only`: of a Land, a form, a file) in as many processes as there are processors.

    Cases on the same slice of the rule base run together, so that each is compiled seldom; every such chunk has a process of its own, which
    gives the memory of durable-rules back when it ends. The results come in the order of the files.
    """
    files = case_files(root, only)
    rulebase = cached_rulebase(root, lands_in(files) if only else None)
    items = list(read_rule_cases(root, only))
    cases = [item for item in items if isinstance(item, RuleCase)]
    workers = _processors()
    if len(cases) < 2 or not hasattr(os, "fork"):
        return [run_rule_case(item, rulebase) if isinstance(item, RuleCase) else item for item in items]
    chunks = sorted(_chunks(cases, max(1, min(CHUNK, len(cases) // workers))), key=len, reverse=True)
    results = {id(case): result for chunk, done in _run_chunks(chunks, rulebase, workers) for case, result in zip(chunk, done, strict=True)}
    return [results[id(item)] if isinstance(item, RuleCase) else item for item in items]


def _run_chunks(
    chunks: Sequence[Sequence[RuleCase]], rulebase: Rulebase, workers: int
) -> Iterator[tuple[Sequence[RuleCase], list[CaseResult]]]:
    """Each chunk with its results, `workers` of them at a time; a chunk whose process crashed is run again, case by case."""
    waiting = list(reversed(chunks))
    with DefaultSelector() as running:
        while waiting or running.get_map():
            while waiting and len(running.get_map()) < workers:
                chunk = waiting.pop()
                child = Child(partial(_run_chunk, chunk, rulebase))
                running.register(child, EVENT_READ, (chunk, child))
            for key, _ in running.select():
                chunk, child = key.data
                running.unregister(child)
                try:
                    yield chunk, child.result()
                except ChildCrashed:
                    yield chunk, [run_rule_case(case, rulebase) for case in chunk]


def _run_chunk(chunk: Sequence[RuleCase], rulebase: Rulebase) -> list[CaseResult]:
    work_without_children()
    return [run_rule_case(case, rulebase) for case in chunk]


def _chunks(cases: Sequence[RuleCase], size: int) -> Iterator[list[RuleCase]]:
    """The cases by slice of the rule base, no chunk larger than `size`."""
    by_slice: dict[object, list[RuleCase]] = {}
    for case in cases:
        by_slice.setdefault(case.slice_key(), []).append(case)
    for group in by_slice.values():
        for start in range(0, len(group), size):
            yield group[start : start + size]


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
