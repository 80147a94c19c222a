"""What the files say, gathered and compared before anything is stored: duplicates, files of different days, keys that lead nowhere."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from ..rulebase.fact import show_date
from ..rulebase.fields import Report
from ..rulebase.problem import Place
from .map_areas import MapAreas, check_map, use_map
from .model import Association, District, Municipality, Source

_ONE_DAY = "Laden Sie Dateien desselben Gebietsstands."


@dataclass(frozen=True, slots=True)
class Announced:
    """How many members and inhabitants an association has by its own file."""

    members: int | None
    inhabitants: int | None


@dataclass
class Collected:
    """Records with the place they come from; problems go into `report`, and reading goes on."""

    report: Report = field(default_factory=Report)
    municipalities: dict[str, Municipality] = field(default_factory=dict)
    associations: dict[str, Association] = field(default_factory=dict)
    announced: dict[str, Announced] = field(default_factory=dict)
    districts: dict[str, District] = field(default_factory=dict)
    pairs: dict[tuple[str, str], tuple[str, Place]] = field(default_factory=dict)  # the smaller key first; the areas between, "" if none
    map: MapAreas | None = None
    sources: list[Source] = field(default_factory=list)
    skipped: int = 0
    incomplete: bool = False  # municipalities are missing because their lines are wrong: what refers to them is not
    _places: dict[str, Place] = field(default_factory=dict)
    _day: tuple[dt.date, Place] | None = None
    _odd_days: Counter[object] = field(default_factory=Counter)
    _other_files: set[object] = field(default_factory=set)

    @property
    def as_of(self) -> dt.date | None:
        """The day that the dated files describe."""
        return self._day[0] if self._day else None

    def dated(self, day: dt.date, place: Place) -> None:
        """Every dated record describes the same day; of each file that does not, the first record is reported."""
        if self._day is None:
            self._day = (day, place)
        elif day != self._day[0]:
            self._odd_days[place.path] += 1
            if self._odd_days[place.path] == 1:
                first = f"{self._day[1].path.name}, Zeile {self._day[1].line}"
                self.report.add(place, f"Der Stand ist hier der {show_date(day)}, in {first} der {show_date(self._day[0])}.", _ONE_DAY)

    def add_municipality(self, item: Municipality, place: Place) -> None:
        """One more municipality."""
        self.dated(item.as_of, place)
        if self._new(item.ags, "Die Gemeinde", place):
            self.municipalities[item.ags] = item

    def add_association(self, item: Association, place: Place, announced: Announced | None = None) -> None:
        """One more association."""
        if self._new(item.key, "Der Verband", place):
            self.associations[item.key] = item
            if announced:
                self.announced[item.key] = announced

    def add_district(self, item: District, place: Place) -> None:
        """The Kreis of a record; it has one name in all of them."""
        known = self.districts.setdefault(item.key, item)
        if known.name != item.name:
            self.report.add(
                place, f"Der Kreis {item.key} heißt hier „{item.name}“, vorher „{known.name}“.", "Prüfen Sie Schlüssel und Namen."
            )

    def add_pair(self, first: str, second: str, between: str, place: Place) -> None:
        """Two neighbours; the same pair the other way round says nothing new."""
        if first == second:
            self.report.add(place, f"Die Gemeinde {first} kann nicht ihre eigene Nachbarin sein.", "Streichen Sie die Zeile.")
            return
        if not self._new(f"{first} {second}", "Das Paar", place):
            return
        pair = (min(first, second), max(first, second))
        known = self.pairs.get(pair)
        if known is None or (known[0] and not between):  # who touch directly are neighbours directly
            self.pairs[pair] = (between, place)

    def check(self, place: Place) -> None:
        """Compare the records with one another; `place` is where a problem of all files together is reported."""
        if self.incomplete:
            return
        if not self.municipalities:
            if not self.report:
                self.report.add(place, "Keine der Dateien enthält Gemeinden.", "Laden Sie auch das Gemeindeverzeichnis (GV100AD oder CSV).")
            return
        self._check_pairs()
        self._check_associations()
        check_map(self)

    def add_map(self, areas: MapAreas) -> None:
        """The areas of a map; there is one."""
        if self.map is not None:
            self.report.add(areas.place, f"Eine Karte steht schon in {self.map.place.path.name}.", "Laden Sie nur eine.")
            return
        self.map = areas

    def _check_pairs(self) -> None:
        day = f" vom {show_date(self.as_of)}" if self.as_of else ""
        for pair, (_, place) in self.pairs.items():
            for ags in pair:
                if ags not in self.municipalities:
                    text = f"Eine Gemeinde {ags} gibt es im Gemeindeverzeichnis{day} nicht."
                    self.report.add(
                        place, text, "Vielleicht ist sie eingemeindet worden oder neu; laden Sie Dateien desselben Gebietsstands."
                    )

    def _check_associations(self) -> None:
        members: dict[str, list[Municipality]] = {}
        for item in self.municipalities.values():
            if item.association_key:
                members.setdefault(item.association_key, []).append(item)
        for key, items in members.items():
            if key not in self.associations and self.associations:
                ags = items[0].ags
                text = f"Der Verband {key} ({items[0].association_name}) der Gemeinde {ags} steht nicht in der Datei der Verbände."
                self.report.add(self._places[ags], text, "Laden Sie beide Dateien vollständig und vom selben Stand.")
        for key, association in self.associations.items():
            found, announced = members.get(key, []), self.announced.get(key, Announced(None, None))
            wanted = announced.members
            if not found or (wanted is not None and len(found) != wanted):
                text = f"Zum Verband {key} ({association.name}) gehören {f'{wanted} Gemeinden' if wanted else 'Gemeinden'}, gefunden sind {len(found)}."
                self.report.add(self._places[key], text, "Ist die Datei der Gemeinden vollständig und vom selben Stand?")
            elif announced.inhabitants not in (None, _sum(found)):
                text = (
                    f"Der Verband {key} ({association.name}) hat {announced.inhabitants} Einwohner, seine Gemeinden zusammen {_sum(found)}."
                )
                self.report.add(self._places[key], text, "Sind beide Dateien vom selben Stand?")

    def complete(self) -> None:
        """Associations that are only named by their members, where no file of associations was given, and what a map adds."""
        use_map(self)
        for item in self.municipalities.values():
            if item.association_key and item.association_key not in self.associations:
                self.associations[item.association_key] = Association(item.association_key, item.association_name, "", "", item.land)

    def _new(self, key: str, what: str, place: Place) -> bool:
        """Whether the key is named for the first time. A file that repeats another one is reported once, a line that repeats another always."""
        first = self._places.setdefault(key, place)
        if first is place:
            return True
        if first.path == place.path:
            self.report.add(place, f"{what} {key} steht schon in Zeile {first.line}.", "Streichen Sie eine der Zeilen.")
        elif (first.path, place.path) not in self._other_files:
            self._other_files.add((first.path, place.path))
            text = f"{what} {key} steht schon in {first.path.name}, Zeile {first.line}; vielleicht auch weitere."
            self.report.add(place, text, "Laden Sie jedes Verzeichnis nur einmal.")
        return False


def _sum(items: list[Municipality]) -> int | None:
    numbers = [item.inhabitants for item in items if item.inhabitants is not None]
    return sum(numbers) if len(numbers) == len(items) else None
