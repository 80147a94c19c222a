"""ikz-recht nutzen tausch: exchange of tasks instead of money."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .german import GermanHelp
from .options import REFERENCE_HELP, TARGET_HELP, day_option, json_option, load_rules, rules_option, templates_option

if TYPE_CHECKING:
    from ..planning.shares.exchange import Settlement
    from ..rulebase.model import Rulebase

FILE = click.Path(path_type=Path, readable=False)


@click.command(name="tausch", cls=GermanHelp)
@click.argument("path", metavar="DATEI.yaml", type=FILE)
@click.option("-o", "--ausgabe", "target", type=FILE, metavar="DATEI", help=TARGET_HELP)
@click.option("--referenz", "reference", type=FILE, metavar="DATEI", help=REFERENCE_HELP)
@rules_option
@templates_option
@day_option
@json_option
def command(
    path: Path, target: Path | None, reference: Path | None, rules: Path | None, templates: Path | None, day: dt.date | None, as_json: bool
) -> None:
    """Aufgaben tauschen statt zahlen: Salden über mehrere Zusammenarbeiten und die wenigsten Zahlungen, die sie ausgleichen.

    DATEI.yaml nennt unter „leistungen“, wer was für wen erledigt und was das wert ist.
    """
    from ..planning.shares.exchange import read_exchange, settle_exchange
    from ..planning.shares.exchange_lines import exchange_document, exchange_lines
    from .documents import check_reference, format_of
    from .output import print_json

    fmt = format_of(target) if target else ""
    check_reference(reference)
    rulebase = load_rules(rules, ())
    found = settle_exchange(read_exchange(path, rulebase))
    if target is not None:
        _write(found, rulebase, target, fmt, templates, reference, day or dt.date.today())
    if as_json:
        print_json(exchange_document(found, rulebase))
        return
    for line in exchange_lines(found, rulebase):
        click.echo(line)
    if target is not None:
        click.echo(f"\nGeschrieben: {target}")


def _write(
    found: Settlement, rulebase: Rulebase, target: Path, fmt: str, templates: Path | None, reference: Path | None, day: dt.date
) -> None:
    from ..advice.files import write_atomically
    from ..documents.shares_exchange import exchange_files
    from .documents import office

    write_atomically(target, exchange_files(found, rulebase, office(templates), [fmt], day, reference)[fmt])
