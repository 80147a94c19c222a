"""ikz-recht nutzen: what it prints, writes, asks and answers with; the documentation; the memo; the rule files."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

from ikz_recht.advice.case import case_bytes, case_from, read_case
from ikz_recht.documents.benefit import benefit_context, benefit_pictures
from ikz_recht.documents.benefit_pictures import tornado_picture
from ikz_recht.documents.notes import Notes
from ikz_recht.planning.benefit.benefit import benefit_of
from ikz_recht.planning.benefit.benefit_json import benefit_document
from ikz_recht.planning.benefit.coalitions import coalition_costs
from ikz_recht.planning.benefit.costs_file import costs_of
from ikz_recht.planning.benefit.levers import Bar
from ikz_recht.planning.benefit.sentences import benefit_sentences
from ikz_recht.rulebase.load import load_rulebase
from ikz_recht.rulebase.nodes import parse_nodes
from tests.cli.conftest import Ikz
from tests.cli.conftest import ikz as small
from tests.planning.benefit_models import BORDER, FIVE, THREE, THREE_COSTS, benefit_of_text, opinion_of
from tests.real import DAY, PROJECT, RULES

pytestmark = pytest.mark.usefixtures("quick")
__all__ = ["small"]
SVG = "{http://www.w3.org/2000/svg}"
PAGE = (PROJECT / "docs" / "nutzen.md").read_text(encoding="utf-8")
CASE = """
beteiligte:
  - {name: Gemeinde A, art: gemeinde, land: HE, einwohner: 5000, rolle: abgebend}
  - {name: Gemeinde B, art: gemeinde, land: HE, einwohner: 8000, rolle: uebernehmend}
antworten: {aufgabe: kasse, uebergang: durchfuehrung, befristung: befristet, laufzeit_jahre: 4}
"""
COSTS = """
beginn: 2027-01-01
jahre: 4
schluessel: einwohner
umsatzsteuer: nein
beteiligte:
  - {name: Gemeinde A, personen: 1, bisher: [{art: personal, stellen: 1, satz: 60000}]}
  - {name: Gemeinde B, personen: 2, bisher: [{art: personal, stellen: 1, satz: 60000}, {art: gemein, betrag: 8000}]}
gemeinsam: {personen: 3, kosten: [{art: personal, stellen: 1, satz: 65000}, {art: gemein, betrag: 39000}]}
"""


@pytest.fixture
def ikz(small: Ikz, monkeypatch: pytest.MonkeyPatch) -> Ikz:
    """The program with the shipped rules."""
    monkeypatch.setenv("IKZ_REGELN", str(PROJECT / "rules"))
    return small


def example(path: Path, costs: Path | None = None):  # type: ignore[no-untyped-def]
    opinion = opinion_of(path)
    return benefit_of(opinion, costs_of(opinion.case, path, costs))


# Output


def test_text_of_the_example(ikz: Ikz) -> None:
    result = ikz("nutzen", str(THREE), "--kosten", str(THREE_COSTS), "--stichtag", "2026-11-22")
    assert result.code == 0
    assert result.out.startswith("Nutzen: Gemeinsames Standesamt Lossetal, sechs Jahre ab 01.01.2027\n")
    assert "Gemeinde Nieste (gewinnt): Das bringt Ihnen: 3.305 bis 7.760 Euro weniger Kosten im Jahr" in result.out
    assert "Den Ausschlag gibt die Umsatzsteuer: Ohne sie gewinnen Sie, mit ihr nicht." in result.out
    assert "Alle Kostenangaben sind für das Beispiel erfunden." in result.out
    assert result.out == ikz("nutzen", "rechnen", str(THREE), "--kosten", str(THREE_COSTS), "--stichtag", "2026-11-22").out


@pytest.mark.parametrize(("path", "costs"), [(THREE, THREE_COSTS), (FIVE, None), (BORDER, None)], ids=["drei", "fuenf", "grenze"])
def test_json_fits_its_schema(ikz: Ikz, path: Path, costs: Path | None) -> None:
    schema = json.loads((PROJECT / "docs" / "nutzen.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    result = ikz("nutzen", str(path), *(("--kosten", str(costs)) if costs else ()), "--json")
    document = json.loads(result.out)
    jsonschema.Draft202012Validator(schema).validate(document)
    balances = [item["saldo"]["mitte"] for item in document["beteiligte"]]
    assert abs(sum(balances) - document["zusammen"]["saldo"]["mitte"]) < 0.01


def test_groups_in_the_json_are_those_of_the_model() -> None:
    benefit = example(FIVE)
    named = benefit_document(benefit)["koalitionen"]
    assert len(named) == 2**5 - 1
    assert named["Gemeinde Dornbach"] == float(coalition_costs(benefit.model)[frozenset({"Gemeinde Dornbach"})])
    assert "Stadt Ahrenfeld+Gemeinde Birkental" in named


@pytest.mark.parametrize("fmt", ["md", "html", "docx", "odt", "pdf"])
def test_the_document_in_every_format(ikz: Ikz, tmp_path: Path, fmt: str) -> None:
    paths = [tmp_path / f"{name}.{fmt}" for name in "ab"]
    for path in paths:
        assert ikz("nutzen", str(FIVE), "--stichtag", "2026-11-22", "-o", str(path)).code == 0
    data = paths[0].read_bytes()
    assert data == paths[1].read_bytes()
    if fmt == "md":
        assert data.decode().count("*Bild: ") == 3
        assert "nicht eingerechnet: Abrechnungsverfahren (Gemeinde Eichgrund)" in data.decode()
    elif fmt == "html":
        assert data.decode().count("<svg ") == 3
    elif fmt == "pdf":
        assert data.startswith(b"%PDF")
    else:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert sum(name.endswith(".png") for name in archive.namelist()) == 3


def test_the_form_is_written_and_its_way_told(ikz: Ikz, tmp_path: Path) -> None:
    assert ikz("nutzen", str(THREE), "--vorlage", "kosten.xlsx").out == "Geschrieben: kosten.xlsx\n"
    assert ikz("nutzen", str(THREE), "--vorlage", "kosten.ods").code == 2
    empty = ikz("nutzen", str(THREE), "--kosten", "kosten.xlsx")
    assert (empty.code, empty.out) == (1, "")
    assert "kosten.xlsx, Blatt Bisher, Zelle A2: " in empty.err


@pytest.mark.parametrize(
    ("arguments", "code", "part"),
    [
        ([], 2, "Aufruf: ikz-recht nutzen"),
        (["fehlt.yaml"], 1, "fehlt.yaml"),
        ([str(THREE)], 1, "enthält keine Kostenangaben"),
        ([str(THREE), "--kosten", "fehlt.yaml"], 1, "fehlt.yaml"),
        ([str(THREE), "--kosten", "kosten.xlsm"], 1, "Makros"),
        ([str(THREE), "--kosten", str(FIVE)], 1, "Der Schlüssel „jahre“ fehlt"),
        ([str(FIVE), "-o", "nutzen.xyz"], 2, "Möglich sind"),
    ],
)
def test_wrong_calls_are_told_in_german(ikz: Ikz, arguments: list[str], code: int, part: str) -> None:
    result = ikz("nutzen", *arguments)
    assert (result.code, result.out) == (code, "")
    assert part in result.err


def test_names_cannot_break_the_document(ikz: Ikz, tmp_path: Path) -> None:
    hostile = "[x](http://b.example) | # {{7*7}} <b>"
    (tmp_path / "fall.yaml").write_text(CASE.replace("Gemeinde A", f'"{hostile}"'), encoding="utf-8")
    (tmp_path / "kosten.yaml").write_text(COSTS.replace("Gemeinde A", f'"{hostile}"'), encoding="utf-8")
    assert ikz("nutzen", "fall.yaml", "--kosten", "kosten.yaml", "-o", "n.html").code == 0
    page = (tmp_path / "n.html").read_text(encoding="utf-8")
    assert 'href="http://b.example"' not in page
    assert "49" not in re.findall(r"\{\{.*?\}\}|49 &lt;b", page)
    for svg in re.findall(r"<svg .*?</svg>", page, re.DOTALL):
        ElementTree.fromstring(svg)


def test_output_in_the_readme_is_real(ikz: Ikz, monkeypatch: pytest.MonkeyPatch) -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^\$ \.venv/bin/ikz-recht (nutzen .*)\n((?:.*\n)*?)```", readme, re.MULTILINE)
    monkeypatch.chdir(PROJECT)
    result = ikz(*shown[0].split(), "--stichtag", "2026-11-22")
    assert [line for line in shown[1].splitlines() if line != "…" and line not in result.out.splitlines()] == []


# Asking


ANSWERS = [
    "1.1.2027",
    "",
    "einwohner",
    "Gemeinde B",
    "400",
    "0,8",
    "?",
    "viel",
    "60000",
    "weiß nicht",
    "1",
    "300",
    "1",
    "61000",
    "zurück",
    "62000",
]
ANSWERS += ["4000", "1", "1,2", "63.000", "7000 bis 8000", "500", "2", "10000"]


def test_asked_figures_are_written_and_computed(ikz: Ikz, tmp_path: Path) -> None:
    (tmp_path / "fall.yaml").write_text(CASE, encoding="utf-8")
    result = ikz("nutzen", "fall.yaml", "--fragen", stdin="\n".join(ANSWERS))
    assert result.code == 0, result.err
    assert "„viel“ ist keine Zahl" in result.out
    written = (tmp_path / "fall-kosten.yaml").read_text(encoding="utf-8")
    assert "betrag: weiß nicht" in written
    assert result.out.endswith(ikz("nutzen", "fall.yaml", "--kosten", "fall-kosten.yaml").out)
    again = ikz("nutzen", "fall.yaml", "--fragen", stdin="")
    assert (again.code, "gibt es schon" in again.err) == (1, True)


@pytest.mark.parametrize(("count", "last", "code"), [(5, "sichern", 0), (5, "", 1), (0, "", 1)])
def test_what_was_answered_is_kept(ikz: Ikz, tmp_path: Path, count: int, last: str, code: int) -> None:
    (tmp_path / "fall.yaml").write_text(CASE, encoding="utf-8")
    result = ikz(
        "nutzen",
        "fall.yaml",
        "--fragen",
        stdin="\n".join([*ANSWERS[:count], last]) if last else "".join(f"{line}\n" for line in ANSWERS[:count]),
    )
    assert result.code == code
    assert (tmp_path / "fall-kosten.yaml").exists() is (count > 0)
    if count:
        assert "faelle: '400'" in (tmp_path / "fall-kosten.yaml").read_text(encoding="utf-8")


# Sentences


def test_sentences_for_who_gains_and_who_loses() -> None:
    found = benefit_sentences(benefit_of_text(COSTS, CASE))
    assert found["Gemeinde A"].startswith(
        "Das bringt Ihnen: 20.000 Euro weniger Kosten im Jahr (33 Prozent der heutigen), sobald alles läuft; über vier Jahre"
    )
    assert found["Gemeinde A"].endswith("80.000 Euro. Statt 1 Person sind 3 Personen da, die die Aufgabe erledigen können.")
    dear = benefit_of_text(COSTS.replace("betrag: 39000", "betrag: 89000"), CASE)
    losing = benefit_sentences(dear)["Gemeinde B"]
    assert losing.startswith("Nach diesen Angaben verlieren Sie: 26.769 Euro mehr im Jahr, sobald alles läuft; über vier Jahre")
    assert "Ausgleich" in losing


@pytest.mark.parametrize(("stated", "taxed", "rate"), [("ja", "ja", 19), ("nein", "nein", 0), ("offen", "offen", None)])
def test_what_the_user_says_of_tax_goes_first(stated: str, taxed: str, rate: int | None) -> None:
    found = benefit_of_text(COSTS.replace("umsatzsteuer: nein", f"umsatzsteuer: {stated}"), CASE)
    assert found.tax.taxed == taxed
    assert found.model.vat_percent.known is (rate is not None)
    if rate is not None:
        assert found.model.vat_percent.low == rate


@pytest.mark.parametrize(
    ("answers", "performer", "taxed"),
    [
        ("jahresumsatz_gleichartig: 9000, rechtsgrundlage: oeffentlich_rechtlich", "Gemeinde B", "nein"),
        ("rechtsgrundlage: privatrechtlich", "Gemeinde B", "ja"),
        ("rechtsgrundlage: privatrechtlich", "einrichtung", "ja"),
        ("gesetzlich_vorbehalten: ja", "einrichtung", "offen"),
        ("ust_altes_recht: ja, rechtsgrundlage: privatrechtlich", "Gemeinde B", "ja"),
    ],
)
def test_tax_follows_the_opinion(answers: str, performer: str, taxed: str) -> None:
    case = CASE.replace("aufgabe: kasse", f"aufgabe: kasse, finanzierung: kostenersatz, {answers}")
    costs = COSTS.replace("umsatzsteuer: nein\n", f"durch: {performer}\n")
    assert benefit_of_text(costs, case).tax.taxed == taxed


def test_before_2027_the_old_law_leaves_the_tax_open() -> None:
    case = CASE.replace(
        "aufgabe: kasse", "aufgabe: kasse, finanzierung: kostenersatz, ust_altes_recht: ja, rechtsgrundlage: privatrechtlich"
    )
    costs = COSTS.replace("umsatzsteuer: nein\n", "").replace("beginn: 2027-01-01", "beginn: 2026-10-01")
    found = benefit_of_text(costs, case).tax
    assert (found.taxed, found.rule.id if found.rule else "") == ("offen", "altes_recht")


# Funding


def standings(costs: str, case: str, programme: str) -> dict[str, str]:
    (found,) = [item for item in benefit_of_text(costs, case).fundings if item.programme.id == programme]
    return {test.threshold.kind: test.standing for test in found.tests}


def test_thresholds_of_the_hessian_programme() -> None:
    """Without the surcharge for overhead 55.000 of 120.000 Euro are saved; two partners suffice by exception only; four years are too few."""
    assert standings(COSTS, CASE, "he") == {"ersparnis_prozent": "erfuellt", "partner": "nur_ausnahmsweise", "jahre": "verfehlt"}
    dear = COSTS.replace("satz: 65000", "satz: 103000")
    assert standings(dear, CASE, "he")["ersparnis_prozent"] == "verfehlt"
    open_ = COSTS.replace("satz: 65000", "satz: 65000 bis 103000")
    assert standings(open_, CASE, "he")["ersparnis_prozent"] == "offen"


@pytest.mark.parametrize(("second", "programme", "most"), [("NW", "nw-regel", 90_000), ("HE", "nw-uebergreifend", 75_000)])
def test_what_a_programme_gives_at_most(second: str, programme: str, most: int) -> None:
    """Two of Nordrhein-Westfalen: 175.000 Euro, here bounded by 90 percent of the costs; one with a partner elsewhere: 75.000."""
    case = CASE.replace("land: HE", "land: NW", 1).replace("land: HE", f"land: {second}")
    costs = COSTS + "einmalig: [{bezeichnung: Aufbau, betrag: 100.000}, {bezeichnung: Fest, betrag: 9.000, foerderfaehig: nein}]\n"
    found = benefit_of_text(costs, case)
    (funding,) = [item for item in found.fundings if item.programme.land == "NW"]
    assert (funding.programme.id, funding.most) == (programme, Decimal(most))
    assert found.readings.by_pick["mitte"].total.years[0].grant == 0  # type: ignore[index]


def test_a_programme_counts_in_its_time_only() -> None:
    case = CASE.replace("land: HE", "land: BY")
    import datetime as dt

    assert [item.programme.id for item in benefit_of_text(COSTS, case, dt.date(2025, 6, 1)).fundings] == ["by-richtlinie"]
    assert [item.programme.id for item in benefit_of_text(COSTS, case).fundings] == ["by-danach"]


# Case, memo, documentation, rules


def test_a_saved_case_keeps_its_costs() -> None:
    case = case_from(read_case(FIVE), RULES)
    again = case_from(parse_nodes(case_bytes(case).decode(), FIVE), RULES)
    assert benefit_document(benefit_of(opinion_of(FIVE), costs_of(again, FIVE))) == benefit_document(example(FIVE))


def test_the_memo_tells_what_it_brings(ikz: Ikz, tmp_path: Path) -> None:
    assert ikz("vermerk", str(FIVE), "-o", "v.md", "--stichtag", "2026-11-22").code == 0
    text = (tmp_path / "v.md").read_text(encoding="utf-8")
    assert "Was es den Beteiligten bringt" in text
    assert "**Gemeinde Dornbach:** Das bringt Ihnen: " in text
    assert ikz("vermerk", str(THREE), "-o", "w.md").code == 0
    assert "Das bringt Ihnen" not in (tmp_path / "w.md").read_text(encoding="utf-8")


def test_wrong_costs_in_a_case_are_told_with_their_place(ikz: Ikz, tmp_path: Path) -> None:
    (tmp_path / "fall.yaml").write_text(FIVE.read_text(encoding="utf-8").replace("betrag: 9.500", "betrag: -9.500"), encoding="utf-8")
    result = ikz("vermerk", "fall.yaml", "-o", "v.md")
    assert result.code == 1
    assert re.search(r"fall\.yaml:\d+:\d+: betrag: „-9\.500“ ist negativ", result.err)


def test_the_figures_in_the_page_are_understood() -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    names = "beteiligte:\n" + "".join(f"  - {{name: Gemeinde {name}, art: gemeinde, land: HE}}\n" for name in "AB")
    found = benefit_of_text(text, names)
    assert found.model.one_off
    assert found.model.grants


def test_names_for_the_template_are_documented() -> None:
    names = benefit_context(example(FIVE), Notes(RULES.sources))
    rows = names["beteiligte"][0]
    section = PAGE[PAGE.index("## Vorlagen") :]
    assert sorted(name for name in [*names, *rows] if f"`{name}`" not in section) == []


def test_pictures_are_whole_and_told() -> None:
    for picture in benefit_pictures(example(FIVE)):
        root = ElementTree.fromstring(picture.svg)
        assert root.find(f"{SVG}title") is not None
        assert root.find(f"{SVG}desc") is not None
        assert all(name not in picture.svg for name in ("nan", "inf", "None"))
    long = tornado_picture([Bar("x" * 300, Decimal(-(10**12)), Decimal(10**12), "−10 %", "+10 %")], 0.0)
    ElementTree.fromstring(long.svg)
    ElementTree.fromstring(tornado_picture([], 0.0).svg)


@pytest.mark.parametrize(
    ("file", "old", "new", "part"),
    [
        ("umsatzsteuer.yaml", "prozent: 19", "prozent: 190", "zwischen 0 und 100"),
        ("umsatzsteuer.yaml", "steuerbar: ja", "steuerbar: jein", "„jein“ ist für „steuerbar“ nicht vorgesehen"),
        ("umsatzsteuer.yaml", "umsatzsteuer_einordnung: altes_recht", "umsatzsteuer_einordnng: x", "umsatzsteuer_einordnung"),
        ("foerderung.yaml", "land: TH", "land: XX", "„XX“ ist für „land“ nicht vorgesehen"),
        ("foerderung.yaml", "id: th\n", "id: he\n", "Das Programm „he“ gibt es schon"),
        ("foerderung.yaml", "hoechstbetrag: {prozent_der_einmalkosten: 60}", "hoechstbetrag: {}", "braucht „grundbetrag“"),
        ("kennzahlen.yaml", "monate: 12", "monate: 0", "zwischen 1 und 120"),
        ("kennzahlen.yaml", "arten: [koordination]", "arten: [kordination]", "Gemeint ist vielleicht „koordination“"),
        ("kostenarten.yaml", "id: gemein,", "id: gemeinn,", "Gemeint ist vielleicht „gemein“"),
    ],
)
def test_a_broken_rule_file_is_left_out_and_named(tmp_path: Path, file: str, old: str, new: str, part: str) -> None:
    shutil.copytree(PROJECT / "rules", tmp_path / "rules")
    path = tmp_path / "rules" / "nutzen" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = load_rulebase(tmp_path / "rules", ["HE"])
    assert found.disabled == (f"nutzen/{file}",)
    assert part in str(found.problems[0])
    opinion = opinion_of(FIVE)
    assert opinion.day == DAY


def test_without_the_rules_it_still_computes(small: Ikz, tmp_path: Path) -> None:
    (tmp_path / "fall.yaml").write_text(
        "beteiligte:\n  - {name: Gemeinde A, art: gemeinde, land: HE}\n  - {name: Gemeinde B, art: gemeinde, land: HE}\n", encoding="utf-8"
    )
    (tmp_path / "kosten.yaml").write_text(COSTS.replace("einwohner", "gleich"), encoding="utf-8")
    result = small("nutzen", "fall.yaml", "--kosten", "kosten.yaml")
    assert result.code == 0, result.err
    assert "Das Regelwerk nennt keinen Steuersatz" in result.out
