"""Who can act: municipalities, associations and Kreise as the register has them, with what lies where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from ..inference.facts import Participant
from ..register.model import Association, District, Municipality
from ..register.participants import entry_of
from ..register.store import Register

ASSOCIATION, DISTRICT = "verband", "kreis"
_SEAT = "Kreisstadt"


@dataclass(frozen=True)
class Unit:
    """A body that can be a partner. `key`: eight digits (municipality), nine (association), five (Kreis); `members` are keys of municipalities.

    `centre` is where it is taken to lie: the municipality itself, for an association the one at its seat; None for a Kreis.
    """

    key: str
    name: str
    kind: str
    land: str
    inhabitants: int | None
    district: str
    association: str
    members: frozenset[str]
    centre: Municipality | None
    is_seat: bool | None = None  # Kreisstadt, as far as the name says so

    @property
    def short_name(self) -> str:
        """The name without what kind of municipality it is."""
        return self.centre.short_name if self.centre and self.key == self.centre.ags else self.name


@dataclass(frozen=True)
class Region:
    """The register as the partner finder reads it. `inhabitants`: numbers that the user gave instead of those of the register, by key."""

    register: Register
    inhabitants: dict[str, int] = field(default_factory=dict)
    _participants: dict[str, Participant] = field(default_factory=dict, compare=False)

    @cached_property
    def municipalities(self) -> dict[str, Municipality]:
        """Every municipality by key; gemeindefreie Gebiete are none."""
        return {item.ags: item for item in self.register.municipalities() if not item.unincorporated}

    @cached_property
    def borders(self) -> dict[str, frozenset[str]]:
        """Who has a common border with whom."""
        return self._adjacent(self.register.pairs())

    @cached_property
    def near(self) -> dict[str, frozenset[str]]:
        """As `borders`, also where only a gemeindefreies Gebiet lies between."""
        return self._adjacent(self.register.pairs(across=True))

    def _adjacent(self, pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for first, second in pairs:
            found.setdefault(first, set()).add(second)
            found.setdefault(second, set()).add(first)
        return {key: frozenset(others & self.municipalities.keys()) for key, others in found.items()}

    @cached_property
    def _by_district(self) -> dict[str, list[Municipality]]:
        return _grouped(self.municipalities.values(), "district_key")

    @cached_property
    def _by_association(self) -> dict[str, list[Municipality]]:
        return _grouped(self.municipalities.values(), "association_key")

    def keys(self) -> frozenset[str]:
        """The keys of all municipalities, Kreise and associations that have members."""
        return frozenset((*self.municipalities, *self._by_district, *self._by_association))

    def in_district(self, key: str) -> list[Municipality]:
        """The municipalities of a Kreis."""
        return self._by_district.get(key, [])

    def in_association(self, key: str) -> list[Municipality]:
        """The municipalities of an association; nobody for ""."""
        return self._by_association.get(key, []) if key else []

    def people(self, item: Municipality) -> int | None:
        """Its inhabitants: what the user says goes first."""
        return self.inhabitants.get(item.ags, item.inhabitants)

    def municipality(self, item: Municipality) -> Unit:
        """A municipality as a unit."""
        kind = "kreisfreie_stadt" if item.independent else "gemeinde"
        seat = True if _SEAT in item.name.partition(", ")[2] else None
        members = frozenset({item.ags})
        people = self.people(item)
        return Unit(item.ags, item.full_name, kind, item.land, people, item.district_key, item.association_key, members, item, seat)

    def association(self, item: Association) -> Unit:
        """An association as a unit: its inhabitants are those of its members."""
        members = self.in_association(item.key)
        numbers = [self.people(member) for member in members]
        known = [number for number in numbers if number is not None]
        people = sum(known) if known and len(known) == len(numbers) else None
        centre = self.seat(item)
        district = centre.district_key if centre else ""
        keys = frozenset(member.ags for member in members)
        return Unit(item.key, item.full_name, ASSOCIATION, item.land, people, district, item.key, keys, centre)

    def seat(self, item: Association) -> Municipality | None:
        """The member at the seat, else the largest one."""
        members = self.in_association(item.key)
        named = [member for member in members if item.seat and member.short_name == item.seat.partition(",")[0]]
        return next(iter(named), max(members, key=lambda member: self.people(member) or 0, default=None))

    def district(self, item: District) -> Unit:
        """A Kreis as a unit."""
        members = self.in_district(item.key)
        numbers = [self.people(member) or 0 for member in members]
        return Unit(item.key, item.full_name, DISTRICT, item.land, sum(numbers), item.key, "", frozenset(m.ags for m in members), None)

    def touch(self, first: Unit, second: Unit, *, across: bool = False) -> bool:
        """Whether some of their municipalities have a common border; `across`: or only a gemeindefreies Gebiet lies between."""
        table = self.near if across else self.borders
        return any(table.get(key, frozenset()) & second.members for key in first.members)

    def distance_km(self, first: Unit, second: Unit) -> float | None:
        """As the crow flies between where both are taken to lie; None if unknown."""
        if first.centre is None or second.centre is None:
            return None
        return self.register.distance_km(first.centre, second.centre)

    def participant(self, unit: Unit) -> Participant:
        """The unit as a participant of a case."""
        if unit.key not in self._participants:
            self._participants[unit.key] = self._participant(unit)
        return self._participants[unit.key]

    def _participant(self, unit: Unit) -> Participant:
        if unit.kind == ASSOCIATION:
            kind, district = "verwaltungsgemeinschaft", self.register.district(unit.district)
            return Participant(unit.name, kind, unit.land, unit.inhabitants, district=district.full_name if district else "")
        entry = entry_of(self.register, unit.key)
        values = entry.values if entry else {}
        association = values.get("verband", "")
        return Participant(unit.name, unit.kind, unit.land, unit.inhabitants, district=values.get("kreis", ""), association=association)


def _grouped(items: Iterable[Municipality], attribute: str) -> dict[str, list[Municipality]]:
    found: dict[str, list[Municipality]] = {}
    for item in items:
        found.setdefault(getattr(item, attribute), []).append(item)
    return found
