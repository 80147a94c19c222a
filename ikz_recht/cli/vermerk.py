"""ikz-recht vermerk: the memo of a case."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from .german import GermanHelp
from .options import REFERENCE_HELP, SHORT_HELP, TARGET_HELP, day_option, rules_option, templates_option


@click.command(name="vermerk", cls=GermanHelp)
@click.argument("case_path", metavar="FALL.yaml", type=click.Path(path_type=Path, readable=False))
@click.option(
    "-o", "--ausgabe", "target", required=True, type=click.Path(path_type=Path, readable=False), metavar="DATEI", help=TARGET_HELP
)
@click.option("--referenz", "reference", type=click.Path(path_type=Path, readable=False), metavar="DATEI", help=REFERENCE_HELP)
@click.option(
    "--teilung",
    "shares_path",
    type=click.Path(path_type=Path, readable=False),
    metavar="DATEI",
    help="Datei wie für „nutzen teilen“: Der Vermerk sagt jeder Kommune, was es ihr bringt.",
)
@click.option("--kurz", "short", is_flag=True, help=SHORT_HELP)
@rules_option
@templates_option
@day_option
def command(
    case_path: Path,
    target: Path,
    reference: Path | None,
    shares_path: Path | None,
    short: bool,
    rules: Path | None,
    templates: Path | None,
    day: dt.date | None,
) -> None:
    """Den Vermerk zu einem Fall schreiben."""
    from ..advice.files import write_atomically
    from ..documents.write import memo_files
    from .case_file import opinion_on
    from .documents import check_reference, format_of, office, warn_of_dates
    from .teilen import shares_on

    fmt = format_of(target)
    check_reference(reference)
    opinion = opinion_on(case_path, rules, day)
    shares = shares_on(shares_path, rules, day) if shares_path else None
    if shares is not None:
        from ..planning.shares.to_case import name_remarks

        for remark in name_remarks(opinion.case, shares):
            click.echo(f"Hinweis: {remark}", err=True)
    write_atomically(target, memo_files(opinion, office(templates), [fmt], reference, short=short, shares=shares)[fmt])
    warn_of_dates(opinion)
    click.echo(f"Geschrieben: {target}")
