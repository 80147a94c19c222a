"""The command `ikz-recht`."""

from __future__ import annotations

import importlib
import io
import sys
import warnings
from typing import Any

import click

from .. import __version__
from .german import GermanGroup

COMMANDS = {
    "beraten": ("beraten", "Fragen beantworten oder einen Fall einlesen und beraten werden."),
    "vermerk": ("vermerk", "Den Vermerk zu einem Fall schreiben."),
    "entwurf": ("entwurf", "Den Entwurf der Vereinbarung oder Satzung schreiben."),
    "warum": ("warum", "Zeigen, warum eine Form zulässig ist oder nicht."),
    "fragen": ("fragen", "Alle Fragen zeigen."),
    "partner": ("partner", "Zeigen, welche Aufgaben mit welchen Partnern."),
    "netz": ("netz", "Ein Netz von Zusammenarbeiten zeigen, planen und überblicken."),
    "nutzen": ("nutzen", "Zeigen, was die Zusammenarbeit jedem Beteiligten bringt."),
    "gremien": ("gremien", "Den Weg durch die Gremien planen, Vorlagen schreiben."),
    "change": ("change", "Den Veränderungsprozess planen und die Bereitschaft prüfen."),
    "dossier": ("dossier", "Alle Unterlagen eines Vorhabens in einen Ordner schreiben."),
    "screening": ("screening", "Alle Nachbarpaare eines Gebiets in allen Aufgaben prüfen."),
    "register": ("register", "Gemeinden nachschlagen und das Gemeinderegister laden."),
    "web": ("web", "Fragen, Ergebnis und Dokumente im Browser."),
    "regeln": ("regeln", "Regeln prüfen und testen."),
}


class LazyGroup(GermanGroup):
    """Imports a command's module only when that command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of COMMANDS."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f".{COMMANDS[cmd_name][0]}", __package__)
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands from COMMANDS, without importing any."""
        with formatter.section("Befehle"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, subcommand_metavar="BEFEHL …", context_settings={"help_option_names": ["--help", "-h"]})
@click.version_option(__version__, prog_name="ikz-recht", message="%(prog)s %(version)s", help="Version zeigen und beenden.")
def main() -> None:
    """Rechtsform interkommunaler Zusammenarbeit: Gutachten, Vermerk und Entwurf."""


def run(arguments: list[str] | None = None) -> int:
    """Run the program; the exit code is 0, 1 (problem in the input) or 2 (wrong call). No traceback reaches a user."""
    from .errors import explain, show_notice

    try:
        with warnings.catch_warnings():
            warnings.showwarning = show_notice
            result: Any = main(args=arguments, prog_name="ikz-recht", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except BaseException as error:
        return explain(error)


def entry() -> None:
    """Entry point of the installed program. A terminal that cannot show a character, or sends a broken one, does not stop it."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    sys.exit(run())
