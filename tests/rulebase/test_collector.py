"""Pausing the collector, and reading a file once."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from ikz_recht.rulebase.collector import collector_paused
from ikz_recht.rulebase.nodes import files_kept, read_nodes


def test_the_collector_goes_on_as_before() -> None:
    with collector_paused():
        assert not gc.isenabled()
        with collector_paused():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError), collector_paused():
        raise ValueError
    assert gc.isenabled()


def test_a_kept_file_is_read_once_and_afterwards_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("eins: 1\n", encoding="utf-8")
    with files_kept():
        first = read_nodes(path)
        path.write_text("zwei: 2\n", encoding="utf-8")
        assert read_nodes(path) is first
    assert read_nodes(path) != first
