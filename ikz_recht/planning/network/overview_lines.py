"""The overview as German lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from ...rulebase.fact import show_date
from .items import URGENCY_TEXT, Item, Urgency, when
from .overview import Overview
from .show_lines import count


def overview_lines(overview: Overview) -> Iterator[str]:
    """What is due, grouped by urgency; whose turn it is; which meetings come."""
    yield summary(overview)
    for urgency in Urgency:
        items = [item for item in overview.items if item.urgency(overview.day) is urgency]
        if items:
            yield ""
            yield f"{URGENCY_TEXT[urgency][0].upper()}{URGENCY_TEXT[urgency][1:]}"
        for item in items:
            yield from _item_lines(item, overview.day)
    if overview.items:
        yield ""
        yield "Am Zug"
    for name, waiting in overview.turns().items():
        yield f"  {name}: {titles_text(waiting)}"
    if overview.agenda:
        yield ""
        yield "Sitzungen"
    for meeting in overview.agenda:
        papers = f", Vorlage bis {show_date(meeting.papers)}" if meeting.papers else ""
        titles = f": {'; '.join(meeting.titles)}" if meeting.titles else ": nichts vorgemerkt"
        yield f"  {show_date(meeting.day)} {meeting.body}, {meeting.committee}{papers}{titles}"


def summary(overview: Overview) -> str:
    """The state of things in one sentence."""
    numbers = {urgency: sum(item.urgency(overview.day) is urgency for item in overview.items) for urgency in Urgency}
    stalled = sum(item.stalled for item in overview.items)
    parts = [f"{numbers[urgency]} {URGENCY_TEXT[urgency]}" for urgency in Urgency if numbers[urgency]]
    parts += [f"{stalled} länger als üblich im selben Stand"] if stalled else []
    head = f"Überblick am {show_date(overview.day)}: {count(len(overview.items), 'Vorgang', 'Vorgänge')}"
    return f"{head}{': ' if parts else ''}{', '.join(parts)}."


def titles_text(items: Sequence[Item]) -> str:
    """The titles, each once."""
    return "; ".join(dict.fromkeys(item.title for item in items))


def deadline_text(item: Item, day: dt.date) -> str:
    """„16.11.2026, seit 6 Tagen (Frist)“."""
    if item.deadline is None:
        return "–"
    return f"{show_date(item.deadline)}, {when((item.deadline - day).days)}" + (f" ({item.deadline_for})" if item.deadline_for else "")


def _item_lines(item: Item, day: dt.date) -> Iterator[str]:
    yield f"  {item.title} [{item.origin}]"
    yield f"    Stand: {item.state}; Frist: {deadline_text(item, day)}"
    yield f"    Nächster Schritt: {item.next_step}; am Zug: {', '.join(item.turn)}"
    for note in item.notes:
        yield f"    · {note}"
