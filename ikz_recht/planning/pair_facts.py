"""What conditions of the partner files may name of a pair and of a group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..rulebase.fact import Value
from ..rulebase.model import Task
from ..rulebase.partner import PartnerRole
from .given import Given
from .judging import Facts, holds_for
from .task_facts import task_facts
from .units import DISTRICT, Region, Unit

_MUNICIPAL = ("gemeinde", "kreisfreie_stadt")


@dataclass
class PairFacts:
    """Computes the facts of pairs; those that do not depend on the task once per pair."""

    region: Region
    roles: dict[str, PartnerRole]
    given: Given
    _pairs: dict[tuple[str, str], dict[str, Value | None]] = field(default_factory=dict)
    _fitting: dict[tuple[str, str, str], bool] = field(default_factory=dict)

    def of(self, own: Unit, partner: Unit, task: Task) -> dict[str, Value | None]:
        """The facts of task and pair together, with what kind of partner it is."""
        pair = self._pairs.get((own.key, partner.key))
        if pair is None:
            pair = self._pairs[own.key, partner.key] = self._pair(own, partner)
        facts = {**task_facts(task), **pair}
        role = next((name for name in task.practice.partners if self._fits(name, own, partner, pair)), None)
        facts["rolle"], facts["ueblich"] = role, role is not None
        facts["erster_partner"] = role is not None and role == next(iter(task.practice.partners), None)
        facts["gleiche_software"] = self.given.same_software(task.id, own, partner)
        return facts

    def _fits(self, name: str, own: Unit, partner: Unit, facts: Facts) -> bool:
        role = self.roles.get(name)
        if role is None or role.when is None:
            return False
        key = (name, own.key, partner.key)
        if key not in self._fitting:
            self._fitting[key] = holds_for(role.when, facts)
        return self._fitting[key]

    def _pair(self, own: Unit, partner: Unit) -> dict[str, Value | None]:
        distance = self.region.distance_km(own, partner)
        ratio, larger = _ratio(own, partner)
        return {
            "lage": _position(self.region, own, partner),
            "entfernung_km": None if distance is None else round(distance, 1),
            "partner_art": partner.kind,
            "eigene_art": own.kind,
            "land": own.land,
            "gleicher_kreis": bool(own.district) and own.district == partner.district,
            "gleicher_verband": bool(own.association) and own.association == partner.association,
            "gleiches_land": own.land == partner.land,
            "groessenverhaeltnis": ratio,
            "partner_groesser": larger,
            "kreisstadt": partner.is_seat,
            "einwohner_partner": partner.inhabitants,
            "zusammenarbeit": self.given.work_together(own, partner),
            **people_facts([own, partner]),
            "einwohner_eigene": own.inhabitants,
        }

    def of_group(self, own: Unit, partners: Sequence[Unit], task: Task) -> dict[str, Value | None]:
        """The facts of a whole group."""
        units = [own, *partners]
        lands = {unit.land for unit in units}
        return {
            **task_facts(task),
            **people_facts(units),
            "einwohner_eigene": own.inhabitants,
            "anzahl": len(units),
            "land": own.land if len(lands) == 1 else None,
            "gleiches_land": len(lands) == 1,
            "ein_kreis": len({unit.district for unit in units}) == 1,
        }


def people_facts(units: Sequence[Unit]) -> dict[str, Value | None]:
    """Inhabitants of the smallest and of all together; None if one is unknown."""
    numbers = [unit.inhabitants for unit in units]
    known = [number for number in numbers if number is not None]
    complete = len(known) == len(numbers)
    return {"einwohner_kleinere": min(known) if complete else None, "einwohner_zusammen": sum(known) if complete else None}


def _ratio(own: Unit, partner: Unit) -> tuple[float | None, bool | None]:
    """How many times larger the larger one is, and whether that is the partner."""
    if not own.inhabitants or not partner.inhabitants or own.members <= partner.members:
        return None, None
    low, high = sorted((own.inhabitants, partner.inhabitants))
    return round(high / low, 1), partner.inhabitants > own.inhabitants


def _position(region: Region, own: Unit, partner: Unit) -> str | None:
    """None if the register knows no neighbours at all."""
    if partner.kind == DISTRICT and own.members <= partner.members:
        return "umschliesst"
    if not region.near:
        return None
    if region.touch(own, partner):
        return "nachbar"
    return "nachbar_ueber_gebiet" if region.touch(own, partner, across=True) else "getrennt"
