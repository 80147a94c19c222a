"""The whole way as people go it, from the first page to the documents on the desk; with and without JavaScript."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Page

from .conftest import Open
from .pages import KINDS, Visitor, by_hand, prepared


@dataclass(frozen=True)
class Way:
    """A case: task, where the participants come from, who takes over, and how the questions are answered."""

    task: str
    found: tuple[str, ...]
    typed: tuple[tuple[str, str], ...]
    role: str
    answer: Callable[[Page], None]


def unknown(page: Page) -> None:
    page.locator("label", has_text="Weiß nicht").first.click()


def first(page: Page) -> None:
    """The first thing to choose; numbers and days are typed."""
    if page.locator("input[type=radio]").count() == 0:
        unknown(page)
    else:
        page.locator("input[type=radio] + label").first.click()


def mixed(page: Page) -> None:
    """„Nein“ where that is an answer, else unknown."""
    no = page.locator("#antwort-nein")
    if no.count():
        no.check()
    else:
        unknown(page)


WAYS = {
    "standesamt-von-hand": Way("standesamt", (), (("Gemeinde Helsa", "5600"), ("Gemeinde Kaufungen", "12900")), "#rolle-offen", unknown),
    "bauhof-aus-dem-register": Way("bauhof", ("Hatzfeld", "Battenberg"), (), "#rolle-gemeinsam", first),
    "it-zu-dritt": Way("it_betrieb", ("06635014",), (("Gemeinde Nieste", "2000"), ("Gemeinde Helsa", "5600")), "#rolle-1", mixed),
}


@pytest.mark.parametrize("script", [False, True], ids=["ohne-javascript", "mit-javascript"])
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_from_the_first_page_to_the_documents(window: Open, way: Way, script: bool, tmp_path: Path) -> None:
    page = window(script=script, accept_downloads=True)
    page.fill("#titel", "Auf dem ganzen Weg")
    page.get_by_role("button", name="Fragen beantworten").click()
    page.fill("#suche", way.task.split("_")[0])
    page.get_by_role("button", name="Suchen").click()
    page.check(f"#antwort-{way.task}")
    page.get_by_role("button", name="Weiter").click()
    for word in way.found:
        page.fill("#suche", word)
        page.get_by_role("button", name="Suchen").click()
        page.get_by_role("button", name=re.compile(r"^Hinzufügen\s*:")).first.click()
    for name, inhabitants in way.typed:
        by_hand(Visitor(page, ""), name, inhabitants)
    page.check(way.role)
    page.get_by_role("button", name="Alle genannt, weiter").click()
    page.get_by_role("button", name="Weiter").click()
    for _ in range(60):
        if page.url.endswith("/ergebnis"):
            break
        way.answer(page)
        page.get_by_role("button", name="Weiter").click()
        assert "Fehler" not in page.title()
    recommended = re.search(r"(?:Empfohlen wird|In Betracht kommt)[^:]*: ([^(,]+)", page.inner_text(".ikz-empfehlung"))
    assert recommended, page.inner_text("main")
    memo = downloaded(page, "Vermerk (Word)", tmp_path)
    assert recommended[1].strip() in word_text(memo)
    short = downloaded(page, re.compile(r"^PDF\s*: Kurzfassung"), tmp_path)
    assert recommended[1].strip() in " ".join("".join(item.extract_text() for item in pypdf.PdfReader(io.BytesIO(short)).pages).split())
    if page.get_by_role("link", name="Entwurf (Word)").count():
        assert len(word_text(downloaded(page, "Entwurf (Word)", tmp_path))) > 2000


def downloaded(page: Page, name: str | re.Pattern[str], folder: Path) -> bytes:
    """What a click on the link leaves on the desk."""
    with page.expect_download(timeout=90_000) as waiting:
        page.get_by_role("link", name=name).click()
    target = folder / waiting.value.suggested_filename
    waiting.value.save_as(target)
    return target.read_bytes()


def change(page: Page, question: str) -> None:
    """Follow „Ändern“ beside an answer."""
    link = page.locator(f"a[href*='/frage/{question}?']")
    assert link.inner_text().startswith("Ändern")
    link.click()


def word_text(content: bytes) -> str:
    """The text of a Word document."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        document = archive.read("word/document.xml").decode()
    return re.sub(r"<[^>]+>", "", document)


def test_an_answer_changed_in_the_summary_changes_the_result(window: Open) -> None:
    visitor = prepared(window())
    visitor.go(f"{visitor.done}/zusammenfassung")
    change(visitor.page, "uebergang")
    visitor.page.check("#antwort-abstimmung")
    visitor.press("Weiter")
    assert visitor.page.url.endswith("/zusammenfassung")
    visitor.page.get_by_role("link", name="Ergebnis").click()
    assert "Arbeitsgemeinschaft" in visitor.page.inner_text(".ikz-vorn")


def test_back_shows_the_answer_again(window: Open) -> None:
    visitor = prepared(window())
    KINDS["frage-ungefragt"](visitor)
    here = visitor.page.url
    visitor.page.locator("input[type=radio] + label").first.click()
    visitor.press("Weiter")
    visitor.press("Zurück")
    assert visitor.page.url == here
    assert visitor.page.locator("input[type=radio]").first.is_checked()


def test_a_copy_differs_in_what_was_changed(window: Open) -> None:
    visitor = prepared(window())
    visitor.go(f"{visitor.done}/ergebnis")
    visitor.press("Als Variante kopieren und ändern")
    change(visitor.page, "uebergang")
    visitor.page.locator("input[type=radio] + label").nth(1).click()
    visitor.press("Weiter")
    visitor.go(visitor.project)
    visitor.press("Vergleichen")
    assert visitor.page.locator("table").first.locator("tbody tr").count() >= 1
    assert "anders" in visitor.page.inner_text("main")
