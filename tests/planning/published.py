"""Published cooperations: where does the search rank the real partner? `python -m tests.planning.published` writes the table of docs/partner.md.

The pairs come from published agreements, council papers and reports (sources of the task catalogue). Some criteria were improved after
looking at them, so this is no independent test.
"""

from __future__ import annotations

import sys
from pathlib import Path

from ikz_recht.planning.given import Given
from ikz_recht.planning.legal import Law
from ikz_recht.planning.partners import Finder, Findings
from ikz_recht.planning.units import Region
from ikz_recht.register.store import open_register
from tests.real import DAY, RULES

ALL = 10_000
PAIRS = (
    ("05382044", "05382028", "archiv"),  # Niederkassel – Lohmar
    ("05558032", "05558", "archiv"),  # Nottuln – Kreis Coesfeld
    ("06633019", "06633012", "standesamt"),  # Nieste – Helsa
    ("06633015", "06633012", "standesamt"),  # Kaufungen – Helsa
    ("06633015", "06633012", "personalmanagement"),  # Kaufungen – Helsa
    ("07231136", "07231030", "bauhof"),  # Zeltingen-Rachtig – Erden
    ("07231030", "07231076", "bauhof"),  # Erden – Lösnich
    ("01058005", "01058037", "bauhof"),  # Altenholz – Dänischenhagen
    ("13072058", "130725251", "vollstreckung"),  # Kröpelin – Bad Doberan-Land
    ("13072093", "130725251", "vollstreckung"),  # Satow – Bad Doberan-Land
    ("08215101", "08215007", "gutachterausschuss"),  # Pfinztal – Bretten
    ("08215025", "08215007", "gutachterausschuss"),  # Gondelsheim – Bretten
    ("05366012", "05366036", "sozialhilfe_sgb12"),  # Dahlem – Schleiden
    ("05366008", "05366036", "sozialhilfe_sgb12"),  # Blankenheim – Schleiden
    ("05366036", "05366024", "wohngeld"),  # Schleiden – Kall
    ("01056049", "01056048", "standesamt"),  # Uetersen – Tornesch
    ("01056048", "01056049", "wohngeld"),  # Tornesch – Uetersen
    ("05970016", "05970044", "kasse"),  # Freudenberg – Wilnsdorf
    ("05970044", "05970016", "personalabrechnung"),  # Wilnsdorf – Freudenberg
    ("06633024", "06633015", "kasse"),  # Söhrewald – Kaufungen
    ("06531010", "06531006", "standesamt"),  # Laubach – Grünberg
    ("06531010", "06531", "personalabrechnung"),  # Laubach – Landkreis Gießen
    ("06532014", "06532023", "personalabrechnung"),  # Hüttenberg – Wetzlar
    ("05558020", "05558", "personalabrechnung"),  # Havixbeck – Kreis Coesfeld
    ("06634004", "06634009", "kasse"),  # Frielendorf – Homberg (Efze)
    ("05374016", "05374052", "bauhof"),  # Hückeswagen – Wipperfürth
    ("05374016", "05374052", "vollstreckung"),  # Hückeswagen – Wipperfürth
    ("05374016", "05374052", "liegenschaften"),  # Hückeswagen – Wipperfürth
    ("10045115", "10045117", "standesamt"),  # Kirkel – St. Ingbert
    ("10045113", "10045112", "personalabrechnung"),  # Gersheim – Blieskastel
    ("08417008", "08417079", "kasse"),  # Bisingen – Albstadt
    ("06635014", "06635004", "kaemmerei"),  # Hatzfeld (Eder) – Battenberg (Eder)
    ("06432012", "06438012", "ordnungsbehoerde"),  # Messel – Rödermark
    ("06440014", "06435013", "ordnungsbehoerde"),  # Limeshain – Hammersbach
    ("06435024", "06435020", "ordnungsbehoerde"),  # Ronneburg – Neuberg
    ("09676156", "09676112", "standesamt"),  # Schneeberg – Amorbach
    ("06632018", "06632003", "standesamt"),  # Rotenburg a. d. Fulda – Bebra
    ("09576147", "09576121", "gewerbegebiet"),  # Spalt – Georgensgmünd
    ("09576147", "09576141", "gewerbegebiet"),  # Spalt – Röttenbach
    ("05954024", "05954", "sozialhilfe_sgb12"),  # Schwelm – Ennepe-Ruhr-Kreis
    ("12067120", "12067", "bauaufsicht"),  # Eisenhüttenstadt – Landkreis Oder-Spree
    ("16071089", "16071019", "feuerwehr"),  # Umpferstedt – Frankendorf
    ("06440024", "06440006", "kasse"),  # Wölfersheim – Echzell
    ("09175135", "09175133", "abwasser"),  # Poing – Pliening
)


def rank(region: Region, own: str, partner: str, task: str, law: Law) -> tuple[int, int, str, int, int, str]:
    """Rank of the partner among how many, who is first, rank of the task with this partner among how many, best group."""
    found = _findings(region, own, law, frozenset(), task)
    keys = [item.partners[0] for item in found.suggestions]
    place = next(
        (number for number, unit in enumerate(keys, 1) if partner == unit.key or (partner in unit.members and unit.kind == "verband")), 0
    )
    chosen = frozenset(item.ags for item in region.in_association(partner)) if len(partner) == 9 else frozenset({partner})
    tasks = [item.task.id for item in _findings(region, own, law, chosen, "").suggestions]
    tasks = list(dict.fromkeys(tasks))
    group = "ja" if any(partner == unit.key or partner in unit.members for item in found.groups for unit in item.partners) else "nein"
    return place, len(keys), keys[0].short_name, tasks.index(task) + 1 if task in tasks else 0, len(tasks), group


def _findings(region: Region, own: str, law: Law, only: frozenset[str], task: str) -> Findings:
    finder = Finder(RULES, region, law, Given(), count=ALL if task else 1, only=only)
    return finder.find(region.municipalities[own], [RULES.tasks[task]] if task else list(RULES.tasks.values()))


def ranks(region: Region) -> list[tuple[str, str, str, tuple[int, int, str, int, int, str]]]:
    """Every pair with names and ranks."""
    law = Law(RULES, DAY)
    return [(own, partner, task, rank(region, own, partner, task, law)) for own, partner, task in PAIRS]


def name_of(region: Region, key: str) -> str:
    """The name of a municipality, association or Kreis."""
    register = region.register
    if key in region.municipalities:
        return region.municipalities[key].short_name
    found = register.district(key) or register.association(key)
    return found.full_name if found else key


if __name__ == "__main__":
    with open_register(Path(sys.argv[1]) if len(sys.argv) > 1 else None) as register:
        region = Region(register)
        print("| für | tatsächlicher Partner | Aufgabe | Rang des Partners | auf Platz 1 | Rang der Aufgabe | in der besten Gruppe |")
        print("| --- | --- | --- | --- | --- | --- | --- |")
        for own, partner, task, (place, count, first, task_place, task_count, group) in ranks(region):
            names = f"{name_of(region, own)} | {name_of(region, partner)} | {RULES.tasks[task].name}"
            print(f"| {names} | {place or '–'} von {count} | {first} | {task_place or '–'} von {task_count} | {group} |")
