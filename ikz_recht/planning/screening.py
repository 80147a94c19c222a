"""Screening: what the law says on every pair of municipalities in every task, many cases at once (needs numpy, extra `[spalten]`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ..advice.case import Case
from ..advice.finding import Assessor
from ..advice.known import known_answers
from ..advice.known_columns import known_columns
from ..advice.opinion import assess_form
from ..advice.opinion_columns import FormColumns, opinion_columns
from ..advice.prospect import Prospect
from ..inference.evaluator import Evaluation
from ..inference.facts import NO_ASSOCIATION, Participant, attribute_of
from ..inference.planes import Choices
from ..inference.program import Program, slice_program
from ..inference.roster import KIND_CODES, LAND_CODES, Roster
from ..rulebase.fact import TASK
from ..rulebase.model import LegalForm, Rulebase

CHUNK = 65_536  # cases at once: their planes stay in the processor's cache
Pair = tuple[int, int]


@dataclass(frozen=True)
class Region:
    """Municipalities by number, as participants and as columns. Raises nothing; who has no kind (gemeindefreies Gebiet) must be left out."""

    keys: tuple[str, ...]
    people: tuple[Participant, ...]

    def __post_init__(self) -> None:
        codes = {"": -1, NO_ASSOCIATION: 0}
        columns = {
            "kind": np.array([KIND_CODES[item.kind] for item in self.people], dtype=np.int64),
            "land": np.array([LAND_CODES[item.land] for item in self.people], dtype=np.int64),
            "inhabitants": np.array([np.nan if item.inhabitants is None else item.inhabitants for item in self.people]),
            **{
                name: np.array([codes.setdefault(attribute_of(item, name.partition(":")[2]), len(codes)) for item in self.people])
                for name in ("von:land", "von:kreis", "von:verband")
            },
        }
        object.__setattr__(self, "_columns", columns)

    def column(self, name: str) -> npt.NDArray[np.float64]:
        """A column by name."""
        found: npt.NDArray[np.float64] = self._columns[name]  # type: ignore[attr-defined]
        return found


@dataclass(frozen=True)
class Batch:
    """The cases of one program: the n-th is `pairs[n % len(pairs)]` in `tasks[n // len(pairs)]`; one column set per form."""

    pairs: tuple[Pair, ...]
    tasks: tuple[str, ...]
    forms: tuple[FormColumns, ...]

    def __len__(self) -> int:
        return len(self.pairs) * len(self.tasks)


@dataclass
class Screening:
    """Screens pairs under the law of a day. Prospects of open forms are computed once for cases that no rule tells apart."""

    rulebase: Rulebase
    day: dt.date
    region: Region
    _prospects: dict[tuple[Program, str, str, int], Prospect] = field(default_factory=dict)

    def batches(self, pairs: Sequence[Pair], tasks: Sequence[str]) -> Iterator[Batch]:
        """All pairs in all tasks, in batches of one set of Länder each. Pairs with a Land without rules are left out."""
        for lands, own in self._by_lands(pairs).items():
            program = slice_program(self.rulebase, lands, self.day)
            step = max(1, CHUNK // len(tasks))
            for start in range(0, len(own), step):
                yield self._batch(program, tuple(own[start : start + step]), tuple(tasks))

    def _by_lands(self, pairs: Sequence[Pair]) -> dict[tuple[str, ...], list[Pair]]:
        groups: dict[tuple[str, ...], list[Pair]] = {}
        for one, other in pairs:
            lands = tuple(sorted({self.region.people[one].land, self.region.people[other].land}))
            if all(land in self.rulebase.lands for land in lands):
                groups.setdefault(lands, []).append((one, other))
        return groups

    def _batch(self, program: Program, pairs: tuple[Pair, ...], tasks: tuple[str, ...]) -> Batch:
        members = np.tile(np.array(pairs, dtype=np.int64).reshape(-1), len(tasks))
        count = len(pairs) * len(tasks)
        column = self.region.column
        roster = Roster(
            count=count,
            none=np.zeros(count, dtype=np.bool_),
            owner=np.repeat(np.arange(count), 2),
            kind=column("kind")[members].astype(np.int64),
            role=np.full(2 * count, -1, dtype=np.int64),
            inhabitants=column("inhabitants")[members],
            holds_task=np.full(2 * count, -1, dtype=np.int8),
            land=column("land")[members].astype(np.int64),
            attributes={name: column(f"von:{name}")[members].astype(np.int64) for name in ("land", "kreis", "verband")},
            without=0,
        )
        answers = {TASK: Choices(tasks, np.repeat(np.arange(len(tasks), dtype=np.int16), len(pairs)))}
        batch = Batch(pairs, tasks, ())
        known = known_columns(program, answers, roster)
        forms = opinion_columns(known, lambda form, cases, signatures: self._outlooks(program, batch, form, cases, signatures))
        return Batch(pairs, tasks, tuple(forms))

    def _outlooks(
        self, program: Program, batch: Batch, form: LegalForm, cases: npt.NDArray[np.int64], signatures: npt.NDArray[np.uint64]
    ) -> list[Prospect]:
        found = []
        for number, signature in zip(cases.tolist(), signatures.tolist(), strict=True):
            key = (program, form.land, form.id, signature)
            if key not in self._prospects:
                self._prospects[key] = _prospect(program, form, self.case(batch, number))
            found.append(self._prospects[key])
        return found

    def case(self, batch: Batch, number: int) -> Case:
        """One case of a batch."""
        one, other = batch.pairs[number % len(batch.pairs)]
        participants = (self.region.people[one], self.region.people[other])
        return Case(participants=participants, answers={TASK: batch.tasks[number // len(batch.pairs)]})


def _prospect(program: Program, form: LegalForm, case: Case) -> Prospect:
    """The prospect of a form in a single case: the definition."""
    known = known_answers(case, program)
    evaluation = Evaluation(program, known.answers)
    confirmed = evaluation if known.confirmed is known.answers else Evaluation(program, known.confirmed)
    truths = {rule.id: evaluation.truth(rule.trigger) for rule in program.rules_of(form)}
    truths |= {effect.id: evaluation.truth(effect.trigger) for effect in program.effects_of(form)}
    return assess_form(form, Assessor(truths, evaluation, confirmed)).prospect
