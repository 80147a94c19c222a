"""The fixed-width file of the Statistisches Bundesamt."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from ikz_recht.register.build import build
from ikz_recht.register.store import Register, open_register

from .conftest import Write, gv100ad, messages


@pytest.fixture
def text(varied: Register) -> str:
    return gv100ad(varied, varied.as_of)


def changed(text: str, start: str, column: int, new: str) -> str:
    """The text with the first line that begins so overwritten at the column."""
    lines = text.split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith(start))
    lines[at] = lines[at][: column - 1] + new + lines[at][column - 1 + len(new) :]
    return "\n".join(lines)


def test_it_gives_the_same_as_the_csv_files(text: str, varied: Register, write: Write, tmp_path: Path) -> None:
    built = build([write(text, "GV100AD.txt")])
    (tmp_path / "gv.sqlite").write_bytes(built.data)
    with open_register(tmp_path / "gv.sqlite") as register:
        known = {item.ags: item for item in varied.municipalities()}
        for item in register.municipalities():
            given = known[item.ags]
            without = {"longitude": None, "latitude": None}
            if given.inhabitants is None:
                without["inhabitants"] = item.inhabitants
            assert item == dataclasses.replace(given, **without)  # type: ignore[arg-type]
        assert len(register.municipalities()) == len(known)
        assert register.association("010515163") == varied.association("010515163")
        assert register.sources()[0].content.startswith("Gemeindeverzeichnis GV100AD")


def test_a_record_of_the_official_file(write: Write, tmp_path: Path) -> None:
    text = "".join(
        f"{line:220}\n"
        for line in (
            "102022013108          Baden-Württemberg                                 Stuttgart",
            "402022013108226       Rhein-Neckar-Kreis                                Heidelberg                                        44",
            "502022013108226   5001VVG der Stadt Eberbach                            Eberbach                                          54",
            "6020220131082260135001Eberbach, Stadt                                                                                     63    "
            "000000081150000001426700000006914    69412*****  2840130262405277",
        )
    )
    (tmp_path / "gv.sqlite").write_bytes(build([write(text, "gv.txt")]).data)
    with open_register(tmp_path / "gv.sqlite") as register:
        (item,) = register.municipalities()
        assert (item.ars, item.full_name, item.area_km2, item.inhabitants, item.postcode) == (
            "082265001013",
            "Stadt Eberbach",
            81.15,
            14267,
            "69412",
        )
        association, district = register.association(item.association_key), register.district(item.district_key)
        assert association is not None
        assert district is not None
        assert (association.full_name, association.seat, district.full_name) == ("VVG der Stadt Eberbach", "Eberbach", "Rhein-Neckar-Kreis")


@pytest.mark.parametrize(
    ("start", "column", "new", "expected"),
    [
        ("60", 1, "70", ":1: Eine Satzart „70“ gibt es in GV100AD nicht."),
        ("60", 3, "20260230", ":3: „20260230“ ist kein Gebietsstand (Jahr, Monat, Tag)."),
        ("60", 3, "20251231", ":3: Der Stand ist hier der 31.12.2025, in gv.txt, Zeile 1 der 28.02.2026."),
        ("60", 11, "0105x", ":11: „0105x003“ ist kein Schlüssel."),
        ("60", 23, " " * 50, ":23: Der Name fehlt."),
        ("60", 25, "\x1b", ":1: Der Satz enthält Steuerzeichen."),
        ("60", 123, "99", ":123: Ein Textkennzeichen „99“ gibt es bei Satzart 60 nicht."),
        ("60", 129, "      x    ", ":129: „x“ ist keine Zahl."),
        ("60", 140, "00000000000", ":140: Die Gemeinde Averlak hat 0 Einwohner."),
        ("50", 123, "  ", ":123: Ein Textkennzeichen „“ gibt es bei Satzart 50 nicht."),
        ("40", 11, "01052", ":11: Der Kreis 01051 der Gemeinde 01051003 steht nicht vor ihr in der Datei."),
    ],
)
def test_wrong_records(text: str, write: Write, start: str, column: int, new: str, expected: str) -> None:
    found = messages(write(changed(text, start, column, new), "gv.txt"))
    assert any(line.endswith(expected) for line in found), found


def test_a_file_that_ends_too_early(text: str, write: Write) -> None:
    lines = text.split("\n")
    last = len(lines) - 1
    assert messages(write("\n".join(lines[:-2]) + "\n" + lines[-2][:145], "gv.txt"))[-1] == (
        f"gv.txt:{last}:146: Der Satz hat 145 Zeichen; Satzart 60 hat mindestens 150."
    )
    assert (
        messages(write("\n".join(lines[:-2]) + "\n", "gv.txt"))
        == [f"gv.txt:{last - 2}:1: Zu Kreis 08221 (Heidelberg) folgt keine Gemeinde."]
        or "folgt keine Gemeinde" in messages(write("\n".join(lines[:-2]) + "\n", "gv.txt"))[0]
    )


def test_uninhabited_areas_are_only_counted(text: str, write: Write) -> None:
    built = build([write(changed(changed(text, "60", 123, "66"), "60", 140, "00000000000"), "gv.txt")])
    assert (built.skipped, built.municipalities) == (1, 4)


def test_blanks_at_the_end_may_be_missing(text: str, write: Write) -> None:
    assert build([write("\r\n".join(line.rstrip() for line in text.split("\n")), "gv.txt")]).municipalities == 5
