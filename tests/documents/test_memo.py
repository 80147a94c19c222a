"""The memo on the shipped rules: one page for those who decide, sources as a lawyer cites them, no dead end."""

from __future__ import annotations

import datetime as dt
import io
import random
import re
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from ikz_recht.advice.case import Case
from ikz_recht.advice.opinion import Opinion, advise
from ikz_recht.advice.opinion_json import opinion_document
from ikz_recht.advice.prospect import GOOD, Prospect
from ikz_recht.documents.citations import STATUTE_TEXT, bibliography, citation, support
from ikz_recht.documents.dates import date_warnings
from ikz_recht.documents.draft import draft_markdown
from ikz_recht.documents.memo import memo_context, memo_markdown
from ikz_recht.documents.notes import Notes
from ikz_recht.documents.short import short_context, short_markdown
from ikz_recht.documents.write import Office, memo_files
from ikz_recht.rulebase.model import Certainty, RuleKind
from ikz_recht.rulebase.outline import load_outlines
from tests.real import DAY, LANDS, PROJECT, REAL_CASES, RULES, random_case, real_case

pytestmark = pytest.mark.usefixtures("quick")
OFFICE = Office(PROJECT / "templates")
ENVIRONMENT = OFFICE.environment()
HOST = re.compile(r"\b[\w-]+\.(?:de|net|com|org|eu|ru|li|nrw|info|bayern)\b")


def notes_of(opinion: Opinion) -> Notes:
    return Notes(opinion.program.rulebase.sources)


@pytest.fixture(scope="module", params=REAL_CASES, ids=lambda path: path.stem)
def opinion(request: pytest.FixtureRequest) -> Opinion:
    path: Path = request.param
    return advise(real_case(path), RULES, DAY)


def test_the_short_form_is_one_page_and_the_first_of_the_memo(opinion: Opinion) -> None:
    assert len(PdfReader(io.BytesIO(memo_files(opinion, OFFICE, ["pdf"], short=True)["pdf"])).pages) == 1
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(memo_files(opinion, OFFICE, ["pdf"])["pdf"])).pages]
    assert "Kurzfassung" in pages[0]
    assert "1. Sachverhalt" in pages[1]


def test_no_address_and_no_own_knowledge_as_a_source(opinion: Opinion) -> None:
    memo = memo_markdown(opinion, ENVIRONMENT)
    assert "://" not in memo
    assert not re.search(r"Eigenes (?:Fachw|W)issen|erinnerung", memo)


@pytest.mark.parametrize("prefix", ["BUND", "PRAXIS"])
def test_citations_name_no_host(prefix: str) -> None:
    cited = [citation(source) for name, source in RULES.sources.items() if name.startswith(prefix) and source.kind != STATUTE_TEXT]
    assert [text for text in cited if HOST.search(text)] == []


def test_statutes_are_listed_with_collection_or_marked(opinion: Opinion) -> None:
    listed = memo_markdown(opinion, ENVIRONMENT).partition("## Rechtsvorschriften")[2].partition("\n## ")[0]
    lines = re.findall(r"^- (.+)$", listed, re.M)
    assert lines
    assert [line for line in lines if not re.search(r"\d{4}|nachzutragen|\)$", line)] == []
    assert not re.search(r"gesehen|gelesen|Wiedergabe", listed)


def test_what_rests_on_knowledge_alone_says_so_where_it_stands(opinion: Opinion) -> None:
    memo = memo_markdown(opinion, ENVIRONMENT)
    for form in opinion.forms:
        if form.rank:
            for effect in form.score.effects:
                if effect.evidence.certainty is Certainty.MEMORY and effect.points():
                    line = next(line for line in memo.splitlines() if effect.text in line and line.startswith("- ") and "(" in line)
                    assert "nicht belegt" in line or "Erfahrungswissen" in memo


def test_support_in_words() -> None:
    statute = next(source for source in RULES.sources.values() if source.kind == STATUTE_TEXT)
    decision = RULES.sources["BUND:celle"]
    assert support(statute, Certainty.SEEN, "§ 1") == "Normtext gelesen"
    assert support(statute, Certainty.MEMORY, "§ 1") == "nicht belegt, vor Verwendung zu prüfen"
    assert support(decision, Certainty.SEEN, "OLG Celle 3.8.2017, 13 Verg 3/17") == "Text gelesen"
    assert support(decision, Certainty.SEEN, "§ 108 GWB") == "nach Rechtsprechung: OLG Celle, Entscheidung vom 03.08.2017, 13 Verg 3/17"
    assert (
        support(replace(decision, kind="sekundaer", citation="Stadt X: Merkblatt"), Certainty.SECONDARY, "")
        == "nach amtlicher Auskunft: Stadt X: Merkblatt"
    )
    portal = replace(decision, kind="sekundaer", citation="Juracademy, Kommunalrecht NRW: Beteiligung")
    assert support(portal, Certainty.SECONDARY, "§ 108 GO NRW").startswith("nach nichtamtlichem Nachschlagewerk: Juracademy")
    assert bibliography([statute, decision]) == ([citation(decision)], [])


def test_conditions_of_the_recommendation_stand_on_the_page(opinion: Opinion) -> None:
    found = opinion.recommendation
    assert found is not None
    page = short_context(opinion)
    if not found.firm and found.chosen.outlook.sets:
        assert page["kurz"]["bedingungen"]
    assert page["kurz"]["schritte"]
    assert all(step["was"] and step["wer"] and step["bis"] for step in page["kurz"]["schritte"])


def test_open_questions_come_in_the_order_of_the_ranking_each_once(opinion: Opinion) -> None:
    groups = memo_context(opinion, notes_of(opinion))["offene_fragen"]
    assert [group["rang"] for group in groups] == sorted(group["rang"] for group in groups)
    asked = [item["frage"] for group in groups for item in group["fragen"]]
    assert len(asked) == len(set(asked))


def test_every_way_that_is_not_excluded_is_told_with_its_norm() -> None:
    rng = random.Random(3)
    for land in LANDS:
        opinion = advise(random_case(rng, (land,), 0.7), RULES, DAY)
        memo = memo_markdown(opinion, ENVIRONMENT)
        for way in opinion.ways:
            if way.prospect is not Prospect.EXCLUDED:
                assert way.form.name in memo
                assert way.form.norm in memo


def test_no_random_case_ends_without_a_word_on_what_to_do() -> None:
    rng = random.Random(5)
    for land in LANDS:
        for _ in range(6):
            opinion = advise(random_case(rng, (land,), 0.9), RULES, DAY)
            page = short_markdown(opinion, ENVIRONMENT)
            if opinion.recommendation is None:
                assert "ohne eine Form der Zusammenarbeit" in page
            else:
                assert opinion.recommendation.chosen.form.name in page
                assert "Nächste Schritte" in page


def test_a_date_that_has_passed_is_a_warning_and_a_gap() -> None:
    case = real_case(REAL_CASES[0])
    outlines = load_outlines(OFFICE.file("gliederung.yaml"))
    for day, past in ((dt.date(2025, 1, 1), True), (dt.date(2030, 1, 1), False)):
        opinion = advise(Case(case.title, case.participants, {**case.answers, "beginn": day}), RULES, DAY)
        form = next(form for form in opinion.forms if form.prospect in GOOD and form.form.land != "BUND")
        assert bool(date_warnings(opinion)) == past
        assert ("am Stichtag vorbei" in memo_markdown(opinion, ENVIRONMENT)) == past
        assert (f"1. Januar {day.year}" in draft_markdown(opinion, form, outlines.of(form.form.land, form.form.id), ENVIRONMENT)) != past


def test_every_mandatory_content_is_marked_exactly_once() -> None:
    rng = random.Random(7)
    outlines = load_outlines(OFFICE.file("gliederung.yaml"))
    for land in LANDS:
        for share in (0.2, 0.9):
            opinion = advise(random_case(rng, (land,), share), RULES, DAY)
            for form in opinion.forms:
                if form.form.available:
                    text = draft_markdown(opinion, form, outlines.of(form.form.land, form.form.id), ENVIRONMENT).partition(
                        "## Noch offene Inhalte"
                    )[0]
                    body = text.partition("\n[^1]:")[0]
                    marks = re.findall(r"\[\^(\d+)\]", body)
                    assert len(marks) == len(set(marks))
                    demanded = {(item.rule.level, item.rule.norm, item.rule.text) for item in form.of(RuleKind.CONTENT)}
                    assert len(marks) == len(demanded)


def test_a_day_without_version_is_an_open_point_never_silently_old() -> None:
    later = advise(real_case(REAL_CASES[0]), RULES, dt.date(2031, 6, 1))
    assert "vergabe_schwelle_erreicht" in {fact.id for fact in later.program.undated}
    open_points = memo_markdown(later, ENVIRONMENT).split("# 10. Offene Punkte")[1]
    assert "Für den 01.06.2031 ist keine Fassung hinterlegt; was darauf beruht, bleibt offen:" in open_points
    assert [fact.text for fact in later.program.undated if f"- {fact.text}" not in open_points] == []
    assert opinion_document(later)["ohne_fassung"] == [fact.text for fact in later.program.undated]
    today = advise(real_case(REAL_CASES[0]), RULES, DAY)
    assert "keine Fassung hinterlegt" not in memo_markdown(today, ENVIRONMENT)
    assert opinion_document(today)["ohne_fassung"] == []


def test_what_stands_as_an_assumption_is_not_called_left_open() -> None:
    case = real_case(REAL_CASES[0])
    bare = advise(replace(case, answers={"aufgabe": "standesamt"}, unknown=frozenset()), RULES, DAY)
    preset = next(name for name in bare.known.presets if name in RULES.questions)
    left_open = next(name for name in bare.program.questions if name not in bare.known.presets and name not in ("aufgabe", "beteiligte"))
    unsure = advise(replace(bare.case, unknown=frozenset({preset, left_open})), RULES, DAY)
    seen = memo_context(unsure, notes_of(unsure))
    assert seen["unbeantwortet"] == [RULES.questions[left_open].text]
    assert RULES.questions[preset].text in [
        item["frage"] for origin in seen["annahmen"] for group in origin["gruende"] for item in group["angaben"]
    ]
