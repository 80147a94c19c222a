"""The cases beside the rules, spread over the processors."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Sequence
from pathlib import Path

from ..advice.rule_cases import CaseResult, case_files, lands_in, run_case_file
from ..rulebase.cache import cached_rulebase
from ..rulebase.model import Rulebase

_shared: tuple[Path, Rulebase] | None = None


def run_in_parallel(root: Path, only: str = "") -> list[CaseResult]:
    """Run the cases of a rule folder (`only`: of a Land, a form, a file) in as many processes as there are processors.

    Each file runs in one process; the results come in the order of the files. Only the Länder that the cases name are loaded.
    """
    global _shared
    files = case_files(root, only)
    rulebase = cached_rulebase(root, lands_in(files) if only else None)
    workers = min(_processors(), len(files))
    if workers < 2 or not hasattr(os, "fork"):
        return [result for path in files for result in run_case_file(path, root, rulebase)]
    _shared = root, rulebase  # the forked processes inherit it; sending it would cost more than it saves
    largest_first = sorted(files, key=lambda path: -path.stat().st_size)
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        done = dict(zip(largest_first, pool.imap(_run_file, largest_first), strict=True))
    return [result for path in files for result in done[path]]


def _run_file(path: Path) -> Sequence[CaseResult]:
    assert _shared is not None
    root, rulebase = _shared
    return list(run_case_file(path, root, rulebase))


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
