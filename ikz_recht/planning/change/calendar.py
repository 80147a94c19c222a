"""When the plan begins: on a given day, counted back from the wished start, or on the day of the opinion."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ...advice.opinion import Opinion
from ...rulebase.fact import show_date, show_number
from ...rulebase.nodes import Mapping, Node
from ...rulebase.problem import InputProblems, Place, Problem
from ..bodies.workdays import next_workday
from .dates import DAYS_PER_MONTH, Length, first_of_month, layout, tightness_for
from .items import Item

OPTION, START_OPTION = "--beginn", "--start"
START_QUESTION = "beginn"
MOST_YEARS_AHEAD = 30
VERY_TIGHT = 0.8  # of the way from the planned to the shortest lengths


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for: the day on which the work begins, and the day on which the cooperation shall begin, with where it stands.

    `day` is that of the opinion; the holidays of the Länder are no working days.
    """

    begin: dt.date | None
    start: dt.date | None
    start_place: Place
    day: dt.date
    lands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """Begin of the plan, how much it is tightened, the day on which the cooperation starts, and what is to be said about it."""

    begin: dt.date
    tightness: float
    start: dt.date
    remarks: tuple[str, ...]


def framed(wish: Wish, lengths: Sequence[Length], items: Sequence[Item]) -> Frame:
    """The frame of the plan. Raises InputProblems for a begin in the past and for an end before the start."""
    check_wish(wish)
    planned = layout(lengths, items).start
    begin = next_workday(wish.begin or wish.day, wish.lands)
    earliest = first_of_month(begin + dt.timedelta(days=round(planned)))
    if wish.start is None or wish.start < wish.day:
        return Frame(begin, 0.0, earliest, tuple(_without_wish(wish, begin)))
    back = wish.start - dt.timedelta(days=round(planned))
    if wish.begin is None and back >= wish.day:
        return Frame(back, 0.0, wish.start, (f"Gerechnet ist zurück vom gewünschten Start am {show_date(wish.start)}.",))
    tightness = tightness_for(lengths, items, (wish.start - begin).days)
    if tightness is None:
        return Frame(begin, 0.0, earliest, (_missed(wish.start, begin, earliest, lengths, items),))
    if tightness == 0.0:
        days = (wish.start - begin).days - planned
        spare = f" Vor dem gewünschten Start am {show_date(wish.start)} bleiben {_months(days)} Puffer." if days >= 7 else ""
        return Frame(begin, 0.0, wish.start, (f"Gerechnet ist ab dem {show_date(begin)}.{spare}",))
    saved = planned - (wish.start - begin).days
    text = (
        f"Der Plan ist um {_months(saved)} gestrafft, damit der gewünschte Start am {show_date(wish.start)} erreicht wird; "
        "die Phasen liegen damit näher am unteren Ende ihrer Spanne."
    )
    if tightness >= VERY_TIGHT:
        text += " Damit ist fast überall die untere Grenze erreicht; einen Verzug fängt der Plan nicht mehr auf."
    return Frame(begin, tightness, wish.start, (text,))


def check_wish(wish: Wish) -> None:
    """Raises InputProblems for a begin in the past, after the wished start, or too far away."""
    problems = []
    if wish.begin is not None and wish.begin < wish.day:
        text = f"Der Beginn {show_date(wish.begin)} liegt vor dem Stichtag {show_date(wish.day)}."
        problems.append(
            Problem(Place(Path(OPTION)), text, "Nennen Sie einen späteren Tag; für einen schon laufenden Plan einen früheren --stichtag.")
        )
    if wish.begin is not None and wish.start is not None and wish.day <= wish.start < wish.begin:
        text = f"Der gewünschte Start {show_date(wish.start)} liegt vor dem Beginn der Arbeit am {show_date(wish.begin)}."
        problems.append(Problem(wish.start_place, text, "Ändern Sie den gewünschten Start (--start, im Fall „beginn“) oder --beginn."))
    for place, day in ((Place(Path(OPTION)), wish.begin), (wish.start_place, wish.start)):
        if day is not None and day.year > wish.day.year + MOST_YEARS_AHEAD:
            text = f"Der {show_date(day)} liegt mehr als {MOST_YEARS_AHEAD} Jahre nach dem Stichtag."
            problems.append(Problem(place, text, "Nennen Sie einen näheren Tag."))
    if problems:
        raise InputProblems(problems)


def _without_wish(wish: Wish, begin: dt.date) -> list[str]:
    remarks = []
    if wish.start is not None:
        remarks.append(f"Der gewünschte Start am {show_date(wish.start)} liegt vor dem Stichtag und bleibt außer Betracht.")
    if wish.begin is None:
        remarks.append(f"Kein Beginn der Arbeit genannt: Gerechnet ist ab dem {show_date(begin)}.")
    else:
        remarks.append(f"Gerechnet ist ab dem {show_date(begin)}.")
    return remarks


def _missed(start: dt.date, begin: dt.date, planned: dt.date, lengths: Sequence[Length], items: Sequence[Item]) -> str:
    shortest = begin + dt.timedelta(days=round(layout(lengths, items, 1.0).start))
    return (
        f"Der gewünschte Start am {show_date(start)} ist nicht zu erreichen: Bei Beginn am {show_date(begin)} startet die Zusammenarbeit nach Plan "
        f"am {show_date(planned)}, mit den kürzesten Dauern am {show_date(shortest)}."
    )


def _months(days: float) -> str:
    if days < 45:
        weeks = max(1, round(days / 7))
        return "eine Woche" if weeks == 1 else f"{weeks} Wochen"
    return f"{show_number(round(days / DAYS_PER_MONTH))} Monate"


def wish_in(node: Node, opinion: Opinion, begin: dt.date | None, start: dt.date | None = None) -> Wish:
    """The wish of a case file: its answer to `beginn` is the day on which the cooperation shall begin, unless `start` names another."""
    if start is not None:
        return Wish(begin, start, Place(Path(START_OPTION)), opinion.day, opinion.case.lands())
    value = opinion.case.answers.get(START_QUESTION)
    place = node.place
    answers = node.entries.get("antworten") if isinstance(node, Mapping) else None
    if answers is not None and isinstance(answers[1], Mapping) and START_QUESTION in answers[1].entries:
        place = answers[1].entries[START_QUESTION][1].place
    return Wish(begin, value if isinstance(value, dt.date) else None, place, opinion.day, opinion.case.lands())
