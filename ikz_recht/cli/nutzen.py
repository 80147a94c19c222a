"""ikz-recht nutzen: what a cooperation brings each partner."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .german import GermanHelp, GroupWithDefault
from .options import REFERENCE_HELP, TARGET_HELP, day_option, json_option, rules_option, templates_option
from .tausch import command as exchange
from .teilen import command as share

if TYPE_CHECKING:
    from ..advice.opinion import Opinion
    from ..planning.benefit.benefit import Benefit

FILE = click.Path(path_type=Path, readable=False)


@click.group(name="nutzen", cls=GroupWithDefault, default="rechnen", subcommand_metavar="[BEFEHL] FALL.yaml …")
def command() -> None:
    """Zeigen, was die Zusammenarbeit jedem Beteiligten bringt.

    „ikz-recht nutzen FALL.yaml“ rechnet; die Kosten stehen im Fall („kosten:“) oder in einer Datei daneben.
    """


command.add_command(share)
command.add_command(exchange)


@command.command("rechnen", cls=GermanHelp)
@click.argument("case_path", required=False, metavar="FALL.yaml", type=FILE)
@click.option("--kosten", "costs_path", type=FILE, metavar="DATEI", help="Kostenangaben als YAML-Datei oder Tabelle (.xlsx).")
@click.option(
    "--vorlage", "form_path", type=FILE, metavar="DATEI.xlsx", help="Eine Tabelle zum Ausfüllen für diesen Fall schreiben, sonst nichts."
)
@click.option("--fragen", "ask", is_flag=True, help="Die wichtigsten Kostenangaben erfragen und in die Datei von --kosten schreiben.")
@click.option("-o", "--ausgabe", "target", type=FILE, metavar="DATEI", help=TARGET_HELP)
@click.option("--referenz", "reference", type=FILE, metavar="DATEI", help=REFERENCE_HELP)
@rules_option
@templates_option
@day_option
@json_option
def compute(
    case_path: Path | None,
    costs_path: Path | None,
    form_path: Path | None,
    ask: bool,
    target: Path | None,
    reference: Path | None,
    rules: Path | None,
    templates: Path | None,
    day: dt.date | None,
    as_json: bool,
) -> None:
    """Kosten vorher und nachher je Beteiligte und Jahr, Ersparnis, Amortisation, Schwellen und Szenarien."""
    from ..planning.benefit.benefit import benefit_of
    from ..planning.benefit.benefit_json import benefit_document
    from ..planning.benefit.benefit_lines import benefit_lines
    from ..planning.benefit.costs_file import costs_of
    from .case_file import opinion_on
    from .documents import check_reference, format_of
    from .output import print_json

    if case_path is None:
        raise click.UsageError("Es fehlt die Falldatei: „ikz-recht nutzen FALL.yaml“.")
    fmt = format_of(target) if target else ""
    check_reference(reference)
    opinion = opinion_on(case_path, rules, day)
    if form_path is not None:
        _write_form(form_path, opinion)
        return
    if ask:
        from .ask_costs import ask_costs

        costs_path = ask_costs(case_path, costs_path, opinion)
        if costs_path is None:
            return
    benefit = benefit_of(opinion, costs_of(opinion.case, case_path, costs_path))
    if target is not None:
        _write(benefit, target, fmt, templates, reference)
    if as_json:
        print_json(benefit_document(benefit))
        return
    for line in benefit_lines(benefit):
        click.echo(line)
    if target is not None:
        click.echo(f"\nGeschrieben: {target}")


def _write(benefit: Benefit, target: Path, fmt: str, templates: Path | None, reference: Path | None) -> None:
    from ..advice.files import write_atomically
    from ..documents.benefit_files import benefit_files
    from .documents import office

    write_atomically(target, benefit_files(benefit, office(templates), [fmt], reference)[fmt])


def _write_form(path: Path, opinion: Opinion) -> None:
    from ..advice.files import write_atomically
    from ..planning.benefit.form import form_bytes

    if path.suffix.lower() != ".xlsx":
        raise click.UsageError("Die Tabelle zum Ausfüllen endet auf .xlsx.")
    write_atomically(path, form_bytes(opinion, path))
    click.echo(f"Geschrieben: {path}")
