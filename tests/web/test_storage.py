"""What was acknowledged is kept: through kill −9, with two people at one case, in a copy made while others write, in an export."""

from __future__ import annotations

import io
import json
import threading
import time
import zipfile
from typing import Any

import httpx2
import pytest
import yaml

from ikz_recht.web.store.database import open_database
from ikz_recht.web.store.people import NameTaken, Role, create_link, create_user
from ikz_recht.web.store.projects import create_project, delete_project, history, list_cases, list_projects, list_results
from ikz_recht.web.store.sessions import open_session
from ikz_recht.web.upkeep import DAY as DAY_SECONDS
from ikz_recht.web.upkeep import delete_expired

from .conftest import KEY, Browser, Build, desk
from .databases import storage as storage
from .running import arrived, running
from .test_questionnaire import begun, unknown
from .world import PASSWORD

VALUES = ("zustaendigkeit", "durchfuehrung")
WRITERS = 3


def writing(browser: Browser, kept: list[str], stop: threading.Event) -> None:
    """Answer one question over and over, now so, now so; `kept` gets what the server has acknowledged."""
    case = browser.case
    number = 0
    while not stop.is_set():
        value = VALUES[number % 2]
        try:
            browser.open(f"/fall/{case}/frage/uebergang")
            data = {"marke": browser.hidden("marke"), "stand": browser.hidden("stand"), "antwort": value}
            sent = browser.client.post(f"/fall/{case}/frage/uebergang", data=data, follow_redirects=False)
        except httpx2.HTTPError:
            return
        if sent.status_code == 303:
            kept.append(value)
        number += 1


@pytest.mark.parametrize("seconds", [0.3, 0.9])
def test_kill_minus_nine_loses_nothing_that_was_acknowledged(storage: dict[str, Any], seconds: float) -> None:
    kept: list[list[str]] = [[] for _ in range(WRITERS)]
    stop = threading.Event()
    with running(storage) as (process, address):
        browsers = [arrived(address) for _ in range(WRITERS)]
        for browser in browsers:
            begun(browser, "standesamt")
            browser.send()
            browser.open(f"/fall/{browser.case}")
        names = [browser.case for browser in browsers]
        threads = [threading.Thread(target=writing, args=(browser, own, stop)) for browser, own in zip(browsers, kept, strict=True)]
        for thread in threads:
            thread.start()
        deadline = time.monotonic() + 30
        while not all(kept) and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(seconds)
        process.kill()
        stop.set()
        for thread in threads:
            thread.join()
    assert all(kept)
    engine = open_database(storage["data"], storage.get("database", ""))
    try:
        for case, acknowledged in zip(names, kept, strict=True):
            stored = [json.loads(entry.value) for entry in reversed(history(engine, case)) if entry.question == "uebergang"]
            assert stored[: len(acknowledged)] == acknowledged
            assert len(stored) <= len(acknowledged) + 1  # one may have been written before its acknowledgement was sent
            found = next(item for project in list_projects(engine) for item in list_cases(engine, project.id) if item.id == case)
            assert yaml.safe_load(found.document)["antworten"]["uebergang"] == stored[-1]  # case and history agree
    finally:
        engine.dispose()
    with running(storage) as (_, address):
        again = arrived(address)
        assert again.open(f"/fall/{names[0]}/ergebnis").status_code == 200


def test_two_at_one_case_do_not_overwrite_each_other(browser: Browser) -> None:
    begun(browser, "standesamt")
    browser.send()
    case = browser.case
    first, second = Browser(browser.client), Browser(browser.client)
    first.open(f"/fall/{case}/frage/uebergang")
    second.open(f"/fall/{case}/frage/personal")
    assert first.send(antwort="zustaendigkeit").status_code == 200
    late = second.send(**unknown(second))
    assert late.status_code == 409
    assert "geändert" in late.text
    answers = yaml.safe_load(browser.client.get(f"/fall/{case}/fall.yaml").text)["antworten"]
    assert answers["uebergang"] == "zustaendigkeit"
    assert "personal" not in answers


def test_of_many_who_answer_at_once_on_the_same_state_one_wins(browser: Browser) -> None:
    begun(browser, "standesamt")
    browser.send()
    case = browser.case
    browser.open(f"/fall/{case}/frage/uebergang")
    data = {"marke": browser.hidden("marke"), "stand": browser.hidden("stand"), "antwort": "zustaendigkeit"}
    statuses: list[int] = []

    def sending() -> None:
        statuses.append(browser.client.post(f"/fall/{case}/frage/uebergang", data=data, follow_redirects=False).status_code)

    threads = [threading.Thread(target=sending) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [303] + [409] * 7
    assert [entry.question for entry in history(desk(browser.client).engine, case)].count("uebergang") == 1


def test_a_result_says_by_which_rules_it_was_reached(browser: Browser) -> None:
    begun(browser, "standesamt")
    case = browser.case
    rules, engine = desk(browser.client).rulebase, desk(browser.client).engine
    for _ in range(2):
        browser.open(f"/fall/{case}/ergebnis")
    [reached] = list_results(engine, case)
    assert (reached.rulebase, reached.fingerprint) == (rules.version, rules.fingerprint)
    browser.open(f"/fall/{case}/frage/uebergang")
    browser.send(antwort="durchfuehrung")
    browser.open(f"/fall/{case}/ergebnis")
    assert len(list_results(engine, case)) == 2


def test_an_export_holds_everything(browser: Browser) -> None:
    begun(browser, "standesamt")
    browser.send()
    case = browser.case
    browser.open(f"/fall/{case}/frage/uebergang")
    browser.send(antwort="zustaendigkeit")
    browser.open(f"/fall/{case}/ergebnis")
    engine = desk(browser.client).engine
    create_link(engine, case, "Gemeinde Helsa", 30)
    project = list_projects(engine)[0].id
    packed = browser.client.get(f"/vorhaben/{project}/vorhaben.zip").content
    assert packed == browser.client.get(f"/vorhaben/{project}/vorhaben.zip").content
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    assert yaml.safe_load(files["fall-1/fall.yaml"])["antworten"]["uebergang"] == "zustaendigkeit"
    answers = json.loads(files["fall-1/antworten.json"])
    assert [(entry["frage"], entry["wert"]) for entry in answers][-1] == ("uebergang", "zustaendigkeit")
    assert answers[0]["wer"] == "Einzelplatz"
    assert json.loads(files["fall-1/ergebnisse.json"])[0]["regelwerk"]["version"] == desk(browser.client).rulebase.version
    assert json.loads(files["fall-1/gemeinsam.json"])["links"][0]["name"] == "Gemeinde Helsa"


def test_what_rests_too_long_is_deleted_and_what_is_used_stays(server: Build) -> None:
    engine = desk(server()).engine
    old, now = create_project(engine, "alt", None), time.time()
    assert delete_expired(engine, 30, now + 29 * DAY_SECONDS) == 0
    assert delete_expired(engine, 0, now + 9999 * DAY_SECONDS) == 0
    assert [project.id for project in list_projects(engine)] == [old.id]
    assert delete_expired(engine, 30, now + 31 * DAY_SECONDS) == 1
    assert list_projects(engine) == []


def test_sessions_end(server: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Browser(server())
    browser.open(f"/start/{KEY}")
    assert browser.open("/").url.path == "/"
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 2 * 3600 + 10)
    assert browser.open("/").url.path == "/anmelden"
    monkeypatch.setattr(time, "time", real)
    open_session(desk(browser.client).engine, None)
    for hours in range(1, 13):  # used every hour, it still ends after twelve
        monkeypatch.setattr(time, "time", lambda hours=hours: real() + hours * 3600 + 10)
        landed = browser.open("/").url.path
    assert landed == "/anmelden"


@pytest.mark.parametrize("length", [200, 1])
def test_the_longest_names_fit(server: Build, length: int) -> None:
    """PostgreSQL refuses what is longer than its column, SQLite does not."""
    browser = Browser(server())
    browser.open(f"/start/{KEY}")
    name = "G" * length
    begun(
        browser, "standesamt", ((name, "gemeinde", "HE", "Landkreis Kassel", "5600"), ("Gemeinde Kaufungen", "gemeinde", "HE", "", "12900"))
    )
    case = browser.case
    link, _ = create_link(desk(browser.client).engine, case, name, 30)
    browser.client.cookies.clear()
    browser.client.cookies.set("ikz", open_session(desk(browser.client).engine, None, link.id))
    browser.open("/mein-teil/frage/uebergang")
    assert browser.send(antwort="zustaendigkeit").status_code == 200
    assert history(desk(browser.client).engine, case)[0].who.startswith("Gemeinsam, zuletzt G")


def test_two_who_make_the_same_account_at_once_get_one(server: Build) -> None:
    engine = desk(server(single_seat=False)).engine
    outcomes: list[str] = []

    def making() -> None:
        try:
            create_user(engine, "Leserin", PASSWORD, Role.READ)
            outcomes.append("neu")
        except NameTaken:
            outcomes.append("vergeben")

    threads = [threading.Thread(target=making) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["neu"] + ["vergeben"] * 5


def test_what_is_deleted_meanwhile_is_told_and_breaks_nothing(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(browser, "standesamt")
    case, engine = browser.case, desk(browser.client).engine
    browser.open(f"/fall/{case}")
    from ikz_recht.web.pages import result, variants

    for module, name in ((variants, "add_case"), (result, "keep_result")):
        real = getattr(module, name)

        def late(*given: Any, real: Any = real) -> Any:
            for project in list_projects(engine):
                delete_project(engine, project.id)
            return real(*given)

        monkeypatch.setattr(module, name, late)
    assert browser.client.get(f"/fall/{case}/ergebnis").status_code in (200, 409)
    assert browser.client.get(f"/fall/{case}/ergebnis").status_code == 404
