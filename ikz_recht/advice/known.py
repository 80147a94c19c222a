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

    `confirmed` leaves out what rests on memory only, and what follows from that.
    """

    answers: Answers
    confirmed: Answers
    presets: Mapping[str, Preset]


def known_answers(case: Case, program: Program, doubted: frozenset[str] = frozenset()) -> Known:
    """The answers of the case with what the task and the participants answer; an answer of the case always goes first.

    „weiß nicht“ leaves a preset standing: it is better than nothing, and shown as an assumption. `doubted` names questions whose presets do
    not count.
    """
    task = program.rulebase.tasks.get(str(case.answers.get(TASK, "")))
    blocked = doubted
    catalogue = _catalogue(case, task, blocked)
    everything = _complete(case, program, task, catalogue, blocked, confirmed=False)
    strong = {name: preset for name, preset in catalogue.items() if not _weak(preset)}
    if len(strong) == len(catalogue) and not _rests_on_memory(everything[1], task):
        return Known(everything[0], everything[0], everything[1])
    return Known(everything[0], _complete(case, program, task, strong, blocked, confirmed=True)[0], everything[1])


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


def _complete(
    case: Case, program: Program, task: Task | None, catalogue: Mapping[str, Preset], blocked: frozenset[str], *, confirmed: bool
) -> tuple[Answers, dict[str, Preset]]:
    participants = case.participants and tuple(_with_task(item, task, confirmed=confirmed) for item in case.participants)
    values: dict[str, Value] = {**{name: preset.value for name, preset in catalogue.items()}, **case.answers}
    resolver = _Resolver(program, Answers(values, participants), blocked, confirmed=confirmed)
    for question in program.derived_answers:
        resolver.value(question)
    presets = {**catalogue, **resolver.found}
    return Answers({**values, **{name: preset.value for name, preset in resolver.found.items()}}, participants), presets


class _Resolver(Evaluation):
    """An evaluation in which an unanswered question has the value that follows from other facts, if one does."""

    def __init__(self, program: Program, answers: Answers, blocked: frozenset[str], *, confirmed: bool) -> None:
        super().__init__(program, answers)
        self.blocked, self.confirmed = blocked, confirmed
        self.found: dict[str, Preset] = {}

    def value(self, fact: str) -> Value | None:
        """As for any evaluation, with derived answers."""
        derived = self.program.derived_answers.get(fact)
        if derived is None or fact in self.answers.values or fact in self.blocked:
            return super().value(fact)
        if fact in self.found:
            return self.found[fact].value
        if self.confirmed and derived.evidence.certainty is Certainty.MEMORY:
            return None
        value = self.first_line(derived.rule)
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
