"""The questionnaire in the browser asks what the terminal asks, and keeps what is answered."""

from __future__ import annotations

import html
import io
import re
import sys
from pathlib import Path

import pytest
import yaml

from ikz_recht.cli.main import run
from ikz_recht.rulebase.locate import rules_folder

from .conftest import DAY, Browser

PEOPLE = (
    ("Gemeinde Helsa", "gemeinde", "HE", "Landkreis Kassel", "5600"),
    ("Gemeinde Kaufungen", "gemeinde", "HE", "Landkreis Kassel", "12900"),
)


def begun(browser: Browser, task: str, people: tuple[tuple[str, str, str, str, str], ...] = PEOPLE, role: str = "offen") -> None:
    """A new case with task and participants."""
    browser.send("/vorhaben", titel="")
    browser.send(antwort=task)
    for name, kind, land, district, inhabitants in people:
        browser.send(name=name, art=kind, land=land, kreis=district, einwohner=inhabitants)
        assert browser.page.status_code == 200, browser.page.text
    browser.send(weiter="1", rolle=role)


def unknown(browser: Browser) -> dict[str, str]:
    """The fields that say „weiß nicht“ on this page."""
    return {"antwort_unbekannt" if 'name="antwort_unbekannt"' in browser.page.text else "antwort": "weiss_nicht"}


@pytest.mark.parametrize("task", ["standesamt", "bauhof", "trinkwasser", "andere"])
def test_browser_and_terminal_ask_the_same_in_the_same_order(
    browser: Browser, task: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begun(browser, task)
    asked = []
    while not browser.path.endswith("/ergebnis"):
        if browser.path.endswith("/vorgaben"):
            browser.send()
            continue
        asked.append(browser.title)
        browser.send(**unknown(browser))
        assert browser.page.status_code == 200
    document = yaml.safe_load(browser.open(f"/fall/{browser.case}/fall.yaml").text)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("IKZ_REGELN", str(rules_folder()))
    lines = [task, *(f"{name}, {count}, {land}, {district}" for name, _, land, district, count in PEOPLE), "", ""]
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join([*lines, "", *["weiß nicht"] * 60]) + "\n"))
    run(["beraten", "--neu", "fall.yaml", "--stichtag", DAY.isoformat()])
    out = capsys.readouterr().out
    assert asked == _questions(out)[2:]
    assert document["antworten"] == yaml.safe_load(Path("fall.yaml").read_text(encoding="utf-8"))["antworten"]


def _questions(out: str) -> list[str]:
    """The text after each heading „Frage N – …“."""
    lines = [line.removeprefix("> ") for line in out.splitlines()]
    found = []
    for place, line in enumerate(lines):
        if re.match(r"Frage \d+ – ", line):
            text = lines[place + 1]
            for more in lines[place + 2 :]:  # long questions are wrapped
                if text.endswith(("?", ".")) or more.startswith("  "):
                    break
                text = f"{text} {more}"
            found.append(text)
    return found


def test_every_answer_is_kept_as_it_is_given(browser: Browser) -> None:
    begun(browser, "standesamt")
    browser.send()
    assert "/frage/" in browser.path
    question = browser.path.rsplit("/", 1)[1]
    browser.send(antwort="zustaendigkeit" if question == "uebergang" else "ja")
    overview = browser.open(f"/fall/{browser.case}/zusammenfassung").text
    assert "Gemeinde Kaufungen" in overview
    assert "Einzelplatz" in overview
    assert question in yaml.safe_load(browser.open(f"/fall/{browser.case}/fall.yaml").text)["antworten"]


def test_nothing_chosen_is_said_at_the_field_and_linked_from_the_top(browser: Browser) -> None:
    begun(browser, "standesamt")
    browser.send()
    here = browser.path
    page = browser.send()
    assert page.status_code == 400
    assert browser.title.startswith("Fehler: ")
    assert 'href="#antwort"' in page.text
    assert 'id="antwort"' in page.text
    assert browser.path == here


def test_back_offers_the_earlier_answer(browser: Browser) -> None:
    begun(browser, "standesamt")
    browser.send()
    first = browser.path
    assert first.endswith("/uebergang")
    browser.send(antwort="zustaendigkeit")
    browser.send(f"/fall/{browser.case}/zurueck")
    assert browser.path == first
    assert "Ihre frühere Antwort" in browser.page.text
    assert re.search(r'value="zustaendigkeit" checked', browser.page.text)


def test_a_number_is_shown_as_it_may_be_typed(browser: Browser) -> None:
    begun(browser, "standesamt")
    case = browser.case
    for _ in range(2):  # the second time what the field shows is sent back unchanged
        browser.open(f"/fall/{case}/frage/entgelt_monatlich")
        shown = re.search(r'name="antwort"[^>]*value="([^"]*)"', browser.page.text)
        assert shown
        browser.send(antwort=shown[1] or "3,125")
        assert browser.page.status_code == 200
        assert "entgelt_monatlich: 3,125\n" in browser.open(f"/fall/{case}/fall.yaml").text
    assert "3,125 Euro" in browser.open(f"/fall/{case}/zusammenfassung").text


def test_back_from_changing_an_answer_takes_nothing_back(browser: Browser) -> None:
    begun(browser, "standesamt")
    browser.send()
    browser.send(antwort="zustaendigkeit")
    case = browser.case
    for address in (f"/fall/{case}/frage/uebergang", f"/fall/{case}/frage/personal?danach=zusammenfassung"):
        page = browser.open(address).text
        assert f'href="/fall/{case}/zusammenfassung"' in page
        assert "/zurueck" not in page


def test_the_record_and_the_assumptions_speak_german(browser: Browser) -> None:
    begun(browser, "standesamt")
    browser.send()
    browser.send(antwort="zustaendigkeit")
    case = browser.case
    browser.open(f"/fall/{case}/frage/personal")
    browser.send(antwort_unbekannt="weiss_nicht")
    record = html.unescape(browser.open(f"/fall/{case}/zusammenfassung").text).split("Verlauf")[1]
    assert "→ weiß nicht" in record
    assert "→ Sie geht über" in record
    assumed = html.unescape(browser.open(f"/fall/{case}/ergebnis").text).split("Annahmen, die niemand bestätigt hat")[1].split("</ul>")[0]
    assert not re.search(r"\? [a-z]+_[a-z]+", assumed)


def test_answers_that_do_not_matter_now_are_shown_as_kept(browser: Browser) -> None:
    begun(browser, "standesamt")
    browser.send()
    case = browser.case
    for question, value in (("uebergang", "zustaendigkeit"), ("mitwirkungsrechte", "nein"), ("uebergang", "durchfuehrung")):
        assert "Worauf es jetzt nicht ankommt" not in browser.open(f"/fall/{case}/zusammenfassung").text
        browser.open(f"/fall/{case}/frage/{question}")
        browser.send(antwort=value)
    page = html.unescape(browser.open(f"/fall/{case}/zusammenfassung").text)
    assert "mitwirkungsrechte" in browser.open(f"/fall/{case}/fall.yaml").text.partition("beiseite:")[2]
    assert re.search(r"Worauf es jetzt nicht ankommt.*Mitwirkungsrechte.* nein</li>", page, re.S)


@pytest.mark.parametrize(
    ("word", "found"),
    [("Gehaltsabrechnung", "Personal- und Bezügeabrechnung"), ("schneeräumen", "Winterdienst"), ("Trauung", "Standesamt")],
)
def test_a_task_is_found_by_what_people_call_it(browser: Browser, word: str, found: str) -> None:
    browser.send("/vorhaben", titel="")
    assert found in html.unescape(browser.open(f"{browser.path}?suche={word}").text)
    assert "steht nichts im Katalog" in html.unescape(browser.open(f"{browser.path}?suche=xyzzy").text)


def test_nothing_and_something_do_not_go_together(browser: Browser) -> None:
    begun(browser, "standesamt")
    address = f"/fall/{browser.case}/frage/erweiterbarkeit"
    assert "keine_davon" not in browser.open(address).text
    assert browser.send(antwort=["nichts", "partner"]).status_code == 400
    assert "„Nichts davon“ passt nicht" in html.unescape(browser.page.text)
    browser.open(address)
    assert browser.send(antwort=["nichts"]).status_code == 200


def test_nobody_takes_part_twice(browser: Browser) -> None:
    begun(browser, "standesamt")
    case = browser.case
    browser.open(f"/fall/{case}/beteiligte?suche=Hatzfeld")
    browser.send(f"/fall/{case}/beteiligte", ags="06635014")
    assert browser.page.status_code == 200
    for again in ({"ags": "06635014"}, {"name": PEOPLE[0][0].upper(), "art": PEOPLE[0][1], "land": PEOPLE[0][2]}):
        browser.open(f"/fall/{case}/beteiligte?suche=Hatzfeld")
        assert browser.send(f"/fall/{case}/beteiligte", **again).status_code == 400
        assert "ist schon genannt" in browser.page.text


def test_a_preset_that_is_wrong_is_asked(browser: Browser) -> None:
    begun(browser, "standesamt")
    assert browser.path.endswith("/vorgaben")
    doubted = re.findall(r'name="falsch" value="([^"]+)"', browser.page.text)
    browser.send(falsch=doubted)
    pages = set()
    while not browser.path.endswith("/ergebnis"):
        pages.add(browser.path.rsplit("/", 1)[1])
        browser.send(**unknown(browser))
    assert pages & set(doubted)


def test_what_is_only_an_estimate_comes_with_what_to_do_about_it(browser: Browser) -> None:
    begun(browser, "standesamt")
    assert "(Einschätzung, nicht belegt)" in browser.page.text
    assert "Fragen Sie im Zweifel das Fachamt oder die Aufsicht." in browser.page.text


def test_a_participant_from_the_register_and_one_struck_out(browser: Browser) -> None:
    browser.send("/vorhaben", titel="Probe")
    browser.send(antwort="bauhof")
    case = browser.case
    found = browser.open(f"/fall/{case}/beteiligte?suche=Hatzfeld")
    assert "Stadt Hatzfeld (Eder)" in found.text
    browser.send(f"/fall/{case}/beteiligte", ags="06635014")
    assert "2.865 Einwohner" in browser.page.text
    browser.send(streichen="0")
    assert "2.865 Einwohner" not in browser.page.text


def test_wrong_participants_are_told_field_by_field(browser: Browser) -> None:
    browser.send("/vorhaben", titel="")
    browser.send(antwort="bauhof")
    page = browser.send(name="", art="x", land="", einwohner="viele")
    assert page.status_code == 400
    for field in ("name", "art", "land", "einwohner"):
        assert f'href="#{field}"' in page.text
    assert 'value="viele"' in page.text


def test_an_unknown_key_is_told(browser: Browser) -> None:
    browser.send("/vorhaben", titel="")
    browser.send(antwort="bauhof")
    assert browser.send(ags="99999999").status_code == 400


def test_two_at_one_case_do_not_overwrite_each_other(browser: Browser) -> None:
    begun(browser, "standesamt")
    browser.send()
    other = Browser(browser.client)
    other.open(browser.path)
    browser.send(antwort="zustaendigkeit")
    page = other.send(antwort="durchfuehrung")
    assert page.status_code == 409
    assert "zugleich" in page.text
    assert "zustaendigkeit" in browser.open(f"/fall/{browser.case}/fall.yaml").text


def test_a_section_on_one_page(browser: Browser) -> None:
    begun(browser, "standesamt")
    browser.send()
    section = re.search(r"/abschnitt/([\w-]+)", browser.page.text)
    assert section
    address = f"/fall/{browser.case}/abschnitt/{section[1]}"
    browser.open(address)
    browser.send(uebergang="nichts davon")
    assert browser.page.status_code == 400
    assert 'href="#uebergang"' in browser.page.text
    browser.send(uebergang="zustaendigkeit")
    assert "uebergang: zustaendigkeit" in browser.open(f"/fall/{browser.case}/fall.yaml").text


def test_a_case_file_comes_back_as_it_went(browser: Browser) -> None:
    example = Path(__file__).resolve().parents[2] / "docs/beispiele/standesamt-lossetal.yaml"
    page = browser.client.get("/hochladen")
    mark = re.search(r'name="marke" value="([^"]*)"', page.text)
    assert mark
    sent = browser.client.post("/hochladen", data={"marke": mark[1]}, files={"datei": ("fall.yaml", example.read_bytes())})
    case = sent.url.path.split("/")[2]
    back = yaml.safe_load(browser.client.get(f"/fall/{case}/fall.yaml").text)
    sent_answers = yaml.safe_load(example.read_text(encoding="utf-8"))["antworten"]
    assert {**back.get("beiseite", {}), **back["antworten"]}.keys() >= {
        name for name, value in sent_answers.items() if value != "weiß nicht"
    }


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"a: [", "YAML"), (b"\xff\xfe", "UTF-8"), (b"", "Falldatei"), (b"antworten: {gibt_es_nicht: ja}", "gibt_es_nicht")],
)
def test_a_bad_case_file_is_refused_with_the_reason(browser: Browser, content: bytes, told: str) -> None:
    mark = re.search(r'name="marke" value="([^"]*)"', browser.open("/hochladen").text)
    assert mark
    page = browser.client.post("/hochladen", data={"marke": mark[1]}, files={"datei": ("fall.yaml", content)})
    assert page.status_code == 400
    assert told in page.text
