"""What templates see of a statement, a condition or an effect: plain texts, each with its footnote mark."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from ..advice.finding import Finding
from ..advice.opinion import FormOpinion, Opinion
from ..advice.prospect import Condition, ConditionSet
from ..advice.sentences import condition_clause, condition_kind
from ..inference.support import open_behind
from ..inference.terms import domain
from ..planning.german_names import upper_first
from ..rulebase.fact import PARTICIPANTS, show_value
from ..rulebase.model import Certainty, CriterionEffect, Nature, Rule, RuleKind
from .notes import Notes

_MANY = 2  # more alternatives than these are told by what is left out
_KINDS = {
    Nature.CHOICE: "Entscheidung der Beteiligten",
    Nature.JUDGEMENT: "in der Akte zu begründen",
    Nature.FACT: "zu klären",
    Nature.THIRD_PARTY: "einzuholen",
}

# A full stop after a word or a bracket, not after an abbreviation or a number, ends a sentence.
_SENTENCE_END = re.compile(r"(?<=[a-zäöüß)“]{2})\. (?=[A-ZÄÖÜ])")

# Where something was read is no matter for the page of those who decide.
_READ = re.compile(r" \([^()]*\bgelesen\b[^()]*\)|; dessen Wortlaut ist nicht gelesen")


def statement(finding: Finding, notes: Notes, form: FormOpinion | None) -> dict[str, Any]:
    """A finding as a statement; `form` decides which consequence is told."""
    rule = finding.rule
    return {**bare_rule(rule, notes), "folge": rule.consequence(form.form) if form else ""}


def statements(findings: Iterable[Finding], notes: Notes, form: FormOpinion | None) -> list[dict[str, Any]]:
    """Findings as statements."""
    return [statement(finding, notes, form) for finding in findings]


def bare_rule(rule: Rule, notes: Notes) -> dict[str, Any]:
    """A rule as a statement without consequence."""
    return {
        "text": rule.text,
        "norm": rule.norm,
        "fussnote": notes.rule(rule),
        "folge": "",
        "unbelegt": rule.evidence.certainty is Certainty.MEMORY,
    }


def reason(finding: Finding, form: FormOpinion, notes: Notes, opinion: Opinion) -> dict[str, Any]:
    """A finding that decides about a form, with the answers behind it or the questions before it."""
    questions = opinion.program.questions
    return {
        **statement(finding, notes, form),
        "wahr": finding.truth,
        "voraussetzung": finding.rule.kind is RuleKind.REQUIREMENT,
        "schliesst_aus": finding.excludes(),
        "annahme": finding.assumed,
        "antworten": [
            f"{questions[name].text} {opinion.value(name) or 'siehe Beteiligte'}"
            for name in finding.because
            if name in questions and name != PARTICIPANTS
        ],
        "fragen": [questions[name].text for name in finding.questions if name in questions],
    }


def condition(item: Condition, opinion: Opinion, notes: Notes) -> dict[str, Any]:
    """A condition: what completes „zulässig, wenn …“, whose move it is, and the statements that demand it."""
    normal = "; im Regelfall so" if item.normal and item.nature is not Nature.CHOICE else ""
    return {
        "text": clause(item, opinion),
        "art": f"{_KINDS[item.nature]}{normal}",
        "gestaltung": item.nature is Nature.CHOICE,
        "normen": list(dict.fromkeys(rule.norm for rule in item.barriers if rule.norm)),
        "fussnoten": list(dict.fromkeys(notes.rule(rule) for rule in item.barriers)),
    }


def authority(rule: Rule, opinion: Opinion) -> str:
    """Who decides in a step, "" if the rule names nobody; where it depends on open answers, on which."""
    found = opinion.authority(rule)
    derivation = opinion.program.derivation.get(rule.authority_from)
    if found is not None or derivation is None:
        return found or ""
    questions = opinion.program.questions
    asked = [questions[name] for name in dict.fromkeys(open_behind(derivation.id, opinion.evaluation)) if name in questions]
    on = f"der Antwort auf „{asked[0].text}“" if asked and asked[0].id != PARTICIPANTS else "den Angaben zu den Beteiligten"
    return f"{upper_first(derivation.text.removeprefix('zuständige '))}, abhängig von {on}"


def clause(item: Condition, opinion: Opinion) -> str:
    """What completes „zulässig, wenn …“; where all answers but one will do, the one that must not be."""
    question = opinion.program.questions.get(item.fact)
    every = domain(question.type) if question else None
    allowed = item.constraint.values
    if question is None or every is None or allowed is None or len(allowed) <= _MANY or len(every - allowed) != 1:
        return condition_clause(item, opinion.program).removesuffix(f" ({condition_kind(item)})")
    (denied,) = every - allowed
    return f"die Antwort auf „{question.text}“ nicht „{show_value(denied, question.type).rstrip('.')}“ lautet"


def first_sentence(text: str) -> str:
    """The first sentence, without where something was read."""
    first = _SENTENCE_END.split(_READ.sub("", text), maxsplit=1)[0]
    return first if first.endswith(".") else f"{first}."


def condition_set(found: ConditionSet, opinion: Opinion, notes: Notes) -> dict[str, Any]:
    """A smallest set of conditions, with the unproven statements that must not stand in the way."""
    return {
        "bedingungen": [condition(item, opinion, notes) for item in found.conditions],
        "zweifel": [bare_rule(rule, notes) for rule in found.doubts],
    }


def effect(item: CriterionEffect, notes: Notes) -> dict[str, Any]:
    """What a criterion says about a form."""
    return {
        "text": item.text,
        "staerke": item.strength,
        "ausschlaggebend": item.direction == "ausschluss",
        "unbelegt": item.evidence.certainty is Certainty.MEMORY,
        "fussnote": notes.mark("", item.evidence),
    }
