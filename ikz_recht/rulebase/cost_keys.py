"""Keys by which costs are shared: what they go by, for which tasks they are used, what speaks for and against them.

All of it stands in rules/kostenschluessel; docs/teilen.md describes the files.
"""

from __future__ import annotations

from dataclasses import dataclass

from .condition import Condition
from .evidence import Evidence
from .problem import Place

# What a division may go by, with what it is called in the plural; the figures come from the user.
SIZES = {
    "einwohner": "Einwohnerzahlen",
    "faelle": "Fallzahlen",
    "stunden": "Stunden",
    "steuerkraft": "Steuerkraft",
    "nutzen": "Nutzen",
    "anteile": "Anteile in Prozent",
}
FIXED = "anteile"
EQUAL, MIXED = "gleich", "gemischt"
KEY_METHODS = (*SIZES, EQUAL, MIXED)
SHAPLEY, NUCLEOLUS, SEPARABLE, EQUAL_GAIN, PROPORTIONAL = "shapley", "nukleolus", "trennbare_kosten", "gleicher_gewinn", "proportional"
FAIR_METHODS = (SHAPLEY, NUCLEOLUS, SEPARABLE, EQUAL_GAIN, PROPORTIONAL)
METHODS = (*FAIR_METHODS, *KEY_METHODS)


@dataclass(frozen=True, slots=True)
class KeyStatement:
    """A sentence about a key or about fair shares with its evidence; `fits`: only for these tasks (None: for all)."""

    text: str
    evidence: Evidence
    norm: str = ""
    fits: Condition | None = None


@dataclass(frozen=True, slots=True)
class CostKey:
    """A key in use. `method` is one of KEY_METHODS; `fits`: for which tasks it is used (None: for none in particular)."""

    id: str
    name: str
    method: str
    formula: str
    fits: Condition | None
    advantages: tuple[KeyStatement, ...]
    drawbacks: tuple[KeyStatement, ...]
    examples: tuple[KeyStatement, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class ShareMethod:
    """How a division is called and explained, and who described it."""

    id: str
    name: str
    text: str
    described: str
    place: Place


@dataclass(frozen=True, slots=True)
class BaseRange:
    """The usual base of a mixed key in percent."""

    at_least: float
    at_most: float

    @property
    def middle(self) -> float:
        """Taken where nobody names one."""
        return (self.at_least + self.at_most) / 2


@dataclass(frozen=True, slots=True)
class CostKeyCatalogue:
    """Everything in rules/kostenschluessel."""

    keys: tuple[CostKey, ...] = ()
    methods: tuple[ShareMethod, ...] = ()
    principles: tuple[KeyStatement, ...] = ()
    base: BaseRange | None = None

    def with_part(self, other: CostKeyCatalogue) -> CostKeyCatalogue:
        """Both together, this one first."""
        return CostKeyCatalogue(
            self.keys + other.keys,
            self.methods + other.methods,
            self.principles + other.principles,
            self.base or other.base,
        )

    def method(self, name: str) -> ShareMethod | None:
        """How a method is explained."""
        return next((item for item in self.methods if item.id == name), None)
