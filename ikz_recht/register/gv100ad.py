"""The GV100AD text file of the Statistisches Bundesamt: one record a line, fields at fixed columns.

Columns (counted from 1) that are read, after the Datensatzbeschreibung of the Gemeindeverzeichnis-Informationssystem (GV-ISys):

  1-2     EF1   Satzart: 10 Land, 20 Regierungsbezirk, 30 Region, 40 Kreis, 50 Gemeindeverband, 60 Gemeinde
  3-10    EF2   Gebietsstand, year month day
  11-18   EF3   Regionalschlüssel: Land 2, Regierungsbezirk 1, Kreis 2, Gemeinde 3
  19-22   EF4   Gemeindeverband
  23-72   EF5   Bezeichnung
  73-122  EF6   Sitz der Verwaltung
  123-124 EF7   Textkennzeichen (see `model`)
  129-139 EF8   Fläche in Hektar
  140-150 EF9   Bevölkerung
  166-170 EF12  Postleitzahl des Verwaltungssitzes

gv100ad-py 0.2.0 reads the same columns. It is not used, because it stops at the first wrong record without saying where that is.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from ..rulebase.problem import Place
from .collected import Collected
from .model import (
    ASSOCIATION_KINDS,
    DISTRICT_KINDS,
    INDEPENDENT,
    LAND_KEYS,
    MUNICIPALITY_KINDS,
    UNINHABITED,
    Association,
    District,
    Municipality,
)

_FIRST = re.compile(r"[1-6]0\d{8}")
_LENGTH = {"10": 23, "20": 23, "30": 23, "40": 124, "50": 124, "60": 150}  # what a record must have; blanks at its end may be missing
_CUT = "Die Datei scheint abgeschnitten oder verändert; laden Sie sie neu herunter."


def is_gv100ad(text: str) -> bool:
    """Whether the text begins as a GV100AD file does."""
    return _FIRST.match(text.lstrip()) is not None


def read_gv100ad(text: str, path: Path, into: Collected) -> int:
    """Read the records into the collection; how many there were. Uninhabited gemeindefreie Gebiete are only counted."""
    names: dict[str, str] = {}
    opened: dict[str, tuple[str, Place]] = {}  # Kreise and associations that no municipality has followed yet
    count = 0
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.rstrip("\r")
        if not line.strip():
            continue
        count += 1
        record = _Record(line, path, number, into)
        if not record.usable():
            continue
        if record.kind == "40":
            _district(record, into, opened)
        elif record.kind == "50":
            _association(record, into, names, opened)
        elif record.kind == "60":
            _municipality(record, into, names, opened)
    for what, place in opened.values():
        into.report.add(place, f"Zu {what} folgt keine Gemeinde.", _CUT)
    return count


class _Record:
    """One line, read by columns."""

    def __init__(self, line: str, path: Path, number: int, into: Collected) -> None:
        self.line, self.path, self.number, self.into = line, path, number, into
        self.kind = line[:2]
        self.day: dt.date | None = None

    def place(self, column: int = 1) -> Place:
        return Place(self.path, self.number, column)

    def wrong(self, column: int, text: str, remedy: str = _CUT) -> None:
        self.into.report.add(self.place(column), text, remedy)

    def usable(self) -> bool:
        """Whether the record is one of the six kinds, long enough and dated as the others."""
        if self.kind not in _LENGTH:
            self.wrong(1, f"Eine Satzart „{self.kind}“ gibt es in GV100AD nicht.", "Erwartet ist 10, 20, 30, 40, 50 oder 60.")
            return False
        if len(self.line) < _LENGTH[self.kind]:
            self.wrong(
                len(self.line) + 1, f"Der Satz hat {len(self.line)} Zeichen; Satzart {self.kind} hat mindestens {_LENGTH[self.kind]}."
            )
            return False
        if not self.text(23, 72):
            self.wrong(23, "Der Name fehlt.")
            return False
        if not self.line.isprintable():
            self.wrong(1, "Der Satz enthält Steuerzeichen.")
            return False
        try:
            self.day = dt.datetime.strptime(self.line[2:10], "%Y%m%d").date()
        except ValueError:
            self.wrong(3, f"„{self.line[2:10]}“ ist kein Gebietsstand (Jahr, Monat, Tag).")
            return False
        self.into.dated(self.day, self.place(3))
        return True

    def text(self, first: int, last: int) -> str:
        return " ".join(self.line[first - 1 : last].split())

    def key(self, first: int, last: int) -> str:
        text = self.line[first - 1 : last]
        if not (text.isascii() and text.isdigit()):
            self.wrong(first, f"„{text}“ ist kein Schlüssel.")
            return ""
        return text

    def whole(self, first: int, last: int) -> int | None:
        text = self.text(first, last)
        if not (text.isascii() and text.isdigit()):
            self.wrong(first, f"„{text}“ ist keine Zahl.")
            return None
        return int(text)

    def word(self, words: dict[int, str]) -> str | None:
        code = self.text(123, 124)
        word = words.get(int(code)) if code.isascii() and code.isdigit() else None
        if word is None:
            self.wrong(123, f"Ein Textkennzeichen „{code}“ gibt es bei Satzart {self.kind} nicht.")
        return word


def _district(record: _Record, into: Collected, opened: dict[str, tuple[str, Place]]) -> None:
    key, kind = record.key(11, 15), record.word(DISTRICT_KINDS)
    if key and kind and key[:2] in LAND_KEYS:
        name = record.text(23, 72)
        into.add_district(District(key, name, "" if kind in INDEPENDENT else kind, LAND_KEYS[key[:2]]), record.place())
        opened[key] = (f"Kreis {key} ({name})", record.place())


def _association(record: _Record, into: Collected, names: dict[str, str], opened: dict[str, tuple[str, Place]]) -> None:
    district, own, kind = record.key(11, 15), record.key(19, 22), record.word(ASSOCIATION_KINDS)
    if not (district and own) or kind is None or district[:2] not in LAND_KEYS:
        return
    key, name = district + own, record.text(23, 72)
    names[key] = name if kind else ""
    if not kind:
        return
    opened[key] = (f"Verband {key} ({name})", record.place())
    into.add_association(Association(key, name, kind, record.text(73, 122), LAND_KEYS[district[:2]]), record.place())


def _municipality(record: _Record, into: Collected, names: dict[str, str], opened: dict[str, tuple[str, Place]]) -> None:
    ags, own, kind = record.key(11, 18), record.key(19, 22), record.word(MUNICIPALITY_KINDS)
    hectares, inhabitants = record.whole(129, 139), record.whole(140, 150)
    if not (ags and own and kind) or hectares is None or inhabitants is None or record.day is None:
        return
    land, key = LAND_KEYS.get(ags[:2], ""), ags[:5] + own
    opened.pop(ags[:5], None)
    opened.pop(key, None)
    if kind == UNINHABITED:
        into.skipped += 1
        return
    name = record.text(23, 72)
    district = into.districts.get(ags[:5])
    if not land or district is None:
        record.wrong(11, f"Der Kreis {ags[:5]} der Gemeinde {ags} steht nicht vor ihr in der Datei.")
    elif key not in names:
        record.wrong(19, f"Der Gemeindeverband {key} der Gemeinde {ags} steht nicht vor ihr in der Datei.")
    elif inhabitants == 0:
        record.wrong(140, f"Die Gemeinde {name} hat 0 Einwohner.", "Prüfen Sie die Datei; eine bewohnte Gemeinde hat Einwohner.")
    else:
        association = key if names[key] else ""
        postcode = record.text(166, 170)
        into.add_municipality(
            Municipality(
                ags, key + ags[5:], name, kind, land, ags[:5], district.name, association, names[key],
                inhabitants, hectares / 100 or None, postcode if postcode.isdigit() else "", None, None, record.day,
            ),
            record.place(),
        )  # fmt: skip
