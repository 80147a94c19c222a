"""What the law says on a pair or group in a task: the recommended form with its prospect, under the law of the day.

Only barriers and suitability matter for that, so the other rules are left out; equal cases are computed once. Equal are cases whose
participants differ only in their names and in numbers of inhabitants that no rule tells apart.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from ..advice.case import Case
from ..advice.known import known_answers
from ..advice.opinion import Opinion
from ..advice.opinion_json import split_norms
from ..advice.prospect import PROSPECT_TEXT, Prospect
from ..advice.sentences import set_sentence
from ..advice.turning import provisional
from ..inference.bounds import inhabitant_bounds
from ..inference.facts import NO_ASSOCIATION, Participant, attribute_of
from ..inference.program import Program, slice_program
from ..rulebase.fact import LANDS, TASK
from ..rulebase.model import BARRIERS, LegalForm, Rule, Rulebase, RuleKind, Task
from ..rulebase.partner import NOT_COVERED

EXCLUDED = str(Prospect.EXCLUDED)
MOST_SUBSETS = 4  # with more participants every number counts as it is


@dataclass(frozen=True, slots=True)
class Verdict:
    """The recommended form or path. `outlook` is one of partner.OUTLOOKS; `form` "" where there is none.

    `holds` says for each participant whether the catalogue gives it the task (None: nothing); `border` is what the law says on cooperation
    across the border of a Land.
    """

    outlook: str
    form: str
    name: str
    land: str
    is_way: bool
    text: str
    norms: tuple[str, ...]
    holds: tuple[bool | None, ...]
    border: tuple[Rule, ...] = ()


@dataclass
class Law:
    """Gives verdicts. Länder without rules are `uncovered`."""

    rulebase: Rulebase
    day: dt.date
    _seen: dict[object, Verdict] = field(default_factory=dict)
    _programs: dict[tuple[str, ...], tuple[Program, frozenset[float] | None]] = field(default_factory=dict)

    def verdict(self, task: Task, participants: Sequence[Participant]) -> Verdict:
        """The verdict on these participants."""
        program, bounds = self._program(tuple(sorted({item.land for item in participants})))
        own = {float(bound) for holder in task.holders for bound in (holder.at_least, holder.below) if bound is not None}
        key = (
            task.id,
            *_signature(participants, None if bounds is None else sorted(own | {bound + shift for bound in bounds for shift in (0, 0.5)})),
        )
        if key not in self._seen:
            self._seen[key] = self._computed(task, tuple(participants), program)
        return self._seen[key]

    def _program(self, lands: tuple[str, ...]) -> tuple[Program, frozenset[float] | None]:
        if lands not in self._programs:
            program = slice_program(self.rulebase, lands, self.day)
            small = replace(
                program,
                rules=tuple(rule for rule in program.rules if rule.kind in BARRIERS or (len(lands) > 1 and rule.kind is RuleKind.BORDER)),
            )
            self._programs[lands] = small, inhabitant_bounds(small)
        return self._programs[lands]

    def _computed(self, task: Task, participants: tuple[Participant, ...], program: Program) -> Verdict:
        case = Case(participants=participants, answers={TASK: task.id})
        opinion = provisional(case, program, known_answers(case, program))
        holds = tuple(item.holds_task for item in opinion.known.answers.participants or ())
        found = opinion.recommendation
        form = found.chosen.form if found and not opinion.uncovered else None  # what one of two Länder says is told, but is no verdict
        return Verdict(
            outlook=NOT_COVERED if opinion.uncovered else str(found.chosen.prospect) if found else EXCLUDED,
            form=form.id if form else "",
            name=form.name if form else "",
            land=form.land if form else "",
            is_way=form is not None and form.way is not None,
            text=_text(opinion),
            norms=tuple(split_norms(form.norm)) if form else (),
            holds=holds,
            border=tuple(_border_rules(opinion, form)),
        )


def _border_rules(opinion: Opinion, form: LegalForm | None) -> Iterator[Rule]:
    """What applies across the border and speaks of the form; without a form, whatever applies."""
    for finding in opinion.general:
        if finding.truth and finding.rule.kind is RuleKind.BORDER and (form is None or finding.rule.concerns(form)):
            yield finding.rule


def _text(opinion: Opinion) -> str:
    """The verdict in sentences."""
    found = opinion.recommendation
    parts = []
    if opinion.uncovered:
        names = " und ".join(LANDS[land] for land in opinion.uncovered)
        parts.append(f"Das Recht von {names} ist im Regelwerk noch nicht erfasst; ob und wie es geht, ist dort zu prüfen.")
    if found is not None:
        chosen = found.chosen
        several = len(opinion.program.lands) + len(opinion.uncovered) > 1 and chosen.form.land in LANDS
        lead = f"Nach dem Recht von {LANDS[chosen.form.land]}" if several else "Rechtlich"
        parts.append(f"{lead}: {chosen.form.name} {PROSPECT_TEXT[chosen.prospect]}.".replace("ungewiss.", "ist ungewiss."))
        if chosen.outlook.sets:
            parts.append(set_sentence(chosen.outlook.sets[0], opinion.program))
    elif not opinion.uncovered:
        parts.append("Rechtlich bleibt nach den Regeln keine Form der Zusammenarbeit.")
    return " ".join(parts)


def _signature(participants: Sequence[Participant], bounds: list[float] | None) -> tuple[object, ...]:
    """Equal for participants that no rule tells apart: names of Kreise and associations count only by who shares them."""
    seats: dict[str, int] = {"": -1, NO_ASSOCIATION: -2}

    def shared(item: Participant, attribute: str) -> int:
        value = attribute_of(item, attribute)
        return seats.setdefault(value if value in seats else f"{attribute} {value}", len(seats))

    people = tuple((item.kind, item.land, item.role, shared(item, "kreis"), shared(item, "verband")) for item in participants)
    return people, _bands([item.inhabitants for item in participants], bounds)


def _bands(numbers: list[int | None], bounds: list[float] | None) -> tuple[object, ...]:
    """Between which bounds each number and each sum of some of them lies."""
    if bounds is None or len(numbers) > MOST_SUBSETS or None in numbers:
        return tuple(numbers)
    known = [number for number in numbers if number is not None]
    sums = (sum(chosen) for size in range(1, len(known) + 1) for chosen in combinations(known, size))
    order = tuple(sorted(range(len(known)), key=known.__getitem__))
    return (order, *(bisect_right(bounds, number) for number in sums))
