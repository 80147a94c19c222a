"""ikz-recht beraten: from answers, asked for or read from a file, to the opinion."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path

import click

from ..rulebase.problem import InputProblems, Place, Problem
from .german import GermanHelp
from .options import day_option, json_option, load_rules, rules_option, templates_option

_FORMAT_HELP = "Formate für --ausgabe, mit Komma getrennt: md, html, docx, odt, pdf. Ohne Angabe: md,docx."


@click.command(name="beraten", cls=GermanHelp)
@click.argument("case_path", required=False, metavar="[FALL.yaml]", type=click.Path(path_type=Path, readable=False))
@click.option(
    "--ausgabe",
    "folder",
    type=click.Path(path_type=Path, readable=False),
    metavar="ORDNER",
    help="Vermerk und Entwurf in diesen Ordner schreiben.",
)
@click.option("--format", "formats", default="md,docx", metavar="FORMATE", help=_FORMAT_HELP)
@click.option(
    "--kurz", "short", is_flag=True, help="Mit --ausgabe statt des Vermerks nur dessen erste Seite schreiben (kurzfassung), ohne Entwurf."
)
@click.option("--fragen", "ask", is_flag=True, help="Auch zu einer vorhandenen Falldatei die noch offenen Fragen stellen.")
@click.option("--neu", "new", is_flag=True, help="Einen neuen Fall beginnen; nötig nur, wenn die Antworten nicht vom Terminal kommen.")
@rules_option
@templates_option
@day_option
@json_option
def command(
    case_path: Path | None,
    folder: Path | None,
    formats: str,
    short: bool,
    ask: bool,
    new: bool,
    rules: Path | None,
    templates: Path | None,
    day: dt.date | None,
    as_json: bool,
) -> None:
    """Fragen beantworten oder einen Fall einlesen und beraten werden.

    Ohne FALL.yaml, mit einer neuen Datei oder mit --fragen werden die Fragen gestellt; jede Antwort wird sofort in der Falldatei gesichert.
    Eine neue Falldatei entsteht nur am Terminal oder mit --neu.
    """
    from ..advice.opinion import advise
    from ..advice.opinion_json import opinion_document
    from .case_file import check_participants, opinion_on
    from .documents import formats_of, warn_of_dates, write_all
    from .output import opinion_lines, print_json
    from .screen import say

    chosen = formats_of(formats)
    if as_json and (ask or new or case_path is None):
        raise click.UsageError(
            "Mit --json werden keine Fragen gestellt. Geben Sie eine Falldatei an und lassen Sie --fragen und --neu weg."
        )
    today = day or dt.date.today()
    path = case_path or Path("fall.yaml")
    if case_path is None or ask or new or (not as_json and not path.exists()):
        from .interview import run_interview

        _check_start(path, new)
        rulebase = load_rules(rules, None)
        case = run_interview(path, rulebase, today)
        if case is None:
            return
        interviewed = True
        check_participants(case, path)
        opinion = advise(case, rulebase, today)
    else:
        interviewed = False
        opinion = opinion_on(path, rules, today)
    if as_json:
        print_json(opinion_document(opinion))
    else:
        for line in opinion_lines(opinion):
            say(line)
        if interviewed and opinion.case.costs is None:
            say(f"\nWas die Zusammenarbeit jedem Beteiligten bringt, rechnet „ikz-recht nutzen {path} --fragen“.")
    if folder is not None:
        for written in write_all(opinion, folder, chosen, templates, short=short):
            click.echo(f"Geschrieben: {written}", err=as_json)
        warn_of_dates(opinion)


def _check_start(path: Path, new: bool) -> None:
    """A case file is made only on request or for somebody at a terminal, and never in place of another. Raises InputProblems."""
    there = os.path.lexists(path)
    if new and there:
        remedy = "Nehmen Sie einen anderen Namen, oder setzen Sie den Fall mit --fragen fort."
        raise InputProblems([Problem(Place(path), "Diese Falldatei gibt es schon.", remedy)])
    if not new and not there and not (sys.stdin and sys.stdin.isatty()):
        remedy = "Prüfen Sie Pfad und Schreibweise; einen neuen Fall beginnt --neu."
        raise InputProblems([Problem(Place(path), "Die Datei gibt es nicht.", remedy)])
