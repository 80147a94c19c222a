"""Two realistic documents, and the look that comes with the program."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from ikz_recht.documents.formats import DocumentMeta, StyleFiles

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def style() -> StyleFiles:
    return StyleFiles.in_folder(HERE.parents[1] / "templates" / "stil")


@pytest.fixture(scope="session")
def memo() -> str:
    return (HERE / "muster_gutachten.md").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def draft() -> str:
    return (HERE / "muster_vereinbarung.md").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def meta() -> DocumentMeta:
    return DocumentMeta(
        title="Gutachten für <b>*x* & Söhne",
        subtitle="Standesamt",
        date=datetime.date(2026, 11, 22),
        header="Kopf & Zeile <1>",
        footer="Regelwerk 2026.11",
        draft=True,
    )
