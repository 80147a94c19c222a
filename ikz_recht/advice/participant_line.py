"""One participant written in one line, as somebody in a town hall would: „Gemeinde Helsa, 5600, HE, Landkreis Kassel“."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import replace

from ..inference.facts import NO_ASSOCIATION, Participant, attribute_of
from ..rulebase.fact import LAND_OPTIONS, PARTICIPANT_KINDS, ValueProblem
from .case import parse_inhabitants, parse_name

EXAMPLE = "Gemeinde Helsa, 5600, HE, Landkreis Kassel"
_NAME_KINDS = (
    (r"(kreisfreie stadt)\b", "kreisfreie_stadt"),
    (r"(gemeinde|marktgemeinde|markt|stadt|(kreis|hanse|landeshaupt|universitäts)stadt|grosse kreisstadt)\b", "gemeinde"),
    (r"(\S*kreis\b|lkr?\b|städteregion\b)", "kreis"),
    (r"(bezirk|landschaftsverband|regionalverband)\b", "hoeherer_kommunalverband"),
    (
        r"(vg|verwaltungsgemeinschaft|verwaltungsverband|amt|samtgemeinde|verbandsgemeinde|gemeindeverwaltungsverband)\b",
        "verwaltungsgemeinschaft",
    ),
    (r"(zweckverband|.*verband$)", "zweckverband"),
    (r"(kommunalunternehmen|gemeinsames kommunalunternehmen|.*\baör$)", "kommunale_anstalt"),
    (r"(freistaat|land|bundesrepublik)\b", "bund_land"),
)
_COMPANY = re.compile(r"\b(g?gmbh|ag|kg|ohg|eg|ug)\b", re.IGNORECASE)  # a municipal one or a private one: that has to be asked
_SOCIETY = re.compile(r"\be\. ?v\.(?!\w)", re.IGNORECASE)
_KIND_WORDS = {
    "stadt": "gemeinde",
    "gemeinde": "gemeinde",
    "markt": "gemeinde",
    "kreisfrei": "kreisfreie_stadt",
    "kreis": "kreis",
    "landkreis": "kreis",
    "privat": "privat",
    "verein": "privat",
    "unternehmen": "privat",
    "kommunalunternehmen": "kommunale_anstalt",
    "verwaltungsgemeinschaft": "verwaltungsgemeinschaft",
    **{kind: kind for kind in PARTICIPANT_KINDS},
    **{text.casefold(): kind for kind, text in PARTICIPANT_KINDS.items()},
}
_LAND_WORDS = {**{land.casefold(): land for land, _ in LAND_OPTIONS}, **{name.casefold(): land for land, name in LAND_OPTIONS}}
_ASSOCIATION = re.compile(r"(vg|verwaltungsgemeinschaft|verwaltungsverband|amt|verbandsgemeinde|samtgemeinde) ", re.IGNORECASE)
_NO_ASSOCIATION = re.compile(r"kein(e|er)?( (vg|verwaltungsgemeinschaft|verwaltungsverband|amt|verband))\b", re.IGNORECASE)
_DISTRICT = re.compile(r"(lkr\.?|lk|städteregion|region|regionalverband) |.*kreis\b", re.IGNORECASE)
_INHABITANTS = re.compile(r"(?P<number>[\d.]+) ?(einwohner.*|einw\.?|ew)?$", re.IGNORECASE)
_NUMBER_IN_NAME = re.compile(r"\s\d[\d.]{2,}(\s|$)")
_NO_NAMES = frozenset(("ja", "j", "nein", "n", "kein", "keine", "keiner", "keines", "ohne", "-", "–"))
_SHORT = re.compile(r"vg\b", re.IGNORECASE)
_LONG = {"RP": "Verbandsgemeinde"}


def parse_line(line: str) -> Participant:
    """What the line says: the name first, then in any order Land, inhabitants, Kreis, association, kind; kind and land may stay empty.

    The kind is read off the name where that begins with one (Gemeinde, Landkreis, Zweckverband …). Raises ValueProblem.
    """
    first, *parts = (part.strip() for part in re.split("[,;]", line))
    if not any(char.isalpha() for char in first):
        raise ValueProblem("Am Anfang der Zeile fehlt der Name.", f"Zum Beispiel: {EXAMPLE}")
    if _NUMBER_IN_NAME.search(first):
        raise ValueProblem("Bitte trennen Sie die Angaben durch Kommas.", f"Zum Beispiel: {EXAMPLE}")
    found = Participant(parse_name(first), kind_of(first), "")
    for part in filter(None, parts):
        found = _with_part(found, " ".join(part.split()))
    if found.district and not found.kind and not _COMPANY.search(first):
        found = replace(found, kind="gemeinde")
    return found


def kind_of(name: str) -> str:
    """The kind of participant that the name begins with; "" if it does not say."""
    lower = name.casefold()
    if _SOCIETY.search(name):
        return "privat"
    return "" if _COMPANY.search(name) else next((kind for pattern, kind in _NAME_KINDS if re.match(pattern, lower)), "")


def _with_part(found: Participant, part: str) -> Participant:
    word = part.casefold()
    number = _INHABITANTS.match(part)
    if number:
        _once(found.inhabitants is not None, "Einwohnerzahlen", "Ein Komma trennt die Angaben; schreiben Sie 12.500 oder 12500.")
        return replace(found, inhabitants=parse_inhabitants(number["number"]))
    if word in _LAND_WORDS:
        _once(bool(found.land), "Länder")
        return replace(found, land=_LAND_WORDS[word])
    if word in ("kreisfrei", "kreisfreie stadt"):
        return replace(found, kind="kreisfreie_stadt")
    if _NO_ASSOCIATION.match(part):
        return replace(found, association=NO_ASSOCIATION)
    if _ASSOCIATION.match(part):
        _once(bool(found.association), "Verwaltungsgemeinschaften")
        return replace(found, association=parse_name(part))
    if word in _KIND_WORDS:
        return replace(found, kind=_KIND_WORDS[word])
    if _DISTRICT.match(part):
        _once(bool(found.district), "Kreise")
        return replace(found, district=parse_district(part))
    raise ValueProblem(f"„{_short(part)}“ ist weder Land noch Einwohnerzahl, Kreis, Verwaltungsgemeinschaft oder Art.", _remedy(word))


def parse_district(text: str) -> str:
    """The name of a Kreis. Raises ValueProblem."""
    if text.casefold() in _NO_NAMES:
        raise ValueProblem(f"„{text}“ ist kein Name eines Kreises.", "Zum Beispiel: Landkreis Kassel")
    if re.search("[0-9,;]", text):
        raise ValueProblem("Im Namen eines Kreises stehen weder Ziffern noch Kommas.", "Zum Beispiel: Landkreis Kassel")
    return parse_name(text)


def _once(already: bool, what: str, remedy: str = "") -> None:
    if already:
        raise ValueProblem(f"Die Zeile nennt zwei {what}.", remedy or "Jede Zeile beschreibt eine Beteiligte oder einen Beteiligten.")


def _remedy(word: str) -> str:
    """What may be meant; a name with a comma looks like this, too."""
    known = {name.casefold(): name for _, name in LAND_OPTIONS} | {text.casefold(): text for text in PARTICIPANT_KINDS.values()}
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.75)
    if close:
        return f"Gemeint ist vielleicht „{known[close[0]]}“. Bitte geben Sie die Zeile noch einmal ein."
    return f"Ein Kreis beginnt mit „Landkreis“ oder „Kreis“; im Namen darf kein Komma stehen. Zum Beispiel: {EXAMPLE}"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def spelled_out(item: Participant) -> Participant:
    """The participant with „VG“ in full, so that two spellings of the same association are the same."""
    return replace(item, association=_SHORT.sub(_LONG.get(item.land, "Verwaltungsgemeinschaft"), item.association, count=1))


def nearby_district(entered: Iterable[Participant], land: str) -> str:
    """The Kreis named last in this Land, be it as a participant itself; "" if there is none."""
    named = [item.name if item.kind == "kreis" else item.district for item in entered if item.land == land]
    return next((name for name in reversed(named) if name), "")


def similar_district(item: Participant, entered: Iterable[Participant]) -> str:
    """A Kreis of the same Land that is spelled almost, but not quite, as that of the participant; "" if there is none."""
    others = [
        replace(item, district=other.name if other.kind == "kreis" else other.district) for other in entered if other.land == item.land
    ]
    own = attribute_of(item, "kreis")
    known = {attribute_of(other, "kreis"): other.district for other in others if other.district}
    if not item.district or own in known:
        return ""
    close = difflib.get_close_matches(own, known, n=1, cutoff=0.85)
    return known[close[0]] if close else ""
