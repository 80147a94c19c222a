"""The administrative areas VG250 of the Bundesamt für Kartographie und Geodäsie as a GeoPackage (extra `[karten]`).

Read is the layer `vg250_gem` with `AGS`, `GEN`, `BEZ`, `GF` and its polygons in EPSG:25832. GF (Geofaktor) 4 is land with municipalities; other
records (waters of North Sea, Baltic Sea and Bodensee) repeat keys and are left out (BKG, Dokumentation VG250).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..rulebase.problem import InputProblems, Place, Problem
from .boundaries import Polygon
from .map_areas import Area, MapAreas
from .utm import degrees_of

LAYER = "vg250_gem"
CRS = "EPSG:25832"
TOLERANCE = 150.0  # metres: the side of the triangles that may be cut off; about 40 points remain of a municipality
_LAND = ("4", "mit Struktur Land")
_FIELDS = ("AGS", "GEN", "BEZ")
_PRODUCT = "Laden Sie VG250 als GeoPackage in UTM32s vom Bundesamt für Kartographie und Geodäsie."


def is_geopackage(head: bytes) -> bool:
    """Whether the first hundred bytes are those of a GeoPackage."""
    return head.startswith(b"SQLite format 3\0") and head[68:72] in (b"GPKG", b"GP10", b"GP11")


def read_vg250(path: Path) -> MapAreas:
    """All areas with their borders. Raises InputProblems (extra missing, damaged, other layer or coordinates, wrong keys)."""
    shapely, pyogrio = _packages(path)
    layer, shapes, columns = _records(path, pyogrio)
    try:
        shapes = shapely.make_valid(shapely.from_wkb(shapes))
        by_key = _by_key(path, shapely.area(shapes), columns)
        if not by_key:
            raise InputProblems([Problem(Place(path), f"Die Ebene „{layer}“ enthält keine Gemeinden.", _PRODUCT)])
        whole = [shapes[own[0]] if len(own) == 1 else shapely.union_all(shapes[own]) for own in by_key.values()]
        coarse = shapely.coverage_simplify(whole, TOLERANCE)
        areas = {}
        for (key, (first, *_)), shape, outline in zip(by_key.items(), whole, coarse, strict=True):
            inside, unincorporated = shapely.point_on_surface(shape), "gemeindefrei" in _text(columns["BEZ"][first]).casefold()
            centre = degrees_of(inside.x, inside.y)
            areas[key] = Area(key, _text(columns["GEN"][first]), unincorporated, _polygons(outline, shapely), centre)
        return MapAreas(areas, _borders(tuple(by_key), whole, shapely), Place(path))
    except shapely.errors.ShapelyError:
        raise _damaged(path) from None


def _by_key(path: Path, sizes: Any, columns: dict[str, Any]) -> dict[str, list[int]]:
    """The records of each municipality. Raises InputProblems for records without key or area."""
    land = columns.get("GF", columns.get("Geofaktor_GF"))
    found: dict[str, list[int]] = {}
    problems = []
    for number, ags in enumerate(map(_text, columns["AGS"])):
        if land is not None and _text(land[number]) not in _LAND:
            continue
        if len(ags) != 8 or not ags.isdigit():
            problems.append(Problem(Place(path), f"AGS: „{ags}“ hat nicht 8 Ziffern (Datensatz {number + 1}).", _PRODUCT))
        elif not sizes[number] > 0:
            text = f"Die Gemeinde {ags} hat keine Fläche (Datensatz {number + 1})."
            problems.append(Problem(Place(path), text, "Laden Sie die Datei neu herunter."))
        else:
            found.setdefault(ags, []).append(number)
    if problems:
        raise InputProblems(problems)
    return found


def _damaged(path: Path) -> InputProblems:
    return InputProblems([Problem(Place(path), "Das GeoPackage ist beschädigt.", "Laden Sie die Datei neu herunter.")])


def _packages(path: Path) -> tuple[Any, Any]:
    try:
        import pyogrio
        import shapely
    except ImportError as missing:
        text = f"Um Karten zu lesen, fehlt das Paket „{missing.name}“."
        raise InputProblems([Problem(Place(path), text, "Richten Sie es ein: pip install '.[karten]'.")]) from None
    return shapely, pyogrio


def _records(path: Path, pyogrio: Any) -> tuple[str, Any, dict[str, Any]]:
    """The layer's name, its shapes as WKB, its columns."""
    try:
        names = [str(name) for name, _ in pyogrio.list_layers(path)]
        layer = next((name for name in names if name.casefold().endswith(LAYER)), None)
        if layer is None:
            text = f"Die Ebene „{LAYER}“ fehlt; es gibt: {', '.join(names) or 'keine'}."
            raise InputProblems([Problem(Place(path), text, _PRODUCT)])
        meta, _, shapes, values = pyogrio.raw.read(path, layer=layer, force_2d=True)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError, pyogrio.errors.GeometryError):
        raise _damaged(path) from None
    if meta["crs"] != CRS:
        text = f"Die Koordinaten stehen in {meta['crs'] or 'einem unbekannten System'}, nicht in {CRS} (UTM32s)."
        raise InputProblems([Problem(Place(path), text, _PRODUCT)])
    columns = dict(zip(map(str, meta["fields"]), values, strict=True))
    missing = [name for name in _FIELDS if name not in columns]
    if missing or shapes is None:
        text = f"In der Ebene „{layer}“ fehlt {', '.join(missing) or 'die Fläche'}."
        raise InputProblems([Problem(Place(path), text, _PRODUCT)])
    return layer, shapes, columns


def _borders(keys: tuple[str, ...], shapes: list[Any], shapely: Any) -> frozenset[tuple[str, str]]:
    """Pairs of areas whose borders have more than single points in common."""
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    lines = shapely.boundary(shapes)
    once = one < other
    one, other = one[once], other[once]
    shared = shapely.length(shapely.intersection(lines[one], lines[other])) > 0
    pairs = ((keys[first], keys[second]) for first, second in zip(one[shared].tolist(), other[shared].tolist(), strict=True))
    return frozenset((min(pair), max(pair)) for pair in pairs)


def _polygons(shape: Any, shapely: Any) -> tuple[Polygon, ...]:
    """The polygons of a shape, the largest first, in whole metres."""
    parts = sorted(
        (part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and not part.is_empty), key=lambda part: -part.area
    )
    return tuple(tuple(_ring(ring) for ring in (part.exterior, *part.interiors)) for part in parts)


def _ring(ring: Any) -> tuple[tuple[int, int], ...]:
    return tuple((round(x), round(y)) for x, y in ring.coords)


def _text(value: object) -> str:
    return "" if value is None else str(value).strip().removesuffix(".0")
