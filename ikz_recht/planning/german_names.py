"""Names of participants in a sentence: with the right article, in each case. „die Gemeinde Helsa“, „des Marktes Nordheim“, „dem Rhein-Sieg-Kreis“.

The article follows the name's own word for what it is, else the kind of participant; where neither tells, the name stands without article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum


class _Gender(StrEnum):
    MASCULINE = "m"
    FEMININE = "f"
    NEUTER = "n"
    PLURAL = "p"


@dataclass(frozen=True, slots=True)
class Declined:
    """A name or noun phrase in the four cases."""

    nominative: str
    genitive: str
    dative: str
    accusative: str


# Ending of the word that says what it is -> gender and the genitive of that ending ("" where the word does not change).
_HEADS: dict[str, tuple[_Gender, str]] = {
    **dict.fromkeys(
        ("gemeinde", "stadt", "anstalt", "gesellschaft", "gemeinschaft", "region", "stiftung", "kammer", "genossenschaft", "sparkasse",
         "kasse", "hochschule", "universität", "republik", "agentur", "verwaltung", "ordnung", "verfassung"),
        (_Gender.FEMININE, ""),
    ),
    "markt": (_Gender.MASCULINE, "marktes"),
    "kreis": (_Gender.MASCULINE, "kreises"),
    "verband": (_Gender.MASCULINE, "verbands"),
    "bezirk": (_Gender.MASCULINE, "bezirks"),
    "verein": (_Gender.MASCULINE, "vereins"),
    "staat": (_Gender.MASCULINE, "staats"),
    "betrieb": (_Gender.MASCULINE, "betriebs"),
    "flecken": (_Gender.MASCULINE, "fleckens"),
    "bund": (_Gender.MASCULINE, "bundes"),
    "vertrag": (_Gender.MASCULINE, "vertrags"),
    "amt": (_Gender.NEUTER, "amtes"),
    "land": (_Gender.NEUTER, "landes"),
    "unternehmen": (_Gender.NEUTER, "unternehmens"),
    "werk": (_Gender.NEUTER, "werks"),
    "institut": (_Gender.NEUTER, "instituts"),
    "zentrum": (_Gender.NEUTER, "zentrums"),
    "klinikum": (_Gender.NEUTER, "klinikums"),
    "ministerium": (_Gender.NEUTER, "ministeriums"),
    "gesetz": (_Gender.NEUTER, "gesetzes"),
    "werke": (_Gender.PLURAL, ""),
    "betriebe": (_Gender.PLURAL, ""),
    "dienste": (_Gender.PLURAL, ""),
}  # fmt: skip
_ARTICLES = {
    _Gender.MASCULINE: ("der", "des", "dem", "den"),
    _Gender.FEMININE: ("die", "der", "der", "die"),
    _Gender.NEUTER: ("das", "des", "dem", "das"),
    _Gender.PLURAL: ("die", "der", "den", "die"),
}
_COMPANY = re.compile(r"\b(?:GmbH|gGmbH|AG|UG|KG|OHG|SE|eG|AöR|gAöR)\b\.?$|\b(?:GmbH|AG) & Co\. KG$|AöR\)?$")
_CLUB = re.compile(r"\be\. ?V\.$")
# Adjectives that change with the case; „Kasseler“ does not.
_ADJECTIVE = re.compile(r"^((?:\w*(?:isch|al|sam|lich|ig)|groß|frei|kreisfrei|klein|neu|vereinigt|öffentlich))(e|er|es)$", re.IGNORECASE)
_TITLE_OF_TOWN = re.compile(r"^\w[\w-]*stadt$", re.IGNORECASE)
_KIND_NOUNS = {
    "gemeinde": "Gemeinde",
    "kreisfreie_stadt": "Stadt",
    "kreis": "Landkreis",
    "zweckverband": "Zweckverband",
    "kommunale_anstalt": "Anstalt",
}
_KREIS_LANDS = frozenset({"NW", "SH"})


def decline(name: str, kind: str = "", land: str = "") -> Declined:
    """The name in the four cases. `kind` and `land` are those of a participant."""
    words = name.split()
    if kind == "natuerliche_person":
        return Declined(name, f"von {name}", name, name)
    if _COMPANY.search(name):
        return _with_articles(_Gender.FEMININE, Declined(name, name, name, name))
    if _CLUB.search(name):
        return _with_articles(_Gender.MASCULINE, Declined(name, name, name, name))
    at = _head_index(words)
    if at is not None:
        return _phrase(words, at)
    noun = _KIND_NOUNS.get(kind, "")
    if not noun:
        return Declined(name, f"von {name}", name, name)
    noun = "Kreis" if noun == "Landkreis" and land in _KREIS_LANDS else noun
    return _phrase([noun, *words], 0)


def decline_statute(title: str) -> Declined:
    """The title of a statute in the four cases; without article where its kind is not clear from its words."""
    words = title.split()
    at = next((index for index, word in enumerate(words[:3]) if _head(word) is not None), None)
    return _phrase(words, at) if at is not None else Declined(title, title, title, title)


def upper_first(text: str) -> str:
    """The text with a capital first letter, the rest as it is: for the start of a sentence."""
    return text[:1].upper() + text[1:]


def _head_index(words: list[str]) -> int | None:
    """Where the word stands that says what the participant is: the first one, or after adjectives and „und“."""
    at = 0
    while at < len(words) and (_ADJECTIVE.match(words[at]) or (at and words[at] == "und")):
        at += 1
    if at >= len(words) or _head(words[at]) is None:
        return None
    return at if _is_title(words, at) else None


def _is_title(words: list[str], at: int) -> bool:
    """„Fontanestadt Neuruppin“ names a kind of town; „Darmstadt“ and „Neustadt an der Aisch“ are names themselves."""
    word = words[at]
    if word.lower() == "stadt" or not _TITLE_OF_TOWN.match(word):
        return at > 0 or len(words) > 1 or not word.lower().endswith(("markt", "land", "werk", "hof"))
    return at > 0 or (len(words) > 1 and words[at + 1][:1].isupper())


def _head(word: str) -> tuple[_Gender, str] | None:
    lowered = word.lower().rstrip(",")
    ending = max((item for item in _HEADS if lowered.endswith(item)), key=len, default="")
    return _HEADS[ending] if ending else None


def _phrase(words: list[str], at: int) -> Declined:
    found = _head(words[at])
    assert found is not None
    gender, genitive = found
    plain = _joined(words, at, words[at], "e" if gender is not _Gender.PLURAL else "en")
    oblique = _joined(words, at, words[at], "en")
    ending = max((item for item in _HEADS if words[at].lower().endswith(item)), key=len)
    inflected = words[at][: len(words[at]) - len(ending)] + _like(words[at][-len(ending) :], genitive) if genitive else words[at]
    dative = f"{words[at]}n" if gender is _Gender.PLURAL else words[at]
    accusative = oblique if gender is _Gender.MASCULINE else plain
    return _with_articles(gender, Declined(plain, _joined(words, at, inflected, "en"), _joined(words, at, dative, "en"), accusative))


def _joined(words: list[str], at: int, head: str, ending: str) -> str:
    """The words with the adjectives before the head in the given weak ending."""
    before = [_ADJECTIVE.sub(lambda found: found[1] + ending, word) for word in words[:at]]
    return " ".join([*before, head, *words[at + 1 :]])


def _like(pattern: str, text: str) -> str:
    return upper_first(text) if pattern[:1].isupper() else text


def _with_articles(gender: _Gender, cases: Declined) -> Declined:
    nominative, genitive, dative, accusative = _ARTICLES[gender]
    return replace(
        cases,
        nominative=f"{nominative} {cases.nominative}",
        genitive=f"{genitive} {cases.genitive}",
        dative=f"{dative} {cases.dative}",
        accusative=f"{accusative} {cases.accusative}",
    )
