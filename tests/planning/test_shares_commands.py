"""ikz-recht nutzen teilen and tausch: what they print, write and answer with, for good input and bad."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from tests.cli.conftest import Ikz
from tests.cli.conftest import ikz as small
from tests.cli.conftest import write as write
from tests.real import PROJECT

__all__ = ["small", "write"]
Write = Callable[..., str]
TVA = "koalitionen: {A: 163520, B: 140826, C: 250096, A+B: 301607, C+A: 378821, B+C: 367370, A+B+C: 412584}\n"
OFFICE = """
titel: Gemeinsames Standesamt
aufgabe: standesamt
zeitraum: im Jahr
koalitionen:
  Gemeinde Kaufungen: 118.000
  Gemeinde Helsa: 61.000
  Gemeinde Nieste: 24.500
  Gemeinde Kaufungen+Gemeinde Helsa: 150.000
  Gemeinde Kaufungen+Gemeinde Nieste: 131.000
  Gemeinde Helsa+Gemeinde Nieste: 74.000
  Gemeinde Kaufungen+Gemeinde Helsa+Gemeinde Nieste: 160.000
groessen:
  einwohner: {Gemeinde Kaufungen: 13000, Gemeinde Helsa: 5600, Gemeinde Nieste: 2000}
  faelle: {Gemeinde Kaufungen: 310, Gemeinde Helsa: 150, Gemeinde Nieste: 30}
"""
EXCHANGE = """
leistungen:
  - {von: Uetersen, fuer: Tornesch, aufgabe: standesamt, betrag: 41.000}
  - {von: Tornesch, fuer: Uetersen, aufgabe: wohngeld, betrag: 38.500}
"""
EXAMPLE = PROJECT / "docs" / "beispiele" / "standesamt-lossetal.yaml"


@pytest.fixture
def ikz(small: Ikz, monkeypatch: pytest.MonkeyPatch) -> Ikz:
    """The program with the shipped rules."""
    monkeypatch.setenv("IKZ_REGELN", str(PROJECT / "rules"))
    return small


def test_json_has_the_promised_shape(ikz: Ikz, write: Write) -> None:
    document = json.loads(ikz("nutzen", "teilen", write(TVA), "--json").out)
    jsonschema.validate(document, json.loads((PROJECT / "docs" / "teilen.schema.json").read_text("utf-8")))
    by_method = {item["verfahren"]: item for item in document["verteilungen"]}
    assert by_method["shapley"]["anteile"] == {"A": 117829, "B": 100756.5, "C": 193998.5}
    assert by_method["nukleolus"]["anteile"] == {"A": 116234, "B": 93540, "C": 202810}
    assert by_method["nukleolus"]["gewinn"] == {"A": 47286, "B": 47286, "C": 47286}
    assert document["kern"] == {"leer": False, "abstand": -47286}
    assert all(item["besser_allein"] == [] for item in document["verteilungen"])
    assert sum(by_method["trennbare_kosten"]["zahlbetrag"].values()) == pytest.approx(412584, abs=1e-9)


def test_small_numbers_keep_their_digits(ikz: Ikz, write: Write) -> None:
    document = json.loads(
        ikz("nutzen", "teilen", write("koalitionen: {A: 12.0, B: 10.0, C: 11.5, A+B: 20.5, A+C: 21, B+C: 20, A+B+C: 29}\n"), "--json").out
    )
    assert document["verteilungen"][0]["anteile"]["A"] == pytest.approx(62 / 6, abs=1e-9)
    assert document["verteilungen"][3]["anteile"]["A"] == pytest.approx(12 - 4.5 / 3, abs=1e-9)


def test_three_decimals_follow_the_rest_of_the_file(ikz: Ikz, write: Write) -> None:
    points = json.loads(ikz("nutzen", "teilen", write("koalitionen: {A: 12.125, B: 10.5, A+B: 20.25}\n"), "--json").out)
    grouped = json.loads(ikz("nutzen", "teilen", write("koalitionen: {A: 12.125, B: '10.500,50', A+B: 20.250}\n"), "--json").out)
    assert (points["allein"]["A"], grouped["allein"]["A"]) == (12.125, 12125)


def test_text_recommends_with_reasons_and_speaks_to_each(ikz: Ikz, write: Write) -> None:
    out = ikz("nutzen", "teilen", write(OFFICE), "--schluessel", "gleich").out
    assert "Empfohlen: nach der Einwohnerzahl." in out
    assert "nennt das Regelwerk diesen Schlüssel als geeignet" in out
    assert "Dagegen: Bildet nicht ab, wer die Leistung wie oft braucht" in out
    assert "In den Angaben gewählt: gleiche Teile." in out
    assert "Gemeinde Nieste zahlt 28.833 Euro mehr als allein." in out
    assert "Kleinster Ausgleich, mit dem keine Kommune verliert: Gemeinde Kaufungen an Gemeinde Nieste 25.777,26 Euro; " in out
    assert "Nächste faire Teilung: Gemeinde Kaufungen 86.000; Gemeinde Helsa 49.500; Gemeinde Nieste 24.500 Euro." in out
    assert "Gemeinde Helsa: Das bringt Ihnen 7.667 Euro im Jahr (12,6 %): Sie zahlen 53.333 statt 61.000 Euro." in out


def test_missing_figures_of_a_usual_key_are_named(ikz: Ikz, write: Write) -> None:
    out = ikz("nutzen", "teilen", write(TVA + "aufgabe: personalabrechnung\n")).out
    assert "Empfohlen: gleicher Gewinn." in out
    assert "ohne Zahlen: „nach der Zahl der Fälle“" in out


def test_dearer_together_is_said(ikz: Ikz, write: Write) -> None:
    result = ikz("nutzen", "teilen", write("koalitionen: {A: 10, B: 10, A+B: 25}\n"))
    assert "Gemeinsam ist es um 5,0000 Euro teurer" in result.out or "teurer" in result.out
    document = json.loads(ikz("nutzen", "teilen", write("koalitionen: {A: 10, B: 10, A+B: 25}\n"), "--json").out)
    assert document["kern"] == {"leer": True, "abstand": 2.5}
    assert document["verteilungen"][0]["ausgleich"] is None


def test_odd_costs_are_remarked(ikz: Ikz, write: Write) -> None:
    out = ikz("nutzen", "teilen", write("koalitionen: {A: 10, B: 10, C: 10, A+B: 25, A+C: 18, B+C: 18, A+B+C: 26}\n")).out
    assert "Eine Gruppe ist nach den Angaben zusammen teurer als getrennt, zum Beispiel A+B." in out


@pytest.mark.parametrize("fmt", ["md", "html", "docx", "odt", "pdf"])
def test_the_document_in_every_format(ikz: Ikz, write: Write, tmp_path: Path, fmt: str) -> None:
    paths = [tmp_path / f"{name}.{fmt}" for name in "ab"]
    for path in paths:
        assert ikz("nutzen", "teilen", write(OFFICE), "--stichtag", "2026-11-22", "-o", str(path)).code == 0
    data = paths[0].read_bytes()
    assert data == paths[1].read_bytes()
    alt = "Was jede Kommune zahlt, nach Verfahren: "
    if fmt == "md":
        assert f"*Bild: {alt}" in data.decode()
        assert "| Einwohner | 100.971 | 43.495 | 15.534 | niemand |" in data.decode()
    elif fmt == "html":
        assert data.decode().count("<svg ") == 1
        assert "<desc " in data.decode()
    elif fmt == "pdf":
        assert data.startswith(b"%PDF")
    else:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            text = archive.read("word/document.xml" if fmt == "docx" else "content.xml").decode()
        assert alt in text


def test_case_with_costs_is_shared(ikz: Ikz) -> None:
    costs = EXAMPLE.parent / "kosten" / EXAMPLE.name
    document = json.loads(ikz("nutzen", "teilen", str(EXAMPLE), "--kosten", str(costs), "--json").out)
    assert document["kommunen"] == ["Gemeinde Kaufungen", "Gemeinde Nieste", "Gemeinde Helsa"]
    assert document["aufgabe"] == "standesamt"
    assert {"faelle", "gemischt", "shapley"} <= {item["verfahren"] for item in document["verteilungen"]}
    assert document["gewaehlt"] in {item["verfahren"] for item in document["verteilungen"]}
    totals = {item["verfahren"]: sum(item["anteile"].values()) for item in document["verteilungen"]}
    same = {method: total for method, total in totals.items() if method in ("shapley", "nukleolus", document["gewaehlt"])}
    assert list(same.values()) == pytest.approx([document["gemeinsam"]] * 3)
    assert totals["gleich"] > document["gemeinsam"] + 100  # who does the work for all bears less, so more is paid with tax


@pytest.mark.parametrize(
    ("chosen", "clause"),
    [
        ("einwohner", "nach dem Verhältnis der Einwohnerzahlen zum 30. Juni des Vorjahres"),
        ("faelle", "nach der Zahl der Fälle, die im Abrechnungszeitraum auf jede Körperschaft entfallen"),
        ("gleich", "folgendem Maßstab: zu gleichen Teilen."),
        ("gemischt", "zu 35 Prozent zu gleichen Teilen (Sockel), im Übrigen nach der Zahl der Fälle"),
        ("nukleolus", "nämlich Gemeinde Kaufungen 62,42 Prozent, Gemeinde Helsa 26,80 Prozent und Gemeinde Nieste 10,78 Prozent"),
    ],
)
def test_the_key_becomes_the_cost_clause(ikz: Ikz, write: Write, tmp_path: Path, chosen: str, clause: str) -> None:
    shutil.copy(EXAMPLE, tmp_path / "lossetal.yaml")
    shares = write(OFFICE, "teilung.yaml")
    assert ikz("nutzen", "teilen", shares, "--schluessel", chosen, "--fall", "lossetal.yaml").code == 0
    assert ikz("entwurf", "lossetal.yaml", "-o", "entwurf.md").code == 0
    draft = (tmp_path / "entwurf.md").read_text("utf-8")
    assert clause in draft
    assert "Der Maßstab wird alle" in draft
    assert "leistet Abschläge" in draft


def test_draft_without_a_key_stays_as_it_was(ikz: Ikz, tmp_path: Path) -> None:
    assert ikz("entwurf", str(EXAMPLE), "-o", "entwurf.md").code == 0
    draft = (tmp_path / "entwurf.md").read_text("utf-8")
    assert "bitte ergänzen: Maßstab mit Berechnungsgrundlage" in draft
    assert "Der Maßstab wird alle" not in draft


def test_memo_says_what_it_brings(ikz: Ikz, write: Write, tmp_path: Path) -> None:
    assert ikz("vermerk", str(EXAMPLE), "--teilung", write(OFFICE, "teilung.yaml"), "-o", "vermerk.md").code == 0
    memo = (tmp_path / "vermerk.md").read_text("utf-8")
    assert "**Gemeinde Helsa:** Das bringt Ihnen 17.505 Euro im Jahr (28,7 %): Sie zahlen 43.495 statt 61.000 Euro." in memo


def test_memo_remarks_on_other_names(ikz: Ikz, write: Write) -> None:
    err = ikz(
        "vermerk", str(EXAMPLE), "--teilung", write(OFFICE.replace("Gemeinde Nieste", "Nieste"), "teilung.yaml"), "-o", "vermerk.md"
    ).err
    assert "Die Teilung nennt Nieste; im Fall heißt so niemand." in err
    assert "In der Teilung fehlt aus dem Fall: Gemeinde Nieste." in err


def test_what_the_law_says_of_the_key_comes_from_the_rules(ikz: Ikz, write: Write, tmp_path: Path) -> None:
    shutil.copy(PROJECT / "tests" / "faelle" / "NW-15.yaml", tmp_path / "nw.yaml")
    out = ikz("nutzen", "teilen", write(OFFICE, "teilung.yaml"), "--fall", "nw.yaml", "-o", "teilung.md").out
    assert "Zu beachten: " in out
    assert "(§ 23 Abs. 4 GkG NRW)" in out
    page = (tmp_path / "teilung.md").read_text("utf-8")
    assert "§ 23 Abs. 4 GkG NRW – Normtext" in page or "§ 23 Abs. 4 GkG NRW – nach" in page


def test_exchange(ikz: Ikz, write: Write, tmp_path: Path) -> None:
    result = ikz("nutzen", "tausch", write(EXCHANGE), "-o", "tausch.docx")
    assert "Tornesch zahlt an Uetersen: 2.500 Euro." in result.out
    assert "Einzeln abgerechnet wären es 2 Zahlungen über 79.500 Euro" in result.out
    assert (tmp_path / "tausch.docx").stat().st_size > 1000
    document = json.loads(ikz("nutzen", "tausch", write(EXCHANGE), "--json").out)
    jsonschema.validate(document, json.loads((PROJECT / "docs" / "teilen.schema.json").read_text("utf-8")))
    assert document["ausgleich"] == [{"von": "Tornesch", "an": "Uetersen", "betrag": 2500}]


def of(costs: str) -> str:
    return f"koalitionen:\n{costs}"


TWENTY = of("".join(f"  K{number}: 10\n" for number in range(20)))


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        ("koalitionen: {A: 1, B: 2}\n", ["fall.yaml:1:14", "Es fehlt eine Gruppe: A+B."]),
        (of("  A: 1\n  B: 2\n  C: 3\n  A+B: 2\n"), ["Es fehlen 3 Gruppen: A+C, B+C, A+B+C."]),
        (of("  A: 1\n"), ["Eine Kommune allein hat nichts zu teilen."]),
        (TWENTY, ["20 Kommunen sind zu viele: Sie bilden 1.048.575 Gruppen. Möglich sind bis zu 16.", "in zwei Stufen"]),
        (of("  A: .nan\n  B: 2\n  A+B: 2\n"), ["fall.yaml:2:6", "„.nan“ ist kein Betrag"]),
        (of("  A: inf\n  B: 2\n  A+B: 1e15\n"), ["„inf“ ist kein Betrag", "„1e15“ ist kein Betrag"]),
        (of("  A: -5\n  B: 2\n  A+B: 2\n"), ["fall.yaml:2:6", "„-5“ ist negativ"]),
        (of("  A: 1000000000000000\n  B: 2\n  A+B: 2\n"), ["größer als eine Billion"]),
        (of("  A: 5\n  B: 2\n  A+B: 2\n  B+A: 2\n"), ["fall.yaml:5:3", "Die Gruppe „B+A“ steht doppelt (zuerst in Zeile 4)."]),
        (of("  A: 5\n  A: 2\n  A+B: 2\n"), ["fall.yaml:3:3", "steht doppelt"]),
        (of("  A: 5\n  B: 2\n  A+A: 2\n  A+B: 6\n"), ["In „A+A“ steht ein Name doppelt."]),
        (of("  A: 5\n  B: 2\n  A+: 2\n"), ["In „A+“ fehlt ein Name."]),
        (of("  Helsa: 5\n  Nieste: 2\n  Helsa+Niste: 6\n"), ["fall.yaml:4:3", "Für „Niste“ fehlt", "Gemeint ist vielleicht „Nieste“"]),
        (of("  A: [1]\n  B: 2\n  A+B: 2\n"), ["Hier steht kein einzelner Betrag"]),
        ("koalitionen: {}\n", ["„koalitionen“ ist leer"]),
        ("koalitionen: 5\n", ["muss aus Schlüsseln und Werten bestehen"]),
        ("titel: x\n", ["Der Schlüssel „koalitionen“ fehlt"]),
        ("", ["Die Datei ist leer"]),
        (TVA + "groessen: {einwoner: {A: 1, B: 2, C: 3}}\n", ["Gemeint ist vielleicht „einwohner“"]),
        (TVA + "groessen: {einwohner: {A: 1, B: 2}}\n", ["fall.yaml:2:23", "Der Schlüssel „C“ fehlt"]),
        (TVA + "groessen: {einwohner: {A: 1, B: 2, C: 3, D: 4}}\n", ["Den Schlüssel „D“ gibt es hier nicht"]),
        (TVA + "groessen: {einwohner: {A: 0, B: 0, C: 0}}\n", ["Alle Zahlen unter „einwohner“ sind null"]),
        (
            TVA + "groessen: {anteile: {A: 50, B: 30, C: 30}}\n",
            ["fall.yaml:2:21", "Die Anteile ergeben zusammen 110,00 statt 100 Prozent."],
        ),
        (TVA + "aufgabe: standesmat\n", ["Gemeint ist vielleicht „standesamt“"]),
        (TVA + "schluessel: faelle\n", ["Für den Schlüssel „faelle“ fehlen Zahlen"]),
        (TVA + "schluessel: shaply\n", ["Gemeint ist vielleicht „shapley“"]),
        (TVA + "gemischt: {sockel: 130, rest_nach: faelle}\n", ["Der Sockel ist größer als 100 Prozent", "groessen: faelle"]),
        (TVA + "koalition: 3\n", ["Den Schlüssel „koalition“ gibt es hier nicht"]),
    ],
)
def test_bad_costs_are_told(ikz: Ikz, write: Write, content: str, parts: list[str]) -> None:
    result = ikz("nutzen", "teilen", write(content))
    assert result.code == 1
    assert result.out == ""
    for part in parts:
        assert part in result.err


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        ("leistungen: []\n", ["„leistungen“ ist leer"]),
        ("leistungen:\n  - {von: A, fuer: A, aufgabe: bauhof, betrag: 5}\n", ["fall.yaml:2:5", "„A“ steht auf beiden Seiten"]),
        ("leistungen:\n  - {von: A, fuer: B, aufgabe: bauhoff, betrag: 5}\n", ["Gemeint ist vielleicht „bauhof“"]),
        ("leistungen:\n  - {von: A, fuer: B, aufgabe: bauhof, betrag: -5}\n", ["„-5“ ist negativ"]),
        ("leistungen:\n  - {von: A, fuer: B, aufgabe: bauhof}\n", ["Der Schlüssel „betrag“ fehlt"]),
        ("leistungen:\n  - A\n", ["muss aus Schlüsseln und Werten bestehen"]),
        ("titel: x\n", ["Der Schlüssel „leistungen“ fehlt"]),
    ],
)
def test_bad_services_are_told(ikz: Ikz, write: Write, content: str, parts: list[str]) -> None:
    result = ikz("nutzen", "tausch", write(content))
    assert result.code == 1
    for part in parts:
        assert part in result.err


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["fehlt.yaml"], "Die Datei gibt es nicht"),
        (["fall.yaml", "--schluessel", "faelle"], "lässt sich nicht rechnen"),
        (["fall.yaml", "-o", "x.txt"], "Das Format „.txt“ gibt es nicht"),
        (["fall.yaml", "--fall", "fehlt.yaml"], "Die Datei gibt es nicht"),
    ],
)
def test_bad_calls(ikz: Ikz, write: Write, arguments: list[str], part: str) -> None:
    write(TVA)
    result = ikz("nutzen", "teilen", *arguments)
    assert result.code in (1, 2)
    assert part in result.err


def test_hostile_names_stay_text(ikz: Ikz, write: Write, tmp_path: Path) -> None:
    names = ["<b>A</b>", "*B* | _x_ $1$"]
    costs = "".join(f'  "{name}": 10\n' for name in [*names, "+".join(names)])
    for fmt in ("html", "md", "pdf"):
        assert ikz("nutzen", "teilen", write(of(costs)), "-o", f"a.{fmt}").code == 0
    page = (tmp_path / "a.html").read_text("utf-8")
    assert "<b>A</b>" not in page
    assert "&lt;b&gt;A&lt;/b&gt;" in page


def test_defective_key_files_are_left_out_and_named(small: Ikz, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(PROJECT / "rules", tmp_path / "regeln")
    monkeypatch.setenv("IKZ_REGELN", str(tmp_path / "regeln"))
    path = tmp_path / "regeln" / "kostenschluessel" / "schluessel.yaml"
    broken = (
        path.read_text("utf-8")
        .replace("verfahren: einwohner", "verfahren: einwoner")
        .replace("beleg: eigen erinnerung}", "beleg: egen erinnerung}", 1)
    )
    path.write_text(broken, "utf-8")
    result = small("nutzen", "teilen", write(TVA))
    assert "kostenschluessel/schluessel.yaml ist abgeschaltet" in result.err
    assert "Empfohlen: gleicher Gewinn." in result.out
    problems = small("regeln", "pruefen").out
    assert "schluessel.yaml:6:16" in problems
    assert "Gemeint ist vielleicht „einwohner“" in problems
    assert "Die Quelle „egen“ gibt es nicht" in problems
