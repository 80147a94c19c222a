"""The change plan as one JSON object; docs/change.schema.json describes it. Names are stable: others build on them."""

from __future__ import annotations

from typing import Any

from ...advice.finding import Finding
from ...advice.opinion_json import split_norms
from ...rulebase.fact import write_value
from .facts import plan_facts
from .model import ChangePlan, Need, PlannedPhase, PlannedStep, Said

JSON_VERSION = 1


def change_document(plan: ChangePlan) -> dict[str, Any]:
    """The whole plan."""
    rulebase, chosen = plan.opinion.program.rulebase, plan.chosen
    goal = plan.digital.goal
    return {
        "json": JSON_VERSION,
        "regelwerk": {"version": rulebase.version, "fingerabdruck": rulebase.fingerprint, "abgeschaltet": list(rulebase.disabled)},
        "stichtag": plan.opinion.day.isoformat(),
        "titel": plan.title,
        "aufgabe": _fact(plan, "aufgabe"),
        "form": chosen.form.id if chosen else None,
        "form_name": chosen.form.name if chosen else None,
        "beginn": plan.begin.isoformat(),
        "start": plan.start.isoformat(),
        "hinweise": list(plan.remarks),
        "angaben": {name: _written(value) for name, value in plan_facts(plan.opinion, chosen).own.items() if value is not None},
        "stufe": {
            "ziel": goal.number if goal else None,
            "name": goal.name if goal else None,
            "grund": said_document(plan.digital.reason) if plan.digital.reason else None,
            "gesichert": plan.digital.reached,
        },
        "phasen": [_phase(phase) for phase in plan.phases],
        "rollen": [{"id": role.id, "name": role.name, **said_document(role.said)} for role in plan.roles],
        "kommunikation": [
            {
                "zielgruppe": item.group,
                "phase": item.phase,
                "bis": item.day.isoformat(),
                "wer": list(item.roles),
                **said_document(item.said),
            }
            for item in plan.messages
        ],
        "risiken": [
            {
                "id": item.risk.id,
                "name": item.risk.name,
                "muster": said_document(item.pattern),
                "einzelfall": item.risk.single,
                "anzeichen": item.signs,
                "gegenmittel": said_document(item.remedy),
                "schritte": list(item.steps),
            }
            for item in plan.risks
        ],
        "kennzahlen": [{"id": item.id, "name": item.name, **said_document(item.said)} for item in plan.measures],
        "texte": {topic: [said_document(item) for item in said] for topic, said in plan.notes.items()},
        "dauern_anderswo": [said_document(item) for item in plan.observed],
        "bereitschaft": {
            "geprueft": plan.checked,
            "fragen": [_need(need) for need in plan.needs],
            "erledigt": [said_document(item) for item in plan.done],
        },
        "recht": {topic: [_finding(item) for item in findings] for topic, findings in plan.law.items()},
        "offen": [{"frage": item.question, "aendert": list(item.changes)} for item in plan.open],
    }


def said_document(said: Said) -> dict[str, Any]:
    """A sentence with what supports it."""
    evidence = said.evidence
    return {
        "text": said.text,
        "normen": list(split_norms(said.norm)),
        "quelle": evidence.source if evidence else "",
        "sicherheit": str(evidence.certainty) if evidence else "",
    }


def _phase(phase: PlannedPhase) -> dict[str, Any]:
    low, high = phase.phase.months
    return {
        "id": phase.phase.id,
        "name": phase.phase.name,
        "von": phase.start.isoformat(),
        "bis": phase.end.isoformat(),
        "monate": round(phase.months, 1),
        "spanne_monate": [low, high],
        "sicherheit": str(phase.phase.evidence.certainty),
        "gruende": [said_document(reason) for reason in phase.reasons],
        "ergebnis": phase.outcome,
        "schritte": [step_document(step) for step in phase.steps],
    }


def step_document(step: PlannedStep) -> dict[str, Any]:
    """A step with its days."""
    return {
        "nr": step.number,
        "id": step.id,
        "art": step.track,
        **said_document(step.said),
        "wer": list(step.roles),
        "von": step.start.isoformat(),
        "bis": step.end.isoformat(),
        "nach": list(step.after),
        "meilenstein": step.milestone,
        "start": step.anchor,
        "kritisch": step.critical,
        "puffer_tage": step.reserve_days,
        "ergebnis": step.outcome,
        "luecke": step.gap,
        "recht": [said_document(item) for item in step.details],
    }


def _need(need: Need) -> dict[str, Any]:
    return {
        "frage": need.question.id,
        "gruppe": need.question.group,
        "text": need.text,
        "antwort": {True: "ja", False: "nein", None: "weiß nicht"}[need.answer],
        "fehlt_bei": list(need.lacking),
        "luecke": need.gap,
        "schritt": need.step,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    rule = finding.rule
    return {"regel": rule.id, **said_document(Said(rule.text, rule.evidence, rule.norm))}


def _fact(plan: ChangePlan, name: str) -> object:
    value = plan.opinion.evaluation.value(name)
    return None if value is None else write_value(value)


def _written(value: object) -> object:
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, frozenset):
        return sorted(value)
    return round(value, 2) if isinstance(value, float) else value
