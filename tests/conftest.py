from __future__ import annotations

import pytest

from ikz_recht.advice import opinion
from ikz_recht.inference.engines import Run
from ikz_recht.inference.evaluator import evaluate


@pytest.fixture(autouse=True)
def no_register(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Only the example region: what somebody has loaded on this machine changes no test."""
    monkeypatch.setenv("IKZ_DATEN", str(tmp_path_factory.getbasetemp() / "ohne-register"))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The evaluator alone: that durable-rules gives the same is tested in tests/inference."""
    monkeypatch.setattr(opinion, "run_engines", lambda program, answers: Run(evaluate(program, answers), ("Auswerter",)))
