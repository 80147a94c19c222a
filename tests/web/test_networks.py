"""Networks in the browser: from a name, a file or a text; changed by forms and in the text; shown, planned, downloaded; never overwritten."""

from __future__ import annotations

import html
import json
import re

import yaml
from starlette.testclient import TestClient

from ikz_recht.web.store.networks import create_network, find_network, list_networks
from ikz_recht.web.store.people import Role, create_user
from ikz_recht.web.store.sessions import open_session
from ikz_recht.web.upkeep import DAY as DAY_SECONDS
from ikz_recht.web.upkeep import delete_expired

from .conftest import Browser, Build, desk
from .databases import storage as storage
from .world import NETWORK, PASSWORD

ALLENDORF, BATTENBERG, FRANKENBERG, HATZFELD = "06635001", "06635004", "06635011", "06635014"
COMMENTED = "# Wer für wen\n" + NETWORK


def stored_text(browser: Browser) -> str:
    [found] = list_networks(desk(browser.client).engine)
    return found.document


def from_text(browser: Browser, text: str = NETWORK) -> str:
    """A network of this text; its address."""
    browser.open("/netze/neu")
    browser.send("/netze/neu", text=text)
    return browser.path


def test_a_network_grows_by_forms_alone(browser: Browser) -> None:
    browser.open("/netze/neu")
    browser.send("/netze/neu", name="Netz Oberes Edertal")
    assert browser.path.endswith("/bearbeiten")
    own = browser.path.removesuffix("/bearbeiten")
    assert browser.open(own).status_code == 200  # nobody yet: the page says what is missing
    assert "Tragen Sie mindestens zwei Gemeinden" in browser.page.text
    for name, key in (("Battenberg", BATTENBERG), ("Hatzfeld", HATZFELD), ("Allendorf", ALLENDORF)):
        browser.open(f"{own}/bearbeiten?suche={name}")
        assert browser.send(f"{own}/bearbeiten", tun="gemeinden", ags=key).status_code == 200
    fields = {"z-aufgabe": "kasse", "z-traeger": BATTENBERG, "z-fuer": HATZFELD, "z-seit": "01.01.2024"}
    assert "seit 01.01.2024" in browser.send(f"{own}/bearbeiten", tun="zusammenarbeit", **fields).text
    fields = {
        "v-aufgabe": "archiv",
        "v-beteiligte": [ALLENDORF, BATTENBERG],
        "v-stand": "konzept",
        "v-frist": "31.3.2027",
        "v-zug": "Projektgruppe",
    }
    assert browser.send(f"{own}/bearbeiten", tun="vorhaben", **fields).status_code == 200
    data = yaml.load(stored_text(browser), Loader=yaml.BaseLoader)
    assert data["titel"] == "Netz Oberes Edertal"
    assert data["gemeinden"] == [BATTENBERG, HATZFELD, ALLENDORF]
    assert data["zusammenarbeit"] == [{"id": "kasse", "aufgabe": "kasse", "traeger": BATTENBERG, "fuer": [HATZFELD], "seit": "2024-01-01"}]
    assert data["vorhaben"] == [
        {
            "id": "archiv",
            "aufgabe": "archiv",
            "beteiligte": [ALLENDORF, BATTENBERG],
            "stand": "konzept",
            "stand_seit": "2026-11-22",
            "am_zug": "Projektgruppe",
            "frist": "2027-03-31",
        }
    ]
    shown = browser.open(own).text
    assert "<svg" in shown
    assert "style=" not in shown
    assert "Battenberg" in shown
    assert "Risiken" in shown


def test_what_is_still_needed_is_not_struck_out(browser: Browser) -> None:
    own = from_text(browser)
    browser.open(f"{own}/bearbeiten")
    refused = browser.send(tun="streichen-gemeinden-1")
    assert refused.status_code == 400
    assert "Zusammenarbeit „" in refused.text
    assert "Fehler: " in browser.title
    assert stored_text(browser) == NETWORK
    assert browser.send(f"{own}/bearbeiten", tun="streichen-zusammenarbeit-0").status_code == 200
    browser.send(f"{own}/bearbeiten", tun="streichen-vorhaben-0")
    for _ in range(4):
        browser.open(f"{own}/bearbeiten")
        assert browser.send(tun="streichen-gemeinden-0").status_code == 200
    assert yaml.safe_load(stored_text(browser)) == {"netz": 1, "titel": "Netz", "gemeinden": []}


def test_the_state_of_a_project_goes_on(browser: Browser) -> None:
    own = from_text(browser)
    browser.open(f"{own}/bearbeiten")
    fields = {"f-vorhaben": "0", "f-stand": "genehmigung", "f-zug": "Regierungspräsidium"}
    assert "Unterzeichnung und Genehmigung" in browser.send(tun="stand-vorhaben", **fields).text
    [project] = yaml.load(stored_text(browser), Loader=yaml.BaseLoader)["vorhaben"]
    assert project["stand"] == "genehmigung"
    assert project["stand_seit"] == "2026-11-22"
    assert project["am_zug"] == "Regierungspräsidium"
    assert project["frist"] == "2026-12-18"  # what was left empty stays
    wrong = browser.send(f"{own}/bearbeiten", **{"tun": "stand-vorhaben", "f-frist": "bald"})
    assert wrong.status_code == 400
    assert 'href="#f-vorhaben"' in wrong.text
    assert 'href="#f-frist"' in wrong.text


def test_errors_stand_at_their_fields(browser: Browser) -> None:
    own = from_text(browser)
    browser.open(f"{own}/bearbeiten")
    page = browser.send(**{"tun": "zusammenarbeit", "z-aufgabe": "andere", "z-seit": "31.02.2027"})
    assert page.status_code == 400
    for name in ("z-titel", "z-traeger", "z-fuer", "z-seit"):
        assert f'href="#{name}"' in page.text, name
        assert f'id="{name}-fehler"' in page.text, name
    assert 'value="31.02.2027"' in page.text
    page = browser.send(f"{own}/bearbeiten", **{"tun": "zusammenarbeit", "z-aufgabe": "kasse", "z-traeger": HATZFELD, "z-fuer": HATZFELD})
    assert page.status_code == 400
    assert browser.send(f"{own}/bearbeiten", tun="gemeinden", ags="06635999").status_code == 400
    assert stored_text(browser) == NETWORK


def test_a_text_with_errors_stays_in_the_field_with_every_line_told(browser: Browser) -> None:
    wrong = NETWORK.replace("traeger: 06635004", "traeger: Marburg").replace("aufgabe: standesamt", "aufgabe: standesmat")
    browser.open("/netze/neu")
    page = browser.send("/netze/neu", text=wrong)
    assert page.status_code == 400
    assert "Zeile 5, Spalte" in page.text
    assert "Zeile 7, Spalte" in page.text
    assert "„Marburg“ steht nicht unter „gemeinden“" in page.text
    kept = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page.text, re.S)
    assert kept
    assert html.unescape(kept[1]) == wrong
    assert list_networks(desk(browser.client).engine) == []
    own = from_text(browser)
    browser.open(f"{own}/text")
    assert browser.send(text=wrong).status_code == 400
    assert stored_text(browser) == NETWORK
    assert browser.send(f"{own}/text", text=NETWORK.replace("titel: Netz", "titel: Anders")).status_code == 200
    assert "Anders" in browser.open("/netze").text


def test_the_title_of_the_file_goes_before_the_name(browser: Browser) -> None:
    browser.open("/netze/neu")
    browser.send("/netze/neu", name="Mein Name", text=NETWORK.replace("titel: Netz\n", ""))
    own = browser.path
    assert browser.title == "Netz: Mein Name"
    browser.open(f"{own}/bearbeiten")
    browser.send(tun="streichen-vorhaben-0")
    assert browser.open(own).status_code == 200
    assert browser.title == "Netz: Mein Name"
    browser.open(f"{own}/text")
    browser.send(text=NETWORK.replace("titel: Netz", "titel: Anders"))
    assert browser.title == "Netz: Anders"


def test_an_uploaded_file(browser: Browser) -> None:
    browser.open("/netze/neu")
    files = {"datei": ("netz.yaml", COMMENTED.encode())}
    sent = browser.client.post("/netze/neu", data={"marke": browser.hidden("marke")}, files=files)
    assert sent.status_code == 200
    own = sent.url.path
    assert stored_text(browser) == COMMENTED
    assert "gehen sie verloren" in browser.open(f"{own}/bearbeiten").text
    assert browser.open(f"{own}/netz.yaml").content == COMMENTED.encode()
    for content in (b"\xff\xfe", b"netz: 1\x00", b"- 1", b"netz: [", "netz: 1\ngemeinden: [12345678]\n".encode("utf-16")):
        browser.open("/netze/neu")
        sent = browser.client.post("/netze/neu", data={"marke": browser.hidden("marke")}, files={"datei": ("x", content)})
        assert sent.status_code == 400, content
        assert 'href="#datei"' in sent.text
    assert len(list_networks(desk(browser.client).engine)) == 1


def test_plan_and_files(browser: Browser) -> None:
    own = from_text(browser)
    plan = browser.open(f"{own}/plan")
    assert plan.status_code == 200
    assert "Standesamt" in plan.text
    assert browser.open(f"{own}/plan.docx").content.startswith(b"PK")
    assert browser.open(f"{own}/netz.pdf").content.startswith(b"%PDF")
    assert json.loads(browser.open(f"{own}/netz.json").content)["titel"] == "Netz"
    assert json.loads(browser.open(f"{own}/plan.json").content)["schritte"]
    assert browser.page.headers["content-disposition"] == 'attachment; filename="plan.json"'
    assert browser.open(f"{own}/netz.exe").status_code == 404


def test_two_at_one_network_do_not_overwrite_each_other(browser: Browser) -> None:
    own = from_text(browser)
    first, second = Browser(browser.client), Browser(browser.client)
    first.open(f"{own}/bearbeiten")
    second.open(f"{own}/text")
    assert first.send(tun="streichen-vorhaben-0").status_code == 200
    after = stored_text(browser)
    mine = NETWORK.replace("titel: Netz", "titel: Meines")
    late = second.send(text=mine)
    assert late.status_code == 409
    assert "titel: Meines" in late.text
    assert html.escape(after, quote=False)[:60] in late.text
    assert stored_text(browser) == after
    assert second.send(f"{own}/text", text=mine).status_code == 200  # now knowingly
    assert stored_text(browser) == mine
    assert first.send(f"{own}/bearbeiten", tun="streichen-vorhaben-0").status_code == 409
    assert stored_text(browser) == mine


def test_a_version_is_kept_through_errors(browser: Browser) -> None:
    """Who corrects an error does not overwrite what somebody else saved meanwhile."""
    own = from_text(browser)
    first, second = Browser(browser.client), Browser(browser.client)
    first.open(f"{own}/text")
    assert first.send(text="netz: 2").status_code == 400
    second.open(f"{own}/text")
    second.send(text=NETWORK.replace("titel: Netz", "titel: Zweiter"))
    assert first.send(f"{own}/text", text=NETWORK).status_code == 409


def test_who_belongs_to_a_network_sees_it(server: Build) -> None:
    client: TestClient = server(single_seat=False, start_key="")
    engine = desk(client).engine
    accounts = {role: create_user(engine, str(role), PASSWORD, role) for role in Role}
    network = create_network(engine, "Netz", NETWORK, None)

    def status(role: Role, address: str) -> int:
        client.cookies.clear()
        cookie = {"cookie": f"ikz={open_session(engine, accounts[role].id)}"}
        return int(client.get(address, headers=cookie, follow_redirects=False).status_code)

    assert status(Role.READ, f"/netz/{network.id}") == 404
    client.cookies.clear()
    chief = Browser(client)
    client.cookies.set("ikz", open_session(engine, accounts[Role.COORDINATE].id))
    chief.open(f"/netz/{network.id}/mitglieder")
    chief.send(konto=str(accounts[Role.READ].id))
    assert status(Role.READ, f"/netz/{network.id}") == 200
    assert status(Role.READ, f"/netz/{network.id}/bearbeiten") == 403
    assert status(Role.ANSWER, f"/netz/{network.id}/bearbeiten") == 404


def test_deleted_after_asking_and_after_its_time(browser: Browser) -> None:
    own, engine = from_text(browser), desk(browser.client).engine
    browser.open(f"{own}/loeschen")
    assert browser.send().url.path == "/netze"
    assert list_networks(engine) == []
    old = create_network(engine, "alt", NETWORK, None)
    assert delete_expired(engine, 30, old.updated + 29 * DAY_SECONDS) == 0
    assert delete_expired(engine, 30, old.updated + 31 * DAY_SECONDS) == 1
    assert find_network(engine, old.id) is None


def test_hostile_words_stay_words(browser: Browser) -> None:
    evil = "<script>alert(1)</script> [x](javascript:alert(1)) ![](http://boese.example/x)"
    text = NETWORK.replace("titel: Netz", f"titel: '{evil}'").replace(
        "frist: 2026-12-18", f"frist: 2026-12-18, naechster_schritt: '{evil}'"
    )
    own = from_text(browser, text)
    for address in (own, f"{own}/plan", f"{own}/bearbeiten", f"{own}/text", f"{own}/loeschen", "/netze", "/uebersicht"):
        page = browser.open(address)
        assert page.status_code == 200, address
        assert not re.search('<script|href="javascript|<img', page.text), address
