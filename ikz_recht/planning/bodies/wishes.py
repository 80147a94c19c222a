"""The wished start: from the command line or from the case, and what is wrong with it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from ...advice.opinion import Opinion
from ...rulebase.fact import show_date
from ...rulebase.problem import InputProblems, Place, Problem

MOST_YEARS = 20


def wished_start(opinion: Opinion, own: dt.date | None, case: Path) -> tuple[dt.date | None, tuple[str, ...]]:
    """The start to plan for, with remarks. A day of the case that has passed is left aside; raises InputProblems for any other impossible day."""
    given = opinion.evaluation.value("beginn")
    wish = own or (given if isinstance(given, dt.date) else None)
    if wish is None:
        return None, ()
    if wish < opinion.day:
        if own is None:
            return None, (f"Der Beginn {show_date(wish)} aus dem Fall ist am Stichtag vorbei und bleibt unbeachtet.",)
        raise _problem(
            f"Der Beginn {show_date(wish)} liegt vor dem Stichtag {show_date(opinion.day)}.", "Nennen Sie einen künftigen Tag.", None
        )
    if (wish - opinion.day).days > MOST_YEARS * 366:
        raise _problem(
            f"Der Beginn {show_date(wish)} liegt mehr als {MOST_YEARS} Jahre entfernt.", "Prüfen Sie das Jahr.", None if own else case
        )
    return wish, ()


def _problem(text: str, remedy: str, case: Path | None) -> InputProblems:
    return InputProblems([Problem(Place(case or Path("--beginn")), text, remedy)])
