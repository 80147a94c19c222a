"""The result page says what the library says, and its documents are those of the command line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ikz_recht.advice.case import case_from, read_case
from ikz_recht.advice.opinion import advise
from ikz_recht.documents.summary import recommendation_sentence
from ikz_recht.rulebase.cache import cached_rulebase
from ikz_recht.rulebase.locate import rules_folder

from .conftest import DAY, Browser

EXAMPLE = Path(__file__).resolve().parents[2] / "docs/beispiele/standesamt-lossetal.yaml"


@pytest.fixture
def case(browser: Browser) -> str:
    mark = re.search(r'name="marke" value="([^"]*)"', browser.open("/hochladen").text)
    assert mark
    page = browser.client.post("/hochladen", data={"marke": mark[1]}, files={"datei": ("fall.yaml", EXAMPLE.read_bytes())})
    return str(page.url.path.split("/")[2])


def test_the_page_shows_the_opinion_of_the_library(browser: Browser, case: str) -> None:
    rulebase = cached_rulebase(rules_folder())
    opinion = advise(case_from(read_case(EXAMPLE), rulebase), rulebase, DAY)
    page = browser.open(f"/fall/{case}/ergebnis").text
    assert recommendation_sentence(opinion) in page
    for form in opinion.forms:
        assert form.form.name in page


@pytest.mark.parametrize(("kind", "fmt", "start"), [("vermerk", "docx", b"PK"), ("entwurf", "pdf", b"%PDF"), ("kurzfassung", "md", b"#")])
def test_documents_are_files_for_the_desk(browser: Browser, case: str, kind: str, fmt: str, start: bytes) -> None:
    answer = browser.open(f"/fall/{case}/dokument/{kind}.{fmt}")
    assert answer.status_code == 200
    assert answer.content.startswith(start)
    assert answer.headers["content-disposition"] == f'attachment; filename="{kind}.{fmt}"'


def test_each_form_has_its_reasons(browser: Browser, case: str) -> None:
    page = browser.open(f"/fall/{case}/ergebnis").text
    addresses = set(re.findall(rf"/fall/{case}/form/\w+/\w+", page))
    assert len(addresses) > 6
    for address in addresses:
        assert browser.open(address).status_code == 200, address


def test_without_participants_there_is_no_result_but_a_way_on(browser: Browser) -> None:
    browser.send("/vorhaben", titel="")
    page = browser.open(f"/fall/{browser.case}/ergebnis")
    assert page.status_code == 200
    assert "mindestens zwei Beteiligte" in page.text


@pytest.mark.parametrize(
    "address", ["dokument/vermerk.exe", "dokument/geheim.pdf", "form/XX/zweckverband", "frage/gibt_es_nicht", "abschnitt/x"]
)
def test_what_there_is_not(browser: Browser, case: str, address: str) -> None:
    assert browser.open(f"/fall/{case}/{address}").status_code == 404
