"""How long a step takes, and what that rests on: one's own word, a period of the law, practice, or an assumption."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...advice.finding import Finding
from ...rulebase.bodies import Span
from ...rulebase.evidence import Certainty, Evidence
from .given import Given
from .periods import Length, length_of, statutory_length

LAW, PRACTICE, ASSUMPTION, OWN = "gesetz", "praxis", "annahme", "eigene"
BASIS_TEXT = {
    LAW: "gesetzliche Frist",
    PRACTICE: "Wert der Praxis",
    ASSUMPTION: "Annahme der Planung",
    OWN: "eigene Angabe",
}
_FROM_RECEIPT = re.compile(r"Eingang|vollständige")  # the authority has so long, all in all
_BEFORE = re.compile(r"\bvor\b")


@dataclass(frozen=True, slots=True)
class Duration:
    """How long a stage takes, from short to long, and what that rests on."""

    short: Length
    long: Length
    words: str
    basis: str
    evidence: Evidence | None


def duration_of(step: str, span: Span, evidence: Evidence, law: Sequence[Finding], given: Given) -> Duration:
    """How long a step takes: what the user says, else a period of the law, else the value of the rules."""
    own = given.spans.get(step)
    if own is not None:
        return Duration(length_of(own, cautious=False), length_of(own, cautious=True), own.words(), OWN, None)
    short, long = length_of(span, cautious=False), length_of(span, cautious=True)
    deadlines = [finding.rule.deadline for finding in law if finding.rule.deadline]
    lawful = statutory_length(deadlines)
    if lawful is not None:
        whole = [text for text in deadlines if statutory_length([text]) == lawful]
        words = whole[0] if whole else deadlines[0]
        proof = next(finding.rule.evidence for finding in law if finding.rule.deadline == words)
        if any(_BEFORE.search(text) for text in whole):  # nothing may happen before it has run
            return Duration(lawful, lawful, words, LAW, proof)
        if any(_FROM_RECEIPT.search(text) for text in whole):  # the authority may be quicker
            return Duration(min(short, lawful, key=Length.rough), lawful, words, LAW, proof)
        longer = max(long, lawful, key=Length.rough)  # a part of the procedure has this period
        return Duration(max(short, lawful, key=Length.rough), longer, f"{span.words()}; darin: {words}", PRACTICE, evidence)
    basis = ASSUMPTION if evidence.certainty is Certainty.MEMORY else PRACTICE
    return Duration(short, long, span.words(), basis, evidence)


def by_calendar(duration: Duration) -> Duration:
    """The lengths go on only where the calendar ends."""
    return replace(duration, words="nach Sitzungskalender", basis=OWN, evidence=None)
