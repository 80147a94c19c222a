"""The interview as pure state: what to ask next, what lies aside, one step back. The terminal, a web page or a test drive it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ..inference.facts import Participant
from ..inference.program import Program, slice_program
from ..rulebase.fact import PARTICIPANTS, TASK, Value
from ..rulebase.model import Preset, Question, Rulebase
from .case import Case
from .known import known_answers
from .relevance import Relevance, relevant_questions


@dataclass(frozen=True)
class Interview:
    """State of the interview. `case` holds what counts now; `asked` the questions answered in this session, oldest first.

    What the chosen task answers is not asked, unless it rests on memory only or is `doubted`.
    """

    rulebase: Rulebase
    day: dt.date
    case: Case
    program: Program
    relevance: Mapping[str, Relevance]
    asked: tuple[str, ...] = ()
    previous: Mapping[str, Value | None] = field(default_factory=dict)
    doubted: frozenset[str] = frozenset()

    def next(self) -> Question | None:
        """The next question: task and participants first, then section by section, the most decisive first; None when nothing more can matter."""
        pending = self.pending()
        return pending[0] if pending else None

    def pending(self) -> list[Question]:
        """All questions that can still matter, in the order in which they would be asked now."""
        questions = self.program.questions
        if TASK in questions and not self._answered(TASK):
            return [questions[TASK], *self._ordered(TASK)]
        if self.case.participants is None:
            return [questions[PARTICIPANTS], *self._ordered(PARTICIPANTS)]
        return self._ordered("")

    def _ordered(self, without: str) -> list[Question]:
        sections = {section.id: position for position, section in enumerate(self.rulebase.sections)}
        names = [name for name in self.relevance if name != without and not self._answered(name)]
        position = {name: number for number, name in enumerate(self.program.questions)}
        names.sort(key=lambda name: (sections.get(self.program.questions[name].section, 99), -self.relevance[name].weight, position[name]))
        return [self.program.questions[name] for name in names]

    def _answered(self, name: str) -> bool:
        if name == PARTICIPANTS:
            return self.case.participants is not None
        return name in self.case.answers or name in self.case.unknown

    def presets(self) -> Mapping[str, Preset]:
        """What the chosen task answers and nobody has confirmed or overridden."""
        return known_answers(self.case, self.program).presets

    def proposal(self, name: str) -> Value | None:
        """An earlier answer to a question, or the one the task catalogue gives; to be offered, not used."""
        if name in self.previous:
            return self.previous[name]
        preset = self.presets().get(name)
        return preset.value if preset else None


def start(rulebase: Rulebase, day: dt.date, case: Case) -> Interview:
    """Begin, or go on where a stored case stopped: answers that do not matter now are laid aside."""
    return _replay(Interview(rulebase, day, case, _program(rulebase, case, day), {}), case)


def _replay(state: Interview, case: Case) -> Interview:
    """Take up the stored answers one by one, in the order of asking, as far as each can matter; the rest stays aside until it matters again."""
    stored: dict[str, Value | None] = {**case.aside, **dict.fromkeys(case.unknown), **case.answers}
    state = _with(state, replace(case, answers={}, unknown=frozenset(), aside=stored))
    for name in [item.id for item in state.rulebase.questions.values() if item.for_draft_only and item.id in stored]:
        state = replace(state, case=_take_up(state.case, name))
    while (name := next((item.id for item in state.pending() if item.id in state.case.aside), "")) != "":
        state = _with(state, _take_up(state.case, name))
    return state


def _take_up(case: Case, name: str) -> Case:
    aside = dict(case.aside)
    value = aside.pop(name)
    if value is None:
        return replace(case, unknown=case.unknown | {name}, aside=aside)
    return replace(case, answers={**case.answers, name: value}, aside=aside)


def _with(state: Interview, case: Case) -> Interview:
    """The state with this case: which law is looked at and which questions matter follows from it."""
    program = _program(state.rulebase, case, state.day)
    known = known_answers(case, program, state.doubted - case.answers.keys())
    return replace(state, case=case, program=program, relevance=relevant_questions(program, known))


def _program(rulebase: Rulebase, case: Case, day: dt.date) -> Program:
    """Before the participants are known, every covered Land is possible."""
    return slice_program(rulebase, case.lands() or tuple(rulebase.lands), day, str(case.answers.get(TASK, "")))


def answer(state: Interview, name: str, value: Value | None) -> Interview:
    """Record an answer (None: „weiß nicht“). Overriding an earlier one replays the rest."""
    case = state.case
    changed = name in case.answers or name in case.unknown
    answers = {key: old for key, old in case.answers.items() if key != name}
    unknown = case.unknown - {name}
    if value is None:
        unknown |= {name}
    else:
        answers[name] = value
    aside = {key: old for key, old in case.aside.items() if key != name}
    case = replace(case, answers=answers, unknown=unknown, aside=aside)
    return _forward(state, case, name, replay=changed)


def name_participants(state: Interview, participants: tuple[Participant, ...]) -> Interview:
    """Record who takes part; the Länder decide which law is looked at, so everything is replayed."""
    return _forward(state, replace(state.case, participants=participants), PARTICIPANTS, replay=True)


def _forward(state: Interview, case: Case, name: str, *, replay: bool) -> Interview:
    asked = (*(item for item in state.asked if item != name), name)
    previous = {key: old for key, old in state.previous.items() if key != name}
    state = replace(state, asked=asked, previous=previous)
    return _replay(state, case) if replay or case.aside else _with(state, case)


def back(state: Interview) -> Interview | None:
    """One question back: its answer becomes a proposal, answers that rested on it are laid aside. None at the beginning."""
    if not state.asked:
        return None
    name = state.asked[-1]
    case, previous = state.case, dict(state.previous)
    if name == PARTICIPANTS:
        case = replace(case, participants=None)
    else:
        stored = {**case.aside, **case.answers, **dict.fromkeys(case.unknown)}
        if name in stored:
            previous[name] = stored[name]
        case = replace(
            case,
            answers={key: old for key, old in case.answers.items() if key != name},
            unknown=case.unknown - {name},
            aside={key: old for key, old in case.aside.items() if key != name},
        )
    return _replay(replace(state, asked=state.asked[:-1], previous=previous), case)


def confirm_presets(state: Interview) -> Interview:
    """Make the answers that the chosen task gives the municipality's own."""
    values = {name: preset.value for name, preset in state.presets().items()}
    case = replace(state.case, answers={**state.case.answers, **values})
    return _replay(state, case)


def doubt_presets(state: Interview) -> Interview:
    """Ask what the chosen task would answer, one by one and with its answer as a proposal, as far as it matters."""
    return _with(replace(state, doubted=state.doubted | state.presets().keys()), state.case)
