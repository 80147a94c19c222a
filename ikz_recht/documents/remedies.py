"""What would have to be otherwise for a form to be admissible, in words: choices as steps, facts only as what would have to be the case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from ..advice.changes import Change, Remedy, questions_behind
from ..advice.opinion import FormOpinion, Opinion
from ..inference.evaluator import Evaluation
from ..inference.facts import Answers
from ..inference.terms import domain
from ..rulebase.fact import PARTICIPANTS, TASK, show_value, write_value
from ..rulebase.model import BARRIERS, Certainty, Rule
from .notes import Notes


def remedy_view(remedy: Remedy, opinion: Opinion, notes: Notes) -> dict[str, Any]:
    """A remedy with its steps, what can be arranged first, and the notes of the rules that it satisfies."""
    ordered = sorted(remedy.changes, key=lambda change: not change.changeable)
    return {
        "schritte": [change.text if change.changeable else _fact(change, opinion) for change in ordered],
        "fussnoten": [notes.rule(rule) for rule in remedy.rules[:3]],
    }


def _fact(change: Change, opinion: Opinion) -> str:
    return f"wenn tatsächlich {change_clause(change, opinion)}"


def change_clause(change: Change, opinion: Opinion) -> str:
    """What completes „zulässig, wenn …“."""
    question = opinion.program.questions.get(change.question)
    if question is None or change.value is None or change.question == PARTICIPANTS:
        return f"die Zusammenarbeit {change.text} stattfindet"
    told = question.clauses.get(str(write_value(change.value)), "")
    return told or f"die Frage „{question.text}“ mit „{show_value(change.value, question.type)}“ zu beantworten ist"


def nearest(opinion: Opinion) -> tuple[FormOpinion, Remedy] | None:
    """The form that the smallest change would open: one that they can arrange first, then the fewest changes, then the more suitable form."""
    found = [(form, remedy) for form in opinion.forms if form.governing and form.form.available for remedy in openings(form, opinion)]
    weights = opinion.case.weights
    return min(found, key=lambda item: (*_ease(item[1]), -item[0].score.total(weights)), default=None)


def _ease(remedy: Remedy) -> tuple[bool, int]:
    return not remedy.own_doing(), len(remedy.changes)


def openings(form: FormOpinion, opinion: Opinion) -> list[Remedy]:
    """Changes of one or two answers after which nothing excludes the form any more; what is open may stay open, unlike with `remedies`.

    Those that they can arrange first.
    """
    program, known = opinion.program, opinion.known.answers
    evidenced = [rule for rule in program.rules_of(form.form) if rule.kind in BARRIERS and rule.evidence.certainty is not Certainty.MEMORY]
    standing = [finding.rule for finding in form.findings if finding.excludes()]
    candidates = [change for name in _questions(standing, opinion) for change in _changes(name, opinion)]
    found: list[Remedy] = []
    for size in (1, 2):
        for changes in combinations(candidates, size):
            values = {**known.values, **{change.question: change.value for change in changes if change.value is not None}}
            if len({change.question for change in changes}) == size and not any(set(item.changes) <= set(changes) for item in found):
                evaluation = Evaluation(program, Answers(values, known.participants))
                if not any(evaluation.truth(rule.trigger) for rule in evidenced):
                    found.append(Remedy(changes, tuple(standing)))
    return sorted(found, key=_ease)


def _questions(rules: Iterable[Rule], opinion: Opinion) -> list[str]:
    """The answered questions behind the rules, the participants left out."""
    names = dict.fromkeys(name for rule in rules for name in questions_behind(rule.trigger, opinion.program))
    return [name for name in names if name in opinion.program.questions and name not in (PARTICIPANTS, TASK)]


def _changes(name: str, opinion: Opinion) -> Iterator[Change]:
    question, current = opinion.program.questions[name], opinion.evaluation.value(name)
    for value in sorted(domain(question.type) or (), key=str):
        if value != current:
            shown, before = show_value(value, question.type), "" if current is None else f" statt „{show_value(current, question.type)}“"
            yield Change(name, value, None, f"{question.text} – „{shown}“{before}", question.changeable)


def clauses_in_words(changes: Iterable[Change], opinion: Opinion) -> str:
    """„wenn … und tatsächlich …“ without the first „wenn“."""
    ordered = sorted(changes, key=lambda change: not change.changeable)
    return " und wenn ".join(f"{'' if item.changeable else 'tatsächlich '}{change_clause(item, opinion)}" for item in ordered)
