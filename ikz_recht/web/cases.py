"""A stored case as an interview, and back: the pages' way to the library."""

from __future__ import annotations

from collections.abc import Mapping

from ..advice import interview as state_of
from ..advice.case import Case
from ..advice.interview import Interview
from ..advice.opinion import Opinion
from ..advice.progress import go_on, progress_from
from ..rulebase.fact import TASK, Value
from .call import Call
from .casefile import case_in
from .coordination import with_coordination
from .states import States
from .store.projects import Conflict, StoredCase, save_state


def interview_of(call: Call, stored: StoredCase) -> Interview:
    """The interview where it was left."""
    rulebase, day = call.desk.rulebase, call.desk.today()
    state = _states.find(stored, rulebase, day)
    if state is None:
        state = go_on(rulebase, day, case_in(stored.document, rulebase), progress_from(stored.progress, rulebase))
        _states.put(stored.id, stored.version, state)
    return state


_states = States(128)


def keep(call: Call, stored: StoredCase, state: Interview, given: Mapping[str, Value | None]) -> None:
    """Store the new state with what was answered. Raises Conflict if the case has changed since the page was shown."""
    seen = call.value("stand")
    if seen and seen.isdecimal() and len(seen) < 10 and int(seen) != stored.version:
        raise Conflict
    state, also = with_coordination(call.desk.engine, stored, state, given)
    version = save_state(call.desk.engine, stored, state, given, call.who, also)
    _states.put(stored.id, version, state)


def opinion_of(call: Call, stored: StoredCase) -> Opinion:
    """The full opinion, by both engines, on today's law."""
    return interview_of(call, stored).result


def complete(state: Interview) -> bool:
    """Whether there is enough for a result: the task and two participants."""
    return TASK in {*state.case.answers, *state.case.unknown} and len(state.case.participants or ()) >= 2


def begin(call: Call, case: Case) -> Interview:
    """A new interview on a case."""
    return state_of.start(call.desk.rulebase, call.desk.today(), case)


def with_case(state: Interview, case: Case) -> Interview:
    """The state with something changed in the case that no question is about, such as its cost figures."""
    return state_of.resume(state.rulebase, state.day, case, state.asked, state.previous, state.doubted, deep=state.deep)
