"""Which questions can still change the opinion, and how much hangs on each. Computed from the rules alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..inference.evaluator import Evaluation
from ..inference.program import Program
from ..inference.support import open_behind, open_questions
from ..rulebase.model import BARRIERS, Certainty, LegalForm
from .known import Known
from .opinion import governs

_BARRIER, _RULE = 100, 1


@dataclass
class Relevance:
    """What hangs on one open question: `weight` orders the asking, `deciding` are forms whose admissibility may turn on it, `touched` the rest."""

    weight: int = 0
    deciding: dict[str, None] = field(default_factory=dict)
    touched: dict[str, None] = field(default_factory=dict)


def relevant_questions(program: Program, known: Known) -> dict[str, Relevance]:
    """Every unanswered question whose answer can still change the opinion.

    Rules count only for forms that are not already excluded for good; presets of the task catalogue that rest on memory do not exclude.
    """
    evaluation = confirmed = Evaluation(program, known.confirmed)
    result: dict[str, Relevance] = {}
    for names, weight, form, barrier in _open_points(program, evaluation, confirmed):
        for name in names:
            relevance = result.setdefault(name, Relevance())
            relevance.weight += weight
            (relevance.deciding if barrier else relevance.touched)[f"{form.name} ({form.land})"] = None
    return {
        name: relevance for name, relevance in result.items() if name in program.questions and not program.questions[name].for_draft_only
    }


def _open_points(program: Program, evaluation: Evaluation, confirmed: Evaluation) -> Iterator[tuple[tuple[str, ...], int, LegalForm, bool]]:
    """For each form that is still possible: the questions behind whatever is open about it, with their weight."""
    living = [form for form in program.forms if form.available and governs(form, evaluation) and not _excluded(form, program, confirmed)]
    for form in living:
        for rule in program.rules_of(form):
            truth = evaluation.truth(rule.trigger)
            if truth is None:
                barrier = rule.kind in BARRIERS
                yield open_questions(rule.trigger, evaluation), _BARRIER if barrier else _RULE, form, barrier
            if rule.authority_from and truth is not False:
                yield tuple(open_behind(rule.authority_from, evaluation)), _RULE, form, False
        for effect in program.effects_of(form):
            if effect.direction != "neutral" and evaluation.truth(effect.trigger) is None:
                yield open_questions(effect.trigger, evaluation), effect.strength, form, False


def _excluded(form: LegalForm, program: Program, confirmed: Evaluation) -> bool:
    barriers = (rule for rule in program.rules_of(form) if rule.kind in BARRIERS and rule.evidence.certainty is not Certainty.MEMORY)
    return any(confirmed.truth(rule.trigger) for rule in barriers)
