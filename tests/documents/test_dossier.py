"""The dossier: every paper of a project in one set, the same bytes each time."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from ikz_recht.advice.case import case_from, read_case
from ikz_recht.advice.opinion import advise
from ikz_recht.documents.dossier import dossier_files
from ikz_recht.documents.summary import summary_sentences
from ikz_recht.documents.write import Office
from ikz_recht.planning.project import Project, ProjectFiles, project
from ikz_recht.rulebase.cache import cached_rulebase
from ikz_recht.rulebase.locate import rules_folder, templates_folder

EXAMPLES = Path(__file__).resolve().parents[2] / "docs/beispiele"
DAY = dt.date(2026, 11, 22)


def made(name: str, costs: str = "", form: str | None = None) -> Project:
    path = EXAMPLES / name
    node = read_case(path)
    rulebase = cached_rulebase(rules_folder())
    opinion = advise(case_from(node, rulebase), rulebase, DAY)
    return project(opinion, ProjectFiles(path, node, EXAMPLES / costs if costs else None), form)


@pytest.mark.parametrize(
    ("name", "costs"),
    [
        ("standesamt-lossetal.yaml", "kosten/standesamt-lossetal.yaml"),
        ("personalabrechnung-fuenf.yaml", ""),
        ("vergabestelle-landesgrenze.yaml", ""),
    ],
)
def test_the_index_leads_to_every_file(name: str, costs: str) -> None:
    found = made(name, costs)
    files = dossier_files(found, Office(templates_folder()), ["md"])
    links = set(re.findall(r'href="([^"]+)"', files["index.html"].decode()))
    assert links == files.keys() - {"index.html"}
    councils = [name for name in files if name.startswith("beschlussvorlage-")]
    assert len(councils) == len(found.opinion.case.participants or ())
    assert zipfile.is_zipfile(io.BytesIO(files["praesentation.pptx"]))
    if found.benefit is not None:
        assert {"nutzen.md", "kostenteilung.md"} <= files.keys()
        for paper in councils:  # the Kämmerer finds the figures in the paper
            assert "Euro" in files[paper].decode()


def test_the_same_project_gives_the_same_bytes() -> None:
    first, second = (
        dossier_files(made("standesamt-lossetal.yaml", "kosten/standesamt-lossetal.yaml"), Office(templates_folder()), ["docx", "pdf"])
        for _ in range(2)
    )
    assert first == second


def test_without_costs_the_rest_is_there_and_says_so() -> None:
    files = dossier_files(made("standesamt-lossetal.yaml"), Office(templates_folder()), ["md"])
    assert "nutzen.md" not in files
    assert "fehlen Kostenangaben" in files["index.html"].decode()


def test_the_papers_read_as_one_set() -> None:
    found = made("vergabestelle-landesgrenze.yaml", "kosten/vergabestelle-landesgrenze.yaml")
    files = {
        name: data.decode()
        for name, data in dossier_files(found, Office(templates_folder()), ["md"]).items()
        if name[-3:] in (".md", "tml")
    }
    index = files["index.html"]
    assert "Beschlussvorlage Gemeinde Unterberg" in index
    for note in ("die des Wegs durch die Gremien", "Der Nutzen ist ab dem 01.04.2027 gerechnet"):
        assert note in index
    assert not re.search(r"\S ## ", files["vermerk.md"])  # a heading begins its line
    paper = files["beschlussvorlage-gemeinde-unterberg.md"]
    assert "für eine feste Zeit, 5 Jahre." in paper
    assert "Publikum ist kaum betroffen" in paper  # known from the task, so no gap
    assert "Die Arbeit macht die Stadt Oberwald für alle." in files["faktenblatt.md"]
    assert "was von den heutigen Kosten bei einzelnen bleibt und Umsatzsteuer trägt jede Kommune selbst" in files["kostenteilung.md"]
    assert "Stellen für die Aufgabe: heute zusammen 1,6, künftig 1,1" in files["nutzen.md"]


def test_a_close_result_and_a_body_of_its_own_are_told() -> None:
    found = made("personalabrechnung-fuenf.yaml", form="gemeinsame_anstalt")
    files = dossier_files(found, Office(templates_folder()), ["md"])
    paper = files["beschlussvorlage-stadt-ahrenfeld.md"].decode()
    assert "Übernehmend" not in paper  # the institution does the work
    assert "Unternehmenssatzung für die Zusammenarbeit zwischen der Stadt Ahrenfeld" in paper
    recommended = dossier_files(made("personalabrechnung-fuenf.yaml"), Office(templates_folder()), ["md"])
    assert "Der Abstand ist gering" in recommended["beschlussvorlage-stadt-ahrenfeld.md"].decode()
    assert "Die Arbeit macht eine gemeinsame Einrichtung" in files["faktenblatt.md"].decode()
    shares = files["kostenteilung.md"].decode()
    assert "Abrechnungsverfahren (Gemeinde Eichgrund)" in shares  # unknown, so not counted
    assert "9.972" not in shares  # text and table give the same saving


def test_the_council_reads_of_its_municipality_of_posts_and_of_a_partner_that_leaves() -> None:
    found = made("standesamt-lossetal.yaml", "kosten/standesamt-lossetal.yaml")
    assert found.path is not None
    figures = found.path.given.benefit
    assert "bei der Gemeinde Helsa 0,7, bei allen zusammen 2,1; künftig gemeinsam 1,6" in figures["Gemeinde Helsa"].posts
    assert figures["Gemeinde Helsa"].leaving == (
        "Scheidet die Gemeinde Kaufungen aus, zahlt die Gemeinde Helsa im Jahr mehr als allein; "
        "scheidet die Gemeinde Nieste aus, spart die Gemeinde Helsa weiterhin."
    )
    assert "scheidet die Gemeinde Helsa aus, fehlt, wer die Aufgabe erledigt" in figures["Gemeinde Nieste"].leaving
    files = dossier_files(found, Office(templates_folder()), ["md", "pdf"])
    for short, name in (("kaufungen", "Gemeinde Kaufungen"), ("nieste", "Gemeinde Nieste"), ("helsa", "Gemeinde Helsa")):
        paper = files[f"beschlussvorlage-gemeinde-{short}.md"].decode()
        assert f"der {name}" in paper
        assert not re.search(r"\bIhnen\b|\bSie\b(?! soll)", paper.split("Begründung")[1])
        assert figures[name].posts in paper
        assert figures[name].leaving in paper
        assert len(PdfReader(io.BytesIO(files[f"beschlussvorlage-gemeinde-{short}.pdf"])).pages) <= 2
    unknown = made("personalabrechnung-fuenf.yaml").path
    assert unknown is not None
    assert unknown.given.benefit["Stadt Ahrenfeld"].leaving == "Scheidet eine der anderen aus, spart die Stadt Ahrenfeld weiterhin."


def test_hints_for_the_command_line_stay_out_of_the_index() -> None:
    files = dossier_files(made("standesamt-lossetal.yaml"), Office(templates_folder()), ["md"])
    assert "--beginn" not in files["index.html"].decode()


@pytest.mark.parametrize(
    ("name", "costs"),
    [
        ("standesamt-lossetal.yaml", ""),
        ("standesamt-lossetal.yaml", "kosten/standesamt-lossetal.yaml"),
        ("personalabrechnung-fuenf.yaml", ""),
        ("vergabestelle-landesgrenze.yaml", ""),
    ],
)
def test_papers_speak_of_information_not_of_files_and_options(name: str, costs: str) -> None:
    files = dossier_files(made(name, costs), Office(templates_folder()), ["md"])
    for file, data in files.items():
        if file.endswith((".md", ".html")):
            text = re.sub(r"<style>.*?</style>|https?://\S+|<!--.*?-->", "", data.decode(), flags=re.S)
            assert not re.search(r"(?<![-\\])--[a-z]|\\-\\-[a-z]|„ikz-recht [a-z]|unter „[a-z_]+“|in der Datei zu|FALL\.yaml", text), file


def test_a_way_beside_the_forms_names_no_annex_that_is_not_there_and_says_why_it_goes_first() -> None:
    found = made("vergabestelle-landesgrenze.yaml", form="zentrale_beschaffungsstelle")
    files = dossier_files(found, Office(templates_folder()), ["md"])
    assert "entwurf.md" not in files
    paper = files["beschlussvorlage-stadt-oberwald.md"].decode()
    assert "**Anlagen:** 1. **\\[bitte ergänzen: Entwurf der Vereinbarung, noch zu schreiben\\]**; 2." in paper
    assert "Die Rechnung zum Nutzen prüft: „Hessen, Rahmenvereinbarung IKZ“" in paper
    assert "bitte ergänzen: Programm" not in paper
    drafted = dossier_files(made("vergabestelle-landesgrenze.yaml"), Office(templates_folder()), ["md"])
    assert "**Anlagen:** 1. Vereinbarung (Entwurf); 2." in drafted["beschlussvorlage-stadt-oberwald.md"].decode()
    case = found.opinion.case
    opinion = advise(replace(case, answers={**case.answers, "uebergang": "gemeinsam"}), found.opinion.program.rulebase, DAY)
    assert opinion.recommendation is not None
    assert opinion.recommendation.chosen.form.id == "zentrale_beschaffungsstelle"
    first = next(form for form in opinion.forms if form.rank == 1)
    assert first.score.total(opinion.case.weights) < 0
    assert any(
        text.startswith("Der Weg geht der Form vor") and first.form.name in text and "mehr spricht als für sie" in text
        for text in summary_sentences(opinion)
    )
