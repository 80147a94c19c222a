"""Municipal tasks, who holds them, and criteria of suitability: what rules/aufgaben and rules/eignung say."""

from __future__ import annotations

from dataclasses import dataclass, field

from .condition import Condition
from .evidence import Evidence
from .fact import Value
from .partner import Practice
from .problem import Place


@dataclass(frozen=True, slots=True)
class Preset:
    """An answer that nobody had to give: choosing a task gives it (`lands` empty: everywhere), or it follows from other facts (`text` says how)."""

    question: str
    value: Value
    lands: frozenset[str]
    evidence: Evidence
    norm: str
    text: str = ""
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a task in some Länder (empty: in all): kinds of participants, from and below a number of inhabitants.

    A municipality, kreisfreie Stadt or Kreis that a Land's entries do not name does not hold the task there. `possible` entries name who may
    hold it (by ordinance, on application): about them the catalogue says nothing.
    """

    lands: frozenset[str]
    kinds: frozenset[str]
    at_least: int | None
    below: int | None
    possible: bool
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
    holders: tuple[Holder, ...] = ()
    practice: Practice = field(default_factory=Practice)
    group_title: str = ""


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
