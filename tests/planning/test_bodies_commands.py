"""ikz-recht gremien: what it prints, writes and answers with, for good input and bad; and every document."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest

from tests.cli.conftest import Ikz
from tests.cli.conftest import ikz as small
from tests.cli.conftest import write as write
from tests.real import PROJECT

__all__ = ["small"]
CASE = str(PROJECT / "docs" / "beispiele" / "standesamt-lossetal.yaml")
BAVARIA = str(PROJECT / "tests" / "faelle" / "BY-07.yaml")
DAY = ("--stichtag", "2026-11-22")
Write = Callable[..., str]
CALENDAR = """
sitzungen:
  - {beteiligte: Helsa, alle_wochen: 6, ab: 2027-01-14, vorlauf_tage: 21}
  - {beteiligte: Gemeinde Nieste, gremium: ausschuss, termine: [2027-02-18, 17.06.2027, 2027-09-16, 2027-11-18], vorlauf_tage: 10}
erledigt: [pruefauftrag, absichtserklaerung]
dauern: {genehmigung: 6–10 Wochen}
sitzungsfrei: [{von: 2027-07-19, bis: 2027-08-28, text: Sommerferien}]
stimmen: {Gemeinde Helsa: {mitglieder: 31, ja: 20, nein: 5, enthaltung: 6}}
nutzen: {Gemeinde Helsa: {ersparnis_jahr: "12.000,50", einmalig: 5000, schluessel: nach Einwohnerzahl}}
"""


@pytest.fixture
def ikz(small: Ikz, monkeypatch: pytest.MonkeyPatch) -> Ikz:
    """The program with the shipped rules."""
    monkeypatch.setenv("IKZ_REGELN", str(PROJECT / "rules"))
    return small


def test_output_in_the_readme_is_real(ikz: Ikz) -> None:
    (shown,) = re.findall(
        r"^\$ \.venv/bin/ikz-recht (gremien .*)\n((?:.*\n)*?)```", (PROJECT / "README.md").read_text("utf-8"), re.MULTILINE
    )
    arguments = [str(PROJECT / word) if word.startswith("docs/") else word for word in shown[0].split()]
    out = ikz(*arguments).out.splitlines()
    assert [line for line in shown[1].splitlines() if line != "…" and line not in out] == []


def test_the_text_begins_with_what_matters(ikz: Ikz) -> None:
    result = ikz("gremien", CASE, "--beginn", "2028-07-01", *DAY)
    assert result.code == 0
    lines = result.out.splitlines()
    assert lines[0] == "Durch die Gremien: Gemeinsames Standesamt Lossetal"
    assert lines[3].startswith("Der gewünschte Beginn am 01.07.2028 ist erreichbar")
    assert lines[4].startswith("Spätestens am ")


def test_json_is_alone_on_stdout(ikz: Ikz) -> None:
    document = json.loads(ikz("gremien", CASE, "--json", "--form", "zweckverband", *DAY).out)
    assert document["form"]["form"] == "zweckverband"
    assert document["gewuenschter_beginn"] is None


def test_a_past_start_of_the_case_is_left_aside_and_told(ikz: Ikz) -> None:
    result = ikz("gremien", CASE, *DAY)
    assert result.code == 0
    assert "Der Beginn 01.01.2023 aus dem Fall ist am Stichtag vorbei" in result.err


def test_the_file_about_the_way_is_used(ikz: Ikz, write: Write) -> None:
    result = ikz("gremien", CASE, "--sitzungen", write(CALENDAR, "k.yaml"), *DAY, "--ics", "weg.ics")
    assert result.code == 0
    assert "Nötig sind 6 Ja-Stimmen, erwartet werden 20" in result.out
    assert "6 bis 10 Wochen (eigene Angabe)" in result.out
    assert "Auftrag zur Prüfung" not in result.out
    calendar = Path("weg.ics").read_bytes()
    assert calendar.count(b"BEGIN:VEVENT") == calendar.count(b"END:VEVENT") > 10
    uids = re.findall(rb"UID:(\w+)@ikz-recht", calendar)
    assert len(uids) == len(set(uids))
    ikz("gremien", CASE, *DAY, "--ics", "ohne.ics")
    assert set(uids) <= set(re.findall(rb"UID:(\w+)@ikz-recht", Path("ohne.ics").read_bytes()))  # moved, not new


@pytest.mark.parametrize("fmt", ["md", "html", "docx", "odt", "pdf"])
def test_the_document_in_every_format_is_the_same_each_time(ikz: Ikz, fmt: str) -> None:
    for name in "ab":
        assert ikz("gremien", CASE, *DAY, "--beginn", "2028-07-01", "-o", f"{name}.{fmt}").code == 0
    data = Path(f"a.{fmt}").read_bytes()
    assert data == Path(f"b.{fmt}").read_bytes()
    if fmt == "md":
        text = data.decode()
        assert "*Bild: Weg durch die Gremien" in text
        assert "| **Grundsatzbeschluss** |" in text
        assert not re.search(r"[^#\s].*#{2,} |\]- ", text)  # headings and list items stand on lines of their own
    elif fmt == "html":
        assert data.decode().count("<svg ") == 1


def test_all_papers_as_one_set(ikz: Ikz, write: Write) -> None:
    calendar = write(CALENDAR, "k.yaml")
    arguments = ("gremien", "vorlage", CASE, *DAY, "--beginn", "2028-07-01", "--sitzungen", calendar, "--format", "md,pdf")
    assert ikz(*arguments, "-o", "eins").code == 0
    assert ikz(*arguments, "-o", "zwei").code == 0
    names = sorted(path.name for path in Path("eins").iterdir())
    papers = [f"beschlussvorlage-gemeinde-{name}.{fmt}" for name in ("helsa", "kaufungen", "nieste") for fmt in ("md", "pdf")]
    assert names == sorted(
        [*papers, "faktenblatt.md", "faktenblatt.pdf", "gremienweg.md", "gremienweg.pdf", "gremienweg.ics", "praesentation.pptx"]
    )
    assert [name for name in names if Path("eins", name).read_bytes() != Path("zwei", name).read_bytes()] == []
    helsa = Path("eins/beschlussvorlage-gemeinde-helsa.md").read_text("utf-8")
    assert "12.000,50 Euro im Jahr" in helsa
    assert "nach Einwohnerzahl" in helsa
    operative = [
        text.split("beschließt:")[1].split("Erforderliche")[0] for text in (Path("eins", name).read_text("utf-8") for name in papers[::2])
    ]
    assert len(set(operative)) == 1
    assert "Die Zusammenarbeit beginnt am 1. Juli 2028" in operative[0]


@pytest.mark.parametrize("case", [CASE, BAVARIA])
def test_a_council_paper_has_two_pages_and_the_fact_sheet_one(ikz: Ikz, case: str) -> None:
    assert ikz("gremien", "vorlage", case, *DAY, "--format", "pdf", "-o", "aus").code == 0
    pages = {path.name: len(pypdf.PdfReader(path).pages) for path in Path("aus").glob("*.pdf")}
    assert {count for name, count in pages.items() if name.startswith("beschlussvorlage")} <= {1, 2}
    assert pages["faktenblatt.pdf"] == 1


@pytest.mark.parametrize("case", [CASE, BAVARIA])
def test_the_presentation_has_eight_slides_that_are_not_too_full(ikz: Ikz, case: str) -> None:
    assert ikz("gremien", "vorlage", case, *DAY, "--format", "md", "-o", "aus").code == 0
    with zipfile.ZipFile(io.BytesIO(Path("aus/praesentation.pptx").read_bytes())) as archive:
        slides = [archive.read(name).decode() for name in archive.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
    assert len(slides) == 8
    for slide in slides:
        paragraphs = ["".join(re.findall(r"<a:t>([^<]*)</a:t>", text)) for text in re.findall(r"<a:p>.*?</a:p>", slide, re.DOTALL)]
        if "<a:tbl>" not in slide:
            assert sum(-(-len(text) // 66) for text in paragraphs) <= 13  # with the heading
    assert "data:" not in "".join(slides)


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["--beginn", "2020-01-01"], "liegt vor dem Stichtag"),
        (["--beginn", "2199-01-01"], "mehr als 20 Jahre"),
        (["--beginn", "32.01.2028"], "gibt es nicht"),
        (["--form", "zwekverband"], "Gemeint ist vielleicht „zweckverband“"),
        (["--form", "verwaltungsgemeinschaft"], "nicht vorgesehen"),
        (["--form", "arbeitsgemeinschaft"], "ausgeschlossen"),
        (["--sitzungen", "fehlt.yaml"], "fehlt.yaml"),
        (["-o", "weg.xyz"], "Möglich sind"),
    ],
)
def test_wrong_calls_are_told_in_german(ikz: Ikz, arguments: list[str], part: str) -> None:
    result = ikz("gremien", CASE, *DAY, *arguments)
    assert result.code in (1, 2)
    assert part in result.err or (part == "nicht vorgesehen" and "ausgeschlossen" in result.err)


@pytest.mark.parametrize(
    ("content", "place", "part"),
    [
        ("sitzungen: [{beteiligte: Helsa}]", "1:13", "steht hier keine Sitzung"),
        ("sitzungen: [{beteiligte: Helsa, termine: []}]", "1:13", "steht hier keine Sitzung"),
        ("sitzungen: [{beteiligte: Helsa, termine: [2020-01-01]}]", "1:13", "Alle Sitzungen liegen vor dem 22.11.2026"),
        ("sitzungen: [{beteiligte: Helsa, termine: [2027-02-30]}]", "1:43", "gibt es nicht"),
        ("sitzungen: [{beteiligte: Kassel, termine: [2027-02-03]}]", "1:26", "„Kassel“ ist nicht beteiligt"),
        ("sitzungen: [{beteiligte: Helsa, gremium: magistrat, termine: [2027-02-03]}]", "1:42", "nicht vorgesehen"),
        ("sitzungen: [{beteiligte: Helsa, alle_wochen: 6}]", "1:13", "„ab“ fehlt"),
        ("sitzungen: [{beteiligte: Helsa, alle_wochen: 6, ab: 2027-01-16}]", "1:13", "am Wochenende"),
        ("sitzungen: [{beteiligte: Helsa, alle_wochen: 0, ab: 2027-01-15}]", "1:46", "außerhalb des Bereichs"),
        ("sitzungen: [{beteiligte: Helsa, termine: [2027-02-03]}, {beteiligte: Helsa, termine: [2027-02-03]}]", "1:57", "stehen doppelt"),
        ("erledigt: [pruefauftrg]", "1:12", "Gemeint ist vielleicht „pruefauftrag“"),
        ("dauern: {genehmigung: bald}", "1:23", "keine Dauer"),
        ("dauern: {genehmigung: 999 Monate}", "1:23", "keine Dauer"),
        ("dauern: {genehmigung: 8–4 Wochen}", "1:23", "keine Dauer"),
        ("sitzungsfrei: [{von: 2027-08-01, bis: 2027-07-01}]", "1:16", "endet, bevor sie beginnt"),
        ("sitzungsfrei: [{von: 2027-08-01, bis: 2097-07-01}]", "1:16", "länger als 200 Tage"),
        ("stimmen: {Helsa: {ja: 5}}", "1:18", "„nein“ fehlt"),
        ("stimmen: {Helsa: {ja: 20, nein: 20, mitglieder: 31}}", "1:18", "mehr Stimmen als Mitglieder"),
        ("stimmen: {Helsa: {ja: -1, nein: 20}}", "1:23", "außerhalb des Bereichs"),
        ("nutzen: {Helsa: {ersparnis_jahr: viel}}", "1:34", "keine Zahl"),
        ("nutzen: {Helsa: {einmalig: -3}}", "1:28", "außerhalb des Bereichs"),
        ("termine: [2027-02-03]", "1:1", "Den Schlüssel „termine“ gibt es hier nicht"),
        ("- 1", "1:1", "Schlüsseln und Werten"),
    ],
)
def test_defects_in_the_file_about_the_way_name_their_place(ikz: Ikz, write: Write, content: str, place: str, part: str) -> None:
    result = ikz("gremien", CASE, *DAY, "--sitzungen", write(content, "k.yaml"), "-o", "weg.md")
    assert result.code == 1
    assert f"k.yaml:{place}: " in result.err
    assert part in result.err
    assert not Path("weg.md").exists()


def test_every_defect_is_told_at_once(ikz: Ikz, write: Write) -> None:
    content = "sitzungen: [{beteiligte: X}]\nerledigt: [y]\ndauern: {z: 1 Tag}\n"
    assert ikz("gremien", CASE, *DAY, "--sitzungen", write(content, "k.yaml")).err.count("k.yaml:") >= 4


@pytest.mark.parametrize(
    "case",
    [
        "beteiligte: [{name: A, art: gemeinde, land: HE}]\n",
        "beteiligte: []\n",
        "beteiligte:\n  - {name: A, art: gemeinde, land: BE}\n  - {name: B, art: privat, land: AUSLAND}\n",
        "titel: '<script>|**\\[x\\]'\nbeteiligte:\n  - {name: '[[A|B]] <b>', art: privat, land: HE}\n  - {name: '../B', art: gemeinde, land: HE}\n",
        "beteiligte:\n"
        + "".join(f"  - {{name: Gemeinde {number}, art: gemeinde, land: NI}}\n" for number in range(60))
        + "antworten: {aufgabe: bauhof}\n",
    ],
)
def test_strange_cases_end_in_papers_or_a_reason(ikz: Ikz, write: Write, case: str) -> None:
    result = ikz("gremien", "vorlage", write(case), *DAY, "--format", "md", "-o", "aus")
    assert result.code == 0 or result.err.strip()
    if result.code == 0:
        assert all(path.parent == Path("aus") for path in Path("aus").rglob("*"))


def test_rules_without_steps_are_told(small: Ikz, write: Write) -> None:
    assert "Schritte des Wegs" in small("gremien", write()).err
