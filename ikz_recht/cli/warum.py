"""ikz-recht warum: the derivation of a form's status, and what would change it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from .german import GermanHelp
from .options import day_option, json_option, rules_option


@click.command(name="warum", cls=GermanHelp)
@click.argument("case_path", metavar="FALL.yaml", type=click.Path(path_type=Path, readable=False))
@click.argument("form", metavar="FORM")
@rules_option
@day_option
@json_option
def command(case_path: Path, form: str, rules: Path | None, day: dt.date | None, as_json: bool) -> None:
    """Zeigen, warum eine Form zulässig ist oder nicht, und was sich ändern müsste.

    FORM ist eine Kennung wie zweckverband; bei mehreren Ländern NW:zweckverband.
    """
    from ..advice.why import why_document, why_lines
    from .case_file import form_in, opinion_on
    from .output import print_json

    opinion = opinion_on(case_path, rules, day)
    found = form_in(opinion, form)
    if as_json:
        print_json(why_document(opinion, found))
    else:
        for line in why_lines(opinion, found):
            click.echo(line)
