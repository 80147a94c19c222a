"""ikz-recht web: the same in the browser."""

from __future__ import annotations

from pathlib import Path

import click

from .german import GermanHelp, GroupWithDefault
from .options import rules_option, templates_option

FOLDER = click.Path(path_type=Path, readable=False)
_MISSING = "Für den Browser fehlen Pakete. Richten Sie sie ein mit: pip install 'ikz-recht[web]'"


@click.group(name="web", cls=GroupWithDefault, default="starten", invoke_without_command=True, subcommand_metavar="[BEFEHL] …")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Fragen, Ergebnis und Dokumente im Browser; ohne BEFEHL startet der Server."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(start)


def _data_option(function: click.decorators.FC) -> click.decorators.FC:
    return click.option("--daten", "data", type=FOLDER, metavar="ORDNER", help="Ordner der Datenbank; sonst der übliche für Daten.")(
        function
    )


def _database_option(function: click.decorators.FC) -> click.decorators.FC:
    return click.option("--datenbank", "database", default="", metavar="ADRESSE", help="Eine PostgreSQL-Datenbank statt der Datei.")(
        function
    )


@command.command("starten", cls=GermanHelp)
@click.option("--port", default=8000, type=click.IntRange(0, 65535), help="Port; sonst 8000.")
@click.option("--host", default="127.0.0.1", metavar="ADRESSE", help="Netzadresse, auf der der Server hört; sonst nur dieser Rechner.")
@click.option("--name", "names", multiple=True, metavar="NAME", help="Rechnername, unter dem der Server aufgerufen wird; mehrfach möglich.")
@click.option("--konten", "accounts", is_flag=True, help="Mit Anmeldung; bei anderen Adressen als dem eigenen Rechner immer.")
@click.option("--zweiter-faktor", "second_factor", is_flag=True, help="Jedes Konto muss einen zweiten Faktor einrichten.")
@click.option("--https", "secure", is_flag=True, help="Vor dem Server steht ein Proxy mit HTTPS.")
@click.option("--vertraue-kopf", "header", default="", metavar="KOPFZEILE", help="Der Proxy nennt in dieser Kopfzeile, wer angemeldet ist.")
@click.option("--proxy", "proxies", multiple=True, metavar="ADRESSE", help="Adresse des Proxys, wenn er auf einem anderen Rechner läuft.")
@click.option(
    "--frist",
    "retention",
    default=365,
    type=click.IntRange(0, 36500),
    metavar="TAGE",
    help="Vorhaben, die so lange ruhen, löschen; 0: nie.",
)
@click.option(
    "--prozesse", "processes", default=1, type=click.IntRange(1, 64), metavar="ZAHL", help="Prozesse, die Seiten ausliefern; sonst einer."
)
@click.option("--kein-browser", "quiet", is_flag=True, help="Den Browser nicht öffnen.")
@_data_option
@_database_option
@rules_option
@templates_option
def start(
    port: int,
    host: str,
    names: tuple[str, ...],
    accounts: bool,
    second_factor: bool,
    secure: bool,
    header: str,
    proxies: tuple[str, ...],
    retention: int,
    processes: int,
    quiet: bool,
    data: Path | None,
    database: str,
    rules: Path | None,
    templates: Path | None,
) -> None:
    """Den Server starten und den Browser öffnen."""
    try:
        from ..web.serve import serve
        from ..web.settings import LOCAL, Settings, default_folder, is_loopback
    except ImportError as error:
        raise click.UsageError(_MISSING) from error
    single = not accounts and not header and is_loopback(host)
    if not is_loopback(host) and not names:
        raise click.UsageError("Nennen Sie mit --name, unter welchem Namen der Server aufgerufen wird, zum Beispiel --name ikz.kreis.de.")
    settings = Settings(
        data=data or default_folder(),
        database=database,
        host=host,
        port=port,
        hosts=(*names, "127.0.0.1", "localhost", "[::1]"),
        single_seat=single,
        secure=secure,
        second_factor=second_factor,
        trusted_header=header,
        proxies=(*proxies, *LOCAL),
        rules=rules,
        templates=templates,
        retention_days=retention,
    )
    serve(settings, lambda address: _opened(address, quiet=quiet), processes)


def _opened(address: str, *, quiet: bool) -> None:
    click.echo(f"ikz-recht läuft. Adresse: {address}\nBeenden mit Strg+C.")
    if not quiet:
        click.launch(address)


@command.command("konto", cls=GermanHelp)
@click.argument("name")
@click.option("--rolle", type=click.Choice(["lesen", "antworten", "koordinieren"]), default="koordinieren", help="Berechtigung.")
@_data_option
@_database_option
def account(name: str, rolle: str, data: Path | None, database: str) -> None:
    """Ein Konto anlegen oder ihm ein neues Kennwort geben; das Kennwort wird abgefragt."""
    try:
        from ..web.accounts import set_account
        from ..web.settings import default_folder
    except ImportError as error:
        raise click.UsageError(_MISSING) from error
    password = click.prompt("Kennwort (mindestens 12 Zeichen)", hide_input=True, confirmation_prompt="Noch einmal")
    click.echo(set_account(data or default_folder(), database, name, rolle, password))


@command.command("sichern", cls=GermanHelp)
@click.argument("target", metavar="DATEI", type=FOLDER)
@_data_option
def back_up(target: Path, data: Path | None) -> None:
    """Die Datenbank in eine Datei sichern, auch während der Server läuft."""
    try:
        from ..web.accounts import save_copy
        from ..web.settings import default_folder
    except ImportError as error:
        raise click.UsageError(_MISSING) from error
    save_copy(data or default_folder(), target)
    click.echo(f"Gesichert: {target}")
