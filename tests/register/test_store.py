"""Asking the register, and files that are none."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from ikz_recht.register.build import build
from ikz_recht.register.model import Association, District
from ikz_recht.register.names import folded, without_title
from ikz_recht.register.store import Register, open_register
from ikz_recht.rulebase.problem import InputProblems

from .conftest import DATA


@pytest.fixture
def example() -> Register:
    return open_register()


def test_the_example_region(example: Register) -> None:
    assert (example.example, str(example.as_of), len(example.municipalities())) == (True, "2026-02-28", 21)
    town = example.municipality("06635009")
    assert town is not None
    assert (town.full_name, town.short_name, town.land, town.inhabitants, town.area_km2) == (
        "Gemeinde Edertal",
        "Edertal",
        "HE",
        6181,
        115.65,
    )
    assert [item.short_name for item in example.neighbours(town.ags)] == ["Bad Wildungen", "Frankenau", "Vöhl", "Waldeck"]
    assert example.neighbours(town.ags, across=True) == ()
    assert len(example.pairs()) == 40 == len(example.pairs(district="06635")) == len(example.pairs(land="HE"))
    assert example.pairs(land="NI") == ()
    assert all(first < second for first, second in example.pairs())
    assert len(example.in_kreis("06635")) == 21
    assert example.municipality("06635005") is None
    assert example.members("") == ()
    other = example.municipality("06635021")
    assert other is not None
    assert example.distance_km(town, other) == pytest.approx(7.1, abs=0.1)
    assert example.distance_km(town, town) == 0


def test_neighbourhood_goes_both_ways(example: Register) -> None:
    for first, second in example.pairs():
        assert first in [item.ags for item in example.neighbours(second)]


def test_names(varied: Register, example: Register) -> None:
    assert [item.ags for item in varied.by_name("Neukirchen")] == ["01051010", "03401000"]
    assert [item.ags for item in varied.by_name("stadt neukirchen")] == ["03401000"]
    assert [item.ags for item in varied.by_name("Neukirchen", "SH")] == ["01051010"]
    assert varied.by_name("Neukirch") == varied.by_name("") == varied.by_name("Stadt") == ()
    assert [item.ags for item in example.by_name("Voehl")] == ["06635019"]
    assert [item.short_name for item in example.search("Frankenbreg")] == ["Frankenberg (Eder)", "Frankenau"]
    assert [item.short_name for item in example.search("Gemeinde Bad", limit=2)] == ["Bad Wildungen", "Bad Arolsen"]
    assert [item.short_name for item in example.search("upland")] == ["Willingen (Upland)"]
    assert example.search("Xyz") == example.search("…") == ()


def test_full_names() -> None:
    assert folded("Groß-Gerau,  Île d’Œ") == "gross gerau ile d"
    assert without_title("grosse kreisstadt leimen") == "leimen"
    assert without_title("stadt") == "stadt"
    assert District("05978", "Unna", "", "NW").full_name == "Kreis Unna"
    assert District("06633", "Kassel", "", "HE").full_name == "Landkreis Kassel"
    assert District("05378", "Rheinisch-Bergischer Kreis", "Kreis", "NW").full_name == "Rheinisch-Bergischer Kreis"
    assert District("05162", "Rhein-Kreis Neuss", "", "NW").full_name == "Rhein-Kreis Neuss"
    assert District("15081", "Altmarkkreis Salzwedel", "Landkreis", "ST").full_name == "Altmarkkreis Salzwedel"
    assert District("03241", "Region Hannover", "Landkreis", "NI").full_name == "Region Hannover"
    assert District("09189", "Kreischa", "", "SN").full_name == "Landkreis Kreischa"
    assert Association("1", "Marktl (VGem)", "Verwaltungsgemeinschaft", "", "BY").full_name == "Verwaltungsgemeinschaft Marktl"
    assert Association("1", "GVV Oberes Gäu", "Verwaltungsverband", "", "BW").full_name == "GVV Oberes Gäu"
    assert Association("1", "Geisa, Stadt", "Erfüllende Gemeinde", "", "TH").full_name == "Erfüllende Gemeinde Geisa"
    assert Association("1", "Marne", "", "", "SH").full_name == "Marne"


def test_members_and_kinds(varied: Register) -> None:
    assert [item.ags for item in varied.members("010515163")] == ["01051003", "01051010"]
    kinds = [(item.full_name, item.independent, item.unincorporated) for item in varied.municipalities()]
    assert kinds == [
        ("Gemeinde Averlak", False, False),
        ("Gemeinde Neukirchen", False, False),
        ("Osterheide", False, True),
        ("Stadt Neukirchen", True, False),
        ("Stadt Heidelberg", True, False),
    ]


def test_files_that_are_no_register(tmp_path: Path, varied: Register) -> None:
    good = varied.path.read_bytes()
    for content in (b"", b"abc", good[:1000], good[:100] + bytes(5000), good[:68] + b"XXXX" + good[72:]):
        (tmp_path / "r").write_bytes(content)
        with pytest.raises(InputProblems, match="kein Register, oder es ist beschädigt"):
            open_register(tmp_path / "r")
    (tmp_path / "r").write_bytes(good[:60] + b"\0\0\0\x09" + good[64:])
    with pytest.raises(InputProblems, match="anderen Version"):
        open_register(tmp_path / "r")
    with pytest.raises(InputProblems, match="gibt es nicht"):
        open_register(tmp_path / "fehlt")


def test_damage_that_shows_later(tmp_path: Path, varied: Register) -> None:
    good = varied.path.read_bytes()
    (tmp_path / "r").write_bytes(good[:8192] + bytes([255]) * (len(good) - 8192))
    with pytest.raises(InputProblems):
        open_register(tmp_path / "r").municipalities()


@pytest.mark.skipif(not DATA.is_dir(), reason="the full directory is not here")
def test_the_full_directory(tmp_path: Path) -> None:
    built = build(sorted(DATA.glob("*.csv")))
    assert (built.municipalities, built.associations, built.pairs, len(built.lands)) == (10_749, 1_202, 32_688, 16)
    (tmp_path / "r").write_bytes(built.data)
    with open_register(tmp_path / "r") as register:
        started = time.perf_counter()
        towns = register.municipalities()
        assert len(towns) == 10_749
        assert len(register.pairs()) == 31_232
        assert len(register.pairs(across=True)) == 32_688
        assert [item.full_name for item in register.search("Muenchen", limit=1)] == ["Landeshauptstadt München"]
        for item in towns[:1000]:
            register.neighbours(item.ags)
            register.members(item.association_key)
        assert time.perf_counter() - started < 5  # 0.6 s on two idle cores
        keys = {item.ags for item in towns}
        assert all(first in keys and second in keys for first, second in register.pairs(across=True))
