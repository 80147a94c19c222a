"""What is known about a case: typed answers and the participants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..rulebase.fact import Value
from ..rulebase.model import Aggregate


@dataclass(frozen=True, slots=True)
class Participant:
    """A municipality, Kreis, association, other body or private party. `land` is a two-letter code or AUSLAND; `role` may be empty."""

    name: str
    kind: str
    land: str
    inhabitants: int | None = None
    role: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """Known answers by question id. A question that is not here is unknown. `participants` is None while nobody has been named."""

    values: Mapping[str, Value] = field(default_factory=dict)
    participants: tuple[Participant, ...] | None = None

    def without(self, names: frozenset[str]) -> Answers:
        """The same answers with some of them unknown."""
        return Answers({name: value for name, value in self.values.items() if name not in names}, self.participants)


def aggregate(rule: Aggregate, participants: tuple[Participant, ...] | None) -> Value | None:
    """A value over the participants; None if they, or an attribute that is needed, are unknown."""
    if participants is None:
        return None
    chosen = [item for item in participants if not rule.kinds or item.kind in rule.kinds]
    if rule.operation == "zaehlt":
        return len(chosen)
    if rule.operation == "sammelt":
        return frozenset(item.land for item in chosen)
    if rule.operation == "zaehlt_verschiedene":
        return len({item.land for item in chosen})
    numbers = [item.inhabitants for item in chosen]
    if any(number is None for number in numbers):
        return None
    known = [number for number in numbers if number is not None]
    if rule.operation == "summiert":
        return sum(known)
    if not known:
        return None
    return max(known) if rule.operation == "groesste" else min(known)
