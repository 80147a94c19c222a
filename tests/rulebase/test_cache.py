"""The cache of the parsed rule base: the same result as without it, never an old or a damaged one, several processes at once."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import pickle
import shutil
from pathlib import Path

import pytest

from ikz_recht.rulebase import cache
from ikz_recht.rulebase.cache import MAX_ENTRIES, cached_rulebase
from ikz_recht.rulebase.load import load_rulebase
from ikz_recht.rulebase.locate import rules_folder
from ikz_recht.rulebase.model import Rulebase

GOOD = Path(__file__).parent / "gut"


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IKZ_CACHE", str(tmp_path / "cache"))
    return Path(shutil.copytree(GOOD, tmp_path / "rules"))


def entries(rules: Path) -> list[Path]:
    return sorted((rules.parent / "cache").glob("*.regelwerk"))


def same(first: Rulebase, second: Rulebase) -> bool:
    return all(getattr(first, name) == getattr(second, name) for name in Rulebase.__dataclass_fields__)


def test_the_second_reading_gives_the_same_without_reading_a_rule(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = cached_rulebase(rules)
    assert same(first, load_rulebase(rules))
    monkeypatch.setattr(cache, "load_rulebase", lambda *_: pytest.fail("read again"))
    assert same(cached_rulebase(rules), first)


def test_the_shipped_rules_come_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They hold whatever classes their folders need; one that the cache does not know would switch it off unseen."""
    monkeypatch.setenv("IKZ_CACHE", str(tmp_path))
    first = cached_rulebase(rules_folder())
    monkeypatch.setattr(cache, "load_rulebase", lambda *_: pytest.fail("read again"))
    assert same(cached_rulebase(rules_folder()), first)


def test_a_changed_file_even_with_the_old_time_is_read_anew(rules: Path) -> None:
    cached_rulebase(rules)
    path = rules / "laender" / "he" / "zweckverband.yaml"
    times = path.stat()
    path.write_text(path.read_text().replace("bezeichnung: Zweckverband", "bezeichnung: Zweckverbänd"))
    os.utime(path, (times.st_atime, times.st_mtime))
    assert {form.name for form in cached_rulebase(rules).forms.values()} >= {"Zweckverbänd"}


def test_each_choice_of_laender_has_its_own_entry(rules: Path) -> None:
    assert set(cached_rulebase(rules, ["HE"]).lands) == {"HE"}
    assert set(cached_rulebase(rules, None).lands) == {"HE", "NW"}
    assert set(cached_rulebase(rules, ["HE"]).lands) == {"HE"}


@pytest.mark.parametrize("damage", [b"", b"x", b"\0" * 5000, None])
def test_a_damaged_entry_is_not_trusted_and_mended(rules: Path, damage: bytes | None) -> None:
    first = cached_rulebase(rules)
    (entry,) = entries(rules)
    whole = entry.read_bytes()
    entry.write_bytes(whole[: len(whole) // 2] if damage is None else damage)
    assert same(cached_rulebase(rules), first)
    assert hashlib.sha256(entry.read_bytes()[32:]).digest() == entry.read_bytes()[:32]


class Evil:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("touch /tmp/ikz-recht-boese",)


@pytest.mark.parametrize("content", [Evil(), {"keine": "Regelbasis"}])
def test_an_entry_with_anything_else_in_it_is_refused_even_with_a_right_checksum(rules: Path, content: object) -> None:
    first = cached_rulebase(rules)
    (entry,) = entries(rules)
    payload = pickle.dumps(content)
    entry.write_bytes(hashlib.sha256(payload).digest() + payload)
    assert same(cached_rulebase(rules), first)
    assert not Path("/tmp/ikz-recht-boese").exists()


def test_a_folder_that_cannot_be_written_only_means_no_cache(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (rules.parent / "datei").write_text("")
    monkeypatch.setenv("IKZ_CACHE", str(rules.parent / "datei"))
    assert set(cached_rulebase(rules).lands) == {"HE", "NW"}
    monkeypatch.setenv("IKZ_CACHE", "aus")
    assert set(cached_rulebase(rules).lands) == {"HE", "NW"}


def test_old_entries_go(rules: Path) -> None:
    path = rules / "regelwerk.yaml"
    for number in range(MAX_ENTRIES + 3):
        path.write_text(f"version: '{number}'\n")
        cached_rulebase(rules)
    assert len(entries(rules)) == MAX_ENTRIES
    assert cached_rulebase(rules).version == str(MAX_ENTRIES + 2)


def _read_often(rules: Path) -> bool:
    for entry in entries(rules):
        entry.unlink(missing_ok=True)
    return set(cached_rulebase(rules).lands) == {"HE", "NW"}


def test_several_processes_may_read_write_and_delete_at_once(rules: Path) -> None:
    with multiprocessing.get_context("fork").Pool(4) as pool:
        assert all(pool.map(_read_often, [rules] * 40))
