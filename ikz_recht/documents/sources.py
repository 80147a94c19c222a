"""„Quellen und Stand“ at the end of the memo: statutes with official collection and date, literature and decisions, and what was computed how."""

from __future__ import annotations

import re
from typing import Any

from ..advice.opinion import Opinion
from ..rulebase.fact import show_date
from ..rulebase.model import Statute
from .citations import bibliography, cited_statutes
from .notes import Footnotes

# An official collection or a date: what makes a version citable.
_CITABLE = re.compile(
    r"\b(?:GV|\w*G?V?Bl|Amtsbl|AllMBl|S)\. ?(?:\w+\. )?(?:S\. )?\d|\b\d{1,2}\.\d{1,2}\.\d{4}|\b[A-Z][a-zä]+ (?:19|20)\d\d\b"
)
# Where something was read belongs to the rule base, not to a citation; how far a version goes is said in other words.
_READ = re.compile(
    r"gesetze-bayern|gesetze\.legal|\bgeseh|\bgelesen|Wiedergabe|Volltext|\bohne Datum\b|laufende Fassung|\blaut \w|Anbieter|\bFakt\b"
)
_REWORDED = (
    (re.compile(r"\b(?:letzte|zuletzt) gesehene Änderung"), "letzte berücksichtigte Änderung"),
    (re.compile(r"\bgelesene Artikel: Textstand ab"), "berücksichtigter Textstand ab"),
    (re.compile(r"\b(?:Textstand der gelesenen|gelesene) Artikel: "), "berücksichtigt: "),
    (re.compile(r"\bnicht gelesen ist\b"), "nicht berücksichtigt ist"),
)
_PARTS = re.compile(r"; |\. (?=§|Einzelne|Gesamtausgabe|Änderungen laut)")
_ASIDE = re.compile(r" \(([^()]*)\)")


def sources_context(opinion: Opinion, notes: Footnotes) -> dict[str, Any]:
    """What the template vermerk_quellen.md may name; docs/vorlagen.md describes it."""
    rulebase = opinion.program.rulebase
    laws = [rulebase.lands[land] for land in opinion.program.lands]
    own = [item for law in laws for item in law.statutes]
    texts = (*notes.texts, notes.markdown)
    literature, practice = bibliography(notes.sources)
    return {
        "gesetze": [_statute(item) for item in (*cited_statutes(own, texts), *cited_statutes(rulebase.federal_statutes, texts))],
        "literatur": literature,
        "praxis": practice,
        "geprueft": [(law.name, show_date(law.checked_until)) for law in laws],
        "stichtag": show_date(opinion.day),
        "version": rulebase.version,
        "fingerabdruck": rulebase.fingerprint,
        "maschinen": list(opinion.engines),
        "maschinen_hinweis": opinion.engine_remark,
        "abgeschaltet": list(rulebase.disabled),
    }


def _statute(item: Statute) -> dict[str, str]:
    """A statute as a lawyer cites it; where the rule base knows no collection or date, the version stays empty and is to be added."""
    version = _ASIDE.sub(lambda found: "" if _READ.search(found[1]) else found[0], item.version)
    for pattern, words in _REWORDED:
        version = pattern.sub(words, version)
    kept = [part for part in _PARTS.split(version) if not _READ.search(part)]
    return {
        "abk": item.abbreviation,
        "titel": item.title,
        "fassung": "; ".join(kept) if any(_CITABLE.search(part) for part in kept) else "",
    }
