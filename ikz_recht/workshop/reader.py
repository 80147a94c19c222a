"""The rule base to read: conditions as German sentences, the rules of a form in a lawyer's order, the cases beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..advice.rule_cases import RuleCase, read_rule_cases
from ..rulebase import condition as c
from ..rulebase.fact import FactType, Value, show_value, write_value
from ..rulebase.fields import Fields, Report
from ..rulebase.model import Derivation, LegalForm, Question, Rule, Rulebase, RuleKind

TITLES = {
    RuleKind.REQUIREMENT: "Voraussetzungen",
    RuleKind.EXCLUSION: "Ausschlüsse",
    RuleKind.OBLIGATION: "Auflagen",
    RuleKind.CONTENT: "Mindestinhalt",
    RuleKind.STEP: "Verfahren",
    RuleKind.EFFECT: "Rechtsfolgen",
    RuleKind.NOTE: "Hinweise",
    RuleKind.BORDER: "Über Landesgrenzen",
    RuleKind.DUTY: "Pflicht zur Zusammenarbeit",
    RuleKind.FUNDING: "Förderung",
}
_OPERATORS = {c.AT_LEAST: "mindestens", c.AT_MOST: "höchstens", c.MORE: "mehr als", c.LESS: "weniger als", c.CONTAINS: "darunter"}


@dataclass(frozen=True, slots=True)
class Outline:
    """A condition in words: a sentence, or a heading with parts."""

    text: str
    parts: tuple[Outline, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadRule:
    """A rule with its conditions in words; None where it has none."""

    rule: Rule
    when: Outline | None
    requires: Outline | None


@dataclass(frozen=True, slots=True)
class Chapter:
    """The rules of one kind."""

    kind: RuleKind
    title: str
    rules: tuple[ReadRule, ...]


def chapters(rules: Iterable[Rule], rulebase: Rulebase) -> tuple[Chapter, ...]:
    """The rules by kind, in the order of examination."""
    facts = _facts(rulebase)
    by_kind: dict[RuleKind, list[ReadRule]] = {}
    for rule in rules:
        when = None if rule.when == c.ALWAYS else outline(rule.when, facts)
        by_kind.setdefault(rule.kind, []).append(ReadRule(rule, when, None if rule.requires is None else outline(rule.requires, facts)))
    return tuple(Chapter(kind, title, tuple(by_kind[kind])) for kind, title in TITLES.items() if kind in by_kind)


def rules_of(form: LegalForm, rulebase: Rulebase) -> tuple[Rule, ...]:
    """The rules of the Land that speak of the form; what the federal law adds stands under its topics."""
    return tuple(rule for rule in rulebase.rules if rule.land == form.land and rule.concerns(form))


def case_names(root: Path, land: str, form: str) -> tuple[str, ...]:
    """The names of the cases beside the rules of a form."""
    path = root / "laender" / land.lower() / f"{form}.faelle.yaml"
    if not path.is_file():
        return ()
    found = (item for item in read_rule_cases(root, str(path)) if isinstance(item, RuleCase))
    return tuple(Fields(item.node, Report(), "").text("name", required=False) for item in found)


Facts = dict[str, Question | Derivation]


def _facts(rulebase: Rulebase) -> Facts:
    derivations: Facts = {item.id: item for item in rulebase.derivations}
    return {**derivations, **rulebase.questions}


def outline(condition: c.Condition, facts: Facts) -> Outline:
    """The condition in words."""
    if isinstance(condition, c.Not):
        return Outline("nicht:", (outline(condition.part, facts),))
    if isinstance(condition, c.AllOf | c.AnyOf):
        if len(condition.parts) == 1:
            return outline(condition.parts[0], facts)
        word = "alles davon:" if isinstance(condition, c.AllOf) else "mindestens eines davon:"
        return Outline(word, tuple(outline(part, facts) for part in condition.parts))
    return Outline(_comparison(condition, facts.get(condition.fact)))


def _comparison(comparison: c.Compare, fact: Question | Derivation | None) -> str:
    if fact is None:
        return f"{comparison.fact}: {comparison.value}"
    values = sorted(comparison.value, key=str) if isinstance(comparison.value, frozenset) else [comparison.value]
    clauses = [fact.clauses.get(str(write_value(value)), "") for value in values]
    if comparison.operator not in _OPERATORS and comparison.operator != c.ONLY and all(clauses):
        return " oder ".join(dict.fromkeys(clauses))
    shown = " oder ".join(_shown(value, fact.type) for value in values)
    word = "nur" if comparison.operator == c.ONLY else _OPERATORS.get(comparison.operator, "")
    return f"{fact.text} – {word} {shown}".replace("  ", " ")


def _shown(value: Value, fact_type: FactType) -> str:
    return f"„{fact_type.option_text(value)}“" if isinstance(value, str) else show_value(value, fact_type)
