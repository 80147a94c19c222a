"""Two opinions side by side: which answers differ, and what that does to the forms."""

from __future__ import annotations

from dataclasses import dataclass

from ..rulebase.fact import show_value
from .case import Case
from .opinion import FormOpinion, Opinion


@dataclass(frozen=True, slots=True)
class AnswerPair:
    """A question that the two cases answer differently; "–" where one says nothing."""

    question: str
    text: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class FormPair:
    """A form in both opinions; None where one does not know it. `differs`: another rank, prospect or number of points."""

    land: str
    name: str
    first: FormOpinion | None
    second: FormOpinion | None
    differs: bool


def different_answers(first: Opinion, second: Opinion) -> tuple[AnswerPair, ...]:
    """What the cases say differently, in the order of the questionnaire; the participants first."""
    pairs = []
    names = [_names(opinion.case) for opinion in (first, second)]
    if names[0] != names[1]:
        pairs.append(AnswerPair("beteiligte", "Beteiligte", *names))
    for question in first.program.rulebase.questions.values():
        shown = [_shown(opinion, question.id) for opinion in (first, second)]
        if shown[0] != shown[1]:
            pairs.append(AnswerPair(question.id, question.text, *shown))
    return tuple(pairs)


def paired_forms(first: Opinion, second: Opinion) -> tuple[FormPair, ...]:
    """The forms of both, in the order of the first; those of the second alone at the end."""
    by_key = {form.key: form for form in second.forms}
    pairs = [_pair(form, by_key.pop(form.key, None), first, second) for form in first.forms]
    return (*pairs, *(_pair(None, form, first, second) for form in by_key.values()))


def _pair(one: FormOpinion | None, other: FormOpinion | None, first: Opinion, second: Opinion) -> FormPair:
    form = (one or other).form  # type: ignore[union-attr]
    standing = [
        None if item is None else (item.rank, item.prospect, item.score.total(opinion.case.weights))
        for item, opinion in ((one, first), (other, second))
    ]
    return FormPair(form.land, form.name, one, other, standing[0] != standing[1])


def _names(case: Case) -> str:
    return "; ".join(f"{item.name} ({item.role})" if item.role else item.name for item in case.participants or ())


def _shown(opinion: Opinion, name: str) -> str:
    case = opinion.case
    if name in case.answers:
        return show_value(case.answers[name], opinion.program.rulebase.questions[name].type)
    return "weiß nicht" if name in case.unknown else "–"
