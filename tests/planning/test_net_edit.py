"""Network files changed without an editor, a case's own state in the overview, and a case from a suggestion."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ikz_recht.advice.case import case_bytes, case_from
from ikz_recht.planning.network.edit_portfolio import (
    fresh_id,
    has_comments,
    is_empty,
    new_text,
    title_of,
    with_changes,
    with_entry,
    without_entry,
)
from ikz_recht.planning.network.items import Item
from ikz_recht.planning.network.overview import Document, Lines, lines_of, overview_over
from ikz_recht.planning.start_case import start_case
from ikz_recht.planning.units import Region
from ikz_recht.rulebase.nodes import parse_nodes, plain_data
from ikz_recht.rulebase.problem import InputProblems
from tests.planning.net_files import BATTENBERG, EXAMPLE, FOUR, HATZFELD, example_region, portfolio
from tests.real import DAY, PROJECT, RULES

PATH = Path("netz.yaml")
CASE = (PROJECT / "docs/beispiele/standesamt-lossetal.yaml").read_text(encoding="utf-8")
WORDS = st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" "), min_size=1, max_size=20).map(str.strip).filter(bool)


@pytest.fixture(scope="module")
def region() -> Iterator[Region]:
    with example_region() as found:
        yield found


def test_a_file_keeps_everything_but_comments_through_a_change(region: Region) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    before = portfolio(text, region)
    entry = {"id": fresh_id(before, "kasse"), "aufgabe": "kasse", "traeger": BATTENBERG, "fuer": (HATZFELD,), "bis": ""}
    changed = with_entry(text, PATH, "zusammenarbeit", entry)
    assert has_comments(text)
    assert not has_comments(changed)
    old, new = (plain_data(parse_nodes(item, PATH)) for item in (text, changed))
    assert new.pop("zusammenarbeit") == [
        *old.pop("zusammenarbeit"),
        {"id": "kasse", "aufgabe": "kasse", "traeger": BATTENBERG, "fuer": [HATZFELD]},
    ]
    assert new == old
    after = portfolio(changed, region)
    assert plain_data(parse_nodes(without_entry(changed, after, "zusammenarbeit", 4), PATH)) == plain_data(parse_nodes(text, PATH))


@given(st.lists(WORDS, min_size=1, max_size=4), WORDS)
def test_any_words_come_back_as_they_were(words: list[str], title: str) -> None:
    text = with_entry(new_text(title), PATH, "vorhaben", {"naechster_schritt": words[0], "liste": words})
    found = plain_data(parse_nodes(text, PATH))
    assert found == {"netz": "1", "titel": title, "gemeinden": [], "vorhaben": [{"naechster_schritt": words[0], "liste": words}]}


def test_one_entry_changes_and_nothing_else(region: Region) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    changed = with_changes(text, PATH, "vorhaben", 1, {"stand": "beschluss", "am_zug": ""})
    old, new = (plain_data(parse_nodes(item, PATH)) for item in (text, changed))
    old["vorhaben"][1]["stand"] = "beschluss"
    assert new == old
    assert with_changes(text, PATH, "vorhaben", 9, {"stand": "idee"}) == text


def test_ids_are_new(region: Region) -> None:
    found = portfolio(EXAMPLE.read_text(encoding="utf-8"), region)
    assert [fresh_id(found, task) for task in ("kasse", "standesamt", "kaemmerei")] == ["kasse", "standesamt_2", "kaemmerei_2"]


def test_what_something_else_needs_cannot_be_struck_out(region: Region) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    found = portfolio(text, region)
    for key, number, named in (
        ("gemeinden", 1, "Zusammenarbeit „"),
        ("gemeinden", 6, "Zusammenarbeit „"),
        ("zusammenarbeit", 0, "ollstreckung"),
    ):
        with pytest.raises(InputProblems) as caught:
            without_entry(text, found, key, number)
        assert named in caught.value.problems[0].remedy
    left = portfolio(without_entry(text, found, "vorhaben", 3), region)
    assert [item.id for item in left.projects] == ["standesamt", "vergabe", "datenschutz"]


def test_only_a_network_without_anybody_is_empty() -> None:
    assert is_empty(new_text("Netz"), PATH)
    assert is_empty("netz: 1", PATH)
    assert [title_of(text, PATH) for text in (new_text("Netz  A"), "netz: 1", "titel: [a]")] == ["Netz A", "", ""]
    assert not is_empty(FOUR, PATH)
    assert not is_empty("netz: 2", PATH)
    assert not is_empty("netz: 1\nfalsch: x", PATH)
    assert not is_empty("netz: 1\ngemeinden: {a: b}", PATH)
    for wrong in ("- 1", "netz: [", ""):
        with pytest.raises(InputProblems):
            is_empty(wrong, PATH)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("# a\nb: c", True), ("b: c # d", True), ("b: c#d", False), ("b: '# d'", False), ("b: c", False), ("  # x", True)],
)
def test_comments_are_noticed(text: str, expected: bool) -> None:
    assert has_comments(text) is expected


def one(text: str, region: Region) -> Item | None:
    found = lines_of(Document("k", "Standesamt", text), region, lambda _: RULES, DAY)
    assert found.broken == []
    return next(iter(found.items), None)


def test_a_case_says_how_far_its_project_is(region: Region) -> None:
    plain = one(CASE, region)
    assert plain
    assert plain.source == "k"
    assert plain.origin == "Standesamt"
    assert "ikz-recht" not in plain.next_step
    section = "vorhaben: {stand: beschluss, stand_seit: 2026-01-01, frist: 2026-12-18}\n"
    told = one(CASE + section, region)
    assert told
    assert (told.state, told.next_step, told.turn) == (
        "Beschluss",
        "gleichlautende Vorlagen in alle Vertretungen",
        ("die Vertretungen der Beteiligten",),
    )
    assert told.stalled
    assert f"{plain.state}." in told.notes
    assert (str(told.deadline), told.deadline_for) == ("2026-12-18", "Frist")
    own = one(CASE + "vorhaben: {naechster_schritt: anrufen, am_zug: Helsa}\n", region)
    assert own
    assert (own.state, own.next_step, own.turn) == (plain.state, "anrufen", ("Helsa",))
    assert one(CASE + "vorhaben: {stand: erledigt}\n", region) is None


def test_what_a_case_says_of_its_project_is_checked_and_kept(region: Region) -> None:
    wrong = CASE + "vorhaben: {stand: fertig, frist: bald, x: y}\n"
    found = lines_of(Document("k", "Fall", wrong), region, lambda _: RULES, DAY)
    assert len(found.broken) == 3
    assert not found.items
    text = CASE + "vorhaben: {stand: beschluss, frist: 2026-12-18}\n"
    case = case_from(parse_nodes(text, PATH), RULES)
    assert yaml.load(case_bytes(case), Loader=yaml.BaseLoader)["vorhaben"] == {"stand": "beschluss", "frist": "2026-12-18"}


def test_texts_give_the_same_lines_as_files(region: Region) -> None:
    from ikz_recht.planning.network.overview import overview_of

    from_file = overview_of([EXAMPLE], region, lambda _: RULES, DAY)
    lines = Lines()
    lines.add(lines_of(Document("netz", "netz", EXAMPLE.read_text(encoding="utf-8")), region, lambda _: RULES, DAY))
    from_text = overview_over(lines, 1, DAY)
    assert [(item.title, item.state, item.deadline) for item in from_text.items] == [
        (item.title, item.state, item.deadline) for item in from_file.items
    ]
    assert from_text.agenda == from_file.agenda


def test_a_case_from_a_suggestion(region: Region) -> None:
    case = start_case("kasse", [HATZFELD, BATTENBERG, "06635"], region, RULES)
    assert [item.name for item in case.participants or ()][:2] == ["Stadt Hatzfeld (Eder)", "Stadt Battenberg (Eder)"]
    assert all(item.register for item in case.participants or ())
    assert case.answers == {"aufgabe": "kasse"}
    for task, keys in (
        ("kasse", [HATZFELD]),
        ("kasse", [HATZFELD, HATZFELD]),
        ("kase", [HATZFELD, BATTENBERG]),
        ("kasse", [HATZFELD, "06635999"]),
        ("kasse", [HATZFELD, "066350041"]),
        ("kasse", [HATZFELD, "'\n- x"]),
    ):
        with pytest.raises(InputProblems):
            start_case(task, keys, region, RULES)
