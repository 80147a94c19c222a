"""Conditions and open points as German sentences."""

from __future__ import annotations

from collections.abc import Iterable

from ..inference.program import Program
from ..inference.terms import Constraint, domain
from ..rulebase import condition as c
from ..rulebase.fact import FactType, Kind, Value, show_value, write_value
from ..rulebase.model import VALUE_CLAUSE, Derivation, Nature, Question
from .prospect import Condition, ConditionSet, Prospect

_OPERATORS = {c.AT_LEAST: "mindestens {}", c.AT_MOST: "höchstens {}", c.MORE: "mehr als {}", c.LESS: "weniger als {}", c.EQUAL: "{}"}
_OPPOSITES = {c.AT_LEAST: c.LESS, c.AT_MOST: c.MORE, c.MORE: c.AT_MOST, c.LESS: c.AT_LEAST}
_NATURE = {Nature.JUDGEMENT: "zu begründen", Nature.THIRD_PARTY: "einzuholen", Nature.FACT: "zu klären"}
_LEAD = {
    Prospect.SURE: "Zulässig",
    Prospect.BY_CHOICE: "Zulässig, wenn {}.",
    Prospect.NORMALLY: "Im Regelfall zulässig, nämlich wenn {}.",
    Prospect.UNCERTAIN: "Zulässig nur, wenn {}.",
}


def set_sentence(found: ConditionSet, program: Program) -> str:
    """The whole set as one sentence."""
    parts = [condition_clause(item, program) for item in found.conditions]
    parts += [f"nicht entgegensteht, was nicht belegt ist: {rule.text.rstrip('.')} ({rule.norm})" for rule in found.doubts]
    if not parts:
        return "Zulässig."
    return _LEAD[found.prospect].format(parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} und wenn {parts[-1]}")


def condition_clause(condition: Condition, program: Program) -> str:
    """What completes „zulässig, wenn …“, with its kind and its norms."""
    return f"{_clause(condition, program)} ({condition_kind(condition)})"


def condition_kind(condition: Condition) -> str:
    """Whose move it is, and under which norm: „Ihre Wahl“, „zu begründen, Art. 2 Abs. 3 KommZG“."""
    if condition.nature is Nature.CHOICE:
        return "Ihre Wahl"
    kind = "zu begründen; im Regelfall so" if condition.normal and condition.nature is Nature.JUDGEMENT else _NATURE[condition.nature]
    if condition.normal and condition.nature is not Nature.JUDGEMENT:
        kind = f"{kind}; im Regelfall so"
    norms = "; ".join(dict.fromkeys(rule.norm for rule in condition.barriers if rule.norm))
    return f"{kind}, {norms}" if norms else kind


def _clause(condition: Condition, program: Program) -> str:
    question = program.questions.get(condition.fact)
    if question is None:
        derivation = program.derivation[condition.fact]
        if told := _written(derivation, condition.constraint):
            return told
        if derivation.type.kind is Kind.YES_NO and condition.constraint.values in (frozenset({True}), frozenset({False})):
            return f"{'gilt' if condition.constraint.allows(True) else 'nicht gilt'}: {derivation.text}"
        return f"gilt: {derivation.text}: {_shown(condition.constraint, derivation.type)}"
    written = _written(question, condition.constraint)
    if written:
        return written
    return f"die Frage „{question.text}“ so beantwortet wird: {_shown(condition.constraint, question.type)}"


def _written(fact: Question | Derivation, constraint: Constraint) -> str:
    """The rule base's own clauses for the allowed answers, "" if it has none for one of them."""
    if constraint.values is None:
        gap = fact.clauses.get(VALUE_CLAUSE, "")
        return gap.replace("{}", _shown(constraint, fact.type)) if gap else ""
    clauses = [fact.clauses.get(str(write_value(value)), "") for value in sorted(constraint.values, key=str)]
    return " oder ".join(dict.fromkeys(clauses)) if clauses and all(clauses) else ""


def _shown(constraint: Constraint, fact_type: FactType) -> str:
    if constraint.values is not None:
        every = domain(fact_type) or frozenset()
        others = every - constraint.values
        if others and 2 * len(others) < len(constraint.values):
            return f"nicht {_or(f'„{show_value(value, fact_type)}“' for value in sorted(others, key=str))}"
        return _or(f"„{show_value(value, fact_type)}“" for value in sorted(constraint.values, key=str))
    return " und ".join(_test(test, outcome, fact_type) for test, outcome in sorted(constraint.tests, key=str))


def _test(test: c.Compare, outcome: bool, fact_type: FactType) -> str:
    operator = test.operator if outcome else _OPPOSITES.get(test.operator, test.operator)
    denied = "nicht " if not outcome and operator not in _OPPOSITES else ""
    if isinstance(test.value, frozenset):
        shown = _or(_value(value, fact_type) for value in sorted(test.value, key=str))
        return f"{denied}{'nur ' if operator == c.ONLY else ''}{shown}"
    if operator == c.CONTAINS:
        return f"{denied}auch {_value(test.value, fact_type)}"
    return denied + _OPERATORS[operator].format(show_value(test.value, fact_type))


def _value(value: Value, fact_type: FactType) -> str:
    return fact_type.option_text(value) if isinstance(value, str) else show_value(value, fact_type)


def _or(texts: Iterable[str]) -> str:
    parts = list(texts)
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} oder {parts[-1]}"
