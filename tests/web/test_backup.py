"""`web sichern`: a copy of the SQLite file while others write is whole, and never destroys anything."""

from __future__ import annotations

import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ikz_recht.cli.main import run
from ikz_recht.rulebase.problem import InputProblems
from ikz_recht.web.accounts import save_copy
from ikz_recht.web.store.database import FILE, open_database
from ikz_recht.web.store.projects import create_project, list_projects

from .running import arrived, running
from .test_questionnaire import begun
from .test_storage import writing


def test_copies_made_while_others_write_are_whole(storage: dict[str, Any], tmp_path: Path) -> None:
    stop, kept = threading.Event(), []  # type: ignore[var-annotated]
    with running(storage) as (_, address):
        browser = arrived(address)
        begun(browser, "standesamt")
        browser.send()
        case = browser.case
        browser.open(f"/fall/{case}")
        thread = threading.Thread(target=writing, args=(browser, kept, stop))
        thread.start()
        sizes = []
        for number in range(5):
            before = len(kept)
            copy = tmp_path / f"sicherung-{number}.sqlite"
            save_copy(storage["data"], copy)
            with closing(sqlite3.connect(copy)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
                query = "SELECT value, version FROM answers WHERE case_id = ? AND question = 'uebergang' ORDER BY id"
                found = connection.execute(query, (case,)).fetchall()
                [(version,)] = connection.execute("SELECT version FROM cases WHERE id = ?", (case,)).fetchall()
            assert len(found) >= before  # all that was acknowledged before the copy began
            if found:
                assert found[-1][1] == version  # answers and case are of the same moment
            sizes.append(len(found))
            while len(kept) < before + 3 and thread.is_alive():
                stop.wait(0.01)
        stop.set()
        thread.join()
    assert sizes[-1] > sizes[0]


def test_a_copy_can_be_put_in_the_place_of_the_database(storage: dict[str, Any], tmp_path: Path) -> None:
    engine = open_database(storage["data"])
    create_project(engine, "Gesichert", None)
    run(["web", "sichern", str(tmp_path / "kopie.sqlite"), "--daten", str(storage["data"])])
    engine.dispose()
    restored = tmp_path / "anderswo"
    restored.mkdir()
    (tmp_path / "kopie.sqlite").rename(restored / FILE)
    again = open_database(restored)
    assert [project.title for project in list_projects(again)] == ["Gesichert"]
    again.dispose()


def test_a_copy_is_for_its_owner_alone_and_leaves_nothing_beside_it(storage: dict[str, Any], tmp_path: Path) -> None:
    open_database(storage["data"]).dispose()
    folder = tmp_path / "ziel"
    folder.mkdir()
    save_copy(storage["data"], folder / "kopie")
    save_copy(storage["data"], folder / "kopie")
    assert [path.name for path in folder.iterdir()] == ["kopie"]
    assert stat.S_IMODE((folder / "kopie").stat().st_mode) == 0o600


@pytest.mark.parametrize("target", ["daten/ikz-recht.sqlite", "daten/ikz-recht.sqlite-wal", "gibt/es/nicht", "daten"])
def test_what_cannot_be_the_target_is_refused_and_the_database_stays(storage: dict[str, Any], tmp_path: Path, target: str) -> None:
    engine = open_database(storage["data"])
    create_project(engine, "Da", None)
    with pytest.raises(InputProblems):
        save_copy(storage["data"], tmp_path / target)
    assert [project.title for project in list_projects(engine)] == ["Da"]
    engine.dispose()


def test_a_file_that_is_no_database_is_named(storage: dict[str, Any], tmp_path: Path) -> None:
    storage["data"].mkdir()
    (storage["data"] / FILE).write_text("kein SQLite " * 100)
    with pytest.raises(InputProblems, match="nicht nutzen"):
        save_copy(storage["data"], tmp_path / "kopie")
    assert not (tmp_path / "kopie").exists()
