from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ikz_recht.rulebase.load import load_rulebase
from ikz_recht.rulebase.locate import templates_folder
from ikz_recht.rulebase.model import Rulebase

from . import GOOD


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small valid rule folder, to be spoiled."""
    return shutil.copytree(GOOD, tmp_path / "regeln")


@pytest.fixture
def load(folder: Path) -> Callable[[], Rulebase]:
    """Load the copy as `regeln pruefen` does."""
    return lambda: load_rulebase(folder, None, templates_folder())
