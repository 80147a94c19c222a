"""ikz-recht dossier: everything for a project in one folder."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from .german import GermanHelp
from .options import REFERENCE_HELP, Day, day_option, rules_option, templates_option

FILE = click.Path(path_type=Path, readable=False)


@click.command(name="dossier", cls=GermanHelp)
@click.argument("case_path", metavar="FALL.yaml", type=FILE)
@click.option("-o", "--ausgabe", "folder", required=True, type=FILE, metavar="ORDNER", help="Ordner; der Satz wird als Ganzes ersetzt.")
@click.option(
    "--format", "formats", default="docx,pdf", metavar="FORMATE", help="Formate: md, html, docx, odt, pdf. Ohne Angabe: docx,pdf."
)
@click.option("--form", "form", default=None, metavar="ID", help="Form oder Weg; sonst, was empfohlen ist.")
@click.option("--beginn", "start", type=Day(), default=None, help="Gewünschter Beginn; sonst der des Falls.")
@click.option("--kosten", "costs_path", type=FILE, metavar="DATEI", help="Kostenangaben als YAML-Datei oder Tabelle (.xlsx).")
@click.option("--sitzungen", "given_path", type=FILE, metavar="DATEI", help="Sitzungstermine, Erledigtes, eigene Dauern, Stimmen.")
@click.option("--referenz", "reference", type=FILE, metavar="DATEI", help=REFERENCE_HELP)
@rules_option
@templates_option
@day_option
def command(
    case_path: Path,
    folder: Path,
    formats: str,
    form: str | None,
    start: dt.date | None,
    costs_path: Path | None,
    given_path: Path | None,
    reference: Path | None,
    rules: Path | None,
    templates: Path | None,
    day: dt.date | None,
) -> None:
    """Vermerk, Entwurf, Nutzen, Kostenteilung, Gremienweg, Vorlagen, Präsentation, Faktenblatt und Veränderungsplan in einen Ordner schreiben.

    Die Seite index.html führt zu allem.
    """
    from ..advice.case import read_case
    from ..advice.file_set import write_set
    from ..documents.dossier import dossier_files
    from ..planning.project import ProjectFiles, project
    from .case_file import opinion_on, refuse_uncovered
    from .documents import check_reference, formats_of, office

    wanted = formats_of(formats)
    check_reference(reference)
    opinion = opinion_on(case_path, rules, day)
    refuse_uncovered(opinion)
    made = project(opinion, ProjectFiles(case_path, read_case(case_path), costs_path, given_path), form, start)
    files = dossier_files(made, office(templates), wanted, reference)
    write_set(folder, files)
    for remark in made.remarks:
        click.echo(f"Hinweis: {remark}", err=True)
    for name in files:
        click.echo(f"Geschrieben: {folder / name}")
