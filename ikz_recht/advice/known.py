"""What is known about a case: its answers, completed by what the chosen task and the participants answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..inference.evaluator import Evaluation
from ..inference.facts import Answers, Participant
from ..inference.program import Program
from ..rulebase.fact import PRIVATE_KINDS, TASK, Value
from ..rulebase.model import Certainty, Holder, Preset, Task
from .case import Case


@dataclass(frozen=True, slots=True)
class Known:
    """What the engines get (`answers`), the part of it that may exclude a form (`confirmed`), and which answers nobody gave (`presets`).

    `confirmed` leaves out what rests on memory only, and what follows from that. `doubted` names questions whose presets do not count.
    """

    answers: Answers
    confirmed: Answers
    presets: Mapping[str, Preset]
    doubted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Before:
    """What was known before `question` was answered too, evaluated: with everything, and with what is confirmed."""

    question: str
    everything: Evaluation
    confirmed: Evaluation


def known_answers(case: Case, program: Program, doubted: frozenset[str] = frozenset(), before: Before | None = None) -> Known:
    """The answers of the case with what the task and the participants answer; an answer of the case always goes first.

    „weiß nicht“ leaves a preset standing: it is better than nothing, and shown as an assumption. With `before`, only what rests on the
    question answered since is derived; that question must be neither the task nor the participants.
    """
    task = program.rulebase.tasks.get(str(case.answers.get(TASK, "")))
    catalogue = _catalogue(case, task, doubted)
    resolver = _resolver(case, program, task, catalogue, doubted, before, confirmed=False)
    answers, presets = resolver.all_answers(), {**catalogue, **resolver.found}
    strong = {name: preset for name, preset in catalogue.items() if not _weak(preset)}
    if len(strong) == len(catalogue) and not _rests_on_memory(presets, task):
        return Known(answers, answers, presets, doubted)
    confirmed = _resolver(case, program, task, strong, doubted, before, confirmed=True)
    return Known(answers, confirmed.all_answers(), presets, doubted)


def evaluations(known: Known, program: Program) -> tuple[Evaluation, Evaluation]:
    """Evaluated: everything that is known, and what is confirmed; the same one where that is the same."""
    everything = Evaluation(program, known.answers)
    return everything, everything if known.confirmed is known.answers else Evaluation(program, known.confirmed)


def _weak(preset: Preset) -> bool:
    return preset.evidence.certainty is Certainty.MEMORY


def _rests_on_memory(presets: Mapping[str, Preset], task: Task | None) -> bool:
    holders = task.holders if task else ()
    return any(map(_weak, presets.values())) or any(holder.evidence.certainty is Certainty.MEMORY for holder in holders)


def _catalogue(case: Case, task: Task | None, blocked: frozenset[str]) -> dict[str, Preset]:
    lands = set(case.lands())
    return {
        preset.question: preset
        for preset in (task.presets if task else ())
        if preset.question not in case.answers
        and preset.question not in blocked
        and (not preset.lands or (lands and lands <= preset.lands))
    }


def _resolver(
    case: Case,
    program: Program,
    task: Task | None,
    catalogue: Mapping[str, Preset],
    blocked: frozenset[str],
    before: Before | None,
    *,
    confirmed: bool,
) -> _Resolver:
    earlier = None if before is None else before.confirmed if confirmed else before.everything
    if earlier is not None:
        participants = earlier.answers.participants
    else:
        participants = case.participants and tuple(_with_task(item, task, confirmed=confirmed) for item in case.participants)
    values: dict[str, Value] = {**{name: preset.value for name, preset in catalogue.items()}, **case.answers}
    touched = program.following.get(before.question, frozenset()) if before else frozenset()
    return _Resolver(program, Answers(values, participants), blocked, earlier, touched, confirmed=confirmed)


class _Resolver(Evaluation):
    """An evaluation in which an unanswered question has the value that follows from other facts, if one does."""

    def __init__(
        self,
        program: Program,
        answers: Answers,
        blocked: frozenset[str],
        earlier: Evaluation | None,
        touched: frozenset[str],
        *,
        confirmed: bool,
    ) -> None:
        super().__init__(program, answers, earlier, touched)
        self.blocked, self.confirmed = blocked, confirmed
        self.found: dict[str, Preset] = {}

    def all_answers(self) -> Answers:
        """The answers, and `found` filled, with everything that follows."""
        for question in self.program.derived_answers:
            self.value(question)
        return Answers({**self.answers.values, **{name: preset.value for name, preset in self.found.items()}}, self.answers.participants)

    def value(self, fact: str) -> Value | None:
        """As for any evaluation, with derived answers."""
        derived = self.program.derived_answers.get(fact)
        if derived is None or fact in self.answers.values or fact in self.blocked:
            return super().value(fact)
        if fact in self.found:
            return self.found[fact].value
        if self.confirmed and derived.evidence.certainty is Certainty.MEMORY:
            return None
        value = self.earlier.value(fact) if self.earlier and fact not in self.touched else self.first_line(derived.rule)
        if value is not None:
            self.found[fact] = Preset(fact, value, frozenset(), derived.evidence, derived.norm, derived.text)
        return value


def _with_task(item: Participant, task: Task | None, *, confirmed: bool) -> Participant:
    """The participant with whether it holds the task, as far as it says so itself or the catalogue does."""
    if item.holds_task is not None or task is None or item.kind in PRIVATE_KINDS:
        return item
    return replace(item, holds_task=_holds(item, task, confirmed=confirmed))


TERRITORIAL = ("gemeinde", "kreisfreie_stadt", "kreis")


def _holds(item: Participant, task: Task, *, confirmed: bool) -> bool | None:
    """Whether the catalogue says that the participant holds the task, does not hold it, or (None) nothing about it.

    Associations, institutions and higher bodies hold what was transferred to them: only an entry that names them says anything.
    """
    entries = [holder for holder in task.holders if not holder.lands or item.land in holder.lands]
    named = [holder for holder in entries if not holder.possible]
    if not named or (confirmed and any(holder.evidence.certainty is Certainty.MEMORY for holder in named)):
        return None
    if any(_matches(item, holder) for holder in named):
        return True
    undecided = any(_matches(item, holder) is not False for holder in entries)
    return None if undecided or item.kind not in TERRITORIAL else False


def _matches(item: Participant, holder: Holder) -> bool | None:
    if item.kind not in holder.kinds:
        return False
    if holder.at_least is None and holder.below is None:
        return True
    if item.inhabitants is None:
        return None
    return (holder.at_least or 0) <= item.inhabitants and (holder.below is None or item.inhabitants < holder.below)
