"""Cases spread over processes: the same results in the same order, and a crash of one process costs none of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ikz_recht.advice.rule_cases import run_rule_cases
from ikz_recht.rulebase.load import load_rulebase
from ikz_recht.workshop import case_runs
from tests.real import PROJECT

RULES = PROJECT / "rules"
ONLY = "laender/he/gemeindeverwaltungsverband.faelle.yaml"


def test_processes_give_what_one_after_the_other_gives() -> None:
    alone = list(run_rule_cases(RULES, load_rulebase(RULES, frozenset({"HE"})), ONLY))
    assert len(alone) > 3
    assert case_runs.run_in_parallel(RULES, ONLY) == alone


def test_a_crash_of_a_process_costs_no_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_runs, "work_without_children", lambda: os._exit(9))
    results = case_runs.run_in_parallel(Path(RULES), ONLY)
    assert len(results) > 3
    assert all(not result.failures for result in results)
