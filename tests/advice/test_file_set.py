"""A set of files is replaced as a whole: whenever the program is killed, whatever stands in the way, also when two write at once."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from itertools import cycle
from pathlib import Path

import pytest

from ikz_recht.advice import file_set
from ikz_recht.advice.file_set import write_set
from ikz_recht.rulebase.problem import InputProblems

ROOT = Path(__file__).parents[2]
NAMES = [f"{stem}.{fmt}" for stem in ("vermerk", "entwurf") for fmt in ("md", "html", "docx", "odt", "pdf")]
OWN = {"notiz.txt": b"meine", "vermerk-alt.md": b"auch meine"}
unix = pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
WRITER = (
    "import sys; from pathlib import Path; from ikz_recht.advice.file_set import write_set\n"
    f"names = {NAMES!r}\n"
    "print('los', flush=True)\n"
    "for mark in sys.argv[2:]: write_set(Path(sys.argv[1]), {name: mark.encode() * 20_000 for name in names})\n"
)


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and not path.name.startswith(".ikz-recht")}


def of(mark: str) -> dict[str, bytes]:
    return {name: mark.encode() * 20_000 for name in NAMES}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a set of „0“ and files of the user."""
    write_set(tmp_path / "aus", of("0"))
    for name, data in OWN.items():
        (tmp_path / "aus" / name).write_bytes(data)
    return tmp_path / "aus"


def test_a_set_is_written_and_replaced_and_other_files_stay(folder: Path) -> None:
    before = {name: (folder / name).stat().st_ino for name in OWN}
    (folder / "vermerk.md").chmod(0o640)
    write_set(folder, of("1"))
    assert content(folder) == of("1") | OWN
    assert {name: (folder / name).stat().st_ino for name in OWN} == before
    assert (folder / "vermerk.md").stat().st_mode & 0o777 == 0o640
    assert sorted(os.listdir(folder)) == sorted([*NAMES, *OWN])


@unix
def test_killed_at_random_moments_it_leaves_the_old_set_or_the_new_one(folder: Path) -> None:
    dice, seen, letters = random.Random(5), set[str](), cycle("abcdefghijklmnopqrstuvwxy")
    mark, marks = "0", list[str]()
    began = time.monotonic()
    write_set(folder, of(mark))
    once = time.monotonic() - began
    for number in range(40):
        possible = {mark, *marks}  # a set that was complete but not in its place is put there by the next run
        marks = [next(letters), next(letters), next(letters)]
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(folder), *marks], cwd=ROOT, stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(dice.random() * 3 * once)
        process.send_signal(signal.SIGKILL if number % 3 else signal.SIGTERM)
        process.communicate(timeout=30)
        time.sleep(0.02)  # the process that moves the files is not killed; it needs a moment
        left = content(folder)
        mark = left["vermerk.md"][:1].decode()
        assert mark in possible | set(marks)
        assert left == of(mark) | OWN, f"kill {number}"
        seen.add(mark)
    assert len(seen) > 5, "nothing was written"
    write_set(folder, of("z"))
    assert sorted(os.listdir(folder)) == sorted([*NAMES, *OWN])


@unix
@pytest.mark.parametrize("at", range(1, 50, 2))
def test_stopped_at_any_step_the_next_run_finds_a_whole_set(at: int, folder: Path) -> None:
    """Even if the machine stops between two files: the next run begins by finishing the set, or by dropping it."""
    code = (
        "import os, sys, threading; from pathlib import Path; from ikz_recht.advice import file_set, files\n"
        "steps = 0\n"
        "def stopping(name):\n"
        "    real = getattr(os, name)\n"
        "    def step(*arguments, **options):\n"
        "        global steps\n"
        "        steps += 1\n"
        "        if steps == int(sys.argv[2]): os._exit(9)\n"
        "        return real(*arguments, **options)\n"
        "    setattr(os, name, step)\n"
        "for name in ('replace', 'link', 'fsync', 'unlink', 'rmdir', 'mkdir'): stopping(name)\n"
        "threading.active_count = lambda: 2\n"
        f"file_set.write_set(Path(sys.argv[1]), {{name: b'1' * 20_000 for name in {NAMES!r}}})\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(folder), str(at)], cwd=ROOT, check=False)
    assert done.returncode == 9
    file_set.finish_left_behind(folder)
    left = content(folder)
    assert left == of(left["vermerk.md"][:1].decode()) | OWN
    assert sorted(name for name in os.listdir(folder) if not name.endswith(".sperre")) == sorted([*NAMES, *OWN])
    write_set(folder, of("2"))
    assert sorted(os.listdir(folder)) == sorted([*NAMES, *OWN])


def test_what_stands_in_the_way_is_named_before_anything_changes(folder: Path) -> None:
    (folder / "entwurf.pdf").unlink()
    (folder / "entwurf.pdf").mkdir()
    with pytest.raises(InputProblems, match=r"entwurf\.pdf: Die Datei lässt sich nicht schreiben \(das ist ein Ordner\)"):
        write_set(folder, of("1"))
    assert content(folder).items() >= {name: b"0" * 20_000 for name in NAMES if name != "entwurf.pdf"}.items()
    (folder / "entwurf.pdf").rmdir()
    (folder / "entwurf.pdf").symlink_to(folder / "notiz.txt")
    with pytest.raises(InputProblems, match=r"entwurf\.pdf: Hier steht eine Verknüpfung"):
        write_set(folder, of("1"))
    assert (folder / "notiz.txt").read_bytes() == b"meine"
    assert not [name for name in os.listdir(folder) if name.startswith(".ikz")]


@pytest.mark.parametrize("fork", [True, False])
@pytest.mark.parametrize("fails", ["entwurf.pdf", "vermerk.md", "entwurf.md"])
def test_a_file_that_cannot_be_replaced_brings_the_others_back(
    fails: str, fork: bool, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As under Windows, where Word holds the file that is to be replaced."""
    (folder / "entwurf.odt").unlink()
    before, real = content(folder), os.replace

    def busy(source: Path, target: Path) -> None:
        if Path(target) == folder / fails:
            raise OSError(errno.EBUSY, "")
        real(source, target)

    if not fork:
        monkeypatch.setattr(file_set.threading, "active_count", lambda: 2)
    monkeypatch.setattr(os, "replace", busy)
    with pytest.raises(InputProblems, match="die Datei ist in Gebrauch"):
        write_set(folder, of("1"))
    monkeypatch.undo()
    assert content(folder) == before
    assert not [name for name in os.listdir(folder) if name.startswith(".ikz")]


def test_a_full_disk_leaves_the_old_set(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written, real = [0], os.fsync

    def filling(handle: int) -> None:
        written[0] += 1
        if written[0] == 5:
            raise OSError(errno.ENOSPC, "")
        real(handle)

    monkeypatch.setattr(os, "fsync", filling)
    with pytest.raises(InputProblems, match="der Datenträger ist voll"):
        write_set(folder, of("1"))
    assert content(folder) == of("0") | OWN
    assert not [name for name in os.listdir(folder) if name.startswith(".ikz")]


def test_a_list_that_is_not_ours_moves_nothing(folder: Path) -> None:
    for text in ('["../x"]', '["/etc/passwd"]', "kein JSON", '[["a"]]', "{}", '[".."]', '[""]'):
        stage = folder / ".ikz-recht.neu"
        stage.mkdir()
        (stage / "liste.json").write_text(text, encoding="utf-8")
        write_set(folder, of("1"))
        assert sorted(os.listdir(folder)) == sorted([*NAMES, *OWN])
    stage.symlink_to(folder.parent)
    write_set(folder, of("2"))
    assert content(folder) == of("2") | OWN


@unix
def test_two_runs_into_one_folder_come_one_after_the_other(folder: Path) -> None:
    runs = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(folder), *marks], cwd=ROOT, stdout=subprocess.DEVNULL)
        for marks in ("abcdefgh", "ijklmnop")
    ]
    assert [run.wait(timeout=60) for run in runs] == [0, 0]
    left = content(folder)
    assert left == of(left["vermerk.md"][:1].decode()) | OWN
    assert sorted(os.listdir(folder)) == sorted([*NAMES, *OWN])


def test_a_file_system_without_links_gets_copies(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "")

    monkeypatch.setattr(os, "link", no_links)
    write_set(folder, of("1"))
    assert content(folder) == of("1") | OWN
    shutil.rmtree(folder)
