"""The network as one JSON object; docs/netz.schema.json describes it. Names are stable: others build on them."""

from __future__ import annotations

from typing import Any

from ...register.views import register_document
from ..partner_json import unit_document
from .portfolio import Body, Cooperation, Portfolio
from .risks import FoundRisk
from .view import NetworkView

JSON_VERSION = 1


def head_document(portfolio: Portfolio, view: NetworkView) -> dict[str, Any]:
    """What every answer on a network begins with."""
    rulebase = portfolio.rulebase
    return {
        "json": JSON_VERSION,
        "titel": portfolio.title,
        "stichtag": view.day.isoformat(),
        "register": register_document(view.region.register)["register"],
        "regelwerk": {"version": rulebase.version, "fingerabdruck": rulebase.fingerprint, "abgeschaltet": list(rulebase.disabled)},
        "hinweise": list(view.remarks),
    }


def network_document(view: NetworkView) -> dict[str, Any]:
    """Everything that `netz zeigen` shows."""
    portfolio = view.portfolio
    return {
        **head_document(portfolio, view),
        "gemeinden": [_body(body, view) for body in portfolio.bodies.values()],
        "zusammenarbeit": [_cooperation(item, view) for item in portfolio.cooperations],
        "teile": [list(part) for part in view.parts],
        "ohne_zusammenarbeit": list(view.apart),
        "nie_traeger": list(view.never_carrier),
        "risiken": [risk_document(item) for item in view.risks],
    }


def body_document(body: Body) -> dict[str, Any]:
    """A body. `ags` is the id of the file where it does not come from the register."""
    return unit_document(body.unit)


def _body(body: Body, view: NetworkView) -> dict[str, Any]:
    standing = view.standings[body.key]
    return {
        **body_document(body),
        "traegt": [item.id for item in standing.carried],
        "gibt_ab": [item.id for item in standing.handed],
        "leistet_fuer": standing.served,
        "saldo": standing.balance,
        "stellen": standing.positions,
        "erhaelt_euro": standing.received,
        "zahlt_euro": standing.paid,
        "traeger": list(standing.carriers),
        "bruecke": body.key in view.bridging,
    }


def _cooperation(item: Cooperation, view: NetworkView) -> dict[str, Any]:
    state = "laeuft" if item in view.running else "kommt" if item in view.waiting else "beendet"
    return {
        "id": item.id,
        "aufgabe": item.task,
        "name": view.portfolio.task_name(item),
        "traeger": item.carrier,
        "fuer": list(item.takers),
        "form": item.form or None,
        "seit": item.since.isoformat() if item.since else None,
        "bis": item.until.isoformat() if item.until else None,
        "stand": state,
        "stellen": item.positions,
        "personen": list(item.people),
        "zahlungen": dict(item.payments),
        "ansprechpartner": item.contact,
        "braucht": list(item.needs),
    }


def risk_document(item: FoundRisk) -> dict[str, Any]:
    """One risk."""
    evidence = item.risk.evidence
    return {
        "risiko": item.risk.id,
        "name": item.risk.name,
        "bereich": item.risk.about,
        "betrifft": item.subject,
        "text": item.text,
        "abhilfe": item.remedy,
        "quelle": evidence.source,
        "sicherheit": str(evidence.certainty),
    }
