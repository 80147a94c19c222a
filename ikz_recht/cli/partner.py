"""ikz-recht partner: which tasks with which partners."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .german import GermanHelp
from .options import REFERENCE_HELP, TARGET_HELP, day_option, json_option, load_rules, rules_option, templates_option

if TYPE_CHECKING:
    from ..planning.search import Result

FILE = click.Path(path_type=Path, readable=False)


@click.command(name="partner", cls=GermanHelp)
@click.argument("ags", metavar="AGS")
@click.option("--aufgaben", "tasks", default="", metavar="KENNUNG,…", help="Nur diese Aufgaben, dann mit allen Gründen.")
@click.option(
    "--mit", "only", default="", metavar="AGS,…", help="Nur diese Partner beurteilen, wo immer sie liegen (Gemeinden oder Kreise)."
)
@click.option("--radius", "radius", default="", metavar="KM", help="Suchkreis für Aufgaben ohne räumlichen Bezug (sonst 30 km).")
@click.option("--anzahl", "count", default="", metavar="ZAHL", help="Partner je Aufgabe (sonst 3).")
@click.option(
    "--gewicht",
    "weights",
    multiple=True,
    metavar="KRITERIUM=ZAHL",
    help="Ein Kriterium stärker oder schwächer gewichten; mehrfach möglich.",
)
@click.option(
    "--angaben", "given_path", type=FILE, metavar="DATEI", help="Eigene Angaben: Gewichte, Einwohner, Software, bestehende Zusammenarbeit."
)
@click.option("--alle", "every", is_flag=True, help="Alle Aufgaben zeigen, nicht nur die besten.")
@click.option("-o", "--ausgabe", "target", type=FILE, metavar="DATEI", help=TARGET_HELP)
@click.option("--referenz", "reference", type=FILE, metavar="DATEI", help=REFERENCE_HELP)
@rules_option
@templates_option
@day_option
@json_option
def command(
    ags: str,
    tasks: str,
    only: str,
    radius: str,
    count: str,
    weights: tuple[str, ...],
    given_path: Path | None,
    every: bool,
    target: Path | None,
    reference: Path | None,
    rules: Path | None,
    templates: Path | None,
    day: dt.date | None,
    as_json: bool,
) -> None:
    """Zeigen, welche Aufgaben eine Gemeinde mit welchen Partnern besser gemeinsam erledigt.

    AGS ist der Gemeindeschlüssel; „ikz-recht register suchen NAME“ findet ihn. Ohne geladenes Register gilt die Beispielregion.
    """
    from ..planning.partner_json import partner_document
    from ..planning.partner_lines import partner_lines
    from ..planning.search import search
    from ..planning.wishes import prepared, wish_of
    from ..register.store import open_register
    from .documents import check_reference, format_of
    from .output import print_json

    fmt = format_of(target) if target else ""
    check_reference(reference)
    wish = wish_of(tasks, only, radius, count)
    with open_register() as register:
        start = prepared(register, ags, wish, weights, given_path, lambda lands: load_rules(rules, lands))
        result = search(*start, day or dt.date.today())
        if target is not None:
            _write(result, target, fmt, templates, reference, every=every)
        for remark in result.remarks:
            click.echo(remark, err=True)
        if as_json:
            print_json(partner_document(result))
            return
        for line in partner_lines(result, every=every):
            click.echo(line)
        if target is not None:
            click.echo(f"\nGeschrieben: {target}")


def _write(result: Result, target: Path, fmt: str, templates: Path | None, reference: Path | None, *, every: bool) -> None:
    from ..advice.files import write_atomically
    from ..documents.partner_files import partner_files
    from .documents import office

    write_atomically(target, partner_files(result, office(templates), [fmt], reference, every=every)[fmt])
