"""ikz-recht beraten: from answers, asked for or read from a file, to the opinion."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from .german import GermanHelp
from .options import day_option, json_option, load_rules, rules_option, templates_option

_FORMAT_HELP = "Formate für --ausgabe, mit Komma getrennt: md, html, docx, odt, pdf. Ohne Angabe: md,docx."


@click.command(name="beraten", cls=GermanHelp)
@click.argument("case_path", required=False, metavar="[FALL.yaml]", type=click.Path(path_type=Path))
@click.option(
    "--ausgabe", "folder", type=click.Path(path_type=Path), metavar="ORDNER", help="Vermerk und Entwurf in diesen Ordner schreiben."
)
@click.option("--format", "formats", default="md,docx", metavar="FORMATE", help=_FORMAT_HELP)
@click.option("--fragen", "ask", is_flag=True, help="Auch zu einer vorhandenen Falldatei die noch offenen Fragen stellen.")
@rules_option
@templates_option
@day_option
@json_option
def command(
    case_path: Path | None,
    folder: Path | None,
    formats: str,
    ask: bool,
    rules: Path | None,
    templates: Path | None,
    day: dt.date | None,
    as_json: bool,
) -> None:
    """Fragen beantworten oder einen Fall einlesen und beraten werden.

    Ohne FALL.yaml, mit einer neuen Datei oder mit --fragen werden die Fragen gestellt; jede Antwort wird sofort in der Falldatei gesichert.
    """
    from ..advice.opinion import advise
    from ..advice.opinion_json import opinion_document
    from .case_file import check_participants, opinion_on
    from .documents import formats_of, write_all
    from .output import opinion_lines, print_json

    chosen = formats_of(formats)
    if as_json and (ask or case_path is None):
        raise click.UsageError("Mit --json werden keine Fragen gestellt. Geben Sie eine Falldatei an und lassen Sie --fragen weg.")
    today = day or dt.date.today()
    if case_path is None or ask or (not as_json and not case_path.exists()):
        from .interview import run_interview

        path = case_path or Path("fall.yaml")
        rulebase = load_rules(rules, None)
        case = run_interview(path, rulebase, today)
        if case is None:
            return
        check_participants(case, path)
        opinion = advise(case, rulebase, today)
    else:
        opinion = opinion_on(case_path, rules, today)
    if as_json:
        print_json(opinion_document(opinion))
    else:
        for line in opinion_lines(opinion):
            click.echo(line)
    if folder is not None:
        for written in write_all(opinion, folder, chosen, templates):
            click.echo(f"Geschrieben: {written}", err=as_json)
