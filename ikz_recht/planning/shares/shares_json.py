"""A division of costs as one JSON object; docs/teilen.schema.json describes it. Names are stable: others build on them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from .amounts import plain_number
from .divide import Division, SharesResult
from .given import EURO, Ground
from .recommend import recommend
from .rounding import rounded
from .transfers import Transfer

JSON_VERSION = 1
MOST_GROUPS = 5000  # of groups that do better alone, per division; beyond 12 partners there may be tens of thousands


def shares_document(result: SharesResult) -> dict[str, Any]:
    """Everything that was computed."""
    given, game = result.given, result.game
    found = recommend(result)
    return {
        "json": JSON_VERSION,
        "regelwerk": {
            "version": result.rulebase.version,
            "fingerabdruck": result.rulebase.fingerprint,
            "abgeschaltet": list(result.rulebase.disabled),
        },
        "titel": given.title,
        "aufgabe": given.task or None,
        "einheit": given.unit,
        "hinweise": list(given.all_remarks),
        "kommunen": list(game.names),
        "allein": _named(game.names, game.alone()),
        "gemeinsam": plain_number(game.total),
        "ersparnis": plain_number(result.saving),
        "kern": {"leer": result.core_empty, "abstand": plain_number(result.least_core)},
        "verteilungen": [_division(item, result) for item in result.divisions],
        "gewaehlt": given.chosen or None,
        "empfehlung": {
            "verfahren": found.division.method,
            "schluessel": found.key.id if found.key else None,
            "gruende": [_ground(item) for item in found.grounds],
            "ohne_zahlen": [key.id for key in found.lacking],
        },
    }


def _division(item: Division, result: SharesResult) -> dict[str, Any]:
    names = result.game.names
    document: dict[str, Any] = {
        "verfahren": item.method,
        "anteile": _named(names, item.shares),
        "gewinn": _named(names, item.gains),
        "besser_allein": [
            {"gruppe": list(result.game.members(better.mask)), "um": plain_number(better.by)} for better in item.better[:MOST_GROUPS]
        ],
        "besser_allein_anzahl": len(item.better),
        "verliert": [names[number] for number in item.losers],
        "ausgleich": None if item.compensation is None else [transfer_document(payment) for payment in item.compensation],
        "naechste_faire": None if item.nearest is None else _named(names, item.nearest),
    }
    if result.given.unit == EURO:
        document["zahlbetrag"] = _named(names, rounded(item.shares))
    return document


def transfer_document(item: Transfer) -> dict[str, Any]:
    """A payment."""
    return {"von": item.payer, "an": item.payee, "betrag": plain_number(item.amount)}


def _ground(item: Ground) -> dict[str, Any]:
    return {
        "art": item.kind,
        "text": item.text,
        "norm": item.norm or None,
        "quelle": item.evidence.source if item.evidence else None,
        "sicherheit": str(item.evidence.certainty) if item.evidence else "berechnet",
    }


def _named(names: Sequence[str], values: Sequence[Fraction]) -> dict[str, Any]:
    return {name: plain_number(value) for name, value in zip(names, values, strict=True)}
