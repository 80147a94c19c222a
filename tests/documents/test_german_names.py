"""Names with article and case."""

from __future__ import annotations

import pytest

from ikz_recht.planning.german_names import decline, decline_statute, upper_first

NAMES = [
    # name, kind, Land; nominative, genitive, dative, accusative up to the words that stay the same
    ("Gemeinde Helsa", "gemeinde", "HE", "die / der / der / die", "Gemeinde Helsa"),
    ("Stadt Bad Hersfeld", "gemeinde", "HE", "die / der / der / die", "Stadt Bad Hersfeld"),
    ("Markt Nordheim", "gemeinde", "BY", "der Markt / des Marktes / dem Markt / den Markt", "Nordheim"),
    ("Landkreis Kassel", "kreis", "HE", "der Landkreis / des Landkreises / dem Landkreis / den Landkreis", "Kassel"),
    ("Kreis Soest", "kreis", "NW", "der Kreis / des Kreises / dem Kreis / den Kreis", "Soest"),
    ("Rhein-Sieg-Kreis", "kreis", "NW", "der Rhein-Sieg-Kreis / des Rhein-Sieg-Kreises / dem Rhein-Sieg-Kreis / den Rhein-Sieg-Kreis", ""),
    ("Vogelsbergkreis", "kreis", "HE", "der Vogelsbergkreis / des Vogelsbergkreises / dem Vogelsbergkreis / den Vogelsbergkreis", ""),
    ("StädteRegion Aachen", "kreis", "NW", "die / der / der / die", "StädteRegion Aachen"),
    ("Große Kreisstadt Döbeln", "gemeinde", "SN", "die Große / der Großen / der Großen / die Große", "Kreisstadt Döbeln"),
    ("Freie und Hansestadt Hamburg", "bund_land", "HH", "die Freie / der Freien / der Freien / die Freie", "und Hansestadt Hamburg"),
    ("Zweckverband Wasser Nord", "zweckverband", "SN", "der Zweckverband / des Zweckverbands / dem Zweckverband / den Zweckverband", "Wasser Nord"),
    ("Kommunaler Verband A", "zweckverband", "ST", "der Kommunale Verband / des Kommunalen Verbands / dem Kommunalen Verband / den Kommunalen Verband", "A"),
    ("Gemeinsames Werk VE", "kommunale_anstalt", "BY", "das Gemeinsame Werk / des Gemeinsamen Werks / dem Gemeinsamen Werk / das Gemeinsame Werk", "VE"),
    ("Stadtwerke Kassel GmbH", "kommunale_gesellschaft", "HE", "die / der / der / die", "Stadtwerke Kassel GmbH"),
    ("Stadtwerke Kassel", "kommunale_anstalt", "HE", "die Stadtwerke / der Stadtwerke / den Stadtwerken / die Stadtwerke", "Kassel"),
    ("Technische Dienste AöR", "kommunale_anstalt", "NW", "die / der / der / die", "Technische Dienste AöR"),
    ("Hilfe vor Ort e. V.", "privat", "NW", "der / des / dem / den", "Hilfe vor Ort e. V."),
    ("Amt Hüttener Berge", "verwaltungsgemeinschaft", "SH", "das Amt / des Amtes / dem Amt / das Amt", "Hüttener Berge"),
    ("Verbandsgemeinde Asbach", "gemeinde", "RP", "die / der / der / die", "Verbandsgemeinde Asbach"),
    ("Fontanestadt Neuruppin", "gemeinde", "BB", "die / der / der / die", "Fontanestadt Neuruppin"),
    ("Freistaat Sachsen", "bund_land", "SN", "der Freistaat / des Freistaats / dem Freistaat / den Freistaat", "Sachsen"),
    ("Helsa", "gemeinde", "HE", "die / der / der / die", "Gemeinde Helsa"),
    ("Darmstadt", "kreisfreie_stadt", "HE", "die / der / der / die", "Stadt Darmstadt"),
    ("Neustadt an der Aisch", "gemeinde", "BY", "die / der / der / die", "Gemeinde Neustadt an der Aisch"),
    ("Soest", "kreis", "NW", "der Kreis / des Kreises / dem Kreis / den Kreis", "Soest"),
    ("Kassel", "kreis", "HE", "der Landkreis / des Landkreises / dem Landkreis / den Landkreis", "Kassel"),
    ("Erika Muster", "natuerliche_person", "HE", "Erika / von Erika / Erika / Erika", "Muster"),
    ("Peter Land", "natuerliche_person", "HE", "Peter / von Peter / Peter / Peter", "Land"),
    ("Wasserfreunde", "privat", "HE", "Wasserfreunde / von Wasserfreunde / Wasserfreunde / Wasserfreunde", ""),
    ("", "gemeinde", "HE", "die / der / der / die", "Gemeinde"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "land", "cases", "tail"), NAMES, ids=[item[0] or "leer" for item in NAMES])
def test_a_name_in_the_four_cases(name: str, kind: str, land: str, cases: str, tail: str) -> None:
    found = decline(name, kind, land)
    expected = tuple(f"{start} {tail}".strip() for start in cases.split(" / "))
    assert (found.nominative, found.genitive, found.dative, found.accusative) == expected


@pytest.mark.parametrize(
    ("title", "genitive"),
    [
        ("Gesetz über kommunale Gemeinschaftsarbeit", "des Gesetzes über kommunale Gemeinschaftsarbeit"),
        ("Sächsisches Gesetz über kommunale Zusammenarbeit", "des Sächsischen Gesetzes über kommunale Zusammenarbeit"),
        ("Thüringer Gesetz über die kommunale Gemeinschaftsarbeit", "des Thüringer Gesetzes über die kommunale Gemeinschaftsarbeit"),
        ("Landesgesetz über die kommunale Zusammenarbeit", "des Landesgesetzes über die kommunale Zusammenarbeit"),
        ("Kommunalverfassung für das Land Mecklenburg-Vorpommern", "der Kommunalverfassung für das Land Mecklenburg-Vorpommern"),
    ],
)
def test_a_statute_in_the_genitive(title: str, genitive: str) -> None:
    assert decline_statute(title).genitive == genitive


def test_the_start_of_a_sentence() -> None:
    assert upper_first("die Gemeinde GROSS") == "Die Gemeinde GROSS"
    assert upper_first("") == ""
