"""What a user sees when something goes wrong: a German sentence on stderr, never a traceback."""

from __future__ import annotations

import os
import sys

import click

_GERMAN = (
    ("No such command", "Diesen Befehl gibt es nicht."),
    ("No such option", "Diese Option gibt es nicht."),
    ("Missing argument", "Es fehlt eine Angabe."),
    ("Missing option", "Es fehlt eine Option."),
    ("Missing parameter", "Es fehlt eine Angabe."),
    ("Missing command", "Es fehlt der Befehl."),
    ("Got unexpected extra argument", "Es sind zu viele Angaben."),
    ("requires an argument", "Zu dieser Option fehlt der Wert."),
    ("is not one of", "Dieser Wert ist nicht vorgesehen."),
)


def explain(error: BaseException) -> int:
    """Print the error for a person and return the exit code."""
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else 1
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, KeyboardInterrupt | click.Abort):
        _say("\nAbgebrochen. Was schon gesichert war, bleibt erhalten.")
        return 1
    if isinstance(error, click.UsageError):
        _say(f"{_german(error)}\nHilfe: {error.ctx.command_path if error.ctx else 'ikz-recht'} --help")
        return 2
    if isinstance(error, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    _say(_message(error))
    return 1


def _german(error: click.UsageError) -> str:
    message = error.format_message()
    if type(error) is click.UsageError or (isinstance(error, click.BadParameter) and not message.isascii()):
        pass
    for english, german in _GERMAN:
        if english in message:
            return f"{german} ({message})"
    return message


def _message(error: BaseException) -> str:
    from ..inference.engines import CannotCarry, EnginesDisagree
    from ..rulebase.problem import InputProblems

    if isinstance(error, InputProblems):
        count = len(error.problems)
        shown = "\n".join(str(problem) for problem in error.problems[:100])
        more = f"\n… und {count - 100} weitere." if count > 100 else ""
        return f"{shown}{more}"
    if isinstance(error, EnginesDisagree | CannotCarry | click.ClickException):
        return error.format_message() if isinstance(error, click.ClickException) else str(error)
    if isinstance(error, RecursionError | MemoryError):
        return "Die Eingabe ist zu groß oder zu tief verschachtelt."
    if isinstance(error, OSError):
        return f"{error.filename or 'Datei'}: {error.strerror or error}"
    if os.environ.get("IKZ_FEHLERSUCHE"):
        raise error
    return (
        f"Unerwarteter Fehler im Programm ({type(error).__name__}: {error}). Ihre gesicherten Antworten sind erhalten.\n"
        "Für eine Fehlermeldung mit Einzelheiten: IKZ_FEHLERSUCHE=1 setzen und den Befehl wiederholen."
    )


def _say(text: str) -> None:
    click.echo(text, err=True)
