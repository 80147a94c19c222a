"""Lines of a CSV file, each by itself: a wrong quotation mark spoils its own line and not all that follow."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..rulebase.fields import Report
from ..rulebase.problem import Place

_QUOTED = re.compile(r'"(?:[^"]|"")*"?')
_NUMBER = re.compile(r"\d{1,9}([.,]\d{1,12})?\Z")


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one line by heading. Every method reports a wrong value with its place and gives "" or None for it."""

    values: dict[str, str]
    path: Path
    line: int
    raw: str
    delimiter: str
    report: Report

    def wrong(self, heading: str, text: str, remedy: str = "") -> None:
        """Report a problem at the cell under this heading."""
        self.report.add(Place(self.path, self.line, self._column(heading)), text, remedy)

    def text(self, heading: str, *, required: bool = True) -> str:
        """The text of a cell."""
        value = " ".join(self.values[heading].split())
        if required and not value:
            self.wrong(heading, f"{heading}: Der Wert fehlt.")
        if not value.isprintable():
            self.wrong(heading, f"{heading}: Der Text enthält Steuerzeichen.", "Entfernen Sie unsichtbare Sonderzeichen.")
        return value

    def digits(self, heading: str, count: int, *, required: bool = True) -> str:
        """A key of exactly so many digits."""
        value = self.text(heading, required=required)
        if value and not (len(value) == count and value.isascii() and value.isdigit()):
            zero = len(value) == count - 1 and value.isdigit()
            remedy = "Die führende Null fehlt; lesen Sie die Spalte als Text ein, nicht als Zahl." if zero else ""
            self.wrong(heading, f"{heading}: „{value}“ hat nicht {count} Ziffern.", remedy)
            return ""
        return value

    def word(self, heading: str, known: Collection[str]) -> str:
        """One of the known words."""
        value = self.text(heading)
        if value and value not in known:
            self.wrong(heading, f"{heading}: „{value}“ ist nicht vorgesehen.", self.report.suggestion(value, known))
            return ""
        return value

    def number(self, heading: str, low: float, high: float) -> float | None:
        """A number in these bounds, with point or comma; None if the cell is empty."""
        value = self.values[heading]
        if not value:
            return None
        if not _NUMBER.match(value):
            self.wrong(heading, f"{heading}: „{value}“ ist keine Zahl.", "Schreiben Sie Zahlen ohne Tausenderpunkt.")
            return None
        number = float(value.replace(",", "."))
        if not low <= number <= high:
            self.wrong(heading, f"{heading}: {value} liegt nicht zwischen {low:g} und {high:g}.")
            return None
        return number

    def whole(self, heading: str) -> int | None:
        """A whole number; None if the cell is empty."""
        value = self.values[heading]
        if value and not (value.isascii() and value.isdigit() and len(value) <= 9):
            self.wrong(heading, f"{heading}: „{value}“ ist keine ganze Zahl.", "Schreiben Sie Zahlen ohne Tausenderpunkt.")
            return None
        return int(value) if value else None

    def date(self, heading: str) -> dt.date | None:
        """A day written as 2026-02-28."""
        value = self.text(heading)
        try:
            return dt.date.fromisoformat(value) if value and re.match(r"\d{4}-\d\d-\d\d\Z", value) else _no_date()
        except ValueError:
            if value:
                self.wrong(heading, f"{heading}: „{value}“ ist kein Tag.", "Schreiben Sie zum Beispiel 2026-02-28.")
            return None

    def _column(self, heading: str) -> int:
        wanted, position = list(self.values).index(heading), 0
        for _ in range(wanted):
            quoted = _QUOTED.match(self.raw, position)
            position = self.raw.find(self.delimiter, quoted.end() if quoted else position) + 1
        return position + 1


def _no_date() -> dt.date:
    raise ValueError


def split_line(line: str, delimiter: str) -> list[str]:
    """The cells of a line without white space around them. Raises csv.Error (a quotation mark is not closed, or text follows it)."""
    return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter, strict=True), [])]


def rows(text: str, path: Path, headings: list[str], delimiter: str, report: Report) -> Iterator[Cells]:
    """The lines below the headings that have as many cells as there are headings; all others are reported."""
    lines = text.split("\n")
    last = len(lines) - 1 if not text.endswith("\n") else -1
    for number, raw in enumerate(lines[1:], start=2):
        raw = raw.removesuffix("\r")
        if not raw.strip():
            continue
        try:
            cells = split_line(raw, delimiter)
        except csv.Error:
            report.add(Place(path, number, 1), "Ein Anführungszeichen ist nicht geschlossen, oder nach ihm steht noch Text.")
            continue
        if not any(cells):  # spreadsheets write such lines below the last one
            continue
        if len(cells) != len(headings):
            few = len(cells) < len(headings)
            remedy = "Text, der das Trennzeichen enthält, gehört in Anführungszeichen."
            if few:
                cut = "Die Datei scheint abgeschnitten; laden Sie sie neu herunter."
                remedy = cut if number - 1 == last else f"Zwischen den Feldern steht „{delimiter}“, wie in der Kopfzeile."
            text = f"Die Zeile hat {len(cells)} statt {len(headings)} Felder."
            report.add(Place(path, number, len(raw) + 1 if few else 1), text, remedy)
            continue
        yield Cells(dict(zip(headings, cells, strict=True)), path, number, raw, delimiter, report)
