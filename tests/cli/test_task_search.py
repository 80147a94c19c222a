"""Finding a task: by number, by word, by what somebody calls the office, and in spite of a typo."""

from __future__ import annotations

import pytest

from ikz_recht.cli.task_search import MAX_SHOWN, find_task
from ikz_recht.rulebase.fact import ValueProblem
from tests.real import RULES

OPTIONS = (
    ("standesamt", "Standesamt"),
    ("ordnung", "Allgemeine Ordnungsbehörde, Ordnungsdienst"),
    ("bereitschaft", "Ordnungsrechtliche Rufbereitschaft"),
    ("it_betrieb", "IT-Betrieb, Rechenzentrum"),
    ("beihilfe", "Beihilfesachbearbeitung und Zeitwirtschaft"),
    ("bauhof", "Bauhof"),
    ("bauaufsicht", "Bauaufsicht (untere Bauaufsichtsbehörde)"),
    ("abwasser", "Abwasserbeseitigung"),
    ("klein", "Überwachung Kleinkläranlagen"),
    ("schwimmbad", "Hallen-/Freibad"),
    *((f"frei_{number}", f"Freizeit {number}") for number in range(30)),
    ("andere", "Andere Aufgabe"),
)


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("6", "bauhof"),
        ("bauhof", "bauhof"),
        ("BAUHOF", "bauhof"),
        ("Bauh", "bauhof"),
        ("ein Bauhof für alle", "bauhof"),
        ("Freibad", "schwimmbad"),
        ("IT", "it_betrieb"),
        ("Andere Aufgabe", "andere"),
        ("andere", "andere"),
    ],
)
def test_what_names_one_task_is_that_task(text: str, task: str) -> None:
    assert find_task(text, OPTIONS) == task


def test_a_keyword_finds_its_task_as_its_name_does() -> None:
    assert find_task("Kanal", OPTIONS, {"abwasser": "Kanal Klärwerk"}) == "abwasser"
    assert find_task("Klärwerk der Stadt", OPTIONS, {"abwasser": "Kanal Klärwerk"}) == "abwasser"
    with pytest.raises(ValueProblem):
        find_task("Klärwerk", OPTIONS)


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("Müll", "abfall"),
        ("Kläranlage", "abwasser"),
        ("Bücherei", "bibliothek"),
        ("Einwohnermeldeamt", "melderecht"),
        ("Ordnungsamt", "ordnungsbehoerde"),
        ("Kindergarten", "kita"),
        ("Wasserwerk", "trinkwasser"),
    ],
)
def test_the_catalogue_knows_the_words_of_a_town_hall(text: str, task: str) -> None:
    kind = RULES.questions["aufgabe"].type
    assert find_task(text, kind.options, dict(kind.keywords)) == task


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ordnungsamt", ["  2. Allgemeine Ordnungsbehörde, Ordnungsdienst", "  3. Ordnungsrechtliche Rufbereitschaft"]),
        ("Bauamt", ["  6. Bauhof", "  7. Bauaufsicht (untere Bauaufsichtsbehörde)"]),
        ("abwsser", ["  8. Abwasserbeseitigung"]),
        ("Stadesamt", ["  1. Standesamt"]),
        ("Kläranlage", ["  9. Überwachung Kleinkläranlagen"]),
        ("bau", ["  6. Bauhof", "  7. Bauaufsicht (untere Bauaufsichtsbehörde)"]),
    ],
)
def test_what_may_mean_a_task_is_listed_never_taken(text: str, shown: list[str]) -> None:
    with pytest.raises(ValueProblem) as found:
        find_task(text, OPTIONS)
    assert [line for line in str(found.value).splitlines() if line.startswith("  ")] == shown


@pytest.mark.parametrize(("text", "count"), [("alle", len(OPTIONS)), ("Freizeit", MAX_SHOWN)])
def test_a_long_list_is_cut_unless_all_is_asked_for(text: str, count: int) -> None:
    with pytest.raises(ValueProblem) as found:
        find_task(text, OPTIONS)
    assert sum(line.startswith("  ") for line in str(found.value).splitlines()) == count


@pytest.mark.parametrize("text", ["", "0", "42", "9" * 5000, "²", "xyzxyz", "?!", "x" * 100_000])
def test_what_means_no_task_is_refused(text: str) -> None:
    with pytest.raises(ValueProblem):
        find_task(text, OPTIONS)
