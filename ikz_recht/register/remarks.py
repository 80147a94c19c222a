"""What a reader is told about values that come from the register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from ..inference.facts import NO_ASSOCIATION, Participant
from ..rulebase.fact import show_date, show_number

MOST_DAYS = 366  # a register further from the day of the opinion may have other inhabitants and borders


def register_remarks(participants: Iterable[Participant], day: dt.date) -> Iterator[str]:
    """Sentences: what was taken from the register and of which day it is, where the case says something else, whether the day is far off."""
    named = [(item, item.register) for item in participants if item.register is not None]
    days = sorted({found.as_of for _, found in named if found.as_of and found.attributes})
    for as_of in days:
        taken = [_taken(item) for item, found in named if found.as_of == as_of and found.attributes]
        yield f"Aus dem Gemeinderegister vom {show_date(as_of)} ergänzt: {'; '.join(taken)}."
    for _, found in named:
        yield from found.remarks
    for as_of in days:
        if abs((day - as_of).days) > MOST_DAYS:
            text = "Prüfen Sie Einwohnerzahlen, Kreise und Verbände, oder geben Sie sie im Fall selbst an."
            yield f"Das Gemeinderegister beschreibt den {show_date(as_of)}, der Stichtag ist der {show_date(day)}. {text}"


def _taken(item: Participant) -> str:
    found = item.register
    assert found is not None
    association = "kein Verband" if item.association == NO_ASSOCIATION else item.association
    inhabitants = "" if item.inhabitants is None else f"{show_number(item.inhabitants)} Einwohner"
    shown = {"inhabitants": inhabitants, "district": item.district, "association": association}
    parts = [text for attribute, text in shown.items() if attribute in found.attributes and text]
    return f"{item.name} ({', '.join([f'AGS {found.ags}', *parts])})"
