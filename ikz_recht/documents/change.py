"""The document of a change plan: what the template templates/change.md gets to see, and its picture."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import jinja2

from ..advice.finding import Finding
from ..planning.change.lines import STATES, is_estimate, reached_text
from ..planning.change.model import ChangePlan, Need, PlannedPhase, PlannedRisk, PlannedStep, Said
from ..planning.change.plan import DATA, DIGITAL, FUNDING, LAW_OF_EXIT, LAW_OF_TASK, STAFF
from ..rulebase.change import MOST_STAGES, READINESS_GROUPS
from ..rulebase.fact import show_date, show_number
from .change_picture import change_picture
from .citations import bibliography
from .dialect import tidy
from .markdown_text import MarkdownText
from .notes import Notes
from .pictures import Picture, picture_mark
from .templating import render

FIRST_STEPS = 4
FIRST_RISKS = 3
MOST_CHANGES = 4
STAFF_TRACK = "personal"


def change_markdown(plan: ChangePlan, env: jinja2.Environment) -> tuple[str, Picture]:
    """The document as Markdown with its picture. Raises TemplateProblem."""
    notes = Notes(plan.opinion.program.rulebase.sources)
    done = notes.finish(tidy(render(env, "change.md", change_context(plan, notes))))
    literature, practice = bibliography(done.sources)
    rulebase = plan.opinion.program.rulebase
    sources = render(
        env,
        "change_quellen.md",
        {
            "literatur": literature,
            "praxis": practice,
            "stichtag": show_date(plan.opinion.day),
            "version": rulebase.version,
            "fingerabdruck": rulebase.fingerprint,
            "geprueft": [(law.name, show_date(law.checked_until)) for law in rulebase.lands.values()],
        },
    ).strip()
    return f"{done.markdown}\n\n{sources}\n\n{done.definitions}\n", change_picture(plan)


def change_context(plan: ChangePlan, notes: Notes) -> dict[str, Any]:
    """Everything the template may name; docs/change.md describes it."""
    return {
        "titel": plan.title,
        "form": plan.chosen.form.name if plan.chosen else "",
        "beginn": show_date(plan.begin),
        "start": show_date(plan.start),
        "dauer": _months((plan.start - plan.begin).days / 30.4375),
        "hinweise": list(plan.remarks),
        "verankert": plan.anchored,
        "bild": picture_mark(0),
        "erste": [_step(step, plan, notes) for step in plan.steps[:FIRST_STEPS]],
        "meilensteine": [
            {"name": step.short, "bis": show_date(step.end), "wer": list(step.roles), "nr": step.number}
            for step in plan.steps
            if step.milestone
        ],
        "phasen": [_phase(phase, plan, notes) for phase in plan.phases],
        "rollen": [{"name": role.name, **_said(role.said, notes)} for role in plan.roles],
        "anpassung": _all(plan.notes["anpassung"], notes),
        "beschaeftigte": _all(plan.notes["beschaeftigte"], notes),
        "personalschritte": [_step(step, plan, notes) for step in plan.steps if step.track == STAFF_TRACK],
        "personalrecht": _law(plan, (STAFF,), notes),
        "kommunikation": [
            {"zielgruppe": item.group, "phase": item.phase, "bis": show_date(item.day), "wer": list(item.roles), **_said(item.said, notes)}
            for item in plan.messages
        ],
        "digital": _digital(plan, notes),
        "risiken": [_risk(item, notes) for item in plan.risks],
        "erste_risiken": [item.risk.name for item in plan.risks[:FIRST_RISKS]],
        "kennzahlen": [{"name": item.name, **_said(item.said, notes)} for item in plan.measures],
        "ausstieg": _all(plan.notes["ausstieg"], notes),
        "ausstiegsrecht": _law(plan, (LAW_OF_EXIT,), notes),
        "foerderung": _law(plan, (FUNDING,), notes),
        "aufgabenrecht": _law(plan, (LAW_OF_TASK,), notes),
        "bereitschaft": _readiness(plan),
        "dauern": _all(plan.observed, notes),
        "offen": [
            {"frage": item.question, "aendert": list(item.changes[:MOST_CHANGES]), "weitere": max(0, len(item.changes) - MOST_CHANGES)}
            for item in plan.open
        ],
    }


def _said(said: Said, notes: Notes) -> dict[str, Any]:
    known = said.evidence is not None and said.evidence.source in notes.sources
    evidence = said.evidence if known else None
    return {
        "text": said.text,
        "fussnote": notes.mark(said.norm, evidence) if evidence or said.norm else MarkdownText(""),
        "unbelegt": is_estimate(said.evidence),
    }


def _all(said: Iterable[Said], notes: Notes) -> list[dict[str, Any]]:
    return [_said(item, notes) for item in said]


def _step(step: PlannedStep, plan: ChangePlan, notes: Notes) -> dict[str, Any]:
    return {
        **_said(step.said, notes),
        "nr": step.number,
        "wer": list(step.roles),
        "von": show_date(step.start),
        "bis": show_date(step.end),
        "nach": list(step.after),
        "meilenstein": step.milestone,
        "kritisch": step.critical,
        "puffer": step.reserve_days,
        "ergebnis": step.outcome,
        "luecke": step.gap,
        "phase": next(phase.phase.name for phase in plan.phases if phase.phase.id == step.phase),
    }


def _phase(phase: PlannedPhase, plan: ChangePlan, notes: Notes) -> dict[str, Any]:
    low, high = phase.phase.months
    return {
        "name": phase.phase.name,
        "von": show_date(phase.start),
        "bis": show_date(phase.end),
        "monate": _months(phase.months),
        "spanne": f"{show_number(low)} bis {show_number(high)} Monate",
        "gruende": _all(phase.reasons, notes),
        "ergebnis": phase.outcome,
        "schritte": [_step(step, plan, notes) for step in phase.steps],
        "recht": [{"nr": step.number, "name": step.short, "saetze": _all(step.details, notes)} for step in phase.steps if step.details],
    }


def _months(months: float) -> str:
    shown = show_number(round(months, 1))
    return f"{shown} {'Monat' if shown == '1' else 'Monate'}"


def _law(plan: ChangePlan, topics: Iterable[str], notes: Notes) -> list[dict[str, Any]]:
    return [_finding(finding, plan, notes) for topic in topics for finding in plan.law.get(topic, ())]


def _finding(finding: Finding, plan: ChangePlan, notes: Notes) -> dict[str, Any]:
    rule = finding.rule
    consequence = rule.consequence(plan.chosen.form) if plan.chosen else ""
    return {
        "text": f"{rule.text} {consequence}".strip(),
        "fussnote": notes.rule(rule),
        "unbelegt": is_estimate(rule.evidence),
    }


def _digital(plan: ChangePlan, notes: Notes) -> dict[str, Any]:
    goal = plan.digital.goal
    return {
        "ziel": goal.number if goal else 0,
        "hoechste": MOST_STAGES,
        "name": goal.name if goal else "",
        "text": goal.text if goal else "",
        "grund": _said(plan.digital.reason, notes) if plan.digital.reason else None,
        "erreicht": reached_text(plan) if plan.digital.reached is not None else "",
        "stufen": [
            {"nummer": stage.number, "name": stage.name, "text": stage.text, "bis_ziel": bool(goal and stage.number <= goal.number)}
            for stage in plan.digital.stages
        ],
        "voraussetzungen": [
            {"text": need.text, "stufe": need.question.stage, "antwort": STATES[need.answer] if plan.checked else "", "nr": need.step or 0}
            for need in sorted(plan.needs, key=lambda need: need.question.stage)
            if need.question.group == "digital"
        ],
        "verteilt": _all(plan.notes["verteilt"], notes),
        "vor_ort": _all(plan.notes["vor_ort"], notes),
        "recht": _law(plan, (DATA, DIGITAL), notes),
    }


def _risk(item: PlannedRisk, notes: Notes) -> dict[str, Any]:
    return {
        "name": item.risk.name,
        "einzelfall": item.risk.single,
        "muster": _said(item.pattern, notes),
        "anzeichen": item.signs,
        "gegenmittel": _said(item.remedy, notes),
        "schritte": list(item.steps),
    }


def _readiness(plan: ChangePlan) -> dict[str, Any]:
    ends = {step.number: show_date(step.end) for step in plan.steps}

    def view(need: Need) -> dict[str, Any]:
        return {
            "gruppe": READINESS_GROUPS[need.question.group],
            "text": need.text,
            "antwort": STATES[need.answer],
            "luecke": need.gap,
            "fehlt_bei": list(need.lacking),
            "nr": need.step or 0,
            "bis": ends.get(need.step or 0, ""),
        }

    return {
        "geprueft": plan.checked,
        "erfuellt": sum(need.answer is True for need in plan.needs),
        "anzahl": len(plan.needs),
        "luecken": [view(need) for need in plan.needs if need.answer is False],
        "ungeklaert": [view(need) for need in plan.needs if need.answer is None],
        "erledigt": [item.text for item in plan.done],
    }
