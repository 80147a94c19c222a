"""Filling the sentences of the partner files."""

from __future__ import annotations

from ..rulebase.fact import show_number
from ..rulebase.model import Task
from .judging import Facts
from .units import Unit


def filled(
    text: str, own: Unit, partner: Unit | None, task: Task, facts: Facts, *, district: str = "", roles: dict[str, str] | None = None
) -> str:
    """The sentence with its gaps filled; what is unknown reads „unbekannt“."""
    if "{" not in text:
        return text
    gaps = {
        "gemeinde": own.name,
        "partner": partner.name if partner else "",
        "entfernung": _number(facts.get("entfernung_km")),
        "verhaeltnis": _number(facts.get("groessenverhaeltnis")),
        "eigene": _number(facts.get("einwohner_eigene")),
        "andere": _number(facts.get("einwohner_partner")),
        "kleinere": _number(facts.get("einwohner_kleinere")),
        "zusammen": _number(facts.get("einwohner_zusammen")),
        "anzahl": _number(facts.get("anzahl")),
        "kreis": district,
        "rolle": (roles or {}).get(str(facts.get("rolle")), ""),
        "wuensche": "; ".join(task.practice.wishes),
    }
    return text.format_map(gaps)


def _number(value: object) -> str:
    return show_number(value) if isinstance(value, int | float) and not isinstance(value, bool) else "unbekannt"
