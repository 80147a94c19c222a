"""Who acts for a municipality in a task, and who comes into question as a partner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..register.model import Municipality
from ..rulebase.model import Rulebase, Task
from ..rulebase.partner import ActingLevel
from .judging import holds_for
from .task_facts import task_facts
from .units import ASSOCIATION, DISTRICT, Region, Unit

_DIGITAL = "hoch"
_DISTRICT_ROLES = frozenset({"kreis", "nachbarkreise"})


@dataclass(frozen=True)
class Acting:
    """The unit that acts in a task; `level` says why it is not the municipality itself."""

    unit: Unit
    level: ActingLevel | None = None


@dataclass
class Actors:
    """Finds who acts. `radius_km`: how far away partners of tasks are looked for that need no spatial tie; `only`: municipalities to look at."""

    region: Region
    rulebase: Rulebase
    radius_km: float
    only: frozenset[str] = frozenset()
    _acting: dict[tuple[str, ActingLevel | None], Acting] = field(default_factory=dict)
    _levels: dict[tuple[str, str, str], ActingLevel | None] = field(default_factory=dict)
    _circles: dict[tuple[str, bool], list[Municipality]] = field(default_factory=dict)

    def acting(self, item: Municipality, task: Task) -> Acting:
        """Who performs the task for the municipality."""
        level = self._level(item, task)
        key = (item.association_key if level and not level.by_member else item.ags, level)
        if key not in self._acting:
            self._acting[key] = self._acting_under(item, level)
        return self._acting[key]

    def _acting_under(self, item: Municipality, level: ActingLevel | None) -> Acting:
        own = self.region.municipality(item)
        if level is None:
            return Acting(own)
        association = self.region.register.association(item.association_key)
        assert association is not None
        if not level.by_member:
            return Acting(self.region.association(association), level)
        seat = self.region.seat(association)
        return Acting(own) if seat is None or seat.ags == item.ags else Acting(self.region.municipality(seat), level)

    def _level(self, item: Municipality, task: Task) -> ActingLevel | None:
        if not item.association_key:
            return None
        key = (item.association_key, item.land, task.id)
        if key not in self._levels:
            association = self.region.register.association(item.association_key)
            kind = association.kind if association else ""
            fitting = (level for level in self.rulebase.partner.levels if kind in level.kinds and item.land in (level.lands or {item.land}))
            facts = task_facts(task)
            self._levels[key] = next((level for level in fitting if holds_for(level.when, facts)), None)
        return self._levels[key]

    def partners(self, unit: Unit, task: Task) -> list[Unit]:
        """Who comes into question: neighbours, the same Kreis and association, for digital tasks whoever lies within the radius; Kreise."""
        found: dict[str, Unit] = {}
        for item in self._circle(unit, digital=task.practice.digital == _DIGITAL):
            other = self.acting(item, task).unit
            if other.key != unit.key and not other.members <= unit.members and other.inhabitants != 0:
                found[other.key] = other
        if _DISTRICT_ROLES & set(task.practice.partners):
            found.update((item.key, item) for item in self._districts(unit) if not self.only or item.key in self.only)
        return list(found.values())

    def _circle(self, unit: Unit, *, digital: bool) -> list[Municipality]:
        key = (unit.key, digital)
        if key not in self._circles:
            self._circles[key] = list(self._around(unit, digital=digital))
        return self._circles[key]

    def _around(self, unit: Unit, *, digital: bool) -> Iterator[Municipality]:
        region = self.region
        keys = {other for own in unit.members for other in region.near.get(own, ())}
        keys.update(item.ags for item in region.in_district(unit.district))
        keys.update(item.ags for item in region.in_association(unit.association))
        if digital and unit.centre is not None:
            keys.update(item.ags for item in self._within(unit.centre))
        chosen = self.only & region.municipalities.keys() if self.only else keys  # who is named is looked at wherever it lies
        yield from (region.municipalities[key] for key in sorted(chosen - unit.members))

    def _within(self, centre: Municipality) -> Iterable[Municipality]:
        for item in self.region.municipalities.values():
            distance = self.region.register.distance_km(centre, item)
            if distance is not None and distance <= self.radius_km:
                yield item

    def _districts(self, unit: Unit) -> Iterator[Unit]:
        """The own Kreis; of a kreisfreie Stadt the Kreise around it."""
        region = self.region
        if unit.kind in ("gemeinde", ASSOCIATION):
            keys = {unit.district}
        else:
            around = (region.municipalities[other] for own in unit.members for other in region.near.get(own, ()))
            keys = {item.district_key for item in around if not item.independent}
        for key in sorted(keys):
            district = region.register.district(key)
            if district is not None and unit.kind != DISTRICT:
                yield region.district(district)
