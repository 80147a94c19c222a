"""The shipped rules pass every check; how many defects are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from ikz_recht.cli.main import run
from ikz_recht.rulebase.load import load_rulebase
from ikz_recht.rulebase.locate import rules_folder, templates_folder
from ikz_recht.rulebase.problem import Place, Problem
from ikz_recht.workshop.checks import check_rules, gathered


def test_the_shipped_rules_pass() -> None:
    rulebase = load_rulebase(rules_folder(), None, templates_folder())
    assert [str(problem) for problem in check_rules(rules_folder(), rulebase)] == []


def test_what_is_wrong_alike_is_told_once_with_all_its_places() -> None:
    first, second, third = (Place(Path("regeln/a.yaml"), line, 1) for line in (1, 2, 3))
    problems = (Problem(second, "Anders."), Problem(first, "Falsch.", "Richtig machen."), Problem(third, "Falsch.", "Richtig machen."))
    assert list(gathered(problems, Path("regeln"))) == [
        "a.yaml:1:1: Falsch. Richtig machen.",
        "    ebenso: a.yaml:3:1",
        "a.yaml:2:1: Anders.",
    ]


def test_pruefen_tells_defects_of_reading_and_of_meaning_together(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = rules / "laender/he/zweckverband.yaml"
    text = path.read_text(encoding="utf-8").replace("norm: § 5 Gesetz HE", "norm: Paragraf fünf").replace("stufe: muss", "stufe: darf")
    path.write_text(text, encoding="utf-8")
    assert run(["regeln", "pruefen", str(rules)]) == 1
    *lines, last = capsys.readouterr().out.splitlines()
    assert [line.partition(": ")[2][:20] for line in lines] == ["„Paragraf fünf“ läss", "„darf“ ist für „stuf"]
    assert last == "2 Fehler. Abgeschaltet: HE."
