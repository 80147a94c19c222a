"""The questionnaire at the prompt: every word that is understood, and that nothing answered is ever lost."""

from __future__ import annotations

import datetime as dt
import io
import random
import re
import shutil
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
PARTICIPANTS = ["Gemeinde A, 1.234, HE, Kreis X", "Stadt B, 900", "", "", "0"]  # B is in the same Kreis; a joint institution
DEEP = "vertiefen"  # with the small rules there is but one form: nothing can turn the recommendation
ASKED = TWO + "antworten: {aufgabe: bauhof, he_gleicher_kreis: ja}\n"
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
        line
        for line in (text.removeprefix("> ") for text in result.out.splitlines())
        if line.endswith("?") and not line.startswith(("Stimmt", "Möchten", "Welche Antwort", "Soll jemand", "In welchem Kreis", " "))
    ]


def test_a_whole_interview_ends_with_the_advice(ikz: Ikz) -> None:
    answers = [*TASK, *PARTICIPANTS, DEEP, *["w"] * 6, "nein"]
    result = ikz("beraten", "--neu", "neu.yaml", stdin="\n".join(answers) + "\n")
    assert (result.code, result.err) == (0, "")
    assert "Damit steht die Empfehlung: Zweckverband. Keine weitere Antwort, die zu erwarten ist, ändert sie." in result.out
    assert "Alle Fragen, die das Ergebnis noch ändern können, sind beantwortet." in result.out
    assert "Zweckverband: " in result.out
    document = saved("neu.yaml")
    assert document["beteiligte"] == [
        {"name": "Gemeinde A", "art": "gemeinde", "land": "HE", "einwohner": "1234", "rolle": "mitglied", "kreis": "Kreis X"},
        {"name": "Stadt B", "art": "gemeinde", "land": "HE", "einwohner": "900", "rolle": "mitglied", "kreis": "Kreis X"},
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
    complete = (count >= 2) + (count >= 4)
    assert [item["name"] for item in document.get("beteiligte", [])] == ["Gemeinde A", "Stadt B"][:complete]
    assert [item.get("rolle") for item in document.get("beteiligte", [])] == [None, "mitglied"][count == 6 :][:1] * complete


def test_participants_entered_in_part_are_completed_in_the_next_session(talk: Talk) -> None:
    talk(*TASK, PARTICIPANTS[0], "sichern")
    again = talk(*PARTICIPANTS[1:])
    assert "  1. Gemeinde A: kreisangehörige Gemeinde oder Stadt, Hessen, 1.234 Einwohner, Kreis X" in again.out
    assert "Beteiligte, Nr. 2\n" in again.out
    assert "Beteiligte, Nr. 1" not in again.out
    assert [item["rolle"] for item in saved()["beteiligte"]] == ["mitglied", "mitglied"]


@pytest.mark.parametrize("word", ["sichern", "s", "SICHERN", "ende"])
def test_sichern_leaves_anywhere(word: str, talk: Talk) -> None:
    for before in (
        [],
        TASK,
        [*TASK, "A"],
        [*TASK, *PARTICIPANTS[:-1]],
        [*TASK, *PARTICIPANTS],
        [*TASK, *PARTICIPANTS, "ändern"],
        [*TASK, *PARTICIPANTS, DEEP],
    ):
        Path("fall.yaml").unlink(missing_ok=True)
        assert "Gesichert in fall.yaml." in talk(*before, word, "unsinn").out
        assert saved()["antworten"] == ({"aufgabe": "bauhof"} if before else {})


def test_a_second_session_goes_on_where_the_first_stopped(talk: Talk) -> None:
    first = talk(*TASK, *PARTICIPANTS, DEEP, "zustaendigkeit", "ja")
    second = talk(DEEP)
    assert questions(second) == questions(first)[-1:]
    assert "Es geht weiter; 3 Fragen sind schon beantwortet." in second.out


def test_a_question_mark_explains_and_asks_again(talk: Talk) -> None:
    Path("fall.yaml").write_text(ASKED, encoding="utf-8")
    result = talk(DEEP, "?", "1")
    assert "Davon hängt die Form ab." in result.out
    assert "Sie entscheidet mit über die Zulässigkeit von: Zweckverband (HE)." in result.out
    assert saved()["antworten"]["uebergang"] == "zustaendigkeit"


@pytest.mark.parametrize("word", ["weiß nicht", "weiss nicht", "w", "Weiß nicht"])
def test_weiss_nicht_is_an_answer_that_is_not_asked_again(word: str, talk: Talk) -> None:
    Path("fall.yaml").write_text(ASKED, encoding="utf-8")
    first = talk(DEEP, word)
    assert saved()["antworten"]["uebergang"] == "weiß nicht"
    assert "Was geht über?" not in questions(talk(DEEP))
    assert len(questions(first)) == 2


@pytest.mark.parametrize("wrong", ["", "0", "4", "²", "1" * 5000, "vielleicht", "1,2", "-1", "\x1b[A", "x" * 10_000, "1.0", "١٢٣"])
def test_what_is_no_answer_is_refused_and_the_question_stays(wrong: str, talk: Talk) -> None:
    Path("fall.yaml").write_text(ASKED, encoding="utf-8")
    result = talk(DEEP, wrong, "durchfuehrung")
    assert "Bitte wählen Sie eine Nummer von 1 bis 3. Sonst: ?, weiß nicht, zurück, sichern." in result.out
    assert saved()["antworten"] == {"aufgabe": "bauhof", "he_gleicher_kreis": "ja", "uebergang": "durchfuehrung"}


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
    talk(DEEP, entered)
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
    given = TWO + "antworten: {aufgabe: bauhof, he_gleicher_kreis: ja, uebergang: zustaendigkeit, befristung: befristet}\n"
    Path("fall.yaml").write_text(given, encoding="utf-8")
    result = talk(DEEP, wrong, "7")
    assert message in result.out
    assert saved()["antworten"]["laufzeit_jahre"] == "7"


def test_an_empty_line_is_no_answer_to_a_multiple_choice(talk: Talk) -> None:
    given = "antworten: {aufgabe: bauhof, uebergang: zustaendigkeit, befristung: befristet, laufzeit_jahre: 3, entgelt: 5, he_gleicher_kreis: ja}\n"
    Path("fall.yaml").write_text(TWO + given, encoding="utf-8")
    assert "Bitte nennen Sie mindestens eine Nummer; 0 = keine davon." in talk(DEEP, "", " , ").out
    assert "ziele" not in saved()["antworten"]


def test_zurueck_offers_the_earlier_answer_and_enter_takes_it(talk: Talk) -> None:
    Path("fall.yaml").write_text(ASKED, encoding="utf-8")
    result = talk(DEEP, "1", "zurück", "")
    assert "Enter = die Zuständigkeit (Ihre frühere Antwort)" in result.out
    assert saved()["antworten"]["uebergang"] == "zustaendigkeit"


def test_zurueck_at_the_first_question_stays_there(talk: Talk) -> None:
    result = talk("zurück", "bauhof")
    assert "Das ist die erste Frage dieser Sitzung." in result.out
    assert saved()["antworten"] == {"aufgabe": "bauhof"}


def test_zurueck_several_times_loses_no_answer_but_the_one_asked_again(talk: Talk) -> None:
    Path("fall.yaml").write_text(ASKED, encoding="utf-8")
    talk(DEEP, "1", "1", "1")
    before = saved()["antworten"]
    talk(DEEP, "w", "zurück", "zurück", "zurück", "sichern")
    assert before.items() <= {**saved()["antworten"], **saved()["beiseite"]}.items()
    Path("fall.yaml").write_text(ASKED, encoding="utf-8")
    result = talk(DEEP, "1", "1", "1", "zurück", "zurück")
    left = {**saved()["antworten"], **saved()["beiseite"]}
    assert len(questions(result)) == 6
    assert len(before.items() - left.items()) == 1


def test_zurueck_to_the_participants_keeps_their_list(talk: Talk) -> None:
    result = talk(*TASK, *PARTICIPANTS, "zurück", "zurück", "Gemeinde C, 500", "", "", "")
    assert "Gestrichen: Stadt B" in result.out
    assert [(item["name"], item["rolle"]) for item in saved()["beteiligte"]] == [("Gemeinde A", "mitglied"), ("Gemeinde C", "mitglied")]


def test_zurueck_through_all_participants_reaches_the_task(talk: Talk) -> None:
    result = talk(*TASK, *PARTICIPANTS, *["zurück"] * 5)
    assert questions(result)[-1] == "Welche Aufgabe?"
    saved()


def test_aendern_changes_an_earlier_answer_by_number_or_name(talk: Talk) -> None:
    Path("fall.yaml").write_text(ASKED, encoding="utf-8")
    talk(DEEP, "1", "ändern uebergang", "w")
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
    talk("ändern beteiligte", "zurück", "Gemeinde C", "", "", "", "", "")
    assert (saved()["beiseite"], "hoheitlich" in saved()["antworten"]) == ({"hoheitlich": "nein"}, False)
    talk("ändern beteiligte", "zurück", "D GmbH, privat", "", "")
    assert (saved()["beiseite"], saved()["antworten"]["hoheitlich"]) == ({}, "nein")


def test_answers_of_a_land_come_back_with_it(talk: Talk) -> None:
    given = "antworten: {aufgabe: bauhof, uebergang: zustaendigkeit, he_gleicher_kreis: ja}\n"
    Path("fall.yaml").write_text(TWO + given, encoding="utf-8")
    talk("ändern beteiligte", "zurück", "zurück", "Gemeinde C, NW", "", "", "Gemeinde D", "", "", "", "", "")
    assert saved()["beiseite"] == {"he_gleicher_kreis": "ja"}
    talk("ändern beteiligte", "Gemeinde E, HE", "", "", "", "")
    assert saved()["antworten"]["he_gleicher_kreis"] == "ja"


WATER = ["wasser", *PARTICIPANTS]


@pytest.mark.parametrize(
    ("said", "answers"),
    [
        ("", {"hoheitlich": "nein", "uebergang": "zustaendigkeit"}),
        ("ja", {"hoheitlich": "nein", "uebergang": "zustaendigkeit"}),
        ("weiß nicht", {"hoheitlich": "nein", "uebergang": "zustaendigkeit"}),
        ("2", {"hoheitlich": "nein"}),
        ("1, 2", {}),
        ("nein", {}),
    ],
)
def test_presets_of_the_task_are_shown_and_confirmed_or_asked(said: str, answers: dict[str, str], talk: Talk) -> None:
    result = talk(*WATER, said)
    assert "  1. Gehören hoheitliche Befugnisse dazu? nein *\n  2. Was geht über? die Zuständigkeit\n  * Einschätzung" in result.out
    assert saved()["antworten"] == {"aufgabe": "wasser", **answers}


def test_a_preset_that_is_not_right_is_asked_with_the_preset_as_a_proposal(talk: Talk) -> None:
    result = talk(*WATER, "2", DEEP, "ja", "3")
    assert "Was geht über?\n  1. die Zuständigkeit" in result.out
    assert "Enter = die Zuständigkeit (Vorschlag aus dem Aufgabenkatalog)" in result.out
    assert saved()["antworten"]["uebergang"] == "nein"


@pytest.mark.parametrize("wrong", ["3", "0", "1,x", "vielleicht", ",", "vertiefen", "?"])
def test_what_is_no_preset_is_refused_and_nothing_is_confirmed(wrong: str, talk: Talk) -> None:
    result = talk(*WATER, wrong)
    assert "Bitte Enter, „nein“ oder Nummern von 1 bis 2." in result.out or "Diese Antworten folgen aus der Aufgabe" in result.out
    assert saved()["antworten"] == {"aufgabe": "wasser"}


def test_zurueck_at_the_presets_goes_back_to_the_participants(talk: Talk) -> None:
    talk(*WATER, "zurück", "Gemeinde C, 700", "", "", "1, 2")
    assert [item["name"] for item in saved()["beteiligte"]] == ["Gemeinde A", "Stadt B", "Gemeinde C"]
    assert [item["rolle"] for item in saved()["beteiligte"]] == ["mitglied"] * 3
    assert saved()["antworten"] == {"aufgabe": "wasser"}


def test_presets_that_a_stored_case_has_not_confirmed_are_shown_when_it_goes_on(talk: Talk) -> None:
    Path("fall.yaml").write_text(TWO + "antworten: {aufgabe: wasser}\n", encoding="utf-8")
    assert "  2. Was geht über? die Zuständigkeit\n" in talk("").out
    assert saved()["antworten"] == {"aufgabe": "wasser", "hoheitlich": "nein", "uebergang": "zustaendigkeit"}
    assert "Damit ist schon beantwortet" not in talk().out


def test_another_task_brings_its_own_presets(talk: Talk) -> None:
    talk(*WATER, "", "ändern aufgabe", "bauhof")
    assert saved()["antworten"] == {"aufgabe": "bauhof"}


# participants


def entered(talk: Talk, *lines: str) -> list[dict[str, str]]:
    """The participants in the file after these lines."""
    Path("fall.yaml").unlink(missing_ok=True)
    talk(*TASK, *lines)
    found: list[dict[str, str]] = saved().get("beteiligte", [])  # type: ignore[assignment]
    return found


def test_one_line_says_everything_about_a_participant(talk: Talk) -> None:
    assert entered(talk, "Gemeinde Helsa, 5600, HE, Landkreis Kassel") == [
        {"name": "Gemeinde Helsa", "art": "gemeinde", "land": "HE", "einwohner": "5600", "kreis": "Landkreis Kassel"}
    ]


def test_what_the_line_leaves_out_is_asked_and_the_land_goes_on(talk: Talk) -> None:
    found = entered(talk, "Helsa", "1", "hessen", "5.600", "Landkreis Kassel", "Gemeinde Lohfelden", "w", "", "Wasser GmbH", "10")
    assert found == [
        {"name": "Helsa", "art": "gemeinde", "land": "HE", "einwohner": "5600", "kreis": "Landkreis Kassel"},
        {"name": "Gemeinde Lohfelden", "art": "gemeinde", "land": "HE", "kreis": "Landkreis Kassel"},
        {"name": "Wasser GmbH", "art": "kommunale_gesellschaft", "land": "HE"},
    ]


@pytest.mark.parametrize("lines", [["Stadt Kassel, 200000, HE", "kreisfrei"], ["Stadt Kassel, 200000, HE, kreisfrei"]])
def test_a_city_that_belongs_to_no_kreis(lines: list[str], talk: Talk) -> None:
    assert entered(talk, *lines) == [{"name": "Stadt Kassel", "art": "kreisfreie_stadt", "land": "HE", "einwohner": "200000"}]


def test_the_kreis_of_the_one_before_is_offered_not_taken(talk: Talk) -> None:
    found = entered(talk, "Landkreis Kassel, 240000, HE", "Gemeinde A, 1", "", "Gemeinde B, 2", "Werra-Meißner-Kreis", "Gemeinde C, 3", "w")
    assert [item.get("kreis") for item in found] == [None, "Landkreis Kassel", "Werra-Meißner-Kreis", None]


@pytest.mark.parametrize(("said", "kreis"), [("", "Landkreis Kassel"), ("nein", "Landkreis Kasel")])
def test_a_kreis_spelled_almost_like_another_is_asked_about(said: str, kreis: str, talk: Talk) -> None:
    found = entered(talk, "Gemeinde A, 1, HE, Landkreis Kassel", "Gemeinde B, 2, Landkreis Kasel", said)
    assert found[1]["kreis"] == kreis


def test_zurueck_at_a_missing_part_gives_up_that_line_alone(talk: Talk) -> None:
    found = entered(talk, "Gemeinde A, 1, HE, Kreis X", "Gemeinde B", "zurück", "Gemeinde C, 2, Kreis X")
    assert [item["name"] for item in found] == ["Gemeinde A", "Gemeinde C"]


def test_streichen_takes_one_out_of_the_list(talk: Talk) -> None:
    lines = [f"Gemeinde {name}, 1, HE, Kreis X" for name in "ABC"]
    assert [item["name"] for item in entered(talk, *lines, "streichen 2", "streichen 9", "Streichen")] == ["Gemeinde A", "Gemeinde C"]


def test_the_same_participant_twice_is_one(talk: Talk) -> None:
    assert len(entered(talk, *["Gemeinde A, 1, HE, Kreis X"] * 3)) == 1


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("x" * 201, "Der Name ist länger als 200 Zeichen."),
        ("a\x07b", "Der Text enthält Steuerzeichen."),
        ("", "Zusammenarbeit braucht mindestens zwei Beteiligte."),
        ("zurück", "Welche Aufgabe?"),
        ("ändern", "Erst die Beteiligten; „zurück“ streicht die letzte Eingabe, „streichen 1“ die erste."),
        ("vertiefen", "Erst die Beteiligten; „zurück“ streicht die letzte Eingabe, „streichen 1“ die erste."),
        ("genug", "Für ein Ergebnis braucht es noch die Aufgabe und mindestens zwei Beteiligte."),
        ("streichen 1", "Die Liste ist noch leer."),
        ("weiß nicht", "durch Kommas getrennt; was fehlt, wird gefragt."),
        ("?", "durch Kommas getrennt; was fehlt, wird gefragt."),
        ("Zweckverband Wasser, Abwasser, HE", "im Namen darf kein Komma stehen."),
        ("Gemeinde A, 1, Hesen", "Gemeint ist vielleicht „Hessen“."),
        ("Gemeinde A, 1, XX", "„XX“ ist weder Land noch Einwohnerzahl, Kreis, Verwaltungsgemeinschaft oder Art."),
        ("Gemeinde A, 12,5, HE", "Die Zeile nennt zwei Einwohnerzahlen."),
        ("Gemeinde A 5600 HE", "Bitte trennen Sie die Angaben durch Kommas."),
    ],
)
def test_what_is_no_participant_is_explained_and_not_taken(wrong: str, message: str, talk: Talk) -> None:
    result = talk(*TASK, wrong)
    assert message in result.out.partition("Wer macht mit?")[2]
    assert not saved().get("beteiligte")


@pytest.mark.parametrize(
    ("said", "stored"), [("12.5", None), ("12,5", None), ("1.234", "1234"), ("20000001", None), ("weiß nicht", None), ("viele", None)]
)
def test_inhabitants_are_whole_numbers(said: str, stored: str | None, talk: Talk) -> None:
    assert entered(talk, "Gemeinde A, HE, Kreis X", said, "")[0].get("einwohner") == stored


@pytest.mark.parametrize(
    ("said", "roles"),
    [
        ("1", ["uebernehmend", "abgebend"]),
        ("2", ["abgebend", "uebernehmend"]),
        ("0", ["mitglied", "mitglied"]),
        ("nein", ["mitglied", "mitglied"]),
        ("", [None, None]),
        ("weiß nicht", [None, None]),
    ],
)
def test_who_takes_over_is_asked_once_for_all(said: str, roles: list[str | None], talk: Talk) -> None:
    found = entered(talk, *PARTICIPANTS[:-1], said)
    assert [item.get("rolle") for item in found] == roles


@pytest.mark.parametrize("wrong", ["3", "?", "ändern", "vertiefen", "Gemeinde A"])
def test_what_is_no_role_leaves_the_question_standing(wrong: str, talk: Talk) -> None:
    assert [item["rolle"] for item in entered(talk, *PARTICIPANTS[:-1], wrong, "2")] == ["abgebend", "uebernehmend"]


def test_zurueck_at_the_roles_goes_back_to_the_list(talk: Talk) -> None:
    found = entered(talk, *PARTICIPANTS[:-1], "zurück", "Gemeinde C, 3, Kreis X", "", "3")
    assert [item["rolle"] for item in found] == ["abgebend", "abgebend", "uebernehmend"]


def test_a_verwaltungsgemeinschaft_is_a_participant_or_what_one_belongs_to(talk: Talk) -> None:
    found = entered(talk, "VG Oberes Tal, BY", "Markt A, 3000, Kreis X, VG Oberes Tal", "Gemeinde B, 9, Kreis X, keine VG")
    assert [(item["art"], item.get("verband")) for item in found] == [
        ("verwaltungsgemeinschaft", None),
        ("gemeinde", "Verwaltungsgemeinschaft Oberes Tal"),
        ("gemeinde", "keiner"),
    ]


# the recommendation stands


@pytest.mark.parametrize("after", [[], ["Gemeinde C, 4, Kreis X"]])
def test_genug_in_the_list_of_participants_keeps_them_and_ends_with_the_result(after: list[str], talk: Talk) -> None:
    result = talk(*TASK, *PARTICIPANTS[:3], *after, "genug", "nein")
    assert (result.code, result.err) == (0, "")
    assert [item["name"] for item in saved()["beteiligte"]] == ["Gemeinde A", "Stadt B", "Gemeinde C"][: 2 + len(after)]
    assert "Zweckverband: " in result.out


@pytest.mark.parametrize("before", [[], [DEEP], [DEEP, "zustaendigkeit"], [DEEP, "ändern"]])
def test_genug_ends_with_the_full_result_at_any_question(before: list[str], talk: Talk) -> None:
    Path("fall.yaml").write_text(ASKED.replace(", he_gleicher_kreis: ja", ""), encoding="utf-8")
    result = talk(*before, "genug", "genug")
    assert (result.code, result.err) == (0, "")
    assert "Empfohlen wird: Zweckverband" in result.out
    assert ("Noch offen:" in result.out) == ("zustaendigkeit" not in before)
    assert saved()["antworten"] == {"aufgabe": "bauhof"} | ({"uebergang": "zustaendigkeit"} if "zustaendigkeit" in before else {})


def test_genug_at_the_presets_gives_the_result_and_confirms_nothing(talk: Talk) -> None:
    result = talk(*WATER, "genug", "nein")
    assert (result.code, saved()["antworten"]) == (0, {"aufgabe": "wasser"})
    assert [item["rolle"] for item in saved()["beteiligte"]] == ["mitglied", "mitglied"]


def test_genug_before_there_is_anything_to_judge_says_what_is_missing(talk: Talk) -> None:
    for before in ([], TASK, [*TASK, PARTICIPANTS[0]]):
        Path("fall.yaml").unlink(missing_ok=True)
        result = talk(*before, "genug")
        assert result.code == 1
        assert "Für ein Ergebnis braucht es noch die Aufgabe und mindestens zwei Beteiligte." in result.out
        assert "(bis die Empfehlung steht" not in result.out


def test_the_recommendation_is_shown_with_its_condition_and_what_more_questions_are_for(talk: Talk) -> None:
    Path("fall.yaml").write_text(ASKED, encoding="utf-8")
    result = talk("was?", "")
    assert result.out.count("Damit steht die Empfehlung: Zweckverband.") == 1
    assert "Zulässig, wenn" in result.out
    assert "vertiefen = bis zu " in result.out
    assert "Enter zeigt das Ergebnis; „vertiefen“ stellt weitere Fragen" in result.out
    assert saved()["antworten"] == {"aufgabe": "bauhof", "he_gleicher_kreis": "ja"}


def test_vertiefen_counts_down_to_the_end(talk: Talk) -> None:
    Path("fall.yaml").write_text(ASKED, encoding="utf-8")
    result = talk(DEEP, *["w"] * 9)
    left = [int(number) for number in re.findall(r"\(vertiefend, derzeit noch (\d+) weitere\)", result.out)]
    assert left == sorted(left, reverse=True)
    assert left[-1] == 0
    assert "Alle Fragen, die das Ergebnis noch ändern können, sind beantwortet." in result.out


@pytest.fixture
def two_forms(tmp_path: Path, ikz: Ikz, monkeypatch: pytest.MonkeyPatch) -> None:
    """The small rules with a second form in Hessen, which is better where the cooperation is for a time only."""
    folder = tmp_path / "zwei"
    shutil.copytree(GOOD, folder)
    form = folder / "laender/he/gemeinsame_anstalt.yaml"
    form.write_text(
        form.read_text("utf-8").replace(
            "verfuegbar: nein\ntext: Das Gesetz kennt die Form nicht.\nbeleg: q1 text_gesehen", "verfuegbar: ja"
        )
    )
    criteria = folder / "eignung/bindung.yaml"
    effect = (
        "{id: kurz, wenn: {befristung: befristet}, formen: [gemeinsame_anstalt], richtung: pro, staerke: 3, "
        "text: Sie endet leicht., beleg: leitfaden sekundaer}"
    )
    criteria.write_text(f"{criteria.read_text('utf-8').rstrip()}\n      - {effect}\n", "utf-8")
    questions_file = folder / "fragen/1-gestaltung.yaml"
    example = "    hilfe: Beides ist möglich.\n    beispiele: {bauhof: Ein Bauhof auf zehn Jahre., technik: Ein Netz., sonst: Ein Amt.}"
    questions_file.write_text(questions_file.read_text("utf-8").replace("    hilfe: Beides ist möglich.", example), "utf-8")
    monkeypatch.setenv("IKZ_REGELN", str(folder))


@pytest.mark.usefixtures("two_forms")
def test_only_what_can_turn_the_recommendation_is_asked_before_it_stands(talk: Talk) -> None:
    result = talk(*TASK, *PARTICIPANTS, *["w"] * 3)
    before = result.out.partition("Damit steht die Empfehlung")[0]
    assert "Befristet?" in before
    assert "Wie hoch ist das Entgelt?" not in before
    assert "Im selben Kreis?" not in before
    assert "(bis die Empfehlung steht, " in before


@pytest.mark.usefixtures("two_forms")
def test_a_question_mark_tells_meaning_example_for_the_task_and_what_each_answer_would_do(talk: Talk) -> None:
    out = talk(*TASK, *PARTICIPANTS, *["?", "w"] * 3).out
    asked = out.partition("Befristet?")[2]
    assert (
        "Beides ist möglich.\nBeispiel: Ein Bauhof auf zehn Jahre.\nBei „auf Jahre“ käme an die erste Stelle: Gemeinsame Anstalt" in asked
    )


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
        ([*TASK, PARTICIPANTS[0]], {"aufgabe": "bauhof"}),
        ([*TASK, *PARTICIPANTS, DEEP, "1", "1"], {"aufgabe": "bauhof", "he_gleicher_kreis": "ja", "uebergang": "zustaendigkeit"}),
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
WORDS += ["A", "B", "HE", "NW", "privat", "gemeinde", "wasser", "bauhof", "alle", "31.01.2027", "1, 2", "genug", DEEP, DEEP]
WORDS += [
    "Gemeinde A, HE, 5",
    "Stadt B, NW",
    "Landkreis C",
    "D GmbH, privat",
    "Gemeinde E, kein Kreis",
    "Gemeinde F, 7, Kreis X",
    "kreisfrei",
]


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
