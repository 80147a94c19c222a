"""Cost figures read from YAML and from a workbook: what is understood, and what is told of what is wrong."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikz_recht.planning.benefit.amounts import parse_amount, show
from ikz_recht.planning.benefit.costs_file import costs_of, read_costs_file
from ikz_recht.planning.benefit.form import form_bytes
from ikz_recht.planning.benefit.layout import COLUMNS, FRAME, LINES
from ikz_recht.planning.benefit.model import Amount, CostKind, CostModel, Driver, Key
from ikz_recht.planning.benefit.read_costs import cost_model
from ikz_recht.planning.benefit.workbook import column_letters, read_workbook
from ikz_recht.rulebase.fact import ValueProblem
from ikz_recht.rulebase.problem import InputProblems
from tests.planning.benefit_models import FIVE, THREE, THREE_COSTS, opinion_of, read

pytestmark = pytest.mark.usefixtures("quick")
GOOD = """
beginn: 2027-01-01
jahre: 5
schluessel: gleich
beteiligte:
  - {name: A, bisher: [{art: personal, bezeichnung: Stelle, stellen: "0,5", satz: 70.000}]}
  - {name: B, bisher: [{art: it, betrag: 1.000 bis 2.000}]}
gemeinsam: {kosten: [{art: personal, betrag: weiß nicht}]}
"""


def told(text: str, names: str = "AB") -> str:
    with pytest.raises(InputProblems) as caught:
        read(text, names)
    return str(caught.value)


# Numbers


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("12", "12", "12"),
        ("1.125", "1125", "1125"),
        ("1.125,5", "1125.5", "1125.5"),
        ("0.5", "0.5", "0.5"),
        ("10.000 bis 12.000", "10000", "12000"),
        ("von 10 bis 12 Euro", "10", "12"),
        ("10–12 €", "10", "12"),
        ("weiß nicht", "0", None),
        ("unbekannt", "0", None),
    ],
)
def test_amounts(text: str, low: str, high: str | None) -> None:
    assert parse_amount(text) == Amount(Decimal(low), None if high is None else Decimal(high))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("-5", "ist negativ"),
        ("−5", "ist negativ"),
        ("NaN", "keine Zahl"),
        ("inf", "keine Zahl"),
        ("1e15", "keine Zahl"),
        ("1000000000000000", "außerhalb von 0 bis 10.000.000.000"),
        ("9" * 500, "keine Zahl"),
        ("12 bis 10", "kleiner als der erste"),
        ("viel", "keine Zahl"),
        ("1,2,3", "keine Zahl"),
        ("", "keine Zahl"),
        ("\x1b[31m5", "keine Zahl"),
    ],
)
def test_what_is_no_amount(text: str, part: str) -> None:
    with pytest.raises(ValueProblem, match=re.escape(part)) as caught:
        parse_amount(text)
    assert "\x1b" not in str(caught.value)


@given(st.decimals(0, 10_000_000, places=2))
def test_amounts_are_read_as_they_are_shown(number: Decimal) -> None:
    assert parse_amount(show(number)) == Amount(number, number)


# YAML


def test_a_model_is_read() -> None:
    found = read(GOOD)
    assert (found.start, found.years, found.key) == (dt.date(2027, 1, 1), 5, Key.EQUAL)
    assert found.partner("A").items[0].amount == Amount.exactly(35_000)
    assert found.partner("A").items[0].positions == Decimal("0.5")
    assert found.joint[0].amount.open_ended


def test_a_surcharge_is_on_the_staff_of_the_same_list() -> None:
    text = GOOD.replace("satz: 70.000}", "satz: 70.000, bleibt: 10}, {art: gemein, prozent: 20}")
    staff, overhead = read(text).partner("A").items
    assert (overhead.kind, overhead.amount, overhead.residual) == (CostKind.OVERHEAD, Amount.exactly(7_000), staff.residual)


def test_all_keys_of_the_shipped_examples_are_understood() -> None:
    three = costs_of(opinion_of(THREE).case, THREE, THREE_COSTS)
    model = cost_model(three, opinion_of(THREE).case.participants or ())
    assert model.performer == "Gemeinde Helsa"
    five = opinion_of(FIVE)
    found = cost_model(costs_of(five.case, FIVE), five.case.participants or ())
    assert {item.driver for item in found.joint} == {Driver.GROUP, Driver.CASE, Driver.PARTNER}
    assert found.performer == "Stadt Ahrenfeld"  # nobody else takes the task over


BAD = [
    ("betrag: 1.000 bis 2.000", "betrag: -7", "kosten.yaml:7:42: betrag: „-7“ ist negativ."),
    ("betrag: 1.000 bis 2.000", "betrag: NaN", "„NaN“ ist keine Zahl"),
    ("betrag: 1.000 bis 2.000", "betrag: 1000000000000000", "liegt außerhalb"),
    ("betrag: 1.000 bis 2.000", "betrag: [1]", "muss ein Text sein"),
    ("betrag: 1.000 bis 2.000", "bezeichnung: X", "braucht „betrag“, oder „stellen“ und „satz“"),
    ("betrag: 1.000 bis 2.000", "betrag: 1, prozent: 5", "Streichen Sie, was zu viel ist"),
    ("betrag: 1.000 bis 2.000", "prozent: 5", "braucht Personalkosten in derselben Liste"),
    ("betrag: 1.000 bis 2.000", "betrag: 1, fixanteil: 50", "hängt von der Fallzahl ab; sie fehlt bei: B"),
    ("betrag: 1.000 bis 2.000", "betrag: 1, fixanteil: 150", "liegt außerhalb von 0 bis 100"),
    ("betrag: 1.000 bis 2.000", "betrag: 1, entfaellt: 31.02.2027", "Den Tag „31.02.2027“ gibt es nicht"),
    ('stellen: "0,5"', "stellen: 0,5", "In geschweiften Klammern trennt ein Komma"),
    ("art: it", "art: itt", "Gemeint ist vielleicht „it“"),
    ("name: B,", "name: C,", "„C“ ist im Fall nicht beteiligt"),
    ("name: B,", "name: A,", "„A“ steht doppelt"),
    ("jahre: 5", "jahre: 0", "liegt außerhalb von 1 bis 30"),
    ("jahre: 5", "jahre: 2,5", "ganze Zahl"),
    ("jahre: 5", "jahre: weiß nicht", "„jahre“ ist nicht beantwortet"),
    ("jahre: 5", "", "Der Schlüssel „jahre“ fehlt"),
    ("beginn: 2027-01-01", "beginn: bald", "„bald“ ist kein Datum"),
    ("schluessel: gleich", "schluessel: faelle", "braucht „faelle“ bei „A“"),
    ("schluessel: gleich", "schluessel: einwohner", "braucht „einwohner“ bei „B“"),
    ("schluessel: gleich", "schluessel: fair", "Möglich sind"),
    ("schluessel: gleich", "schluessel: gleich\ndurch: C", "„C“ ist für „durch“ nicht vorgesehen"),
    ("schluessel: gleich", "schluessel: gleich\nfarbe: rot", "Den Schlüssel „farbe“ gibt es hier nicht"),
    ("schluessel: gleich", "schluessel: gleich\nzinssatz: -1", "ist negativ"),
    ("schluessel: gleich", "schluessel: gleich\neinmalig: [{bezeichnung: X, betrag: 1, am: 2050-01-01}]", "liegt nicht im Zeitraum"),
    ("schluessel: gleich", "schluessel: gleich\neinmalig: [{bezeichnung: X, betrag: 1, von: Z}]", "„Z“ ist nicht beteiligt"),
    ("betrag: weiß nicht", "betrag: 1, je: stufe", "brauchen „faelle_je_stufe“"),
    ("betrag: weiß nicht", "betrag: 1, je: fall", "sie fehlt bei: A, B"),
    ("betrag: weiß nicht", "betrag: 1, ab: 2028-01-01, bis: 2027-01-01", "endet, bevor es beginnt"),
    ("gemeinsam: {kosten", "gemeinsame: {kosten", "Der Schlüssel „gemeinsam“ fehlt"),
]


@pytest.mark.parametrize(("old", "new", "part"), BAD)
def test_what_is_wrong_is_told_with_its_place(old: str, new: str, part: str) -> None:
    assert GOOD.count(old) == 1
    message = told(GOOD.replace(old, new))
    assert part in message
    assert re.match(r"kosten\.yaml:\d+:\d+: ", message)


def test_everything_wrong_is_told_at_once() -> None:
    text = GOOD.replace("jahre: 5", "jahre: 99").replace("1.000 bis 2.000", "-1").replace("70.000", "viel")
    assert len(told(text).splitlines()) == 3


def test_shares_must_make_a_whole() -> None:
    text = GOOD.replace("gleich", "anteile").replace("name: A,", "name: A, anteil: 60,").replace("name: B,", 'name: B, anteil: "39,5",')
    assert "Die Anteile ergeben zusammen 99,5 statt 100 Prozent" in told(text)


def test_one_partner_is_no_cooperation() -> None:
    text = re.sub(r"  - \{name: B.*\n", "", GOOD)
    assert "Zu „B“ fehlen die Kosten" in told(text)
    assert "nur eine Beteiligte oder einen Beteiligten" in told(text, "A")


# Workbook


@pytest.fixture(scope="module")
def form() -> bytes:
    return form_bytes(opinion_of(THREE), Path("kosten.xlsx"))


Edit = Callable[[Any], None]


def filled(form: bytes, tmp_path: Path, edit: Edit | None = None) -> Path:
    """The form of the example filled in, then changed, as a file."""
    book = openpyxl.load_workbook(io.BytesIO(form))
    frame = {"Beginn": dt.datetime(2027, 1, 1), "Jahre": 5, "Schlüssel": "Faelle", "Durch": "Gemeinde Helsa", "Zinssatz in Prozent": 2.5}
    for row in range(2, len(LINES) + 2):
        book[FRAME].cell(row, 2).value = frame.get(book[FRAME].cell(row, 1).value)
    for row, cases in enumerate((640, 85, 260), start=2):
        book["Beteiligte"].cell(row, 2).value = cases
    for row in range(2, 14):
        kind = book["Bisher"].cell(row, 2).value
        if kind == "personal":
            book["Bisher"].cell(row, 4).value = 0.5
            book["Bisher"].cell(row, 5).value = "70.000"
            book["Bisher"].cell(row, 9).value = 0.08
            book["Bisher"].cell(row, 9).number_format = "0%"
        elif kind == "gemein":
            book["Bisher"].cell(row, 7).value = 10
        else:
            book["Bisher"].cell(row, 6).value = "1.000 bis 1.500"
    book["Gemeinsam"].append(["personal", "Amt", 1.2, 70000])
    book["Einmalig"].append(["Umstellung", "weiß nicht", dt.date(2026, 11, 1), None, True])
    if edit:
        edit(book)
    path = tmp_path / "kosten.xlsx"
    book.save(path)
    return path


def model_of(path: Path) -> CostModel:
    return cost_model(read_workbook(path), opinion_of(THREE).case.participants or ())


def test_the_form_filled_in_is_read_back(form: bytes, tmp_path: Path) -> None:
    found = model_of(filled(form, tmp_path))
    assert (found.start, found.years, found.key, found.performer) == (dt.date(2027, 1, 1), 5, Key.CASES, "Gemeinde Helsa")
    assert found.interest_percent == Decimal("2.5")
    kaufungen = found.partner("Gemeinde Kaufungen")
    assert kaufungen.cases == 640
    assert [item.amount for item in kaufungen.items][:2] == [Amount.exactly(35_000), Amount.exactly(3_500)]
    assert kaufungen.items[0].residual == Decimal("0.08")
    assert found.joint[0].amount == Amount.exactly(84_000)
    assert (found.one_off[0].day, found.one_off[0].amount.open_ended) == (dt.date(2026, 11, 1), True)


def test_the_form_is_the_same_every_time_and_counts_with_no_guide_value(form: bytes) -> None:
    assert form == form_bytes(opinion_of(THREE), Path("kosten.xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(form))
    assert book.sheetnames == [FRAME, *COLUMNS, "Hinweise"]
    assert all(book["Bisher"].cell(row, column).value is None for row in range(2, 20) for column in range(4, 11))
    hints = [str(row[2]) for row in book["Hinweise"].iter_rows(min_row=2, values_only=True) if row[2]]
    assert hints
    assert all("nicht belegt" in hint for hint in hints)


def test_the_form_as_it_is_names_what_is_missing_by_cell(form: bytes, tmp_path: Path) -> None:
    path = tmp_path / "leer.xlsx"
    path.write_bytes(form)
    with pytest.raises(InputProblems) as caught:
        model_of(path)
    lines = str(caught.value).splitlines()
    assert len(lines) == 15  # twelve empty costs; start, years and key
    assert any(re.search(r"leer\.xlsx, Blatt Bisher, Zelle A2: Ein Posten braucht „Betrag“", line) for line in lines)
    assert any("Tragen Sie sie unter „Beginn“ ein." in line for line in lines)


def put(sheet: str, cell: str, value: Any) -> Edit:
    def edit(book: Any) -> None:
        book[sheet][cell] = value

    return edit


@pytest.mark.parametrize(
    ("edit", "part"),
    [
        (put("Bisher", "F3", "-5"), "Blatt Bisher, Zelle F3"),
        (put("Bisher", "E2", -70000), "Zelle E2: Satz je Stelle: „-70000“ ist negativ"),
        (put("Bisher", "E2", 1e15), "Zelle E2: Satz je Stelle: „1000000000000000“ liegt außerhalb"),
        (put("Bisher", "E2", 1e300), "Zelle E2: Satz je Stelle: „1000"),
        (put("Bisher", "E2", "=35000*2"), "Zelle E2: Die Zelle enthält eine Formel. Fügen Sie statt der Formel ihren Wert ein"),
        (put("Bisher", "E2", "#DIV/0!"), "Zelle E2: Die Zelle enthält einen Fehler"),
        (put("Bisher", "B2", "Personl"), "Zelle B2: „personl“ ist für „Kostenart“ nicht vorgesehen"),
        (
            put("Bisher", "A2", "Gemeinde Niest"),
            "Zelle A2: „Gemeinde Niest“ ist im Fall nicht beteiligt. Gemeint ist vielleicht „Gemeinde Nieste“",
        ),
        (put("Bisher", "J2", "irgendwann"), "Zelle J2: „irgendwann“ ist kein Datum"),
        (put("Bisher", "L2", "Rest"), "Zelle L2: Über dieser Angabe steht keine Überschrift"),
        (put("Bisher", "E1", "Satzt"), "Zelle E1: Die Überschrift „Satzt“ gibt es auf diesem Blatt nicht"),
        (put("Bisher", "E1", "Stellen"), "Zelle E1: Die Überschrift „Stellen“ steht doppelt"),
        (put("Rahmen", "A2", "Anfang"), "Zelle A2: Eine Angabe „Anfang“ gibt es nicht"),
        (put("Rahmen", "B3", "fünf"), "Zelle B3: Jahre: „fünf“ ist keine Zahl"),
        (put("Rahmen", "B4", "fair"), "Zelle B4: „fair“ ist für „Schlüssel“ nicht vorgesehen"),
        (put("Einmalig", "B2", "NaN"), "Zelle B2: Betrag: „NaN“ ist keine Zahl"),
        (lambda book: book["Bisher"].merge_cells("F3:F5"), "Zelle F3: Die Zellen F3:F5 sind verbunden"),
        (lambda book: book.remove(book["Gemeinsam"]), "Das Blatt „Gemeinsam“ fehlt"),
        (
            lambda book: book.create_sheet("Planung").append([1]) or book["Planung"].append([1]),
            "Das Blatt „Planung“ gehört nicht zur Vorlage",
        ),
        (put("Bisher", "A5000", "Gemeinde Nieste"), "Mehr als 2000 Zeilen"),
        (put("Bisher", "C2", "x" * 3000), "Der Text ist länger als 2000 Zeichen"),
    ],
)
def test_what_is_wrong_in_a_workbook_is_told_by_cell(form: bytes, tmp_path: Path, edit: Edit, part: str) -> None:
    with pytest.raises(InputProblems) as caught:
        model_of(filled(form, tmp_path, edit))
    assert part in str(caught.value)
    assert "Der Schlüssel" not in str(caught.value)


def test_sheets_of_ones_own_are_left_alone(form: bytes, tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        for _ in range(3):
            book["Hinweise"].append(["=1+1"])
        book.create_sheet("Notizen").append(["=A1"])

    assert model_of(filled(form, tmp_path, edit)).years == 5


def test_columns_may_change_places(form: bytes, tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        sheet = book["Einmalig"]
        for row in (1, 2):
            first, second = sheet.cell(row, 1).value, sheet.cell(row, 2).value
            sheet.cell(row, 1).value, sheet.cell(row, 2).value = second, first

    assert model_of(filled(form, tmp_path, edit)).one_off[0].label == "Umstellung"


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("make", "part"),
    [
        (lambda form: b"", "keine Tabelle im Format .xlsx"),
        (lambda form: b"Name;Betrag\n", "keine Tabelle im Format .xlsx"),
        (lambda form: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "verschlüsselt oder im alten Format"),
        (lambda form: form[:2000], "keine Tabelle im Format .xlsx"),
        (lambda form: with_part(form, "xl/vbaProject.bin", b"x"), "enthält Makros"),
        (lambda form: with_part(form, "xl/gross.xml", b"0" * 21_000_000), "zu groß"),
        (lambda form: with_part(b"PK\x05\x06" + b"\0" * 18, "a.txt", b"x"), "lässt sich nicht lesen"),
        (lambda form: form + b"0" * 5_000_000, "größer"),
    ],
)
def test_files_that_are_no_workbook_are_refused(form: bytes, tmp_path: Path, make: Callable[[bytes], bytes], part: str) -> None:
    path = tmp_path / "kosten.xlsx"
    path.write_bytes(make(form))
    with pytest.raises(InputProblems, match=re.escape(part)):
        read_costs_file(path)


@pytest.mark.parametrize(
    ("name", "part"),
    [("a.xlsm", "Makros"), ("a.ods", "Format „.ods“"), ("a", "Format „“"), ("fehlt.xlsx", "fehlt.xlsx"), ("fehlt.yaml", "fehlt.yaml")],
)
def test_other_files_are_refused(tmp_path: Path, name: str, part: str) -> None:
    with pytest.raises(InputProblems, match=re.escape(part)):
        read_costs_file(tmp_path / name)


@given(st.integers(1, 16_384))
def test_column_letters(number: int) -> None:
    from openpyxl.utils import get_column_letter

    assert column_letters(number) == get_column_letter(number)
