"""A map of administrative areas: neighbours, centres and boundaries come from it, and what is wrong with it is told."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ikz_recht.cli.main import main
from ikz_recht.register.boundaries import packed, unpacked
from ikz_recht.register.build import build
from ikz_recht.register.store import open_register
from ikz_recht.register.utm import degrees_of

from .conftest import ASSOCIATIONS, HEAD, MUNICIPALITIES, NEIGHBOURS, VARIED, Write, messages

pyogrio = pytest.importorskip("pyogrio")
shapely = pytest.importorskip("shapely")
np = pytest.importorskip("numpy")

KEYS = [line.split(",")[1] for line in MUNICIPALITIES.split("\n")[1:] if line]
SIDE = 4_000  # metres


@dataclass(frozen=True)
class Record:
    """One record of the layer: a square of the grid, or another shape."""

    ags: str
    shape: Any
    kind: str = "Gemeinde"
    land: int = 4


def square(column: float, row: float, width: float = 1) -> Any:
    west, south = 480_000 + column * SIDE, 5_660_000 + row * SIDE
    return shapely.box(west, south, west + width * SIDE, south + SIDE)


def grid(columns: int = 7) -> list[Record]:
    """The municipalities of the example region as squares side by side, 7 in a row."""
    return [Record(ags, square(number % columns, number // columns)) for number, ags in enumerate(KEYS)]


def map_file(path: Path, records: Sequence[Record], *, layer: str = "vg250_gem", crs: str | None = "EPSG:25832", drop: str = "") -> Path:
    fields = {
        "AGS": [record.ags for record in records],
        "GEN": [f"Ort {record.ags[-2:]}" for record in records],
        "BEZ": [record.kind for record in records],
        "GF": [record.land for record in records],
    }
    fields.pop(drop, None)
    pyogrio.raw.write(
        path,
        geometry=np.array([shapely.to_wkb(record.shape) for record in records], dtype=object),
        field_data=[np.array(column, dtype=object if isinstance(column[0], str) else np.int32) for column in fields.values()],
        fields=np.array(list(fields), dtype=object),
        layer=layer,
        driver="GPKG",
        geometry_type="Unknown",
        crs=crs,
    )
    return path


def test_neighbours_share_a_border_not_a_corner(write: Write, tmp_path: Path) -> None:
    built = build([write(MUNICIPALITIES, "g.csv"), map_file(tmp_path / "karte.gpkg", grid())])
    assert (built.pairs, built.boundaries) == (7 * 2 + 6 * 3, 21)
    (tmp_path / "register").write_bytes(built.data)
    with open_register(tmp_path / "register") as register:
        assert register.pairs()[0] == (KEYS[0], KEYS[1])
        assert [item.ags for item in register.neighbours(KEYS[8])] == [KEYS[1], KEYS[7], KEYS[9], KEYS[15]]
        found = register.boundaries([KEYS[0], "99999999"])
        assert list(found) == [KEYS[0]]
        assert found[KEYS[0]].box == (480_000, 5_660_000, 484_000, 5_664_000)
        assert found[KEYS[0]].polygons[0][0][0] == found[KEYS[0]].polygons[0][0][-1]
        assert len(register.boundaries()) == 21
        assert register.sources()[1].content.startswith("Verwaltungsgebiete VG250")
    assert build([write(MUNICIPALITIES, "g.csv"), tmp_path / "karte.gpkg"]).data == built.data


def test_a_file_of_neighbours_goes_first(write: Write, tmp_path: Path) -> None:
    built = build([write(MUNICIPALITIES, "g.csv"), write(NEIGHBOURS, "n.csv"), map_file(tmp_path / "k.gpkg", grid())])
    assert built.pairs == NEIGHBOURS.count("\n") - 1


def test_centres_fill_what_the_directory_does_not_know(write: Write, tmp_path: Path) -> None:
    lines = MUNICIPALITIES.split("\n")
    cells = lines[1].rsplit(",", 3)
    without = "\n".join([lines[0], f"{cells[0].rsplit(',', 1)[0] if len(cells) < 4 else cells[0]},,,{cells[3]}", *lines[2:]])
    (tmp_path / "register").write_bytes(build([write(without, "g.csv"), map_file(tmp_path / "k.gpkg", grid())]).data)
    with open_register(tmp_path / "register") as register:
        first, second = register.municipality(KEYS[0]), register.municipality(KEYS[1])
        assert first
        assert second
        assert (first.longitude, first.latitude) == pytest.approx(degrees_of(482_000, 5_662_000), abs=1e-6)
        assert str(second.longitude) in lines[2]


def test_water_exclaves_and_areas_without_a_municipality(write: Write, tmp_path: Path) -> None:
    records = grid()
    records[0] = Record(KEYS[0], shapely.union(square(0, 0), square(20, 0)))  # with an exclave
    records.append(Record(KEYS[0], square(21, 0), land=2))  # water, which must not count
    records.append(Record(KEYS[1], square(22, 0)))  # a second record of the same municipality, beside the water only
    records += [Record("06635201", square(7, 2), "Gemeindefreies Gebiet"), Record("06635202", square(7, 3, 2), "Gemeindefreies Gebiet")]
    records += [Record("06636001", square(9, 3))]  # of a Kreis that the directory does not have
    (tmp_path / "register").write_bytes(build([write(MUNICIPALITIES, "g.csv"), map_file(tmp_path / "k.gpkg", records)]).data)
    with open_register(tmp_path / "register") as register:
        assert len(register.boundaries([KEYS[0]])[KEYS[0]].polygons) == 2
        assert len(register.pairs()) == 32
        assert len(register.pairs(across=True)) == 32


def test_municipalities_with_only_an_area_between_them(write: Write, tmp_path: Path) -> None:
    records = [record for record in grid() if record.ags != KEYS[8]] + [Record(KEYS[8], square(40, 0))]
    records.append(Record("06635201", square(1, 1), "Gemeindefreies Gebiet"))
    (tmp_path / "register").write_bytes(build([write(MUNICIPALITIES, "g.csv"), map_file(tmp_path / "k.gpkg", records)]).data)
    with open_register(tmp_path / "register") as register:
        assert {item.ags for item in register.neighbours(KEYS[1], across=True)} == {KEYS[7], KEYS[9], KEYS[15]}
        assert register.neighbours(KEYS[8]) == ()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"crs": "EPSG:4326"}, "Die Koordinaten stehen in EPSG:4326, nicht in EPSG:25832 (UTM32s)."),
        ({"crs": None}, "Die Koordinaten stehen in einem unbekannten System, nicht in EPSG:25832 (UTM32s)."),
        ({"layer": "vg250_krs"}, "Die Ebene „vg250_gem“ fehlt; es gibt: vg250_krs."),
        ({"drop": "AGS"}, "In der Ebene „vg250_gem“ fehlt AGS."),
    ],
)
def test_another_map(write: Write, tmp_path: Path, options: dict[str, Any], expected: str) -> None:
    path = map_file(tmp_path / "k.gpkg", grid(), **options)
    assert messages(write(MUNICIPALITIES, "g.csv"), path) == [f"k.gpkg:0:0: {expected}"]


def test_a_map_of_another_day(write: Write, tmp_path: Path) -> None:
    records = [record for record in grid() if record.ags != KEYS[3]] + [Record("06635099", square(30, 0))]
    assert messages(write(MUNICIPALITIES, "g.csv"), map_file(tmp_path / "k.gpkg", records)) == [
        "k.gpkg:0:0: Die Karte hat Gemeinden, die das Verzeichnis nicht kennt: 06635099 Ort 99.",
        f"k.gpkg:0:0: Der Karte fehlen Gemeinden des Verzeichnisses: {KEYS[3]} Battenberg (Eder), Stadt.",
    ]


def test_records_without_key_or_shape(write: Write, tmp_path: Path) -> None:
    line = shapely.LineString([(480_000, 5_600_000), (481_000, 5_600_000)])
    records = [*grid(), Record("6635", square(30, 0)), Record("06635098", None), Record("06635097", line)]
    assert messages(write(MUNICIPALITIES, "g.csv"), map_file(tmp_path / "k.gpkg", records)) == [
        "k.gpkg:0:0: AGS: „6635“ hat nicht 8 Ziffern (Datensatz 22).",
        "k.gpkg:0:0: Die Gemeinde 06635098 hat keine Fläche (Datensatz 23).",
        "k.gpkg:0:0: Die Gemeinde 06635097 hat keine Fläche (Datensatz 24).",
    ]


def test_a_shape_that_crosses_itself_is_taken_as_it_is_meant(write: Write, tmp_path: Path) -> None:
    records = grid()
    west, south, east, north = records[20].shape.bounds
    records[20] = Record(KEYS[20], shapely.Polygon([(west, south), (east, north), (east, south), (west, north)]))
    (tmp_path / "register").write_bytes(build([write(MUNICIPALITIES, "g.csv"), map_file(tmp_path / "k.gpkg", records)]).data)
    with open_register(tmp_path / "register") as register:
        assert len(register.boundaries([KEYS[20]])[KEYS[20]].polygons) == 2


@pytest.mark.parametrize("kept", [100, 5_000, 40_000])
def test_a_broken_file(write: Write, tmp_path: Path, kept: int) -> None:
    path = map_file(tmp_path / "k.gpkg", grid())
    path.write_bytes(path.read_bytes()[:kept])
    assert messages(write(MUNICIPALITIES, "g.csv"), path) == ["k.gpkg:0:0: Das GeoPackage ist beschädigt."]


def test_two_maps_and_a_map_alone(write: Write, tmp_path: Path) -> None:
    one, two = (map_file(tmp_path / name, grid()) for name in ("eins.gpkg", "zwei.gpkg"))
    assert messages(write(MUNICIPALITIES, "g.csv"), one, two) == ["zwei.gpkg:0:0: Eine Karte steht schon in eins.gpkg."]
    assert messages(one) == ["eins.gpkg:0:0: Keine der Dateien enthält Gemeinden."]


def test_the_missing_extra_is_told(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = map_file(tmp_path / "k.gpkg", grid())
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "pyogrio":
            raise ModuleNotFoundError("No module named 'pyogrio'", name="pyogrio")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    assert messages(write(MUNICIPALITIES, "g.csv"), path) == ["k.gpkg:0:0: Um Karten zu lesen, fehlt das Paket „pyogrio“."]


def test_the_command(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IKZ_DATEN", str(tmp_path / "daten"))
    files = [str(write(MUNICIPALITIES, "g.csv")), str(map_file(tmp_path / "k.gpkg", grid()))]
    result = CliRunner().invoke(main, ["register", "laden", *files])
    assert "Geladen: 21 Gemeinden, 0 Verbände, 32 Nachbarpaare, Grenzen von 21 Gemeinden in" in result.output
    assert result.exit_code == 0


def test_a_register_of_before_there_were_maps_has_no_boundaries(write: Write, tmp_path: Path) -> None:
    import sqlite3

    (tmp_path / "register").write_bytes(build([write(VARIED, "g.csv"), write(ASSOCIATIONS, "v.csv")]).data)
    with sqlite3.connect(tmp_path / "register") as connection:
        connection.execute("DROP TABLE boundary")
    with open_register(tmp_path / "register") as register:
        assert register.boundaries() == {}


def test_a_directory_without_coordinates_and_the_head_alone(write: Write, tmp_path: Path) -> None:
    assert messages(write(HEAD, "g.csv"), map_file(tmp_path / "k.gpkg", grid())) == ["g.csv:1:1: Unter der Kopfzeile stehen keine Zeilen."]


def test_polygons_come_back_as_they_were() -> None:
    ring = ((500_000, 5_600_000), (500_100, 5_600_000), (500_100, 5_600_150), (500_000, 5_600_000))
    hole = ((500_050, 5_600_010), (500_060, 5_600_010), (500_060, 5_600_020), (500_050, 5_600_010))
    assert unpacked(packed(((ring, hole), (ring,)))) == ((ring, hole), (ring,))


@pytest.mark.parametrize(
    ("point", "degrees"),  # of PROJ 9 (EPSG:25832 to EPSG:4326)
    [
        ((280_000, 5_640_000), (5.873169402842433, 50.86975434588942)),
        ((500_000, 5_500_000), (9.0, 49.65254292355683)),
        ((921_000, 5_660_000), (14.993958746388412, 50.93748676846069)),
    ],
)
def test_degrees_are_those_of_the_reference_program(point: tuple[int, int], degrees: tuple[float, float]) -> None:
    assert degrees_of(*point) == pytest.approx(degrees, abs=1e-8)
