"""The interview as pure state: what to ask next, what lies aside, one step back. The terminal, a web page or a test drive it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from ..inference.facts import Participant
from ..inference.program import Program, slice_program
from ..rulebase.fact import PARTICIPANTS, TASK, Value
from ..rulebase.model import Preset, Question, Rulebase
from .asking_order import in_asking_order
from .case import Case
from .known import Known, known_answers
from .opinion import Opinion, advise, checked
from .prospect import GOOD
from .relevance import Relevance, first_relevant, relevant_questions
from .turning import provisional, turns


@dataclass(frozen=True)
class Interview:
    """State of the interview. `case` holds what counts now; `asked` the questions answered in this session, oldest first.

    What the chosen task and the participants answer is not asked unless it is `doubted`. Questions are asked until no likely answer can
    turn the recommendation; with `deep` also those that change anything else about the opinion.
    """

    rulebase: Rulebase
    day: dt.date
    case: Case
    program: Program
    known: Known
    asked: tuple[str, ...] = ()
    previous: Mapping[str, Value | None] = field(default_factory=dict)
    doubted: frozenset[str] = frozenset()
    deep: bool = False

    @cached_property
    def relevance(self) -> Mapping[str, Relevance]:
        """Every unanswered question that can still change the opinion."""
        return relevant_questions(self.program, self.known)

    @cached_property
    def opinion(self) -> Opinion:
        """What the result would be now (the evaluator alone)."""
        return provisional(self.case, self.program, self.known)

    @cached_property
    def result(self) -> Opinion:
        """The result by both engines, as `advise` gives it: what somebody doubts and nobody has answered is assumed. Raises EnginesDisagree."""
        same = not self.known.doubted and self.case.lands()
        return checked(self.opinion) if same else advise(self.case, self.rulebase, self.day)

    @cached_property
    def turns(self) -> list[Question]:
        """The questions that can turn the recommendation, in the order of asking."""
        return turns(self.opinion)

    def next(self) -> Question | None:
        """The next question: task, participants, then what can turn the recommendation; with `deep` then the rest. None if there is none."""
        first = self._first()
        if first is not None:
            return first
        if self.turns:
            return self.turns[0]
        return next(iter(self.pending()), None) if self.deep else None

    def _first(self) -> Question | None:
        """The task and the participants: without them nothing can be said."""
        if TASK in self.program.questions and not self._answered(TASK):
            return self.program.questions[TASK]
        return self.program.questions[PARTICIPANTS] if self.case.participants is None else None

    def settled(self) -> bool:
        """True once no likely answer can turn the recommendation."""
        return self._first() is None and not self.turns

    def pending(self) -> list[Question]:
        """All questions that can still matter to anything: about the leading form, about forms of good prospect, about the others."""
        first = self._first()
        names = [name for name in self.relevance if not self._answered(name) and (first is None or name != first.id)]
        ordered = in_asking_order((self.program.questions[name] for name in names), self.program)
        rest = sorted(ordered, key=lambda question: self._tier(question.id)) if first is None else ordered
        return [first, *rest] if first is not None else rest

    def _tier(self, name: str) -> int:
        relevance = self.relevance[name]
        found = self.opinion.recommendation
        named = {**relevance.deciding, **relevance.touched}
        if found is not None and found.chosen.key in named:
            return 0
        good = {form.key for form in self.opinion.forms if form.prospect in GOOD}
        return 1 if good & named.keys() else 2

    def _answered(self, name: str) -> bool:
        if name == PARTICIPANTS:
            return self.case.participants is not None
        return name in self.case.answers or name in self.case.unknown

    def presets(self) -> Mapping[str, Preset]:
        """What the chosen task answers and nobody has confirmed or overridden."""
        return self.known.presets

    def proposal(self, name: str) -> Value | None:
        """An earlier answer to a question, or the one the task catalogue gives; to be offered, not used."""
        if name in self.previous:
            return self.previous[name]
        doubted = known_answers(self.case, self.program).presets if name in self.doubted else self.presets()
        return doubted[name].value if name in doubted else None


def start(rulebase: Rulebase, day: dt.date, case: Case) -> Interview:
    """Begin, or go on where a stored case stopped: answers that do not matter now are laid aside."""
    program = _program(rulebase, case, day)
    return _replay(Interview(rulebase, day, case, program, known_answers(case, program)), case)


def resume(
    rulebase: Rulebase,
    day: dt.date,
    case: Case,
    asked: tuple[str, ...],
    previous: Mapping[str, Value | None],
    doubted: frozenset[str],
    *,
    deep: bool,
) -> Interview:
    """The state as an earlier one left it; the case must be the one of that state."""
    program = _program(rulebase, case, day)
    return _with(Interview(rulebase, day, case, program, known_answers(case, program), asked, previous, doubted, deep), case)


def _replay(state: Interview, case: Case) -> Interview:
    """Take up the stored answers one by one, in the order of asking, as far as each can matter; the rest stays aside until it matters again."""
    stored: dict[str, Value | None] = {**case.aside, **dict.fromkeys(case.unknown), **case.answers}
    state = _with(state, replace(case, answers={}, unknown=frozenset(), aside=stored))
    for name in [item.id for item in state.rulebase.questions.values() if item.for_draft_only and item.id in stored]:
        state = replace(state, case=_take_up(state.case, name))
    while (name := _next_stored(state)) != "":
        state = _with(state, _take_up(state.case, name))
    return state


def _next_stored(state: Interview) -> str:
    """The stored answer to take up next: it matters, or it overrides what the task or the participants answer; "" if none is left."""
    aside = state.case.aside
    if TASK in aside:
        return TASK
    stored = [state.program.questions[name] for name in aside if name in state.program.questions]
    ordered = [item.id for item in in_asking_order(stored, state.program)]
    overriding = next((position for position, name in enumerate(ordered) if name in state.known.presets), len(ordered))
    return first_relevant(ordered[:overriding], state.program, state.known) or next(iter(ordered[overriding:]), "")


def _take_up(case: Case, name: str) -> Case:
    aside = dict(case.aside)
    value = aside.pop(name)
    if value is None:
        return replace(case, unknown=case.unknown | {name}, aside=aside)
    return replace(case, answers={**case.answers, name: value}, aside=aside)


def _with(state: Interview, case: Case) -> Interview:
    """The state with this case: which law is looked at and which questions matter follows from it."""
    program = _program(state.rulebase, case, state.day)
    known = known_answers(case, program, state.doubted - case.answers.keys() - case.unknown)  # „weiß nicht“ leaves a preset standing
    return replace(state, case=case, program=program, known=known)


def _program(rulebase: Rulebase, case: Case, day: dt.date) -> Program:
    """Before the participants are known, every covered Land is possible."""
    return slice_program(rulebase, case.lands() or tuple(rulebase.lands), day, str(case.answers.get(TASK, "")))


def answer(state: Interview, name: str, value: Value | None) -> Interview:
    """Record an answer (None: „weiß nicht“). Overriding an earlier one replays the rest."""
    case = state.case
    changed = name in case.answers or name in case.unknown
    if name == TASK and case.answers.get(TASK) not in (None, value):
        case = _without_presets(case, state.program)
    answers = {key: old for key, old in case.answers.items() if key != name}
    unknown = case.unknown - {name}
    if value is None:
        unknown |= {name}
    else:
        answers[name] = value
    aside = {key: old for key, old in case.aside.items() if key != name}
    case = replace(case, answers=answers, unknown=unknown, aside=aside)
    return _forward(state, case, name, replay=changed)


def _without_presets(case: Case, program: Program) -> Case:
    """The case without what was only confirmed of the catalogue's answers: another task brings its own."""
    task = program.rulebase.tasks.get(str(case.answers[TASK]))
    given = {preset.question: preset.value for preset in (task.presets if task else ())}
    return replace(case, answers={name: value for name, value in case.answers.items() if given.get(name) != value})


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
    """Make the answers that the chosen task gives the municipality's own; what follows from the participants goes on following from them."""
    values = {name: preset.value for name, preset in state.presets().items() if not preset.text}
    return _with(state, replace(state.case, answers={**state.case.answers, **values}, unknown=state.case.unknown - values.keys()))


def doubt_presets(state: Interview, names: frozenset[str]) -> Interview:
    """Ask these of what the task or the participants answer, one by one and with that answer as a proposal, as far as it matters."""
    return _with(replace(state, doubted=state.doubted | names), state.case) if names else state


def go_deeper(state: Interview) -> Interview:
    """Go on with the questions that cannot turn the recommendation but change what the opinion says."""
    return replace(state, deep=True)
