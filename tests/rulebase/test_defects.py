"""Every defect under schlecht/ is reported with place, reason and remedy, as recorded in its meldung.txt (see README.md)."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ikz_recht.rulebase.model import Rulebase
from ikz_recht.rulebase.problem import InputProblems
from ikz_recht.workshop.checks import check_rules

BAD = Path(__file__).parent / "schlecht"
DEFECTS = sorted(path.name for path in BAD.iterdir())
RECORD = bool(os.environ.get("IKZ_MELDUNGEN_SCHREIBEN"))
SHARED = ("fragen/", "ableitungen/", "regelwerk.yaml")


ONLY_CHECKED = "Nur „regeln pruefen“ meldet es."


def messages(folder: Path, load: Callable[[], Rulebase]) -> str:
    """What a person would read, with paths relative to the rule folder, and what the defect switches off."""
    try:
        rulebase = load()
    except InputProblems as broken:
        problems, outcome = broken.problems, "Nichts wird geladen."
    else:
        problems, outcome = rulebase.problems, f"Abgeschaltet: {', '.join(rulebase.disabled) or 'nichts'}."
        if not problems:
            problems, outcome = check_rules(folder, rulebase), ONLY_CHECKED
    return "\n".join([*map(str, problems), outcome, ""]).replace(f"{folder}/", "")


@pytest.mark.parametrize("defect", DEFECTS)
def test_the_defect_is_reported_as_recorded(defect: str, folder: Path, load: Callable[[], Rulebase]) -> None:
    shutil.copytree(BAD / defect, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("meldung.txt"))
    recorded = BAD / defect / "meldung.txt"
    actual = messages(folder, load)
    if RECORD:
        recorded.write_text(actual, encoding="utf-8")
    assert actual == recorded.read_text(encoding="utf-8")


@pytest.mark.parametrize("defect", DEFECTS)
def test_the_recorded_message_names_the_spoilt_file_line_and_column(defect: str) -> None:
    *problems, _ = (BAD / defect / "meldung.txt").read_text(encoding="utf-8").splitlines()
    spoilt = {path.relative_to(BAD / defect).as_posix() for path in (BAD / defect).rglob("*.y*ml")}
    assert problems
    for problem in problems:
        place, _, text = problem.partition(": ")
        file, *position = place.split(":")
        whole_file = file.endswith(".yml") or "gibt es nicht" in text or "ist leer" in text
        assert whole_file or all(re.fullmatch(r"[1-9]\d*", number) for number in position)
        assert whole_file or len(position) == 2
        assert re.search(r"[.?] .*[.?]$", text), "what is wrong, and how to mend it"
    assert spoilt & {problem.split(":")[0] for problem in problems} or defect == "land-datei-fehlt"


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_shared_file_ends_the_loading_and_any_other_only_switches_itself_off(defect: str) -> None:
    recorded = (BAD / defect / "meldung.txt").read_text(encoding="utf-8")
    shared = any(line.startswith(SHARED) for line in recorded.splitlines())
    assert recorded.endswith("Nichts wird geladen.\n") == shared
    if not shared and "mehrere" not in defect and ONLY_CHECKED not in recorded:
        assert re.search(r"^Abgeschaltet: (nichts|[A-Z]{2}|\w+/\w+\.yaml)\.$", recorded, re.M)
