"""The case file: what is accepted, what is refused and how, and that a saved case is the case that was loaded."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ikz_recht.advice.case import MAX_PARTICIPANTS, Case, case_from, lands_of, read_case, save_case
from ikz_recht.inference.facts import NO_ASSOCIATION, Participant
from ikz_recht.rulebase.fact import PARTICIPANT_KINDS, Kind
from ikz_recht.rulebase.load import load_rulebase
from ikz_recht.rulebase.nodes import parse_nodes
from ikz_recht.rulebase.problem import InputProblems, Problem
from tests.rulebase import GOOD

RULEBASE = load_rulebase(GOOD)
TWO = "beteiligte:\n  - {name: A, art: gemeinde, land: HE}\n  - {name: B, art: gemeinde, land: NW}\n"
Read = Callable[[str | bytes], Case]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """The case in a file of that content."""

    def from_file(content: str | bytes) -> Case:
        path = tmp_path / "fall.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return case_from(read_case(path), RULEBASE)

    return from_file


def refused(read: Read, content: str | bytes) -> list[str]:
    """The messages for a file that is not accepted, as `line:column: text`, without the path."""
    with pytest.raises(InputProblems) as caught:
        read(content)
    return [str(problem).partition("fall.yaml")[2].lstrip(":").strip() for problem in caught.value.problems]


def test_every_kind_of_answer_becomes_its_type(read: Read) -> None:
    case = read(
        TWO
        + "antworten: {uebergang: nein, hoheitlich: nein, laufzeit_jahre: 010, entgelt: '1.234,5', ziele: [sparen], beginn: 31.01.2027,"
        + " befristung: weiß nicht, name_einrichtung: 'no'}\nbeiseite: {he_gleicher_kreis: ja, nw_gleicher_kreis: weiß nicht}\n"
        + "gewichte: {bindung: 0.125}\ntitel: 12:30\n"
    )
    assert case.answers == {
        "uebergang": "nein",
        "hoheitlich": False,
        "laufzeit_jahre": 10,
        "entgelt": 1234.5,
        "ziele": frozenset({"sparen"}),
        "beginn": dt.date(2027, 1, 31),
        "name_einrichtung": "no",
    }
    assert case.unknown == {"befristung"}
    assert case.aside == {"he_gleicher_kreis": True, "nw_gleicher_kreis": None}
    assert case.weights == {"bindung": 0.125}
    assert case.title == "12:30"
    assert case.lands() == ("HE", "NW")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "Die Datei ist leer."),
        ("# nur ein Kommentar\n", "Die Datei ist leer."),
        ("- a\n- b\n", "1:1: Fall muss aus Schlüsseln und Werten bestehen."),
        ("nur text", "1:1: Fall muss aus Schlüsseln und Werten bestehen."),
        ("a: [b", "2:1: Hier endet eine Liste, Klammer oder Einrückung nicht wie erwartet."),
        ("a: b: c", "1:5: Hier ist kein Doppelpunkt erlaubt."),
        ("beteiligte:\n\t- a", "2:1: Tabulatoren sind in der Einrückung nicht erlaubt."),
        ("titel: a\ntitel: b\n", "2:1: Der Schlüssel „titel“ steht doppelt (zuerst in Zeile 1)."),
        (b"titel: a\nfall: \x00\n", "2:7: Die Datei enthält Steuerzeichen."),
        ("titel: a\x1b[31m", "1:9: Die Datei enthält Steuerzeichen."),
        ('titel: "a\\e[31m"', "1:8: titel: Der Text enthält Steuerzeichen."),
        ("titel: Müller".encode("latin-1"), "1:1: Die Datei ist nicht in UTF-8 gespeichert."),
        ("titel: Müller".encode("utf-16"), "1:1: Die Datei ist nicht in UTF-8 gespeichert."),
        ("a: " + "[" * 500, "1:43: Die Datei ist zu tief verschachtelt."),
        ("a: &a [x]\nb: [*a, *a]\n", "1:4: Anker und Verweise (& und *) sind nicht erlaubt."),
        ("a: &a x\n", "1:4: Anker und Verweise (& und *) sind nicht erlaubt."),
        ("titel: a\n---\ntitel: b\n", "2:1: Die Datei enthält mehrere Dokumente."),
        ("titel: !foo a\n", "1:8: Typangaben mit „!“ sind nicht erlaubt. Streichen Sie sie; Text, der mit „!“ beginnt, gehört"),
        ("titel: !wichtig\n", "1:8: Typangaben mit „!“ sind nicht erlaubt."),
        ("titel: ! a\n", "1:8: Typangaben mit „!“ sind nicht erlaubt."),
        ("titel: !!str a\n", "1:8: Typangaben mit „!“ sind nicht erlaubt."),
        ("titel: !<tag:x> a\n", "1:8: Typangaben mit „!“ sind nicht erlaubt."),
        ("titel: !!python/object/apply:os.system [ls]\n", "1:8: Typangaben mit „!“ sind nicht erlaubt."),
        ("!!map\ntitel: a\n", "1:1: Typangaben mit „!“ sind nicht erlaubt."),
        ("beteiligte: !!set {a}\n", "1:13: Typangaben mit „!“ sind nicht erlaubt."),
        ("!a titel: a\n", "1:1: Typangaben mit „!“ sind nicht erlaubt."),
        ("titel: !x!y a\n", "1:8: Typangaben mit „!“ sind nicht erlaubt."),
        ("titel: !a{b c\n", "1:10: Typangaben mit „!“ sind nicht erlaubt."),
        ("%YAML 1.2\n---\ntitel: a\n", "1:1: Anweisungen wie „%YAML“ sind nicht erlaubt."),
        ("%TAG ! tag:x,2000:\n---\ntitel: a\n", "1:1: Anweisungen wie „%YAML“ sind nicht erlaubt."),
        ("%FOO b\n---\ntitel: a\n", "1:5: Anweisungen wie „%YAML“ sind nicht erlaubt."),
        ("a: " + "[" * 10_000, "1:1003: Die Datei ist zu tief verschachtelt."),
        ("fall: 2\n", "1:7: „2“ ist für „fall“ nicht vorgesehen."),
        ("antwort: {}\n", "1:1: Fall: Den Schlüssel „antwort“ gibt es hier nicht. Gemeint ist vielleicht „antworten“."),
        ('"\\0x": 1\n', "1:1: Fall: Den Schlüssel „·x“ gibt es hier nicht."),
        ("antworten: [a]\n", "1:12: „antworten“ muss aus Schlüsseln und Werten bestehen."),
        ("antworten: {uebergnag: nein}\n", "1:13: Eine Frage „uebergnag“ gibt es nicht. Gemeint ist vielleicht „uebergang“."),
        ("antworten: {laeuft_lange: ja}\n", "1:13: Eine Frage „laeuft_lange“ gibt es nicht."),
        ("antworten: {uebergang: alles}\n", "1:24: uebergang: „alles“ ist keine der Antworten. Möglich sind: durchfuehrung, nein, zust"),
        ("antworten: {uebergang: [nein]}\n", "1:24: Die Antwort auf „uebergang“ muss ein einzelner Wert sein."),
        ("antworten: {laufzeit_jahre: drei}\n", "1:29: laufzeit_jahre: „drei“ ist keine Zahl."),
        ("antworten: {laufzeit_jahre: 1000}\n", "1:29: laufzeit_jahre: 1000 liegt außerhalb des Bereichs von 1 bis 99."),
        ("antworten: {hoheitlich: true}\n", "1:25: hoheitlich: „true“ ist weder „ja“ noch „nein“."),
        ("antworten: {ziele: sparen}\n", "1:20: Die Antwort muss eine Liste sein."),
        ("antworten: {ziele: [sparen, ruhm]}\n", "1:29: „ruhm“ ist keine der Antworten."),
        ("antworten: {beginn: 0000-01-01}\n", "1:21: beginn: Den Tag „0000-01-01“ gibt es nicht."),
        ("antworten: {beteiligte: [a]}\n", "1:13: Die Beteiligten stehen nicht unter „antworten“."),
        ("antworten: {aufgabe: rathaus}\n", "1:22: aufgabe: „rathaus“ ist keine der Antworten."),
        ("beteiligte: Riedstadt\n", "1:13: „beteiligte“ muss eine Liste sein."),
        ("beteiligte: [Riedstadt]\n", "1:14: Beteiligte muss aus Schlüsseln und Werten bestehen."),
        ("beteiligte: [{name: A, art: stadt, land: HE}]\n", "1:29: „stadt“ ist für „art“ nicht vorgesehen."),
        ("beteiligte: [{name: A, art: kreis, land: XX}]\n", "1:42: „XX“ ist für „land“ nicht vorgesehen. Möglich sind: AUSLAND, BB,"),
        ("beteiligte: [{name: A, art: kreis}]\n", "1:14: Beteiligte: Der Schlüssel „land“ fehlt."),
        ("beteiligte: [{name: A, art: kreis, land: HE, einwohner: 1000000000000}]\n", "1:57: einwohner: 1000000000000 liegt außerhalb"),
        ("beteiligte: [{name: A, art: kreis, land: HE, einwohner: 12.5}]\n", "1:57: einwohner: Einwohnerzahlen sind ganze Zahlen."),
        ("beteiligte: [{name: A, art: gemeinde, land: HE, kreis: keiner}]\n", "1:56: kreis: „keiner“ ist kein Name."),
        ("beteiligte: [{name: A, art: gemeinde, land: HE, verband: ja}]\n", "1:58: verband: „ja“ ist kein Name."),
        ("beteiligte: [{name: A, art: kreis, land: HE, einwohner: viele}]\n", "1:57: einwohner: „viele“ ist keine Zahl."),
        ("beteiligte: [{name: " + "x" * 10_000 + ", art: kreis, land: HE}]\n", "1:21: name: Der Name ist länger als 200 Zeichen."),
        ('beteiligte: [{name: "a\\0b", art: kreis, land: HE}]\n', "1:21: name: Der Text enthält Steuerzeichen."),
        ("gewichte: {bindungen: 1}\n", "1:12: Eine Gruppe „bindungen“ gibt es nicht."),
        ("gewichte: {bindung: 11}\n", "1:21: bindung: 11 liegt außerhalb des Bereichs von 0 bis 10."),
        ("gewichte: {bindung: nan}\n", "1:21: bindung: „nan“ ist keine Zahl."),
    ],
    ids=lambda value: None if isinstance(value, bytes) else str(value)[:40].encode("ascii", "replace").decode(),
)
def test_a_defect_is_named_with_its_place(content: str | bytes, message: str, read: Read) -> None:
    assert refused(read, content)[0].startswith(message)


@pytest.mark.parametrize("written", ["nein", "keiner", "Keine", "-"])
def test_whoever_says_that_there_is_no_association_is_in_none(written: str, read: Read) -> None:
    """Two municipalities outside any association are not in the same one."""
    lines = "".join(f"- {{name: {name}, art: gemeinde, land: BY, verband: '{written}'}}\n" for name in "AB")
    case = read(f"beteiligte:\n{lines}")
    assert {item.association for item in case.participants} == {NO_ASSOCIATION}


def test_all_defects_are_reported_in_the_order_of_the_file(read: Read) -> None:
    messages = refused(read, TWO.replace("NW", "XX") + "foo: 1\nantworten: {uebergang: x, hohheitlich: ja}\ngewichte: {bindung: a}\n")
    assert [message.split(": ")[0] for message in messages] == ["3:36", "4:1", "5:24", "5:27", "6:21"]


@pytest.mark.parametrize(
    "name", ["<b>*x*</b>", "{{ 7*7 }}", "🏛️ Musterstadt", "שלום", "a: b # c", "- x", "'\"", "null", "1.10", "@a", "%a", "x" * 200]
)
def test_any_printable_name_survives_saving_and_loading(name: str, tmp_path: Path) -> None:
    case = Case(participants=(Participant(name, "gemeinde", "HE", 5, "mitglied"),))
    save_case(case, tmp_path / "f.yaml")
    assert case_from(read_case(tmp_path / "f.yaml"), RULEBASE) == case


def test_500_participants_are_accepted_and_one_more_is_not(read: Read) -> None:
    lines = [f"  - {{name: G{number}, art: gemeinde, land: HE}}\n" for number in range(MAX_PARTICIPANTS + 1)]
    assert len(read("beteiligte:\n" + "".join(lines[:-1])).participants or ()) == 500
    assert refused(read, "beteiligte:\n" + "".join(lines)) == ["502:5: Mehr als 500 Beteiligte sind nicht vorgesehen."]


@pytest.mark.parametrize(
    "content",
    [
        "a" * 50_000_000,
        TWO + "antworten:\n" + "".join(f"  uebergang{number}: x\n" for number in range(20_000)),
        TWO + "antworten: {uebergang: " + "a" * 1_900_000 + "}",
        TWO + "titel: [" + "[],".join("" for _ in range(100_000)) + "]",
    ],
    ids=["50 MB", "20,000 unknown questions", "a word of 2 MB", "100,000 lists"],
)
def test_a_huge_file_is_refused_in_seconds(content: str, read: Read) -> None:
    began = time.monotonic()
    assert refused(read, content)
    assert time.monotonic() - began < 5


def test_a_folder_a_missing_file_and_an_unreadable_path_are_named_in_german(tmp_path: Path) -> None:
    (tmp_path / "datei").touch()
    for path, text in (
        (tmp_path, "Das ist ein Ordner, keine Datei."),
        (tmp_path / "nix.yaml", "Die Datei gibt es nicht."),
        (tmp_path / "datei" / "x.yaml", "ein Teil des Pfads ist kein Ordner"),
        (tmp_path / ("x" * 300), "der Name ist zu lang"),
    ):
        with pytest.raises(InputProblems, match=text):
            read_case(path)


def test_the_laender_of_a_case_are_known_before_its_rules() -> None:
    assert lands_of(parse_nodes(TWO + "antworten: {sitzland: TH}\n", Path("f"))) == ("HE", "NW", "TH")
    assert lands_of(parse_nodes("beteiligte: kaputt\n", Path("f"))) == ()


def test_answers_of_a_land_without_rules_are_kept_as_they_stand(read: Read, tmp_path: Path) -> None:
    text = TWO + "antworten: {uebergang: nein, th_frage: [a, b]}\nbeiseite: {sn_frage: ja}\n"
    save_case(read(text), tmp_path / "f.yaml")
    saved = (tmp_path / "f.yaml").read_text(encoding="utf-8")
    assert "antworten:\n  uebergang: nein\n  th_frage:\n  - a\n  - b\nbeiseite:\n  sn_frage: ja\n" in saved
    assert read(saved) == read(text)


names = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), min_size=1, max_size=200)
participants = st.builds(
    Participant,
    names,
    st.sampled_from(sorted(PARTICIPANT_KINDS)),
    st.sampled_from(["HE", "NW", "BW", "AUSLAND"]),
    st.none() | st.integers(0, 20_000_000),
    st.sampled_from(["", "abgebend", "uebernehmend", "mitglied"]),
)


def values_of(name: str) -> st.SearchStrategy[object]:
    """Values that the question accepts."""
    fact_type = RULEBASE.questions[name].type
    kind, options = fact_type.kind, sorted(fact_type.option_ids())
    if kind is Kind.YES_NO:
        return st.booleans()
    if kind is Kind.MULTI:
        return st.frozensets(st.sampled_from(options))
    if options:
        return st.sampled_from(options)
    if kind in (Kind.NUMBER, Kind.AMOUNT):
        whole = st.integers(int(fact_type.minimum or 0), int(fact_type.maximum or 0))
        return whole | st.integers(1_000_001, 98_999_999).filter(lambda number: number % 1_000_000).map(lambda number: number / 1_000_000)
    if kind is Kind.DATE:
        return st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31))
    return names


answerable = [name for name, question in RULEBASE.questions.items() if question.type.kind is not Kind.PARTICIPANTS]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    sort = {name: draw(st.sampled_from(["answer", "unknown", "aside", "aside unknown", "none"])) for name in answerable}
    return Case(
        title=draw(st.just("") | names),
        participants=draw(st.none() | st.lists(participants, max_size=4).map(tuple)),
        answers={name: draw(values_of(name)) for name in answerable if sort[name] == "answer"},
        unknown=frozenset(name for name in answerable if sort[name] == "unknown"),
        aside={name: draw(values_of(name)) if sort[name] == "aside" else None for name in answerable if sort[name].startswith("aside")},
        weights=draw(st.dictionaries(st.sampled_from(["bindung", "steuerung"]), st.integers(0, 10_000).map(lambda number: number / 1000))),
    )


@settings(max_examples=100, deadline=None)
@given(cases())
def test_a_saved_case_loads_to_the_same_case(tmp_path_factory: pytest.TempPathFactory, case: Case) -> None:
    path = tmp_path_factory.getbasetemp() / "runde.yaml"
    save_case(case, path)
    assert case_from(read_case(path), RULEBASE) == case


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=200) | st.text(max_size=200).map(str.encode) | st.text("{}[]:,-&*!|>%@'\"\\\n\t #ab?", max_size=60).map(str.encode)
)
def test_no_content_of_a_file_is_more_than_a_problem(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "zufall.yaml"
    path.write_bytes(content)
    problems: tuple[Problem, ...] = ()
    try:
        case_from(read_case(path), RULEBASE)
    except InputProblems as broken:
        problems = broken.problems
    assert all(str(problem).isprintable() for problem in problems)
