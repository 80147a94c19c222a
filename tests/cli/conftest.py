from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from ikz_recht.cli.main import run
from tests.rulebase import GOOD

ENGLISH = re.compile(
    r"\b(the|not|no such|error|usage|options|commands|missing|invalid|directory|denied|requires|exit|show|file|line)\b", re.I
)
TWO = "beteiligte:\n  - {name: A, art: gemeinde, land: HE}\n  - {name: B, art: gemeinde, land: HE}\n"
COMPLETE = TWO + "antworten: {aufgabe: bauhof, uebergang: zustaendigkeit, hoheitlich: ja, befristung: befristet, laufzeit_jahre: 5}\n"


@dataclass(frozen=True)
class Result:
    """What a call left behind."""

    code: int
    out: str
    err: str


Ikz = Callable[..., Result]


@pytest.fixture
def ikz(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Ikz:
    """Call the program in a fresh folder with the small rules. No call may show a traceback, an internal error or English."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("IKZ_REGELN", str(GOOD))
    monkeypatch.delenv("IKZ_VORLAGEN", raising=False)

    def call(*arguments: str, stdin: str | None = "") -> Result:
        monkeypatch.setattr(sys, "stdin", None if stdin is None else io.StringIO(stdin))
        code = run(list(arguments))
        out, err = capsys.readouterr()
        for text in (out, err):
            assert "Traceback" not in text
            assert "Unerwarteter Fehler" not in text
        assert not ENGLISH.search(err), err
        assert code in (0, 1, 2)
        return Result(code, out, err)

    return call


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., str]:
    """Write a file into the fresh folder; the answer is its name."""

    def to_file(content: str | bytes = TWO, name: str = "fall.yaml") -> str:
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return name

    return to_file
