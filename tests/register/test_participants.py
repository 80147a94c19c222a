"""Participants of a case file that are named by key or name."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ikz_recht.advice.case import Case, case_document, case_from, lands_of
from ikz_recht.inference.facts import FromRegister, Participant
from ikz_recht.register.locate import FILE_NAME
from ikz_recht.register.remarks import register_remarks
from ikz_recht.register.store import Register
from ikz_recht.rulebase.load import load_rulebase
from ikz_recht.rulebase.nodes import parse_nodes
from ikz_recht.rulebase.problem import InputProblems
from tests.rulebase import GOOD

RULEBASE = load_rulebase(GOOD)
DAY = dt.date(2026, 2, 28)
EDERTAL = Participant("Gemeinde Edertal", "gemeinde", "HE", 6181, "", "Landkreis Waldeck-Frankenberg", "keiner")


def case(*entries: str) -> Case:
    return case_from(nodes(*entries), RULEBASE)


def nodes(*entries: str):  # type: ignore[no-untyped-def]
    return parse_nodes("beteiligte:\n" + "".join(f"  - {entry}\n" for entry in entries), Path("fall.yaml"))


def one(entry: str) -> Participant:
    (found,) = case(entry).participants or ()
    return found


def problems(*entries: str) -> list[str]:
    with pytest.raises(InputProblems) as caught:
        case(*entries)
    return [f"{item.place.line}:{item.place.column}: {item.text}" for item in caught.value.problems]


@pytest.fixture
def loaded(varied: Register, monkeypatch: pytest.MonkeyPatch) -> Register:
    """The made-up register, as loaded by the user."""
    assert varied.path.name == FILE_NAME
    monkeypatch.setenv("IKZ_DATEN", str(varied.path.parent))
    return varied


def test_a_key_is_enough() -> None:
    found = one("{ags: 06635009}")
    assert found == EDERTAL
    assert found.register is not None
    assert (found.register.ags, found.register.as_of, found.register.remarks) == ("06635009", DAY, ())
    assert lands_of(nodes("{ags: 06635009}")) == ("HE",)


def test_what_the_file_says_goes_first() -> None:
    found = one(
        "{ags: 06635009, name: Edertal, einwohner: 6300, kreis: Waldeck-Frankenberg, verband: VG X, art: kreisfreie_stadt, rolle: abgebend}"
    )
    assert found == Participant("Edertal", "kreisfreie_stadt", "HE", 6300, "abgebend", "Waldeck-Frankenberg", "VG X")
    assert found.register is not None
    assert found.register.remarks == (
        "Gemeinde Edertal (06635009): Für art gilt die Angabe „kreisfreie_stadt“; im Register steht „gemeinde“.",
        "Gemeinde Edertal (06635009): Für verband gilt die Angabe „VG X“; im Register steht „keiner“.",
        "Gemeinde Edertal (06635009): Für einwohner gilt die Angabe „6.300“; im Register steht „6.181“.",
    )
    other = one("{ags: 06635009, name: Stadt Korbach}").register
    assert other is not None
    assert other.remarks == (
        "Gemeinde Edertal (06635009): Für name gilt die Angabe „Stadt Korbach“; im Register steht „Gemeinde Edertal“.",
    )


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("{ags: 6635009}", "2:11: ags: „6635009“ hat 7 Ziffern; vielleicht fehlt die führende Null: „06635009“."),
        ("{ags: 066350009009}", "2:11: ags: Das ist ein Regionalschlüssel (ARS) mit 12 Ziffern; der Gemeindeschlüssel dazu ist 06635009."),
        ("{ags: Edertal}", "2:11: ags: „Edertal“ ist kein Gemeindeschlüssel: acht Ziffern für eine Gemeinde, fünf für einen Kreis."),
        ("{ags: [06635009]}", "2:11: ags: Der Gemeindeschlüssel muss ein einzelner Wert sein."),
        ("{ags: 06635009, land: BY}", "2:27: Angegeben ist Bayern (BY), der Schlüssel 06635009 gehört aber zu Hessen (HE)."),
        ("{ags: 06635099}", "2:6: ags: Den Schlüssel 06635099 gibt es im Register vom 28.02.2026 (nur die Beispielregion) nicht."),
        ("{ags: 06635009, art: privat}", "2:26: Angegeben ist die Art „privat“, der Schlüssel 06635009 bezeichnet aber: Gemeinde Edertal, Hessen, Landkreis "
         "Waldeck-Frankenberg, 6.181 Einwohner (AGS 06635009)."),
        ("{ags: 06635009, art: dorf}", "2:26: „dorf“ ist für „art“ nicht vorgesehen."),
        ("{ags: 06635009, farbe: rot}", "2:21: Beteiligte: Den Schlüssel „farbe“ gibt es hier nicht."),
        ("{art: gemeinde, land: HE}", "2:5: Beteiligte: Der Schlüssel „name“ fehlt."),
        ("{name: Vöhl}", "2:5: Beteiligte: Der Schlüssel „art“ fehlt."),
        ("{name: Nirgendwo, land: HE}", "2:5: Beteiligte: Der Schlüssel „art“ fehlt."),
    ],
)  # fmt: skip
def test_wrong_entries(entry: str, expected: str) -> None:
    assert problems(entry)[0] == expected


def test_one_defect_is_told_once() -> None:
    assert len(problems("{ags: 6635009}", "{ags: 06635099}", "{ags: 06635009, land: BY}")) == 3


def test_a_complete_entry_needs_no_register() -> None:
    found = one("{ags: 05978020, name: Stadt Kamen, art: gemeinde, land: NW}")
    assert found == Participant("Stadt Kamen", "gemeinde", "NW")
    assert found.register is not None
    assert found.register.remarks == (
        "Stadt Kamen: 05978020 steht nicht im Register vom 28.02.2026 (nur die Beispielregion); es gilt, was die Datei sagt.",
    )


def test_entries_without_key_stay_as_they_are() -> None:
    assert one("{name: Gemeinde Edertal, art: gemeinde, land: HE}") == Participant("Gemeinde Edertal", "gemeinde", "HE")
    assert one("{name: Gemeinde Edertal, art: gemeinde, land: HE}").register is None


def test_a_name_is_enough_where_it_is_unique(loaded: Register) -> None:
    assert one("{name: Averlak}") == Participant("Averlak", "gemeinde", "SH", 608, "", "Kreis Dithmarschen", "Amt Marne")
    assert one("{name: Stadt Neukirchen}").kind == "kreisfreie_stadt"
    assert one("{name: Neukirchen, land: SH}").inhabitants == 186
    assert problems("{name: Neukirchen}") == [
        "2:12: Eine Gemeinde „Neukirchen“ gibt es 2-mal: Gemeinde Neukirchen, Schleswig-Holstein, Kreis Dithmarschen, 186 Einwohner, Amt Marne "
        "(AGS 01051010); Stadt Neukirchen, Niedersachsen (AGS 03401000)."
    ]


def test_kinds(loaded: Register) -> None:
    assert one("{ags: 08221000}") == Participant("Stadt Heidelberg", "kreisfreie_stadt", "BW", 155_756, association="keiner")
    assert one("{ags: 08221}").kind == "kreisfreie_stadt"
    assert one("{ags: 01051}") == Participant("Kreis Dithmarschen", "kreis", "SH", 794)
    assert "gemeindefreies Gebiet, keine Gemeinde" in problems("{ags: 03358501}")[0]
    assert one("{ags: 03358501, art: sonstige_oeffentliche}").name == "Osterheide"
    assert problems("{ags: 06635009}")[0].endswith("Den Schlüssel 06635009 gibt es im Register vom 28.02.2026 nicht.")


def test_only_what_was_given_is_stored() -> None:
    written = case_document(
        case("{ags: 06635009}", "{ags: 06635021, einwohner: 7000, rolle: abgebend}", "{name: Vöhl, land: HE}", "{ags: 06635}")
    )
    assert written["beteiligte"] == [
        {"ags": "06635009"},
        {"ags": "06635021", "einwohner": 7000, "rolle": "abgebend"},
        {"name": "Vöhl", "land": "HE"},
        {"ags": "06635"},
    ]


def test_remarks_name_the_day_and_what_was_added() -> None:
    items = case("{ags: 06635009}", "{name: B, art: gemeinde, land: HE}").participants or ()
    taken = "Aus dem Gemeinderegister vom 28.02.2026 ergänzt: Gemeinde Edertal (AGS 06635009, 6.181 Einwohner, Landkreis Waldeck-Frankenberg, kein Verband)."
    assert list(register_remarks(items, dt.date(2026, 11, 22))) == [taken]
    first, second = register_remarks(items, dt.date(2023, 1, 1))
    assert first == taken
    assert second.startswith("Das Gemeinderegister beschreibt den 28.02.2026, der Stichtag ist der 01.01.2023.")
    assert list(register_remarks([Participant("A", "gemeinde", "HE", register=FromRegister("06635009", DAY))], DAY)) == []


def test_a_damaged_register_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"x" * 5000)
    monkeypatch.setenv("IKZ_DATEN", str(tmp_path))
    assert one("{name: A, art: gemeinde, land: HE}").name == "A"  # needs none
    with pytest.raises(InputProblems, match="beschädigt"):
        case("{ags: 06635009}")
