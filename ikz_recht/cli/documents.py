"""Writing memo and draft files, shared by beraten, vermerk and entwurf."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..advice.file_set import write_set
from ..advice.opinion import FormOpinion, Opinion
from ..advice.prospect import GOOD, Prospect
from ..documents.dates import date_warnings
from ..documents.formats import FORMATS
from ..rulebase.locate import own_templates, templates_folder
from ..rulebase.problem import InputProblems, Place, Problem
from .case_file import refuse_uncovered

if TYPE_CHECKING:
    from ..documents.write import Office


def office(templates: Path | None) -> Office:
    """The template folders in force. Raises InputProblems if the own folder is missing."""
    from ..documents.write import Office  # what renders is heavy, and an opinion as JSON needs none of it

    own = own_templates(templates)
    if own is not None and not own.is_dir():
        raise InputProblems(
            [Problem(Place(own), "Den Vorlagenordner gibt es nicht.", "Prüfen Sie --vorlagen oder die Variable IKZ_VORLAGEN.")]
        )
    return Office(templates_folder(), own)


def format_of(path: Path) -> str:
    """The format by the file's ending. Raises a usage error."""
    suffix = path.suffix.lstrip(".").lower()
    if suffix not in FORMATS:
        raise click.UsageError(f"Das Format „{path.suffix or path.name}“ gibt es nicht. Möglich sind: {', '.join(FORMATS)}.")
    return suffix


def formats_of(text: str) -> tuple[str, ...]:
    """A list like „md,docx“. Raises a usage error."""
    formats = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    if not formats:
        raise click.UsageError(f"Es fehlt das Format. Möglich sind: {', '.join(FORMATS)}.")
    for name in formats:
        if name not in FORMATS:
            raise click.UsageError(f"Das Format „{name}“ gibt es nicht. Möglich sind: {', '.join(FORMATS)}.")
    return formats


def check_reference(reference: Path | None) -> None:
    """A reference document must exist and be DOCX or ODT. Raises InputProblems."""
    if reference is not None and (not reference.is_file() or reference.suffix.lower() not in (".docx", ".odt")):
        raise InputProblems([Problem(Place(reference), "Das ist keine Referenzdatei.", "Geben Sie eine .docx- oder .odt-Datei an.")])


def warn_of_dates(opinion: Opinion) -> None:
    """Say on stderr which dates for the draft have passed."""
    for text in date_warnings(opinion):
        click.echo(f"Hinweis: {text}", err=True)


def write_all(opinion: Opinion, folder: Path, formats: Sequence[str], templates: Path | None, *, short: bool = False) -> list[Path]:
    """The memo and, if a form is recommended, its draft into a folder; with `short` only the memo's first page.

    All are written together or none. Raises InputProblems and document problems.
    """
    from ..documents.write import draft_files, memo_files

    place = office(templates)
    name = "kurzfassung" if short else "vermerk"
    form = None if short else opinion.recommended()
    with ThreadPoolExecutor(max_workers=2) as pool:  # side by side, since most of the time goes into programs of their own
        waiting = [(name, pool.submit(memo_files, opinion, place, formats, short=short))]
        if form is not None and form.prospect in GOOD:
            waiting.append(("entwurf", pool.submit(draft_files, opinion, form, place, formats)))
        files = {f"{stem}.{fmt}": data for stem, future in waiting for fmt, data in future.result().items()}
    write_set(folder, files)
    if not short:
        _name_earlier(folder, files)
    return [folder / file for file in files]


def _name_earlier(folder: Path, files: Collection[str]) -> None:
    """Say which documents in the folder belong to another result, for example a draft of the form recommended before."""
    for name in (f"{stem}.{fmt}" for stem in ("vermerk", "entwurf") for fmt in FORMATS):
        if name not in files and (folder / name).exists():
            click.echo(f"Hinweis: {folder / name} stammt aus einem früheren Lauf und gehört nicht zu diesem Ergebnis.", err=True)


def draftable(opinion: Opinion, form: FormOpinion | None) -> FormOpinion:
    """The form to draft: the named one, unless it is excluded, or the recommended one of good prospect. Raises InputProblems."""
    if form is None:
        refuse_uncovered(opinion)
        form = opinion.recommended()
        if form is None or form.prospect not in GOOD:
            raise _refused(
                "Keine der allgemeinen Formen ist mit guter Aussicht empfohlen.",
                "Mit --form lässt sich eine ungewisse Form entwerfen; die offenen Fragen stellt „ikz-recht beraten --fragen FALL.yaml“.",
            )
    if form.prospect is Prospect.EXCLUDED:
        raise _refused(f"Die Form „{form.form.name}“ ist ausgeschlossen.", f"Warum, zeigt „ikz-recht warum FALL.yaml {form.form.id}“.")
    return form


def _refused(text: str, remedy: str) -> InputProblems:
    return InputProblems([Problem(Place(Path("Fall")), text, remedy)])
