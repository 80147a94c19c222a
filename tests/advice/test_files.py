"""Writing files: whole or not at all, what is in the way stays, what a killed process left behind goes."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ikz_recht.advice import files
from ikz_recht.advice.case_store import open_case
from ikz_recht.advice.file_set import write_set
from ikz_recht.advice.files import write_atomically
from ikz_recht.rulebase.problem import InputProblems
from ikz_recht.rulebase.reading import read_limited, read_text

ROOT = Path(__file__).parents[2]
unix = pytest.mark.skipif(sys.platform == "win32", reason="pipes, links and rights of Unix")


def test_saving_keeps_the_rights_follows_a_link_and_leaves_nothing_behind(tmp_path: Path) -> None:
    target, link = tmp_path / "fall.yaml", tmp_path / "verweis.yaml"
    target.write_text("alt", encoding="utf-8")
    target.chmod(0o640)
    link.symlink_to(target)
    write_atomically(link, b"neu")
    assert link.is_symlink()
    assert target.read_bytes() == b"neu"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert sorted(os.listdir(tmp_path)) == ["fall.yaml", "verweis.yaml"]


def test_what_cannot_be_written_says_why_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "ordner.yaml").mkdir()
    (tmp_path / "kreis.yaml").symlink_to(tmp_path / "kreis.yaml")
    for name, why in (
        ("ordner.yaml", "das ist ein Ordner"),
        ("nirgends/x.yaml", "den Pfad gibt es nicht"),
        ("kreis.yaml", "die Verknüpfungen führen im Kreis"),
        ("x" * 300, "der Name ist zu lang"),
    ):
        with pytest.raises(InputProblems, match=f"lässt sich nicht schreiben \\({why}\\)"):
            write_atomically(tmp_path / name, b"x")
    assert sorted(os.listdir(tmp_path)) == ["kreis.yaml", "ordner.yaml"]


@unix
def test_a_pipe_or_a_device_is_never_replaced_by_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "rohr.md")
    (tmp_path / "nichts.md").symlink_to("/dev/null")
    for name in ("rohr.md", "nichts.md"):
        with pytest.raises(InputProblems, match="das ist keine gewöhnliche Datei"):
            write_atomically(tmp_path / name, b"x")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


@unix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everything")
def test_a_protected_file_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "f.md").touch(0o400)
    with pytest.raises(InputProblems, match="keine Berechtigung"):
        write_atomically(tmp_path / "f.md", b"x")


@pytest.mark.parametrize(("number", "why"), [(errno.ENOSPC, "der Datenträger ist voll"), (errno.EDQUOT, "Speicherplatz ist voll")])
def test_a_full_disk_leaves_the_old_file(number: int, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(number, "")

    (tmp_path / "f.md").write_text("alt", encoding="utf-8")
    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(InputProblems, match=why):
        write_atomically(tmp_path / "f.md", b"neu")
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["alt"]


@unix
def test_what_a_killed_process_left_behind_goes_with_the_next_writing(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from ikz_recht.advice import files\n"
        "files.os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "files.write_atomically(Path(sys.argv[1]), b'neu')\n"
    )
    target, other = tmp_path / "f.md", tmp_path / ".ikz-recht.fremd"
    other.touch()
    for _ in range(2):
        assert subprocess.run([sys.executable, "-c", code, str(target)], cwd=ROOT, check=False).returncode < 0
        assert len(os.listdir(tmp_path)) == 2
    write_atomically(target, b"neu")
    assert sorted(os.listdir(tmp_path)) == [".ikz-recht.fremd", "f.md"]


@unix
def test_many_processes_may_write_the_same_file(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from ikz_recht.advice.files import write_atomically\n"
        "for _ in range(60): write_atomically(Path(sys.argv[1]), sys.argv[2].encode() * 5000)\n"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "f.md"), letter], cwd=ROOT) for letter in "abcd"]
    while any(writer.poll() is None for writer in writers):
        if (tmp_path / "f.md").exists():
            assert len(set((tmp_path / "f.md").read_bytes())) == 1
    assert [writer.returncode for writer in writers] == [0] * 4
    assert os.listdir(tmp_path) == ["f.md"]


def test_a_folder_that_refuses_the_lock_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.open

    def no_new_files(path: Path, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_CREAT:
            raise PermissionError(errno.EACCES, "")
        return real(path, flags, mode)

    monkeypatch.setattr(os, "open", no_new_files)
    with pytest.raises(InputProblems, match="keine Berechtigung"), open_case(tmp_path / "fall.yaml"):
        pass
    with pytest.raises(InputProblems, match="keine Berechtigung"):
        write_set(tmp_path, {"a": b"b"})


# reading


def test_no_more_than_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "f.md"
    path.write_bytes(b"x" * 2000)
    assert len(read_limited(path, 2000)) == 2000
    with pytest.raises(InputProblems, match="größer als 1 kB"):
        read_limited(path, 1999)
    path.write_bytes("ä".encode("latin-1"))
    with pytest.raises(InputProblems, match="nicht in UTF-8"):
        read_text(path, 2000)


@unix
def test_devices_and_pipes_neither_hang_nor_flood(tmp_path: Path) -> None:
    with pytest.raises(InputProblems, match="größer als 1 MB"):
        read_limited(Path("/dev/zero"), 1_000_000)
    os.mkfifo(tmp_path / "rohr")
    assert read_limited(tmp_path / "rohr", 1000) == b""
    reader, writer = os.pipe()
    os.write(writer, b"abc")
    os.close(writer)
    assert read_limited(Path(f"/dev/fd/{reader}"), 1000) == b"abc"
    os.close(reader)
