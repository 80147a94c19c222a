"""ikz-recht netz: the network of cooperations over time, and the coordinator's overview."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from .german import GermanGroup
from .options import REFERENCE_HELP, TARGET_HELP, day_option, json_option, load_rules, rules_option, templates_option

FILE = click.Path(path_type=Path, readable=False)


@click.group(name="netz", cls=GermanGroup, subcommand_metavar="BEFEHL …")
def command() -> None:
    """Ein Netz von Zusammenarbeiten zeigen, planen und überblicken."""


@command.command("zeigen")
@click.argument("path", type=FILE, metavar="NETZ.yaml")
@click.option("-o", "--ausgabe", "target", type=FILE, metavar="DATEI", help=TARGET_HELP)
@click.option("--referenz", "reference", type=FILE, metavar="DATEI", help=REFERENCE_HELP)
@rules_option
@templates_option
@day_option
@json_option
def show(
    path: Path, target: Path | None, reference: Path | None, rules: Path | None, templates: Path | None, day: dt.date | None, as_json: bool
) -> None:
    """Zeigen, wer für wen arbeitet: Geben und Nehmen, Zusammenhang, Risiken, mit Bild."""
    from ..advice.files import write_atomically
    from ..planning.network.read_portfolio import read_portfolio
    from ..planning.network.show_json import network_document
    from ..planning.network.show_lines import network_lines
    from ..planning.network.view import view_of
    from ..planning.units import Region
    from ..register.store import open_register
    from .documents import check_reference, format_of, office
    from .output import print_json

    fmt = format_of(target) if target else ""
    check_reference(reference)
    with open_register() as register:
        region = Region(register)
        portfolio = read_portfolio(path, region, lambda lands: load_rules(rules, lands))
        view = view_of(portfolio, region, day or dt.date.today())
        if target is not None:
            from ..documents.net_files import network_files

            write_atomically(target, network_files(view, office(templates), [fmt], reference)[fmt])
        for remark in view.remarks:
            click.echo(remark, err=True)
        if as_json:
            print_json(network_document(view))
            return
        for line in network_lines(view):
            click.echo(line)
        _say_written(target)


@command.command("planen")
@click.argument("path", type=FILE, metavar="NETZ.yaml")
@click.option("--alle", "every", is_flag=True, help="Zu jedem Schritt alle Gründe und Alternativen zeigen.")
@click.option("-o", "--ausgabe", "target", type=FILE, metavar="DATEI", help=TARGET_HELP)
@click.option("--referenz", "reference", type=FILE, metavar="DATEI", help=REFERENCE_HELP)
@rules_option
@templates_option
@day_option
@json_option
def plan(
    path: Path,
    every: bool,
    target: Path | None,
    reference: Path | None,
    rules: Path | None,
    templates: Path | None,
    day: dt.date | None,
    as_json: bool,
) -> None:
    """Den Weg vom heutigen Netz zum Ziel planen, Schritt für Schritt, jeder rechtlich geprüft."""
    from ..advice.files import write_atomically
    from ..planning.network.plan import plan_of
    from ..planning.network.plan_json import plan_document
    from ..planning.network.plan_lines import plan_lines
    from ..planning.network.read_portfolio import read_portfolio
    from ..planning.units import Region
    from ..register.store import open_register
    from .documents import check_reference, format_of, office
    from .output import print_json

    fmt = format_of(target) if target else ""
    check_reference(reference)
    with open_register() as register:
        region = Region(register)
        found = plan_of(read_portfolio(path, region, lambda lands: load_rules(rules, lands)), region, day or dt.date.today())
        if target is not None:
            from ..documents.net_files import plan_files

            write_atomically(target, plan_files(found, office(templates), [fmt], reference)[fmt])
        for remark in found.remarks:
            click.echo(remark, err=True)
        if as_json:
            print_json(plan_document(found))
            return
        for line in plan_lines(found, every=every):
            click.echo(line)
        _say_written(target)


def _say_written(target: Path | None) -> None:
    if target is not None:
        click.echo(f"\nGeschrieben: {target}")


@command.command("uebersicht")
@click.argument("paths", nargs=-1, required=True, type=FILE, metavar="DATEIEN ODER ORDNER…")
@click.option(
    "-o",
    "--ausgabe",
    "target",
    type=FILE,
    metavar="DATEI",
    help="Zieldatei; die Endung bestimmt das Format (md, html, docx, odt, pdf, csv, xlsx).",
)
@click.option("--referenz", "reference", type=FILE, metavar="DATEI", help=REFERENCE_HELP)
@rules_option
@templates_option
@day_option
@json_option
def overview(
    paths: tuple[Path, ...],
    target: Path | None,
    reference: Path | None,
    rules: Path | None,
    templates: Path | None,
    day: dt.date | None,
    as_json: bool,
) -> int:
    """Alle Vorhaben auf einen Blick: Stand, nächster Schritt, Frist, wer am Zug ist.

    Gelesen werden Netzdateien und Falldateien, aus Ordnern alle. Was sich nicht lesen lässt, wird genannt; der Rest erscheint trotzdem.
    """
    from functools import lru_cache

    from ..advice.files import write_atomically
    from ..planning.network.overview import overview_of
    from ..planning.network.overview_json import overview_document
    from ..planning.network.overview_lines import overview_lines
    from ..planning.units import Region
    from ..register.store import open_register
    from .documents import check_reference
    from .output import print_json

    check_reference(reference)
    fmt = _overview_format(target) if target else ""
    with open_register() as register:
        found = overview_of(paths, Region(register), lru_cache(lambda lands: load_rules(rules, lands)), day or dt.date.today())
        for problem in found.broken:
            click.echo(str(problem), err=True)
        for path in found.skipped:
            click.echo(f"Übergangen, weder Netz noch Fall: {path}", err=True)
        if target is not None:
            from ..documents.net_files import overview_files
            from .documents import office

            write_atomically(target, overview_files(found, office(templates), fmt, target, reference))
        if as_json:
            print_json(overview_document(found))
        else:
            for line in overview_lines(found):
                click.echo(line)
            _say_written(target)
    return 1 if found.broken else 0


def _overview_format(target: Path) -> str:
    from .documents import format_of

    suffix = target.suffix.lstrip(".").lower()
    return suffix if suffix in ("csv", "xlsx") else format_of(target)
