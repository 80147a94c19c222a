"""ikz-recht entwurf: the draft agreement or statute of a case."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from .german import GermanHelp
from .options import REFERENCE_HELP, TARGET_HELP, day_option, rules_option, templates_option


@click.command(name="entwurf", cls=GermanHelp)
@click.argument("case_path", metavar="FALL.yaml", type=click.Path(path_type=Path, readable=False))
@click.option("--form", "form", default=None, metavar="ID", help="Form; sonst die empfohlene. Bei mehreren Ländern: NW:zweckverband.")
@click.option(
    "-o", "--ausgabe", "target", required=True, type=click.Path(path_type=Path, readable=False), metavar="DATEI", help=TARGET_HELP
)
@click.option("--referenz", "reference", type=click.Path(path_type=Path, readable=False), metavar="DATEI", help=REFERENCE_HELP)
@rules_option
@templates_option
@day_option
def command(
    case_path: Path, form: str | None, target: Path, reference: Path | None, rules: Path | None, templates: Path | None, day: dt.date | None
) -> None:
    """Den Entwurf der Vereinbarung oder Satzung schreiben."""
    from ..advice.files import write_atomically
    from ..documents.write import draft_files
    from .case_file import form_in, opinion_on
    from .documents import check_reference, draftable, format_of, office, warn_of_dates

    fmt = format_of(target)
    check_reference(reference)
    opinion = opinion_on(case_path, rules, day)
    chosen = draftable(opinion, form_in(opinion, form) if form else None)
    write_atomically(target, draft_files(opinion, chosen, office(templates), [fmt], reference)[fmt])
    warn_of_dates(opinion)
    click.echo(f"Geschrieben: {target}")
