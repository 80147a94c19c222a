"""The typed rule base. Terms of art keep their German name; see the table in docs/aufbau.md."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from .benefit import BenefitRules
from .bodies import BodiesCatalogue
from .change import ChangeCatalogue
from .condition import Condition
from .cost_keys import CostKeyCatalogue
from .evidence import FOREVER
from .evidence import Certainty as Certainty
from .evidence import Evidence as Evidence
from .evidence import Source as Source
from .evidence import Statute as Statute
from .evidence import Unmodelled as Unmodelled
from .evidence import Validity as Validity
from .fact import FactType, Value
from .network import NetworkCatalogue
from .partner import PartnerCatalogue
from .problem import Place, Problem
from .task import Criterion as Criterion
from .task import CriterionEffect as CriterionEffect
from .task import Holder as Holder
from .task import Preset as Preset
from .task import Task as Task


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
VALUE_CLAUSE = "wert"  # of `wenn_satz` of a number or date: a sentence with a gap for the bound
DIRECTIONS = ("pro", "contra", "ausschluss", "voraussetzung", "neutral")
OTHER_WAYS = {
    "informelle_zusammenarbeit": "Informelle Zusammenarbeit",
    "kooperationsvertrag_vwvfg": "Kooperationsvertrag nach Verwaltungsverfahrensrecht",
    "verein": "Verein",
}
FORMS = (  # the looser before the firmer: at equal points the looser form leads
    "arbeitsgemeinschaft",
    "arbeitsgemeinschaft_besondere",
    "oeffentlich_rechtliche_vereinbarung_delegierend",
    "oeffentlich_rechtliche_vereinbarung_mandatierend",
    "gemeinsame_dienststelle",
    "mitverwaltung",
    "verwaltungsgemeinschaft_vereinbart",
    "erfuellende_gemeinde",
    "zweckverband",
    "gemeinsame_anstalt",
    "verwaltungsgemeinschaft",
    "gemeindeverwaltungsverband",
    "verwaltungsverband",
    "amt",
    "samtgemeinde",
    "verbandsgemeinde",
    "privatrechtliche_gesellschaft",
)

LIKE = {  # what shared rules say of the form on the right holds for the one on the left, unless a form file says `wie`
    "arbeitsgemeinschaft_besondere": "arbeitsgemeinschaft",
    "gemeinsame_dienststelle": "oeffentlich_rechtliche_vereinbarung_mandatierend",
    "mitverwaltung": "oeffentlich_rechtliche_vereinbarung_mandatierend",
    "verwaltungsgemeinschaft_vereinbart": "oeffentlich_rechtliche_vereinbarung_mandatierend",
    "erfuellende_gemeinde": "oeffentlich_rechtliche_vereinbarung_delegierend",
    "amt": "verwaltungsgemeinschaft",
    "samtgemeinde": "verwaltungsgemeinschaft",
    "verbandsgemeinde": "verwaltungsgemeinschaft",
}


class Nature(StrEnum):
    """What kind of thing a question asks for; it decides what advice does with a missing answer (docs/aufbau.md)."""

    FACT = "sachverhalt"
    CHOICE = "gestaltung"
    JUDGEMENT = "wertung"
    THIRD_PARTY = "dritte"


@dataclass(frozen=True, slots=True)
class Question:
    """A question that a municipality answers. `changeable`: the municipality can arrange the answer itself.

    `clauses` completes „zulässig, wenn …“ for an answer (by option, `ja`, `nein`); `examples` are by task, group of tasks, or `sonst`.
    """

    id: str
    section: str
    type: FactType
    text: str
    help: str
    changeable: bool
    nature: Nature
    for_draft_only: bool
    place: Place
    clauses: dict[str, str] = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the questionnaire, in order."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A value over the participants that pass the filter (empty or None: everybody passes).

    `operation`: zaehlt, summiert, groesste, kleinste, sammelt, zaehlt_verschiedene; `gleich` (all have the same) and `alle` (all have it).
    """

    operation: str
    attribute: str
    kinds: frozenset[str]
    roles: frozenset[str] = frozenset()
    holds_task: bool | None = None
    lands: frozenset[str] = frozenset()


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
    """A value computed from other values. `clauses` as with a question."""

    id: str
    text: str
    type: FactType
    rule: Condition | DecisionList | Product | Aggregate
    norm: str
    evidence: Evidence | None
    place: Place
    validity: Validity = FOREVER
    statements: tuple[str, ...] = ()
    clauses: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DerivedAnswer:
    """An answer to a question that follows from the participants or from other answers (YAML: `vorgaben`); a given answer goes first."""

    question: str
    text: str
    rule: DecisionList
    norm: str
    evidence: Evidence
    place: Place
    validity: Validity = FOREVER
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One statement. `trigger` is the condition under which it applies; for a requirement it applies when the requirement is *not* met.

    `normal` (with its own evidence): in an ordinary case this barrier does not stand in the way (YAML: `regelfall`).
    """

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
    normal: Evidence | None = None
    statements: tuple[str, ...] = ()

    def concerns(self, form: LegalForm) -> bool:
        """True if the rule speaks of that form: a rule of its Land by its id, a shared rule by what it is like."""
        if self.forms is None:
            return True
        return form.id in self.forms if self.land == form.land else not self.forms.isdisjoint(form.kinds)

    def consequence(self, form: LegalForm) -> str:
        """What follows from the rule for that form; "" if it names nothing."""
        kinds = sorted(form.kinds, key=lambda kind: (kind != form.id, kind))  # what it says of the form itself goes first
        return next((self.consequences[kind] for kind in kinds if kind in self.consequences), "")


@dataclass(frozen=True, slots=True)
class Way:
    """What a path beside the general forms adds to a form. `kind`: spezialgesetz or ausserhalb (outside the law of cooperation).

    `tasks` empty: every task. `replaces` and `accompanies` name general forms; with neither the path is an alternative.
    """

    kind: str
    tasks: frozenset[str]
    replaces: frozenset[str]
    accompanies: frozenset[str]


@dataclass(frozen=True, slots=True)
class LegalForm:
    """One form under one Land's law, with that law's own name for it; or, with `way`, a path beside the forms (`land` may be BUND).

    `available` speaks of the days in `validity`; on other days it is the other way round. `like`: the form whose shared rules (federal law,
    tasks, suitability) it shares because the same word means another thing here; "": those of its own id and of the form that LIKE gives.
    `statute`: abbreviation of the Land's law that a draft names as its basis; "": the first of the Land.
    """

    id: str
    land: str
    name: str
    norm: str
    legal_personality: bool
    available: bool
    text: str
    evidence: Evidence | None
    place: Place
    validity: Validity = FOREVER
    way: Way | None = None
    statements: tuple[str, ...] = ()
    like: str = ""
    statute: str = ""

    @property
    def kinds(self) -> frozenset[str]:
        """The forms of which shared rules must speak to speak of this one."""
        return frozenset({self.like} if self.like else {self.id, LIKE.get(self.id, self.id)})


@dataclass(frozen=True, slots=True)
class LandLaw:
    """One Land: its statutes, the day up to which they were checked, and what is still open.

    `cited` names laws that rules cite but whose version was not read.
    """

    land: str
    name: str
    checked_until: dt.date
    statutes: tuple[Statute, ...]
    open_points: tuple[str, ...]
    cited: tuple[str, ...] = ()
    unmodelled: tuple[Unmodelled, ...] = ()


@dataclass(frozen=True, eq=False)
class Rulebase:
    """Everything in `rules/`.

    `derivations` of the same id are versions of one fact, each with its days; `topics`: titles of federal topics; `problems`: what was
    found wrong; `disabled`: Länder and files left out for it.
    """

    version: str
    fingerprint: str
    sections: tuple[Section, ...]
    questions: dict[str, Question]
    derivations: tuple[Derivation, ...]
    derived_answers: tuple[DerivedAnswer, ...]
    sources: dict[str, Source]
    lands: dict[str, LandLaw]
    forms: dict[tuple[str, str], LegalForm]
    ways: tuple[LegalForm, ...]
    rules: tuple[Rule, ...]
    topics: dict[str, str]
    tasks: dict[str, Task]
    criteria: tuple[Criterion, ...]
    problems: tuple[Problem, ...]
    disabled: tuple[str, ...]
    federal_statutes: tuple[Statute, ...] = ()
    federal_cited: tuple[str, ...] = ()
    federal_unmodelled: tuple[Unmodelled, ...] = ()
    partner: PartnerCatalogue = field(default_factory=PartnerCatalogue)
    network: NetworkCatalogue = field(default_factory=NetworkCatalogue)
    cost_keys: CostKeyCatalogue = field(default_factory=CostKeyCatalogue)
    benefit: BenefitRules = field(default_factory=BenefitRules)
    bodies: BodiesCatalogue = field(default_factory=BodiesCatalogue)
    change: ChangeCatalogue = field(default_factory=ChangeCatalogue)
