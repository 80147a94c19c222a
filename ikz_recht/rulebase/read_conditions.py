"""The key `wenn` (and its relatives) to a Condition."""

from __future__ import annotations

from . import condition as c
from .fact import NUMERIC, FactType, Kind, Value, ValueProblem, parse_value
from .fields import Report
from .nodes import Mapping, Node, Scalar, Sequence

Vocabulary = dict[str, FactType]
_LOGIC = ("alle", "eine", "nicht")
_NEVER = c.AnyOf(())


def read_condition(node: Node, vocabulary: Vocabulary, report: Report) -> c.Condition:
    """The condition of a mapping; every defect is reported, and a defective part becomes one that never holds."""
    if not isinstance(node, Mapping) or not node.entries:
        report.add(
            node.place, "Eine Bedingung muss aus Schlüsseln und Werten bestehen.", "Schreiben Sie zum Beispiel {private_beteiligt: ja}."
        )
        return _NEVER
    parts = [_entry(key, place, value, vocabulary, report) for key, (place, value) in node.entries.items()]
    return parts[0] if len(parts) == 1 else c.AllOf(tuple(parts))


def _entry(key: str, place: object, value: Node, vocabulary: Vocabulary, report: Report) -> c.Condition:
    if key in ("alle", "eine"):
        if not isinstance(value, Sequence) or not value.items:
            report.add(value.place, f"Auf „{key}“ folgt eine Liste von Bedingungen.", "Jede beginnt mit „- “.")
            return _NEVER
        parts = tuple(read_condition(item, vocabulary, report) for item in value.items)
        return c.AllOf(parts) if key == "alle" else c.AnyOf(parts)
    if key == "nicht":
        return c.Not(read_condition(value, vocabulary, report))
    if key not in vocabulary:
        hint = report.suggestion(key, [*vocabulary, *_LOGIC]) or "Fragen stehen in rules/fragen, Ableitungen in rules/ableitungen."
        report.add(place, f"Eine Frage oder Ableitung „{key}“ gibt es nicht.", hint)  # type: ignore[arg-type]
        return _NEVER
    return _comparison(key, vocabulary[key], value, report)


def _comparison(fact: str, fact_type: FactType, value: Node, report: Report) -> c.Condition:
    if fact_type.kind in (Kind.PARTICIPANTS, Kind.TEXT):
        report.add(value.place, f"„{fact}“ lässt sich nicht vergleichen.", "Nutzen Sie eine Ableitung, zum Beispiel anzahl_beteiligte.")
        return _NEVER
    if isinstance(value, Scalar):
        if fact_type.kind is Kind.MULTI:
            report.add(value.place, f"„{fact}“ ist eine Menge.", f"Schreiben Sie {{{fact}: {{enthaelt: {value.text}}}}}.")
            return _NEVER
        constant = _value(value, fact_type, report)
        return _NEVER if constant is None else c.Compare(fact, c.EQUAL, constant)
    if not isinstance(value, Mapping):
        report.add(value.place, f"Nach „{fact}“ folgt ein Wert oder ein Vergleich.", f"Schreiben Sie {{{fact}: {{eins_von: […]}}}}.")
        return _NEVER
    parts = []
    for operator, (place, operand) in value.entries.items():
        if operator not in _allowed(fact_type):
            report.add(place, f"Den Vergleich „{operator}“ gibt es für „{fact}“ nicht.", report.suggestion(operator, _allowed(fact_type)))
            continue
        constants = _constants(operator, operand, fact_type, report)
        if constants is not None:
            parts.append(c.Compare(fact, operator, constants))
    if not parts:
        return _NEVER
    return parts[0] if len(parts) == 1 else c.AllOf(tuple(parts))


def _allowed(fact_type: FactType) -> tuple[str, ...]:
    if fact_type.kind in NUMERIC or fact_type.kind is Kind.DATE:
        return (*c.NUMBER_OPERATORS, c.ONE_OF)
    return c.SET_OPERATORS if fact_type.kind is Kind.MULTI else (c.ONE_OF,)


def _constants(operator: str, operand: Node, fact_type: FactType, report: Report) -> Value | frozenset[Value] | None:
    if operator not in (c.ONE_OF, c.ONLY):
        return _value(operand, fact_type, report)
    if not isinstance(operand, Sequence) or not operand.items:
        report.add(operand.place, f"Auf „{operator}“ folgt eine Liste.", "Schreiben Sie zum Beispiel [a, b].")
        return None
    values = [_value(item, fact_type, report) for item in operand.items]
    return frozenset(value for value in values if value is not None)


def _value(node: Node, fact_type: FactType, report: Report) -> Value | None:
    return read_value(node, FactType(Kind.CHOICE, fact_type.options) if fact_type.kind is Kind.MULTI else fact_type, report)


def read_value(node: Node, fact_type: FactType, report: Report) -> Value | None:
    """The value of a scalar under the type; None after reporting a defect."""
    if not isinstance(node, Scalar):
        report.add(node.place, "Hier steht ein einzelner Wert.", "")
        return None
    try:
        return parse_value(node.text, fact_type)
    except ValueProblem as problem:
        report.add(node.place, str(problem), problem.remedy)
        return None
