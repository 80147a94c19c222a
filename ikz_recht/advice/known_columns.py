"""What is known about many cases of the same Länder: their answers, completed as `known.known_answers` completes those of one case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ..inference.columns import ColumnEvaluation
from ..inference.overlay import column_from, filled
from ..inference.planes import Choices, Column, Flags, Plane
from ..inference.program import Program
from ..inference.roster import KIND_CODES, LAND_CODES, Roster
from ..rulebase.fact import PRIVATE_KINDS, TASK, Value
from ..rulebase.model import Certainty, Holder, Preset, Task
from .known import TERRITORIAL


class Resolved(ColumnEvaluation):
    """An evaluation in which an unanswered question has the value that follows from other facts, if one does."""

    def __init__(self, program: Program, answers: Mapping[str, Column], roster: Roster, *, confirmed: bool) -> None:
        super().__init__(program, answers, roster)
        self.confirmed = confirmed

    def value(self, fact: str) -> Column | None:
        """As for any evaluation, with derived answers."""
        derived = self.program.derived_answers.get(fact)
        if derived is None or (self.confirmed and derived.evidence.certainty is Certainty.MEMORY):
            return super().value(fact)
        if fact not in self._values:
            found = self.first_line(derived.rule, self.program.questions[fact].type)
            self._values[fact] = filled(self.answers.get(fact), found)
        return self._values[fact]


@dataclass(frozen=True)
class KnownColumns:
    """`everything` as the engines get it; `confirmed` without what rests on memory only, and what follows from that."""

    everything: Resolved
    confirmed: Resolved


def known_columns(program: Program, answers: Mapping[str, Column], roster: Roster) -> KnownColumns:
    """Complete the answers of cases whose public participants lie in the Länder of the program, and in no other."""
    return KnownColumns(*(_complete(program, answers, roster, confirmed=confirmed) for confirmed in (False, True)))


def _complete(program: Program, answers: Mapping[str, Column], roster: Roster, *, confirmed: bool) -> Resolved:
    task = answers.get(TASK)
    if not isinstance(task, Choices):
        return Resolved(program, answers, roster, confirmed=confirmed)
    tasks = {name: program.rulebase.tasks[name] for name in task.options if name in program.rulebase.tasks and task.same_as(name).any()}
    completed = {**answers, **_catalogue(program, answers, task, tasks, roster, confirmed=confirmed)}
    return Resolved(program, completed, _with_task(roster, task, tasks, confirmed=confirmed), confirmed=confirmed)


def _catalogue(
    program: Program, answers: Mapping[str, Column], task: Choices, tasks: Mapping[str, Task], roster: Roster, *, confirmed: bool
) -> dict[str, Column]:
    """What the chosen tasks answer where nobody has answered."""
    nowhere = np.zeros_like(roster.listed)
    hits: dict[str, dict[Value, Plane]] = {}
    for name, item in tasks.items():
        for preset in _presets(item, program).values():
            if confirmed and preset.evidence.certainty is Certainty.MEMORY:
                continue
            by_value = hits.setdefault(preset.question, {})
            by_value[preset.value] = by_value.get(preset.value, nowhere) | task.same_as(name)
    return {
        question: filled(answers.get(question), column_from(by_value, program.questions[question].type, roster.count, nowhere))
        for question, by_value in hits.items()
        if question in program.questions
    }


def _presets(task: Task, program: Program) -> dict[str, Preset]:
    """The preset of each question: of several for these Länder the last, as for a single case."""
    lands = set(program.lands)
    return {preset.question: preset for preset in task.presets if not preset.lands or (lands and lands <= preset.lands)}


def _with_task(roster: Roster, task: Choices, tasks: Mapping[str, Task], *, confirmed: bool) -> Roster:
    """Whether each participant holds the task, as far as it says so itself or the catalogue does."""
    holds = roster.holds_task.copy()
    open_rows = (holds < 0) & ~np.isin(roster.kind, [KIND_CODES[kind] for kind in PRIVATE_KINDS])
    chosen = task.codes[roster.owner]
    for name, item in tasks.items():
        rows = open_rows & (chosen == task.options.index(name))
        for land in np.unique(roster.land[rows]):
            here = rows & (roster.land == land)
            holds[here] = _holds(roster, here, _entries(item, int(land)), confirmed=confirmed)
    return replace(roster, holds_task=holds)


def _entries(task: Task, land: int) -> list[Holder]:
    return [holder for holder in task.holders if not holder.lands or land in {LAND_CODES[name] for name in holder.lands}]


def _holds(roster: Roster, rows: Flags, entries: list[Holder], *, confirmed: bool) -> np.ndarray[tuple[int, ...], np.dtype[np.int8]]:
    """What the entries of a Land say about these participants: 1, 0, or -1 where they say nothing."""
    named = [holder for holder in entries if not holder.possible]
    if not named or (confirmed and any(holder.evidence.certainty is Certainty.MEMORY for holder in named)):
        return np.full(int(rows.sum()), -1, dtype=np.int8)
    matches = {id(holder): _matches(roster, rows, holder) for holder in entries}
    sure = np.any([matches[id(holder)][0] for holder in named], axis=0)
    undecided = np.any([yes | maybe for yes, maybe in matches.values()], axis=0)
    territorial = np.isin(roster.kind[rows], [KIND_CODES[kind] for kind in TERRITORIAL])
    return np.where(sure, 1, np.where(undecided | ~territorial, -1, 0)).astype(np.int8)


def _matches(roster: Roster, rows: Flags, holder: Holder) -> tuple[Flags, Flags]:
    """Who is named by the entry, and of whom that is unknown."""
    kinds = np.isin(roster.kind[rows], [KIND_CODES[kind] for kind in holder.kinds])
    if holder.at_least is None and holder.below is None:
        return kinds, np.zeros_like(kinds)
    people = roster.inhabitants[rows]
    unknown = np.isnan(people)
    within = (people >= (holder.at_least or 0)) & ((people < holder.below) if holder.below is not None else True)
    return kinds & within & ~unknown, kinds & unknown
