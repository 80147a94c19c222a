"""The parts of a project in the browser: what they show is the library's, and what is entered is kept."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from .conftest import Browser

EXAMPLES = Path(__file__).resolve().parents[2] / "docs/beispiele"
FIVE = EXAMPLES / "personalabrechnung-fuenf.yaml"
THREE = EXAMPLES / "standesamt-lossetal.yaml"


def uploaded(browser: Browser, path: Path) -> str:
    """A case from a file; its address."""
    browser.open("/hochladen")
    sent_file(browser, "/hochladen", "fall.yaml", path.read_bytes())
    return f"/fall/{browser.case}"


def sent_file(browser: Browser, action: str, name: str, content: bytes) -> Any:
    """The form with the file, as a browser sends it."""
    data = {"marke": browser.hidden("marke"), "stand": browser.hidden("stand")}
    browser.page = browser.client.post(action, data=data, files={"datei": (name, content)})
    return browser.page


@pytest.fixture
def five(browser: Browser) -> str:
    return uploaded(browser, FIVE)


@pytest.fixture
def three(browser: Browser) -> str:
    return uploaded(browser, THREE)


@pytest.mark.parametrize(
    ("part", "told", "pictures"),
    [
        ("nutzen", "Stadt Ahrenfeld", 3),
        ("teilung", "empfohlen", 1),
        ("gremien", "Kritischer Weg", 1),
        ("veraenderung", "Erfolgsmessung", 1),
        ("dossier", "index.html", 0),
    ],
)
def test_each_part_is_a_page_with_pictures_and_tables(browser: Browser, five: str, part: str, told: str, pictures: int) -> None:
    page = browser.open(f"{five}/{part}")
    assert page.status_code == 200, page.text
    assert told.casefold() in page.text.casefold()
    assert page.text.count("<svg") == pictures
    assert page.text.count("<title") >= pictures
    assert page.text.count("<table") >= pictures
    assert "style=" not in page.text
    assert page.text.count('aria-current="page"') == 1


@pytest.mark.parametrize(
    ("address", "start"),
    [
        ("nutzen.docx", b"PK"),
        ("teilung.pdf", b"%PDF"),
        ("gremien.odt", b"PK"),
        ("gremien/gremienweg.ics", b"BEGIN:VCALENDAR"),
        ("veraenderung.html", b"<!"),
        ("veraenderung/aufgaben.csv", b"\xef\xbb\xbfNr."),
        ("veraenderung/aufgaben.xlsx", b"PK"),
        ("kosten.xlsx", b"PK"),
        ("kosten.yaml", b"hinweis:"),
    ],
)
def test_files_for_the_desk(browser: Browser, five: str, address: str, start: bytes) -> None:
    answer = browser.open(f"{five}/{address}")
    assert answer.status_code == 200
    assert answer.content.startswith(start)
    assert answer.headers["content-disposition"].startswith("attachment; filename=")


def test_papers_and_dossier_are_archives(browser: Browser, five: str) -> None:
    papers = names(browser.open(f"{five}/gremien/unterlagen.zip?format=md").content)
    assert {"praesentation.pptx", "faktenblatt.md", "beschlussvorlage-stadt-ahrenfeld.md", "gremienweg.ics"} <= papers
    dossier = names(browser.open(f"{five}/dossier.zip?format=md").content)
    assert {"index.html", "vermerk.md", "nutzen.md", "kostenteilung.md", "veraenderungsplan.md", "aufgabenliste.xlsx"} <= dossier | papers
    assert papers < dossier


def names(data: bytes) -> set[str]:
    return set(zipfile.ZipFile(io.BytesIO(data)).namelist())
