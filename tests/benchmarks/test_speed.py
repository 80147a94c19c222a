"""Times, not run with the other tests: .venv/bin/python -m pytest -o addopts= tests/benchmarks"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from ikz_recht.advice.opinion import advise
from ikz_recht.rulebase.load import load_rulebase
from tests.real import DAY, PROJECT, REAL_CASES, RULES, real_case

CASE = str(PROJECT / "docs" / "beispiele" / "standesamt-lossetal.yaml")


def test_opinion_with_both_engines(benchmark: BenchmarkFixture) -> None:
    case = real_case(REAL_CASES[0])
    assert len(benchmark(advise, case, RULES, DAY).engines) == 2


def test_loading_all_rules(benchmark: BenchmarkFixture) -> None:
    assert not benchmark(load_rulebase, PROJECT / "rules").problems


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("beraten", CASE, "--json"), ("beraten", CASE, "--ausgabe", "{}", "--format", "md,docx,pdf")],
    ids=["hilfe", "gutachten-json", "vermerk-und-entwurf-md-docx-pdf"],
)
def test_whole_command(benchmark: BenchmarkFixture, arguments: tuple[str, ...], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ikz_recht", *(item.format(tmp_path) for item in arguments)]
    result = benchmark.pedantic(subprocess.run, (command,), {"capture_output": True, "cwd": tmp_path}, rounds=10, warmup_rounds=1)
    assert result.returncode == 0, result.stderr
