"""The partner finder in the browser."""

from __future__ import annotations

from .conftest import Browser


def test_partners_with_picture_and_table(browser: Browser) -> None:
    assert "/partner/06635014" in browser.open("/partner?suche=Hatzfeld").text
    page = browser.open("/partner/06635014?aufgaben=kasse,standesamt")
    assert page.status_code == 200
    assert "Battenberg" in page.text
    assert "<svg" in page.text
    assert "style=" not in page.text
    answer = browser.open("/partner/06635014.docx?aufgaben=kasse")
    assert answer.content.startswith(b"PK")


def test_an_unknown_municipality_or_task_is_told(browser: Browser) -> None:
    assert browser.open("/partner/06635999").status_code == 422
    assert browser.open("/partner/06635014?aufgaben=gibtesnicht").status_code == 422
    assert browser.open("/partner/06635014.exe").status_code == 404
