"""Asking for the cost figures at the terminal; every answer is saved at once."""

from __future__ import annotations

import os
from pathlib import Path

import click

from ..advice.files import write_atomically
from ..advice.opinion import Opinion
from ..planning.benefit.asked import Ask, costs_bytes, questions
from ..rulebase.fact import ValueProblem, show_date
from ..rulebase.problem import InputProblems, Place, Problem
from .prompt import Back, Change, Deeper, Enough, InputEnded, Leave, accepted, begin, read_line
from .screen import say

_HELP = "?, weiß nicht, zurück, sichern"


def ask_costs(case_path: Path, path: Path | None, opinion: Opinion) -> Path | None:
    """Ask for the figures and write them; the file, or None if the user has left before the end. Raises InputProblems."""
    target = path or case_path.with_name(f"{case_path.stem}-kosten.yaml")
    _check(target)
    start = opinion.case.answers.get("beginn")
    asked = questions(opinion.case.participants or (), show_date(start) if hasattr(start, "day") else "")  # type: ignore[arg-type]
    answers: dict[tuple[str, ...], str] = {}
    begin()
    say(f"Kostenangaben für {target}; Enter nimmt den Vorschlag. Überall gelten: {_HELP}.")
    number = 0
    while number < len(asked):
        item = asked[number]
        try:
            answers[item.path] = _answer(item)
        except Back:
            number = max(0, number - 1)
            continue
        except Leave as left:
            _leave(target, opinion, answers, left)
            return None
        write_atomically(target, costs_bytes(opinion.case.participants or (), answers))
        number += 1
    click.echo(f"Geschrieben: {target}")
    return target


def _check(target: Path) -> None:
    if target.suffix.lower() not in (".yaml", ".yml"):
        raise InputProblems(
            [Problem(Place(target), "Erfragte Kosten werden als YAML-Datei gesichert.", "Nennen Sie mit --kosten eine .yaml-Datei.")]
        )
    if os.path.lexists(target):
        raise InputProblems(
            [Problem(Place(target), "Diese Datei gibt es schon.", "Nennen Sie mit --kosten eine andere, oder rechnen Sie ohne --fragen.")]
        )


def _answer(item: Ask) -> str:
    say(f"\n{item.text}" + (f" (Enter = {item.usual})" if item.usual else ""))
    while True:
        try:
            text = read_line()
            if text == "?":
                say(item.hint)
                continue
            answer = item.understood("weiß nicht" if text.casefold() == "w" else text)
        except ValueProblem as problem:
            say(f"{problem} {problem.remedy}".strip())
        except (Change, Deeper, Enough):
            say(f"Das gibt es hier nicht. Es gelten: {_HELP}.")
        else:
            accepted()
            return answer


def _leave(target: Path, opinion: Opinion, answers: dict[tuple[str, ...], str], left: Leave) -> None:
    """Say what is saved; input that ends too early is a mistake."""
    if answers:
        say(f"\nBisher Geantwortetes steht in {target}; ergänzen Sie es dort.")
    if isinstance(left, InputEnded):
        raise InputProblems(
            [Problem(Place(target), str(left), "Beantworten Sie alle Fragen, oder füllen Sie die Tabelle von --vorlage aus.")]
        )
