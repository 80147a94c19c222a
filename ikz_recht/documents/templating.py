"""The Jinja2 environment of all templates: strict, sandboxed, and escaping every value as Markdown by itself."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from ikz_recht.documents.markdown_text import MarkdownText, escape, german_date
from ikz_recht.planning.german_names import upper_first
from ikz_recht.rulebase.problem import InputProblems, reason, visible
from ikz_recht.rulebase.reading import read_text

_MAX_REPEAT = 10_000
MAX_TEMPLATE = 1_000_000
MAX_TEXT = 5_000_000
_PACKAGE = Path(__file__).resolve().parents[1]
_SYNTAX = (
    ("Unexpected end of template", "Ein Block ist nicht geschlossen; es fehlt zum Beispiel „endif“ oder „endfor“."),
    ("Encountered unknown tag", "Den Befehl „{}“ gibt es hier nicht."),
    ("No filter named", "Den Filter „{}“ gibt es nicht."),
    ("No test named", "Die Prüfung „{}“ gibt es nicht."),
    ("unexpected char", "Das Zeichen „{}“ kann hier nicht stehen."),
    ("unexpected '", "Das Zeichen „{}“ kann hier nicht stehen."),
    ("expected token", "Hier fehlt etwas, zum Beispiel ein Name oder „{}“."),
    ("Missing end of comment tag", "Ein Kommentar ist nicht mit „#}}“ geschlossen."),
)
# They think in HTML or English; in a German Markdown text their result would be wrong.
_UNFIT_FILTERS = (
    "e",
    "escape",
    "forceescape",
    "urlize",
    "xmlattr",
    "tojson",
    "striptags",
    "filesizeformat",
    "format",
    "pprint",
    "wordcount",
)


class TemplateProblem(Exception):
    """A template cannot be read or filled in. Shown as „file:line: message“; `line` is 0 where no line is to blame."""

    def __init__(self, path: str, line: int, message_de: str, *, detail: str = "") -> None:
        place = f"{path}:{line}" if line else path
        super().__init__(f"{place}: {message_de}")
        self.path = path
        self.line = line
        self.message_de = message_de
        self.detail = detail  # what Jinja2 or Python said, in English


class _Forbidden(SecurityError):
    """Our own refusal, with a German message."""


class _Undefined(jinja2.StrictUndefined):
    """A missing value fails wherever it is used, with a German message."""

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        if self._undefined_obj is jinja2.utils.missing:
            return f"„{self._undefined_name}“ ist in dieser Vorlage nicht bekannt."
        return f"„{self._undefined_name}“ fehlt in einem Wert der Art {type(self._undefined_obj).__name__}."

    __slots__ = ()


class _Generator(CodeGenerator):
    """Leaves all escaping to us: Jinja would escape the parts of `a ~ b`, and constants, as HTML."""

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> str:
        if isinstance(node, nodes.TemplateData):
            return super()._output_child_to_const(node, frame, finalize)
        raise nodes.Impossible

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        self.write("environment.join_markdown((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Values are escaped on output; what already is Markdown (`Markup`) is not escaped again."""

    code_generator_class = _Generator
    intercepted_binops = frozenset(["+", "*", "**"])

    def join_markdown(self, parts: Iterable[object]) -> Markup:
        """All parts in a row as Markdown."""
        return MarkdownText("".join(_shown(part) for part in parts))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic of templates: adding text to Markdown escapes it, and nothing can grow without bounds."""
        if operator == "+" and (isinstance(left, Markup) or isinstance(right, Markup)):
            return self.join_markdown((left, right))
        if operator == "**" or (operator == "*" and _repeats_too_often(left, right)):
            raise _Forbidden(f"Die Rechnung „{operator}“ ist mit diesen Werten in Vorlagen nicht erlaubt.")
        return super().call_binop(context, operator, left, right)


def environment(roots: Sequence[Path]) -> TemplateEnvironment:
    """An environment that looks for templates in `roots` in their order: an office's own folder comes first."""
    env = TemplateEnvironment(
        loader=_Loader([str(root) for root in roots]),
        undefined=_Undefined,
        autoescape=True,  # makes macros and blocks return Markup; the escaping itself is ours
        finalize=_shown,
        optimized=False,  # constants computed while compiling would lose the line of an error
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"],
    )
    for name in _UNFIT_FILTERS:
        env.filters.pop(name, None)
    env.filters.update(datum=datum, euro=euro, zahl=zahl, aufzaehlung=aufzaehlung, gross=gross, join=_join, replace=_replace)
    return env


class _Loader(jinja2.FileSystemLoader):
    """Reads templates of bounded size; every failure is an `InputProblems`."""

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        pieces = jinja2.loaders.split_template_path(template)
        for root in self.searchpath:
            path = Path(root, *pieces)
            if path.is_file():
                return read_text(path, MAX_TEMPLATE), str(path), lambda: True
        raise jinja2.TemplateNotFound(template)


def render(env: jinja2.Environment, name: str, context: Mapping[str, object]) -> str:
    """The template `name` filled with `context`, as Markdown. Everything that goes wrong is a `TemplateProblem`."""
    try:
        return _bounded(env.get_template(name).generate(context), name)
    except InputProblems as error:
        first = error.problems[0]
        raise TemplateProblem(_place(str(first.place.path)), first.place.line, f"{first.text} {first.remedy}") from error
    except jinja2.TemplateSyntaxError as error:
        path = _place(error.filename or error.name or name)
        raise TemplateProblem(path, error.lineno, f"Fehler im Aufbau der Vorlage: {_german(error)}", detail=error.message or "") from error
    except jinja2.TemplateNotFound as error:
        path, line = _culprit(error, env, name)
        raise TemplateProblem(path, line, f"Die Vorlage „{error.name}“ gibt es nicht.") from error
    except jinja2.UndefinedError as error:
        path, line = _culprit(error, env, name)
        raise TemplateProblem(path, line, str(error.message)) from error
    except OSError as error:
        raise TemplateProblem(_place(str(error.filename or name)), 0, f"Die Vorlage ist nicht lesbar ({reason(error)}).") from error
    except RecursionError as error:
        raise TemplateProblem(name, 0, "Die Vorlage ruft sich selbst ohne Ende auf.") from error
    except TemplateProblem:
        raise
    except Exception as error:
        path, line = _culprit(error, env, name)
        said = _sorry(error) if _is_foreign(error) else str(error)
        message = f"Die Vorlage lässt sich nicht ausfüllen: {said}"
        raise TemplateProblem(path, line, message, detail=f"{type(error).__name__}: {error}") from error


def _bounded(pieces: Iterable[str], name: str) -> str:
    """All pieces in a row, up to a length that no document has."""
    taken, length = [], 0
    for piece in pieces:
        taken.append(piece)
        length += len(piece)
        if length > MAX_TEXT:
            raise TemplateProblem(name, 0, f"Der Text wird länger als {MAX_TEXT // 1_000_000} Millionen Zeichen.")
    return "".join(taken)


def _german(error: jinja2.TemplateSyntaxError) -> str:
    """What Jinja2 says about the structure of a template."""
    message = error.message or ""
    named = re.search(r"'([^']*)'", message)
    word = visible(named[1]) if named else ""
    for start, german in _SYNTAX:
        if message.startswith(start):
            return german.format(word)
    return "Prüfen Sie Klammern, Namen und Befehle in dieser Zeile."


def _sorry(error: BaseException) -> str:
    """An error of Jinja2 or Python, in German."""
    named = re.search(r"'([^']*)'", str(error))
    if isinstance(error, SecurityError) and named:
        return f"Auf „{visible(named[1])}“ darf eine Vorlage nicht zugreifen."
    return "Prüfen Sie die Werte, Filter und Rechnungen in dieser Zeile."


def _is_foreign(error: BaseException) -> bool:
    """Whether Jinja2 or Python raised the error, with an English message. (Jinja2 takes its own steps out of the trace.)"""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    ours = trace is not None and Path(trace.tb_frame.f_code.co_filename).is_relative_to(_PACKAGE)
    return not ours or (isinstance(error, SecurityError) and not isinstance(error, _Forbidden))


def datum(value: datetime.date) -> Markup:
    """A date as „1. Januar 2027“. (Renderers know that a line starting with it is no list.)"""
    if not isinstance(value, datetime.date):
        raise TypeError(f"„{value}“ ist kein Datum.")
    return MarkdownText(german_date(value))


def zahl(value: float | Decimal, stellen: int | None = None) -> str:
    """A number in German grouping: „12.345,6“; `stellen` fixes the digits after the comma."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise TypeError(f"„{value}“ ist keine Zahl.")
    number = Decimal(str(value))
    if stellen is not None:
        number = number.quantize(Decimal(1).scaleb(-stellen), ROUND_HALF_UP)
    return f"{number:,f}".translate(str.maketrans(",.", ".,"))


def euro(value: float | Decimal) -> str:
    """An amount: „12.345 Euro“ or, with cents, „12.345,60 Euro“."""
    cents = Decimal(zahl(value, 2).replace(".", "").replace(",", "."))
    return f"{zahl(cents, 0 if cents == cents.to_integral_value() else 2)} Euro"


def aufzaehlung(values: Iterable[object], und: str = "und") -> Markup:
    """A list in words: „A, B und C“. Each item is escaped; an empty list gives an empty text."""
    items = [_shown(value) for value in values]
    if len(items) < 2:
        return MarkdownText("".join(items))
    return MarkdownText(f"{', '.join(items[:-1])} {escape(und)} {items[-1]}")


def gross(value: object) -> Markup:
    """The text with a capital first letter, for the start of a sentence; the rest stays as it is."""
    return MarkdownText(upper_first(str(_shown(value))))


def _shown(value: object) -> Markup:
    """What a template prints for a value. None and whole collections are mistakes of the template."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, jinja2.Undefined):
        return escape(str(value))  # raises
    if value is None:
        raise ValueError("Ein Wert ist leer (None); bitte vorher mit „if“ prüfen.")
    if isinstance(value, (list, tuple, set, frozenset, dict)):
        raise TypeError("Eine Liste lässt sich nicht als Text ausgeben; bitte „aufzaehlung“ oder eine Schleife verwenden.")
    if isinstance(value, bool):
        return MarkdownText("ja" if value else "nein")
    if isinstance(value, datetime.date):
        return datum(value)
    if isinstance(value, (float, Decimal)):
        return MarkdownText(zahl(value))
    return escape(str(value))


def _join(values: Iterable[object], d: str = "", attribute: str | None = None) -> Markup:
    """Jinja's `join`, escaping as Markdown."""
    items = [getattr(value, attribute, None) if attribute else value for value in values]
    return MarkdownText(_shown(d).join(_shown(item) for item in items))


def _replace(text: str, old: str, new: str) -> str:
    if isinstance(text, Markup):
        return MarkdownText(str(text).replace(str(_shown(old)), str(_shown(new))))
    return text.replace(old, new)


def _repeats_too_often(left: object, right: object) -> bool:
    sequence, count = (right, left) if isinstance(left, int) else (left, right)
    return isinstance(sequence, (str, list, tuple)) and isinstance(count, int) and len(sequence) * count > _MAX_REPEAT


def _culprit(error: BaseException, env: jinja2.Environment, name: str) -> tuple[str, int]:
    """The innermost template line of an error: Jinja gives tracebacks the file names and lines of templates."""
    roots = [Path(root).resolve() for root in getattr(env.loader, "searchpath", [])]
    place, trace = (name, 0), error.__traceback__
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if path.suffix != ".py" and any(path.resolve().is_relative_to(root) for root in roots):
            place = (_place(str(path)), trace.tb_lineno)
        trace = trace.tb_next
    return place


def _place(path: str) -> str:
    """A path as a user would type it: from the current folder if it lies inside."""
    try:
        return Path(path).resolve().relative_to(Path.cwd()).as_posix() if Path(path).is_absolute() else path
    except ValueError:
        return path
