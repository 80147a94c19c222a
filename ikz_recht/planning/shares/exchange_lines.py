"""What `nutzen tausch` prints and answers with."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from ...rulebase.model import Rulebase
from .amounts import plain_number, show_amount
from .exchange import Settlement, task_name
from .shares_json import JSON_VERSION, transfer_document

VAT_REMARK = "Ob auf getauschte Leistungen Umsatzsteuer anfällt, sagt das Regelwerk nicht; das ist vorher zu klären."


def exchange_lines(found: Settlement, rulebase: Rulebase) -> Iterator[str]:
    """Who does what for whom, the balances, and the payments."""
    exchange = found.exchange
    yield exchange.title or "Aufgabentausch"
    for item in exchange.services:
        yield f"  {item.giver} für {item.taker}: {task_name(item.task, rulebase)}, {_money(item.amount, found)}"
    yield ""
    widths = max(len(item.name) for item in found.balances)
    for balance in found.balances:
        yield f"{balance.name.ljust(widths)}  {balance_text(found, balance.gives, balance.takes, balance.paid, balance.owes)}"
    yield ""
    yield from settlement_sentences(found)
    yield VAT_REMARK


def balance_text(found: Settlement, gives: Fraction, takes: Fraction, paid: Fraction, owes: Fraction) -> str:
    """What a partner gives, takes and has left, in words."""
    on_account = f", vorab {'gezahlt' if paid > 0 else 'erhalten'} {_money(abs(paid), found)}" if paid else ""
    left = "ausgeglichen" if not owes else f"{'hat zu zahlen' if owes > 0 else 'bekommt'} {_money(abs(owes), found)}"
    return f"erbringt {_money(gives, found)}, erhält {_money(takes, found)}{on_account}: {left}"


def settlement_sentences(found: Settlement) -> Iterator[str]:
    """The payments, and what they spare against bills one by one."""
    if not found.transfers:
        yield "Alles gleicht sich aus; es ist nichts zu zahlen."
    for item in found.transfers:
        yield f"{item.payer} zahlt an {item.payee}: {_money(item.amount, found)}."
    moved = sum((item.amount for item in found.transfers), Fraction(0))
    count, amount = found.each
    pairs, between = found.by_pair
    yield (
        f"Einzeln abgerechnet wären es {_payments(count)} über {_money(amount, found)}, je Paar verrechnet {_payments(pairs)} über "
        f"{_money(between, found)}; gemeinsam verrechnet {_payments(len(found.transfers))} über {_money(moved, found)}."
    )


def _payments(count: int) -> str:
    return "eine Zahlung" if count == 1 else "keine Zahlung" if not count else f"{count} Zahlungen"


def _money(amount: Fraction, found: Settlement) -> str:
    whole = amount.denominator == 1
    return f"{show_amount(amount, 0 if whole else 2)} {found.exchange.unit}"


def exchange_document(found: Settlement, rulebase: Rulebase) -> dict[str, Any]:
    """The settlement as one JSON object; docs/teilen.schema.json describes it."""
    exchange = found.exchange
    return {
        "json": JSON_VERSION,
        "titel": exchange.title,
        "einheit": exchange.unit,
        "leistungen": [
            {
                "von": item.giver,
                "fuer": item.taker,
                "aufgabe": item.task,
                "name": task_name(item.task, rulebase),
                "betrag": plain_number(item.amount),
            }
            for item in exchange.services
        ],
        "salden": [
            {
                "name": item.name,
                "erbringt": plain_number(item.gives),
                "erhaelt": plain_number(item.takes),
                "vorab_gezahlt": plain_number(item.paid),
                "zu_zahlen": plain_number(item.owes),
            }
            for item in found.balances
        ],
        "ausgleich": [transfer_document(item) for item in found.transfers],
        "vergleich": {
            "einzeln": _compared(*found.each),
            "je_paar": _compared(*found.by_pair),
            "gemeinsam": _compared(len(found.transfers), sum((item.amount for item in found.transfers), Fraction(0))),
        },
    }


def _compared(count: int, amount: Fraction) -> dict[str, Any]:
    return {"zahlungen": count, "betrag": plain_number(amount)}
