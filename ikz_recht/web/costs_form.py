"""The questions on costs as fields of one form, and what was entered as answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..inference.facts import Participant
from ..planning.benefit.asked import OPEN, Ask, questions
from ..planning.benefit.asked_again import Answers, contradictions
from ..planning.benefit.read_costs import INSTITUTION
from ..rulebase.fact import ValueProblem
from .form_fields import Field, Group

FRAME, JOINT = "Rahmen", "Künftig gemeinsam"
_JOINT = ("gemeinsam", "einmalig")
_PERFORMER = ("durch",)  # too much hangs on it to be chosen by not choosing


@dataclass(frozen=True, slots=True)
class Entered:
    """The answers, complete only where no field has a problem."""

    answers: Answers
    groups: tuple[Group, ...]


def costs_form(participants: Sequence[Participant], start: str, earlier: Answers) -> tuple[Group, ...]:
    """The form, filled with earlier answers."""
    names = [item.name for item in participants]
    fields = {}
    for ask in questions(participants, start):
        unchosen = ask.path == _PERFORMER and ask.usual == INSTITUTION
        answer = earlier.get(ask.path, "" if unchosen else ask.usual)
        fields[ask.path] = replace(_field(ask, names), value="" if answer == OPEN else answer, unknown=answer == OPEN)
    return _grouped(fields, names)


def costs_entered(participants: Sequence[Participant], form: Mapping[str, Sequence[str]], earlier: Answers) -> Entered:
    """What the form says; every defect at its field. Where something stands beside a ticked „weiß nicht“, what is new of the two counts."""
    names = [item.name for item in participants]
    fields: dict[tuple[str, ...], Field] = {}
    answers: Answers = {}
    for ask in questions(participants):
        field = _field(ask, names)
        text = next(iter(form.get(field.id, ())), "").strip()
        unknown = ask.may_be_open and f"{field.id}_unbekannt" in form and text in ("", earlier.get(ask.path))
        field = replace(field, value=text, unknown=unknown)
        try:
            if ask.path == _PERFORMER and not text:
                raise ValueProblem("Wählen Sie, wer die Aufgabe erledigt.", "")
            answers[ask.path] = ask.understood(OPEN if unknown else text)
        except ValueProblem as problem:
            field = replace(field, problem=f"{problem} {problem.remedy}".strip())
        fields[ask.path] = field
    if not any(field.problem for field in fields.values()):
        for path, text in contradictions(participants, answers):
            fields[path] = replace(fields[path], problem=text)
    return Entered(answers, _grouped(fields, names))


def _field(ask: Ask, names: Sequence[str]) -> Field:
    where = f"b{names.index(ask.path[0])}" if _own(ask.path, names) else ask.path[0]
    hint = "" if ask.choices else ask.hint
    label = ask.text.partition(": ")[2] if len(ask.path) > 1 else ask.text  # whose it is, the group says
    choices = (("", "Bitte wählen"), *ask.choices) if ask.path == _PERFORMER else ask.choices
    return Field("-".join((where, *ask.path[1:])), label, hint, choices=choices, may_be_open=ask.may_be_open)


def _own(path: tuple[str, ...], names: Sequence[str]) -> bool:
    return len(path) > 1 and path[0] in names


def _grouped(fields: Mapping[tuple[str, ...], Field], names: Sequence[str]) -> tuple[Group, ...]:
    groups: dict[str, list[Field]] = {}
    for path, field in fields.items():
        title = path[0] if _own(path, names) else JOINT if path[0] in _JOINT else FRAME
        groups.setdefault(title, []).append(field)
    return tuple(Group(title, tuple(items)) for title, items in groups.items())
