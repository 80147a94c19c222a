"""Variants: a copy with another answer, and both results side by side."""

from __future__ import annotations

import re

from .conftest import Browser
from .test_questionnaire import begun


def test_a_copy_with_another_answer_is_compared(browser: Browser) -> None:
    begun(browser, "standesamt")
    browser.send()
    browser.send(antwort="zustaendigkeit")
    first = browser.case
    browser.open(f"/fall/{first}/ergebnis")
    browser.send(f"/fall/{first}/kopie")
    second = browser.case
    assert second != first
    browser.open(f"/fall/{second}/frage/uebergang")
    browser.send(antwort="beratung" if "antwort-beratung" in browser.page.text else "durchfuehrung")
    page = browser.open(f"/vergleich?erster={first}&zweiter={second}")
    assert page.status_code == 200
    assert "Was soll mit der Zuständigkeit" in page.text
    assert len(re.findall(r">anders<", page.text)) > 0
    assert "zustaendigkeit" in browser.open(f"/fall/{first}/fall.yaml").text


def test_equal_cases_differ_in_nothing(browser: Browser) -> None:
    begun(browser, "bauhof")
    first = browser.case
    page = browser.open(f"/vergleich/{first}/{first}").text
    assert "die Antworten sind gleich" in page
    assert ">anders<" not in page


def test_the_last_variant_stays(browser: Browser) -> None:
    begun(browser, "bauhof")
    case = browser.case
    browser.open("/")
    browser.send(f"/fall/{case}/loeschen")
    assert browser.open(f"/fall/{case}/zusammenfassung").status_code == 200
