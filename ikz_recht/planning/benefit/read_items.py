"""One cost that comes every year, today's or joint: from its keys to a CostItem."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from ...rulebase.fields import Fields, Report
from ...rulebase.nodes import Node
from .amounts import MAX_CASES, MAX_PERCENT, amount_of, number_of, share_of, text_of
from .model import HUNDRED, NOTHING, ONE, ZERO, Amount, CostItem, CostKind, Driver

MAX_ITEMS = 500
MAX_POSITIONS = Decimal(10_000)
NEVER = "nie"
_LABELS = {kind: str(kind) for kind in CostKind}


def present_items(fields: Fields, report: Report) -> tuple[CostItem, ...]:
    """The list `bisher` of a partner."""
    nodes = fields.items("bisher", required=True)
    if len(nodes) > MAX_ITEMS:
        report.add(nodes[MAX_ITEMS].place, f"Mehr als {MAX_ITEMS} Posten sind nicht vorgesehen.", "Fassen Sie Posten zusammen.")
    return with_overhead([_present_item(item, report) for item in nodes[:MAX_ITEMS]], report)


def _present_item(node: Node, report: Report) -> tuple[CostItem, Decimal | None]:
    fields = Fields(node, report, "Bisherige Kosten")
    item, percent = _item(fields)
    ends, stays = _falling_away(fields)
    item = replace(item, ends=ends, stays=stays, residual=share_of(fields, "bleibt", ZERO))
    fields.done()
    return item, percent


def _falling_away(fields: Fields) -> tuple[dt.date | None, bool]:
    text = text_of(fields, "entfaellt")
    if text == NEVER:
        return None, True
    return (fields.date("entfaellt") if text else None), False


def joint_item(node: Node, report: Report) -> tuple[CostItem, Decimal | None]:
    """An entry of the joint costs; with a percentage if it is a surcharge on staff."""
    fields = Fields(node, report, "Gemeinsame Kosten")
    item, percent = _item(fields)
    begins = fields.date("ab") if text_of(fields, "ab") else None
    ends = fields.date("bis") if text_of(fields, "bis") else None
    if begins and ends and ends <= begins:
        report.add(node.place, f"„{item.label}“ endet, bevor es beginnt.", "Vertauschen Sie „ab“ und „bis“.")
    item = replace(item, begins=begins, ends=ends + dt.timedelta(days=1) if ends else None)
    item = replace(item, driver=Driver(fields.choice("je", list(Driver), required=False, default=Driver.GROUP)))
    if item.driver is Driver.STEP:
        step = number_of(fields, "faelle_je_stufe", MAX_CASES, Decimal("0.01"))
        if step is None:
            fields.report.add(
                node.place, "Kosten je Stufe brauchen „faelle_je_stufe“.", "Ergänzen Sie, für wie viele Fälle eine Stufe reicht."
            )
        item = replace(item, step_cases=step or ONE)
    fields.done()
    return item, percent


def _item(fields: Fields) -> tuple[CostItem, Decimal | None]:
    """What both kinds of entries have in common."""
    kind = CostKind(fields.choice("art", list(CostKind), default=CostKind.OTHER))
    label = text_of(fields, "bezeichnung") or _LABELS[kind]
    percent = number_of(fields, "prozent", MAX_PERCENT)
    positions = number_of(fields, "stellen", MAX_POSITIONS)
    rate, amount = amount_of(fields, "satz"), amount_of(fields, "betrag")
    _check_one_way(fields)
    if positions is not None and rate is not None:
        amount = rate.times(positions)
    item = CostItem(
        kind=kind,
        label=label,
        amount=amount or NOTHING,
        fixed_share=share_of(fields, "fixanteil", ONE),
        positions=positions or ZERO,
        place=fields.place,
    )
    return item, percent


def _check_one_way(fields: Fields) -> None:
    """An amount is said in just one way."""
    given = {key for key in ("betrag", "satz", "stellen", "prozent") if text_of(fields, key)}
    if given in ({"betrag"}, {"stellen", "satz"}, {"prozent"}, {"betrag", "stellen"}):
        return
    text = "Ein Posten braucht „betrag“, oder „stellen“ und „satz“, oder „prozent“ der Personalkosten."
    remedy = "Kennen Sie den Betrag nicht, schreiben Sie „betrag: weiß nicht“." if not given else "Streichen Sie, was zu viel ist."
    fields.report.add(fields.place, text, remedy)


def with_overhead(entries: Iterable[tuple[CostItem, Decimal | None]], report: Report) -> tuple[CostItem, ...]:
    """The items in which each surcharge on staff has become one amount for every staff cost of the same list."""
    entries = list(entries)
    staff = [item for item, percent in entries if percent is None and item.kind is CostKind.STAFF]
    found: list[CostItem] = []
    for item, percent in entries:
        if percent is None:
            found.append(item)
            continue
        if not staff and item.place:
            report.add(
                item.place,
                "Ein Zuschlag in Prozent braucht Personalkosten in derselben Liste.",
                "Ergänzen Sie sie, oder nennen Sie einen Betrag.",
            )
        for one in staff:
            label = f"{item.label} auf {one.label}"
            found.append(replace(one, kind=item.kind, label=label, amount=_part(one.amount, percent), positions=ZERO, place=item.place))
    return tuple(found)


def _part(amount: Amount, percent: Decimal) -> Amount:
    return amount.times(percent / HUNDRED)
