"""Asking one question: numbered options, and the words that work at every question."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TextIO

import click

from ..advice.case import UNKNOWN
from ..rulebase.fact import FactType, Kind, Value, ValueProblem, parse_value, show_number, show_value
from ..rulebase.model import Question
from ..rulebase.problem import reason
from .screen import say
from .task_search import find_task

_UNKNOWN = frozenset({"weiß nicht", "weiss nicht", "w", "unbekannt"})
_BACK = frozenset({"zurück", "zurueck", "z"})
_LEAVE = frozenset({"sichern", "s", "ende", "exit", "quit"})
_ENOUGH = frozenset({"genug", "g"})
_DEEPER = frozenset({"vertiefen", "v"})
_YES, _NO = frozenset({"j", "ja", "1"}), frozenset({"n", "nein", "2"})
MAX_TRIES = 50  # lines in a row that are no answer; somebody who looks around at a terminal stays well below
MAX_LINES = 5_000  # lines of one session: 500 participants and all questions take little more than half of that
MAX_LENGTH = 100_000


class Back(Exception):
    """The user wants to go one question back."""


class Leave(Exception):
    """The user wants to save and leave."""


class InputEnded(Leave):
    """No further answer will come: the input has ended (at a terminal, that is the wish to leave), or it makes no sense."""


class Enough(Exception):
    """The user wants the result now."""


class Deeper(Exception):
    """The user wants to answer more than the recommendation needs."""


class Change(Exception):
    """The user wants to change an earlier answer; `what` may be empty."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass
class _Patience:
    """How many lines have been read, in all and since the last one that was an answer."""

    lines: int = 0
    tries: int = 0


_patience = _Patience()


def begin() -> None:
    """A new session: patience is as it was."""
    _patience.lines = _patience.tries = 0


def accepted() -> None:
    """The last line was an answer."""
    _patience.tries = 0


def read_line(prompt: str = "> ") -> str:
    """One line from the user. Raises Leave for „sichern“ and at the end of the input; Back, Change, Enough, Deeper for those words."""
    if _patience.tries >= MAX_TRIES:
        raise InputEnded(f"{MAX_TRIES} Eingaben nacheinander waren keine Antwort.")
    if _patience.lines >= MAX_LINES:
        raise InputEnded(f"Nach {MAX_LINES} Zeilen ist das Gespräch noch nicht zu Ende.")
    _patience.tries += 1
    _patience.lines += 1
    click.echo(prompt, nl=False)
    text = _line()
    word = text.lower()
    if word in _LEAVE:
        raise Leave
    if word in _BACK:
        raise Back
    if word in _ENOUGH:
        raise Enough
    if word in _DEEPER:
        raise Deeper
    if word.split(" ", 1)[0] in ("ändern", "aendern"):
        raise Change(text.partition(" ")[2].strip())
    return text


def _line() -> str:
    """What was typed, without white space around it; of a very long line the start."""
    stream: TextIO | None = sys.stdin  # None if the program was started with its input closed
    try:
        line = stream.readline(MAX_LENGTH) if stream else ""
        if stream and len(line) == MAX_LENGTH and not line.endswith("\n"):
            _skip_rest(stream)
    except OSError as error:
        raise InputEnded(f"Die Eingabe lässt sich nicht lesen ({reason(error)}).") from None
    if line:
        return line.strip()
    if stream and stream.isatty():
        raise Leave
    if _patience.lines == 1:
        raise InputEnded("Es kommt keine Eingabe. Fragen lassen sich am Terminal beantworten oder mit einer Zeile je Antwort.")
    raise InputEnded("Die Eingabe ist zu Ende, bevor das Gespräch zu Ende ist.")


def _skip_rest(stream: TextIO) -> None:
    for _ in range(MAX_LINES):
        rest = stream.readline(MAX_LENGTH)
        if len(rest) < MAX_LENGTH or rest.endswith("\n"):
            return
    raise InputEnded("Eine Zeile der Eingabe ist zu lang.")


def ask(question: Question, proposal: tuple[Value, str] | None, reason: str, *, optional: bool = False) -> Value | None:
    """The answer to a question; None for „weiß nicht“ (or for nothing, where the answer is optional)."""
    show_options(question.type)
    if proposal is not None:
        say(f"  Enter = {show_value(proposal[0], question.type)} ({proposal[1]})")
    answer = _answer(question, proposal, reason, optional)
    if question.type.kind is Kind.TASK and answer is not None:  # a keyword may have found something else than was meant
        say(f"  {show_value(answer, question.type)}")
    accepted()
    return answer


def _answer(question: Question, proposal: tuple[Value, str] | None, reason: str, optional: bool) -> Value | None:
    while True:
        text = read_line()
        if text == "?":
            say(reason)
        elif is_unknown(text):
            return None
        elif not text and proposal is not None:
            return proposal[0]
        elif not text and optional:
            return None
        else:
            try:
                return understand(text, question.type)
            except ValueProblem as problem:
                say(f"{problem} {problem.remedy}".strip())


def is_unknown(text: str) -> bool:
    """Whether the text means „weiß nicht“."""
    return text.lower() in _UNKNOWN


def show_options(fact_type: FactType) -> None:
    """The numbered options of a question."""
    if fact_type.kind is Kind.YES_NO:
        say("  1. ja\n  2. nein")
    elif fact_type.kind is Kind.TASK:
        say("  Geben Sie ein Stichwort ein, zum Beispiel „Standesamt“ oder „Wasser“; „alle“ zeigt den ganzen Katalog.")
    elif fact_type.options:
        for number, (_, text) in enumerate(fact_type.options, start=1):
            say(f"  {number}. {text}")
        if fact_type.kind is Kind.MULTI:
            say("  Mehrere Nummern mit Komma trennen; 0 = keine davon.")
    elif fact_type.kind in (Kind.NUMBER, Kind.AMOUNT):
        say(
            f"  Eine Zahl von {show_number(fact_type.minimum)} bis {show_number(fact_type.maximum)}{f' ({fact_type.unit})' if fact_type.unit else ''}."
        )
    elif fact_type.kind is Kind.DATE:
        say("  Ein Datum, zum Beispiel 31.01.2027.")


def understand(text: str, fact_type: FactType) -> Value:
    """The value that the user means. Raises ValueProblem."""
    word = text.lower()
    if fact_type.kind is Kind.YES_NO:
        if word in _YES or word in _NO:
            return word in _YES
        raise ValueProblem("Bitte antworten Sie mit 1 (ja) oder 2 (nein).", f"Sonst: ?, {UNKNOWN}, zurück, sichern.")
    if fact_type.kind is Kind.MULTI:
        return _several(text, fact_type)
    if fact_type.kind is Kind.TASK:
        return find_task(text, fact_type.options, dict(fact_type.keywords))
    return _one_of(text, fact_type.options) if fact_type.options else parse_value(text, fact_type)


def _one_of(text: str, options: tuple[tuple[str, str], ...]) -> str:
    if (number := numbered(text, len(options))) is not None:
        return options[number][0]
    found = [option for option, shown in options if text.lower() in (option.lower(), shown.lower())]
    if len(found) == 1:
        return found[0]
    raise ValueProblem(f"Bitte wählen Sie eine Nummer von 1 bis {len(options)}.", f"Sonst: ?, {UNKNOWN}, zurück, sichern.")


def numbered(text: str, count: int) -> int | None:
    """The position in a list of `count` that a number entered means, or None."""
    return int(text) - 1 if text.isdecimal() and len(text) < 10 and 1 <= int(text) <= count else None


def _several(text: str, fact_type: FactType) -> frozenset[str]:
    if text == "0":
        return frozenset()
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts:
        raise ValueProblem("Bitte nennen Sie mindestens eine Nummer; 0 = keine davon.", f"Sonst: ?, {UNKNOWN}, zurück, sichern.")
    return frozenset(_one_of(part, fact_type.options) for part in parts)


def ask_yes_no(text: str, *, default: bool = False) -> bool:
    """A question of the program itself; Enter and „weiß nicht“ mean the default."""
    say(f"\n{text}\n  1. ja\n  2. nein")
    while True:
        try:
            word = read_line().lower()
        except (Back, Change, Deeper):
            return default
        if word in _YES or word in _NO:
            accepted()
            return word in _YES
        if word in _UNKNOWN or not word:
            accepted()
            return default
        say(f"Bitte 1 (ja) oder 2 (nein); Enter heißt {'ja' if default else 'nein'}.")
