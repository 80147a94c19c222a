"""ikz-recht gremien: the way through the bodies, and the papers for it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .german import GroupWithDefault
from .options import REFERENCE_HELP, TARGET_HELP, Day, day_option, json_option, rules_option, templates_option

if TYPE_CHECKING:
    from ..planning.bodies.path import DecisionPath

FILE = click.Path(path_type=Path, readable=False)
_case = click.argument("case_path", metavar="FALL.yaml", type=FILE)
_form = click.option("--form", "form", default=None, metavar="ID", help="Form oder Weg; sonst, was empfohlen ist.")
_start = click.option("--beginn", "start", type=Day(), default=None, help="Gewünschter Beginn; sonst der des Falls.")
_given = click.option("--sitzungen", "given_path", type=FILE, metavar="DATEI", help="Sitzungstermine, Erledigtes, eigene Dauern, Stimmen.")


@click.group(name="gremien", cls=GroupWithDefault, default="weg", subcommand_metavar="[BEFEHL] FALL.yaml")
def command() -> None:
    """Den Weg durch die Gremien planen und die Vorlagen dafür schreiben; ohne Befehl: weg."""


@command.command("weg")
@_case
@_form
@_start
@_given
@click.option("-o", "--ausgabe", "target", type=FILE, metavar="DATEI", help=TARGET_HELP)
@click.option("--ics", "calendar", type=FILE, metavar="DATEI", help="Die Termine als Kalenderdatei (iCalendar).")
@click.option("--referenz", "reference", type=FILE, metavar="DATEI", help=REFERENCE_HELP)
@rules_option
@templates_option
@day_option
@json_option
def way(
    case_path: Path,
    form: str | None,
    start: dt.date | None,
    given_path: Path | None,
    target: Path | None,
    calendar: Path | None,
    reference: Path | None,
    rules: Path | None,
    templates: Path | None,
    day: dt.date | None,
    as_json: bool,
) -> None:
    """Zeigen, wer wann mit welcher Mehrheit beschließt.

    Dazu: was davor und danach kommt, Aufsicht und Förderung, Einwände und Antworten.
    """
    from ..planning.bodies.path_json import path_document
    from ..planning.bodies.path_lines import path_lines
    from .documents import check_reference, format_of
    from .output import print_json

    fmt = format_of(target) if target else ""
    check_reference(reference)
    path = _path(case_path, form, start, given_path, rules, day)
    if target is not None:
        _write(path, target, fmt, templates, reference)
    if calendar is not None:
        _write_calendar(path, calendar)
    if as_json:
        print_json(path_document(path))
        return
    for line in path_lines(path):
        click.echo(line)
    for written in filter(None, (target, calendar)):
        click.echo(f"\nGeschrieben: {written}")


@command.command("vorlage")
@_case
@_form
@_start
@_given
@click.option(
    "-o", "--ausgabe", "folder", required=True, type=FILE, metavar="ORDNER", help="Ordner für alle Unterlagen; sie werden als Satz ersetzt."
)
@click.option("--format", "formats", default="docx,pdf", metavar="LISTE", help="Formate: md, html, docx, odt, pdf (sonst docx,pdf).")
@click.option("--referenz", "reference", type=FILE, metavar="DATEI", help=REFERENCE_HELP)
@rules_option
@templates_option
@day_option
def papers(
    case_path: Path,
    form: str | None,
    start: dt.date | None,
    given_path: Path | None,
    folder: Path,
    formats: str,
    reference: Path | None,
    rules: Path | None,
    templates: Path | None,
    day: dt.date | None,
) -> None:
    """Vorlagen, Präsentation, Faktenblatt und Kalender schreiben.

    Je Vertretung eine Beschlussvorlage mit demselben Beschlusstext; der Satz wird als Ganzes ersetzt.
    """
    from ..advice.file_set import write_set
    from ..documents.bodies_set import bodies_set
    from .documents import check_reference, formats_of, office

    wanted = formats_of(formats)
    check_reference(reference)
    path = _path(case_path, form, start, given_path, rules, day)
    files = bodies_set(path, office(templates), wanted, reference)
    write_set(folder, files)
    for name in files:
        click.echo(f"Geschrieben: {folder / name}")


def _path(
    case_path: Path, form: str | None, start: dt.date | None, given_path: Path | None, rules: Path | None, day: dt.date | None
) -> DecisionPath:
    from ..planning.bodies.choice import chosen_form
    from ..planning.bodies.given import Given
    from ..planning.bodies.path import decision_path
    from ..planning.bodies.read_given import read_given
    from ..planning.bodies.wishes import wished_start
    from .case_file import opinion_on, refuse_uncovered

    opinion = opinion_on(case_path, rules, day)
    refuse_uncovered(opinion)
    chosen = chosen_form(opinion, form)
    names = [item.name for item in opinion.case.participants or ()]
    steps = opinion.program.rulebase.bodies.steps
    given = read_given(given_path, names, steps, opinion.day) if given_path else Given()
    wish, remarks = wished_start(opinion, start, case_path)
    for remark in remarks:
        click.echo(f"Hinweis: {remark}", err=True)
    return decision_path(opinion, chosen, given, wish)


def _write(path: DecisionPath, target: Path, fmt: str, templates: Path | None, reference: Path | None) -> None:
    from ..advice.files import write_atomically
    from ..documents.bodies_files import bodies_files
    from .documents import office

    write_atomically(target, bodies_files(path, office(templates), [fmt], reference)[fmt])


def _write_calendar(path: DecisionPath, target: Path) -> None:
    from ..advice.files import write_atomically
    from ..documents.bodies_calendar import path_calendar

    write_atomically(target, path_calendar(path))
