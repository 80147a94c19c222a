"""A filled-in workbook read back: its cells become the same nodes as YAML, so everything after it is the same.

What cannot be read is reported by sheet and cell, all at once: formulas, merged cells, errors, unknown headings. Macros, encryption and files
that unpack to more than anyone fills in are refused.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from ...rulebase.fields import Report
from ...rulebase.nodes import Mapping, Node, Scalar, Sequence
from ...rulebase.problem import InputProblems, Place, Problem, suggestion
from ...rulebase.reading import read_limited
from .form import MISSING, REMEDY
from .layout import COLUMNS, FRAME, GRANTS, HINTS, JOINT, LINES, NAME, NOTES, ONCE, PARTNERS, PRESENT, Column, heading_of

MAX_BYTES = 5_000_000
MAX_UNPACKED = 20_000_000
MAX_PARTS = 500
MAX_ROWS = 2_000
MAX_TEXT = 2_000
MOST_OF_A_KIND = 20
_LARGE = Decimal(10) ** 18  # beyond, a number is refused anyway
_OLE = b"\xd0\xcf\x11\xe0"
_MISSING_KEY = re.compile(r"Ergänzen Sie „([^:“]+): …“\.")
_KEY = re.compile("„([a-z_]+)“")
_KEY_START = re.compile("^([a-z_]+)(?=: )")
_KEY_VALUE = re.compile("„([a-z_]+): ([^“]+)“")
_CHOSEN = frozenset({"art", "je", "schluessel", "umsatzsteuer", "foerderfaehig"})


class CellPlace(Place):
    """A cell: `path` names file and sheet, line and column are counted from 1."""

    __slots__ = ()

    def __str__(self) -> str:
        return f"{self.path}, Zelle {column_letters(self.column)}{self.line}" if self.line else str(self.path)


def column_letters(number: int) -> str:
    """A column as spreadsheets name it: 1 is A, 27 is AA."""
    text = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def in_table_words(problems: Iterable[Problem]) -> list[Problem]:
    """Problems of cells in the words of a table instead of YAML's."""
    return [_in_table_words(item) if isinstance(item.place, CellPlace) else item for item in problems]


def _in_table_words(item: Problem) -> Problem:
    found = _MISSING_KEY.fullmatch(item.remedy)
    text = item.text.replace("Der Schlüssel „", "Die Angabe „").replace("Den Schlüssel „", "Die Angabe „")
    remedy = f"Tragen Sie sie unter „{heading_of(found[1])}“ ein." if found else _KEY_VALUE.sub(_cell_value, item.remedy)
    return Problem(item.place, _KEY_START.sub(_heading, _KEY.sub(_heading, text)), _KEY.sub(_heading, remedy))


def _heading(found: re.Match[str]) -> str:
    return found[0].replace(found[1], heading_of(found[1]))


def _cell_value(found: re.Match[str]) -> str:
    return f"unter „{heading_of(found[1])}“ „{found[2]}“"


def read_workbook(path: Path) -> Node:
    """The nodes of a workbook. Raises InputProblems with everything that is wrong with its cells."""
    return workbook_nodes(read_limited(path, MAX_BYTES), path)


def workbook_nodes(data: bytes, path: Path) -> Node:
    """The nodes of a workbook's bytes; `path` is only named in messages. Raises InputProblems."""
    book = _opened(data, path)
    report = Report()
    known = {FRAME, HINTS, *COLUMNS}
    for name in book.sheetnames:
        if name not in known and not name.startswith(NOTES) and book[name].max_row > 1:
            remedy = suggestion(name, known) if name.casefold()[:3] in {item.casefold()[:3] for item in known} else ""
            more = f"Löschen Sie es, oder beginnen Sie seinen Namen mit „{NOTES}“."
            report.add(_place(path, name), f"Das Blatt „{name}“ gehört nicht zur Vorlage.", f"{remedy} {more}".strip())
    sheets = {name: _rows(book, path, name, columns, report) for name, columns in COLUMNS.items()}
    frame = _frame(book, path, report)
    if report:
        raise InputProblems(report)
    return _node(path, frame, sheets)


def _opened(data: bytes, path: Path) -> Any:
    """The workbook, after what is cheap to see has been checked."""
    try:
        import openpyxl
    except ImportError:
        raise InputProblems([Problem(Place(path), MISSING, REMEDY)]) from None
    _check_archive(data, path)
    try:
        return openpyxl.load_workbook(io.BytesIO(data), keep_links=False)
    except Exception:  # openpyxl raises whatever its parsers raise
        raise _refused(path, "Die Tabelle lässt sich nicht lesen.", "Öffnen und speichern Sie sie noch einmal als .xlsx.") from None


def _check_archive(data: bytes, path: Path) -> None:
    if data.startswith(_OLE):
        raise _refused(path, "Die Tabelle ist verschlüsselt oder im alten Format .xls.", "Speichern Sie sie ohne Kennwort als .xlsx.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise _refused(path, "Das ist keine Tabelle im Format .xlsx.", "Speichern Sie sie noch einmal als .xlsx.") from None
    if any("vbaproject" in part.filename.lower() or "macrosheets" in part.filename.lower() for part in parts):
        raise _refused(path, "Die Tabelle enthält Makros; solche Dateien werden nicht gelesen.", "Speichern Sie sie als .xlsx ohne Makros.")
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise _refused(path, "Die Tabelle ist zu groß.", "Nehmen Sie die Vorlage von „--vorlage“ und nur die Zeilen, die Sie brauchen.")


def _refused(path: Path, text: str, remedy: str) -> InputProblems:
    return InputProblems([Problem(Place(path), text, remedy)])


def _place(path: Path, sheet: str, row: int = 0, column: int = 0) -> CellPlace:
    return CellPlace(path.with_name(f"{path.name}, Blatt {sheet}"), row, column)


def _frame(book: Any, path: Path, report: Report) -> dict[str, tuple[Place, Node]]:
    """The lines of the first sheet: what stands in column B for each word in column A."""
    if FRAME not in book.sheetnames:
        report.add(_place(path, FRAME), f"Das Blatt „{FRAME}“ fehlt.", "Nehmen Sie die Vorlage von „--vorlage“.")
        return {}
    sheet = book[FRAME]
    known = {line.heading.casefold(): line for line in LINES}
    found: dict[str, tuple[Place, Node]] = {}
    _check_merged(sheet, path, FRAME, report)
    for row in range(2, min(sheet.max_row, MAX_ROWS) + 1):
        word = _text(sheet.cell(row, 1), _place(path, FRAME, row, 1), report)
        place = _place(path, FRAME, row, 2)
        value = _text(sheet.cell(row, 2), place, report)
        line = known.get(word.casefold())
        if word and line is None:
            hint = report.suggestion(word, [item.heading for item in LINES])
            report.add(_place(path, FRAME, row, 1), f"Eine Angabe „{word}“ gibt es nicht.", hint)
        elif value and line is None:
            report.add(place, "Vor diesem Wert fehlt, wofür er steht.", "Tragen Sie es in Spalte A ein.")
        elif line is not None and value:
            if line.key in found:
                report.add(place, f"„{word}“ steht doppelt.", "Streichen Sie eine Zeile.")
            found[line.key] = (place, Scalar(place, _chosen(line.key, value), False))
    return found


def _rows(book: Any, path: Path, name: str, columns: tuple[Column, ...], report: Report) -> list[Mapping]:
    """The rows of a sheet that say something, each as a mapping from key to text."""
    if name not in book.sheetnames:
        report.add(_place(path, name), f"Das Blatt „{name}“ fehlt.", "Nehmen Sie die Vorlage von „--vorlage“; leer darf es bleiben.")
        return []
    sheet = book[name]
    _check_merged(sheet, path, name, report)
    keys = _headings(sheet, path, name, columns, report)
    if sheet.max_row > MAX_ROWS and any(_filled(sheet, row, keys) for row in range(MAX_ROWS + 1, min(sheet.max_row, MAX_ROWS * 10) + 1)):
        report.add(_place(path, name, MAX_ROWS + 1, 1), f"Mehr als {MAX_ROWS} Zeilen sind nicht vorgesehen.", "Fassen Sie Posten zusammen.")
    rows = []
    for row in range(2, min(sheet.max_row, MAX_ROWS) + 1):
        entries: dict[str, tuple[Place, Node]] = {}
        for column in range(1, min(sheet.max_column, len(columns) * 2) + 1):
            place = _place(path, name, row, column)
            text = _text(sheet.cell(row, column), place, report)
            if text and column in keys:
                entries[keys[column]] = (place, Scalar(place, _chosen(keys[column], text), False))
            elif text:
                report.add(place, "Über dieser Angabe steht keine Überschrift der Vorlage.", "Verschieben oder löschen Sie sie.")
        if entries:
            rows.append(Mapping(_place(path, name, row, 1), entries))
    return rows


def _filled(sheet: Any, row: int, keys: Iterable[int]) -> bool:
    return any(sheet.cell(row, column).value is not None for column in keys)


def _headings(sheet: Any, path: Path, name: str, columns: tuple[Column, ...], report: Report) -> dict[int, str]:
    """Which column stands for which key; the order does not matter."""
    known = {column.heading.casefold(): column.key for column in columns}
    found: dict[int, str] = {}
    for number in range(1, min(sheet.max_column, len(columns) * 2) + 1):
        place = _place(path, name, 1, number)
        text = _text(sheet.cell(1, number), place, report)
        key = known.get(" ".join(text.split()).casefold())
        if key in found.values():
            report.add(place, f"Die Überschrift „{text}“ steht doppelt.", "Löschen Sie eine Spalte.")
        elif key:
            found[number] = key
        elif text:
            report.add(
                place,
                f"Die Überschrift „{text}“ gibt es auf diesem Blatt nicht.",
                report.suggestion(text, [item.heading for item in columns]),
            )
    missing = [column.heading for column in columns if column.key not in found.values()]
    if missing:
        report.add(
            _place(path, name, 1, 1),
            f"Es fehlen Überschriften: {', '.join(missing)}.",
            "Lassen Sie die erste Zeile, wie die Vorlage sie hat.",
        )
    return found


def _check_merged(sheet: Any, path: Path, name: str, report: Report) -> None:
    for area in list(sheet.merged_cells.ranges)[:MOST_OF_A_KIND]:
        place = _place(path, name, area.min_row, area.min_col)
        report.add(place, f"Die Zellen {area.coord} sind verbunden.", "Heben Sie die Verbindung auf, und füllen Sie jede Zelle aus.")


def _text(cell: Any, place: Place, report: Report) -> str:
    """What a cell says, as text; German numbers, ISO dates."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f" or (isinstance(value, str) and value.startswith("=")):
        report.add(place, "Die Zelle enthält eine Formel.", "Fügen Sie statt der Formel ihren Wert ein (Inhalte einfügen, Werte).")
        return ""
    if cell.data_type == "e":
        report.add(place, f"Die Zelle enthält einen Fehler ({value}).", "Tragen Sie den Wert ein.")
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format or ""))
    text = " ".join(str(value).split())
    if len(text) > MAX_TEXT:
        report.add(place, f"Der Text ist länger als {MAX_TEXT} Zeichen.", "Kürzen Sie ihn.")
        return ""
    return text


def _number(value: int | float, shape: str) -> str:
    """A number as German text, so that 1.125 is not read as 1125; percentages as they are shown."""
    if value != value or value in (float("inf"), float("-inf")):
        return str(value)
    exact = Decimal(repr(value)) * (100 if "%" in shape else 1)
    if abs(exact) < _LARGE:
        exact = round(exact, 6)
    text = f"{exact:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",")


def _chosen(key: str, text: str) -> str:
    """Words to choose from are found however they are capitalised."""
    return text.casefold() if key in _CHOSEN else text


def _node(path: Path, frame: dict[str, tuple[Place, Node]], sheets: dict[str, list[Mapping]]) -> Node:
    """Everything in the shape of the YAML file."""
    top = _place(path, FRAME)
    joint_prefix = "gemeinsam."
    entries = {key: value for key, value in frame.items() if not key.startswith(joint_prefix)}
    joint = {key.removeprefix(joint_prefix): value for key, value in frame.items() if key.startswith(joint_prefix)}
    joint["kosten"] = _list(path, JOINT, sheets[JOINT])
    entries["gemeinsam"] = (_place(path, JOINT), Mapping(_place(path, JOINT), joint))
    entries["beteiligte"] = _list(path, PARTNERS, list(_partners(path, sheets)))
    entries["einmalig"] = _list(path, ONCE, sheets[ONCE])
    entries["foerderung"] = _list(path, GRANTS, sheets[GRANTS])
    return Mapping(top, entries)


def _list(path: Path, name: str, rows: list[Mapping]) -> tuple[Place, Node]:
    place = _place(path, name)
    return place, Sequence(place, tuple(rows))


def _partners(path: Path, sheets: dict[str, list[Mapping]]) -> Iterator[Mapping]:
    """Each partner with its rows of the sheet of present costs; rows of somebody who is not named make an entry of their own, which is reported."""
    rows: dict[str, list[Mapping]] = {}
    for row in sheets[PRESENT]:
        who = row.entries.get("von")
        name = who[1].text if who and isinstance(who[1], Scalar) else ""
        rest = {key: value for key, value in row.entries.items() if key != "von"}
        rows.setdefault(name, []).append(Mapping(row.place, rest))
    for partner in sheets[PARTNERS]:
        named = partner.entries.get(NAME)
        name = named[1].text if named and isinstance(named[1], Scalar) else ""
        own = rows.pop(name, [])
        yield Mapping(partner.place, {**partner.entries, "bisher": (partner.place, Sequence(partner.place, tuple(own)))})
    for name, left in rows.items():
        place = left[0].place
        yield Mapping(
            place, {**({NAME: (place, Scalar(place, name, False))} if name else {}), "bisher": (place, Sequence(place, tuple(left)))}
        )
