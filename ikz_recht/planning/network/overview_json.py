"""The overview as one JSON object and as a table; docs/netz.schema.json describes it. Names are stable: others build on them."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any

from ...rulebase.problem import InputProblems, Place, Problem
from .items import Item
from .overview import Overview

JSON_VERSION = 1
COLUMNS = (
    "dringlichkeit",
    "frist",
    "tage",
    "wofuer",
    "titel",
    "stand",
    "naechster_schritt",
    "am_zug",
    "beteiligte",
    "hinweise",
    "herkunft",
    "art",
    "id",
)
_FORMULA = ("=", "+", "-", "@")


def overview_document(overview: Overview) -> dict[str, Any]:
    """Everything that `netz uebersicht` shows."""
    return {
        "json": JSON_VERSION,
        "stichtag": overview.day.isoformat(),
        "dateien": overview.files,
        "vorhaben": [item_document(item, overview.day) for item in overview.items],
        "am_zug": [{"wer": name, "vorhaben": [item.title for item in items]} for name, items in overview.turns().items()],
        "sitzungen": [
            {
                "tag": item.day.isoformat(),
                "gemeinde": item.body,
                "gremium": item.committee,
                "vorlage_bis": item.papers.isoformat() if item.papers else None,
                "vorhaben": list(item.titles),
            }
            for item in overview.agenda
        ],
        "nicht_lesbar": [
            {"datei": str(item.place.path), "zeile": item.place.line, "text": item.text, "abhilfe": item.remedy} for item in overview.broken
        ],
        "uebergangen": [str(path) for path in overview.skipped],
    }


def item_document(item: Item, day: dt.date) -> dict[str, Any]:
    """One line."""
    return {
        "art": item.kind,
        "herkunft": item.origin,
        "id": item.id,
        "titel": item.title,
        "beteiligte": list(item.members),
        "stand": item.state,
        "naechster_schritt": item.next_step,
        "am_zug": list(item.turn),
        "frist": item.deadline.isoformat() if item.deadline else None,
        "wofuer": item.deadline_for,
        "tage": (item.deadline - day).days if item.deadline else None,
        "dringlichkeit": str(item.urgency(day)),
        "steht": item.stalled,
        "hinweise": list(item.notes),
    }


def overview_csv(overview: Overview) -> bytes:
    """The lines as CSV: UTF-8 with mark and semicolons, as German spreadsheets open it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in _rows(overview):
        writer.writerow([_harmless(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def overview_xlsx(overview: Overview, target: Path) -> bytes:
    """The lines as a spreadsheet. Raises InputProblems if xlsxwriter is not installed."""
    try:
        import xlsxwriter
    except ImportError:
        remedy = "Richten Sie die Zusatzpakete „spalten“ ein, oder nehmen Sie .csv."
        raise InputProblems([Problem(Place(target), "Für .xlsx fehlt ein Zusatzpaket.", remedy)]) from None
    data = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(data, options) as book:
        book.set_properties({"created": dt.datetime(overview.day.year, overview.day.month, overview.day.day)})
        sheet = book.add_worksheet("Überblick")
        bold = book.add_format({"bold": True})
        sheet.write_row(0, 0, COLUMNS, bold)
        rows = list(_rows(overview))
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, row)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(rows)), len(COLUMNS) - 1)
        sheet.set_column(4, 9, 32)
    return data.getvalue()


def _rows(overview: Overview) -> list[list[str | int]]:
    documents = [item_document(item, overview.day) for item in overview.items]
    return [[_cell(document[name]) for name in COLUMNS] for document in documents]


def _cell(value: Any) -> str | int:
    if isinstance(value, list):
        return " | ".join(value)
    return value if isinstance(value, int) else value or ""


def _harmless(cell: str | int) -> str | int:
    """No spreadsheet may take a text for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
