"""Objections to be expected, with the answer and what this case says to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ...rulebase.bodies import Objection
from .facts import WayFacts
from .given import BenefitFigures

SAVING = "spart_nichts"  # the objection on which figures have a say
WEAKENED, CONFIRMED, OPEN = "entkraeftet", "bestaetigt", "offen"
STANDING = {CONFIRMED: "hier zum Teil berechtigt", WEAKENED: "hier entkräftet", OPEN: "nach dem Fall offen"}


@dataclass(frozen=True, slots=True)
class Judged:
    """An objection in this case: what weakens and what confirms it, as sentences."""

    objection: Objection
    weakened: tuple[str, ...]
    confirmed: tuple[str, ...]

    @property
    def standing(self) -> str:
        """Where it stands: what confirms it goes first, because that needs an answer."""
        return CONFIRMED if self.confirmed else WEAKENED if self.weakened else OPEN


def judged_objections(objections: Sequence[Objection], facts: WayFacts, figures: Sequence[BenefitFigures]) -> tuple[Judged, ...]:
    """Those that may be raised here: what the case confirms first, then what is open, then what it weakens."""
    found = [
        Judged(
            item,
            tuple(dict.fromkeys(turn.text for turn in item.weakened if facts.holds(turn.when))) + _saving(item, figures, gain=True),
            tuple(dict.fromkeys(turn.text for turn in item.confirmed if facts.holds(turn.when))) + _saving(item, figures, gain=False),
        )
        for item in objections
        if facts.possible(item.when)
    ]
    return tuple(sorted(found, key=lambda item: (CONFIRMED, OPEN, WEAKENED).index(item.standing)))


def _saving(item: Objection, figures: Sequence[BenefitFigures], *, gain: bool) -> tuple[str, ...]:
    """What the figures say about „es spart nichts“: only if every participant has one."""
    savings = [figure.saving_per_year for figure in figures]
    if item.id != SAVING or not savings or any(saving is None for saving in savings):
        return ()
    everyone = all(saving > Decimal(0) for saving in savings if saving is not None)
    if everyone and gain:
        return ("Nach den vorgelegten Zahlen spart jede beteiligte Körperschaft.",)
    if not everyone and not gain:
        return ("Nach den vorgelegten Zahlen spart nicht jede beteiligte Körperschaft; zu begründen sind Ausgleich und andere Vorteile.",)
    return ()
