"""The workbook to fill in: prefilled with what the case says, with hints beside. Guide values stand there as hints only, marked as unproven.

The same case gives the same bytes: nothing in the file says when it was written.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from ...advice.opinion import Opinion
from ...rulebase.evidence import Certainty
from ...rulebase.problem import InputProblems, Place, Problem
from .layout import COLUMNS, FRAME, HINTS, LINES, NAME, PARTNERS, PRESENT, Column
from .model import CostKind

if TYPE_CHECKING:
    from pathlib import Path

MISSING = "Für Tabellen fehlt ein Zusatzpaket."
REMEDY = "Installieren Sie es: pip install 'ikz-recht[tabellen]'."
ROWS = 200  # of each sheet offer their choices
_USUAL = (CostKind.STAFF, CostKind.OVERHEAD, CostKind.MATERIAL, CostKind.IT)


def form_bytes(opinion: Opinion, path: Path) -> bytes:
    """The workbook. `path` is only named in messages. Raises InputProblems if the package for writing is missing."""
    try:
        import xlsxwriter
    except ImportError:
        raise InputProblems([Problem(Place(path), MISSING, REMEDY)]) from None
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": "Kosten", "created": dt.datetime(2000, 1, 1)})
    styles = {
        "head": book.add_format({"bold": True, "bg_color": "#D9E8F5", "border": 1, "text_wrap": True, "valign": "top"}),
        "hint": book.add_format({"italic": True, "font_color": "#555555", "text_wrap": True, "valign": "top"}),
        "cell": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    _frame(book, styles)
    for sheet, columns in COLUMNS.items():
        _sheet(book, sheet, columns, _prefilled(sheet, opinion), styles)
    _hints(book, opinion, styles)
    book.close()
    return buffer.getvalue()


def _frame(book: Any, styles: dict[str, Any]) -> None:
    sheet = book.add_worksheet(FRAME)
    sheet.write_row(0, 0, ("Angabe", "Wert", "Erläuterung"), styles["head"])
    for column, width in enumerate((30, 30, 80)):
        sheet.set_column(column, column, width)
    for row, line in enumerate(LINES, start=1):
        sheet.write(row, 0, line.heading, styles["cell"])
        sheet.write(row, 2, line.hint, styles["hint"])
        if line.choices:
            sheet.data_validation(row, 1, row, 1, _choice(line))


def _sheet(book: Any, name: str, columns: tuple[Column, ...], rows: list[tuple[Any, ...]], styles: dict[str, Any]) -> None:
    """A sheet with its headings; each has its hint as a comment. Text that looks like a formula stays text."""
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
        sheet.write(0, number, column.heading, styles["head"])
        sheet.write_comment(0, number, column.hint, {"author": ""})
        if column.choices:
            sheet.data_validation(1, number, ROWS, number, _choice(column))
    for row, values in enumerate(rows, start=1):
        for number, value in enumerate(values):
            if isinstance(value, str):
                sheet.write_string(row, number, value, styles["cell"])
            elif value is not None:
                sheet.write_number(row, number, value)


def _choice(column: Column) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": [str(item) for item in column.choices],
        "error_title": column.heading,
        "error_message": column.hint,
    }


def _prefilled(sheet: str, opinion: Opinion) -> list[tuple[Any, ...]]:
    """The participants, and for each the usual kinds of costs to fill in."""
    participants = opinion.case.participants or ()
    if sheet == PARTNERS:
        columns = [column.key for column in COLUMNS[PARTNERS]]
        return [tuple({NAME: item.name, "einwohner": item.inhabitants}.get(key) for key in columns) for item in participants]
    if sheet == PRESENT:
        return [(item.name, str(kind), _label(kind, opinion)) for item in participants for kind in _USUAL]
    return []


def _label(kind: str, opinion: Opinion) -> str:
    return opinion.program.rulebase.benefit.kind_name(kind)


def _hints(book: Any, opinion: Opinion, styles: dict[str, Any]) -> None:
    """What belongs into each kind of costs, and guide values as what they are."""
    sheet = book.add_worksheet(HINTS)
    for column, width in enumerate((24, 70, 70)):
        sheet.set_column(column, column, width)
    sheet.write_row(0, 0, ("Kostenart", "Was dazu gehört", "Richtwert: nur ein Hinweis, das Programm rechnet nicht damit"), styles["head"])
    rules = opinion.program.rulebase.benefit
    for row, item in enumerate((*rules.kinds, *rules.hints), start=1):
        unproven = " (Einschätzung, nicht belegt)" if item.evidence.certainty is Certainty.MEMORY else ""
        sheet.write_string(row, 0, f"{item.name} ({item.id})" if item.name else "", styles["cell"])
        sheet.write_string(row, 1, item.text, styles["cell"])
        sheet.write_string(row, 2, f"{item.guide}{unproven}" if item.guide else "", styles["hint"])
