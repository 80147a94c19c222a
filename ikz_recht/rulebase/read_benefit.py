"""rules/nutzen: what the benefit calculation goes by."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from .benefit import (
    COST_KINDS,
    PERFORMERS,
    SCENARIOS,
    SIDES,
    TAXED,
    THRESHOLDS,
    BenefitRules,
    Ceiling,
    Lever,
    PaybackMark,
    Programme,
    Remark,
    Scenario,
    TaxRate,
    TaxRule,
    Threshold,
)
from .condition import ALWAYS, Condition
from .fact import LANDS
from .fields import FACT_ID, ID, Fields, Report
from .nodes import Node
from .practice_folder import check_unique
from .problem import Place
from .read_conditions import Vocabulary, read_condition
from .read_statements import Sources, read_evidence, read_forms, read_validity

T = TypeVar("T")
MAX_AMOUNT = 100_000_000
MAX_PERCENT = 100
MAX_COUNT = 100


def read_benefit_file(vocabulary: Vocabulary, node: Node, sources: Sources, report: Report) -> BenefitRules:
    """One file of rules/nutzen."""
    fields = Fields(node, report, "Nutzen")
    fields.text("titel", required=False)
    sources.read(fields.items("quellen"), report)

    def each(key: str, read: Callable[[Fields, Sources], T], what: str) -> tuple[T, ...]:
        return tuple(_read(item, what, read, sources, report) for item in fields.items(key))

    def conditional(key: str, read: Callable[[Fields, Sources, Condition], T], what: str) -> tuple[T, ...]:
        return each(key, lambda inner, known: read(inner, known, _when(inner, vocabulary)), what)

    rate = fields.node("steuersatz")
    found = BenefitRules(
        kinds=each("kostenarten", _kind, "Kostenart"),
        hints=each("hinweise", _remark, "Hinweis"),
        research=each("forschung", _statement, "Aussage der Forschung"),
        quality=each("qualitaet", _remark, "Qualität"),
        tax_rate=_read(rate, "Steuersatz", _rate, sources, report) if rate else None,
        tax_rules=conditional("umsatzsteuer", _tax_rule, "Umsatzsteuer"),
        programmes=conditional("programme", _programme, "Förderprogramm"),
        scenarios=each("szenarien", _scenario, "Szenario"),
        levers=each("empfindlichkeit", _lever, "Empfindlichkeit"),
        payback=each("amortisation", _payback, "Amortisation"),
    )
    fields.done()
    return found


def check_benefit_ids(part: BenefitRules, before: BenefitRules, report: Report) -> None:
    """An id stands for one thing, and there is one rate of tax."""
    check_unique(
        (
            ("Das Programm", part.programmes, before.programmes),
            ("Das Szenario", part.scenarios, before.scenarios),
            ("Die Empfindlichkeit", part.levers, before.levers),
            ("Die Regel zur Umsatzsteuer", part.tax_rules, before.tax_rules),
        ),
        report,
    )
    if part.tax_rate and before.tax_rate and part.tax_rules:
        report.add(part.tax_rules[0].place, "Den Steuersatz gibt es schon.", "Streichen Sie einen.")


def _read(node: Node, what: str, read: Callable[[Fields, Sources], T], sources: Sources, report: Report) -> T:
    fields = Fields(node, report, what)
    found = read(fields, sources)
    fields.done()
    return found


def _when(fields: Fields, vocabulary: Vocabulary) -> Condition:
    node = fields.node("wenn")
    return read_condition(node, vocabulary, fields.report) if node else ALWAYS


def _kind(fields: Fields, sources: Sources) -> Remark:
    return Remark(
        fields.choice("id", COST_KINDS),
        fields.text("text"),
        read_evidence(fields, sources),
        fields.text("name"),
        fields.text("richtwert", required=False),
    )


def _remark(fields: Fields, sources: Sources) -> Remark:
    return Remark(
        fields.identifier(FACT_ID), fields.text("text"), read_evidence(fields, sources), guide=fields.text("richtwert", required=False)
    )


def _statement(fields: Fields, sources: Sources) -> Remark:
    return Remark("", fields.text("text"), read_evidence(fields, sources))


def _rate(fields: Fields, sources: Sources) -> TaxRate:
    percent = number_within(fields, "prozent", 0, MAX_PERCENT, required=True)
    return TaxRate(percent or Decimal(0), fields.text("text"), read_evidence(fields, sources))


def _tax_rule(fields: Fields, sources: Sources, when: Condition) -> TaxRule:
    return TaxRule(
        id=fields.identifier(FACT_ID),
        when=when,
        performer=fields.choice("durch", PERFORMERS, required=False),
        taxed=fields.choice("steuerbar", TAXED),
        text=fields.text("text"),
        norm=fields.text("norm", required=False),
        evidence=read_evidence(fields, sources),
        place=fields.place,
    )


def _programme(fields: Fields, sources: Sources, when: Condition) -> Programme:
    least = number_within(fields, "partner_mindestens", 1, MAX_COUNT)
    most = number_within(fields, "partner_hoechstens", 1, MAX_COUNT)
    ceiling = fields.node("hoechstbetrag")
    return Programme(
        id=fields.identifier(ID),
        land=fields.choice("land", LANDS),
        name=fields.text("name"),
        text=fields.text("text"),
        norm=fields.text("norm", required=False),
        evidence=read_evidence(fields, sources),
        place=fields.place,
        when=when,
        validity=read_validity(fields),
        forms=read_forms(fields),
        partners=(int(least or 1), None if most is None else int(most)),
        ceiling=_read(ceiling, "Höchstbetrag", _ceiling, sources, fields.report) if ceiling else None,
        thresholds=tuple(_read(item, "Schwelle", _threshold, sources, fields.report) for item in fields.items("schwellen")),
    )


def _ceiling(fields: Fields, sources: Sources) -> Ceiling:
    base = number_within(fields, "grundbetrag", 0, MAX_AMOUNT)
    percent = number_within(fields, "prozent_der_einmalkosten", 0, MAX_PERCENT)
    if base is None and percent is None:
        fields.report.add(fields.place, "Ein Höchstbetrag braucht „grundbetrag“ oder „prozent_der_einmalkosten“.", "Ergänzen Sie einen.")
    count = number_within(fields, "fuer", 1, MAX_COUNT)
    return Ceiling(base, int(count or 1), number_within(fields, "je_weitere", 0, MAX_AMOUNT), percent)


def _threshold(fields: Fields, sources: Sources) -> Threshold:
    without = fields.words("ohne")
    for word in without:
        if word not in COST_KINDS:
            fields.report.add(fields.place, f"Eine Kostenart „{word}“ gibt es nicht.", fields.report.suggestion(word, COST_KINDS))
    return Threshold(
        kind=fields.choice("art", THRESHOLDS),
        at_least=number_within(fields, "mindestens", 0, MAX_AMOUNT, required=True) or Decimal(0),
        text=fields.text("text"),
        evidence=read_evidence(fields, sources),
        exception=number_within(fields, "ausnahme", 0, MAX_AMOUNT),
        without=without,
    )


def _scenario(fields: Fields, sources: Sources) -> Scenario:
    kind = fields.choice("art", SCENARIOS)
    key, low, high = ("prozent", -99, 300) if kind == "faelle" else ("monate", 1, 120)
    change = None if kind == "austritt" else number_within(fields, key, low, high, required=True)
    return Scenario(
        fields.identifier(FACT_ID),
        kind,
        fields.text("name"),
        fields.text("text"),
        int(change or 0),
        read_evidence(fields, sources),
        fields.place,
    )


def _lever(fields: Fields, sources: Sources) -> Lever:
    kinds = fields.words("arten")
    for word in kinds:
        if word not in COST_KINDS:
            fields.report.add(fields.place, f"Eine Kostenart „{word}“ gibt es nicht.", fields.report.suggestion(word, COST_KINDS))
    percent = number_within(fields, "prozent", 1, 99, required=True)
    return Lever(
        fields.identifier(FACT_ID),
        fields.choice("seite", SIDES),
        kinds,
        percent or Decimal(10),
        fields.text("name"),
        read_evidence(fields, sources),
        fields.place,
    )


def _payback(fields: Fields, sources: Sources) -> PaybackMark:
    most = number_within(fields, "hoechstens_jahre", 0, MAX_COUNT)
    return PaybackMark(fields.text("name"), most, fields.text("text"), read_evidence(fields, sources))


def number_within(fields: Fields, key: str, low: float, high: float, *, required: bool = False) -> Decimal | None:
    """A number between bounds, exactly as it is written; None if missing or wrong (which is reported)."""
    place = node.place if (node := fields.node(key, required=required)) else Place(fields.place.path)
    number = fields.number(key)
    if number is None:
        return None
    if not low <= number <= high:
        fields.report.add(place, f"„{key}“ muss zwischen {low} und {high} liegen.", "Ändern Sie die Zahl.")
        return None
    return Decimal(str(number))
