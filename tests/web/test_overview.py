"""The coordinator's overview in the browser, and what is said of a project."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile

import yaml
from starlette.testclient import TestClient

from ikz_recht.web.store.networks import create_network, set_network_members
from ikz_recht.web.store.people import Role, create_user
from ikz_recht.web.store.projects import create_project, list_projects
from ikz_recht.web.store.sessions import open_session

from .conftest import Browser, Build, desk
from .databases import storage as storage
from .test_questionnaire import begun
from .world import NETWORK, PASSWORD


def project_of(browser: Browser) -> str:
    return list_projects(desk(browser.client).engine)[0].id


def test_projects_and_networks_the_most_urgent_first(browser: Browser) -> None:
    begun(browser, "bauhof")
    create_network(desk(browser.client).engine, "Netz", NETWORK, None)
    page = browser.open("/uebersicht")
    assert page.status_code == 200
    assert page.text.index("In den nächsten 4 Wochen") < page.text.index("Ohne Frist")
    assert "18.12.2026, in 26 Tagen (Frist)" in page.text
    assert f'href="/vorhaben/{project_of(browser)}"' in page.text
    assert "ikz-recht beraten" not in page.text  # nobody here works with commands
    assert '/uebersicht"' in browser.open("/").text


def test_what_is_said_of_a_project(browser: Browser) -> None:
    begun(browser, "bauhof")
    case, project = browser.case, project_of(browser)
    browser.open(f"/vorhaben/{project}")
    said = {"status": "beschluss", "stand_seit": "1.9.2026", "frist": "24.11.2026", "zug": "Rat von Helsa", "schritt": "Vorlage schreiben"}
    fields = {"marke": browser.hidden("marke"), "fassung": browser.hidden("fassung"), **said}
    assert browser.client.post(f"/vorhaben/{project}/stand", data=fields).status_code == 200
    page = browser.open("/uebersicht").text
    for word in ("In den nächsten 7 Tagen", "Beschluss", "Rat von Helsa", "Vorlage schreiben", "24.11.2026, in 2 Tagen"):
        assert word in page, word
    assert "Stand: Beschluss" in browser.open("/").text
    text = browser.open(f"/fall/{case}/fall.yaml").text
    assert yaml.load(text, Loader=yaml.BaseLoader)["vorhaben"] == {
        "stand": "beschluss",
        "stand_seit": "2026-09-01",
        "naechster_schritt": "Vorlage schreiben",
        "am_zug": "Rat von Helsa",
        "frist": "2026-11-24",
    }
    assert browser.client.post(f"/vorhaben/{project}/stand", data=fields).status_code == 409  # somebody was faster
    with zipfile.ZipFile(io.BytesIO(browser.open(f"/vorhaben/{project}/vorhaben.zip").content)) as archive:
        assert archive.read("fall-1/fall.yaml").decode() == text
    browser.open("/hochladen")
    browser.client.post("/hochladen", data={"marke": browser.hidden("marke")}, files={"datei": ("fall.yaml", text.encode())})
    again = project_of(browser)
    assert again != project
    assert 'value="24.11.2026"' in browser.open(f"/vorhaben/{again}").text
    assert "Stand: Beschluss" in browser.page.text


def test_a_finished_project_leaves_the_overview(browser: Browser) -> None:
    begun(browser, "bauhof")
    project = project_of(browser)
    browser.open(f"/vorhaben/{project}")
    fields = {"marke": browser.hidden("marke"), "fassung": "0", "status": "erledigt"}
    browser.client.post(f"/vorhaben/{project}/stand", data=fields)
    assert f"/vorhaben/{project}" not in browser.open("/uebersicht").text
    assert f"/vorhaben/{project}" in browser.open("/").text


def test_a_wrong_day_stands_at_its_field(browser: Browser) -> None:
    begun(browser, "bauhof")
    project = project_of(browser)
    browser.open(f"/vorhaben/{project}")
    page = browser.client.post(f"/vorhaben/{project}/stand", data={"marke": browser.hidden("marke"), "status": "x", "frist": "bald"})
    assert page.status_code == 400
    assert 'href="#frist"' in page.text
    assert 'href="#status"' in page.text
    assert 'value="bald"' in page.text


def test_tables_and_documents(browser: Browser) -> None:
    create_network(desk(browser.client).engine, "Netz", NETWORK.replace("id: standesamt", "id: standesamt, titel: '=1+1'"), None)
    rows = list(csv.reader(io.StringIO(browser.open("/uebersicht.csv").content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 2
    assert "'=1+1" in rows[1]
    assert browser.open("/uebersicht.xlsx").content.startswith(b"PK")
    assert browser.open("/uebersicht.docx").content.startswith(b"PK")
    assert json.loads(browser.open("/uebersicht.json").content)["dateien"] == 1
    assert browser.open("/uebersicht.exe").status_code == 404


def test_one_that_cannot_be_read_hides_nothing(browser: Browser) -> None:
    engine = desk(browser.client).engine
    create_network(engine, "Kaputt", NETWORK.replace("06635001", "06635999"), None)
    create_network(engine, "Ganz", NETWORK, None)
    page = browser.open("/uebersicht")
    assert page.status_code == 200
    assert "Kaputt, Zeile 3" in page.text
    assert "18.12.2026" in page.text


def test_everybody_sees_only_what_is_theirs(server: Build) -> None:
    client: TestClient = server(single_seat=False, start_key="")
    engine = desk(client).engine
    reader = create_user(engine, "lesend", PASSWORD, Role.READ)
    mine, other = (create_network(engine, name, NETWORK.replace("titel: Netz", f"titel: {name}"), None) for name in ("Meins", "Fremdes"))
    create_project(engine, "Fremdes Vorhaben", None)
    set_network_members(engine, mine.id, frozenset({reader.id}))
    client.cookies.set("ikz", open_session(engine, reader.id))
    for address in ("/uebersicht", "/netze", "/uebersicht.csv"):
        page = client.get(address).text
        assert "Meins" in page, address
        assert not re.search(f"Fremdes|{other.id}", page), address


def test_a_project_begins_with_a_partner(browser: Browser) -> None:
    browser.open("/partner/06635014?aufgaben=kasse")
    assert 'value="kasse/06635014/06635004"' in browser.page.text
    browser.send("/partner/06635014/vorhaben", wahl="kasse/06635014/06635004")
    assert browser.path.startswith("/fall/")
    case = yaml.safe_load(browser.client.get(f"/fall/{browser.case}/fall.yaml").text)
    assert [item["ags"] for item in case["beteiligte"]] == ["06635014", "06635004"]
    assert case["antworten"]["aufgabe"] == "kasse"
    for wrong in (
        "",
        "kasse",
        "kasse/06635014",
        "kasse/06635014/06635014",
        "nichts/06635014/06635004",
        "kasse/06635014/0",
        "kasse/x/\u0663",
    ):
        browser.open("/partner/06635014?aufgaben=kasse")
        assert browser.send("/partner/06635014/vorhaben", wahl=wrong).status_code == 400, wrong
