from __future__ import annotations

import pytest

from ikz_recht.advice import opinion
from ikz_recht.inference.engines import Run
from ikz_recht.inference.evaluator import evaluate


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The evaluator alone: that durable-rules gives the same is tested in tests/inference."""
    monkeypatch.setattr(opinion, "run_engines", lambda program, answers: Run(evaluate(program, answers), ("Auswerter",)))
