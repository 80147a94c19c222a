"""Which of the open points of a Land's law concern a form: judged by the sections that they cite and the forms that they name."""

from __future__ import annotations

import re

from ..advice.opinion import Opinion
from ..rulebase.model import LandLaw

_SECTIONS = re.compile(r"(§§?|Art\.) ?((?:(?:Abs\.|S\.|Nr\.|Hs\.|Alt\.|Buchst\.|ff\.?|f\.|bis|und|[,–]|\d+[a-z]?)\s*)+)")
_SUBDIVISION = re.compile(r"(?:Abs\.|S\.|Nr\.|Hs\.|Alt\.)\s*\d+[a-z]?(?:\s*(?:,|und|bis|–)\s*\d+[a-z]?(?=\s*(?:S\.|Nr\.|$)))?")
_RANGE = re.compile(r"(\d+)([a-z]?)(?:\s*(?:–|bis)\s*(\d+)[a-z]?)?")
# How the open points of a Land's law name a form.
_FORM_WORDS = {
    "arbeitsgemeinschaft": "arbeitsgemeinschaft",
    "oeffentlich_rechtliche_vereinbarung_delegierend": "vereinbarung",
    "oeffentlich_rechtliche_vereinbarung_mandatierend": "vereinbarung",
    "zweckverband": "zweckverb",
    "gemeinsame_anstalt": "anstalt|kommunalunternehmen",
    "verwaltungsgemeinschaft": "verwaltungsgemeinschaft",
    "gemeindeverwaltungsverband": "gemeindeverwaltungsverb",
    "verwaltungsverband": "verwaltungsverb",
    "arbeitsgemeinschaft_besondere": "besondere arbeitsgemeinschaft",
    "gemeinsame_dienststelle": "dienststelle",
    "mitverwaltung": "mitverwaltung",
    "verwaltungsgemeinschaft_vereinbart": "verwaltungsgemeinschaft",
    "erfuellende_gemeinde": "erfüllende gemeinde",
    "amt": r"\bamt(?:es|s)?\b|amtsordnung|ämter",
    "samtgemeinde": "samtgemeinde",
    "verbandsgemeinde": "verbandsgemeinde",
    "privatrechtliche_gesellschaft": "gesellschaft|gmbh",
}


def open_points(opinion: Opinion, law: LandLaw) -> list[str]:
    """What is unchecked in a Land's law, as far as it concerns the recommended (else the leading) form; the rest is only counted."""
    form = opinion.recommended() or next((item for item in opinion.forms if item.rank == 1), None)
    if form is None or not law.open_points:
        return list(law.open_points)
    rules = [item.rule for item in (*form.findings, *opinion.general) if item.truth is not False and item.rule.land == law.land]
    texts = [text for rule in rules if rule.concerns(form.form.id) for text in (rule.norm, rule.text)]
    texts += [form.form.norm] if form.form.land == law.land else []
    cited = {section for text in texts for section in _sections(text, law)}
    shown = [point for point in law.open_points if _concerns(point, form.form.id, cited, law)]
    rest = len(law.open_points) - len(shown)
    if not rest:
        return shown
    more = "weitere " if shown else ""
    what = f"Eine {more}Stelle" if rest == 1 else f"{rest} {more}Stellen"
    return [*shown, f"{what} ohne erkennbaren Bezug zu dieser Form; genannt im Regelwerk, rules/laender/{law.land.lower()}/land.yaml."]


def _concerns(point: str, form: str, cited: set[tuple[str, str]], law: LandLaw) -> bool:
    """True unless an open point clearly speaks of other forms or of sections that the statements on this form do not cite."""
    named = {item for item, words in _FORM_WORDS.items() if re.search(words, point, re.IGNORECASE)}
    sections = _sections(point, law)
    if form in named or any(a == c and (b == d or not b or not d) for a, b in sections for c, d in cited):
        return True
    return not named and not sections


def _sections(text: str, law: LandLaw) -> set[tuple[str, str]]:
    """The sections that a text cites, each with the first word of its statute's abbreviation ("" if it names none)."""
    words = [item.abbreviation.split()[0] for item in law.statutes]
    statute = re.compile(rf"\b({'|'.join(map(re.escape, words))})\b") if words else None
    result = set()
    for found in _SECTIONS.finditer(text):
        name = statute.search(text, found.end(), found.end() + 60) if statute else None
        for first, letter, last in _RANGE.findall(_SUBDIVISION.sub("", found[2])):
            result |= {(f"{number}{letter if number == int(first) else ''}", name[1] if name else "") for number in _span(first, last)}
            if found[1] == "§":
                break
    return result


def _span(first: str, last: str) -> range:
    return range(int(first), max(int(first), min(int(last or first), int(first) + 50)) + 1)
