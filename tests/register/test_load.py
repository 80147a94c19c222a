"""Loading: every defect is told with its place, all at once, and files are compared with one another."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from ikz_recht.register.build import build
from ikz_recht.register.store import open_register
from ikz_recht.rulebase.problem import InputProblems

from .conftest import ASSOCIATIONS, HEAD, MUNICIPALITIES, NEIGHBOURS, VARIED, Write, messages

LINE = "066350009009,06635009,Edertal,Kreisangehörige Gemeinde,Hessen,06635,Waldeck-Frankenberg,,,6181,115.65,34549,9.1,51.1,2026-02-28"


def test_all_files_together(write: Write) -> None:
    across = "ags_a,ags_b,gemeindefreie_ags\n03401000,08221000,03358502|03358503\n"
    files = [
        write(VARIED, "g.csv"),
        write(ASSOCIATIONS, "v.csv"),
        write("ags_b;ags_a\n01051003;01051010\n", "n.csv"),
        write(across, "ng.csv"),
    ]
    built = build(files)
    assert (built.municipalities, built.associations, built.pairs, built.lands) == (5, 1, 2, ("BW", "NI", "SH"))
    assert [(source.name, source.rows, source.as_of is None) for source in built.sources] == [
        ("g.csv", 5, False),
        ("v.csv", 1, False),
        ("n.csv", 1, True),
        ("ng.csv", 1, True),
    ]
    assert build(files).data == built.data


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("6181", "0", "2:91: Die Gemeinde Edertal hat 0 Einwohner."),
        ("6181", "6.181", "2:91: einwohner: „6.181“ ist keine ganze Zahl."),
        ("06635009", "6635009", "2:14: ags: „6635009“ hat nicht 8 Ziffern."),
        ("06635009", "06635010", "2:1: Regionalschlüssel 066350009009 und Gemeindeschlüssel 06635010 gehören nicht zusammen."),
        ("Hessen", "Hesen", "2:56: land: „Hesen“ ist nicht vorgesehen."),
        ("Hessen", "Bayern", "2:56: Die Gemeinde 06635009 liegt nach ihrem Schlüssel nicht in Bayern."),
        (",06635,", ",06634,", "2:63: Die Gemeinde 06635009 liegt nach ihrem Schlüssel im Kreis 06635, nicht 06634."),
        ("Kreisangehörige Gemeinde", "Dorf", "2:31: bezeichnung: „Dorf“ ist nicht vorgesehen."),
        ("Edertal", "", "2:23: name: Der Wert fehlt."),
        ("51.1", "9.1", "2:113: lat: 9.1 liegt nicht zwischen 47 und 56."),
        ("2026-02-28", "28.02.2026", "2:118: stand: „28.02.2026“ ist kein Tag."),
        ("2026-02-28", "2026-02-30", "2:118: stand: „2026-02-30“ ist kein Tag."),
        (",,,", ",066350010,Upland,", "2:89: Der Verband 066350010 passt nicht zum Regionalschlüssel 066350009009."),
        ("Edertal", '"Edertal', "2:1: Ein Anführungszeichen ist nicht geschlossen, oder nach ihm steht noch Text."),
        (",34549", "", "2:122: Die Zeile hat 14 statt 15 Felder."),
        ("Edertal", "Edertal,x", "2:1: Die Zeile hat 16 statt 15 Felder."),
    ],
)
def test_wrong_values_of_a_municipality(write: Write, old: str, new: str, expected: str) -> None:
    found = messages(write(HEAD + LINE.replace(old, new, 1) + "\n", "g.csv"))
    assert [line for line in found if line.startswith(f"g.csv:{expected[:4]}")] == [f"g.csv:{expected}"]


def test_a_quoted_cell_counts_in_columns(write: Write) -> None:
    assert messages(write(MUNICIPALITIES.replace('"Bad Arolsen, Stadt",Stadt', '"Bad Arolsen, Stadt",Statd'), "g.csv")) == [
        "g.csv:3:44: bezeichnung: „Statd“ ist nicht vorgesehen."
    ]


def test_a_missing_number_is_unknown(write: Write, tmp_path: Path) -> None:
    (tmp_path / "r").write_bytes(build([write(HEAD + LINE.replace("6181", "").replace("9.1,51.1", ","), "g.csv")]).data)
    with open_register(tmp_path / "r") as register:
        (item,) = register.municipalities()
        assert (item.inhabitants, item.longitude, register.distance_km(item, item)) == (None, None, None)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "x:0:0: Die Datei ist leer."),
        (HEAD, "x:1:1: Unter der Kopfzeile stehen keine Zeilen."),
        (
            MUNICIPALITIES.replace("einwohner", "ew", 1),
            "x:1:1: In der Kopfzeile einer Datei mit Gemeinden fehlt einwohner; ist zu viel oder doppelt: ew.",
        ),
        ("ags_a,ags_b,ags_b\n", "x:1:1: In der Kopfzeile einer Datei mit Nachbarn ist zu viel oder doppelt: ags_a, ags_b, ags_b."),
        ("Liebe Kolleginnen,\n", "x:1:1: Das ist weder eine GV100AD-Datei noch eine CSV-Datei mit bekannter Kopfzeile."),
        ("PK\x03\x04", "x:0:0: Das ist ein ZIP-Archiv oder eine Excel-Datei."),
        ("SQLite format 3\0", "x:0:0: Das ist eine SQLite-Datei, aber kein GeoPackage."),
        (NEIGHBOURS, "x:0:0: Keine der Dateien enthält Gemeinden."),
        (MUNICIPALITIES[:-40], "x:22:108: Die Zeile hat 11 statt 15 Felder."),
    ],
)
def test_files_that_are_something_else(write: Write, content: str, expected: str) -> None:
    assert messages(write(content, "x")) == [expected]


def test_other_encodings(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(MUNICIPALITIES.encode("latin-1"))
    assert messages(tmp_path / "x")[0].endswith("Die Datei ist nicht in UTF-8 gespeichert.")


def test_neighbours(write: Write) -> None:
    wrong = NEIGHBOURS + "06635009,06635999\n06635009,06635009\n06635001,06635004\n06635001;06635004\n6635001,06635004\n"
    at = NEIGHBOURS.count("\n") + 1
    assert messages(write(MUNICIPALITIES, "g.csv"), write(wrong, "n.csv")) == [
        f"n.csv:{at}:1: Eine Gemeinde 06635999 gibt es im Gemeindeverzeichnis vom 28.02.2026 nicht.",
        f"n.csv:{at + 1}:1: Die Gemeinde 06635009 kann nicht ihre eigene Nachbarin sein.",
        f"n.csv:{at + 2}:1: Das Paar 06635001 06635004 steht schon in Zeile 2.",
        f"n.csv:{at + 3}:18: Die Zeile hat 1 statt 2 Felder.",
        f"n.csv:{at + 4}:1: ags_a: „6635001“ hat nicht 8 Ziffern.",
    ]


def test_the_areas_between_neighbours_are_keys(write: Write) -> None:
    across = write("ags_a,ags_b,gemeindefreie_ags\n06635001,06635003,Kellerwald\n06635001,06635003,\n", "n.csv")
    assert messages(write(MUNICIPALITIES, "g.csv"), across) == [
        "n.csv:2:19: „Kellerwald“ sind keine Schlüssel mit 8 Ziffern.",
        "n.csv:3:19: gemeindefreie_ags: Der Wert fehlt.",
    ]


def test_files_of_different_days(write: Write) -> None:
    assert messages(write(VARIED, "g.csv"), write(ASSOCIATIONS.replace("2026-02", "2025-12"), "v.csv")) == [
        "v.csv:2:1: Der Stand ist hier der 28.12.2025, in g.csv, Zeile 2 der 28.02.2026."
    ]


def test_duplicates(write: Write) -> None:
    assert messages(write(MUNICIPALITIES + MUNICIPALITIES.split("\n")[1], "g.csv")) == [
        "g.csv:23:1: Die Gemeinde 06635001 steht schon in Zeile 2."
    ]
    assert messages(write(MUNICIPALITIES, "g.csv"), write(MUNICIPALITIES, "h.csv")) == [
        "h.csv:2:1: Die Gemeinde 06635001 steht schon in g.csv, Zeile 2; vielleicht auch weitere."
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (",2,794,", ",3,794,", "v.csv:2:1: Zum Verband 010515163 (Marne) gehören 3 Gemeinden, gefunden sind 2."),
        (",2,794,", ",2,800,", "v.csv:2:1: Der Verband 010515163 (Marne) hat 800 Einwohner, seine Gemeinden zusammen 794."),
        ("Schleswig-Holstein", "Hessen", "v.csv:2:27: Der Verband 010515163 liegt nach seinem Schlüssel nicht in Hessen."),
        (
            "010515163,",
            "010515166,",
            "g.csv:2:1: Der Verband 010515163 (Marne) der Gemeinde 01051003 steht nicht in der Datei der Verbände.",
        ),
    ],
)
def test_associations(write: Write, old: str, new: str, expected: str) -> None:
    assert expected in messages(write(VARIED, "g.csv"), write(ASSOCIATIONS.replace(old, new, 1), "v.csv"))


def test_a_kreis_has_one_name(write: Write) -> None:
    wrong = MUNICIPALITIES.replace(",Waldeck-Frankenberg,", ",Waldeck,", 1)
    assert "Der Kreis 06635 heißt hier „Waldeck-Frankenberg“, vorher „Waldeck“." in messages(write(wrong, "g.csv"))[0]


def test_one_bad_line_of_fifty_thousand(write: Write) -> None:
    rng, names = random.Random(7), [f"{number:08}" for number in range(1_051_000, 1_061_000)]
    pairs = sorted({tuple(sorted(rng.sample(names, 2))) for _ in range(50_200)})[:50_000]
    lines = [f"{first},{second}" for first, second in pairs]
    lines[31_415] = "01051003,0105101O"
    municipalities = "".join(
        f"01051{key[5:]}{key[5:]},{key}".replace(f"01051{key[5:]}{key[5:]}", f"{key[:5]}0000{key[5:]}")
        + f",G,Kreisangehörige Gemeinde,Schleswig-Holstein,{key[:5]},K{key[:5]},,,9,1,,,,2026-02-28\n"
        for key in names
    )
    files = write(HEAD + municipalities, "g.csv"), write("ags_a,ags_b\n" + "\n".join(lines) + "\n", "n.csv")
    assert messages(*files) == ["n.csv:31417:10: ags_b: „0105101O“ hat nicht 8 Ziffern."]


def test_what_hangs_on_a_wrong_line_is_not_reported_too(write: Write) -> None:
    wrong = MUNICIPALITIES.replace(",6181,", ",viele,")
    assert messages(write(wrong, "g.csv"), write(NEIGHBOURS, "n.csv")) == ["g.csv:9:115: einwohner: „viele“ ist keine ganze Zahl."]


def test_files_that_cannot_be_read_are_named_with_the_others(write: Write, tmp_path: Path) -> None:
    with pytest.raises(InputProblems) as caught:
        build([tmp_path / "fehlt.csv", tmp_path, write("", "leer.csv")])
    assert len(caught.value.problems) == 3


def test_blanks_and_control_characters(write: Write) -> None:
    spaced = MUNICIPALITIES.replace("Edertal,", " Eder\u00a0 tal ,") + ",,,,,,,,,,,,,,\n\n"
    assert build([write(spaced, "g.csv")]).municipalities == 21
    assert messages(write(MUNICIPALITIES.replace("Twistetal", "Twiste\x1b[2Jtal"), "g.csv")) == [
        "g.csv:18:23: name: Der Text enthält Steuerzeichen."
    ]
