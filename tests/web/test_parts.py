"""The parts of a project in the browser: what they show is the library's, and what is entered is kept."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from .conftest import Browser

EXAMPLES = Path(__file__).resolve().parents[2] / "docs/beispiele"
FIVE = EXAMPLES / "personalabrechnung-fuenf.yaml"
THREE = EXAMPLES / "standesamt-lossetal.yaml"


def uploaded(browser: Browser, path: Path) -> str:
    """A case from a file; its address."""
    browser.open("/hochladen")
    sent_file(browser, "/hochladen", "fall.yaml", path.read_bytes())
    return f"/fall/{browser.case}"


def sent_file(browser: Browser, action: str, name: str, content: bytes) -> Any:
    """The form with the file, as a browser sends it."""
    data = {"marke": browser.hidden("marke"), "stand": browser.hidden("stand")}
    browser.page = browser.client.post(action, data=data, files={"datei": (name, content)})
    return browser.page


@pytest.fixture
def five(browser: Browser) -> str:
    return uploaded(browser, FIVE)


@pytest.fixture
def three(browser: Browser) -> str:
    return uploaded(browser, THREE)


@pytest.mark.parametrize(
    ("part", "told", "pictures"),
    [
        ("nutzen", "Stadt Ahrenfeld", 3),
        ("teilung", "empfohlen", 1),
        ("gremien", "Kritischer Weg", 1),
        ("veraenderung", "Erfolgsmessung", 1),
        ("dossier", "index.html", 0),
    ],
)
def test_each_part_is_a_page_with_pictures_and_tables(browser: Browser, five: str, part: str, told: str, pictures: int) -> None:
    page = browser.open(f"{five}/{part}")
    assert page.status_code == 200, page.text
    assert told.casefold() in page.text.casefold()
    assert page.text.count("<svg") == pictures
    assert page.text.count("<title") >= pictures
    assert page.text.count("<table") >= pictures
    assert "style=" not in page.text
    assert page.text.count('aria-current="page"') == 1


@pytest.mark.parametrize(
    ("address", "start"),
    [
        ("nutzen.docx", b"PK"),
        ("teilung.pdf", b"%PDF"),
        ("gremien.odt", b"PK"),
        ("gremien/gremienweg.ics", b"BEGIN:VCALENDAR"),
        ("veraenderung.html", b"<!"),
        ("veraenderung/aufgaben.csv", b"\xef\xbb\xbfNr."),
        ("veraenderung/aufgaben.xlsx", b"PK"),
        ("kosten.xlsx", b"PK"),
        ("kosten.yaml", b"hinweis:"),
    ],
)
def test_files_for_the_desk(browser: Browser, five: str, address: str, start: bytes) -> None:
    answer = browser.open(f"{five}/{address}")
    assert answer.status_code == 200
    assert answer.content.startswith(start)
    assert answer.headers["content-disposition"].startswith("attachment; filename=")


def test_papers_and_dossier_are_archives(browser: Browser, five: str) -> None:
    papers = names(browser.open(f"{five}/gremien/unterlagen.zip?format=md").content)
    assert {"praesentation.pptx", "faktenblatt.md", "beschlussvorlage-stadt-ahrenfeld.md", "gremienweg.ics"} <= papers
    dossier = names(browser.open(f"{five}/dossier.zip?format=md").content)
    assert {"index.html", "vermerk.md", "nutzen.md", "kostenteilung.md", "veraenderungsplan.md", "aufgabenliste.xlsx"} <= dossier | papers
    assert papers < dossier


def names(data: bytes) -> set[str]:
    return set(zipfile.ZipFile(io.BytesIO(data)).namelist())


def answers(**changes: str) -> dict[str, str]:
    """Of the three municipalities; the second does not know everything."""
    found = {"beginn": "01.01.2028", "jahre": "5", "schluessel": "faelle", "durch": "Gemeinde Helsa", "einmalig": "12.000"}
    for place, (cases, positions) in enumerate((("640", "1,1"), ("85", "0,3"), ("260", "0,7"))):
        found |= {f"b{place}-faelle": cases, f"b{place}-stellen": positions, f"b{place}-satz": "60.000 bis 70.000"}
        found |= {f"b{place}-sachkosten": "9.000", f"b{place}-personen": "1"}
    found |= {"b1-sachkosten": "", "b1-sachkosten_unbekannt": "weiss_nicht", "b1-personen": "", "b1-personen_unbekannt": "weiss_nicht"}
    found |= {"gemeinsam-stellen": "1,6", "gemeinsam-satz": "70.000", "gemeinsam-sachkosten": "12.000", "gemeinsam-personen": "3"}
    return {**found, "gemeinsam-koordination": "1.000", **changes}


def faults(text: str) -> set[str]:
    """The fields that the list of faults leads to; each is on the page, says so, and names its fault."""
    found = set(re.findall(r'<li><a class="kern-link" href="#([^"]+)"', text))
    for name in found:
        field = re.search(rf'<[^>]* id="{name}"[^>]*>', text)
        assert field, name
        assert 'aria-invalid="true"' in field[0], name
        assert f"{name}-fehler" in field[0], name
        assert f'id="{name}-fehler"' in text, name
    return found


def test_the_chosen_key_stands_in_the_case(browser: Browser, five: str) -> None:
    browser.open(f"{five}/teilung")
    page = browser.send(f"{five}/teilung", schluessel="gibtesnicht")
    assert page.status_code == 400
    assert faults(page.text) == {"schluessel"}
    browser.send(f"{five}/teilung", schluessel="einwohner")
    assert "Im Fall steht:" in browser.page.text
    document = yaml.safe_load(browser.open(f"{five}/fall.yaml").text)
    assert document["antworten"]["verteilungsmassstab"] == "einwohner"
    assert "beiseite" not in document
    assert "kosten" in document
    browser.open(f"{five}/teilung")
    browser.send(f"{five}/teilung", schluessel="shapley")
    told = yaml.safe_load(browser.open(f"{five}/fall.yaml").text)["antworten"]
    assert told["verteilungsmassstab"] == "anteile"
    assert "Stadt Ahrenfeld" in told["kostenschluessel"]
    assert "Stadt Ahrenfeld" in browser.open(f"{five}/dokument/entwurf.md").text


def test_a_division_of_ones_own(browser: Browser, three: str) -> None:
    assert "noch keine Kosten" in browser.open(f"{three}/teilung").text
    browser.open(f"{three}/teilung/datei")
    page = sent_file(browser, f"{three}/teilung/datei", "t.yaml", b"koalitionen: {A: 5, B: 3}\n")
    assert faults(page.text) == {"datei"}
    sent_file(browser, f"{three}/teilung/datei", "t.yaml", (EXAMPLES / "teilung/standesamt.yaml").read_bytes())
    assert browser.path == f"{three}/teilung"
    assert "118.000" in browser.page.text
    assert b"koalitionen" in browser.open(f"{three}/teilung/datei.yaml").content
    assert "kostenteilung.md" in names(browser.open(f"{three}/dossier.zip?format=md").content)
    browser.open(f"{three}/teilung/datei")
    browser.send(f"{three}/teilung/datei", streichen="1")
    assert "noch keine Kosten" in browser.page.text


def test_sittings_by_form_and_by_file(browser: Browser, three: str) -> None:
    form = f"{three}/gremien/sitzungen"
    browser.open(form)
    page = browser.send(form, **{"termine-0": "14.01.2027 morgen", "alle_wochen-1": "6", "vorlauf_tage-2": "14"})
    assert page.status_code == 400
    assert faults(page.text) == {"termine-0", "ab-1", "termine-2"}
    assert "morgen" in page.text
    browser.send(form, **{"termine-0": "14.01.2027, 18.02.2027", "vorlauf_tage-0": "21", "alle_wochen-1": "6", "ab-1": "12.01.2027"})
    assert browser.path == f"{three}/gremien"
    kept = yaml.safe_load(browser.open(f"{three}/gremien/sitzungen.yaml").text)
    assert [item["beteiligte"] for item in kept["sitzungen"]] == ["Gemeinde Kaufungen", "Gemeinde Nieste"]
    assert 'value="6"' in browser.open(form).text
    assert "14.01.2027, 18.02.2027" in browser.page.text
    more = b"sitzungen:\n  - {beteiligte: Nieste, gremium: ausschuss, alle_wochen: 6, ab: 2027-01-12}\nerledigt: [pruefauftrag]\n"
    page = sent_file(browser, f"{three}/gremien/datei", "s.yaml", more + b"dauern: {genehmigung: bald}\n")
    assert faults(page.text) == {"datei"}
    assert "Zeile 4" in page.text
    sent_file(browser, f"{three}/gremien/datei", "s.yaml", more)
    assert browser.path == f"{three}/gremien"
    browser.open(form)
    browser.send(form, **{"termine-2": "21.01.2027"})
    kept = yaml.safe_load(browser.open(f"{three}/gremien/sitzungen.yaml").text)
    assert kept["erledigt"] == ["pruefauftrag"]
    assert [item["gremium"] for item in kept["sitzungen"]] == ["vertretung", "ausschuss"]


def test_form_and_wished_start_of_the_way(browser: Browser, three: str) -> None:
    page = browser.open(f"{three}/gremien?form=HE:zweckverband&start=01.01.2029")
    assert "01.01.2029" in page.text
    assert re.search(r'value="HE:zweckverband" selected', page.text)
    assert "gremien.docx?form=HE:zweckverband&amp;start=01.01.2029" in page.text
    page = browser.open(f"{three}/gremien?start=bald")
    assert page.status_code == 400
    assert faults(page.text) == {"start"}
    page = browser.open(f"{three}/gremien?start=01.01.2020")
    assert page.status_code == 422
    assert "liegt vor dem Stichtag" in page.text
    assert "--" not in re.sub(r"kern-\w+--|<!--|__\w+--", "", page.text.partition('id="fehler"')[2].partition("</div>")[0])
    page = browser.open(f"{three}/gremien?form=XX:nichts")
    assert page.status_code == 422
    assert '<option value="HE:zweckverband">' in page.text  # one can still choose
    assert browser.open(f"{three}/gremien.docx?start=bald").status_code == 422


def test_readiness_shows_the_gaps_and_their_steps(browser: Browser, five: str) -> None:
    form = f"{five}/veraenderung/bereitschaft"
    page = browser.open(form)
    assert "Lücken" not in page.text.partition("<main")[2].partition("<form")[0]
    names_ = re.findall(r'type="radio" id="(\w+)-ja"', page.text)
    assert "gleiches_fachverfahren" in names_
    everything = dict.fromkeys(names_, "ja") | {"gleiches_fachverfahren": "nein", "gleiches_fachverfahren-bei": "1", "wille": "weiss_nicht"}
    page = browser.send(form, **everything)
    assert browser.path == form
    gaps = page.text.partition('id="luecken"')[2].partition("</table>")[0]
    assert "Die Fachverfahren sind verschieden." in gaps
    assert "fehlt bei Gemeinde Birkental" in gaps
    kept = yaml.safe_load(browser.open(f"{five}/veraenderung/bereitschaft.yaml").text)["antworten"]
    assert kept["gleiches_fachverfahren"] == {"Gemeinde Birkental": "nein"}
    assert "Die Fachverfahren sind verschieden" in browser.open(f"{five}/veraenderung").text
    browser.open(form)
    page = sent_file(browser, f"{five}/veraenderung/datei", "b.yaml", b"antworten: {gibtesnicht: ja, netz: vielleicht}\n")
    assert faults(page.text) == {"datei"}
    assert page.text.count("Zeile 1") == 2


def test_two_who_change_the_same_file_do_not_overwrite_each_other(browser: Browser, three: str) -> None:
    form = f"{three}/gremien/sitzungen"
    browser.open(form)
    seen = {"marke": browser.hidden("marke"), "stand": browser.hidden("stand")}
    browser.send(form, **{"termine-0": "14.01.2027"})
    late = browser.client.post(form, data={**seen, "termine-0": "21.01.2027"})
    assert late.status_code == 409
    assert "2027-01-14" in browser.open(f"{three}/gremien/sitzungen.yaml").text or "14.01.2027" in browser.page.text
    browser.open(f"{three}/kosten")
    seen = {"marke": browser.hidden("marke"), "stand": browser.hidden("stand")}
    browser.send(f"{three}/kosten", **answers())
    assert browser.client.post(f"{three}/kosten/streichen", data=seen).status_code == 409


def test_a_variant_and_the_export_have_the_files(browser: Browser, three: str) -> None:
    browser.open(f"{three}/gremien/sitzungen")
    browser.send(f"{three}/gremien/sitzungen", **{"termine-0": "14.01.2027"})
    browser.open(f"{three}/ergebnis")
    browser.send(f"{three}/kopie")
    assert "14.01.2027" in browser.open(f"/fall/{browser.case}/gremien/sitzungen").text
    project = re.search(r"/vorhaben/[\w-]+", browser.open("/").text)
    assert project
    archive = browser.open(f"{project[0]}/vorhaben.zip").content
    assert {"fall-1/sitzungen.yaml", "fall-2/sitzungen.yaml"} <= names(archive)


def test_before_there_is_a_result_every_part_leads_to_the_questions(browser: Browser) -> None:
    browser.send("/vorhaben", titel="")
    case = f"/fall/{browser.case}"
    for part in ("nutzen", "kosten", "teilung", "gremien", "gremien/sitzungen", "veraenderung", "veraenderung/bereitschaft", "dossier"):
        assert "mindestens zwei Beteiligte" in browser.open(f"{case}/{part}").text, part
    for name in ("nutzen.md", "kosten.xlsx", "gremien/unterlagen.zip", "dossier.zip", "gremien/sitzungen.yaml"):
        browser.open(f"{case}/{name}")
        assert browser.page.status_code == 200, name
        assert "mindestens zwei Beteiligte" in browser.page.text, name
    assert browser.open(f"{case}/nutzen.exe").status_code == 404
    assert browser.open(f"{case}/veraenderung/aufgaben.exe").status_code == 404


def test_figures_that_no_longer_fit_are_told_and_hinder_nothing_else(browser: Browser, five: str) -> None:
    browser.open(f"{five}/beteiligte")
    browser.send(f"{five}/beteiligte", name="Gemeinde Neu", art="gemeinde", land="HE", kreis="Musterkreis", einwohner="900")
    page = browser.open(f"{five}/nutzen")
    assert page.status_code == 422
    assert "Zu „Gemeinde Neu“ fehlen die Kosten." in page.text
    assert f"{five}/kosten" in page.text
    page = browser.open(f"{five}/gremien")
    assert page.status_code == 200
    assert "weil sie sich nicht rechnen lassen: Zu „Gemeinde Neu“ fehlen die Kosten." in page.text
    assert "Gemeinde Neu" in browser.open(f"{five}/gremien/sitzungen").text
    assert browser.open(f"{five}/dossier.zip?format=md").status_code == 422


def test_figures_of_the_costs_stand_in_the_papers(browser: Browser, five: str) -> None:
    papers = zipfile.ZipFile(io.BytesIO(browser.open(f"{five}/gremien/unterlagen.zip?format=md").content))
    assert (
        "Das bringt der Gemeinde Eichgrund: mindestens 1.362 Euro weniger Kosten"
        in papers.read("beschlussvorlage-gemeinde-eichgrund.md").decode()
    )


def test_texts_of_others_stay_text(browser: Browser) -> None:
    """A participant whose name is markup, in every form and document of the parts."""
    name = "<b onclick=x>Ort</b> {{7*7}} *a*"
    text = THREE.read_text(encoding="utf-8").replace("Gemeinde Nieste", f"'{name}'")
    browser.open("/hochladen")
    sent_file(browser, "/hochladen", "fall.yaml", text.encode())
    case = f"/fall/{browser.case}"
    browser.open(f"{case}/kosten")
    browser.send(f"{case}/kosten", **answers())
    assert browser.path == f"{case}/nutzen"
    for part in ("nutzen", "kosten", "teilung", "gremien", "gremien/sitzungen", "veraenderung", "veraenderung/bereitschaft", "dossier"):
        page = browser.open(f"{case}/{part}")
        assert page.status_code == 200, part
        assert "<b onclick" not in page.text, part
        assert "49 *a*" not in page.text, part
