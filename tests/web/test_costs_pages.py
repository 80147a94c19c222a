"""Costs in the browser: by form, by workbook, by file; what is wrong is told at its field, its cell, its line."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ikz_recht.inference.facts import Participant
from ikz_recht.web.costs_form import costs_form

from .conftest import Browser
from .test_parts import THREE, answers, faults, sent_file
from .test_parts import five as five
from .test_parts import three as three


def test_the_questions_on_costs_as_one_form(browser: Browser, three: str) -> None:
    """First everything is asked, then what was answered is calculated with, stands in the case as the terminal writes it, and is shown again."""
    page = browser.open(f"{three}/nutzen")
    assert browser.path == f"{three}/kosten"
    assert page.text.count("<fieldset") == 5  # frame, three participants, what is shared
    browser.send(f"{three}/kosten", **answers())
    assert browser.path == f"{three}/nutzen"
    assert browser.page.text.count("<svg") == 3
    costs = yaml.safe_load(browser.open(f"{three}/fall.yaml").text)["kosten"]
    assert costs["durch"] == "Gemeinde Helsa"
    assert costs["beteiligte"][1] == {
        "name": "Gemeinde Nieste",
        "faelle": "85",
        "bisher": [
            {"art": "personal", "bezeichnung": "Personal", "stellen": "0,3", "satz": "60.000 bis 70.000"},
            {"art": "sachkosten", "bezeichnung": "Sachmittel und IT", "betrag": "weiß nicht"},
        ],
    }
    page = browser.open(f"{three}/kosten")
    assert 'value="60.000 bis 70.000"' in page.text
    assert re.search(r'name="b1-sachkosten_unbekannt" value="weiss_nicht" checked', page.text)
    assert "kosten → " in browser.open(f"{three}/zusammenfassung").text


def test_what_is_typed_beside_a_ticked_box_is_not_dropped_and_a_new_tick_counts(browser: Browser, three: str) -> None:
    def sachkosten() -> str:
        case = yaml.safe_load(browser.open(f"{three}/fall.yaml").text)
        return str(case["kosten"]["beteiligte"][1]["bisher"][1]["betrag"])

    browser.open(f"{three}/kosten")
    for sent, kept in (
        ({"b1-sachkosten": ""}, "weiß nicht"),
        ({"b1-sachkosten": "9.000"}, "9.000"),
        ({"b1-sachkosten": "9.000"}, "weiß nicht"),
    ):
        browser.open(f"{three}/kosten")
        browser.send(f"{three}/kosten", **answers(**sent))  # the box is ticked every time
        assert browser.page.status_code == 200
        assert sachkosten() == kept


def test_who_does_the_work_is_chosen_and_not_assumed(browser: Browser, three: str) -> None:
    equals, taking = (
        (Participant("A", "gemeinde", "HE"), Participant("B", "gemeinde", "HE")),
        Participant("C", "gemeinde", "HE", role="uebernehmend"),
    )
    for participants, shown in ((equals, ""), ((*equals, taking), "C")):
        fields = [field for group in costs_form(participants, "", {}) for field in group.fields]
        assert next(field.value for field in fields if field.id == "durch") == shown
    browser.open(f"{three}/kosten")
    page = browser.send(f"{three}/kosten", **answers(durch=""))
    assert faults(page.text) == {"durch"}


def test_each_wrong_answer_on_costs_is_told_at_its_field(browser: Browser, three: str) -> None:
    browser.open(f"{three}/kosten")
    page = browser.send(f"{three}/kosten", **answers(**{"b0-satz": "viel", "jahre": "99", "b2-stellen": ""}))
    assert page.status_code == 400
    assert browser.title == "Fehler: Kosten"
    assert faults(page.text) == {"jahre", "b0-satz", "b2-stellen"}
    assert 'value="viel"' in page.text
    assert 'value="0,3"' in page.text  # what is right stays
    page = browser.send(f"{three}/kosten", **answers(**{"b1-faelle": "", "b1-faelle_unbekannt": "weiss_nicht"}))
    assert faults(page.text) == {"b1-faelle"}
    assert "Geteilt wird nach Fällen" in page.text
    page = browser.send(f"{three}/kosten", **answers(schluessel="einwohner"))
    assert faults(page.text) == {"schluessel"}
    assert "kosten" not in yaml.safe_load(browser.open(f"{three}/fall.yaml").text)


def test_the_workbook_there_and_back(browser: Browser, three: str) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(browser.open(f"{three}/kosten.xlsx").content))
    assert [row[0].value for row in book["Beteiligte"].iter_rows(min_row=2, max_row=4)] == [
        "Gemeinde Kaufungen",
        "Gemeinde Nieste",
        "Gemeinde Helsa",
    ]
    book["Rahmen"]["B2"] = "irgendwann"
    book["Beteiligte"]["B3"] = "=1+1"
    browser.open(f"{three}/kosten")
    page = sent_file(browser, f"{three}/kosten/datei", "kosten.xlsx", saved(book))
    assert page.status_code == 400
    assert faults(page.text) == {"datei"}
    assert "Zelle B3: Die Zelle enthält eine Formel." in page.text
    book["Rahmen"]["B2"], book["Rahmen"]["B3"], book["Rahmen"]["B4"] = "01.01.2028", 5, "gleich"
    for number, cases in enumerate((640, 85, 260), start=2):
        book["Beteiligte"][f"B{number}"] = cases
    for number in range(2, 14):
        if book["Bisher"][f"B{number}"].value == "personal":
            book["Bisher"][f"D{number}"], book["Bisher"][f"E{number}"] = 0.5, 68000
        elif book["Bisher"][f"B{number}"].value == "gemein":
            book["Bisher"][f"G{number}"] = 10
        else:
            book["Bisher"][f"F{number}"] = "4.000 bis 5.000"
    for column, value in zip("ABE", ("it", "Fachverfahren", 6500), strict=True):
        book["Gemeinsam"][f"{column}2"] = value
    page = sent_file(browser, f"{three}/kosten/datei", "kosten.xlsx", saved(book))
    assert browser.path == f"{three}/nutzen", faults(page.text)
    assert "die mehr sagen, als hier gefragt wird" in browser.open(f"{three}/kosten").text
    assert browser.open(f"{three}/kosten.yaml").text.startswith("beginn:")
    browser.open(f"{three}/kosten")
    browser.send(f"{three}/kosten/streichen")
    assert "kosten" not in yaml.safe_load(browser.open(f"{three}/fall.yaml").text)


def saved(book: Any) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("kosten.txt", b"x", "wird nicht gelesen"),
        ("kosten.xlsx", b"PK\x03\x04kaputt", "Tabelle"),
        ("kosten.xlsm", b"PK", "Makros"),
        ("kosten.yaml", b"\xff\xfe", "UTF-8"),
        ("kosten.yaml", b"beginn: [", "Zeile"),
        ("kosten.yaml", b"beginn: 2028-01-01\njahre: 0\n", "jahre"),
        ("../../kosten.yaml", b"/etc/passwd", ""),
        ("kosten.yaml", b"", "Wählen Sie eine Datei aus"),
        ("ko\x00sten", b"x", "wird nicht gelesen"),
    ],
)
def test_wrong_files_with_costs_are_told_and_change_nothing(browser: Browser, five: str, name: str, content: bytes, told: str) -> None:
    before = browser.open(f"{five}/fall.yaml").text
    browser.open(f"{five}/kosten")
    page = sent_file(browser, f"{five}/kosten/datei", name, content)
    assert page.status_code == 400
    assert told in page.text
    assert faults(page.text) == {"datei"}
    assert browser.open(f"{five}/fall.yaml").text == before


def test_a_case_that_names_a_file_with_costs_opens_none_of_the_server(browser: Browser, tmp_path: Path) -> None:
    secret = tmp_path / "kosten.yaml"
    secret.write_text("geheim: 4711\n", encoding="utf-8")
    browser.open("/hochladen")
    page = sent_file(browser, "/hochladen", "fall.yaml", THREE.read_bytes() + f"kosten: {secret}\n".encode())
    assert page.status_code == 400
    assert "nennt hier eine andere Datei" in page.text
    assert "geheim" not in page.text
