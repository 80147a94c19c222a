"""ikz-recht change: the plan of a change, and the check whether everybody is ready for it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .german import GermanHelp, GroupWithDefault
from .options import REFERENCE_HELP, TARGET_HELP, Day, day_option, json_option, rules_option, templates_option

if TYPE_CHECKING:
    from ..advice.opinion import FormOpinion, Opinion
    from ..planning.change.calendar import Wish
    from ..planning.change.readiness import Answered

FILE = click.Path(path_type=Path, readable=False)
CASE = click.argument("case_path", metavar="FALL.yaml", type=FILE)
BEGIN = click.option(
    "--beginn",
    "begin",
    type=Day(),
    default=None,
    help="Tag, an dem die Arbeit am Vorhaben beginnt; sonst zurückgerechnet oder ab dem Stichtag.",
)
START = click.option("--start", "start", type=Day(), default=None, help="Gewünschter Start der Zusammenarbeit; sonst „beginn“ des Falls.")
FORM = click.option("--form", "form", default="", metavar="FORM", help="Für diese Form planen; sonst für die empfohlene.")
READY = click.option("--bereitschaft", "ready_path", type=FILE, metavar="DATEI", help="Antworten der Bereitschaftsprüfung.")


@click.group(name="change", cls=GroupWithDefault, default="planen", subcommand_metavar="[BEFEHL] FALL.yaml …")
def command() -> None:
    """Den Veränderungsprozess planen und die Bereitschaft prüfen.

    „ikz-recht change FALL.yaml“ ist dasselbe wie „ikz-recht change planen FALL.yaml“.
    """


@command.command("planen", cls=GermanHelp)
@CASE
@BEGIN
@START
@FORM
@READY
@click.option("-o", "--ausgabe", "target", type=FILE, metavar="DATEI", help=TARGET_HELP)
@click.option("--aufgabenliste", "tasks_path", type=FILE, metavar="DATEI", help="Schritte als Liste: .csv oder .xlsx.")
@click.option("--referenz", "reference", type=FILE, metavar="DATEI", help=REFERENCE_HELP)
@rules_option
@templates_option
@day_option
@json_option
def plan(
    case_path: Path,
    begin: dt.date | None,
    start: dt.date | None,
    form: str,
    ready_path: Path | None,
    target: Path | None,
    tasks_path: Path | None,
    reference: Path | None,
    rules: Path | None,
    templates: Path | None,
    day: dt.date | None,
    as_json: bool,
) -> None:
    """Schritte, Termine, Beteiligung, digitale Stufe, Risiken und Erfolgsmessung für diesen Fall."""
    from ..advice.files import write_atomically
    from ..planning.change.anchors import anchors_for
    from ..planning.change.change_json import change_document
    from ..planning.change.lines import change_lines
    from ..planning.change.plan import change_plan
    from ..planning.change.task_list import check_format, task_list
    from .documents import check_reference, format_of
    from .output import print_json
    from .screen import say

    fmt = format_of(target) if target else ""
    if tasks_path:
        check_format(tasks_path)
    check_reference(reference)
    opinion, chosen, wish = _opened(case_path, rules, day, form, begin, start)
    made = change_plan(opinion, chosen, wish, _answers(ready_path, opinion), anchors_for(opinion, chosen, wish))
    files: dict[Path, bytes] = {}  # all are made before the first is written
    if target:
        from ..documents.change_files import change_files
        from .documents import office

        files[target] = change_files(made, office(templates), [fmt], reference)[fmt]
    if tasks_path:
        files[tasks_path] = task_list(made, tasks_path)
    for path, data in files.items():
        write_atomically(path, data)
    for remark in made.remarks:
        click.echo(remark, err=True)
    if as_json:
        print_json(change_document(made))
        return
    for line in change_lines(made):
        say(line)
    if files:
        say(f"\nGeschrieben: {', '.join(map(str, files))}")


@command.command("pruefen", cls=GermanHelp)
@CASE
@BEGIN
@START
@FORM
@READY
@click.option("-o", "--ausgabe", "target", type=FILE, metavar="DATEI", help="Die Antworten sichern; die Datei passt zu --bereitschaft.")
@click.option("--ausfuellen", "blank", is_flag=True, help="Nichts fragen: Mit -o entsteht eine Datei zum Ausfüllen.")
@rules_option
@day_option
@json_option
def check(
    case_path: Path,
    begin: dt.date | None,
    start: dt.date | None,
    form: str,
    ready_path: Path | None,
    target: Path | None,
    blank: bool,
    rules: Path | None,
    day: dt.date | None,
    as_json: bool,
) -> None:
    """Digitale und kulturelle Voraussetzungen prüfen: Lücken mit dem Schritt, der sie schließt.

    Ohne --bereitschaft stellt der Befehl die Fragen am Terminal.
    """
    from ..advice.files import write_atomically
    from ..planning.change.anchors import anchors_for
    from ..planning.change.change_json import change_document
    from ..planning.change.lines import readiness_lines
    from ..planning.change.plan import change_plan
    from ..planning.change.readiness import Answered, answers_bytes
    from .ask_readiness import ask_readiness
    from .output import print_json
    from .screen import say

    if blank and not target:
        raise click.UsageError("Zu --ausfuellen gehört -o DATEI.")
    if as_json and not ready_path:
        raise click.UsageError("Zu --json gehört hier --bereitschaft DATEI, weil sonst am Terminal gefragt wird.")
    opinion, chosen, wish = _opened(case_path, rules, day, form, begin, start)
    answered = _answers(ready_path, opinion)
    anchors = anchors_for(opinion, chosen, wish)
    made = change_plan(opinion, chosen, wish, answered or Answered(), anchors)
    questions = tuple(need.question for need in made.needs)
    if answered is None and not blank:
        answered = ask_readiness(made.needs)
        made = change_plan(opinion, chosen, wish, answered, anchors)
    if target:
        write_atomically(target, answers_bytes(answered or Answered(), questions))
    if as_json:
        print_json(change_document(made)["bereitschaft"])
        return
    for line in readiness_lines(made) if made.checked else ():
        say(line)
    if target:
        say(f"\nGeschrieben: {target}")


def _opened(
    case_path: Path, rules: Path | None, day: dt.date | None, form: str, begin: dt.date | None, start: dt.date | None
) -> tuple[Opinion, FormOpinion | None, Wish]:
    """The opinion on the case, the form that is planned for, and the days that were asked for. Raises InputProblems."""
    from ..advice.case import read_case
    from ..planning.change.calendar import wish_in
    from ..planning.change.choose import form_to_plan
    from .case_file import check_participants, form_in, opinion_on

    opinion = opinion_on(case_path, rules, day)
    check_participants(opinion.case, case_path)
    chosen = form_to_plan(opinion, form_in(opinion, form) if form else None)
    return opinion, chosen, wish_in(read_case(case_path), opinion, begin, start)


def _answers(path: Path | None, opinion: Opinion) -> Answered | None:
    from ..planning.change.readiness import read_answers

    names = [item.name for item in opinion.case.participants or ()]
    return read_answers(path, opinion.program.rulebase.change, names) if path else None
