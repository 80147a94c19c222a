"""What the memo says in words: where an assumption comes from, what is unread, what would open a form, who decides."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest

from ikz_recht.advice.case import Case
from ikz_recht.advice.opinion import Opinion, advise
from ikz_recht.advice.prospect import GOOD
from ikz_recht.documents.assumptions import assumptions, origin
from ikz_recht.documents.memo import memo_context, memo_markdown
from ikz_recht.documents.notes import Notes
from ikz_recht.documents.short import short_context, short_markdown
from ikz_recht.documents.summary import recommendation_sentence
from ikz_recht.documents.write import Office
from ikz_recht.inference.facts import Participant
from ikz_recht.rulebase.fact import Value
from tests.real import DAY, LANDS, PROJECT, REAL_CASES, RULES, random_case, real_case

pytestmark = pytest.mark.usefixtures("quick")
ENVIRONMENT = Office(PROJECT / "templates").environment()
TOWNS = (Participant("Anzing", "gemeinde", "BY", 4388), Participant("Pliening", "gemeinde", "BY", 5910))
LOSSETAL = PROJECT / "docs" / "beispiele" / "standesamt-lossetal.yaml"


def by_name(stem: str) -> Opinion:
    return advise(real_case(next(path for path in REAL_CASES if path.stem == stem)), RULES, DAY)


@pytest.fixture(scope="module")
def lossetal() -> Opinion:
    return advise(real_case(LOSSETAL), RULES, DAY)


def closed_case() -> Opinion:
    answers: dict[str, Value] = {"aufgabe": "vollstreckung", "uebergang": "zustaendigkeit", "by_steuern_polizei": True}
    return advise(Case("Vollstreckung", TOWNS, answers), RULES, DAY)


def test_an_assumption_says_whether_task_participants_or_answers_give_it(lossetal: Opinion) -> None:
    assert origin(lossetal, "vermessung_kataster") == "Aufgabenkatalog"
    assert origin(lossetal, "abgebende_zustaendig") == "Beteiligte"
    assert origin(lossetal, "gemeinsame_dienststelle") == "andere Angaben"


def test_every_assumption_is_told_once_and_every_reason_once() -> None:
    for path in REAL_CASES:
        opinion = advise(real_case(path), RULES, DAY)
        groups = [group for item in assumptions(opinion, Notes(RULES.sources)) for group in item["gruende"]]
        told = [shown["frage"] for group in groups for shown in group["angaben"]]
        assert sorted(told) == sorted(RULES.questions[name].text for name in opinion.known.presets if name in RULES.questions)
        keys = [(group["grund"], group["fussnote"], group["unbelegt"]) for group in groups if group["grund"]]
        assert len(keys) == len(set(keys))


def test_the_reason_of_an_assumption_fits_its_answer() -> None:
    opinion = advise(Case("Stadtwerke", TOWNS, {"aufgabe": "stadtwerke_energie"}), RULES, DAY)
    preset = opinion.known.presets["energieversorgung"]
    assert preset.value is True
    assert "keine" not in preset.text


def test_what_decides_is_a_sentence() -> None:
    rng = random.Random(11)
    for land in LANDS:
        for form in memo_context(advise(random_case(rng, (land,), 0.5), RULES, DAY), Notes(RULES.sources))["formen"]:
            assert not form["kurzgrund"].startswith(("Wenn ", "wenn ", "Zu prüfen:"))


def test_a_path_that_stands_beside_a_form_is_no_alternative_to_it(lossetal: Opinion) -> None:
    page = short_context(lossetal)
    assert "Gemeinsamer Standesamtsbezirk" in page["kurz_daneben"]
    assert "Gemeinsamer Standesamtsbezirk" not in page["kurz_andere"]
    assert "Neben dieser Form kommt in Betracht: Gemeinsamer Standesamtsbezirk." in short_markdown(lossetal, ENVIRONMENT)


@pytest.mark.parametrize(
    ("stem", "norms"), [("HE-07", "§§ 25, 26 KGG"), ("NW-15", "§§ 25, 29 GkG NRW"), ("BY-07", "Gesetz vom 23.12.2025")]
)
def test_the_page_names_what_decides_and_is_unread(stem: str, norms: str) -> None:
    assert re.search(rf"nicht in der geltenden Fassung gelesen[^\n]*{re.escape(norms)}", short_markdown(by_name(stem), ENVIRONMENT))


def test_the_page_claims_no_gap_where_the_statute_is_read() -> None:
    assert "geltenden Fassung gelesen" not in short_markdown(by_name("SN-07"), ENVIRONMENT)


def test_an_authority_that_is_open_says_on_what_it_depends() -> None:
    steps = short_context(by_name("SN-07"))["kurz"]["schritte"]
    approval = next(step for step in steps if "Genehmigung" in step["was"])
    assert approval["wer"].startswith("Rechtsaufsichtsbehörde, abhängig von")
    assert "noch offen" not in [step["behoerde"] for step in memo_context(by_name("SN-07"), Notes(RULES.sources))["verfahren"]]


def test_facts_are_never_told_as_something_to_arrange() -> None:
    for path in (*REAL_CASES, LOSSETAL):
        opinion = advise(real_case(path), RULES, DAY)
        fixed = [question.text for question in RULES.questions.values() if not question.changeable]
        for change in memo_context(opinion, Notes(RULES.sources))["aenderungen"]:
            steps = [step for group in (*change["selbst"], *change["fremd"]) for step in group["schritte"]]
            assert [step for step in steps if any(step.startswith(text) for text in fixed)] == []
            assert [step for group in change["selbst"] for step in group["schritte"] if "tatsächlich" in step] == []


def test_where_nothing_is_admissible_the_nearest_form_is_named_at_once() -> None:
    opinion = closed_case()
    assert opinion.recommendation is None
    said = recommendation_sentence(opinion)
    assert "keiner der erfassten Wege zulässig" not in said
    assert "Am nächsten liegt: Zweckvereinbarung" in said
    assert "wenn weder das Recht, Steuern zu erheben, noch die Aufstellung einer eigenen Polizei übertragen wird" in said
    assert "Ungewiss sind diese Wege" in said
    assert said in memo_markdown(opinion, ENVIRONMENT).replace("\\", "")


def test_the_nearest_form_is_open_after_the_change() -> None:
    opinion = closed_case()
    after = advise(replace(opinion.case, answers={**opinion.case.answers, "by_steuern_polizei": False}), RULES, DAY)
    assert after.recommendation is not None
    assert after.recommendation.chosen.prospect in GOOD
    changes = memo_context(opinion, Notes(RULES.sources))["aenderungen"]
    assert any(change["nur_eroeffnet"] and change["selbst"] for change in changes)


def test_a_contract_between_authorities_never_asks_that_all_powers_pass(lossetal: Opinion) -> None:
    way = next(item for item in lossetal.ways if item.form.id == "kooperationsvertrag_vwvfg")
    assert "befugnisse_gehen_ueber" not in [item.fact for found in way.outlook.sets for item in found.conditions]
