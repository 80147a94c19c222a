"""How a document cites: statutes by abbreviation, literature and decisions in full; never the address where something was read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..rulebase.model import Certainty, Source, Statute

STATUTE_TEXT = "gesetzestext"
UNPROVEN = "nicht belegt, vor Verwendung zu prüfen"
# What a source is, in the dative after „nach“.
_KINDS = {
    "rechtsprechung": "Rechtsprechung",
    "urteil": "Rechtsprechung",
    "lehrbuch": "Literatur",
    "wissenschaft": "Literatur",
    "gutachten": "Literatur",
    "recht": "Literatur",
    "verwaltungsanweisung": "Verwaltungsanweisung",
    "verwaltungsvorschrift": "Verwaltungsvorschrift",
    "foerderrichtlinie": "Förderrichtlinie",
    "leitfaden": "amtlichem Hinweis",
    "parlament": "Parlamentsdrucksache",
    "politik": "politischer Stellungnahme",
    "presse": "Pressebericht",
    "praxisbericht": "Praxisbericht",
    "ratsvorlage": "Ratsvorlage",
    "vereinbarung": "veröffentlichter Vereinbarung",
    "beratung": "Beratungspraxis",
    "befragung": "Befragung",
}
PRACTICE = frozenset({"presse", "praxisbericht", "ratsvorlage", "vereinbarung", "beratung", "befragung", "politik"})
_COURT = re.compile(r"^(?:EuGH?|BVerfG|BVerwG|BGH|BFH|BAG|OLG|OVG|VGH|VG|LAG|StGH|L?VerfG|Sächs\w*OVG|Sächsisches OVG|BayVGH)\b")
_REFERENCE_SITE = re.compile(r"\bGlossar\b|Juracademy|KommunalWiki|\bWiki\b|Lexikon")
_OFFICE = re.compile(
    r"ministerium|Regierung|Landratsamt|Landkreis|Präsidium|präsidi|Förderdatenbank|[Pp]ortal\b|Beratungszentrum|[Ss]tädte- und Gemeindebund"
    r"|^(?:BayLfD|DSK|GDD|LfD|MHKBD|HMdI|Stadt |Land )|LfD |Verwaltungsleistung"
)
_FILE_NUMBER = re.compile(r"[CT]-\d+/\d+|\b\d+ [A-Za-zÄÖÜ]+ \d+[./]\d+|\b[A-Z]+ [A-Z]* ?\d+/\d+|S \d{4} [\w./ -]+\d|BVerfGE \d+, \d+|2b\.1")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_READ_ON = re.compile(r",? *\b(?:gelesen|abgerufen|Abruf)\b.*$")
_READ_AT = re.compile(r"; (?:ergänzend|Fundstelle|ferner)\b.*$")


def citation(source: Source) -> str:
    """The source as a document cites it: its full citation, else title and date."""
    if source.citation:
        return source.citation
    title = _READ_AT.sub("", source.title).strip()
    as_of = _READ_ON.sub("", source.as_of).strip()
    years = _YEAR.findall(as_of)
    dated = bool(years) and not any(year in title for year in years)
    if not dated or len(as_of) > 24:
        return title
    return f"{title}, {as_of}" if as_of[0].isdigit() else f"{title}, Stand {as_of}"


def kind_word(source: Source) -> str:
    """What the source is, in the dative; sources of no closer kind are told apart by their title."""
    if source.kind in _KINDS:
        return _KINDS[source.kind]
    shown = citation(source)
    if _REFERENCE_SITE.search(shown):
        return "nichtamtlichem Nachschlagewerk"
    if _COURT.match(shown):
        return "Rechtsprechung"
    return "amtlicher Auskunft" if _OFFICE.search(shown) else "Literatur"


def is_inference(source: str) -> bool:
    """True for the „source“ of statements that follow from the answers of the case themselves."""
    return source.rsplit(":", 1)[-1] == "folgerung"


def support(source: Source | None, certainty: Certainty, norm: str) -> str:
    """How well a statement is supported, in words: the end of its footnote."""
    if source is None or certainty is Certainty.MEMORY:
        return UNPROVEN
    if is_inference(source.id):
        return "folgt aus den Angaben zum Fall"
    if source.kind == STATUTE_TEXT:
        return "Normtext gelesen" if certainty is Certainty.SEEN else "Normtext nach mittelbarer Wiedergabe"
    shown = citation(source)
    if any(number in norm for number in _FILE_NUMBER.findall(shown)):
        return "Text gelesen" if certainty is Certainty.SEEN else "nach Darstellung im Schrifttum"
    return f"nach {kind_word(source)}: {shown}"


def cited_statutes(statutes: Iterable[Statute], texts: Iterable[str]) -> list[Statute]:
    """The statutes whose abbreviation stands in one of the texts, in their order, each once."""
    everything = "\n".join(texts)
    found: dict[str, Statute] = {}
    for item in statutes:
        if item.abbreviation not in found and re.search(rf"(?<!\w){re.escape(item.abbreviation)}(?![\w-])", everything):
            found[item.abbreviation] = item
    return list(found.values())


def bibliography(sources: Iterable[Source]) -> tuple[list[str], list[str]]:
    """Literature, decisions and official notes, and beside them examples from practice; each once, sorted."""
    law: dict[str, None] = {}
    practice: dict[str, None] = {}
    for source in sources:
        if source.kind == STATUTE_TEXT or is_inference(source.id):
            continue
        (practice if source.kind in PRACTICE else law)[citation(source)] = None
    return sorted(law, key=str.casefold), sorted(practice, key=str.casefold)
