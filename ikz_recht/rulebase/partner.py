"""What the partner finder knows: practice of each task, criteria for partners, kinds of benefit, sizes of groups, who acts for whom.

All of it stands in rules/partner and rules/aufgaben; docs/partner.md describes the files.
"""

from __future__ import annotations

from dataclasses import dataclass

from .condition import Condition
from .evidence import Evidence
from .fact import LANDS, FactType, Kind
from .problem import Place

DIGITAL = {"hoch": "verteilt ohne Umzug machbar", "mittel": "teils Präsenz vor Ort nötig", "gering": "Leistung vor Ort"}
POSITIONS = {
    "nachbar": "hat eine gemeinsame Grenze",
    "nachbar_ueber_gebiet": "nur ein gemeindefreies Gebiet liegt dazwischen",
    "getrennt": "hat keine gemeinsame Grenze",
    "umschliesst": "ist der eigene Kreis",
}
UNIT_KINDS = {
    "gemeinde": "kreisangehörige Gemeinde",
    "kreisfreie_stadt": "kreisfreie Stadt",
    "kreis": "Kreis",
    "verband": "Gemeindeverband",
}
OUTLOOKS = ("sicher", "durch_gestaltung", "im_regelfall", "ungewiss", "ausgeschlossen", "nicht_erfasst")
NOT_COVERED = OUTLOOKS[-1]  # no rules for a Land of the pair

_YES_NO = FactType(Kind.YES_NO)
_NUMBER = FactType(Kind.NUMBER)
# What conditions in rules/partner may name, besides `aufgabe`, `aufgabenart`, `gruppe` and `rolle`, whose values the rule files give.
PARTNER_FACTS = {
    "digital": FactType(Kind.CHOICE, tuple(DIGITAL.items())),
    "einstiegseignung": _NUMBER,
    "praxisbelege": _NUMBER,
    "lage": FactType(Kind.CHOICE, tuple(POSITIONS.items())),
    "entfernung_km": _NUMBER,
    "partner_art": FactType(Kind.CHOICE, tuple(UNIT_KINDS.items())),
    "eigene_art": FactType(Kind.CHOICE, tuple(UNIT_KINDS.items())),
    "land": FactType(Kind.CHOICE, tuple(LANDS.items())),
    "gleicher_kreis": _YES_NO,
    "gleicher_verband": _YES_NO,
    "gleiches_land": _YES_NO,
    "groessenverhaeltnis": _NUMBER,
    "partner_groesser": _YES_NO,
    "kreisstadt": _YES_NO,
    "einwohner_eigene": _NUMBER,
    "einwohner_partner": _NUMBER,
    "einwohner_kleinere": _NUMBER,
    "einwohner_zusammen": _NUMBER,
    "ueblich": _YES_NO,
    "erster_partner": _YES_NO,
    "gleiche_software": _YES_NO,
    "zusammenarbeit": _YES_NO,
    "anzahl": _NUMBER,
    "ein_kreis": _YES_NO,
    "aussicht": FactType(Kind.CHOICE, tuple((item, item) for item in OUTLOOKS)),
}


@dataclass(frozen=True, slots=True)
class Experience:
    """What was observed somewhere; a single case, never an expectation for others."""

    text: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Practice:
    """How a task is shared: usual partners (ids of PartnerRole), what partners should have in common, digital feasibility, entry.

    `entry` is 1 (only after experience) to 3 (good first project), `digital` a key of DIGITAL; 0 and "" where the catalogue says nothing.
    """

    partners: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    digital: str = ""
    entry: int = 0
    examples: tuple[Experience, ...] = ()


@dataclass(frozen=True, slots=True)
class PartnerRole:
    """A kind of partner that the catalogue names, and which partners are of it. `when` None: none that the register knows."""

    id: str
    name: str
    when: Condition | None
    place: Place


@dataclass(frozen=True, slots=True)
class Grade:
    """A line of a criterion: the points under a condition, with the sentence that explains them."""

    when: Condition
    points: float
    text: str
    norm: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class PartnerCriterion:
    """A criterion: of its grades the first whose condition holds counts, times the weight. `of_group`: it judges a whole group of partners."""

    id: str
    name: str
    weight: float
    of_group: bool
    grades: tuple[Grade, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Benefit:
    """A kind of benefit that may be expected, in a sentence."""

    id: str
    name: str
    when: Condition
    text: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class GroupSize:
    """How many municipalities a group should have, the own one counted, and whether its area must hang together."""

    when: Condition
    at_least: int
    at_most: int
    connected: bool
    text: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class ActingLevel:
    """Tasks that an association performs for its members: there, associations are the partners. `kinds` as the register names them.

    `by_member`: the municipality at the seat of the association acts, not the association itself.
    """

    kinds: frozenset[str]
    lands: frozenset[str]
    by_member: bool
    when: Condition
    text: str
    norm: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class PartnerCatalogue:
    """Everything in rules/partner."""

    roles: tuple[PartnerRole, ...] = ()
    criteria: tuple[PartnerCriterion, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    sizes: tuple[GroupSize, ...] = ()
    levels: tuple[ActingLevel, ...] = ()

    def with_part(self, other: PartnerCatalogue) -> PartnerCatalogue:
        """Both together, this one first."""
        return PartnerCatalogue(
            self.roles + other.roles,
            self.criteria + other.criteria,
            self.benefits + other.benefits,
            self.sizes + other.sizes,
            self.levels + other.levels,
        )
