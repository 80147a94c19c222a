"""How far single likely answers move the forms against each other, read off the rules' conditions; the basis of the order of asking.

A recommendation counts as settled when not even a few likely answers together (TOGETHER) could turn it. Each open effect and barrier is
expanded into the single answers that decide it; what only several answers decide together does not move anything here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..inference.terms import Constraint, Expansion, domain
from ..rulebase.condition import Condition
from ..rulebase.fact import PARTICIPANTS, TASK, Kind, Value
from ..rulebase.model import BARRIERS, Certainty, Nature, Question
from .opinion import FormKey, FormOpinion, Opinion
from .prospect import GOOD, Prospect

TOGETHER = 2


@dataclass
class _Answer:
    """What one answer does: points per form, forms that it excludes, forms that it makes good; `unlikely`: a normal barrier would stand."""

    points: dict[FormKey, float] = field(default_factory=dict)
    excludes: set[FormKey] = field(default_factory=set)
    opens: set[FormKey] = field(default_factory=set)
    unlikely: bool = False


def turning_together(opinion: Opinion) -> list[Question]:
    """The open questions whose likely answers, up to TOGETHER of them, could put another form first."""
    living = opinion.living
    found = opinion.recommendation
    if found is None or found.chosen.form.way is not None or len(living) < 2:
        return []
    answers = _answers(living, opinion)
    leader = found.chosen
    names: dict[str, None] = {}
    for rival in living:
        if rival is not leader:
            names.update(dict.fromkeys(_against(leader, rival, answers, opinion)))
    return [opinion.program.questions[name] for name in names]


def _against(leader: FormOpinion, rival: FormOpinion, answers: Mapping[str, Mapping[Value, _Answer]], opinion: Opinion) -> Iterator[str]:
    """The questions by which the rival could overtake the leader."""
    weights, order = opinion.case.weights, [form.id for form in opinion.program.forms]
    lead = leader.score.total(weights) - rival.score.total(weights)
    if order.index(rival.form.id) > order.index(leader.form.id):
        lead += 0.01  # at equal points the looser form leads
    rival_good = rival.prospect in GOOD
    swings: dict[str, float] = {}
    for name, by_value in answers.items():
        for outcome in by_value.values():
            if outcome.unlikely or rival.key in outcome.excludes:
                continue
            swing = outcome.points.get(rival.key, 0.0) - outcome.points.get(leader.key, 0.0)
            if rival_good and leader.key in outcome.excludes:
                swing = lead + 1
            if not rival_good and rival.key in outcome.opens:
                swing = max(swing, 0.5)
            swings[name] = max(swings.get(name, 0.0), swing)
    opening = rival_good or any(
        rival.key in outcome.opens and not outcome.unlikely for by_value in answers.values() for outcome in by_value.values()
    )
    if not opening:
        return
    ordered = sorted(swings.values(), reverse=True)
    for name, swing in swings.items():
        others = list(ordered)
        others.remove(swing)
        if swing > 0 and swing + sum(max(other, 0.0) for other in others[: TOGETHER - 1]) > lead - 1e-9:
            yield name


def _answers(living: Sequence[FormOpinion], opinion: Opinion) -> dict[str, dict[Value, _Answer]]:
    """What every likely single answer does to the living forms."""
    expansion = Expansion(opinion.evaluation)
    found: dict[str, dict[Value, _Answer]] = {}
    for effect, forms in _open_effects(living, opinion).items():
        trigger, group, points = effect
        weighted = points * opinion.case.weights.get(group, 1.0)
        for outcome in _outcomes(trigger, True, expansion, opinion, found):
            for key in forms:
                outcome.points[key] = outcome.points.get(key, 0.0) + weighted
    for form in living:
        _barriers(form, expansion, opinion, found)
    return found


def _open_effects(living: Sequence[FormOpinion], opinion: Opinion) -> dict[tuple[Condition, str, int], list[FormKey]]:
    effects: dict[tuple[Condition, str, int], list[FormKey]] = {}
    for form in living:
        for effect in opinion.program.effects_of(form.form):
            if effect.points() and opinion.evaluation.truth(effect.trigger) is None:
                effects.setdefault((effect.trigger, effect.group, effect.points()), []).append(form.key)
    return effects


def _barriers(form: FormOpinion, expansion: Expansion, opinion: Opinion, found: dict[str, dict[Value, _Answer]]) -> None:
    standing = [finding.rule for finding in form.findings if finding.rule.kind in BARRIERS and finding.truth is None]
    for rule in standing:
        for outcome, question in _outcomes_with_question(rule.trigger, expansion, opinion, found):
            if rule.normal is not None and question.nature is not Nature.CHOICE:
                outcome.unlikely = True
            elif rule.evidence.certainty is not Certainty.MEMORY:
                outcome.excludes.add(form.key)
    if form.prospect is Prospect.UNCERTAIN:
        for conditions in (item.conditions for item in form.outlook.sets if not item.doubts):
            uncertain = [condition for condition in conditions if condition.prospect() is Prospect.UNCERTAIN]
            if len(uncertain) == 1:
                for outcome in _of_answer(uncertain[0].fact, uncertain[0].constraint, opinion, found):
                    outcome.opens.add(form.key)


def _outcomes(
    trigger: Condition, wanted: bool, expansion: Expansion, opinion: Opinion, found: dict[str, dict[Value, _Answer]]
) -> Iterator[_Answer]:
    """The single answers under which the condition has the outcome."""
    for term in expansion.alternatives(trigger, wanted):
        if len(term) == 1:
            ((name, constraint),) = term.items()
            yield from _of_answer(name, constraint, opinion, found)


def _outcomes_with_question(
    trigger: Condition, expansion: Expansion, opinion: Opinion, found: dict[str, dict[Value, _Answer]]
) -> Iterator[tuple[_Answer, Question]]:
    for term in expansion.alternatives(trigger, True):
        if len(term) == 1:
            ((name, constraint),) = term.items()
            for outcome in _of_answer(name, constraint, opinion, found):
                yield outcome, opinion.program.questions[name]


def _of_answer(name: str, constraint: Constraint, opinion: Opinion, found: dict[str, dict[Value, _Answer]]) -> Iterable[_Answer]:
    """The entries of the answers that meet the constraint; none for a question that is not asked here."""
    question = opinion.program.questions.get(name)
    if question is None or name in opinion.case.unknown or name in (PARTICIPANTS, TASK):
        return []
    values = likely_answers(question)
    entries = found.setdefault(name, {value: _Answer() for value in values})
    return [entries[value] for value in values if constraint.allows(value)]


def likely_answers(question: Question) -> tuple[Value, ...]:
    """The answers worth trying: of numbers, dates, texts and Länder none, they hardly ever turn a recommendation."""
    if question.type.kind is Kind.MULTI:
        return tuple(frozenset({option}) for option in question.type.option_ids())
    if question.type.kind in (Kind.LAND, Kind.TASK):
        return ()
    return tuple(sorted(domain(question.type) or (), key=str))
