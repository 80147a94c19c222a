"""A stored case as an interview, and back: the pages' way to the library."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from ..advice import interview as state_of
from ..advice.case import Case, case_from
from ..advice.interview import Interview
from ..advice.opinion import Opinion, advise
from ..advice.progress import go_on, progress_from
from ..rulebase.fact import TASK, Value
from ..rulebase.model import Rulebase
from ..rulebase.nodes import parse_nodes
from .call import Call
from .coordination import with_coordination
from .store.projects import Conflict, StoredCase, save_state

FILE = Path("fall.yaml")


def case_in(document: str, rulebase: Rulebase) -> Case:
    """The case of a file's text. Raises InputProblems."""
    return case_from(parse_nodes(document, FILE), rulebase)


def interview_of(call: Call, stored: StoredCase) -> Interview:
    """The interview where it was left."""
    rulebase = call.desk.rulebase
    return _interview(rulebase, stored.id, stored.version, stored.document, _Frozen(stored.progress), call.desk.today())


class _Frozen:
    """The progress of a stored case; equal to any other, for the version says whether it is the same."""

    def __init__(self, document: Mapping[str, object]) -> None:
        self.document = document

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Frozen)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=256)
def _interview(rulebase: Rulebase, _id: str, _version: int, document: str, progress: _Frozen, day: dt.date) -> Interview:
    return go_on(rulebase, day, case_in(document, rulebase), progress_from(progress.document, rulebase))


def keep(call: Call, stored: StoredCase, state: Interview, given: Mapping[str, Value | None]) -> None:
    """Store the new state with what was answered. Raises Conflict if the case has changed since the page was shown."""
    seen = call.value("stand")
    if seen and seen.isdecimal() and len(seen) < 10 and int(seen) != stored.version:
        raise Conflict
    state, also = with_coordination(call.desk.engine, stored, state, given)
    save_state(call.desk.engine, stored, state, given, call.who, also)


def opinion_of(call: Call, stored: StoredCase) -> Opinion:
    """The full opinion, by both engines, on today's law."""
    return _opinion(call.desk.rulebase, stored.document, call.desk.today())


@lru_cache(maxsize=32)
def _opinion(rulebase: Rulebase, document: str, day: dt.date) -> Opinion:
    return advise(case_in(document, rulebase), rulebase, day)


def complete(state: Interview) -> bool:
    """Whether there is enough for a result: the task and two participants."""
    return TASK in {*state.case.answers, *state.case.unknown} and len(state.case.participants or ()) >= 2


def begin(call: Call, case: Case) -> Interview:
    """A new interview on a case."""
    return state_of.start(call.desk.rulebase, call.desk.today(), case)
