"""From files to the bytes of one SQLite file: all of them are good, or nothing is built."""

from __future__ import annotations

import hashlib
import io
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..rulebase.problem import InputProblems, Place, Problem
from ..rulebase.reading import decoded, read_limited
from .boundaries import packed
from .collected import Collected
from .csv_files import read_csv
from .gv100ad import is_gv100ad, read_gv100ad
from .locate import APPLICATION, VERSION
from .model import Source
from .names import folded
from .vg250 import is_geopackage, read_vg250

MAX_BYTES = 100_000_000
SCHEMA = f"""
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {VERSION};
CREATE TABLE meta (as_of TEXT, example INTEGER NOT NULL);
CREATE TABLE source (name TEXT, content TEXT, as_of TEXT, row_count INTEGER, sha256 TEXT);
CREATE TABLE district (key TEXT PRIMARY KEY, name TEXT, kind TEXT, land TEXT) WITHOUT ROWID;
CREATE TABLE association (key TEXT PRIMARY KEY, name TEXT, kind TEXT, seat TEXT, land TEXT) WITHOUT ROWID;
CREATE TABLE municipality (
  ags TEXT PRIMARY KEY, ars TEXT, name TEXT, kind TEXT, land TEXT, district_key TEXT, district_name TEXT,
  association_key TEXT, association_name TEXT, inhabitants INTEGER, area_km2 REAL, postcode TEXT, longitude REAL, latitude REAL,
  folded TEXT, folded_name TEXT
) WITHOUT ROWID;
CREATE TABLE boundary (ags TEXT PRIMARY KEY, polygons BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE neighbour (ags TEXT, other TEXT, between_areas TEXT NOT NULL, PRIMARY KEY (ags, other)) WITHOUT ROWID;
"""
INDICES = """
CREATE INDEX by_district ON municipality (district_key);
CREATE INDEX by_association ON municipality (association_key);
CREATE INDEX by_land ON municipality (land);
CREATE INDEX by_folded ON municipality (folded);
CREATE INDEX by_folded_name ON municipality (folded_name);
"""
_BINARY = (
    (b"PK\x03\x04", "Das ist ein ZIP-Archiv oder eine Excel-Datei.", "Entpacken Sie das Archiv, und laden Sie die Text- oder CSV-Datei."),
    (b"SQLite format 3\0", "Das ist eine SQLite-Datei, aber kein GeoPackage.", "Karten nimmt es als GeoPackage (VG250)."),
    (b"%PDF", "Das ist eine PDF-Datei.", "Laden Sie die Textdatei (GV100AD) oder CSV."),
)


@dataclass(frozen=True, slots=True)
class Built:
    """A register ready to be stored: the bytes of its file, what it was built from, its Länder (two letters), how much it holds."""

    data: bytes
    sources: tuple[Source, ...]
    lands: tuple[str, ...]
    municipalities: int
    associations: int
    pairs: int
    skipped: int
    boundaries: int


def build(paths: Sequence[Path]) -> Built:
    """Read all files and build the register. Raises InputProblems with every problem of every file."""
    found = collect(paths)
    connection = store(found, example=False)
    try:
        data = connection.serialize()
    finally:
        connection.close()
    lands = tuple(sorted({item.land for item in found.municipalities.values()}))
    counts = len(found.municipalities), len(found.associations), len(found.pairs), found.skipped
    boundaries = sum(ags in found.map.areas for ags in found.municipalities) if found.map else 0
    return Built(data, tuple(found.sources), lands, *counts, boundaries)


def collect(paths: Sequence[Path]) -> Collected:
    """The records of all files, compared with one another. Raises InputProblems."""
    found = Collected()
    for path in paths:
        try:
            _read(path, found)
        except InputProblems as problems:
            found.report.extend(problems.problems)
            found.incomplete = True
    found.check(Place(paths[0]))
    if found.report:
        raise InputProblems(found.report)
    found.complete()
    return found


def _read(path: Path, into: Collected) -> None:
    if is_geopackage(_head(path)):
        _read_map(path, into)
        return
    data = read_limited(path, MAX_BYTES)
    for start, text, remedy in _BINARY:
        if data.startswith(start):
            raise InputProblems([Problem(Place(path), text, remedy)])
    text = decoded(data, path)
    if not text.strip():
        raise InputProblems([Problem(Place(path), "Die Datei ist leer.", "Laden Sie sie neu herunter.")])
    before = len(into.report)
    if is_gv100ad(text):
        content, count = "Gemeindeverzeichnis GV100AD (Statistisches Bundesamt)", read_gv100ad(text, path, into)
    else:
        read = read_csv(text, path, into)
        if read is None:
            into.incomplete = True
            return
        content, count = f"CSV mit {read[0]}", read[1]
    dated = "Nachbarn" not in content
    into.incomplete |= "Gemeinde" in content and len(into.report) > before
    into.sources.append(Source(path.name, content, into.as_of if dated else None, count, hashlib.sha256(data).hexdigest()))


def _head(path: Path) -> bytes:
    """The first bytes of a file; none if it cannot be read, which is told elsewhere."""
    try:
        with path.open("rb") if path.is_file() else io.BytesIO() as file:
            return file.read(100)
    except OSError:
        return b""


def _read_map(path: Path, into: Collected) -> None:
    areas = read_vg250(path)
    into.add_map(areas)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    into.sources.append(
        Source(path.name, "Verwaltungsgebiete VG250 (Bundesamt für Kartographie und Geodäsie)", None, len(areas.areas), digest)
    )


def store(found: Collected, *, example: bool) -> sqlite3.Connection:
    """The records in a database in memory."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.executescript(SCHEMA)
    day = found.as_of.isoformat() if found.as_of else None
    connection.execute("INSERT INTO meta VALUES (?, ?)", (day, int(example)))
    _insert(connection, "source", ((s.name, s.content, s.as_of.isoformat() if s.as_of else None, s.rows, s.sha256) for s in found.sources))
    _insert(connection, "district", ((d.key, d.name, d.kind, d.land) for d in found.districts.values()))
    _insert(connection, "association", ((a.key, a.name, a.kind, a.seat, a.land) for a in found.associations.values()))
    _insert(
        connection,
        "municipality",
        (
            (
                m.ags, m.ars, m.name, m.kind, m.land, m.district_key, m.district_name, m.association_key, m.association_name,
                m.inhabitants, m.area_km2, m.postcode, m.longitude, m.latitude, folded(m.short_name), folded(m.full_name),
            )
            for m in found.municipalities.values()
        ),
    )  # fmt: skip
    both = [(*pair, between) for pair, (between, _) in found.pairs.items()]
    _insert(connection, "neighbour", [*both, *((second, first, between) for first, second, between in both)])
    areas = found.map.areas if found.map else {}
    _insert(connection, "boundary", ((ags, packed(areas[ags].polygons)) for ags in found.municipalities if ags in areas))
    connection.executescript(INDICES)
    connection.commit()
    return connection


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    rows = list(rows)
    if rows:
        connection.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(rows[0]))})", rows)
