"""What supports a statement: sources, certainty, days of validity, statutes, and what of a dossier stays without a rule."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from .problem import Place


class Certainty(StrEnum):
    """How well a statement is supported. Only the first two may exclude a form."""

    SEEN = "text_gesehen"
    SECONDARY = "sekundaer"
    MEMORY = "erinnerung"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement was read. `as_of` is the date or version the source states, as text.

    `citation` is how a document cites it where the title does not suffice; "" if the title does.
    """

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

    def overlaps(self, other: Validity) -> bool:
        """True if some day lies in both."""
        starts = [item.start for item in (self, other) if item.start]
        ends = [item.end for item in (self, other) if item.end]
        return not starts or not ends or max(starts) <= min(ends)


FOREVER = Validity()


@dataclass(frozen=True, slots=True)
class Statute:
    """A law with the version that was read."""

    abbreviation: str
    title: str
    version: str


@dataclass(frozen=True, slots=True)
class Unmodelled:
    """Statements of the dossier that no rule models, and why (YAML: `ohne_regel`)."""

    statements: tuple[str, ...]
    reason: str
    place: Place
