"""Names of municipalities compared as people write them, and found although they are misspelled."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_WORDS = re.compile("[a-z0-9]+")
_TITLE = re.compile(
    r"(?:(?:orts|markt|samt)?gemeinde|(?:kreisfreie |grosse kreis|kreis|hanse|landeshaupt|universitaets)?stadt|markt|flecken) (?=.)"
)
_LIKE = 0.5  # Dice coefficient of the letter triples: „Frankenbreg“ and „Frankenberg“ have 0.75, unrelated names below 0.4

_SIMILAR, _NOT = 3, 4  # ranks: below, the name holds the query; between, it is like it; else it does not fit


def folded(text: str) -> str:
    """The name for comparison: small letters, „ä“ as „ae“, no accents, one space between words."""
    plain = unicodedata.normalize("NFC", text).casefold().translate(_UMLAUTS)
    plain = "".join(char for char in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(char))
    return " ".join(_WORDS.findall(plain))


def without_title(fold: str) -> str:
    """A folded name without „stadt“, „gemeinde“ … before it."""
    return _TITLE.sub("", fold, count=1) if _TITLE.match(fold) else fold


def ranked(query: str, names: Iterable[tuple[str, str, int]], limit: int) -> list[str]:
    """The keys of the names that fit the query best: equal, then beginning with it, then holding it; similar ones only if there is none of these.

    `names` are (key, folded name, inhabitants); among equals the greater municipality comes first.
    """
    fold = folded(query)
    bare = without_title(fold)
    triples = _triples(bare)
    found = []
    for key, name, inhabitants in names:
        rank = _rank(fold, bare, triples, name)
        if rank < _NOT:
            found.append((rank, -inhabitants, key))
    found.sort()
    similar = not found or found[0][0] >= _SIMILAR
    return [key for rank, _, key in found if similar or rank < _SIMILAR][:limit]


def _rank(fold: str, bare: str, triples: frozenset[str], name: str) -> float:
    if name in (fold, bare):
        return 0
    if not bare:
        return _NOT
    if name.startswith(bare):
        return 1
    if bare in name:
        return 2 if f" {bare}" in name else 2.5
    words = len(bare.split())
    candidates = {name, " ".join(name.split()[:words])}  # „Frankenberg (Eder)“ is like „Frankenbreg“ by its first word
    likeness = max(2 * len(triples & other) / (len(triples) + len(other)) for other in map(_triples, candidates))
    return _NOT - likeness if likeness >= _LIKE else _NOT


def _triples(text: str) -> frozenset[str]:
    padded = f"  {text} "
    return frozenset(padded[start : start + 3] for start in range(len(padded) - 2))
