"""What a form asks and what comes of it: the figures read back, the file about sittings kept whole, one answer more on readiness."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikz_recht.advice.case import read_case
from ikz_recht.inference.facts import Participant
from ikz_recht.planning.benefit.asked import OPEN, costs_bytes, questions
from ikz_recht.planning.benefit.asked_again import answers_in, contradictions
from ikz_recht.planning.benefit.costs_file import costs_from, read_costs_file
from ikz_recht.planning.bodies.given import Given
from ikz_recht.planning.bodies.read_given import given_from
from ikz_recht.planning.bodies.sitting_answers import Asked, asked_of, problems_of, sittings_bytes
from ikz_recht.planning.change.readiness import EVERYBODY, Answered, with_word
from ikz_recht.rulebase.nodes import parse_nodes
from ikz_recht.rulebase.problem import InputProblems

EXAMPLES = Path(__file__).resolve().parents[2] / "docs/beispiele"
TWO = (
    Participant("Gemeinde A", "gemeinde", "HE", 4000, role="uebernehmend"),
    Participant("Gemeinde B", "gemeinde", "HE", None, role="abgebend"),
)
ASKED = questions(TWO)
DAY = dt.date(2026, 11, 22)


def answer_to(path: tuple[str, ...]) -> st.SearchStrategy[str]:
    """What the questions take; „0“ positions have no rate."""
    ask = next(item for item in ASKED if item.path == path)
    if ask.choices:
        return st.sampled_from([name for name, _ in ask.choices])
    if path == ("beginn",):
        return st.just("01.01.2028")
    if path[-1] in ("jahre", "personen"):
        return st.sampled_from(["1", "5"])
    if path[-1] == "stellen":
        return st.sampled_from(["0,5", "1"])
    return st.sampled_from(["400", "9.000", OPEN])


@given(st.fixed_dictionaries({item.path: answer_to(item.path) for item in ASKED}))
def test_answers_come_back_from_the_figures(answers: dict[tuple[str, ...], str]) -> None:
    node = costs_from(costs_bytes(TWO, answers), Path("kosten.yaml"))
    assert answers_in(node, TWO) == answers
    assert answers_in(node, TWO[:1]) == {}


def test_a_municipality_without_staff_comes_back_too() -> None:
    answers = {item.path: item.usual or ("1" if not item.may_be_open else OPEN) for item in ASKED} | {("Gemeinde B", "stellen"): "0"}
    answers |= {("beginn",): "01.01.2028"}
    assert answers_in(costs_from(costs_bytes(TWO, answers), Path("kosten.yaml")), TWO) == answers


def test_figures_that_say_more_are_no_answers() -> None:
    assert answers_in(read_costs_file(EXAMPLES / "kosten/standesamt-lossetal.yaml"), TWO) == {}
    node = read_case(EXAMPLES / "personalabrechnung-fuenf.yaml")
    assert answers_in(node, TWO) == {}
    assert answers_in(parse_nodes("[]", Path("x")), TWO) == {}


def test_who_takes_over_is_proposed() -> None:
    usual = {item.path: item.usual for item in ASKED}
    assert usual[("durch",)] == "Gemeinde A"
    assert {item.path: item.usual for item in questions(TWO[1:])}[("durch",)] == "einrichtung"


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({("schluessel",): "faelle", ("Gemeinde A", "faelle"): "5", ("Gemeinde B", "faelle"): OPEN}, [("Gemeinde B", "faelle")]),
        ({("schluessel",): "faelle", ("Gemeinde A", "faelle"): "0", ("Gemeinde B", "faelle"): "0"}, [("schluessel",)]),
        ({("schluessel",): "faelle", ("Gemeinde A", "faelle"): "5", ("Gemeinde B", "faelle"): "0"}, []),
        ({("schluessel",): "einwohner"}, [("schluessel",)]),
        ({("schluessel",): "gleich"}, []),
    ],
)
def test_what_does_not_fit_together(answers: dict[tuple[str, ...], str], wrong: list[tuple[str, ...]]) -> None:
    assert [path for path, _ in contradictions(TWO, answers)] == wrong


@pytest.mark.parametrize("name", ["kosten.xlsm", "kosten.txt", "kosten"])
def test_bytes_of_another_kind_are_refused(name: str) -> None:
    with pytest.raises(InputProblems):
        costs_from(b"beginn: 2028-01-01\n", Path(name))


days = st.lists(st.dates(dt.date(2027, 1, 1), dt.date(2029, 1, 1)), max_size=4).map(
    lambda found: ", ".join(f"{day:%d.%m.%Y}" for day in sorted(set(found)))
)
regular = st.sampled_from([("", ""), ("6", "12.01.2027")])
sittings = st.builds(lambda when, every, lead: (when, *every, lead), days, regular, st.sampled_from(["", "0", "21"]))


@given(st.lists(sittings, min_size=2, max_size=2))
def test_sittings_there_and_back(said: list[tuple[str, str, str, str]]) -> None:
    parties = [item.name for item in TWO]
    asked = [Asked(name, *fields) for name, fields in zip(parties, said, strict=True)]
    if any(not item.empty and not item.termine and not item.alle_wochen for item in asked):  # days before, but no sitting
        assert list(problems_of(asked, (), DAY))
        return
    assert list(problems_of(asked, (), DAY)) == []
    node = parse_nodes(sittings_bytes(None, asked).decode(), Path("s.yaml"))
    assert asked_of(given_from(node, parties, (), DAY), parties) == asked


def test_the_form_keeps_what_it_does_not_show() -> None:
    text = "stimmen: {Gemeinde A: {ja: 5, nein: 1}}\nsitzungen:\n  - {beteiligte: Gemeinde A, termine: [2027-01-14]}\n"
    text += "  - {beteiligte: Gemeinde A, gremium: ausschuss, termine: [2027-01-07]}\n"
    before = parse_nodes(text, Path("s.yaml"))
    after = parse_nodes(sittings_bytes(before, [Asked("Gemeinde A"), Asked("Gemeinde B", "21.01.2027")]).decode(), Path("s.yaml"))
    found = given_from(after, [item.name for item in TWO], (), DAY)
    assert set(found.sittings) == {("Gemeinde B", "vertretung"), ("Gemeinde A", "ausschuss")}
    assert found.votes
    assert asked_of(Given(), ["Gemeinde A"]) == [Asked("Gemeinde A")]


@pytest.mark.parametrize(
    ("item", "field"),
    [
        (Asked("A", "31.02.2027"), "termine"),
        (Asked("A", "14.01.2027", vorlauf_tage="viele"), "vorlauf_tage"),
        (Asked("A", alle_wochen="6"), "ab"),
        (Asked("A", alle_wochen="99", ab="12.01.2027"), "alle_wochen"),
        (Asked("A", alle_wochen="6", ab="16.01.2027"), "ab"),
        (Asked("A", "01.01.2020"), "termine"),
        (Asked("A", ab="12.01.2027"), "termine"),
    ],
)
def test_what_is_wrong_with_sittings_is_told_at_its_field(item: Asked, field: str) -> None:
    found = list(problems_of([Asked("B"), item], (), DAY))
    assert {(number, name) for number, name, _ in found} == {(1, field)}
    assert all(text and not any(word in text for word in ("alle_wochen", "vorlauf_tage", "[")) for _, _, text in found)


def test_one_answer_more_on_readiness() -> None:
    before = Answered({"netz": {"A": True, "B": False}, "wille": {EVERYBODY: True}}, given=True)
    assert with_word(before, "netz", "nein", ["A"]).answers["netz"] == {"A": False}
    assert with_word(before, "netz", "nein", ["B"]).answers["netz"] == {"B": False, "A": True}
    assert with_word(before, "netz", "nein", []).answers["netz"] == {EVERYBODY: False}
    assert with_word(before, "netz", "ja", ["B"]).answers["netz"] == {EVERYBODY: True}
    assert with_word(before, "netz", "weiss_nicht", []).answer("netz") is None
    assert "netz" not in with_word(before, "netz", "vielleicht", []).answers
    assert with_word(before, "netz", "ja", []).answers["wille"] == {EVERYBODY: True}
