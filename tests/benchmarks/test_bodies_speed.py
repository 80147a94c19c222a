"""The way through the bodies, once the opinion stands: .venv/bin/python -m pytest -o addopts= tests/benchmarks/test_bodies_speed.py"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from ikz_recht.advice.opinion import advise
from ikz_recht.inference.facts import Participant
from ikz_recht.planning.bodies.given import Given
from ikz_recht.planning.bodies.path import decision_path
from ikz_recht.planning.bodies.path_json import path_document
from tests.real import DAY, PROJECT, RULES, real_case

LOSSETAL = real_case(PROJECT / "docs" / "beispiele" / "standesamt-lossetal.yaml")
MANY = tuple(Participant(f"Gemeinde {number}", "gemeinde", "HE", 3000, "mitglied") for number in range(20))
CASES = {"drei-beteiligte": LOSSETAL, "zwanzig-beteiligte": replace(LOSSETAL, participants=MANY)}


@pytest.mark.parametrize("name", CASES)
def test_path_warm(benchmark: BenchmarkFixture, name: str) -> None:
    opinion = advise(CASES[name], RULES, DAY)
    found = opinion.recommendation
    assert found is not None
    document = benchmark(lambda: path_document(decision_path(opinion, found.chosen, Given(), dt.date(2029, 1, 1))))
    assert document["ergebnis"] == "erreichbar"
    assert benchmark.stats["mean"] < 0.1
