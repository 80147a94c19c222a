"""What a participant takes from the register: the values of a municipality or Kreis under the keys of the case file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..inference.facts import NO_ASSOCIATION, Participant
from ..rulebase.fact import ABROAD, LANDS, show_number
from .model import LAND_KEYS, Municipality

if TYPE_CHECKING:
    from .store import Register

MUNICIPAL = ("gemeinde", "kreisfreie_stadt")
_KEY = re.compile(r"\d{5}(\d{3})?\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Entry:
    """A municipality (key of eight digits) or a Kreis (five) with what the register knows of it, by key of the case file.

    `art` is missing for an inhabited gemeindefreies Gebiet, `einwohner` where the number is unknown.
    """

    ags: str
    values: dict[str, str]

    def line(self) -> str:
        """The entry in one line."""
        inhabitants = self.values.get("einwohner")
        parts = [self.values["name"], LANDS[self.values["land"]], self.values.get("kreis", "")]
        parts.append(f"{show_number(int(inhabitants))} Einwohner" if inhabitants else "")
        parts.append("" if self.values.get("verband") == NO_ASSOCIATION else self.values.get("verband", ""))
        return f"{', '.join(filter(None, parts))} (AGS {self.ags})"


def key_problem(ags: str) -> str:
    """Why this is no key, as a German sentence; "" if it is one."""
    if _KEY.match(ags) and ags[:2] in LAND_KEYS:
        return ""
    if len(ags) == 12 and ags.isdigit():
        return f"Das ist ein Regionalschlüssel (ARS) mit 12 Ziffern; der Gemeindeschlüssel dazu ist {ags[:5] + ags[9:]}."
    if len(ags) in (4, 7) and ags.isdigit():
        return f"„{ags}“ hat {len(ags)} Ziffern; vielleicht fehlt die führende Null: „0{ags}“."
    return f"„{ags}“ ist kein Gemeindeschlüssel: acht Ziffern für eine Gemeinde, fünf für einen Kreis."


def land_of(ags: str) -> str:
    """The Land that the first two digits name, as two letters."""
    return LAND_KEYS[ags[:2]]


def entry_of(register: Register, ags: str) -> Entry | None:
    """The entry of a municipality or Kreis; None if the register does not have it."""
    if len(ags) == 8:
        item = register.municipality(ags)
        return None if item is None else _municipality(register, item)
    members = register.in_kreis(ags)
    district = register.district(ags)
    if district is None or not members:
        return None
    if len(members) == 1 and members[0].independent:
        return _municipality(register, members[0])
    values = {"name": district.full_name, "art": "kreis", "land": district.land}
    numbers = [item.inhabitants for item in members]
    known = [number for number in numbers if number is not None]
    if len(known) == len(numbers):
        values["einwohner"] = str(sum(known))
    return Entry(ags, values)


def entries_named(register: Register, name: str, land: str = "") -> list[Entry]:
    """The municipalities that bear exactly this name."""
    if land == ABROAD:
        return []
    return [_municipality(register, item) for item in register.by_name(name, land)]


def _municipality(register: Register, item: Municipality) -> Entry:
    values = {"name": item.full_name, "land": item.land}
    if not item.unincorporated:
        values["art"] = "kreisfreie_stadt" if item.independent else "gemeinde"
        association = register.association(item.association_key) if item.association_key else None
        values["verband"] = association.full_name if association else item.association_name or NO_ASSOCIATION
    if not item.independent:
        district = register.district(item.district_key)
        values["kreis"] = district.full_name if district else item.district_name
    if item.inhabitants is not None:
        values["einwohner"] = str(item.inhabitants)
    return Entry(item.ags, values)


def participant_of(register: Register, ags: str) -> Participant | None:
    """A municipality as a participant; None if the register does not have it, or if it is no municipality in law (gemeindefreies Gebiet)."""
    entry = entry_of(register, ags)
    if entry is None or "art" not in entry.values:
        return None
    values = entry.values
    inhabitants = int(values["einwohner"]) if "einwohner" in values else None
    return Participant(values["name"], values["art"], values["land"], inhabitants, "", values.get("kreis", ""), values.get("verband", ""))
