"""What the benefit calculation goes by: cost kinds, tax, funding programmes, scenarios, what research says.

All of it stands in rules/nutzen; docs/nutzen.md describes the files. Figures here are thresholds and rates that somebody has set, never costs.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .condition import Condition
from .evidence import FOREVER, Evidence, Validity
from .problem import Place

COST_KINDS = ("personal", "sachkosten", "gemein", "it", "sprungfix", "koordination", "sonstige")
THRESHOLDS = ("ersparnis_prozent", "partner", "jahre", "einmalkosten")
SCENARIOS = ("austritt", "faelle", "verzug")
SIDES = ("bisher", "gemeinsam", "einmalig", "faelle")
PERFORMERS = ("beteiligte", "einrichtung")
TAXED = ("ja", "nein", "offen")


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence with its evidence. `guide`: a guide value, shown as a hint in the form to fill in and never counted with."""

    id: str
    text: str
    evidence: Evidence
    name: str = ""
    guide: str = ""


@dataclass(frozen=True, slots=True)
class TaxRate:
    """The rate that is counted with, in percent."""

    percent: Decimal
    text: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class TaxRule:
    """Whether payments of the partners are taxed: `taxed` is one of TAXED. `performer` "": whoever performs the task. The first that holds counts."""

    id: str
    when: Condition
    performer: str
    taxed: str
    text: str
    norm: str
    evidence: Evidence
    place: Place


@dataclass(frozen=True, slots=True)
class Threshold:
    """A bound that a programme sets. `kind` is one of THRESHOLDS; `exception`: a lower bound that may suffice; `without`: cost kinds left out."""

    kind: str
    at_least: Decimal
    text: str
    evidence: Evidence
    exception: Decimal | None = None
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ceiling:
    """How much a programme gives at most: `base` for `base_partners`, `per_further` for each further one, and a percentage of the one-off costs.

    Each part may be missing (None).
    """

    base: Decimal | None = None
    base_partners: int = 1
    per_further: Decimal | None = None
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Programme:
    """A funding programme of a Land. `partners`: how many partners of the Land there must be (at least, at most) for it to be the one."""

    id: str
    land: str
    name: str
    text: str
    norm: str
    evidence: Evidence
    place: Place
    when: Condition
    validity: Validity = FOREVER
    forms: frozenset[str] | None = None
    partners: tuple[int, int | None] = (1, None)
    ceiling: Ceiling | None = None
    thresholds: tuple[Threshold, ...] = ()


@dataclass(frozen=True, slots=True)
class Scenario:
    """Something that may happen. `kind` is one of SCENARIOS; `change`: percent of the cases, or months of delay."""

    id: str
    kind: str
    name: str
    text: str
    change: int
    evidence: Evidence
    place: Place


@dataclass(frozen=True, slots=True)
class Lever:
    """A group of costs (or the cases) that is moved by so many percent up and down to see what the result hangs on."""

    id: str
    side: str
    kinds: tuple[str, ...]
    percent: Decimal
    name: str
    evidence: Evidence
    place: Place


@dataclass(frozen=True, slots=True)
class PaybackMark:
    """How a payback period is called up to so many years (None: beyond)."""

    name: str
    at_most: Decimal | None
    text: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class BenefitRules:
    """Everything in rules/nutzen."""

    kinds: tuple[Remark, ...] = ()
    hints: tuple[Remark, ...] = ()
    research: tuple[Remark, ...] = ()
    quality: tuple[Remark, ...] = ()
    tax_rate: TaxRate | None = None
    tax_rules: tuple[TaxRule, ...] = ()
    programmes: tuple[Programme, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    levers: tuple[Lever, ...] = ()
    payback: tuple[PaybackMark, ...] = ()

    def with_part(self, other: BenefitRules) -> BenefitRules:
        """Both together, this one first."""
        return BenefitRules(
            self.kinds + other.kinds,
            self.hints + other.hints,
            self.research + other.research,
            self.quality + other.quality,
            self.tax_rate or other.tax_rate,
            self.tax_rules + other.tax_rules,
            self.programmes + other.programmes,
            self.scenarios + other.scenarios,
            self.levers + other.levers,
            self.payback + other.payback,
        )

    def kind_name(self, kind: str) -> str:
        """How a cost kind is called."""
        return next((item.name for item in self.kinds if item.id == kind), kind)
