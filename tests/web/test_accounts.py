"""Accounts: made by coordinators, with passwords of their own, locked at once."""

from __future__ import annotations

import html
import re
import time

import pyotp
import pytest

from ikz_recht.web.store import second_factor as second_factor_store
from ikz_recht.web.store.members import set_members
from ikz_recht.web.store.people import (
    ATTEMPTS,
    Role,
    change_user,
    check_password,
    create_user,
    find_user,
    forget_attempts,
    note_attempt,
)
from ikz_recht.web.store.projects import list_projects
from ikz_recht.web.store.second_factor import check_code, has_second_factor, prepare_second_factor
from ikz_recht.web.store.sessions import list_logins, open_session

from .conftest import Browser, Build, desk
from .databases import storage as storage
from .test_access import login
from .world import PASSWORD


@pytest.fixture
def office(server: Build) -> Browser:
    client = server(single_seat=False, start_key="")
    create_user(desk(client).engine, "Koordinatorin", PASSWORD, Role.COORDINATE)
    found = Browser(client)
    login(found, "Koordinatorin", PASSWORD)
    assert found.path == "/"
    return found


def another(office: Browser) -> Browser:
    from starlette.testclient import TestClient

    return Browser(TestClient(office.client.app, raise_server_exceptions=False))


def made(office: Browser, name: str, role: str) -> str:
    """A new account; its first password."""
    office.open("/konten")
    page = office.send(name=name, rolle=role)
    assert page.status_code == 200
    return html.unescape(page.text.split("<code>")[1].split("</code>")[0])


def test_a_new_account_must_take_a_password_of_its_own(office: Browser) -> None:
    first = made(office, "Leser im Rat", "lesen")
    person = another(office)
    login(person, "leser im rat", first)
    assert person.path == "/konto"
    assert person.open("/").url.path == "/konto"
    assert person.open("/regeln").url.path == "/konto"
    person.open("/konto")
    assert person.send(bisher=first, neu="kurz", noch_einmal="kurz").status_code == 400
    assert person.send(bisher="falsch falsch falsch", neu=PASSWORD, noch_einmal=PASSWORD).status_code == 400
    assert person.send(bisher=first, neu=PASSWORD, noch_einmal=PASSWORD + "x").status_code == 400
    assert person.send(bisher=first, neu=first, noch_einmal=first).status_code == 400
    person.open("/konto")
    person.send(bisher=first, neu=PASSWORD, noch_einmal=PASSWORD)
    assert person.path == "/konto/geaendert"
    assert person.open("/").url.path == "/"
    login(another(office), "Leser im Rat", PASSWORD)


def test_a_changed_password_ends_the_other_sessions(office: Browser) -> None:
    other = another(office)
    login(other, "Koordinatorin", PASSWORD)
    other.open("/konto")
    other.send(bisher=PASSWORD, neu="ein anderes Kennwort", noch_einmal="ein anderes Kennwort")
    assert other.path == "/konto/geaendert"
    assert office.open("/").url.path == "/anmelden"


def second_factor(office: Browser) -> pyotp.TOTP:
    """Set one up; the app."""
    office.open("/konto/faktor")
    office.send(tun="einrichten")
    app = pyotp.TOTP(re.sub(r"\s", "", re.findall(r"<code>([A-Z2-7 ]+)</code>", office.page.text)[0]))
    assert html.escape(app.provisioning_uri(name="Koordinatorin", issuer_name="ikz-recht")) in office.page.text
    assert office.send(tun="bestaetigen", code="000000" if app.now() != "000000" else "111111").status_code == 400
    assert not has_second_factor(desk(office.client).engine, 1)
    office.send(tun="bestaetigen", code=app.now())
    assert has_second_factor(desk(office.client).engine, 1)
    return app


def test_with_a_second_factor_the_password_alone_is_not_enough(office: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    monkeypatch.setattr(second_factor_store.time, "time", lambda: now)
    app = second_factor(office)
    for code in ("", "12345", "ünfug", app.now()):  # the last one was used when it was set up
        person = another(office)
        assert login(person, "Koordinatorin", PASSWORD, code=code).status_code == 400
        assert "Name, Kennwort oder Code stimmt nicht." in person.page.text
    forget_attempts(desk(office.client).engine, ("name:koordinatorin", "von:testclient"))
    now += 30
    code = app.at(int(now))
    assert login(another(office), "Koordinatorin", "ein falsches Kennwort", code=code).status_code == 400
    login(person, "Koordinatorin", PASSWORD, code=f"{code[:3]} {code[3:]}")
    assert person.path == "/"
    assert login(another(office), "Koordinatorin", PASSWORD, code=code).status_code == 400


def test_a_second_factor_is_removed_with_the_password_or_by_the_coordination(office: Browser) -> None:
    engine = desk(office.client).engine
    second_factor(office)
    office.open("/konto/faktor")
    assert office.send(tun="entfernen", kennwort="falsch").status_code == 400
    office.open("/konto/faktor")
    office.send(tun="entfernen", kennwort=PASSWORD)
    assert not has_second_factor(engine, 1)
    guest = create_user(engine, "Gast", PASSWORD, Role.READ)
    check_code(engine, guest.id, pyotp.TOTP(prepare_second_factor(engine, guest.id)).now())
    assert has_second_factor(engine, guest.id)
    assert open_session(engine, guest.id)
    office.open("/konten")
    office.send(f"/konten/{guest.id}", tun="faktor")
    assert not has_second_factor(engine, guest.id)
    assert not list_logins(engine, guest.id)


def test_setting_a_second_factor_up_ends_the_other_logins_and_cannot_be_done_twice(office: Browser) -> None:
    engine = desk(office.client).engine
    other = another(office)
    login(other, "Koordinatorin", PASSWORD)
    second_factor(office)
    assert other.open("/konto").url.path == "/anmelden"
    assert office.open("/konto").url.path == "/konto"
    assert prepare_second_factor(engine, 1) == ""
    assert has_second_factor(engine, 1)


def test_where_it_is_demanded_nothing_else_opens_before_the_second_factor(server: Build) -> None:
    client = server(single_seat=False, start_key="", second_factor=True)
    create_user(desk(client).engine, "Koordinatorin", PASSWORD, Role.COORDINATE)
    person = Browser(client)
    login(person, "Koordinatorin", PASSWORD)
    assert person.path == "/konto/faktor"
    for address in ("/", "/konten", "/regeln", "/netze"):
        assert person.open(address).url.path == "/konto/faktor"
    assert person.open("/konto").url.path == "/konto"
    second_factor(person)
    assert person.open("/konten").url.path == "/konten"


def test_own_logins_are_seen_and_ended_and_those_of_others_are_not(office: Browser) -> None:
    engine = desk(office.client).engine
    guest = create_user(engine, "Gast", PASSWORD, Role.READ)
    others = [another(office) for _ in range(3)]
    for one in others[:2]:
        login(one, "Koordinatorin", PASSWORD)
    login(others[2], "Gast", PASSWORD)
    ids = re.findall(r'name="anmeldung" value="(\w{64})"', office.open("/konto").text)
    assert len(ids) == 2
    office.send("/konto/anmeldungen", anmeldung=list_logins(engine, guest.id)[0].id)
    assert others[2].open("/").url.path == "/"
    office.open("/konto")
    office.send("/konto/anmeldungen", anmeldung=ids[0])
    assert sum(one.open("/").url.path == "/" for one in others[:2]) == 1
    office.open("/konto")
    office.send("/konto/anmeldungen", anmeldung="andere")
    assert all(one.open("/").url.path == "/anmelden" for one in others[:2])
    assert office.open("/").url.path == "/"


def test_a_locked_account_is_out_at_once_and_may_come_back(office: Browser) -> None:
    create_user(desk(office.client).engine, "Gast", PASSWORD, Role.READ)
    guest = another(office)
    login(guest, "Gast", PASSWORD)
    assert guest.path == "/"
    number = find_user(desk(office.client).engine, "Gast")
    assert number
    office.open("/konten")
    office.send(f"/konten/{number.id}", tun="sperren")
    assert guest.open("/").url.path == "/anmelden"
    login(guest, "Gast", PASSWORD)
    assert guest.page.status_code == 400
    office.open("/konten")
    office.send(f"/konten/{number.id}", tun="oeffnen")
    login(guest, "Gast", PASSWORD)
    assert guest.path == "/"


def test_another_role_and_a_new_password(office: Browser) -> None:
    engine = desk(office.client).engine
    user = create_user(engine, "Gast", PASSWORD, Role.READ)
    office.open("/konten")
    office.send(f"/konten/{user.id}", tun="rolle", rolle="antworten")
    changed = find_user(engine, "Gast")
    assert changed
    assert changed.role is Role.ANSWER
    office.open("/konten")
    page = office.send(f"/konten/{user.id}", tun="kennwort").text
    guest = another(office)
    login(guest, "Gast", html.unescape(page.split("<code>")[1].split("</code>")[0]))
    assert guest.path == "/konto"


def test_nobody_locks_the_last_coordinator_out(office: Browser) -> None:
    own = find_user(desk(office.client).engine, "Koordinatorin")
    assert own
    office.open("/konten")
    for wanted in ({"tun": "sperren"}, {"tun": "rolle", "rolle": "lesen"}, {"tun": "kennwort"}):
        assert office.send(f"/konten/{own.id}", **wanted).status_code == 403
        office.open("/konten")
    assert office.open("/").url.path == "/"


@pytest.mark.parametrize(
    ("name", "told"), [("", "Namen"), ("Koordinatorin", "schon"), ("x" * 101, "100 Zeichen"), ("a\x07b", "Steuerzeichen")]
)
def test_names_that_do_not_work(office: Browser, name: str, told: str) -> None:
    office.open("/konten")
    page = office.send(name=name, rolle="lesen")
    assert page.status_code == 400
    assert told in page.text


@pytest.mark.parametrize(
    "password",
    [
        "elf Zeichen",
        "aaaaaaaaaaaaaaa",
        "Koordinatorin123",
        "x" * 1001,
        "Passwort2026!",
        "Gemeinde-IKZ-2026",
        "123456789012",
        "Sommer Winter 1",
    ],
)
def test_passwords_that_do_not_work(office: Browser, password: str) -> None:
    office.open("/konto")
    assert office.send(bisher=PASSWORD, neu=password, noch_einmal=password).status_code == 400


def test_who_may_only_read_is_told_so(office: Browser) -> None:
    engine = desk(office.client).engine
    guest_user = create_user(engine, "Gast", PASSWORD, Role.READ)
    office.open("/")
    office.send("/vorhaben", titel="Bauhof am See")
    case, project = office.case, list_projects(engine)[0].id
    set_members(engine, project, frozenset({guest_user.id}))
    guest = another(office)
    login(guest, "Gast", PASSWORD)
    assert "Ihr Konto darf lesen." in guest.open(f"/fall/{case}/frage/aufgabe").text
    assert "Ihr Konto darf lesen." not in office.open(f"/fall/{case}/frage/aufgabe").text


def test_members_see_a_project_and_others_do_not(office: Browser) -> None:
    engine = desk(office.client).engine
    guest_user = create_user(engine, "Gast", PASSWORD, Role.ANSWER)
    office.open("/")
    office.send("/vorhaben", titel="Bauhof am See")
    case, project = office.case, list_projects(engine)[0].id
    guest = another(office)
    login(guest, "Gast", PASSWORD)
    assert "Bauhof am See" not in guest.page.text
    office.open(f"/vorhaben/{project}/mitglieder")
    office.send(konto=[str(guest_user.id), "999999", "x"])
    assert "Bauhof am See" in guest.open("/").text
    assert guest.open(f"/fall/{case}/zusammenfassung").status_code == 200
    office.open(f"/vorhaben/{project}/mitglieder")
    assert re.search(r'value="\d+" checked', office.page.text)
    office.send()
    assert guest.open(f"/fall/{case}/zusammenfassung").status_code == 404


def test_many_at_once_do_not_get_past_the_limit(office: Browser) -> None:
    import threading

    passed = []
    engine = desk(office.client).engine

    def trying(place: int) -> None:
        passed.append(note_attempt(engine, ("name:gast", f"von:10.0.0.{place}")))

    threads = [threading.Thread(target=trying, args=(place,)) for place in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert passed.count(True) == ATTEMPTS


def test_a_single_seat_has_no_accounts(browser: Browser) -> None:
    assert browser.open("/konten").status_code == 404
    assert "Kennwort" not in browser.open("/konto").text


def test_a_change_ends_what_was_open(office: Browser) -> None:
    own = find_user(desk(office.client).engine, "Koordinatorin")
    assert own
    change_user(desk(office.client).engine, own.id, role=Role.READ)
    assert office.open("/").url.path == "/anmelden"


@pytest.mark.parametrize("password", ["ein langes Kennwort", "Pferd Batterie Heftklammer", "xK9#mQ2$vL7!pR4", "ä" + "ß∀λ😀 " * 16])
def test_passwords_that_work_are_taken_as_they_are(office: Browser, password: str) -> None:
    create_user(desk(office.client).engine, "Gast", password, Role.READ)
    guest = another(office)
    login(guest, "Gast", password.upper())
    assert guest.page.status_code == 400
    login(guest, "Gast", password)
    assert guest.path == "/"


def test_a_password_is_never_cut_off(office: Browser) -> None:
    engine = desk(office.client).engine
    longest = "abcdefghij" * 100
    create_user(engine, "Gast", longest, Role.READ)
    assert check_password(engine, "Gast", longest)
    assert check_password(engine, "Gast", longest + "x") is None


def test_a_name_that_does_not_exist_takes_as_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stand-in is a hash like every other, so that looking at it is the same work."""
    from argon2 import PasswordHasher, extract_parameters
    from argon2.exceptions import VerifyMismatchError

    from ikz_recht.web.store import people

    own = extract_parameters(PasswordHasher().hash("x"))
    assert extract_parameters(people._NOBODY) == own
    with pytest.raises(VerifyMismatchError):
        PasswordHasher().verify(people._NOBODY, "x")


def test_what_must_be_traceable_is_written_down_without_secrets(office: Browser, caplog: pytest.LogCaptureFixture) -> None:
    import json
    import logging

    with caplog.at_level(logging.INFO, logger="ikz_recht.web.ereignisse"):
        first = made(office, "Gast\u2028", "lesen")
        guest = another(office)
        login(guest, 'x"}\nzeit', "falsch falsch falsch")
        login(guest, "Gast\u2028", first)
        guest.open("/konto")
        guest.send(bisher=first, neu=PASSWORD, noch_einmal=PASSWORD)
        guest.client.post("/vorhaben", data={"marke": guest.hidden("marke")})
        office.open("/konten")
        office.send("/abmelden")
    lines = [record.getMessage() for record in caplog.records if record.name == "ikz_recht.web.ereignisse"]
    events = [json.loads(line) for line in lines]
    assert [event["ereignis"] for event in events] == [
        "konto angelegt",
        "anmeldung gescheitert",
        "anmeldung",
        "kennwort geändert",
        "verweigert",
        "abmeldung",
    ]
    assert all(line.isascii() and "\n" not in line for line in lines)
    assert all(event["zeit"].endswith("+00:00") and event["von"] for event in events)
    assert events[0]["wer"] == "Koordinatorin"
    assert not any(secret in line for line in lines for secret in (first, PASSWORD, "falsch falsch"))


def test_opening_the_project_of_others_is_written_down(office: Browser, caplog: pytest.LogCaptureFixture) -> None:
    import json
    import logging

    office.open("/")
    office.send("/vorhaben", titel="Geheim")
    create_user(desk(office.client).engine, "Gast", PASSWORD, Role.READ)
    guest = another(office)
    login(guest, "Gast", PASSWORD)
    with caplog.at_level(logging.INFO, logger="ikz_recht.web.ereignisse"):
        assert guest.open(f"/fall/{office.case}/ergebnis").status_code == 404
        assert guest.open("/fall/gibtesnicht/ergebnis").status_code == 404
    events = [json.loads(record.getMessage()) for record in caplog.records if record.name == "ikz_recht.web.ereignisse"]
    assert [(event["ereignis"], event["wer"]) for event in events] == [("fremdes vorhaben", "Gast")]
