"""A question as fields of a form, and what was sent as its answer. The rules of reading are those of the case file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..rulebase.fact import FactType, Kind, Value, ValueProblem, parse_value
from ..rulebase.model import Question

UNKNOWN = "weiss_nicht"
NONE_OF_THEM = "keine_davon"
NOTHING = "nichts"  # an option of the rules that says the same


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form says about a question: answered (None: „weiß nicht“), or what is wrong with it. `texts` is shown again."""

    answered: bool = False
    value: Value | None = None
    problem: str = ""
    texts: tuple[str, ...] = ()


def answer_sent(question: Question, form: Mapping[str, Sequence[str]], field: str = "antwort") -> Sent:
    """The answer in the form; nothing chosen is a problem, for „weiß nicht“ can be chosen."""
    texts = tuple(form.get(field, ()))
    if UNKNOWN in form.get(f"{field}_unbekannt", ()) or texts == (UNKNOWN,):
        return Sent(True, None, "", texts)
    if question.type.kind is Kind.MULTI:
        return _several(question.type, texts)
    text = (texts or ("",))[0].strip()
    if not text:
        return Sent(problem=_missing(question.type), texts=texts)
    try:
        return Sent(True, parse_value(text, question.type), "", texts)
    except ValueProblem as problem:
        return Sent(problem=f"{problem} {problem.remedy}".strip(), texts=texts)


def _several(fact_type: FactType, texts: tuple[str, ...]) -> Sent:
    chosen = {text for text in texts if text in fact_type.option_ids()}
    if NONE_OF_THEM in texts:
        if chosen:
            return Sent(problem="„Keine davon“ passt nicht zu einer anderen Auswahl.", texts=texts)
        return Sent(True, frozenset(), "", texts)
    if NOTHING in chosen and len(chosen) > 1:
        return Sent(problem="„Nichts davon“ passt nicht zu einer anderen Auswahl.", texts=texts)
    if not chosen:
        return Sent(problem="Wählen Sie mindestens eine Antwort, „keine davon“ oder „weiß nicht“.", texts=texts)
    return Sent(True, frozenset(chosen), "", texts)


def _missing(fact_type: FactType) -> str:
    if fact_type.kind in (Kind.NUMBER, Kind.AMOUNT):
        return "Geben Sie eine Zahl ein, oder wählen Sie „weiß nicht“."
    if fact_type.kind is Kind.DATE:
        return "Geben Sie ein Datum ein, zum Beispiel 31.01.2027, oder wählen Sie „weiß nicht“."
    if fact_type.kind is Kind.TEXT:
        return "Geben Sie einen Text ein, oder wählen Sie „weiß nicht“."
    return "Wählen Sie eine Antwort, oder „weiß nicht“."
