"""One participant in one line: what is read off it, and what is refused with a word of help."""

from __future__ import annotations

import random

import pytest

from ikz_recht.advice.participant_line import kind_of, nearby_district, parse_district, parse_line, similar_district, spelled_out
from ikz_recht.inference.facts import NO_ASSOCIATION, Participant, attribute_of
from ikz_recht.rulebase.fact import LANDS, PARTICIPANT_KINDS, ValueProblem


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Gemeinde Helsa", "gemeinde"),
        ("Markt Oberdorf", "gemeinde"),
        ("Stadt Neuss", "gemeinde"),
        ("Große Kreisstadt Pirna", "gemeinde"),
        ("Kreisstadt Unna", "gemeinde"),
        ("Hansestadt Attendorn", "gemeinde"),
        ("Kreisfreie Stadt Hof", "kreisfreie_stadt"),
        ("Landkreis Kassel", "kreis"),
        ("Kreis Viersen", "kreis"),
        ("Main-Kinzig-Kreis", "kreis"),
        ("Rhein-Kreis Neuss", "kreis"),
        ("Hochsauerlandkreis", "kreis"),
        ("Städteregion Aachen", "kreis"),
        ("Bezirk Schwaben", "hoeherer_kommunalverband"),
        ("VG Oberes Tal", "verwaltungsgemeinschaft"),
        ("Samtgemeinde Harsefeld", "verwaltungsgemeinschaft"),
        ("Verbandsgemeinde Wethautal", "verwaltungsgemeinschaft"),
        ("Amt Burg", "verwaltungsgemeinschaft"),
        ("Verwaltungsverband Jägerswald", "verwaltungsgemeinschaft"),
        ("Zweckverband Wasser", "zweckverband"),
        ("Abwasserverband", "zweckverband"),
        ("Kommunalunternehmen Altötting", "kommunale_anstalt"),
        ("Stadtbetrieb AöR", "kommunale_anstalt"),
        ("Freistaat Sachsen", "bund_land"),
        ("Stadt Neuss Service GmbH", ""),
        ("Kreis der Freunde e. V.", "privat"),
        ("Kulturverein e.V.", "privat"),
        ("Verband AG", ""),
        ("Helsa", ""),
        ("Marktoberdorf", ""),
        ("Amtzell", ""),
    ],
)
def test_the_kind_is_read_off_the_beginning_of_the_name(name: str, kind: str) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Gemeinde Helsa, 5600, HE, Landkreis Kassel", Participant("Gemeinde Helsa", "gemeinde", "HE", 5600, "", "Landkreis Kassel")),
        (
            "Gemeinde Helsa ;landkreis kassel; hessen ; 5.600 Einwohner",
            Participant("Gemeinde Helsa", "gemeinde", "HE", 5600, "", "landkreis kassel"),
        ),
        ("Helsa, 5600 EW, Lkr. Kassel", Participant("Helsa", "gemeinde", "", 5600, "", "Lkr. Kassel")),
        ("Stadt Neuss, NW, Rhein-Kreis Neuss", Participant("Stadt Neuss", "gemeinde", "NW", None, "", "Rhein-Kreis Neuss")),
        ("Stadt Kassel, HE, kreisfrei", Participant("Stadt Kassel", "kreisfreie_stadt", "HE")),
        ("Kassel, kreisfreie Stadt, HE", Participant("Kassel", "kreisfreie_stadt", "HE")),
        ("Markt A, BY, VG Tal", Participant("Markt A", "gemeinde", "BY", None, "", "", "VG Tal")),
        ("Markt A, BY, keine VG", Participant("Markt A", "gemeinde", "BY", None, "", "", NO_ASSOCIATION)),
        ("Müller GmbH, HE, privat", Participant("Müller GmbH", "privat", "HE")),
        ("Land  A", Participant("Land A", "bund_land", "")),
        ("Bregenz, außerhalb Deutschlands", Participant("Bregenz", "", "AUSLAND")),
        ("Gemeinde A,,", Participant("Gemeinde A", "gemeinde", "")),
    ],
)
def test_the_parts_come_in_any_order(line: str, found: Participant) -> None:
    assert parse_line(line) == found


@pytest.mark.parametrize(
    ("line", "message", "remedy"),
    [
        ("11", "Am Anfang der Zeile fehlt der Name.", "Zum Beispiel"),
        (", 5600", "Am Anfang der Zeile fehlt der Name.", "Zum Beispiel"),
        ("Gemeinde Helsa 5600 HE", "Bitte trennen Sie die Angaben durch Kommas.", "Zum Beispiel"),
        ("Zweckverband Wasser, Abwasser und Boden", "„Abwasser und Boden“ ist weder Land", "im Namen darf kein Komma stehen"),
        ("Gemeinde A, Hesen", "„Hesen“ ist weder Land", "Gemeint ist vielleicht „Hessen“."),
        ("Gemeinde A, Nordrhein-Westfahlen", "ist weder Land", "Gemeint ist vielleicht „Nordrhein-Westfalen“."),
        ("Gemeinde A, XY", "„XY“ ist weder Land", "Zum Beispiel"),
        ("Gemeinde A, HE, NW", "Die Zeile nennt zwei Länder.", "Jede Zeile"),
        ("Gemeinde A, Kreis B, Kreis C", "Die Zeile nennt zwei Kreise.", "Jede Zeile"),
        ("Gemeinde A, VG B, VG C", "Die Zeile nennt zwei Verwaltungsgemeinschaften.", "Jede Zeile"),
        ("Gemeinde A, 12,5", "Die Zeile nennt zwei Einwohnerzahlen.", "12.500"),
        ("Gemeinde A, 12.5", "Einwohnerzahlen sind ganze Zahlen.", ""),
        ("Gemeinde A, 99999999999", "liegt außerhalb des Bereichs", ""),
        ("Gemeinde A, Kreis 7", "Im Namen eines Kreises stehen weder Ziffern noch Kommas.", "Landkreis Kassel"),
        ("x" * 201, "Der Name ist länger als 200 Zeichen.", ""),
        (f"Gemeinde A, {'y' * 5000}", "yyy…“ ist weder Land", ""),
        ("a\x07b", "Der Text enthält Steuerzeichen.", ""),
    ],
)
def test_what_cannot_be_read_is_explained(line: str, message: str, remedy: str) -> None:
    with pytest.raises(ValueProblem) as found:
        parse_line(line)
    assert message in str(found.value)
    assert remedy in found.value.remedy
    assert len(str(found.value)) < 250


def test_a_line_of_anything_is_read_or_refused() -> None:
    rng = random.Random(7)
    parts = [
        "Gemeinde A",
        "HE",
        "hessen",
        "5.600",
        "Kreis X",
        "VG Y",
        "kreisfrei",
        "privat",
        "",
        " ",
        "\x1b[A",
        "½",
        "12,5",
        "0",
        "-1",
        "“",
    ]
    for _ in range(3000):
        line = rng.choice([",", ";", ", ", ""]).join(rng.choices(parts, k=rng.randint(1, 6)))
        try:
            found = parse_line(line)
        except ValueProblem:
            continue
        assert found.name
        assert found.kind in {"", *PARTICIPANT_KINDS}
        assert found.land in {"", "AUSLAND", *LANDS}


def test_vg_in_full_is_the_same_association() -> None:
    short, long = (parse_line(f"Markt A, BY, {name} Tal") for name in ("VG", "Verwaltungsgemeinschaft"))
    assert spelled_out(short) == spelled_out(long) == long
    assert spelled_out(parse_line("Gemeinde A, RP, VG Tal")).association == "Verbandsgemeinde Tal"
    assert spelled_out(parse_line("Gemeinde A, HE, keine VG")).association == NO_ASSOCIATION


def test_the_kreis_named_last_in_the_land_is_near() -> None:
    entered = [parse_line(line) for line in ("Landkreis Kassel, HE", "Gemeinde A, NW, Kreis Unna", "Zweckverband Z, HE")]
    assert nearby_district(entered, "HE") == "Landkreis Kassel"
    assert nearby_district(entered, "NW") == "Kreis Unna"
    assert nearby_district(entered, "BY") == ""


def test_a_kreis_spelled_almost_alike_is_found_and_another_is_not() -> None:
    entered = [parse_line("Gemeinde A, HE, Landkreis Kassel"), parse_line("Gemeinde B, BY, Landkreis Unterallgäu")]
    assert similar_district(parse_line("Gemeinde C, HE, Landkreis Kasel"), entered) == "Landkreis Kassel"
    for same_or_other in ("HE, Lk Kassel", "BY, Landkreis Kasel", "BY, Landkreis Oberallgäu", "HE"):
        assert similar_district(parse_line(f"Gemeinde C, {same_or_other}"), entered) == ""


def test_a_kreisfreie_stadt_is_not_in_the_landkreis_of_its_name() -> None:
    city, village = parse_line("Kassel, HE, kreisfrei"), parse_line("Helsa, HE, Landkreis Kassel")
    assert attribute_of(city, "kreis") != attribute_of(village, "kreis") == attribute_of(parse_line("Landkreis Kassel, HE"), "kreis")


@pytest.mark.parametrize("text", ["3, 5", "ja", "Nein", "keine", "-"])
def test_what_is_no_name_is_no_kreis(text: str) -> None:
    with pytest.raises(ValueProblem):
        parse_district(text)


def test_a_kreis_of_the_same_name_in_another_land_is_another() -> None:
    first, second = parse_line("Gemeinde A, BY, Landkreis Coburg"), parse_line("Gemeinde B, TH, Landkreis Coburg")
    assert attribute_of(first, "kreis") != attribute_of(second, "kreis")
