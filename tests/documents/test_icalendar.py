"""iCalendar after RFC 5545: lines, folding, escaping, days, UIDs that stay."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from ikz_recht.documents.icalendar import Event, escaped, fold, icalendar, uid

_DAY = dt.date(2027, 2, 28)


def test_an_event_on_its_days() -> None:
    data = icalendar("Weg, Teil 1", "Fall", [Event("a", "Sitzung; Rat", _DAY, _DAY, "Zeile 1\nZeile \\2", "Rat")], dt.date(2026, 11, 22))
    assert data.decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//ikz-recht//Durch die Gremien//DE",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Weg\\, Teil 1",
        "BEGIN:VEVENT",
        f"UID:{uid('Fall', 'a')}",
        "DTSTAMP:20261122T000000Z",
        "DTSTART;VALUE=DATE:20270228",
        "DTEND;VALUE=DATE:20270301",
        "SUMMARY:Sitzung\\; Rat",
        "DESCRIPTION:Zeile 1\\nZeile \\\\2",
        "CATEGORIES:Rat",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_a_uid_stays_when_the_day_moves_and_differs_between_cases() -> None:
    assert uid("Fall", "a") == uid("Fall", "a")
    assert len({uid("Fall", "a"), uid("Fall", "b"), uid("Anderer Fall", "a")}) == 3


@given(st.text(max_size=400))
def test_folding_loses_nothing_and_keeps_to_75_octets(text: str) -> None:
    line = f"SUMMARY:{escaped(text)}".encode("utf-8", "replace").decode()
    pieces = list(fold(line))
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:])
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line


@given(st.text(max_size=200))
def test_an_escaped_text_stands_on_one_line_and_can_be_read_back(text: str) -> None:
    value = escaped(text)
    assert "\n" not in value
    assert "\r" not in value
    back = value.replace("\\\\", "\0").replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\0", "\\")
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    assert back == "".join(char for char in plain if char == "\n" or char == "\t" or (ord(char) >= 32 and char != "\x7f"))
