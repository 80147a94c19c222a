"""Several parties answer one case: what each says, whether they agree, and what the case takes from it.

A party is a participant, by its name, or the coordination (COORDINATION). What counts is the last thing each party said about a question;
„weiß nicht“ contradicts nobody. Where all who know agree, the case takes their answer; where they differ, it holds „weiß nicht“ until they
agree, so nothing is concluded from an answer in dispute.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ..rulebase.fact import PARTICIPANTS, TASK, Value
from ..rulebase.model import Question
from .asking_order import in_asking_order
from .interview import Interview, answer

COORDINATION = ""


@dataclass(frozen=True, slots=True)
class View:
    """What a party said about a question; None is „weiß nicht“."""

    party: str
    question: str
    value: Value | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What every party that has spoken says about a question now."""

    question: str
    said: Mapping[str, Value | None] = field(default_factory=dict)

    @property
    def disputed(self) -> bool:
        """Whether two who know say different things."""
        return len(self._known) > 1

    @property
    def agreed(self) -> Value | None:
        """What all say who know; None if nobody knows or if it is in dispute."""
        return self._known[0] if len(self._known) == 1 else None

    @property
    def _known(self) -> list[Value]:
        found: list[Value] = []
        for value in self.said.values():
            if value is not None and value not in found:
                found.append(value)
        return found


Standings = Mapping[str, Standing]


def standings(views: Iterable[View]) -> dict[str, Standing]:
    """Where each question stands after these views, the oldest first: a later one of the same party replaces its earlier one."""
    said: dict[str, dict[str, Value | None]] = {}
    for view in views:
        said.setdefault(view.question, {})[view.party] = view.value
    return {question: Standing(question, values) for question, values in said.items()}


def spoken(state: Interview, before: Standings, view: View) -> tuple[View, ...]:
    """The view, and before it what the case already answers if nobody has spoken yet: that is the coordination's view."""
    given = state.case.answers.get(view.question)
    if view.question in before or given is None or view.party == COORDINATION:
        return (view,)
    return (View(COORDINATION, view.question, given), view)


def settle(state: Interview, standing: Standing) -> Interview:
    """The state that takes up what is agreed, or opens what is in dispute; the same state if nothing changes."""
    name, value = standing.question, standing.agreed
    if not standing.said:
        return state
    already = name in state.case.unknown if value is None else state.case.answers.get(name) == value
    return state if already else answer(state, name, value)


def to_answer(state: Interview, now: Standings, party: str) -> list[Question]:
    """What the party should still answer: what others have spoken about, then what can turn the recommendation."""
    case = state.case
    others = [state.program.questions[name] for name in now if name in state.program.questions and name not in case.aside]
    wanted = [*in_asking_order(others, state.program), *state.turns]
    return _unspoken(wanted, now, party)


def may_answer(state: Interview, now: Standings, party: str) -> list[Question]:
    """What can also matter, beyond `to_answer`: it only refines the opinion."""
    first = {question.id for question in to_answer(state, now, party)}
    return [question for question in _unspoken(state.pending(), now, party) if question.id not in first]


def _unspoken(questions: Iterable[Question], now: Standings, party: str) -> list[Question]:
    found: dict[str, Question] = {}
    for question in questions:
        spoke = question.id in now and party in now[question.id].said
        if not spoke and question.id not in (TASK, PARTICIPANTS):
            found.setdefault(question.id, question)
    return list(found.values())


def disputes(state: Interview, now: Standings) -> list[tuple[Question, Standing]]:
    """The questions on which they differ, in the order of asking."""
    names = [name for name, standing in now.items() if standing.disputed and name in state.program.questions]
    ordered = in_asking_order((state.program.questions[name] for name in names), state.program)
    return [(question, now[question.id]) for question in ordered]
