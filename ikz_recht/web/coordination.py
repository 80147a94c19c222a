"""The coordination answers a case on which participants have spoken: its word counts as one among theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress

from sqlalchemy import Connection, Engine

from ..advice.interview import Interview
from ..advice.joint import COORDINATION, Standings, View, settle, standings
from ..advice.progress import value_of
from ..rulebase.fact import Value, ValueProblem
from ..rulebase.model import Rulebase
from .store.projects import StoredCase
from .store.views import Said, StoredView, adding, last_view, list_views


def typed(views: Iterable[StoredView], rulebase: Rulebase) -> Iterable[View]:
    """The views that count, as the library has them; what the rule base no longer knows is left out."""
    for view in views:
        question = rulebase.questions.get(view.question) if view.counts else None
        if question is not None:
            with suppress(ValueProblem):
                yield View(view.party, view.question, value_of(view.value, question))


def with_views(now: Standings, views: Iterable[View]) -> Standings:
    """Where the questions stand after some more was said."""
    said = [View(party, name, value) for name, standing in now.items() for party, value in standing.said.items()]
    return standings([*said, *views])


def with_coordination(
    engine: Engine, stored: StoredCase, state: Interview, given: Mapping[str, Value | None]
) -> tuple[Interview, Callable[[Connection], None] | None]:
    """The state to be stored, in which questions in dispute stay open, and what is to be recorded with it."""
    views = list_views(engine, stored.id) if given else []
    if not views:
        return state, None
    now = standings(typed(views, state.rulebase))
    own = [View(COORDINATION, name, value) for name, value in given.items() if name in now]
    after = with_views(now, own)
    for view in own:
        state = settle(state, after[view.question])
    return state, adding(stored.id, last_view(views), [Said(None, view.question, view.value) for view in own])
