"""What a user sees when something goes wrong: a German sentence on stderr, never a traceback."""

from __future__ import annotations

import os
import sys

import click


def explain(error: BaseException) -> int:
    """Print the error for a person and return the exit code."""
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else 1
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, KeyboardInterrupt | click.Abort):
        _say("\nAbgebrochen. Was schon gesichert war, bleibt erhalten.")
        return 1
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        _say(error.format_message())
        return 2
    if isinstance(error, click.UsageError):
        _say(f"{_german(error)}\nHilfe: {error.ctx.command_path if error.ctx else 'ikz-recht'} --help")
        return 2
    if isinstance(error, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    _say(_message(error))
    return 1


def show_notice(
    message: Warning | str, category: type[Warning], filename: str, lineno: int, file: object = None, line: object = None
) -> None:
    """In place of `warnings.showwarning`: notices on documents in German; what libraries say among themselves only for who looks for it."""
    from ..documents.meta import RenderNotice

    if issubclass(category, RenderNotice):
        _say(f"Hinweis: {message}")
    elif os.environ.get("IKZ_FEHLERSUCHE"):
        _say(f"{filename}:{lineno}: {category.__name__}: {message}")


def _german(error: click.UsageError) -> str:
    """Click's English sentences; our own usage errors are German already."""
    message = error.format_message()
    match error:
        case click.NoSuchOption():
            near = " oder ".join(error.possibilities or ())
            return f"Die Option „{error.option_name}“ gibt es nicht." + (f" Gemeint ist vielleicht {near}." if near else "")
        case click.BadOptionUsage() if "does not take a value" in message:
            return f"Die Option {error.option_name} nimmt keinen Wert."
        case click.BadOptionUsage():
            return f"Nach der Option {error.option_name} fehlt der Wert."
        case click.MissingParameter():
            kind = "die Option" if isinstance(error.param, click.Option) else "die Angabe"
            return f"Es fehlt {kind} {_names(error)}."
        case click.BadParameter():
            return f"{_names(error)}: {error.message}"
    if message.startswith("Got unexpected extra argument"):
        return f"Zu viele Angaben: {message.partition('(')[2].rstrip(').')}."
    return "Es fehlt der Befehl." if message == "Missing command." else message


def _names(error: click.BadParameter) -> str:
    param = error.param
    if isinstance(param, click.Option):
        return " / ".join(param.opts)
    return param.make_metavar(error.ctx) if param and error.ctx else "Angabe"


def _message(error: BaseException) -> str:
    from ..documents.meta import RenderProblem
    from ..documents.templating import TemplateProblem
    from ..inference.engines import EnginesDisagree
    from ..rulebase.problem import InputProblems, reason
    from .prompt import InputEnded

    if isinstance(error, InputProblems):
        count = len(error.problems)
        shown = "\n".join(str(problem) for problem in error.problems[:100])
        more = f"\n… und {count - 100} weitere." if count > 100 else ""
        return f"{shown}{more}"
    if isinstance(error, RenderProblem | TemplateProblem) and error.detail and os.environ.get("IKZ_FEHLERSUCHE"):
        return f"{error}\n{error.detail}"
    if isinstance(error, EnginesDisagree | RenderProblem | TemplateProblem | InputEnded):
        return str(error)
    if isinstance(error, RecursionError | MemoryError):
        return "Die Eingabe ist zu groß oder zu tief verschachtelt."
    if isinstance(error, OSError):
        return f"{error.filename or 'Datei'}: {reason(error)}."
    if os.environ.get("IKZ_FEHLERSUCHE"):
        raise error
    return (
        f"Unerwarteter Fehler im Programm ({type(error).__name__}: {error}). Ihre gesicherten Antworten sind erhalten.\n"
        "Für eine Fehlermeldung mit Einzelheiten: IKZ_FEHLERSUCHE=1 setzen und den Befehl wiederholen."
    )


def _say(text: str) -> None:
    click.echo(text, err=True)
