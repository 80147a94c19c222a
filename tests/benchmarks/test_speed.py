"""Times, not run with the other tests: .venv/bin/python -m pytest -o addopts= tests/benchmarks

Warm: in a running process, everything once computed before. Cold: a whole command with the start of Python, the rule base in the cache.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from ikz_recht.advice import opinion as opinion_module
from ikz_recht.advice.case import Case, case_from, read_case
from ikz_recht.advice.opinion import Opinion, advise
from ikz_recht.inference.engines import EVALUATOR, Run
from ikz_recht.inference.evaluator import evaluate
from ikz_recht.inference.facts import Answers
from ikz_recht.inference.program import Program
from ikz_recht.planning.benefit.benefit import benefit_of
from ikz_recht.planning.benefit.benefit_json import benefit_document
from ikz_recht.planning.benefit.costs_file import costs_of
from ikz_recht.rulebase.load import load_rulebase
from tests.real import DAY, PROJECT, REAL_CASES, RULES, real_case

CASE = str(PROJECT / "docs" / "beispiele" / "standesamt-lossetal.yaml")
CASES_OF_A_FORM = str(PROJECT / "rules" / "laender" / "he" / "zweckverband.faelle.yaml")


def advice(case: Case) -> Opinion:
    """The opinion with its recommendation, which is computed when it is first asked for."""
    found = advise(case, RULES, DAY)
    assert found.recommendation is not None
    return found


@pytest.mark.parametrize("path", REAL_CASES, ids=lambda path: path.stem)
def test_opinion_warm_with_both_engines(benchmark: BenchmarkFixture, path: Path) -> None:
    assert len(benchmark(advice, real_case(path)).engines) == 2


@pytest.mark.parametrize("path", REAL_CASES, ids=lambda path: path.stem)
def test_opinion_warm_without_durable_rules(benchmark: BenchmarkFixture, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def alone(program: Program, answers: Answers) -> Run:
        return Run(evaluate(program, answers), (EVALUATOR,))

    monkeypatch.setattr(opinion_module, "run_engines", alone)
    assert benchmark(advice, real_case(path)).engines == (EVALUATOR,)


def test_benefit_of_five_warm(benchmark: BenchmarkFixture) -> None:
    path = PROJECT / "docs" / "beispiele" / "personalabrechnung-fuenf.yaml"
    opinion = advise(case_from(read_case(path), RULES), RULES, DAY)
    assert benchmark(lambda: benefit_document(benefit_of(opinion, costs_of(opinion.case, path))))["schwellen"]


def test_loading_all_rules_without_the_cache(benchmark: BenchmarkFixture) -> None:
    assert not benchmark(load_rulebase, PROJECT / "rules").problems


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("beraten", CASE, "--json"),
        ("partner", "06635014", "--json"),
        ("beraten", CASE, "--ausgabe", "{}", "--format", "md,docx,pdf"),
        ("regeln", "testen", "--nur", CASES_OF_A_FORM),
    ],
    ids=["hilfe", "gutachten-json", "partner-json", "vermerk-und-entwurf-md-docx-pdf", "regeln-testen-nur-datei"],
)
def test_whole_command_cold(benchmark: BenchmarkFixture, arguments: tuple[str, ...], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ikz_recht", *(item.format(tmp_path / "ergebnis") for item in arguments)]
    settings = {"capture_output": True, "cwd": tmp_path, "env": {**os.environ, "IKZ_CACHE": str(tmp_path / "cache")}}
    result = benchmark.pedantic(subprocess.run, (command,), settings, rounds=10, warmup_rounds=1)
    assert result.returncode == 0, result.stderr


def test_all_cases_beside_the_rules(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ikz_recht", "regeln", "testen"]
    settings = {"capture_output": True, "cwd": tmp_path, "env": {**os.environ, "IKZ_CACHE": str(tmp_path / "cache")}}
    result = benchmark.pedantic(subprocess.run, (command,), settings, rounds=1, warmup_rounds=1)
    assert result.returncode == 0, result.stdout
