"""The findings of the partner search as one JSON object; docs/partner.schema.json describes it. Names are stable: others build on them."""

from __future__ import annotations

from typing import Any

from ..register.views import register_document
from .explain import Reason, reasons
from .partners import Suggestion
from .search import Result
from .units import Region, Unit

JSON_VERSION = 1


def partner_document(result: Result) -> dict[str, Any]:
    """Everything that was found, pairs before groups, each the best first."""
    findings, rulebase = result.findings, result.rulebase
    own = result.region.municipality(findings.own)
    return {
        "json": JSON_VERSION,
        "register": register_document(result.region.register)["register"],
        "regelwerk": {"version": rulebase.version, "fingerabdruck": rulebase.fingerprint, "abgeschaltet": list(rulebase.disabled)},
        "stichtag": result.day.isoformat(),
        "gemeinde": unit_document(own),
        "radius_km": result.wish.radius_km,
        "gewichte": {item.id: result.given.weights.get(item.id, item.weight) for item in rulebase.partner.criteria},
        "verglichen": findings.compared,
        "hinweise": list(result.remarks),
        "vorschlaege": [_suggestion(item, result) for item in (*findings.suggestions, *findings.groups)],
        "ohne_vorschlag": [{"aufgabe": item.task.id, "name": item.task.name, "grund": item.reason} for item in findings.left],
    }


def unit_document(unit: Unit) -> dict[str, Any]:
    """A municipality, association or Kreis. `ags`: eight, nine or five digits."""
    return {"ags": unit.key, "name": unit.name, "art": unit.kind, "land": unit.land, "einwohner": unit.inhabitants}


def _suggestion(item: Suggestion, result: Result) -> dict[str, Any]:
    verdict = item.verdict
    return {
        "aufgabe": item.task.id,
        "name": item.task.name,
        "art": "gruppe" if item.is_group else "paar",
        "fuer": unit_document(item.own),
        "partner": [_partner(item.own, unit, result.region) for unit in item.partners],
        "form": verdict.form or None,
        "form_name": verdict.name or None,
        "form_land": verdict.land or None,
        "weg": verdict.is_way,
        "aussicht": verdict.outlook,
        "punkte": round(item.points, 2),
        "kriterien": [
            {"kriterium": mark.criterion.id, "name": mark.criterion.name, "punkte": mark.points}
            for mark in item.marks
            if mark.grade is not None
        ],
        "gruende": [reason_document(reason) for reason in reasons(item, result.rulebase, result.district)],
        "suche": None if item.exact is None else "vollstaendig" if item.exact else "naeherung",
    }


def _partner(own: Unit, unit: Unit, region: Region) -> dict[str, Any]:
    distance = region.distance_km(own, unit)
    return {**unit_document(unit), "entfernung_km": None if distance is None else round(distance, 1)}


def reason_document(reason: Reason) -> dict[str, Any]:
    """One reason."""
    return {
        "art": reason.kind,
        "text": reason.text,
        "normen": list(reason.norms),
        "quelle": reason.source,
        "sicherheit": reason.certainty,
        "punkte": reason.points,
    }
