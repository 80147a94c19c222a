"""The document of an exchange of tasks: what the template templates/tausch.md gets to see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from ..planning.shares.amounts import show_amount
from ..planning.shares.exchange import Settlement, task_name
from ..planning.shares.exchange_lines import VAT_REMARK, settlement_sentences
from ..rulebase.model import Rulebase
from .dialect import tidy
from .meta import DocumentMeta
from .templating import render
from .write import Office, rendered


def exchange_files(
    found: Settlement, rulebase: Rulebase, office: Office, formats: Sequence[str], day: dt.date, reference: Path | None = None
) -> dict[str, bytes]:
    """The document in each format. Raises TemplateProblem, RenderProblem."""
    title = found.exchange.title or "Aufgaben statt Geld"
    meta = DocumentMeta(
        title=f"Aufgabentausch: {title}",
        subtitle="Wer was für wen erledigt, und was auszugleichen ist",
        date=day,
        header=title,
        footer=f"Regelwerk {rulebase.version} · {rulebase.fingerprint} · Stand {day:%d.%m.%Y}",
    )
    markdown = tidy(render(office.environment(), "tausch.md", exchange_context(found, rulebase)))
    return rendered(f"{markdown}\n", meta, formats, office.style(reference))


def exchange_context(found: Settlement, rulebase: Rulebase) -> dict[str, object]:
    """Everything the template may name; docs/teilen.md describes it."""
    exchange = found.exchange
    return {
        "einheit": exchange.unit,
        "zeitraum": exchange.period,
        "leistungen": [
            {"von": item.giver, "fuer": item.taker, "aufgabe": task_name(item.task, rulebase), "betrag": _shown(item.amount)}
            for item in exchange.services
        ],
        "vorab": any(item.paid for item in found.balances),
        "salden": [
            {
                "name": item.name,
                "erbringt": _shown(item.gives),
                "erhaelt": _shown(item.takes),
                "vorab": _shown(item.paid),
                "rest": _shown(abs(item.owes)),
                "wort": "ausgeglichen" if not item.owes else "zahlt" if item.owes > 0 else "bekommt",
            }
            for item in found.balances
        ],
        "ausgleich": list(settlement_sentences(found)),
        "umsatzsteuer": VAT_REMARK,
    }


def _shown(amount: Fraction) -> str:
    return show_amount(amount, 0 if amount.denominator == 1 else 2)
