"""Areas of a map and what the register takes from them: neighbours, centres, boundaries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from ..rulebase.problem import Place
from .boundaries import Polygon

if TYPE_CHECKING:
    from .collected import Collected

_ONE_DAY = "Laden Sie Dateien desselben Gebietsstands."
_NAMED = 3  # so many examples a message names


@dataclass(frozen=True, slots=True)
class Area:
    """The area of a municipality or gemeindefreies Gebiet. `centre`: longitude and latitude of a point inside."""

    ags: str
    name: str
    unincorporated: bool
    polygons: tuple[Polygon, ...]
    centre: tuple[float, float]


@dataclass(frozen=True, slots=True)
class MapAreas:
    """Areas by key, and the pairs of areas that share a border of some length (the smaller key first)."""

    areas: Mapping[str, Area]
    borders: frozenset[tuple[str, str]]
    place: Place


def check_map(found: Collected) -> None:
    """Compare the map with the directory: both must know the same municipalities in the Kreise of the directory. Problems are reported."""
    plan = found.map
    if plan is None:
        return
    covered = {ags[:5] for ags in found.municipalities}
    unknown = [
        area for area in plan.areas.values() if area.ags[:5] in covered and not area.unincorporated and area.ags not in found.municipalities
    ]
    missing = [item for item in found.municipalities.values() if item.ags not in plan.areas]
    for items, text in (
        (unknown, "Die Karte hat Gemeinden, die das Verzeichnis nicht kennt"),
        (missing, "Der Karte fehlen Gemeinden des Verzeichnisses"),
    ):
        if items:
            names = ", ".join(f"{item.ags} {item.name}" for item in items[:_NAMED])
            more = f" und {len(items) - _NAMED} weitere" if len(items) > _NAMED else ""
            found.report.add(plan.place, f"{text}: {names}{more}.", _ONE_DAY)


def use_map(found: Collected) -> None:
    """Take the centres of those municipalities that have none, and the neighbours if no file of neighbours was given."""
    plan = found.map
    if plan is None:
        return
    for ags, item in found.municipalities.items():
        area = plan.areas.get(ags)
        if area is not None and item.longitude is None:
            found.municipalities[ags] = replace(item, longitude=round(area.centre[0], 6), latitude=round(area.centre[1], 6))
    if not found.pairs:
        found.pairs.update({pair: (between, plan.place) for pair, between in _neighbours(plan, found).items()})


def _neighbours(plan: MapAreas, found: Collected) -> dict[tuple[str, str], str]:
    """Pairs of municipalities with a common border, and those that only gemeindefreie Gebiete lie between, with these."""
    known = found.municipalities
    pairs = {pair: "" for pair in sorted(plan.borders) if pair[0] in known and pair[1] in known}
    empty = {ags for ags, area in plan.areas.items() if area.unincorporated and ags not in known}
    around: dict[str, set[str]] = {ags: set() for ags in plan.areas}
    for one, other in plan.borders:
        around[one].add(other)
        around[other].add(one)
    for group in _connected(empty, around):
        rim = sorted({ags for area in group for ags in around[area] if ags in known})
        for pair in combinations(rim, 2):
            direct = sorted(area for area in group if {*pair} <= around[area])
            pairs.setdefault(pair, "|".join(direct or sorted(group)))
    return pairs


def _connected(members: set[str], around: Mapping[str, set[str]]) -> Iterator[set[str]]:
    """The members in groups that hang together."""
    left = set(members)
    while left:
        group, waiting = set[str](), [min(left)]
        while waiting:
            area = waiting.pop()
            if area in left:
                left.discard(area)
                group.add(area)
                waiting += around[area] & left
        yield group
