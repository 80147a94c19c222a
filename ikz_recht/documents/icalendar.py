"""iCalendar files (RFC 5545): whole-day events, so that every calendar program shows them; the same input gives the same bytes.

An event keeps its UID when its day moves: a program that reads the file again moves the event instead of adding another.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

PRODUCT = "-//ikz-recht//Durch die Gremien//DE"
_LINE_OCTETS = 75  # RFC 5545, section 3.1
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Event:
    """Something on whole days, both counted. `key` names it within its calendar, whatever its days are."""

    key: str
    summary: str
    start: dt.date
    end: dt.date
    description: str = ""
    category: str = ""


def icalendar(name: str, namespace: str, events: Sequence[Event], stamp: dt.date) -> bytes:
    """The calendar with the events in their order. `namespace` makes UIDs unique in the world, `stamp` is the day of the plan."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(name)}"]
    for event in events:
        lines += _event(event, namespace, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in fold(line)).encode()


def _event(event: Event, namespace: str, stamp: dt.date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{uid(namespace, event.key)}"
    yield f"DTSTAMP:{stamp:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{event.start:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.end + _DAY:%Y%m%d}"  # not counted any more
    yield f"SUMMARY:{escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{escaped(event.description)}"
    if event.category:
        yield f"CATEGORIES:{escaped(event.category)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def uid(namespace: str, key: str) -> str:
    """The UID of an event: always the same for the same thing."""
    digest = hashlib.sha256("\n".join((namespace, key)).encode()).hexdigest()
    return f"{digest[:32]}@ikz-recht"


def escaped(text: str) -> str:
    """A text as a value: section 3.3.11."""
    plain = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold(line: str) -> Iterable[str]:
    """The line in pieces of at most 75 octets, never within a character; all but the first begin with a space."""
    piece, room = "", _LINE_OCTETS
    for char in line:
        size = len(char.encode())
        if size > room:
            yield piece
            piece, room = " ", _LINE_OCTETS - 1
        piece += char
        room -= size
    yield piece
