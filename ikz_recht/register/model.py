"""What the register knows: municipalities, Kreise, associations; facts of the official directory, with the day they describe."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from ..rulebase.fact import LANDS

# The first two digits of every official key (Statistisches Bundesamt, Amtlicher Gemeindeschlüssel).
LAND_KEYS = {
    "01": "SH", "02": "HH", "03": "NI", "04": "HB", "05": "NW", "06": "HE", "07": "RP", "08": "BW",
    "09": "BY", "10": "SL", "11": "BE", "12": "BB", "13": "MV", "14": "SN", "15": "ST", "16": "TH",
}  # fmt: skip
LAND_CODES = {name: code for code, name in LANDS.items()}

# Gemeindekennzeichen and Verbandskennzeichen of the GV100AD (field EF7) and the words of the CSV files for them.
UNINHABITED = "Gemeindefreies Gebiet, unbewohnt"
MUNICIPALITY_KINDS = {
    60: "Markt",
    61: "Kreisfreie Stadt",
    62: "Stadtkreis",
    63: "Stadt",
    64: "Kreisangehörige Gemeinde",
    65: "Gemeindefreies Gebiet, bewohnt",
    66: UNINHABITED,
    67: "Große Kreisstadt",
}
ASSOCIATION_KINDS = {
    50: "",  # not a member of any
    51: "Amt",
    52: "Samtgemeinde",
    53: "Verbandsgemeinde",
    54: "Verwaltungsgemeinschaft",
    55: "Kirchspielslandgemeinde",
    56: "Verwaltungsverband",
    57: "Verwaltungsgemeinschaft",  # Trägermodell
    58: "Erfüllende Gemeinde",
}
DISTRICT_KINDS = {41: "Kreisfreie Stadt", 42: "Stadtkreis", 43: "Kreis", 44: "Landkreis", 45: "Regionalverband"}
INDEPENDENT = frozenset({"Kreisfreie Stadt", "Stadtkreis"})
_TITLES = ("Flecken", "Marktflecken", "Marktgemeinde", "Landeshauptstadt", "Hansestadt", "Universitätsstadt", "Freie und Hansestadt")
_OWN_WORD = re.compile(r"kreis\b|\A(Region|Regionalverband|Städteregion) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class District:
    """A Kreis by its five-digit key; of a kreisfreie Stadt, the city itself. `kind` is „Kreis“, „Landkreis“ …, "" where the source does not say."""

    key: str
    name: str
    kind: str
    land: str

    @property
    def full_name(self) -> str:
        """The name as people write it: „Landkreis Kassel“, „Kreis Unna“, „Main-Kinzig-Kreis“."""
        if _OWN_WORD.search(self.name):
            return self.name
        return f"{self.kind or ('Kreis' if self.land in ('NW', 'SH') else 'Landkreis')} {self.name}"


@dataclass(frozen=True, slots=True)
class Association:
    """An Amt, a Samtgemeinde, Verbandsgemeinde, Verwaltungsgemeinschaft … by its nine-digit key; `kind` is "" where no source says it."""

    key: str
    name: str
    kind: str
    seat: str
    land: str

    @property
    def full_name(self) -> str:
        """The name with its kind before it, once: „Amt Büsum-Wesselburen“, „Verwaltungsgemeinschaft Marktl“, „GVV Oberes Gäu“."""
        name = self.name.removesuffix(" (VGem)")
        if name.startswith((self.kind, "VVG ", "GVV ", "EG ", "Verwaltungsgemeinschaft ", "Verwaltungsverband ")):
            return name
        return f"{self.kind} {name.partition(', ')[0]}"


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality as the official directory has it on the day `as_of`.

    `name` is as written there („Bad Arolsen, Stadt“), `kind` its official kind („Stadt“, „Stadtkreis“ …), `land` the two letters.
    `association_key` and `association_name` are "" where it belongs to none. Unknown are: `inhabitants`, `area_km2`, `longitude` and
    `latitude` (degrees, WGS 84) None, `postcode` "".
    """

    ags: str
    ars: str
    name: str
    kind: str
    land: str
    district_key: str
    district_name: str
    association_key: str
    association_name: str
    inhabitants: int | None
    area_km2: float | None
    postcode: str
    longitude: float | None
    latitude: float | None
    as_of: dt.date

    @property
    def short_name(self) -> str:
        """The name alone: „Bad Arolsen“."""
        return self.name.partition(", ")[0]

    @property
    def full_name(self) -> str:
        """The name with what it is before it: „Stadt Bad Arolsen“, „Gemeinde Edertal“, „Markt Marktl“."""
        title = self.name.partition(", ")[2]
        if self.unincorporated:
            return self.short_name
        if title in _TITLES:
            return f"{title} {self.short_name}"
        word = self.kind if self.kind == "Markt" else "Gemeinde" if self.kind == "Kreisangehörige Gemeinde" else "Stadt"
        return f"{word} {self.short_name}"

    @property
    def independent(self) -> bool:
        """Whether it belongs to no Kreis: kreisfreie Stadt or Stadtkreis."""
        return self.kind in INDEPENDENT

    @property
    def unincorporated(self) -> bool:
        """Whether it is an inhabited gemeindefreies Gebiet, which is no municipality in law."""
        return self.kind.startswith("Gemeindefrei")


@dataclass(frozen=True, slots=True)
class Source:
    """A file that the register was built from: its name, what it holds, the day it describes (None: it names none) and its rows."""

    name: str
    content: str
    as_of: dt.date | None
    rows: int
    sha256: str
