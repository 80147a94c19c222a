"""The typed rule base. Terms of art keep their German name; see the table in docs/aufbau.md."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from .condition import Condition
from .fact import FactType, Value
from .problem import Place, Problem


class Certainty(StrEnum):
    """How well a statement is supported. Only the first two may exclude a form."""

    SEEN = "text_gesehen"
    SECONDARY = "sekundaer"
    MEMORY = "erinnerung"


class RuleKind(StrEnum):
    """The order follows a lawyer's Prüfungsschema."""

    REQUIREMENT = "voraussetzung"
    EXCLUSION = "ausschluss"
    OBLIGATION = "auflage"
    CONTENT = "mindestinhalt"
    STEP = "verfahren"
    EFFECT = "rechtsfolge"
    NOTE = "hinweis"
    BORDER = "landesgrenze"
    DUTY = "pflicht"
    FUNDING = "foerderung"


BARRIERS = frozenset({RuleKind.REQUIREMENT, RuleKind.EXCLUSION})
STEPS = (
    "vorbereitung",
    "unterrichtung",
    "beschluss",
    "unterzeichnung",
    "anzeige",
    "genehmigung",
    "bekanntmachung",
    "wirksamkeit",
    "danach",
)
LEVELS = ("muss", "soll", "kann")
CRITERION_GROUPS = {
    "steuerung": "Steuerung",
    "bindung": "Bindung",
    "aufwand": "Aufwand",
    "personal": "Personal",
    "vermoegen_haftung": "Vermögen und Haftung",
    "steuern_vergabe": "Steuern und Vergabe",
    "partnerkreis": "Partnerkreis",
}
DIRECTIONS = ("pro", "contra", "ausschluss", "voraussetzung", "neutral")
OTHER_WAYS = {
    "informelle_zusammenarbeit": "Informelle Zusammenarbeit",
    "kooperationsvertrag_vwvfg": "Kooperationsvertrag nach Verwaltungsverfahrensrecht",
    "verein": "Verein",
}
FORMS = (
    "arbeitsgemeinschaft",
    "oeffentlich_rechtliche_vereinbarung_delegierend",
    "oeffentlich_rechtliche_vereinbarung_mandatierend",
    "zweckverband",
    "gemeinsame_anstalt",
    "verwaltungsgemeinschaft",
    "gemeindeverwaltungsverband",
    "verwaltungsverband",
    "privatrechtliche_gesellschaft",
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement was read. `as_of` is the date or version the source states, as text."""

    id: str
    title: str
    url: str
    as_of: str
    kind: str
    citation: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A source (id unique in the rule base) and how certain the statement is."""

    source: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Validity:
    """First and last day on which a statement holds; None is open-ended."""

    start: dt.date | None = None
    end: dt.date | None = None

    def covers(self, day: dt.date) -> bool:
        """True if the statement holds on that day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Question:
    """A question that a municipality answers. `changeable`: the municipality can arrange the answer itself."""

    id: str
    section: str
    type: FactType
    text: str
    help: str
    changeable: bool
    for_draft_only: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the questionnaire, in order."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A value over the participants. `operation`: zaehlt, summiert, groesste, kleinste, sammelt, zaehlt_verschiedene."""

    operation: str
    attribute: str
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class DecisionList:
    """The first line whose condition holds gives the value; a line without condition always holds."""

    lines: tuple[tuple[Condition, Value], ...]


@dataclass(frozen=True, slots=True)
class Product:
    """The product of two or more numbers."""

    factors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Derivation:
    """A value computed from other values."""

    id: str
    text: str
    type: FactType
    rule: Condition | DecisionList | Product | Aggregate
    norm: str
    evidence: Evidence | None
    place: Place


@dataclass(frozen=True, slots=True)
class Rule:
    """One statement. `trigger` is the condition under which it applies; for a requirement it applies when the requirement is *not* met."""

    id: str
    kind: RuleKind
    land: str
    topic: str
    forms: frozenset[str] | None
    when: Condition
    requires: Condition | None
    trigger: Condition
    text: str
    norm: str
    evidence: Evidence
    validity: Validity
    place: Place
    level: str = ""
    clause: str = ""
    wording: str = ""
    step: str = ""
    authority: str = ""
    authority_from: str = ""
    deadline: str = ""
    consequences: dict[str, str] = field(default_factory=dict)

    def concerns(self, form: str) -> bool:
        """True if the rule speaks of that form."""
        return self.forms is None or form in self.forms


@dataclass(frozen=True, slots=True)
class LegalForm:
    """One form under one Land's law, with that law's own name for it."""

    id: str
    land: str
    name: str
    norm: str
    legal_personality: bool
    available: bool
    text: str
    evidence: Evidence | None
    place: Place


@dataclass(frozen=True, slots=True)
class Statute:
    """A law with the version that was read."""

    abbreviation: str
    title: str
    version: str


@dataclass(frozen=True, slots=True)
class LandLaw:
    """One Land: its statutes, the day up to which they were checked, and what is still open."""

    land: str
    name: str
    checked_until: dt.date
    statutes: tuple[Statute, ...]
    open_points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preset:
    """An answer that choosing a task gives; `lands` empty means everywhere."""

    question: str
    value: Value
    lands: frozenset[str]
    evidence: Evidence
    norm: str


@dataclass(frozen=True, slots=True)
class Task:
    """A municipal task from the catalogue."""

    id: str
    name: str
    group: str
    usual_forms: tuple[str, ...]
    presets: tuple[Preset, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class CriterionEffect:
    """What a criterion says about a form. `strength` is 1 to 3."""

    id: str
    criterion: str
    group: str
    forms: frozenset[str] | None
    trigger: Condition
    direction: str
    strength: int
    text: str
    evidence: Evidence
    place: Place

    def points(self) -> int:
        """Signed strength; notes (neutral, voraussetzung) count nothing."""
        if self.direction == "pro":
            return self.strength
        return -self.strength if self.direction in ("contra", "ausschluss") else 0


@dataclass(frozen=True, slots=True)
class Criterion:
    """A question of suitability with its effects."""

    id: str
    group: str
    text: str
    effects: tuple[CriterionEffect, ...]


@dataclass(frozen=True, eq=False)
class Rulebase:
    """Everything in `rules/`. `topics`: titles of federal topics; `problems`: what was found wrong; `disabled`: Länder and files left out for it."""

    version: str
    fingerprint: str
    sections: tuple[Section, ...]
    questions: dict[str, Question]
    derivations: dict[str, Derivation]
    sources: dict[str, Source]
    lands: dict[str, LandLaw]
    forms: dict[tuple[str, str], LegalForm]
    rules: tuple[Rule, ...]
    topics: dict[str, str]
    tasks: dict[str, Task]
    criteria: tuple[Criterion, ...]
    problems: tuple[Problem, ...]
    disabled: tuple[str, ...]
    federal_statutes: tuple[Statute, ...] = ()

    def fact_type(self, fact: str) -> FactType:
        """The type of a question or derivation. Raises KeyError."""
        return self.questions[fact].type if fact in self.questions else self.derivations[fact].type
