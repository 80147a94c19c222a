"""Who gets in, and what others cannot do: sessions, marks of forms, host names, sizes."""

from __future__ import annotations

from typing import Any

import pytest

from ikz_recht.web.store.people import Role, create_user

from .conftest import KEY, Browser, Build

PASSWORD = "ein langes Kennwort"


def engine(client: object) -> object:
    return client.app.app.app.app.state.desk.engine  # type: ignore[attr-defined]


@pytest.fixture
def office(server: Build) -> Browser:
    """A server with accounts."""
    client = server(single_seat=False, start_key="")
    for role in Role:
        create_user(engine(client), str(role), PASSWORD, role)  # type: ignore[arg-type]
    return Browser(client)


def login(browser: Browser, name: str, password: str = PASSWORD, code: str = "") -> Any:
    browser.open("/anmelden")
    return browser.send(name=name, kennwort=password, code=code)


def test_nobody_gets_in_without_a_session(server: Build) -> None:
    browser = Browser(server())
    for address in ("/", "/hochladen", "/fall/x", "/fall/x/ergebnis"):
        assert browser.open(address).url.path == "/anmelden"


def test_the_start_address_must_be_right(server: Build) -> None:
    assert Browser(server()).open("/start/falsch").status_code == 403
    assert Browser(server(single_seat=False)).open(f"/start/{KEY}").status_code == 403


def test_login_and_logout(office: Browser) -> None:
    login(office, "koordinieren", "falsches Kennwort")
    assert office.page.status_code == 400
    login(office, "koordinieren")
    assert office.path == "/"
    office.send("/abmelden")
    assert office.open("/").url.path == "/anmelden"


def test_a_login_makes_a_new_session(office: Browser) -> None:
    login(office, "koordinieren")
    first = office.client.cookies["ikz"]
    login(office, "lesen")
    assert office.client.cookies["ikz"] != first


def test_five_wrong_passwords_make_the_sixth_wait(office: Browser) -> None:
    for _ in range(5):
        login(office, "lesen", "falsch falsch falsch")
    login(office, "lesen")
    assert office.page.status_code == 429


def test_after_login_one_stays_on_this_server(office: Browser) -> None:
    for elsewhere in ("//boese.example", "https://boese.example", "/\\boese.example", "/a\r\nb"):
        office.client.cookies.clear()
        page = office.client.post("/anmelden", data={"name": "lesen", "kennwort": PASSWORD, "weiter": elsewhere}, follow_redirects=False)
        assert page.headers["location"] == "/"


def test_readers_cannot_change_and_see_only_their_projects(office: Browser) -> None:
    login(office, "koordinieren")
    office.send("/vorhaben", titel="Geheim")
    case = office.case
    for role in ("lesen", "antworten"):
        login(office, role)
        assert "Geheim" not in office.open("/").text
        for page in ("", "/ergebnis", "/zusammenfassung", "/fall.yaml", "/beteiligte", "/frage/aufgabe"):
            assert office.open(f"/fall/{case}{page}").status_code == 404
        office.open("/")
        assert office.send("/vorhaben", titel="x").status_code == 403


def test_a_form_without_the_mark_of_the_session_does_nothing(browser: Browser) -> None:
    assert browser.client.post("/vorhaben", data={"titel": "x"}).status_code == 403
    assert browser.client.post("/vorhaben", data={"titel": "x", "marke": "0.0"}).status_code == 403
    browser.open("/")
    mark = browser.hidden("marke")
    sent = browser.client.post("/vorhaben", data={"titel": "x", "marke": mark}, headers={"sec-fetch-site": "cross-site"})
    assert sent.status_code == 403


def test_other_host_names_and_large_bodies_are_refused(browser: Browser) -> None:
    assert browser.client.get("/", headers={"host": "boese.example"}).status_code == 400
    assert browser.client.post("/hochladen", content=b"x" * 3_000_000).status_code == 413


def test_headers_forbid_scripts_and_other_hosts(browser: Browser) -> None:
    headers = browser.open("/").headers
    policy = headers["content-security-policy"]
    assert "script-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert "<script" not in browser.page.text
    assert "style=" not in browser.page.text


def test_what_is_typed_is_never_markup(browser: Browser) -> None:
    browser.send("/vorhaben", titel="<script>alert(1)</script>")
    browser.open("/")
    assert "<script>" not in browser.page.text
    assert "&lt;script&gt;" in browser.page.text


def test_the_first_page_is_small(browser: Browser) -> None:
    page = browser.client.get("/")
    style = browser.client.get(page.text.split('rel="stylesheet" href="')[1].split('"')[0])
    sizes = [int(answer.headers.get("content-length", len(answer.content))) for answer in (page, style)]
    assert sum(sizes) <= 60_000
