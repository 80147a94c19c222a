"""What the way through the bodies goes by: practical steps, bodies, majorities, notes, parts of a council paper, objections, funding.

All of it stands in rules/gremien; docs/gremien.md describes the files. What the law demands is not here but in the procedure of the forms.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from .condition import Condition
from .evidence import Evidence
from .fact import LAND_OPTIONS, PARTICIPANT_KINDS, FactType, Kind
from .problem import Place

LANES = {
    "politik": "Vertretungen und Ausschüsse",
    "verwaltung": "Verwaltungen",
    "personal": "Personalvertretung und Gleichstellung",
    "aufsicht": "Aufsicht und Bekanntmachung",
    "foerderung": "Förderung",
    "ziel": "Start",
}
SITTINGS = {"vertretung": "Vertretung", "ausschuss": "Ausschuss"}
TOPICS = {
    "mehrheit": "Mehrheiten",
    "personal": "Personalvertretung, Gleichstellung, Schwerbehindertenvertretung",
    "aufsicht": "Aufsicht",
    "vereinbarung": "Was in die Vereinbarung gehört",
    "buerger": "Bürgerinnen und Bürger",
    "gelingen": "Was den Beschluss trägt und was ihm entgegensteht",
    "danach": "Bericht und Erfolgskontrolle",
}
SHARES = {
    "einfach": "mehr Ja- als Nein-Stimmen",
    "mehrheit_mitglieder": "mehr als die Hälfte der Mitglieder",
    "zwei_drittel_mitglieder": "zwei Drittel der gesetzlichen Zahl der Mitglieder",
    "zwei_drittel_stimmen": "zwei Drittel der satzungsmäßigen Stimmen",
}
WEEK, MONTH, DAY = "Wochen", "Monate", "Tage"
UNITS = (DAY, WEEK, MONTH)

_YES_NO = FactType(Kind.YES_NO)
# What conditions in rules/gremien may name besides `form`, questions and derivations; `art` only where it is about one participant.
BODY_FACTS = {
    "land": FactType(Kind.CHOICE, tuple(LAND_OPTIONS)),
    "art": FactType(Kind.CHOICE, tuple(PARTICIPANT_KINDS.items())),
    "genehmigung_noetig": _YES_NO,
    "anzeige_noetig": _YES_NO,
    "foerderung_erfasst": _YES_NO,
}


@dataclass(frozen=True, slots=True)
class Span:
    """A duration from short to long, in one unit (Tage, Wochen or Monate of the calendar)."""

    short: int
    long: int
    unit: str

    def words(self) -> str:
        """„4 bis 8 Wochen“."""
        one = self.unit[:-1] if self.unit != DAY else "Tag"
        if self.short == self.long:
            return f"{self.long} {one if self.long == 1 else self.unit}"
        return f"{self.short} bis {self.long} {self.unit}"


@dataclass(frozen=True, slots=True)
class Example:
    """What happened somewhere; a single case is never an expectation."""

    text: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class PracticeStep:
    """A step of the way. `each`: every participant takes it; `after`: what must be done before; `phase`: the steps of the law that belong to it.

    `lawful`: it is only taken if the law of the form has a step of that phase. `sitting`: it ends in a sitting of that body.
    `early`: it begins as soon as it can, however far the start is.
    `span_evidence` supports the duration, `evidence` the step itself.
    """

    id: str
    name: str
    text: str
    who: str
    lane: str
    each: bool
    after: tuple[str, ...]
    phase: str
    lawful: bool
    early: bool
    sitting: str
    span: Span
    span_evidence: Evidence
    when: Condition
    evidence: Evidence
    examples: tuple[Example, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Body:
    """Who decides for a kind of participant in some Länder (empty: in all). `town`: what it is called in a municipality that calls itself Stadt.

    `rules`: ids of rules that name the body; with none of them the name rests on `evidence`.
    """

    kinds: frozenset[str]
    lands: frozenset[str]
    name: str
    town: str
    rules: tuple[str, ...]
    evidence: Evidence
    place: Place


@dataclass(frozen=True, slots=True)
class MajorityRule:
    """Which majority the rules with these ids demand (key of SHARES); without ids: what applies where no rule says anything."""

    rules: tuple[str, ...]
    share: str
    text: str
    evidence: Evidence | None
    place: Place


@dataclass(frozen=True, slots=True)
class PracticeNote:
    """A piece of advice on a topic (key of TOPICS)."""

    topic: str
    when: Condition
    text: str
    norm: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class PaperPart:
    """A part of the council paper: what belongs into it, and what to fill in where the case says nothing."""

    id: str
    name: str
    required: bool
    text: str
    gap: str
    evidence: Evidence
    place: Place


@dataclass(frozen=True, slots=True)
class Turn:
    """What an answer of the case means for an objection, in a sentence."""

    when: Condition
    text: str


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection to be expected, the answer to it, and when the case weakens or confirms it."""

    id: str
    text: str
    answer: str
    when: Condition
    weakened: tuple[Turn, ...]
    confirmed: tuple[Turn, ...]
    evidence: Evidence
    extra: tuple[Example, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class FundingOrder:
    """When a Land wants to see the application: `before` names the step before which it stands, `after` the one after which."""

    lands: frozenset[str]
    after: str
    before: str
    text: str
    span: Span
    span_evidence: Evidence
    evidence: Evidence
    place: Place


@dataclass(frozen=True, slots=True)
class BodiesCatalogue:
    """Everything in rules/gremien."""

    steps: tuple[PracticeStep, ...] = ()
    bodies: tuple[Body, ...] = ()
    majorities: tuple[MajorityRule, ...] = ()
    notes: tuple[PracticeNote, ...] = ()
    parts: tuple[PaperPart, ...] = ()
    objections: tuple[Objection, ...] = ()
    funding: tuple[FundingOrder, ...] = ()

    def with_part(self, other: BodiesCatalogue) -> BodiesCatalogue:
        """Both together, this one first."""
        return BodiesCatalogue(*(getattr(self, item.name) + getattr(other, item.name) for item in fields(self)))
