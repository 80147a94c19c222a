"""ikz-recht screening: what the law says on every pair of neighbours in every task."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .german import GermanHelp
from .options import day_option, load_rules, rules_option

if TYPE_CHECKING:
    from ..planning.screening import Pair
    from ..planning.screening_region import Region
    from ..register.store import Register
    from ..rulebase.model import Rulebase

FILE = click.Path(path_type=Path, readable=False)


@click.command(name="screening", cls=GermanHelp)
@click.option(
    "--gebiet", "area", default="alle", metavar="AGS|KREIS|LAND|alle", help="Gemeindeschlüssel, Kreisschlüssel, Land (HE) oder alle."
)
@click.option("--aufgaben", "tasks", default="", metavar="KENNUNG,…", help="Nur diese Aufgaben des Katalogs.")
@click.option("--nur-erste", "only_first", is_flag=True, help="Nur die Form auf Rang 1 jedes Falls.")
@click.option("-o", "--ausgabe", "target", type=FILE, required=True, metavar="DATEI", help="Ergebnis: .parquet, .csv oder .xlsx.")
@rules_option
@day_option
def command(area: str, tasks: str, only_first: bool, target: Path, rules: Path | None, day: dt.date | None) -> None:
    """Alle Nachbarpaare eines Gebiets in allen Aufgaben prüfen: Status, Aussicht, Rang und Punkte jeder Form.

    Ein abgebrochener Lauf geht beim nächsten Mal dort weiter, wo er stand. Braucht die Zusatzpakete „spalten“ (pip install '.[spalten]').
    """
    try:
        from ..planning.screening import Screening
        from ..planning.screening_run import Job, run
        from ..planning.screening_table import FORMATS
    except ImportError as missing:
        raise click.UsageError(f"Dafür fehlt das Paket „{missing.name}“. Richten Sie es ein: pip install '.[spalten]'.") from None
    from ..register.store import open_register

    if target.suffix not in FORMATS:
        raise click.UsageError(f"„{target.suffix or target.name}“ ist kein Format. Möglich sind: {', '.join(FORMATS)}.")
    rulebase = load_rules(rules, None)
    with open_register() as register:
        region, pairs = _region(register, area)
    chosen = _tasks(tasks, rulebase)
    job = Job(Screening(rulebase, day or dt.date.today(), region), tuple(pairs), chosen, only_first)
    total = run(job, target, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1, _progress)
    click.echo(f"Geschrieben: {target}, {len(pairs)} Paare, {len(chosen)} Aufgaben, {total} Zeilen.")
    left_out = sorted({item.land for item in region.people} - rulebase.lands.keys())
    if left_out:
        click.echo(f"Ohne Regeln und daher ausgelassen: {', '.join(left_out)}.", err=True)


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\rTeil {done} von {total}" + ("\n" if done == total else ""), nl=False, err=True)


def _tasks(tasks: str, rulebase: Rulebase) -> tuple[str, ...]:
    from ..rulebase.problem import suggestion

    chosen = tuple(dict.fromkeys(name.strip() for name in tasks.split(",") if name.strip())) or tuple(rulebase.tasks)
    for name in chosen:
        if name not in rulebase.tasks:
            raise click.UsageError(f"Die Aufgabe „{name}“ gibt es nicht. {suggestion(name, rulebase.tasks)}".rstrip())
    return chosen


def _region(register: Register, area: str) -> tuple[Region, list[Pair]]:
    from ..planning.screening_region import Region
    from ..register.participants import participant_of

    pairs = _pairs(register, area)
    keys = sorted({key for pair in pairs for key in pair})
    people = {key: participant_of(register, key) for key in keys}
    kept = tuple(key for key in keys if people[key] is not None)
    numbers = {key: number for number, key in enumerate(kept)}
    region = Region(kept, tuple(person for key in kept if (person := people[key]) is not None))
    return region, [(numbers[one], numbers[other]) for one, other in pairs if one in numbers and other in numbers]


def _pairs(register: Register, area: str) -> tuple[tuple[str, str], ...]:
    from ..rulebase.fact import LANDS

    if area == "alle":
        return register.pairs()
    if area.upper() in LANDS:
        return register.pairs(land=area.upper())
    if len(area) == 5 and area.isdigit() and register.in_kreis(area):
        return register.pairs(district=area)
    if len(area) == 8 and area.isdigit() and register.municipality(area):
        one = (tuple(sorted((area, item.ags))) for item in register.neighbours(area))
        return tuple((first, second) for first, second in one)
    raise click.UsageError(
        f"Das Gebiet „{area}“ gibt es im Register nicht. Geben Sie einen Gemeinde- oder Kreisschlüssel, ein Land (HE) oder „alle“ an."
    )
