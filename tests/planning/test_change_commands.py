"""ikz-recht change: what it prints, writes, asks and answers with, for good input and bad."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

from ikz_recht.documents.change import change_context
from ikz_recht.documents.change_picture import change_picture
from ikz_recht.documents.notes import Notes
from ikz_recht.planning.change.task_list import HEADINGS, harmless, rows
from ikz_recht.rulebase.change import CHANGE_FACTS, NOTE_TOPICS, TRACKS
from tests.cli.conftest import Ikz
from tests.cli.conftest import ikz as small
from tests.planning.test_change import CASES, case_of, planned
from tests.real import PROJECT, RULES

__all__ = ["small"]
pytestmark = pytest.mark.usefixtures("quick")
DAY = ("--stichtag", "2026-11-22")
FORMATS = ("md", "html", "docx", "odt", "pdf")


@pytest.fixture
def ikz(small: Ikz, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Ikz:
    """The program with the shipped rules and the cases at hand, with the evaluator alone."""
    monkeypatch.setenv("IKZ_REGELN", str(PROJECT / "rules"))
    for name, path in CASES.items():
        shutil.copy(path, tmp_path / f"{name}.yaml")
    return small


def test_the_plan_in_plain_lines(ikz: Ikz) -> None:
    result = ikz("change", "vergabestelle.yaml", *DAY)
    assert result.code == 0
    lines = result.out.splitlines()
    assert lines[0] == "Veränderungsplan: Gemeinsame Vergabestelle (Öffentlich-rechtliche Vereinbarung, Mandatierung)"
    assert lines[1] == "Arbeit ab 23.11.2026, Start der Zusammenarbeit am 25.01.2028."
    assert "Stufe 4 von 5" in lines[2]
    assert "Noch offen; die Antwort ändert den Plan:" in lines
    assert "die des Wegs durch die Gremien" in result.err
    way = json.loads(ikz("gremien", "vergabestelle.yaml", *DAY, "--json").out)
    assert way["fruehester_beginn"]["vorsichtig"] == "2028-01-25"
    assert ikz("change", "planen", "vergabestelle.yaml", *DAY).out == result.out


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_document_in_every_format(ikz: Ikz, tmp_path: Path, fmt: str) -> None:
    paths = [tmp_path / f"{name}.{fmt}" for name in "ab"]
    for path in paths:
        assert ikz("change", "bauhof.yaml", *DAY, "-o", str(path)).code == 0
    data = paths[0].read_bytes()
    assert data == paths[1].read_bytes()
    if fmt == "md":
        assert "*Bild: Veränderungsplan Gemeinsamer Bauhof Musterland: " in data.decode()
        assert "None" not in data.decode()
    elif fmt == "html":
        assert data.decode().count("<svg ") == 1
    elif fmt == "pdf":
        assert data.startswith(b"%PDF")
    else:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert any(name.endswith(".png") for name in archive.namelist())


def test_the_picture_is_well_formed_and_the_table_says_the_same() -> None:
    plan = planned(case_of("standesamt"))
    svg = ElementTree.fromstring(change_picture(plan).svg)
    told = "".join(svg.itertext())
    context = change_context(plan, Notes(RULES.sources))
    shown = [milestone for milestone in context["meilensteine"] if milestone["name"] != "Zweite Evaluation"]  # too far away for the picture
    assert len(shown) >= 8
    for milestone in shown:
        assert milestone["name"] in told
    for phase in context["phasen"]:
        assert phase["name"] in told


def test_json_follows_its_schema_and_is_alone_on_stdout(ikz: Ikz) -> None:
    schema = json.loads((PROJECT / "docs" / "change.schema.json").read_text("utf-8"))
    for name in CASES:
        document = json.loads(ikz("change", f"{name}.yaml", *DAY, "--json").out)
        jsonschema.validate(document, schema, format_checker=jsonschema.FormatChecker())
    assert document["form"] == "oeffentlich_rechtliche_vereinbarung_delegierend"
    assert [phase["id"] for phase in document["phasen"]] == [
        "bestandsaufnahme",
        "initiierung",
        "konzept",
        "beschluss",
        "umsetzung",
        "betrieb",
    ]


def test_task_list_as_csv(ikz: Ikz, tmp_path: Path) -> None:
    assert ikz("change", "personalabrechnung.yaml", *DAY, "--aufgabenliste", "liste.csv").code == 0
    data = (tmp_path / "liste.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    head, *lines = csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";")
    assert head == list(HEADINGS)
    assert [line[0] for line in lines] == [str(number) for number in range(1, len(lines) + 1)]
    assert all(line[4] for line in lines)
    assert {line[2] for line in lines} <= set(TRACKS.values())
    for line in lines:
        assert all(int(number) < int(line[0]) for number in line[7].split(", ") if number)


def test_task_list_as_xlsx_is_the_same_twice(ikz: Ikz, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        assert ikz("change", "it_anstalt.yaml", "--form", "gemeinsame_anstalt", *DAY, "--aufgabenliste", name).code == 0
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert "Vorstand der Anstalt" in archive.read("xl/sharedStrings.xml").decode()
        assert "<f>" not in archive.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("text", ["=1+1", "+49", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert harmless("Rat") == "Rat"


def test_rows_have_a_cell_for_every_heading() -> None:
    plan = planned(case_of("bauhof"))
    assert all(len(row) == len(HEADINGS) for row in rows(plan))


# Readiness


def test_readiness_is_asked_and_kept(ikz: Ikz, tmp_path: Path) -> None:
    result = ikz("change", "pruefen", "vergabestelle.yaml", *DAY, "-o", "b.yaml", stdin="?\nja\nnein\nquatsch\nzurück\nw\nja\ngenug\n")
    assert result.code == 0
    assert "Dasselbe Produkt genügt" in result.out
    assert "Bitte ja, nein oder weiß nicht" in result.out
    assert "2 von 18 erfüllt, 0 Lücken, 16 ungeklärt." in result.out
    assert (
        (tmp_path / "b.yaml")
        .read_text("utf-8")
        .startswith("bereitschaft: 1\nantworten:\n  gleiches_fachverfahren: ja\n  bestand_bekannt: weiß nicht\n")
    )
    again = ikz("change", "pruefen", "vergabestelle.yaml", *DAY, "--bereitschaft", "b.yaml")
    assert "2 von 18 erfüllt" in again.out


def test_a_file_to_fill_in(ikz: Ikz, tmp_path: Path) -> None:
    result = ikz("change", "pruefen", "bauhof.yaml", "--ausfuellen", "-o", "leer.yaml")
    assert result.code == 0
    assert set(re.findall(r": (.*)$", (tmp_path / "leer.yaml").read_text("utf-8"), re.M)) == {"1", "weiß nicht"}
    assert "0 von" in ikz("change", "pruefen", "bauhof.yaml", "--bereitschaft", "leer.yaml").out


def test_gaps_reach_plan_document_and_json(ikz: Ikz, tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text("antworten:\n  netz: {Stadt Hahausen: ja, Gemeinde Ihausen: nein}\n  e_akte: ja\n", "utf-8")
    result = ikz("change", "vergabestelle.yaml", *DAY, "--bereitschaft", "b.yaml", "-o", "plan.md")
    assert "[Lücke: Die Netzverbindung oder das mobile Arbeiten fehlt.]" in result.out
    text = (tmp_path / "plan.md").read_text("utf-8")
    assert "# Bereitschaft" in text
    assert "Gemeinde Ihausen" in text
    document = json.loads(ikz("change", "pruefen", "vergabestelle.yaml", *DAY, "--bereitschaft", "b.yaml", "--json").out)
    (need,) = [item for item in document["fragen"] if item["frage"] == "netz"]
    assert (need["antwort"], need["fehlt_bei"]) == ("nein", ["Gemeinde Ihausen"])


# Bad input


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("antworten: {quatsch: ja}\n", "b.yaml:1:13: Eine Bereitschaftsfrage „quatsch“ gibt es nicht."),
        (
            "antworten: {e_akte: vielleicht}\n",
            "b.yaml:1:21: e_akte: „vielleicht“ ist keine Antwort. Schreiben Sie ja, nein oder weiß nicht",
        ),
        ("antworten: {e_akte: {Xdorf: ja}}\n", "b.yaml:1:22: Eine Beteiligte oder einen Beteiligten „Xdorf“ gibt es im Fall nicht."),
        ("antworten: {e_akte: {}}\n", "b.yaml:1:21: „e_akte“ nennt niemanden."),
        ("antworten: {e_akte: [ja]}\n", "b.yaml:1:21: e_akte: „“ ist keine Antwort."),
        ("antworten: ja\n", "b.yaml:1:12: „antworten“ muss aus Schlüsseln und Werten bestehen."),
        ("bereitschaft: 2\n", "b.yaml:1:1: Bereitschaft: Der Schlüssel „antworten“ fehlt."),
        ("antwort: {}\n", "Den Schlüssel „antwort“ gibt es hier nicht. Gemeint ist vielleicht „antworten“."),
        ("", "b.yaml: Die Datei ist leer."),
    ],
)
def test_bad_readiness_files_are_told_with_their_place(ikz: Ikz, tmp_path: Path, content: str, expected: str) -> None:
    (tmp_path / "b.yaml").write_text(content, "utf-8")
    for command in (("change",), ("change", "pruefen")):
        result = ikz(*command, "vergabestelle.yaml", "--bereitschaft", "b.yaml")
        assert result.code == 1
        assert expected in result.err


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        (("fehlt.yaml",), 1, "fehlt.yaml"),
        (("bauhof.yaml", "--beginn", "2020-01-01"), 1, "--beginn: Der Beginn 01.01.2020 liegt vor dem Stichtag 22.11.2026."),
        (("bauhof.yaml", "--beginn", "2030-01-01"), 1, "bauhof.yaml:20:11: Der gewünschte Start 01.01.2029 liegt vor dem Beginn"),
        (("bauhof.yaml", "--beginn", "morgen"), 2, "„morgen“ ist kein Datum."),
        (("bauhof.yaml", "--aufgabenliste", "liste.txt"), 1, "liste.txt: Eine Aufgabenliste ist eine CSV- oder XLSX-Datei."),
        (("bauhof.yaml", "-o", "plan.xyz"), 2, "Das Format „.xyz“ gibt es nicht."),
        (("bauhof.yaml", "--form", "arbeitsgemeinschaft"), 1, "ausgeschlossen; für sie gibt es keinen Plan"),
        (("bauhof.yaml", "--form", "zweckverbnd"), 2, "Gemeint ist vielleicht „zweckverband“."),
        (("leer.yaml",), 1, "Der Fall nennt keine Beteiligten"),
        (("pruefen", "bauhof.yaml"), 1, "Es kommt keine Eingabe."),
        (("pruefen", "bauhof.yaml", "--ausfuellen"), 2, "Zu --ausfuellen gehört -o DATEI."),
        (("pruefen", "bauhof.yaml", "--json"), 2, "Zu --json gehört hier --bereitschaft"),
        ((), 2, ""),
    ],
)
def test_bad_calls(ikz: Ikz, tmp_path: Path, arguments: tuple[str, ...], code: int, expected: str) -> None:
    (tmp_path / "leer.yaml").write_text("fall: 1\n", "utf-8")
    before = {path.name for path in tmp_path.iterdir()}
    result = ikz("change", *arguments, *(DAY if arguments else ()))
    assert result.code == code
    assert expected in result.err
    assert {path.name for path in tmp_path.iterdir()} == before


def test_hostile_names_stay_text(ikz: Ikz, tmp_path: Path) -> None:
    text = (tmp_path / "vergabestelle.yaml").read_text("utf-8")
    text = text.replace("titel: Gemeinsame Vergabestelle", 'titel: "=HYPERLINK(1) | {anzahl} <script>alert(1)</script> [x](http://y)"')
    text = text.replace("Gemeinde Ihausen", "'{{ 7*7 }} {faelle} *I*'")
    (tmp_path / "boese.yaml").write_text(text, "utf-8")
    result = ikz("change", "boese.yaml", *DAY, "-o", "plan.html", "--aufgabenliste", "liste.csv")
    assert result.code == 0
    assert "{anzahl}" in result.out
    page = (tmp_path / "plan.html").read_text("utf-8")
    assert "<script>alert" not in page
    assert 'href="http://y"' not in page
    assert "49 " not in (tmp_path / "liste.csv").read_text("utf-8")


def test_rules_without_change_are_told(small: Ikz, tmp_path: Path) -> None:
    (tmp_path / "fall.yaml").write_text(
        "beteiligte:\n  - {name: A, art: gemeinde, land: HE}\n  - {name: B, art: gemeinde, land: HE}\n", "utf-8"
    )
    result = small("change", "fall.yaml")
    assert result.code == 1
    assert "Dem Regelwerk fehlen Phasen oder der Start für einen Veränderungsplan." in result.err


# Documentation


def test_the_page_names_every_fact_topic_and_variable() -> None:
    page = (PROJECT / "docs" / "change.md").read_text("utf-8")
    context = change_context(planned(case_of("bauhof")), Notes(RULES.sources))
    for name in (*CHANGE_FACTS, "form", "gruppe", "verfahren", *NOTE_TOPICS, *TRACKS, *context):
        assert f"`{name}`" in page, name


def test_output_in_the_page_is_real(ikz: Ikz, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (PROJECT / "docs" / "change.md").read_text("utf-8")
    (command, shown), *_ = re.findall(r"^\$ ikz-recht (change .*)\n((?:.*\n)*?)```", page, re.MULTILINE)
    monkeypatch.chdir(PROJECT)
    lines = ikz(*command.split()).out.splitlines()
    assert [line for line in shown.splitlines() if line != "…" and line not in lines] == []
