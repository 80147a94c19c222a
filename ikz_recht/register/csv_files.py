"""The CSV files, recognised by their headings: municipalities, associations, neighbours."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from ..rulebase.problem import Place
from .cells import Cells, rows, split_line
from .collected import Announced, Collected
from .model import ASSOCIATION_KINDS, LAND_CODES, LAND_KEYS, MUNICIPALITY_KINDS, UNINHABITED, Association, District, Municipality

MUNICIPALITIES = (
    "ars", "ags", "name", "bezeichnung", "land", "kreis", "kreis_name", "verband", "verband_name",
    "einwohner", "flaeche_km2", "plz", "lon", "lat", "stand",
)  # fmt: skip
ASSOCIATIONS = (
    "verband", "verband_name", "art", "sitz", "land", "kreis", "kreis_name", "mitglieder", "einwohner", "flaeche_km2", "stand",
)  # fmt: skip
NEIGHBOURS = ("ags_a", "ags_b")
NEIGHBOURS_ACROSS = ("ags_a", "ags_b", "gemeindefreie_ags")
_KINDS = tuple(MUNICIPALITY_KINDS.values())
_ASSOCIATION_KINDS = tuple(filter(None, ASSOCIATION_KINDS.values()))


def read_csv(text: str, path: Path, into: Collected) -> tuple[str, int] | None:
    """Read a CSV text into the collection: what it holds and how many lines; None if its headings are not known (reported)."""
    head = text.partition("\n")[0].rstrip("\r")
    delimiter = ";" if head.count(";") > head.count(",") else ","
    try:
        headings = [cell.casefold() for cell in split_line(head, delimiter)]
    except csv.Error:
        headings = []
    found = next((reader for names, reader in _READERS.items() if sorted(names) == sorted(headings)), None)
    if found is None:
        _unknown(headings, path, into)
        return None
    what, read = found
    count = 0
    for cells in rows(text, path, headings, delimiter, into.report):
        count += 1
        read(cells, into)
    if not count:
        into.report.add(Place(path, 1, 1), "Unter der Kopfzeile stehen keine Zeilen.", "Die Datei scheint abgeschnitten.")
    return what, count


def _unknown(headings: list[str], path: Path, into: Collected) -> None:
    """Say which headings are missing or too many for the kind of file that fits best."""
    names, (what, _) = max(_READERS.items(), key=lambda entry: len(set(entry[0]) & set(headings)) / len({*entry[0], *headings}))
    missing, extra = [name for name in names if name not in headings], [name for name in headings if name not in names]
    if len(missing) == len(names):
        text = "Das ist weder eine GV100AD-Datei noch eine CSV-Datei mit bekannter Kopfzeile."
        into.report.add(Place(path, 1, 1), text, "Die Formate stehen in docs/register.md.")
        return
    wrong = [f"fehlt {', '.join(missing)}"] if missing else []
    wrong += [f"ist zu viel oder doppelt: {', '.join(extra or headings)}"] if extra or not missing else []
    into.report.add(Place(path, 1, 1), f"In der Kopfzeile einer Datei mit {what} {'; '.join(wrong)}.", f"Sie lautet: {','.join(names)}")


def _municipality(cells: Cells, into: Collected) -> None:
    before = len(into.report)
    ars, ags = cells.digits("ars", 12), cells.digits("ags", 8)
    kind, land = cells.word("bezeichnung", _KINDS), cells.word("land", LAND_CODES)
    district, association = cells.digits("kreis", 5), cells.digits("verband", 9, required=False)
    inhabitants, area = cells.whole("einwohner"), cells.number("flaeche_km2", 0, 5000)
    longitude, latitude = cells.number("lon", 5, 16), cells.number("lat", 47, 56)
    name, district_name = cells.text("name"), cells.text("kreis_name")
    association_name, as_of = cells.text("verband_name", required=bool(association)), cells.date("stand")
    if inhabitants == 0 and kind != UNINHABITED:
        cells.wrong("einwohner", f"Die Gemeinde {name} hat 0 Einwohner.", "Ist die Zahl nicht bekannt, lassen Sie das Feld leer.")
    if ags and land and LAND_KEYS.get(ags[:2]) != LAND_CODES[land]:
        cells.wrong("land", f"Die Gemeinde {ags} liegt nach ihrem Schlüssel nicht in {land}.", "Prüfen Sie, ob Spalten vertauscht sind.")
    if ags and district and ags[:5] != district:
        cells.wrong("kreis", f"Die Gemeinde {ags} liegt nach ihrem Schlüssel im Kreis {ags[:5]}, nicht {district}.")
    if ags and ars and ars[:5] + ars[9:] != ags:
        cells.wrong("ars", f"Regionalschlüssel {ars} und Gemeindeschlüssel {ags} gehören nicht zusammen.")
    if association and ars and ars[:9] != association:
        cells.wrong("verband", f"Der Verband {association} passt nicht zum Regionalschlüssel {ars}.")
    if len(into.report) > before or as_of is None:
        return
    place, code = Place(cells.path, cells.line, 1), LAND_CODES[land]
    if kind == UNINHABITED:
        into.skipped += 1
        return
    into.add_district(District(district, district_name, "", code), place)
    into.add_municipality(
        Municipality(
            ags, ars, name, kind, code, district, district_name, association, association_name, inhabitants, area or None,
            cells.digits("plz", 5, required=False), longitude, latitude, as_of,
        ),
        place,
    )  # fmt: skip


def _association(cells: Cells, into: Collected) -> None:
    before = len(into.report)
    key, kind, land = cells.digits("verband", 9), cells.word("art", _ASSOCIATION_KINDS), cells.word("land", LAND_CODES)
    name, as_of = cells.text("verband_name"), cells.date("stand")
    announced = Announced(cells.whole("mitglieder"), cells.whole("einwohner"))
    if key and land and LAND_KEYS.get(key[:2]) != LAND_CODES[land]:
        cells.wrong("land", f"Der Verband {key} liegt nach seinem Schlüssel nicht in {land}.", "Prüfen Sie, ob Spalten vertauscht sind.")
    if len(into.report) > before or as_of is None:
        return
    place = Place(cells.path, cells.line, 1)
    into.dated(as_of, place)
    into.add_association(Association(key, name, kind, cells.text("sitz", required=False), LAND_CODES[land]), place, announced)


def _neighbours(cells: Cells, into: Collected) -> None:
    first, second = cells.digits("ags_a", 8), cells.digits("ags_b", 8)
    between = ""
    if "gemeindefreie_ags" in cells.values:
        between = cells.text("gemeindefreie_ags")
        if between and not all(len(key) == 8 and key.isdigit() for key in between.split("|")):
            cells.wrong("gemeindefreie_ags", f"„{between}“ sind keine Schlüssel mit 8 Ziffern.", "Trennen Sie mehrere mit „|“.")
            return
    if first and second and (between or "gemeindefreie_ags" not in cells.values):
        into.add_pair(first, second, between, Place(cells.path, cells.line, 1))


_READERS: dict[tuple[str, ...], tuple[str, Callable[[Cells, Collected], None]]] = {
    MUNICIPALITIES: ("Gemeinden", _municipality),
    ASSOCIATIONS: ("Verbänden", _association),
    NEIGHBOURS: ("Nachbarn", _neighbours),
    NEIGHBOURS_ACROSS: ("Nachbarn über gemeindefreie Gebiete", _neighbours),
}
