"""What the calculation went by, item for item, as the annex of the document shows it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ..planning.benefit.amounts import show
from ..planning.benefit.benefit import Benefit
from ..planning.benefit.model import HUNDRED, ONE, Amount, CostItem, Driver
from ..rulebase.fact import show_date

_DRIVERS = {Driver.GROUP: "", Driver.CASE: "je Fall", Driver.PARTNER: "je Beteiligte", Driver.STEP: "je Stufe"}


def inputs(benefit: Benefit) -> dict[str, Any]:
    """All given figures: those of each partner, the joint ones, what comes once, what is granted."""
    model = benefit.model
    return {
        "beteiligte": [
            {
                "name": item.name,
                "faelle": "" if item.cases is None else show(item.cases),
                "einwohner": "" if item.inhabitants is None else show(item.inhabitants),
                "anteil": "" if item.share_percent is None else show(item.share_percent),
                "posten": [_item(one, benefit) for one in item.items],
            }
            for item in model.partners
        ],
        "gemeinsam": [_item(item, benefit, joint=True) for item in model.joint],
        "einmalig": [
            {"bezeichnung": item.label, "betrag": amount_text(item.amount), "am": show_date(item.day), "von": item.partner or "alle"}
            for item in model.one_off
        ],
        "foerderung": [
            {"bezeichnung": item.label, "betrag": amount_text(item.amount), "am": show_date(item.day), "fuer": item.partner or "alle"}
            for item in model.grants
        ],
    }


def _item(item: CostItem, benefit: Benefit, *, joint: bool = False) -> dict[str, str]:
    return {
        "art": benefit.opinion.program.rulebase.benefit.kind_name(item.kind),
        "bezeichnung": item.label,
        "betrag": amount_text(item.amount),
        "naeher": "; ".join(_details(item, joint=joint)),
    }


def _details(item: CostItem, *, joint: bool) -> list[str]:
    found = [_DRIVERS[item.driver]]
    if item.driver is Driver.STEP:
        found[0] += f" von {show(item.step_cases)} Fällen"
    if item.positions:
        found.append(f"{show(item.positions)} Stellen")
    if item.fixed_share != ONE:
        found.append(f"{show(item.fixed_share * HUNDRED)} % davon unabhängig von der Fallzahl")
    if item.residual:
        found.append(f"{show(item.residual * HUNDRED)} % bleiben")
    if item.stays:
        found.append("fällt nicht weg")
    if item.begins:
        found.append(f"ab {show_date(item.begins)}")
    if item.ends:
        found.append(f"bis {show_date(item.ends - dt.timedelta(days=1))}" if joint else f"fällt am {show_date(item.ends)} weg")
    return [text for text in found if text]


def amount_text(amount: Amount) -> str:
    """„12.000“, „12.000 bis 15.000“, „unbekannt“."""
    if amount.high is None:
        return "unbekannt" if not amount.low else f"mindestens {show(amount.low)}"
    return show(amount.low) if amount.known else f"{show(amount.low)} bis {show(amount.high)}"
