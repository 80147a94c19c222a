"""Which questions can still change the opinion, and on which forms they act. Computed from the rules alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..inference.evaluator import Evaluation
from ..inference.program import Program
from ..inference.support import open_behind, open_questions
from ..rulebase.model import BARRIERS, Certainty, LegalForm
from .known import Known
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
    evaluation, confirmed = Evaluation(program, known.answers), Evaluation(program, known.confirmed)
    result: dict[str, Relevance] = {}
    for names, form, barrier in _open_points(program, evaluation, confirmed):
        for name in names:
            relevance = result.setdefault(name, Relevance())
            (relevance.deciding if barrier else relevance.touched)[form.land, form.id] = f"{form.name} ({form.land})"
    _behind_presets(result, program, evaluation)
    return {
        name: relevance for name, relevance in result.items() if name in program.questions and not program.questions[name].for_draft_only
    }


def _behind_presets(result: dict[str, Relevance], program: Program, evaluation: Evaluation) -> None:
    """A question also matters where its answer would answer one that does."""
    waiting = list(result)
    while waiting:
        name = waiting.pop()
        derived = program.derived_answers.get(name)
        for condition, _ in derived.rule.lines if derived else ():
            for other in open_questions(condition, evaluation):
                if other not in result:
                    result[other] = Relevance(dict(result[name].deciding), dict(result[name].touched))
                    waiting.append(other)


def _open_points(program: Program, evaluation: Evaluation, confirmed: Evaluation) -> Iterator[tuple[tuple[str, ...], LegalForm, bool]]:
    """For each form that is still possible: the questions behind whatever is open about it."""
    living = [form for form in program.forms if form.available and governs(form, evaluation) and not _excluded(form, program, confirmed)]
    for form in living:
        for rule in program.rules_of(form):
            truth = evaluation.truth(rule.trigger)
            if truth is None:
                barrier = rule.kind in BARRIERS
                yield open_questions(rule.trigger, evaluation), form, barrier
            if rule.authority_from and truth is not False:
                yield tuple(open_behind(rule.authority_from, evaluation)), form, False
        for effect in program.effects_of(form):
            if effect.direction != "neutral" and evaluation.truth(effect.trigger) is None:
                yield open_questions(effect.trigger, evaluation), form, False


def _excluded(form: LegalForm, program: Program, confirmed: Evaluation) -> bool:
    barriers = (rule for rule in program.rules_of(form) if rule.kind in BARRIERS and rule.evidence.certainty is not Certainty.MEMORY)
    return any(confirmed.truth(rule.trigger) for rule in barriers)
