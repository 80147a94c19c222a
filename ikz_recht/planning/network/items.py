"""A line of the coordinator's overview: how far something is, what comes next, by when, and whose turn it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

SOON_DAYS, NEXT_DAYS = 7, 28


class Urgency(StrEnum):
    """When something is due, seen from a day."""

    OVERDUE = "ueberfaellig"
    SOON = "diese_woche"
    NEXT = "vier_wochen"
    LATER = "spaeter"
    OPEN = "ohne_frist"


URGENCY_TEXT = {
    Urgency.OVERDUE: "überfällig",
    Urgency.SOON: "in den nächsten 7 Tagen",
    Urgency.NEXT: "in den nächsten 4 Wochen",
    Urgency.LATER: "später",
    Urgency.OPEN: "ohne Frist",
}


@dataclass(frozen=True, slots=True)
class Item:
    """`kind`: vorhaben, zusammenarbeit or fall; `origin` the title of the network or the name of the case file; `turn` everyone whose turn it is.

    `deadline_for` says what the deadline is for; `notes` are German sentences; `stalled`: it has been in its state for longer than usual.
    """

    kind: str
    origin: str
    id: str
    title: str
    members: tuple[str, ...]
    state: str
    next_step: str
    turn: tuple[str, ...]
    deadline: dt.date | None
    deadline_for: str
    notes: tuple[str, ...]
    stalled: bool = False

    def urgency(self, day: dt.date) -> Urgency:
        """How soon it is due."""
        if self.deadline is None:
            return Urgency.OPEN
        left = (self.deadline - day).days
        if left < 0:
            return Urgency.OVERDUE
        return Urgency.SOON if left <= SOON_DAYS else Urgency.NEXT if left <= NEXT_DAYS else Urgency.LATER


@dataclass(frozen=True, slots=True)
class Agenda:
    """A coming meeting, and which projects wait for it."""

    day: dt.date
    body: str
    committee: str
    papers: dt.date | None
    titles: tuple[str, ...]


def when(days: int) -> str:
    """„seit 6 Tagen“, „heute“, „in 3 Tagen“."""
    if days == 0:
        return "heute"
    count = "1 Tag" if abs(days) == 1 else f"{abs(days)} Tagen"
    return f"seit {count}" if days < 0 else f"in {count}"
