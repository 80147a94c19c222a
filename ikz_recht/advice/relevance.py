"""Which questions can still change the opinion, and on which forms they act. Computed from the rules alone."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field

from ..inference.evaluator import Evaluation
from ..inference.program import Program
from ..inference.support import open_behind, open_questions
from ..rulebase.model import BARRIERS, Certainty, LegalForm
from .known import Known, evaluations
from .opinion import governs


@dataclass
class Relevance:
    """What hangs on one open question: `deciding` are the forms (Land and id to name) whose admissibility may turn on it, `touched` the rest."""

    deciding: dict[tuple[str, str], str] = field(default_factory=dict)
    touched: dict[tuple[str, str], str] = field(default_factory=dict)


def relevant_questions(program: Program, known: Known) -> dict[str, Relevance]:
    """Every unanswered question whose answer can still change the opinion.

    Rules count only for forms that are not already excluded for good; presets of the task catalogue that rest on memory do not exclude.
    """
    points = _OpenPoints(program, known)
    result: dict[str, Relevance] = {}
    for form in points.living:
        for names, barrier in points.of(form):
            for name in names:
                relevance = result.setdefault(name, Relevance())
                (relevance.deciding if barrier else relevance.touched)[form.land, form.id] = f"{form.name} ({form.land})"
    _behind_presets(result, points)
    return {name: relevance for name, relevance in result.items() if _asked(name, program)}


def first_relevant(names: Iterable[str], program: Program, known: Known) -> str:
    """The first of the names that `relevant_questions` would have, found without looking for the others; "" if there is none."""
    points = _OpenPoints(program, known)
    return next((name for name in names if _asked(name, program) and _matters(name, points, frozenset())), "")


def _asked(name: str, program: Program) -> bool:
    return name in program.questions and not program.questions[name].for_draft_only


def _behind_presets(result: dict[str, Relevance], points: _OpenPoints) -> None:
    """A question also matters where its answer would answer one that does."""
    waiting = list(result)
    while waiting:
        name = waiting.pop()
        for other in points.answering(name):
            if other not in result:
                result[other] = Relevance(dict(result[name].deciding), dict(result[name].touched))
                waiting.append(other)


def _matters(name: str, points: _OpenPoints, passed: frozenset[str]) -> bool:
    resting = points.program.resting_on.get(name, frozenset())
    if any(name in names for form in points.living for names, _ in points.of(form, resting)):
        return True
    passed |= {name}
    behind = (other for other in points.program.derived_answers if other not in passed and name in points.answering(other))
    return any(_matters(other, points, passed) for other in behind)


class _OpenPoints:
    """What is open about the forms that are still possible, and which questions would decide it."""

    def __init__(self, program: Program, known: Known) -> None:
        self.program = program
        self.evaluation, confirmed = evaluations(known, program)
        possible = [form for form in program.forms if form.available and governs(form, self.evaluation)]
        self.living = [form for form in possible if not _excluded(form, program, confirmed)]

    def of(self, form: LegalForm, among: Container[str] | None = None) -> Iterator[tuple[tuple[str, ...], bool]]:
        """The questions behind each open point of the form, and whether that is a barrier; only statements and derivations `among` these."""
        for rule in self.program.rules_of(form):
            if among is not None and rule.id not in among and rule.authority_from not in among:
                continue
            truth = self.evaluation.truth(rule.trigger)
            if truth is None:
                yield open_questions(rule.trigger, self.evaluation), rule.kind in BARRIERS
            if rule.authority_from and truth is not False:
                yield tuple(open_behind(rule.authority_from, self.evaluation)), False
        for effect in self.program.effects_of(form):
            chosen = (among is None or effect.id in among) and effect.direction != "neutral"
            if chosen and self.evaluation.truth(effect.trigger) is None:
                yield open_questions(effect.trigger, self.evaluation), False

    def answering(self, name: str) -> dict[str, None]:
        """The open questions from whose answers that of the named one would follow."""
        derived = self.program.derived_answers.get(name)
        lines = derived.rule.lines if derived else ()
        return dict.fromkeys(other for condition, _ in lines for other in open_questions(condition, self.evaluation))


def _excluded(form: LegalForm, program: Program, confirmed: Evaluation) -> bool:
    barriers = (rule for rule in program.rules_of(form) if rule.kind in BARRIERS and rule.evidence.certainty is not Certainty.MEMORY)
    return any(confirmed.truth(rule.trigger) for rule in barriers)
