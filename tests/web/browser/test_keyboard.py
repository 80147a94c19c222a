"""With the keyboard alone: everything is reached, seen and used."""

from __future__ import annotations

from playwright.sync_api import Page

from .conftest import Open
from .pages import KINDS, prepared

FOCUSED = "document.activeElement"
MOST = 80


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        if page.evaluate(f"{FOCUSED}.matches({selector!r})"):
            return
    raise AssertionError(f"{selector} is not reached")


def enter(page: Page) -> None:
    """Press Enter and wait for the page that follows."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_first_tab_leads_over_the_navigation(window: Open) -> None:
    page = window(script=True)
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUSED}.textContent") == "Zum Inhalt springen"
    assert page.locator(".ikz-sprung").bounding_box()["x"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(f"document.getElementById('inhalt').contains({FOCUSED})")


def test_a_case_from_start_to_result(window: Open) -> None:
    page = window(script=True)
    tab_to(page, "#titel")
    page.keyboard.type("Nur mit Tasten")
    enter(page)
    tab_to(page, "#suche")
    page.keyboard.type("Standesamt")
    enter(page)
    tab_to(page, "[name=antwort]")
    page.keyboard.press("Space")
    enter(page)
    for name in ("Hatzfeld", "Battenberg"):
        tab_to(page, "#suche")
        page.keyboard.type(name)
        enter(page)
        tab_to(page, "button[name=ags]")
        enter(page)
    tab_to(page, "[name=rolle]")
    page.keyboard.press("ArrowDown")
    assert page.locator("#rolle-gemeinsam").is_checked()
    tab_to(page, "button[name=weiter]")
    enter(page)
    assert page.url.endswith("/vorgaben")
    for _ in range(40):
        if page.url.endswith("/ergebnis"):
            break
        if "/frage/" in page.url:
            tab_to(page, "[name^=antwort]")
            page.keyboard.press("Space")
        tab_to(page, "main form button[type=submit]")
        enter(page)
    assert page.url.endswith("/ergebnis")
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() >= 1


def test_tab_follows_the_page_and_the_focus_is_seen(window: Open) -> None:
    visitor = prepared(window(script=True))
    unseen = {}
    for kind in ("start", "beteiligte-zwei", "frage-ungefragt", "frage-zahl", "ergebnis", "hochladen"):
        KINDS[kind](visitor)
        page = visitor.page
        page.evaluate("window.scrollTo(0, 0)")
        places: list[int] = []
        for _ in range(MOST):
            page.keyboard.press("Tab")
            place, differs, shown = page.evaluate(_FOCUS)
            if place < 0 or place in places[:1]:  # left the page, or round once
                break
            places.append(place)
            if not differs:
                unseen[kind] = shown
        assert places == sorted(places), kind
        assert len(places) >= 4, kind
    assert unseen == {}


_FOCUS = """() => {
  const element = document.activeElement;
  if (element === document.body) return [-1, true, ''];
  const around = [element, element.nextElementSibling, element.parentElement, element.querySelector('*')].filter(one => one);
  const look = () => around.flatMap(one => [null, '::before', '::after'].map(part => {
    const style = getComputedStyle(one, part);
    return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.borderColor, style.backgroundColor, style.left].join();
  })).join(';');
  const focused = look();
  element.blur();
  const plain = look();
  element.focus();
  return [[...document.querySelectorAll('*')].indexOf(element), focused !== plain, element.outerHTML.slice(0, 200)];
}"""  # where the focus is, and whether the element looks other than without it
