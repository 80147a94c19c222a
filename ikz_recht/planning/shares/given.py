"""What is to be shared, as the user says it: the costs of every group of partners, and the figures that keys go by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from ...rulebase.evidence import Evidence
from .game import CostGame

EURO = "Euro"


@dataclass(frozen=True, slots=True)
class MixedKey:
    """A base in percent by one measure (gleich or einwohner), the rest by another; `assumed`: nobody named the base."""

    base: Fraction
    base_by: str
    rest_by: str
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """One sentence of a recommendation. `kind`: aufgabe, rechnung, vorteil, nachteil, praxis, daneben or recht; without evidence it is computed."""

    kind: str
    text: str
    evidence: Evidence | None = None
    norm: str = ""


@dataclass(frozen=True, slots=True)
class SharesInput:
    """`period` („im Jahr“) says what the costs are for. `sizes`: by measure (a key of SIZES) the figure of each partner.

    `chosen` is the method that the partners have chosen, or ""; `remarks` say where the figures come from;
    `law` is what the law of the form demands of the key.
    """

    game: CostGame
    title: str = ""
    task: str = ""
    unit: str = EURO
    period: str = ""
    sizes: Mapping[str, tuple[Fraction, ...]] = field(default_factory=dict)
    mixed: MixedKey | None = None
    chosen: str = ""
    remarks: tuple[str, ...] = ()
    law: tuple[Ground, ...] = ()
