"""The plan as one JSON object; docs/netz.schema.json describes it. Names are stable: others build on them."""

from __future__ import annotations

from typing import Any

from ..partner_json import reason_document
from .plan import NetworkPlan
from .plan_lines import lasting_risks
from .plan_reasons import Alternative, Step, steps_of
from .show_json import body_document, head_document, risk_document
from .targets import stage_named


def plan_document(plan: NetworkPlan) -> dict[str, Any]:
    """Everything that `netz planen` finds."""
    portfolio = plan.portfolio
    return {
        **head_document(portfolio, plan.view),
        "hinweise": list(plan.remarks),
        "verfahren": {
            "traeger": "vollstaendig",
            "partner": "vollstaendig" if plan.exact else "naeherung",
            "reihenfolge": "regel",
        },
        "schritte": [_step(item, plan) for item in steps_of(plan)],
        "nicht_geplant": [{"titel": item.title, "grund": item.reason} for item in plan.left],
        "salden": dict(plan.after),
        "nie_traeger": list(plan.never_carrier),
        "risiken_am_ende": [risk_document(item) for item in lasting_risks(plan)],
    }


def _step(item: Step, plan: NetworkPlan) -> dict[str, Any]:
    booking, verdict, bodies = item.booking, item.verdict, plan.portfolio.bodies
    stage = stage_named(booking.target, plan.portfolio.rulebase)
    return {
        "nummer": item.number,
        "ab": booking.start.isoformat(),
        "art": booking.kind,
        "aufgabe": booking.target.task.id,
        "name": booking.target.task.name,
        "vorhaben": booking.target.project.id if booking.target.project else None,
        "stufe": stage.id if stage else None,
        "traeger": body_document(bodies[booking.carrier]),
        "partner": [body_document(bodies[key]) for key in booking.partners],
        "schon_dabei": list(booking.before),
        "form": verdict.form or None,
        "form_name": verdict.name or None,
        "aussicht": verdict.outlook,
        "salden": {key: {"vorher": before, "nachher": after} for key, (before, after) in booking.balances.items()},
        "gruende": [reason_document(reason) for reason in item.reasons],
        "alternativen": [_alternative(other) for other in item.alternatives],
    }


def _alternative(item: Alternative) -> dict[str, Any]:
    return {
        "traeger": item.carrier or None,
        "partner": list(item.partners),
        "punkte_unterschied": round(item.difference, 2) if item.carrier else None,
        "text": item.text,
        "quelle": item.evidence.source if item.evidence else "regelwerk",
        "sicherheit": str(item.evidence.certainty) if item.evidence else "berechnet",
    }
