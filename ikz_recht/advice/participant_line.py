"""One participant written in one line, as somebody in a town hall would: „Gemeinde Helsa, 5600, HE, Landkreis Kassel“."""

from __future__ import annotations

import re
from dataclasses import replace

from ..inference.facts import NO_ASSOCIATION, Participant
from ..rulebase.fact import LAND_OPTIONS, LANDS, PARTICIPANT_KINDS, ValueProblem
from .case import parse_inhabitants, parse_name

EXAMPLE = "Gemeinde Helsa, 5600, HE, Landkreis Kassel"
_NAME_KINDS = (
    (r"(gemeinde|markt|samtgemeinde|stadt|große kreisstadt|hansestadt)\b", "gemeinde"),
    (r"kreisfreie stadt\b", "kreisfreie_stadt"),
    (r"(landkreis|kreis|rhein-.*kreis|.*kreis$)", "kreis"),
    (r"(bezirk|landschaftsverband|regionalverband)\b", "hoeherer_kommunalverband"),
    (r"(verwaltungsgemeinschaft|verwaltungsverband|amt|verbandsgemeinde|gemeindeverwaltungsverband)\b", "verwaltungsgemeinschaft"),
    (r"(zweckverband|.*verband$)", "zweckverband"),
    (r"(kommunalunternehmen|gemeinsames kommunalunternehmen|.*\baör$)", "kommunale_anstalt"),
    (r"(freistaat|land|bundesrepublik)\b", "bund_land"),
)
_ASSOCIATION = re.compile(r"(vg|verwaltungsgemeinschaft|verwaltungsverband|amt|verbandsgemeinde|samtgemeinde)\b", re.IGNORECASE)
_NO_ASSOCIATION = re.compile(r"kein(e|er)?( (vg|verwaltungsgemeinschaft|verwaltungsverband|amt|verband))\b", re.IGNORECASE)
_DISTRICT = re.compile(r"(landkreis|kreis|lkr\.?|lk)\b", re.IGNORECASE)


def parse_line(line: str) -> Participant:
    """What the line says: the name first, then in any order Land, inhabitants, Kreis, association, kind; kind and land may stay empty.

    The kind is read off the name where that begins with one (Gemeinde, Landkreis, Zweckverband …). Raises ValueProblem.
    """
    first, *parts = (part.strip() for part in line.split(","))
    found = Participant(parse_name(first), _kind_of(first), "")
    for part in filter(None, parts):
        found = _with_part(found, part)
    return found


def _kind_of(name: str) -> str:
    lower = name.casefold()
    return next((kind for pattern, kind in _NAME_KINDS if re.match(pattern, lower)), "")


def _with_part(found: Participant, part: str) -> Participant:
    if part.upper() in dict(LAND_OPTIONS):
        return replace(found, land=part.upper())
    lands = [land for land, name in LANDS.items() if name.casefold() == part.casefold()]
    if lands:
        return replace(found, land=lands[0])
    if re.match(r"[\d.]+( einwohner.*)?$", part, re.IGNORECASE):
        return replace(found, inhabitants=parse_inhabitants(part.split(" ")[0]))
    if part.casefold() in ("kreisfrei", "kreisfreie stadt"):
        return replace(found, kind="kreisfreie_stadt")
    if _NO_ASSOCIATION.match(part):
        return replace(found, association=NO_ASSOCIATION)
    if _ASSOCIATION.match(part):
        return replace(found, association=parse_name(part))
    if _DISTRICT.match(part) or part.casefold().endswith("kreis"):
        return replace(found, district=parse_name(part))
    kinds = [kind for kind, text in PARTICIPANT_KINDS.items() if part.casefold() in (kind, text.casefold())]
    if kinds:
        return replace(found, kind=kinds[0])
    raise ValueProblem(f"„{part}“ ist weder Land noch Einwohnerzahl, Kreis, Verwaltungsgemeinschaft oder Art.", f"Zum Beispiel: {EXAMPLE}")
