"""The cost figures of a case: from YAML nodes (or the rows of a workbook, which look the same) to the cost model.

Every defect is reported with its place, and reading goes on. docs/nutzen.md describes the keys.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

from ...inference.facts import Participant
from ...rulebase.benefit import TAXED
from ...rulebase.fields import Fields, Report
from ...rulebase.nodes import Mapping as MappingNode
from ...rulebase.nodes import Node
from ...rulebase.problem import InputProblems
from .amounts import MAX_CASES, MAX_GROWTH, MAX_PERCENT, amount_of, number_of, text_of, whole_of
from .model import NOTHING, ZERO, Amount, CostModel, Grant, Key, OneOff, PartnerCosts, Quality
from .read_items import MAX_ITEMS, joint_item, present_items, with_overhead
from .workbook import in_table_words

MAX_YEARS = 30
MAX_PERSONS = 10_000
MAX_DAYS = 366
INSTITUTION = "einrichtung"
MOST_PARTNERS = 100


def cost_model(node: Node, participants: Sequence[Participant]) -> CostModel:
    """The model of the figures for the participants of a case. Raises InputProblems with every defect."""
    report = Report()
    fields = Fields(node, report, "Kosten")
    remark = fields.text("hinweis", required=False)
    start = fields.date("beginn", required=True) or dt.date(2027, 1, 1)
    years = whole_of(fields, "jahre", MAX_YEARS, 1)
    if fields.node("jahre", required=True) is not None and years is None and not report:
        report.add(fields.place, "„jahre“ ist nicht beantwortet.", "Nennen Sie den Zeitraum der Rechnung in ganzen Jahren, zum Beispiel 5.")
    joint = Fields(fields.node("gemeinsam", required=True) or MappingNode(fields.place, {}), report, "Gemeinsame Kosten")
    joint_nodes = joint.items("kosten", required=fields.node("gemeinsam") is not None)
    model = CostModel(
        partners=_partners(fields, participants),
        joint=with_overhead([joint_item(item, report) for item in joint_nodes[:MAX_ITEMS]], report),
        start=start,
        years=years or 1,
        one_off=tuple(_one_off(item, start, report) for item in fields.items("einmalig")[:MAX_ITEMS]),
        grants=tuple(_grant(item, start, report) for item in fields.items("foerderung")[:MAX_ITEMS]),
        key=Key(fields.choice("schluessel", list(Key), required=True, default=Key.EQUAL)),
        performer=_performer(fields, participants),
        interest_percent=number_of(fields, "zinssatz", MAX_PERCENT),
        staff_growth_percent=number_of(fields, "tarifsteigerung", MAX_GROWTH) or ZERO,
        price_growth_percent=number_of(fields, "preissteigerung", MAX_GROWTH) or ZERO,
        quality=_quality(joint),
        work_days=whole_of(fields, "arbeitstage", MAX_DAYS, 1),
        cases_per_position=number_of(fields, "mindestfaelle_je_stelle", MAX_CASES),
        vat_stated=fields.choice("umsatzsteuer", TAXED, required=False),
        remarks=(remark,) if remark else (),
    )
    joint.done()
    fields.done()
    _check(model, fields, report)
    if report:
        raise InputProblems(in_table_words(report))
    return model


def _partners(fields: Fields, participants: Sequence[Participant]) -> tuple[PartnerCosts, ...]:
    """The partners in the order of the case; every participant must be named, and nobody else."""
    report, known = fields.report, {item.name: item for item in participants}
    found: dict[str, PartnerCosts] = {}
    items = fields.items("beteiligte", required=True)
    if len(items) > MOST_PARTNERS:
        report.add(items[MOST_PARTNERS].place, f"Mehr als {MOST_PARTNERS} Beteiligte sind in der Kostenrechnung nicht vorgesehen.", "")
    for node in items[:MOST_PARTNERS]:
        partner = _partner(node, known, report)
        if partner.name in found:
            report.add(node.place, f"„{partner.name}“ steht doppelt.", "Streichen Sie einen Eintrag.")
        found[partner.name] = partner
    for name in known:
        if items and name not in found and not report:
            remedy = "Ergänzen Sie den Eintrag; kostet die Aufgabe dort heute nichts, schreiben Sie „bisher: []“."
            report.add(fields.place, f"Zu „{name}“ fehlen die Kosten.", remedy)
    return tuple(found[name] for name in [*known, *(name for name in found if name not in known)] if name in found)


def _partner(node: Node, known: dict[str, Participant], report: Report) -> PartnerCosts:
    fields = Fields(node, report, "Beteiligte in der Kostenrechnung")
    name = fields.text("name")
    if name and name not in known:
        hint = report.suggestion(name, known) or "Nennen Sie die Beteiligten wie im Fall."
        at = fields.node("name")
        report.add(at.place if at else node.place, f"„{name}“ ist im Fall nicht beteiligt.", hint)
    participant = known.get(name)
    inhabitants = number_of(fields, "einwohner", MAX_CASES)
    if inhabitants is None and participant is not None and participant.inhabitants is not None:
        inhabitants = Decimal(participant.inhabitants)
    partner = PartnerCosts(
        name=name,
        items=present_items(fields, report),
        cases=number_of(fields, "faelle", MAX_CASES),
        inhabitants=inhabitants,
        share_percent=number_of(fields, "anteil", MAX_PERCENT),
        quality=_quality(fields),
        land=participant.land if participant else "",
        place=node.place,
    )
    fields.done()
    return partner


def _quality(fields: Fields) -> Quality:
    return Quality(whole_of(fields, "personen", MAX_PERSONS), whole_of(fields, "besetzte_tage", MAX_DAYS))


def _performer(fields: Fields, participants: Sequence[Participant]) -> str:
    """Who does the work: as given, else the one participant that takes the task over, else an institution of their own ("")."""
    names = [item.name for item in participants]
    given = fields.choice("durch", [*names, INSTITUTION], required=False)
    taking = [item.name for item in participants if item.role == "uebernehmend"]
    if given:
        return "" if given == INSTITUTION else given
    return taking[0] if len(taking) == 1 else ""


def _once(fields: Fields, start: dt.date) -> tuple[str, Amount, dt.date]:
    label, amount = fields.text("bezeichnung"), amount_of(fields, "betrag")
    if fields.node("betrag", required=True) is not None and not text_of(fields, "betrag"):
        fields.report.add(
            fields.place, "„betrag“ ist leer.", "Schreiben Sie einen Betrag, einen Rahmen („10.000 bis 12.000“) oder „weiß nicht“."
        )
    return label, amount or NOTHING, fields.date("am") or start


def _one_off(node: Node, start: dt.date, report: Report) -> OneOff:
    fields = Fields(node, report, "Einmalige Kosten")
    label, amount, day = _once(fields, start)
    partner = text_of(fields, "von")
    found = OneOff(label, amount, day, partner, fields.flag("foerderfaehig", default=True), node.place)
    fields.done()
    return found


def _grant(node: Node, start: dt.date, report: Report) -> Grant:
    fields = Fields(node, report, "Förderung")
    label, amount, day = _once(fields, start)
    found = Grant(label, amount, day, text_of(fields, "fuer"), node.place)
    fields.done()
    return found


def _check(model: CostModel, fields: Fields, report: Report) -> None:
    """What only the whole shows."""
    if len(model.partners) == 1 and not report:
        report.add(fields.place, "Die Kostenrechnung nennt nur eine Beteiligte oder einen Beteiligten.", "Zusammenarbeit braucht zwei.")
    _check_key(model, fields, report)
    _check_cases(model, report)
    names = model.names()
    once: list[OneOff | Grant] = [*model.one_off, *model.grants]
    for item in once:
        if item.partner and item.partner not in names and names:
            hint = report.suggestion(item.partner, names)
            report.add(item.place or fields.place, f"„{item.partner}“ ist nicht beteiligt.", hint)
        if not _in_horizon(model, item.day):
            text = f"{item.day:%d.%m.%Y} liegt nicht im Zeitraum der Rechnung oder in den zwei Jahren davor."
            report.add(item.place or fields.place, text, "Ändern Sie den Tag, oder verlängern Sie „jahre“.")


def _in_horizon(model: CostModel, day: dt.date) -> bool:
    return model.start.year - 2 <= day.year and day < dt.date(model.start.year + model.years, 12, 31)


def _check_key(model: CostModel, fields: Fields, report: Report) -> None:
    """What the key goes by must be known of everybody."""
    keys = {Key.CASES: ("cases", "faelle"), Key.INHABITANTS: ("inhabitants", "einwohner"), Key.SHARES: ("share_percent", "anteil")}
    if model.key not in keys:
        return
    attribute, word = keys[model.key]
    values = [getattr(item, attribute) for item in model.partners]
    for item, value in zip(model.partners, values, strict=True):
        if value is None:
            report.add(
                item.place or fields.place, f"Der Schlüssel „{model.key}“ braucht „{word}“ bei „{item.name}“.", f"Ergänzen Sie „{word}: …“."
            )
    total = sum((value for value in values if value is not None), ZERO)
    if model.key is Key.SHARES and None not in values and values and total != 100:
        report.add(
            fields.place,
            f"Die Anteile ergeben zusammen {total.normalize():f} statt 100 Prozent.".replace(".", ",", 1),
            "Ändern Sie „anteil“.",
        )
    elif None not in values and values and not total:
        report.add(
            fields.place, f"Der Schlüssel „{model.key}“ lässt sich nicht anwenden: Alle Werte sind null.", "Wählen Sie einen anderen."
        )


def _check_cases(model: CostModel, report: Report) -> None:
    """Costs that follow the cases need them."""
    needing = [(item, None) for item in model.joint] + [(item, partner) for partner in model.partners for item in partner.items]
    for item, partner in needing:
        concerned: Iterable[PartnerCosts] = [partner] if partner else model.partners
        if (item.driver in ("fall", "stufe") or item.fixed_share != 1) and any(one.cases is None for one in concerned) and item.place:
            names = ", ".join(one.name for one in concerned if one.cases is None)
            report.add(item.place, f"„{item.label}“ hängt von der Fallzahl ab; sie fehlt bei: {names}.", "Ergänzen Sie „faelle: …“.")
