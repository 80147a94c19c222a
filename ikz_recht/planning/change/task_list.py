"""The steps as a task list: who, what, by when, after what; as CSV for every office program, or XLSX (extra `[spalten]`)."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

from ...rulebase.change import TRACKS
from ...rulebase.fact import show_date
from ...rulebase.problem import InputProblems, Place, Problem
from .lines import is_estimate
from .model import ChangePlan, PlannedStep

FORMATS = (".csv", ".xlsx")
HEADINGS = (
    "Nr.", "Phase", "Bereich", "Was", "Wer", "Von", "Bis", "Nach Nr.", "Meilenstein", "Puffer (Tage)", "Ergebnis", "Lücke", "Norm", "Beleg", "Stand",
)  # fmt: skip
WIDTHS = (5, 24, 20, 70, 36, 11, 11, 10, 11, 12, 24, 30, 24, 14, 12)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_DATES = (5, 6)
_NUMBERS = (0, 9)


def check_format(path: Path) -> str:
    """The ending. Raises InputProblems for one that is no task list."""
    ending = path.suffix.lower()
    if ending not in FORMATS:
        raise InputProblems(
            [Problem(Place(path), "Eine Aufgabenliste ist eine CSV- oder XLSX-Datei.", "Geben Sie einen Namen mit .csv oder .xlsx an.")]
        )
    return ending


def task_list(plan: ChangePlan, path: Path) -> bytes:
    """The file in the format of the ending. Raises InputProblems."""
    return _xlsx(plan, path) if check_format(path) == ".xlsx" else _csv(plan)


def rows(plan: ChangePlan) -> list[tuple[str, ...]]:
    """The cells of every step, as text."""
    names = {phase.phase.id: phase.phase.name for phase in plan.phases}
    return [_row(step, names[step.phase]) for step in plan.steps]


def _row(step: PlannedStep, phase: str) -> tuple[str, ...]:
    return (
        str(step.number),
        phase,
        TRACKS[step.track],
        step.said.text,
        ", ".join(step.roles),
        show_date(step.start),
        show_date(step.end),
        ", ".join(map(str, step.after)),
        "ja" if step.milestone else "",
        str(step.reserve_days),
        step.outcome,
        step.gap,
        step.said.norm,
        "Einschätzung" if is_estimate(step.said.evidence) else "belegt",
        "offen",
    )


def harmless(text: str) -> str:
    """A cell that no program takes for a formula (OWASP, CSV Injection): such text gets an apostrophe in front."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _csv(plan: ChangePlan) -> bytes:
    """With semicolons and a byte order mark, as German office programs expect it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows([harmless(cell) for cell in row] for row in rows(plan))
    return out.getvalue().encode("utf-8-sig")


def _xlsx(plan: ChangePlan, path: Path) -> bytes:
    try:
        import xlsxwriter
    except ImportError:
        text = "Für XLSX fehlt das Paket xlsxwriter."
        raise InputProblems([Problem(Place(path), text, "Installieren Sie „ikz-recht[spalten]“, oder nehmen Sie .csv.")]) from None
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": f"Aufgabenliste: {plan.title}"[:250], "created": dt.datetime.combine(plan.opinion.day, dt.time())})
        sheet = book.add_worksheet("Aufgabenliste")
        head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "dd.mm.yyyy", "valign": "top", "align": "left"})
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.write_row(0, 0, HEADINGS, head)
        for line, (step, row) in enumerate(zip(plan.steps, rows(plan), strict=True), start=1):
            for column, cell in enumerate(row):
                if column in _DATES:
                    sheet.write_datetime(line, column, step.start if column == _DATES[0] else step.end, day)
                elif column in _NUMBERS:
                    sheet.write_number(line, column, int(cell), wrap)
                else:
                    sheet.write_string(line, column, cell, wrap)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(plan.steps), len(HEADINGS) - 1)
        sheet.set_landscape()
        sheet.repeat_rows(0)
        sheet.fit_to_pages(1, 0)
    return out.getvalue()
