"""What comes out of a path, in sentences."""

from __future__ import annotations

import datetime as dt

from ...rulebase.fact import show_date
from .durations import ASSUMPTION
from .path import MISSED, NO_WISH, ONLY_QUICK, REACHED, DecisionPath
from .stages import START

_SLACK_WEEKS = 2


def outcome_sentences(path: DecisionPath) -> list[str]:
    """Whether the wished start can be had, and what the earliest is; then what has to begin when."""
    wish, sure, quick = (day and show_date(day) for day in (path.wish, path.sure, path.quick))
    earliest = f"bei vorsichtiger Planung {sure}" + (f", bei zügigem Verlauf {quick}" if quick != sure else "")
    if path.outcome == NO_WISH:
        sentences = [f"Ein künftiger Beginn ist nicht angegeben. Der früheste Beginn ist {earliest}.", _first_of_month(path.sure)]
    elif path.outcome == REACHED:
        spare = (path.wish - path.sure).days if path.wish else 0
        sentences = [
            f"Der gewünschte Beginn am {wish} ist erreichbar, mit {_days(spare)} Reserve gegenüber vorsichtiger Planung.",
            _begin_by(path),
        ]
    elif path.outcome == ONLY_QUICK:
        sentences = [
            f"Der gewünschte Beginn am {wish} ist nur bei zügigem Verlauf erreichbar (frühestens {quick}). "
            f"Bei vorsichtiger Planung ist es der {sure}.",
            _first_of_month(path.sure),
        ]
    else:
        assert path.outcome == MISSED
        sentences = [
            f"Der gewünschte Beginn am {wish} ist nicht erreichbar. Der früheste Beginn ist {earliest}.",
            _first_of_month(path.sure),
        ]
    return [sentence for sentence in sentences if sentence]


def _begin_by(path: DecisionPath) -> str:
    first = path.dated()[0]
    if first.id == START:
        return ""
    day = path.plan[first.id].start
    return f"Spätestens am {show_date(day)} muss „{first.name}“ beginnen."


def _first_of_month(day: dt.date) -> str:
    """Cooperations usually begin on the first of a month."""
    if day.day == 1:
        return ""
    year, month = (day.year, day.month + 1) if day.month < 12 else (day.year + 1, 1)
    return f"Der nächste Monatserste danach ist der {show_date(dt.date(year, month, 1))}."


def _days(count: int) -> str:
    if count >= 7 * _SLACK_WEEKS:
        return f"{count // 7} Wochen"
    return "einem Tag" if count == 1 else f"{count} Tagen"


def assumed_share(path: DecisionPath) -> str:
    """How much of the plan rests on assumptions, in a sentence; "" if nothing does."""
    counted = {stage.step for stage in path.stages if stage.duration.words}
    assumed = len({stage.step for stage in path.stages if stage.duration.words and stage.duration.basis == ASSUMPTION})
    if not assumed:
        return ""
    return (
        f"Von {len(counted)} Dauern sind {assumed} Annahmen der Planung ohne Beleg; genauer wird der Weg mit Sitzungsterminen und eigenen Angaben "
        "dazu, wie lange ein Schritt dauert."
    )
