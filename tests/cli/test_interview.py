"""The questionnaire at the prompt: every word that is understood, and that nothing answered is ever lost."""

from __future__ import annotations

import datetime as dt
import io
import random
import re
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from ikz_recht.advice.case import case_from, read_case
from ikz_recht.advice.interview import start
from ikz_recht.cli.main import run
from ikz_recht.rulebase.load import load_rulebase
from tests.rulebase import GOOD

from .conftest import TWO, Ikz, Result

TASK = ["bauhof"]
PARTICIPANTS = ["A", "gemeinde", "HE", "1.234", "", "B", "1", "", "", "3", ""]
ASKED = TWO + "antworten: {aufgabe: bauhof}\n"
DAY = dt.date(2026, 11, 22)
RULEBASE = load_rulebase(GOOD)
Talk = Callable[..., Result]


@pytest.fixture
def talk(ikz: Ikz) -> Talk:
    """One session with these inputs; then the input ends."""

    def session(*lines: str, path: str = "fall.yaml") -> Result:
        return ikz("beraten", "--fragen" if Path(path).exists() else "--neu", path, stdin="".join(f"{line}\n" for line in lines))

    return session


def saved(path: str = "fall.yaml") -> dict[str, dict[str, object]]:
    """The file as data, after checking that the program accepts it."""
    case_from(read_case(Path(path)), RULEBASE)
    document = yaml.load(Path(path).read_text(encoding="utf-8"), yaml.BaseLoader)
    return {"beiseite": {}, **document}


def questions(result: Result) -> list[str]:
    """The questions that were asked, in order."""
    return [
        line for line in result.out.splitlines() if line.endswith("?") and not line.startswith(("Stimmt", "Möchten", "Welche Antwort", " "))
    ]


def test_a_whole_interview_ends_with_the_advice(ikz: Ikz) -> None:
    answers = [*TASK, *PARTICIPANTS, *["w"] * 20, "nein"]
    result = ikz("beraten", "--neu", "neu.yaml", stdin="\n".join(answers) + "\n")
    assert (result.code, result.err) == (0, "")
    assert "Alle Fragen, die das Ergebnis noch ändern können, sind beantwortet." in result.out
    assert "Zweckverband: " in result.out
    document = saved("neu.yaml")
    assert document["beteiligte"] == [
        {"name": "A", "art": "gemeinde", "land": "HE", "einwohner": "1234"},
        {"name": "B", "art": "gemeinde", "land": "HE", "rolle": "mitglied"},
    ]
    assert set(document["antworten"].values()) == {"bauhof", "weiß nicht"}


def test_without_a_name_the_file_is_fall_yaml(ikz: Ikz) -> None:
    assert ikz("beraten", "--neu", stdin="bauhof\n").code == 1
    assert saved()["antworten"] == {"aufgabe": "bauhof"}


@pytest.mark.parametrize("count", range(len([*TASK, *PARTICIPANTS]) + 1))
def test_whenever_the_input_ends_what_was_answered_is_in_a_valid_file(count: int, talk: Talk) -> None:
    result = talk(*[*TASK, *PARTICIPANTS][:count])
    assert result.code == 1
    assert result.err.startswith("Die Eingabe ist zu Ende, bevor das Gespräch" if count else "Es kommt keine Eingabe.")
    assert "Gesichert in fall.yaml. Weiter geht es mit: ikz-recht beraten --fragen fall.yaml" in result.out
    document = saved()
    assert document["antworten"] == ({"aufgabe": "bauhof"} if count else {})
    complete = (count >= 6) + (count >= 11)
    assert [item["name"] for item in document.get("beteiligte", [])] == ["A", "B"][:complete]


def test_participants_entered_in_part_are_completed_in_the_next_session(talk: Talk) -> None:
    talk(*TASK, *PARTICIPANTS[:5], "sichern")
    again = talk(*PARTICIPANTS[5:])
    assert "A: kreisangehörige Gemeinde oder Stadt, Hessen, 1.234 Einwohner" in again.out
    assert "Name der 2. Beteiligten" in again.out
    assert len(saved()["beteiligte"]) == 2


@pytest.mark.parametrize("word", ["sichern", "s", "SICHERN", "ende"])
def test_sichern_leaves_anywhere(word: str, talk: Talk) -> None:
    for before in ([], TASK, [*TASK, "A"], [*TASK, *PARTICIPANTS], [*TASK, *PARTICIPANTS, "ändern"]):
        Path("fall.yaml").unlink(missing_ok=True)
        assert "Gesichert in fall.yaml." in talk(*before, word, "unsinn").out
        assert saved()["antworten"] == ({"aufgabe": "bauhof"} if before else {})


def test_a_second_session_goes_on_where_the_first_stopped(talk: Talk) -> None:
    first = talk(*TASK, *PARTICIPANTS, "zustaendigkeit")
    second = talk()
    assert questions(second) == questions(first)[-1:]
    assert "Es geht weiter; 2 Fragen sind schon beantwortet." in second.out


def test_a_question_mark_explains_and_asks_again(talk: Talk) -> None:
    Path("fall.yaml").write_text(ASKED, encoding="utf-8")
    result = talk("?", "1")
    assert "Davon hängt die Form ab." in result.out
    assert "kann die Antwort entscheiden: Zweckverband (HE)." in result.out
    assert saved()["antworten"]["uebergang"] == "zustaendigkeit"


@pytest.mark.parametrize("word", ["weiß nicht", "weiss nicht", "w", "Weiß nicht"])
def test_weiss_nicht_is_an_answer_that_is_not_asked_again(word: str, talk: Talk) -> None:
    Path("fall.yaml").write_text(ASKED, encoding="utf-8")
    first = talk(word)
    assert saved()["antworten"]["uebergang"] == "weiß nicht"
    assert "Was geht über?" not in questions(talk())
    assert len(questions(first)) == 2


@pytest.mark.parametrize("wrong", ["", "0", "4", "²", "1" * 5000, "vielleicht", "1,2", "-1", "\x1b[A", "x" * 10_000, "1.0", "١٢٣"])
def test_what_is_no_answer_is_refused_and_the_question_stays(wrong: str, talk: Talk) -> None:
    Path("fall.yaml").write_text(ASKED, encoding="utf-8")
    result = talk(wrong, "durchfuehrung")
    assert "Bitte wählen Sie eine Nummer von 1 bis 3. Sonst: ?, weiß nicht, zurück, sichern." in result.out
    assert saved()["antworten"] == {"aufgabe": "bauhof", "uebergang": "durchfuehrung"}


@pytest.mark.parametrize(
    ("question", "entered", "stored"),
    [
        ("hoheitlich", "j", "ja"),
        ("hoheitlich", "2", "nein"),
        ("laufzeit_jahre", "12", "12"),
        ("entgelt", "1.234,5", "1234,5"),
        ("entgelt", "1,125", "1,125"),
        ("ziele", "0", []),
        ("ziele", "1, 3", ["personal", "sparen"]),
        ("befristung", "Ohne Ende", "unbefristet"),
    ],
)
def test_answers_are_understood_by_number_word_and_value(question: str, entered: str, stored: object, talk: Talk) -> None:
    given = {
        "uebergang": "zustaendigkeit",
        "hoheitlich": "nein",
        "laufzeit_jahre": "3",
        "befristung": "befristet",
        "entgelt": "5",
        "ziele": "weiß nicht",
    }
    given |= {"he_gleicher_kreis": "ja"}
    given.pop(question, None)
    private = TWO.replace("name: B, art: gemeinde", "name: B, art: privat")
    rest = ", ".join(f"{name}: {value}" for name, value in given.items())
    Path("fall.yaml").write_text(f"{private}antworten: {{aufgabe: bauhof, {rest}}}\n", encoding="utf-8")
    talk(entered)
    assert saved()["antworten"][question] == stored


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("drei", "„drei“ ist keine Zahl."),
        ("100", "100 liegt außerhalb des Bereichs von 1 bis 99."),
        ("", "„“ ist keine Zahl."),
        ("1e1", "keine Zahl"),
    ],
)
def test_a_wrong_number_is_explained(wrong: str, message: str, talk: Talk) -> None:
    Path("fall.yaml").write_text(TWO + "antworten: {aufgabe: bauhof, uebergang: zustaendigkeit, befristung: befristet}\n", encoding="utf-8")
    result = talk(wrong, "7")
    assert message in result.out
    assert saved()["antworten"]["laufzeit_jahre"] == "7"


def test_an_empty_line_is_no_answer_to_a_multiple_choice(talk: Talk) -> None:
    given = "antworten: {aufgabe: bauhof, uebergang: zustaendigkeit, befristung: befristet, laufzeit_jahre: 3, entgelt: 5, he_gleicher_kreis: ja}\n"
    Path("fall.yaml").write_text(TWO + given, encoding="utf-8")
    assert "Bitte nennen Sie mindestens eine Nummer; 0 = keine davon." in talk("", " , ").out
    assert "ziele" not in saved()["antworten"]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("x" * 201, "Der Name ist länger als 200 Zeichen."),
        ("a\x07b", "Der Text enthält Steuerzeichen."),
        ("", "Zusammenarbeit braucht mindestens zwei Beteiligte."),
        ("zurück", "Welche Aufgabe?"),
        ("ändern", "Erst die Beteiligten; „zurück“ streicht die letzte Eingabe."),
    ],
)
def test_a_wrong_name_is_refused(wrong: str, message: str, talk: Talk) -> None:
    result = talk(*TASK, wrong)
    assert message in result.out.partition("Wer macht mit?")[2]
    saved()


@pytest.mark.parametrize(
    ("entered", "stored"), [("12.5", None), ("12,5", None), ("1.234", "1234"), ("20000001", None), ("weiß nicht", None), ("viele", None)]
)
def test_inhabitants_are_whole_numbers(entered: str, stored: str | None, talk: Talk) -> None:
    talk(*TASK, "A", "1", "HE", entered, "", "", "")
    first = saved()["beteiligte"][0]
    assert first.get("einwohner") == stored


def test_zurueck_offers_the_earlier_answer_and_enter_takes_it(talk: Talk) -> None:
    Path("fall.yaml").write_text(ASKED, encoding="utf-8")
    result = talk("1", "zurück", "")
    assert "Enter = die Zuständigkeit (Ihre frühere Antwort)" in result.out
    assert saved()["antworten"]["uebergang"] == "zustaendigkeit"


def test_zurueck_at_the_first_question_stays_there(talk: Talk) -> None:
    result = talk("zurück", "bauhof")
    assert "Das ist die erste Frage dieser Sitzung." in result.out
    assert saved()["antworten"] == {"aufgabe": "bauhof"}


def test_zurueck_several_times_loses_no_answer_but_the_one_asked_again(talk: Talk) -> None:
    Path("fall.yaml").write_text(ASKED, encoding="utf-8")
    talk("1", "1", "1")
    before = saved()["antworten"]
    talk("w", "zurück", "zurück", "zurück", "sichern")
    assert before.items() <= {**saved()["antworten"], **saved()["beiseite"]}.items()
    Path("fall.yaml").write_text(ASKED, encoding="utf-8")
    result = talk("1", "1", "1", "zurück", "zurück")
    left = {**saved()["antworten"], **saved()["beiseite"]}
    assert len(questions(result)) == 6
    assert len(before.items() - left.items()) == 1


def test_zurueck_to_the_participants_keeps_their_list(talk: Talk) -> None:
    result = talk(*TASK, *PARTICIPANTS, "zurück", "zurück", "C", "1", "", "", "", "")
    assert "Gestrichen: B" in result.out
    assert [item["name"] for item in saved()["beteiligte"]] == ["A", "C"]


def test_zurueck_through_all_participants_reaches_the_task(talk: Talk) -> None:
    result = talk(*TASK, *PARTICIPANTS, *["zurück"] * 5)
    assert questions(result)[-1] == "Welche Aufgabe?"
    saved()


def test_aendern_changes_an_earlier_answer_by_number_or_name(talk: Talk) -> None:
    Path("fall.yaml").write_text(ASKED, encoding="utf-8")
    talk("1", "ändern uebergang", "w")
    assert saved()["antworten"]["uebergang"] == "weiß nicht"
    talk("ändern", "1", "wasser", "nein")
    assert saved()["antworten"]["aufgabe"] == "wasser"
    before = saved()
    for nothing in ("", "99", "²", "zurück", "ändern", "unsinn"):
        talk("ändern", nothing)
        assert saved() == before


def test_answers_that_no_longer_matter_are_laid_aside_and_come_back(talk: Talk) -> None:
    private = ASKED.replace("name: B, art: gemeinde", "name: B, art: privat").replace(
        "bauhof", "bauhof, uebergang: zustaendigkeit, hoheitlich: nein"
    )
    Path("fall.yaml").write_text(private, encoding="utf-8")
    talk("ändern beteiligte", "zurück", "C", "1", "HE", "", "", "")
    assert (saved()["beiseite"], "hoheitlich" in saved()["antworten"]) == ({"hoheitlich": "nein"}, False)
    talk("ändern beteiligte", "zurück", "D", "privat", "HE", "", "")
    assert (saved()["beiseite"], saved()["antworten"]["hoheitlich"]) == ({}, "nein")


def test_answers_of_a_land_come_back_with_it(talk: Talk) -> None:
    given = "antworten: {aufgabe: bauhof, uebergang: zustaendigkeit, he_gleicher_kreis: ja}\n"
    Path("fall.yaml").write_text(TWO + given, encoding="utf-8")
    talk("ändern beteiligte", "zurück", "zurück", "C", "1", "NW", "", "", "D", "1", "NW", "", "", "")
    assert saved()["beiseite"] == {"he_gleicher_kreis": "ja"}
    talk("ändern beteiligte", "E", "1", "HE", "", "", "")
    assert saved()["antworten"]["he_gleicher_kreis"] == "ja"


def test_presets_of_the_task_are_shown_and_confirmed_or_asked(talk: Talk) -> None:
    result = talk("wasser", "ja")
    assert "Gehören hoheitliche Befugnisse dazu? nein (Einschätzung, nicht belegt)" in result.out
    assert saved()["antworten"] == {"aufgabe": "wasser", "hoheitlich": "nein"}
    Path("fall.yaml").unlink()
    talk("wasser", "nein")
    assert saved()["antworten"] == {"aufgabe": "wasser"}


def test_the_task_is_found_by_keyword_number_and_catalogue(talk: Talk) -> None:
    result = talk("xyz", "alle", "2")
    assert "Dazu steht nichts im Aufgabenkatalog." in result.out
    assert "  1. Wasserversorgung\n  2. Bauhof\n  3. Andere Aufgabe" in result.out
    assert saved()["antworten"] == {"aufgabe": "bauhof"}


def test_a_defective_file_is_not_overwritten(talk: Talk) -> None:
    Path("fall.yaml").write_text("a: [b", encoding="utf-8")
    assert talk("1").code == 1
    assert Path("fall.yaml").read_text(encoding="utf-8") == "a: [b"


class Interrupted(io.StringIO):
    """Input in whose middle the user presses Ctrl-C."""

    def readline(self, size: int = -1, /) -> str:
        line = super().readline(size)
        if line == "^C\n":
            raise KeyboardInterrupt
        return line


def test_ctrl_c_keeps_what_was_answered(ikz: Ikz, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for lines, answers in (
        ([], {}),
        (TASK, {"aufgabe": "bauhof"}),
        ([*TASK, "A"], {"aufgabe": "bauhof"}),
        ([*TASK, *PARTICIPANTS, "1"], {"aufgabe": "bauhof", "uebergang": "zustaendigkeit"}),
    ):
        Path("fall.yaml").unlink(missing_ok=True)
        monkeypatch.setattr(sys, "stdin", Interrupted("".join(f"{line}\n" for line in [*lines, "^C"])))
        assert run(["beraten", "--neu"]) == 1
        assert "Abgebrochen. Was schon gesichert war, bleibt erhalten." in capsys.readouterr().err
        assert saved()["antworten"] == answers


WORDS = [
    "1",
    "2",
    "3",
    "ja",
    "nein",
    "0",
    "5",
    "12,5",
    "w",
    "?",
    "",
    "unsinn",
    "zurück",
    "zurück",
    "ändern",
    "ändern uebergang",
    "ändern beteiligte",
]
WORDS += ["A", "B", "HE", "NW", "privat", "gemeinde", "wasser", "bauhof", "alle", "31.01.2027", "1, 2"]


class Walk(io.StringIO):
    """Random input; before every line the file is looked at."""

    def __init__(self, seed: int, look: Callable[[str], None], length: int) -> None:
        super().__init__()
        self._random, self._look, self._left = random.Random(seed), look, length

    def readline(self, size: int = -1, /) -> str:
        self._left -= 1
        line = self._random.choice(WORDS) if self._left > 0 else ""
        self._look(line)
        return f"{line}\n" if self._left > 0 else ""


def kept(document: dict[str, dict[str, object]]) -> dict[str, object]:
    return {**document["antworten"], **document["beiseite"]}


@pytest.mark.parametrize("seed", range(25))
def test_a_random_walk_never_crashes_and_loses_at_most_the_answer_being_changed(
    seed: int, ikz: Ikz, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    states: list[dict[str, object]] = []

    def look(_line: str) -> None:
        states.append(kept(saved()))

    monkeypatch.setattr(sys, "stdin", Walk(seed, look, 120))
    assert run(["beraten", "--neu"]) in (0, 1)  # 1 if the input ends before the questions do
    assert not re.search("Unerwarteter|Traceback", capsys.readouterr().out)
    for earlier, later in pairwise(states):
        assert len(earlier.keys() - later.keys()) <= 1
        assert sum(earlier[name] != later[name] for name in earlier.keys() & later.keys()) <= 1
    case = case_from(read_case(Path("fall.yaml")), RULEBASE)
    resumed = start(RULEBASE, DAY, case).case
    assert {**resumed.answers, **resumed.aside, **dict.fromkeys(resumed.unknown)} == {
        **case.answers,
        **case.aside,
        **dict.fromkeys(case.unknown),
    }
    assert start(RULEBASE, DAY, resumed).case == resumed
