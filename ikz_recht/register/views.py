"""What the commands show of the register: as German lines and as plain data for JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..rulebase.fact import LANDS, show_date, show_number
from .model import Municipality
from .store import Register

JSON_VERSION = 1


def origin(register: Register) -> str:
    """Which register answers, in one sentence."""
    if register.example:
        names = sorted({item.district_name for item in register.municipalities()})
        return (
            f"Beispielregion ({', '.join(names)}), Stand {show_date(register.as_of)}, nach Statistischem Bundesamt (Destatis) und BKG. "
            "Alle Gemeinden kennt das Programm nach „ikz-recht register laden“."
        )
    return f"Register vom {show_date(register.as_of)}, aus {', '.join(source.name for source in register.sources())}."


def found_lines(items: tuple[Municipality, ...]) -> Iterator[str]:
    """One line for each municipality: key, name, Kreis, Land, inhabitants."""
    for item in items:
        where = "kreisfrei" if item.independent else item.district_name
        yield f"{item.ags}  {item.full_name} ({where}, {item.land}), {_inhabitants(item)}"


def detail_lines(register: Register, item: Municipality) -> Iterator[str]:
    """Everything that is known of one municipality."""
    district, association = register.district(item.district_key), register.association(item.association_key)
    yield f"{item.full_name} (AGS {item.ags}, ARS {item.ars})"
    yield f"  amtlich: {item.name}; {item.kind}; {LANDS[item.land]}"
    yield f"  Kreis: {'kreisfrei' if item.independent else f'{district.full_name if district else item.district_name} ({item.district_key})'}"
    area = "" if item.area_km2 is None else f", {_decimal(item.area_km2)} km²"
    yield f"  {_inhabitants(item)}{area}{f', PLZ {item.postcode} (Sitz der Verwaltung)' if item.postcode else ''}"
    if association is None:
        yield "  Verband: keiner"
    else:
        others = [member for member in register.members(association.key) if member.ags != item.ags]
        yield f"  Verband: {association.full_name} ({association.key}), mit {_names(others) if others else 'keiner weiteren Gemeinde'}"
    for title, across in (("Nachbarn", False), ("Nachbarn über gemeindefreie Gebiete", True)):
        neighbours = register.neighbours(item.ags, across=across)
        if neighbours or not across:
            yield f"  {title}:{'' if neighbours else ' keine bekannt'}"
        for other in neighbours:
            distance = register.distance_km(item, other)
            yield f"    {other.ags}  {other.full_name}, {_inhabitants(other)}{'' if distance is None else f', {_decimal(distance)} km Luftlinie'}"


def found_document(register: Register, items: tuple[Municipality, ...]) -> dict[str, Any]:
    """The municipalities found, as plain data."""
    return {**register_document(register), "gemeinden": [municipality_document(item) for item in items]}


def detail_document(register: Register, item: Municipality) -> dict[str, Any]:
    """One municipality with its association and its neighbours, as plain data."""
    association = register.association(item.association_key)
    members = () if association is None else register.members(association.key)
    return {
        **register_document(register),
        "gemeinde": municipality_document(item),
        "verband": association
        and {
            "schluessel": association.key,
            "name": association.full_name,
            "art": association.kind,
            "sitz": association.seat,
            "mitglieder": [{"ags": member.ags, "name": member.full_name} for member in members],
        },
        "nachbarn": [
            {
                "ags": other.ags,
                "name": other.full_name,
                "land": other.land,
                "einwohner": other.inhabitants,
                "entfernung_km": None if (distance := register.distance_km(item, other)) is None else round(distance, 1),
                "ueber_gemeindefreies_gebiet": across,
            }
            for across in (False, True)
            for other in register.neighbours(item.ags, across=across)
        ],
    }


def register_document(register: Register) -> dict[str, Any]:
    """Which register answers, as plain data."""
    return {
        "json": JSON_VERSION,
        "register": {
            "stand": register.as_of.isoformat(),
            "beispiel": register.example,
            "quellen": [
                {
                    "datei": source.name,
                    "inhalt": source.content,
                    "stand": source.as_of.isoformat() if source.as_of else None,
                    "zeilen": source.rows,
                    "sha256": source.sha256,
                }
                for source in register.sources()
            ],
        },
    }


def municipality_document(item: Municipality) -> dict[str, Any]:
    """One municipality as plain data."""
    return {
        "ags": item.ags,
        "ars": item.ars,
        "name": item.full_name,
        "amtlicher_name": item.name,
        "bezeichnung": item.kind,
        "land": item.land,
        "kreis": {"schluessel": item.district_key, "name": item.district_name},
        "verband": {"schluessel": item.association_key, "name": item.association_name} if item.association_key else None,
        "einwohner": item.inhabitants,
        "flaeche_km2": item.area_km2,
        "plz": item.postcode,
        "lon": item.longitude,
        "lat": item.latitude,
        "stand": item.as_of.isoformat(),
    }


def _names(items: list[Municipality]) -> str:
    return ", ".join(item.short_name for item in items)


def _inhabitants(item: Municipality) -> str:
    return "Einwohnerzahl unbekannt" if item.inhabitants is None else f"{show_number(item.inhabitants)} Einwohner"


def _decimal(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")
