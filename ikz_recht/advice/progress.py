"""Where an interview stands, beyond its case: enough to go on exactly there in another process."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from ..rulebase.fact import Value, ValueProblem, parse_value
from ..rulebase.model import Question, Rulebase
from .case import Case, written_value
from .interview import Interview, resume, start


@dataclass(frozen=True, slots=True)
class Progress:
    """The questions answered in order, earlier answers kept as proposals, presets that were doubted, and whether to go deeper."""

    asked: tuple[str, ...] = ()
    previous: Mapping[str, Value | None] = field(default_factory=dict)
    doubted: frozenset[str] = frozenset()
    deep: bool = False


def progress_of(state: Interview) -> Progress:
    """What must be kept of a state besides its case."""
    return Progress(state.asked, dict(state.previous), state.doubted, state.deep)


def go_on(rulebase: Rulebase, day: dt.date, case: Case, progress: Progress) -> Interview:
    """The state as it was left, without taking every answer up again."""
    if not progress.asked:
        return start(rulebase, day, case)
    return resume(rulebase, day, case, progress.asked, progress.previous, progress.doubted, deep=progress.deep)


def progress_document(progress: Progress) -> dict[str, Any]:
    """As plain data."""
    previous = {name: None if value is None else written_value(value) for name, value in progress.previous.items()}
    return {"asked": list(progress.asked), "previous": previous, "doubted": sorted(progress.doubted), "deep": progress.deep}


def progress_from(document: Mapping[str, Any], rulebase: Rulebase) -> Progress:
    """From plain data; what the rule base no longer knows is dropped."""
    known = rulebase.questions
    found = Progress(
        asked=tuple(name for name in document.get("asked", ()) if name in known),
        doubted=frozenset(name for name in document.get("doubted", ()) if name in known),
        deep=bool(document.get("deep")),
    )
    previous = {}
    for name, written in document.get("previous", {}).items():
        if name not in known:
            continue
        with suppress(ValueProblem):
            previous[name] = value_of(written, known[name])
    return replace(found, previous=previous)


def value_of(written: Any, question: Question) -> Value | None:
    """The value that `written_value` wrote; None is „weiß nicht“. Raises ValueProblem if the rule base no longer knows such a value."""
    if written is None:
        return None
    if isinstance(written, list):
        return frozenset(written) & frozenset(question.type.option_ids())
    return parse_value(str(written), question.type)
