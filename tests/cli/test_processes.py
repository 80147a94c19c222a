"""The installed program as a process: closed pipes, signals, other encodings, a stop at the worst moment."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ikz_recht.advice.case import case_from, read_case
from ikz_recht.rulebase.load import load_rulebase
from tests.rulebase import GOOD

from .conftest import COMPLETE, TWO

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-m", "ikz_recht"]
ENVIRONMENT = {**os.environ, "IKZ_REGELN": str(GOOD), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and shells of Unix")


def ikz(folder: Path, *arguments: str, stdin: bytes = b"", environment: dict[str, str] = ENVIRONMENT) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*PROGRAM, *arguments], cwd=folder, env=environment, input=stdin, capture_output=True, timeout=60, check=False)


def test_a_reader_that_goes_away_causes_no_message(tmp_path: Path) -> None:
    (tmp_path / "fall.yaml").write_text(COMPLETE, encoding="utf-8")
    reader, writer = os.pipe()
    os.close(reader)
    for call in (["beraten", "fall.yaml", "--json"], ["fragen"], ["--help"]):
        result = subprocess.run(
            [*PROGRAM, *call], cwd=tmp_path, env=ENVIRONMENT, stdout=writer, stderr=subprocess.PIPE, timeout=60, check=False
        )
        assert (result.returncode, result.stderr) == (1, b"")
    os.close(writer)


def test_json_on_stdout_is_utf8_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "fall.yaml").write_text(COMPLETE.replace("name: A", "name: Köln 🏛️"), encoding="utf-8")
    result = ikz(tmp_path, "beraten", "fall.yaml", "--json")
    assert (result.returncode, result.stderr) == (0, b"")
    assert json.loads(result.stdout.decode())["json"] == 1


@pytest.mark.parametrize("encoding", ["latin-1", "ascii", "cp1252"])
def test_a_terminal_without_utf8_still_gets_the_advice(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "fall.yaml").write_text(COMPLETE.replace("name: A", "name: 🏛️"), encoding="utf-8")
    environment = {**ENVIRONMENT, "PYTHONUTF8": "0", "PYTHONIOENCODING": encoding}
    result = ikz(tmp_path, "warum", "fall.yaml", "zweckverband", environment=environment)
    assert (result.returncode, result.stderr) == (0, b"")
    assert b"Zweckverband" in result.stdout


def test_bytes_that_are_no_utf8_in_the_input_are_refused_or_replaced_not_fatal(tmp_path: Path) -> None:
    result = ikz(tmp_path, "beraten", "--neu", stdin=b"bauhof\nM\xfcnster\n1\nNW\n\n\n")
    assert (result.returncode, result.stderr.decode()) == (1, "Die Eingabe ist zu Ende, bevor das Gespräch zu Ende ist.\n")
    assert "name: M\ufffdnster" in (tmp_path / "fall.yaml").read_text(encoding="utf-8")


def talking(folder: Path, text: str) -> subprocess.Popen[bytes]:
    """A session that was told `text`, has written it down and waits for more."""
    process = subprocess.Popen(
        [*PROGRAM, "beraten", "--neu"], cwd=folder, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdin is not None
    process.stdin.write(text.encode())
    process.stdin.flush()
    path = folder / "fall.yaml"
    until = time.monotonic() + 30
    while time.monotonic() < until and not (path.exists() and "name: B" in path.read_text(encoding="utf-8")):
        time.sleep(0.02)
    return process


@pytest.mark.parametrize("kind", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_after_a_signal_the_file_is_valid_and_the_next_session_goes_on(kind: signal.Signals, tmp_path: Path) -> None:
    process = talking(tmp_path, "bauhof\nA\n1\nHE\n\n\nB\n1\n\n\n\n")
    process.send_signal(kind)
    _, err = process.communicate(timeout=30)
    assert b"Traceback" not in err
    assert process.returncode == (1 if kind is signal.SIGINT else -kind)
    case = case_from(read_case(tmp_path / "fall.yaml"), load_rulebase(GOOD))
    assert (case.answers, len(case.participants or ())) == ({"aufgabe": "bauhof"}, 2)
    again = ikz(tmp_path, "beraten", "--fragen", "fall.yaml", stdin=b"vertiefen\n1\n")
    assert "Es geht weiter; 1 Fragen sind schon beantwortet." in again.stdout.decode()
    assert case_from(read_case(tmp_path / "fall.yaml"), load_rulebase(GOOD)).answers["uebergang"] == "zustaendigkeit"


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read and write everything")
def test_missing_rights_are_named(tmp_path: Path) -> None:
    path = tmp_path / "fall.yaml"
    path.write_text(TWO, encoding="utf-8")
    path.chmod(0)
    assert "keine Berechtigung" in ikz(tmp_path, "beraten", "fall.yaml").stderr.decode()
    path.chmod(0o600)
    tmp_path.chmod(0o500)
    assert "keine Berechtigung" in ikz(tmp_path, "beraten", "fall.yaml", "--fragen").stderr.decode()
    tmp_path.chmod(0o700)


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    (tmp_path / "fall.yaml").write_text(COMPLETE, encoding="utf-8")
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [*PROGRAM, "beraten", "fall.yaml", "--json"],
            cwd=tmp_path,
            env=ENVIRONMENT,
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert result.returncode == 1
    assert "der Datenträger ist voll" in result.stderr.decode()
    assert b"Traceback" not in result.stderr
