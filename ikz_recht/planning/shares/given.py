"""What is to be shared, as the user says it: the costs of every group of partners, and the figures that keys go by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from ...rulebase.evidence import Evidence
from .game import CostGame, Shares

EURO = "Euro"


@dataclass(frozen=True, slots=True)
class MixedKey:
    """A base in percent by one measure (gleich or einwohner), the rest by another; `assumed`: nobody named the base."""

    base: Fraction
    base_by: str
    rest_by: str
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class DividedCosts:
    """What a key divides, where not everything is divided: the joint costs, what stays with each partner, and by what factor tax raises its part."""

    joint: Fraction
    kept: Shares
    markup: Shares

    def paid(self, parts: Shares) -> Shares:
        """What each partner pays in all for its part of the joint costs."""
        return tuple(part * factor + own for part, factor, own in zip(parts, self.markup, self.kept, strict=True))

    def part(self, shares: Shares) -> Shares:
        """The parts of the joint costs behind what is paid in all; never less than nothing."""
        zero = Fraction(0)
        return tuple(max(zero, share - own) / factor for share, factor, own in zip(shares, self.markup, self.kept, strict=True))


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

    `chosen` is the method that the partners have chosen, or ""; `remarks` say where the figures come from, `beforehand` what must be known before
    the figures of each partner; `law` is what the law of the form demands of the key. `divided` None: keys divide the costs of all.
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
    beforehand: tuple[str, ...] = ()
    law: tuple[Ground, ...] = ()
    divided: DividedCosts | None = None

    @property
    def all_remarks(self) -> tuple[str, ...]:
        """Both kinds of remarks."""
        return (*self.beforehand, *self.remarks)
