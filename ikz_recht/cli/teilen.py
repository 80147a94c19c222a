"""ikz-recht nutzen teilen: sharing the costs of a cooperation."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .german import GermanHelp
from .options import REFERENCE_HELP, TARGET_HELP, day_option, json_option, load_rules, rules_option, templates_option

if TYPE_CHECKING:
    from ..planning.shares.divide import SharesResult

FILE = click.Path(path_type=Path, readable=False)


@click.command(name="teilen", cls=GermanHelp)
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
    """Kosten zwischen Kommunen teilen und prüfen, wer allein oder in kleinerer Gruppe günstiger wegkäme.

    DATEI.yaml nennt unter „koalitionen“, was jede Gruppe von Kommunen ohne die anderen zahlen würde.
    """
    from ..planning.shares.divide import divide
    from ..planning.shares.read_shares import read_shares
    from ..planning.shares.shares_json import shares_document
    from ..planning.shares.shares_lines import shares_lines
    from .documents import check_reference, format_of
    from .output import print_json

    fmt = format_of(target) if target else ""
    check_reference(reference)
    rulebase = load_rules(rules, ())
    result = divide(read_shares(path, rulebase), rulebase)
    if target is not None:
        _write(result, target, fmt, templates, reference, day or dt.date.today())
    if as_json:
        print_json(shares_document(result))
        return
    for line in shares_lines(result):
        click.echo(line)
    if target is not None:
        click.echo(f"\nGeschrieben: {target}")


def _write(result: SharesResult, target: Path, fmt: str, templates: Path | None, reference: Path | None, day: dt.date) -> None:
    from ..advice.files import write_atomically
    from ..documents.shares import shares_files
    from .documents import office

    write_atomically(target, shares_files(result, office(templates), [fmt], day, reference)[fmt])
