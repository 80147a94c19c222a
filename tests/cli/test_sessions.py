"""Sessions that meet each other, an editor, a killed process, or input that never makes sense: nothing answered is lost."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import pytest

from ikz_recht.advice import case_store, locks
from ikz_recht.advice.case import Case, case_from, read_case
from ikz_recht.advice.case_store import open_case
from ikz_recht.advice.locks import Busy, locked
from ikz_recht.cli import prompt
from ikz_recht.cli.main import run
from ikz_recht.rulebase.load import load_rulebase
from ikz_recht.rulebase.problem import InputProblems
from tests.rulebase import GOOD

from .conftest import COMPLETE, TWO, Ikz
from .test_processes import ENVIRONMENT, PROGRAM
from .test_processes import ikz as process

RULEBASE = load_rulebase(GOOD)
unix = pytest.mark.skipif(sys.platform == "win32", reason="signals and descriptors of Unix")
Write = Callable[..., str]


def answers(path: Path) -> dict[str, object]:
    return dict(case_from(read_case(path), RULEBASE).answers)


# two sessions, and others who write


@unix
def test_a_second_session_on_the_same_file_is_refused_and_loses_nothing(tmp_path: Path) -> None:
    first = subprocess.Popen([*PROGRAM, "beraten", "--neu"], cwd=tmp_path, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert first.stdin is not None
    first.stdin.write(b"bauhof\n")
    first.stdin.flush()
    path, until = tmp_path / "fall.yaml", time.monotonic() + 30
    while time.monotonic() < until and not (path.exists() and "bauhof" in path.read_text(encoding="utf-8")):
        time.sleep(0.02)
    (tmp_path / "verweis.yaml").symlink_to(path)
    for name in ("fall.yaml", "verweis.yaml"):
        second = process(tmp_path, "beraten", "--fragen", name, stdin=b"wasser\n")
        assert (second.returncode, second.stdout) == (1, b"")
        assert second.stderr.decode() == (
            f"{name}: Zu dieser Falldatei läuft schon ein Gespräch (Prozess {first.pid}). "
            "Beenden Sie es dort mit „sichern“, oder nehmen Sie eine andere Datei.\n"
        )
    reading = process(tmp_path, "beraten", "fall.yaml", "--json")
    assert "Zu dieser Falldatei" not in reading.stderr.decode()
    first.kill()
    first.communicate(timeout=30)
    third = process(tmp_path, "beraten", "--fragen", "fall.yaml", stdin=b"sichern\n")
    assert third.returncode == 0
    assert answers(path) == {"aufgabe": "bauhof"}
    assert sorted(os.listdir(tmp_path)) == ["fall.yaml", "verweis.yaml"]


@pytest.mark.parametrize("change", ["other text", "replaced", "folder", "pipe", "link to another file"])
def test_what_somebody_else_wrote_meanwhile_stays_and_the_answers_go_beside_it(change: str, tmp_path: Path) -> None:
    path, other = tmp_path / "fall.yaml", tmp_path / "anderer.yaml"
    other.write_text(COMPLETE, encoding="utf-8")
    (tmp_path / "fall-2.yaml").write_text("schon da", encoding="utf-8")
    with open_case(path) as file:
        file.save(Case())
        match change:
            case "other text":
                path.write_text(COMPLETE, encoding="utf-8")
            case "replaced":
                os.replace(other, path)
            case "folder":
                path.unlink()
                path.mkdir()
            case "pipe" if hasattr(os, "mkfifo"):
                path.unlink()
                os.mkfifo(path)
            case _:
                path.unlink()
                path.symlink_to(other)
        with pytest.raises(InputProblems, match=r"hat die Falldatei während des Gesprächs geändert.*„.*fall-3\.yaml“"):
            file.save(Case(answers={"aufgabe": "wasser"}))
    assert answers(tmp_path / "fall-3.yaml") == {"aufgabe": "wasser"}
    assert (tmp_path / "fall-2.yaml").read_text(encoding="utf-8") == "schon da"
    if path.is_file():
        assert path.read_text(encoding="utf-8") == COMPLETE


def test_a_file_that_was_deleted_meanwhile_is_written_again(tmp_path: Path) -> None:
    path = tmp_path / "fall.yaml"
    with open_case(path) as file:
        file.save(Case(answers={"aufgabe": "bauhof"}))
        path.unlink()
        file.save(Case(answers={"aufgabe": "wasser"}))
    assert answers(path) == {"aufgabe": "wasser"}


def test_a_lock_file_left_behind_blocks_nobody(tmp_path: Path) -> None:
    with locked(tmp_path / "fall.yaml", 0):
        (left,) = tmp_path.iterdir()
    left.write_text("999999", encoding="utf-8")
    with open_case(tmp_path / "fall.yaml") as file:
        file.save(Case())
    assert os.listdir(tmp_path) == ["fall.yaml"]


@unix
def test_a_forked_child_does_not_keep_the_lock_of_a_dead_parent(tmp_path: Path) -> None:
    code = (
        "import os, sys, time; from pathlib import Path; from ikz_recht.advice.locks import locked\n"
        "with locked(Path(sys.argv[1]), 0):\n"
        "    if os.fork() == 0: time.sleep(20); os._exit(0)\n"
        "    print('los', flush=True); time.sleep(20)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "f")], env=ENVIRONMENT, stdout=subprocess.PIPE, start_new_session=True
    )
    assert parent.stdout is not None
    parent.stdout.readline()
    with pytest.raises(Busy), locked(tmp_path / "f", 0.2):
        pass
    parent.kill()
    parent.wait()
    with locked(tmp_path / "f", 0.5):
        pass
    os.killpg(parent.pid, signal.SIGKILL)
    parent.stdout.close()


def test_where_files_cannot_be_locked_the_comparison_still_protects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unsupported(_handle: int) -> bool:
        raise OSError(next(iter(locks._UNSUPPORTED)), "")

    monkeypatch.setattr(locks, "try_lock", unsupported)
    path = tmp_path / "fall.yaml"
    with open_case(path) as first, open_case(path) as second:
        first.save(Case(answers={"aufgabe": "bauhof"}))
        with pytest.raises(InputProblems, match="während des Gesprächs geändert"):
            second.save(Case(answers={"aufgabe": "wasser"}))
    assert answers(path) == {"aufgabe": "bauhof"}
    assert answers(tmp_path / "fall-2.yaml") == {"aufgabe": "wasser"}


@unix
def test_many_killed_sessions_lose_no_answer_and_leave_nothing_in_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_store, "_WAIT", 5.0)
    code = (
        "import sys; from pathlib import Path; from ikz_recht.advice.case import Case; from ikz_recht.advice.case_store import open_case\n"
        "from ikz_recht.rulebase.load import load_rulebase; from tests.rulebase import GOOD\n"
        "with open_case(Path(sys.argv[1])) as file:\n"
        "    case = file.load(load_rulebase(GOOD))\n"
        "    for number in range(int(case.title or 0) + 1, 10**6):\n"
        "        file.save(Case(title=str(number))); print(number, flush=True)\n"
    )
    path, told = tmp_path / "fall.yaml", 0
    for number in range(12):
        session = subprocess.Popen([sys.executable, "-c", code, str(path)], env=ENVIRONMENT, stdout=subprocess.PIPE)
        assert session.stdout is not None
        told = int(session.stdout.readline())
        time.sleep(0.005 * number)
        session.kill()
        told = int(([told] + [int(line) for line in session.communicate()[0].split()])[-1])
        assert int(case_from(read_case(path), RULEBASE).title) in (told, told + 1)
    with open_case(path) as file:
        file.save(file.load(RULEBASE))
    assert [name for name in os.listdir(tmp_path) if not name.endswith(".neu")] == ["fall.yaml"]
    with open_case(path) as file:
        file.load(RULEBASE)
        file.save(Case(title="fertig"))
    assert os.listdir(tmp_path) == ["fall.yaml"]


# a new case only on request


@pytest.mark.parametrize("call", [["beraten", "f.yaml", "--json"], ["beraten", "f.yaml"], ["beraten"], ["beraten", "f.yaml", "--fragen"]])
def test_a_missing_file_is_named_and_none_is_made(call: list[str], ikz: Ikz, tmp_path: Path) -> None:
    for stdin in ("", "bauhof\n", None):
        result = ikz(*call, stdin=stdin)
        assert (result.code, result.out) == (1, "")
        assert "yaml: Die Datei gibt es nicht. Prüfen Sie Pfad und Schreibweise" in result.err
    assert list(tmp_path.iterdir()) == []


def test_neu_makes_a_new_case_but_never_in_place_of_another(ikz: Ikz, write: Write, tmp_path: Path) -> None:
    assert ikz("beraten", "--neu", "neu.yaml", stdin="bauhof\nsichern\n").code == 0
    assert answers(tmp_path / "neu.yaml") == {"aufgabe": "bauhof"}
    result = ikz("beraten", "--neu", "neu.yaml", stdin="wasser\nsichern\n")
    assert (result.code, result.out) == (1, "")
    assert (
        result.err
        == "neu.yaml: Diese Falldatei gibt es schon. Nehmen Sie einen anderen Namen, oder setzen Sie den Fall mit --fragen fort.\n"
    )
    assert ikz("beraten", "--neu", "--json", "x.yaml").code == 2


def test_at_a_terminal_a_new_case_needs_no_option(ikz: Ikz, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal("bauhof\n"))
    assert run(["beraten", "neu.yaml"]) == 0  # Ctrl-D is the wish to leave
    assert answers(tmp_path / "neu.yaml") == {"aufgabe": "bauhof"}


# input that ends or makes no sense


@unix
@pytest.mark.parametrize("closed", ["<&-", "<&- >&-", "<&- 2>&-", "< /dev/null"])
def test_closed_or_unreadable_input_is_a_missing_answer(closed: str, tmp_path: Path) -> None:
    call = " ".join([*PROGRAM, "beraten", "--neu", "neu.yaml", closed])
    done = subprocess.run(
        ["sh", "-c", call], cwd=tmp_path, env=ENVIRONMENT, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 1
    said = done.stderr.decode()
    assert "Unerwarteter" not in said
    assert "Traceback" not in said
    if "2>&-" not in closed:
        assert said.startswith("Es kommt keine Eingabe.")
    assert answers(tmp_path / "neu.yaml") == {}


@unix
@pytest.mark.parametrize("closed", ["<&-", "<&- >&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_do_no_harm_to_other_commands(closed: str, tmp_path: Path) -> None:
    (tmp_path / "fall.yaml").write_text(COMPLETE, encoding="utf-8")
    call = " ".join([*PROGRAM, "vermerk", "fall.yaml", "-o", "v.docx", closed])
    done = subprocess.run(["sh", "-c", call], cwd=tmp_path, env=ENVIRONMENT, capture_output=True, timeout=60, check=False)
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
    assert (tmp_path / "v.docx").read_bytes().startswith(b"PK")
    assert (tmp_path / "fall.yaml").read_text(encoding="utf-8") == COMPLETE


class Endless:
    """Input without end."""

    def __init__(self, *lines: str) -> None:
        self.lines: Iterator[str] = cycle(f"{line}\n" for line in lines)
        self.read, self.rest = 0, ""

    def readline(self, size: int = -1) -> str:
        self.read += 1
        line = self.rest or next(self.lines)
        line, self.rest = line[:size], line[size:]
        return line

    def isatty(self) -> bool:
        return False


@pytest.mark.parametrize(
    "lines",
    [
        ["unsinn"],
        [""],
        ["?"],
        ["zurück"],
        ["ändern"],
        ["ändern", "1", "?"],
        ["0"],
        ["vertiefen"],
        ["genug"],
        ["x" * 200_000],
        ["zurück", "alle"],
    ],
    ids=lambda lines: " ".join(lines)[:20],
)
@pytest.mark.parametrize("begun", ["", TWO + "antworten: {aufgabe: bauhof}\n", COMPLETE], ids=["new", "participants", "complete"])
def test_endless_nonsense_is_given_up_after_some_tries_and_saved(
    begun: str,
    lines: list[str],
    ikz: Ikz,
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    if begun:
        write(begun)
    before = answers(tmp_path / "fall.yaml") if begun else {}
    endless = Endless(*lines)
    monkeypatch.setattr(sys, "stdin", endless)
    code = run(["beraten", "--fragen" if begun else "--neu", "fall.yaml"])
    said = capsys.readouterr()
    assert endless.read <= prompt.MAX_LINES
    assert before.items() <= {**answers(tmp_path / "fall.yaml"), **case_from(read_case(tmp_path / "fall.yaml"), RULEBASE).aside}.items()
    if code:
        assert "Gesichert in fall.yaml." in said.out
        assert "Eingaben nacheinander waren keine Antwort." in said.err or "Zeilen ist das Gespräch noch nicht zu Ende" in said.err
    assert len(said.out) < 3_000_000


def test_a_line_without_end_is_given_up(ikz: Ikz, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    class OneLine(Endless):
        def readline(self, size: int = -1) -> str:
            self.read += 1
            return "x" * size

    monkeypatch.setattr(sys, "stdin", OneLine("x"))
    assert run(["beraten", "--neu"]) == 1
    assert "Eine Zeile der Eingabe ist zu lang." in capsys.readouterr().err


def test_ends_in_the_middle_of_a_line(ikz: Ikz, tmp_path: Path) -> None:
    result = ikz("beraten", "--neu", "neu.yaml", stdin="bauhof\nStadt")
    assert (result.code, result.err) == (1, "Die Eingabe ist zu Ende, bevor das Gespräch zu Ende ist.\n")
    assert answers(tmp_path / "neu.yaml") == {"aufgabe": "bauhof"}
