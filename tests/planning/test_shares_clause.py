"""The cost clause of every family of drafts for every measure: it renders, says the measure once, and nothing changes without one."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping

import pytest

from ikz_recht.advice.case import Case
from ikz_recht.advice.opinion import Opinion, advise
from ikz_recht.documents.draft import draft_markdown
from ikz_recht.documents.write import Office
from ikz_recht.inference.facts import Participant
from ikz_recht.rulebase.fact import Value
from ikz_recht.rulebase.outline import load_outlines
from tests.real import DAY, PROJECT, RULES

OFFICE = Office(PROJECT / "templates")
MEASURES = RULES.questions["verteilungsmassstab"].type.option_ids()
WORDS = {
    "einwohner": "nach dem Verhältnis der Einwohnerzahlen",
    "faelle": "nach der Zahl der Fälle",
    "stunden": "nach der Zahl der Stunden",
    "gleich": "zu gleichen Teilen",
    "gemischt": "zu gleichen Teilen (Sockel), im Übrigen nach der Zahl der Fälle",
    "nutzen": "nach dem Verhältnis des Nutzens",
    "steuerkraft": "nach dem Verhältnis der Steuerkraft",
    "anteile": "nach festen Anteilen",
}
FORMS = [
    ("HE", "oeffentlich_rechtliche_vereinbarung_delegierend"),
    ("TH", "oeffentlich_rechtliche_vereinbarung_delegierend"),
    ("BY", "oeffentlich_rechtliche_vereinbarung_delegierend"),
    ("HB", "oeffentlich_rechtliche_vereinbarung_delegierend"),
    ("NW", "zweckverband"),
    ("BY", "zweckverband"),
    ("RP", "zweckverband"),
    ("SH", "zweckverband"),
    ("ST", "zweckverband"),
    ("HE", "gemeinsame_anstalt"),
    ("HE", "arbeitsgemeinschaft"),
]


def opinion_in(land: str, answers: Mapping[str, Value]) -> Opinion:
    participants = tuple(Participant(f"Gemeinde {name}", "gemeinde", land, 5000, "mitglied") for name in "AB")
    return advise(Case("Probe", participants, {"aufgabe": "standesamt", "finanzierung": "umlage", **answers}), RULES, DAY)


def draft(land: str, form: str, answers: Mapping[str, Value]) -> str:
    opinion = opinion_in(land, answers)
    found = opinion.form(form, land)
    assert found is not None
    outline = load_outlines(OFFICE.file("gliederung.yaml")).of(land, form)
    return draft_markdown(opinion, found, outline, OFFICE.environment())


def test_every_measure_has_its_words() -> None:
    assert set(WORDS) == set(MEASURES)


@pytest.mark.parametrize(("land", "form"), FORMS, ids=lambda value: value)
@pytest.mark.parametrize("measure", MEASURES)
def test_clause_of_every_measure(land: str, form: str, measure: str) -> None:
    text = draft(land, form, {"verteilungsmassstab": measure})
    assert WORDS[measure] in text
    assert text.count("Der Maßstab wird alle") == 1
    assert "kostenschluessel" not in text
    assert not ("Richtet er sich nach Mengen oder Fallzahlen" in text and form == "zweckverband")
    for body in text.split("## § ")[1:]:
        numbers = [int(number) for number in re.findall(r"^\((\d+)\)", body, re.MULTILINE)]
        assert body.count("Fortschreibung des Bevölkerungsstands") <= 1
        assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize(("land", "form"), FORMS, ids=lambda value: value)
def test_own_wording_goes_first(land: str, form: str) -> None:
    text = draft(land, form, {"verteilungsmassstab": "gleich", "kostenschluessel": "nach Metern Straße"})
    assert "nach Metern Straße" in text


@pytest.mark.parametrize(("land", "form"), FORMS, ids=lambda value: value)
def test_without_a_measure_there_is_a_gap(land: str, form: str) -> None:
    text = draft(land, form, {})
    assert "Der Maßstab wird alle" not in text
    assert re.search(r"bitte ergänzen: [^]]*[Mm]aßstab", text)


def test_a_levy_goes_by_the_year_before() -> None:
    assert "die im Vorjahr auf jedes Verbandsmitglied entfielen" in draft("NW", "zweckverband", {"verteilungsmassstab": "faelle"})
    assert "nachkalkuliert" not in draft("NW", "zweckverband", {"verteilungsmassstab": "faelle"})
    delegated = draft("HE", "oeffentlich_rechtliche_vereinbarung_delegierend", {"verteilungsmassstab": "faelle"})
    assert "nachkalkuliert" in delegated


def test_case_answers_are_only_for_the_draft() -> None:
    """The measure changes no finding."""
    with_measure, without = opinion_in("HE", {"verteilungsmassstab": "gleich"}), opinion_in("HE", {})
    assert [dataclasses.astuple(item.score) for item in with_measure.forms] == [dataclasses.astuple(item.score) for item in without.forms]
