"""Which answers decide a statement, and which questions would decide an open one."""

from __future__ import annotations

from collections.abc import Iterator

from ..rulebase import condition as c
from ..rulebase.fact import PARTICIPANTS
from ..rulebase.model import Aggregate, DecisionList, Derivation, Product
from .evaluator import Evaluation


def open_questions(condition: c.Condition, evaluation: Evaluation) -> tuple[str, ...]:
    """The questions whose answers could still make an open condition true or false; () if it is not open."""
    return tuple(dict.fromkeys(_open(condition, evaluation)))


def _open(condition: c.Condition, evaluation: Evaluation) -> Iterator[str]:
    if evaluation.truth(condition) is not None:
        return
    if isinstance(condition, c.Compare):
        yield from open_behind(condition.fact, evaluation)
    elif isinstance(condition, c.Not):
        yield from _open(condition.part, evaluation)
    else:
        for part in condition.parts:
            yield from _open(part, evaluation)


def open_behind(fact: str, evaluation: Evaluation) -> Iterator[str]:
    """The unanswered questions behind an unknown fact."""
    derivation = evaluation.program.derivation.get(fact)
    if derivation is None:
        yield fact
    elif evaluation.value(fact) is None:
        if fact not in evaluation.open_behind:
            evaluation.open_behind[fact] = tuple(dict.fromkeys(_open_derivation(derivation, evaluation)))
        yield from evaluation.open_behind[fact]


def _open_derivation(derivation: Derivation, evaluation: Evaluation) -> Iterator[str]:
    rule = derivation.rule
    if isinstance(rule, Aggregate):
        yield PARTICIPANTS
    elif isinstance(rule, Product):
        for factor in rule.factors:
            if evaluation.value(factor) is None:
                yield from open_behind(factor, evaluation)
    elif isinstance(rule, DecisionList):
        for condition, _ in rule.lines:
            yield from _open(condition, evaluation)
            if evaluation.truth(condition):
                return
    else:
        yield from _open(rule, evaluation)


def deciding_facts(condition: c.Condition, evaluation: Evaluation) -> tuple[str, ...]:
    """The facts (questions and derivations as the condition names them) that make it true or false; () if it is open."""
    return tuple(dict.fromkeys(_deciding(condition, evaluation)))


def _deciding(condition: c.Condition, evaluation: Evaluation) -> Iterator[str]:
    truth = evaluation.truth(condition)
    if truth is None:
        return
    if isinstance(condition, c.Compare):
        yield condition.fact
    elif isinstance(condition, c.Not):
        yield from _deciding(condition.part, evaluation)
    else:
        one_suffices = truth is isinstance(condition, c.AnyOf)
        for part in condition.parts:
            if evaluation.truth(part) is truth:
                yield from _deciding(part, evaluation)
                if one_suffices:
                    return


def answers_behind(fact: str, evaluation: Evaluation) -> tuple[str, ...]:
    """The answered questions that a known fact rests on (the fact itself if it is a question)."""
    return tuple(dict.fromkeys(_answers_behind(fact, evaluation)))


def _answers_behind(fact: str, evaluation: Evaluation) -> Iterator[str]:
    derivation = evaluation.program.derivation.get(fact)
    if derivation is None:
        yield fact
        return
    rule = derivation.rule
    if isinstance(rule, Aggregate):
        yield PARTICIPANTS
    elif isinstance(rule, Product):
        for factor in rule.factors:
            yield from _answers_behind(factor, evaluation)
    elif isinstance(rule, DecisionList):
        for condition, _ in rule.lines:
            for inner in _deciding(condition, evaluation):
                yield from _answers_behind(inner, evaluation)
            if evaluation.truth(condition):
                return
    else:
        for inner in _deciding(rule, evaluation):
            yield from _answers_behind(inner, evaluation)
