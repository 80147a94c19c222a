"""ikz-recht register: load the official directories, look municipalities up."""

from __future__ import annotations

from pathlib import Path

import click

from .german import GermanGroup
from .options import json_option

MOST_FOUND = 20


@click.group(name="register", cls=GermanGroup, subcommand_metavar="BEFEHL …")
def command() -> None:
    """Gemeinden nachschlagen und das Gemeinderegister laden."""


@command.command("laden")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False), metavar="DATEIEN…")
def load(files: tuple[Path, ...]) -> None:
    """Das Register aus amtlichen Dateien neu aufbauen.

    Gelesen werden GV100AD-Textdateien, CSV-Dateien (erkannt an ihrer Kopfzeile) und die Karte VG250 als GeoPackage. Das vorhandene
    Register wird erst ersetzt, wenn alles in Ordnung ist.
    """
    from ..advice.files import not_written, write_atomically
    from ..register.build import build
    from ..register.locate import register_file
    from ..rulebase.fact import LANDS, show_date

    built = build(files)
    target = register_file()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise not_written(target, error) from None
    write_atomically(target, built.data)
    for source in built.sources:
        click.echo(
            f"{source.name}: {source.content}, {source.rows} Zeilen" + (f", Stand {show_date(source.as_of)}" if source.as_of else "")
        )
    if len(built.lands) < len(LANDS):
        click.echo(f"Enthalten sind Gemeinden aus {len(built.lands)} von {len(LANDS)} Ländern: {', '.join(built.lands)}.")
    skipped = f" {built.skipped} unbewohnte gemeindefreie Gebiete sind übergangen." if built.skipped else ""
    maps = f", Grenzen von {built.boundaries} Gemeinden" if built.boundaries else ""
    click.echo(
        f"Geladen: {built.municipalities} Gemeinden, {built.associations} Verbände, {built.pairs} Nachbarpaare{maps} in {target}.{skipped}"
    )


@command.command("suchen")
@click.argument("name", nargs=-1, required=True, metavar="NAME")
@click.option("--land", "land", default="", metavar="LAND", help="Nur in diesem Land suchen (Kürzel, zum Beispiel HE).")
@json_option
def search(name: tuple[str, ...], land: str, as_json: bool) -> int:
    """Gemeinden nach Namen suchen, auch nach ungefähren."""
    from ..register.store import open_register
    from ..register.views import found_document, found_lines, origin
    from ..rulebase.fact import LANDS
    from ..rulebase.problem import suggestion
    from .output import print_json

    if land and land.upper() not in LANDS:
        raise click.UsageError(f"Das Land „{land}“ gibt es nicht. {suggestion(land.upper(), LANDS)}")
    with open_register() as register:
        found = register.search(" ".join(name), land.upper(), MOST_FOUND)
        if as_json:
            print_json(found_document(register, found))
            return 0
        for line in found_lines(found):
            click.echo(line)
        if not found:
            click.echo(f"Keine Gemeinde heißt so ähnlich wie „{' '.join(name)}“.")
        if len(found) == MOST_FOUND:
            click.echo(f"Gezeigt sind die ersten {MOST_FOUND}; --land oder ein längerer Name grenzt die Suche ein.")
        click.echo(origin(register), err=True)
        return 0 if found else 1


@command.command("zeigen")
@click.argument("ags", metavar="AGS")
@json_option
def show(ags: str, as_json: bool) -> None:
    """Alles zu einer Gemeinde zeigen: amtliche Angaben, Verband, Nachbarn."""
    from ..register.participants import key_problem
    from ..register.store import open_register
    from ..register.views import detail_document, detail_lines, origin
    from ..rulebase.problem import InputProblems, Place, Problem
    from .output import print_json

    if problem := key_problem(ags) or (
        "" if len(ags) == 8 else f"„{ags}“ ist der Schlüssel eines Kreises; eine Gemeinde hat acht Ziffern."
    ):
        raise click.UsageError(f"{problem} Den Schlüssel einer Gemeinde findet „ikz-recht register suchen NAME“.")
    with open_register() as register:
        item = register.municipality(ags)
        if item is None:
            raise InputProblems([Problem(Place(Path("Register")), f"Eine Gemeinde {ags} gibt es nicht.", origin(register))])
        if as_json:
            print_json(detail_document(register, item))
            return
        for line in detail_lines(register, item):
            click.echo(line)
        click.echo(origin(register), err=True)
