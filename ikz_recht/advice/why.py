"""Why a form has its status: the derivation from rule to fact to answer, and what would have to change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..inference.evaluator import TRUTH_TEXT, Evaluation
from ..inference.support import answers_behind, deciding_facts
from ..rulebase.fact import PARTICIPANTS, show_value
from ..rulebase.model import BARRIERS
from .changes import Remedy, remedies
from .finding import STATUS_TEXT, Finding
from .opinion import FormOpinion, Opinion
from .opinion_json import split_norms, statement_document
from .origin import origin


@dataclass(frozen=True, slots=True)
class Step:
    """A fact on the way from a rule to the answers: a derivation with what it rests on, or an answer."""

    fact: str
    text: str
    value: str
    origin: str
    below: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """A barrier of the form with its truth, the derivation (if decided) and the questions (if open)."""

    finding: Finding
    steps: tuple[Step, ...]
    questions: tuple[str, ...]


def explain(opinion: Opinion, form: FormOpinion) -> list[Explanation]:
    """Every barrier of the form, those that stand in the way first."""
    evaluation = opinion.evaluation
    findings = [finding for finding in form.findings if finding.rule.kind in BARRIERS]
    findings.sort(key=lambda finding: (not finding.excludes(), not finding.leaves_open()))
    return [
        Explanation(
            finding,
            tuple(_step(fact, evaluation, opinion) for fact in deciding_facts(finding.rule.trigger, evaluation)),
            tuple(opinion.program.questions[name].text for name in finding.questions if name in opinion.program.questions),
        )
        for finding in findings
    ]


def _step(fact: str, evaluation: Evaluation, opinion: Opinion) -> Step:
    value = evaluation.value(fact)
    shown = "unbekannt" if value is None else show_value(value, opinion.program.types[fact])
    derivation = opinion.program.derivation.get(fact)
    if derivation is None:
        question = opinion.program.questions[fact]
        comes_from = f"Annahme, Herkunft: {origin(opinion, fact)}" if fact in opinion.known.presets else "Antwort"
        return Step(fact, question.text, shown, comes_from)
    below = tuple(_step(name, evaluation, opinion) for name in answers_behind(fact, evaluation) if name != PARTICIPANTS)
    comes_from = "aus den Beteiligten" if not below else f"abgeleitet{f' nach {derivation.norm}' if derivation.norm else ''}"
    return Step(fact, derivation.text, shown, comes_from, below)


def why_lines(opinion: Opinion, form: FormOpinion) -> Iterator[str]:
    """The explanation as plain lines."""
    yield f"{form.form.name} ({form.form.land}): {STATUS_TEXT[form.status]}"
    yield f"Rechtsgrundlage: {form.form.norm}"
    if not form.form.available:
        yield f"  {form.form.text}"
        return
    for explanation in explain(opinion, form):
        yield ""
        yield from _rule_lines(explanation)
    found = remedies(opinion, form.form)
    if found:
        yield ""
        yield from _remedy_lines(found)


def _rule_lines(explanation: Explanation) -> Iterator[str]:
    finding = explanation.finding
    rule = finding.rule
    yield f"{_verdict(finding)}: {rule.text}"
    yield f"    {rule.norm} – Beleg: {rule.evidence.certainty} ({rule.evidence.source}) – Regel {rule.id}, {rule.place}"
    for step in explanation.steps:
        yield from _step_lines(step, "    ")
    for question in explanation.questions:
        yield f"    offen: {question}"


def _verdict(finding: Finding) -> str:
    if finding.excludes():
        return "Steht entgegen"
    if finding.truth:
        return (
            "Steht entgegen, beruht aber auf einer unbestätigten Annahme" if finding.assumed else "Stünde entgegen, ist aber nicht belegt"
        )
    return "Offen" if finding.truth is None else "Steht nicht entgegen"


def _step_lines(step: Step, indent: str) -> Iterator[str]:
    yield f"{indent}weil: {step.text} {step.value} [{step.origin}]"
    for below in step.below:
        yield from _step_lines(below, indent + "    ")


def _remedy_lines(found: list[Remedy]) -> Iterator[str]:
    titles = {
        True: "Zulässig würde die Form, wenn die Beteiligten selbst ändern:",
        False: "Zulässig würde die Form bei anderem Sachverhalt:",
    }
    for own, title in titles.items():
        chosen = [remedy for remedy in found if remedy.own_doing() is own]
        if chosen:
            yield title
            for remedy in chosen:
                yield "  • " + " – zugleich: ".join(change.text for change in remedy.changes)
                norms = dict.fromkeys(rule.norm for rule in remedy.rules)
                if norms:
                    yield f"      räumt aus: {'; '.join(norms)}"


def why_document(opinion: Opinion, form: FormOpinion) -> dict[str, Any]:
    """The explanation as plain data, for `warum --json`."""
    return {
        "form": form.form.id,
        "land": form.form.land,
        "bezeichnung": form.form.name,
        "status": str(form.status),
        "regeln": [
            {
                **statement_document(explanation.finding.rule),
                "zustand": TRUTH_TEXT[explanation.finding.truth].replace(" ", "_"),
                "schliesst_aus": explanation.finding.excludes(),
                "herleitung": [_step_document(step) for step in explanation.steps],
                "fragen": list(explanation.finding.questions),
            }
            for explanation in explain(opinion, form)
        ],
        "aenderungen": [
            {
                "selbst_aenderbar": remedy.own_doing(),
                "schritte": [
                    {"frage": change.question, "text": change.text, "selbst_aenderbar": change.changeable} for change in remedy.changes
                ],
                "normen": list(dict.fromkeys(norm for rule in remedy.rules for norm in split_norms(rule.norm))),
            }
            for remedy in remedies(opinion, form.form)
        ],
    }


def _step_document(step: Step) -> dict[str, Any]:
    return {
        "angabe": step.fact,
        "text": step.text,
        "wert": step.value,
        "herkunft": step.origin,
        "aus": [_step_document(item) for item in step.below],
    }
