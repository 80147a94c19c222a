"""Exchange of tasks instead of money: who does what for whom, the balance of each partner, and the payments that settle what is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from ...rulebase.fields import Fields, Report
from ...rulebase.model import Rulebase
from ...rulebase.nodes import Mapping as MappingNode
from ...rulebase.nodes import Node, Scalar, parse_nodes
from ...rulebase.problem import InputProblems, suggestion
from ...rulebase.reading import read_text
from .amounts import decimal_points
from .given import EURO
from .read_game import MAX_NAME, read_amount
from .transfers import Transfer, settle

MAX_BYTES = 5_000_000
MAX_SERVICES = 5_000
_FOREIGN = ("koalitionen", "groessen", "gemischt", "schluessel", "aufgabe")  # for `nutzen teilen`, which may stand in the same file


@dataclass(frozen=True, slots=True)
class Service:
    """What one partner does for another, or has paid to it already (`task` ""), with the value of a year."""

    giver: str
    taker: str
    task: str
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Exchange:
    """A portfolio of services and payments made on account."""

    title: str
    unit: str
    period: str
    services: tuple[Service, ...]
    paid: tuple[Service, ...] = ()

    def names(self) -> tuple[str, ...]:
        """Everyone, in the order of the file."""
        return tuple(dict.fromkeys(name for item in (*self.services, *self.paid) for name in (item.giver, item.taker)))


@dataclass(frozen=True, slots=True)
class Balance:
    """What a partner gives and takes, and what it has paid and received on account; `owes` is what is left to pay (negative: to get)."""

    name: str
    gives: Fraction
    takes: Fraction
    paid: Fraction

    @property
    def owes(self) -> Fraction:
        """What the partner still has to pay; negative if it gets money."""
        return self.takes - self.gives - self.paid


@dataclass(frozen=True, slots=True)
class Settlement:
    """The balances, the payments, and what bills one by one, or pair by pair, would have moved."""

    exchange: Exchange
    balances: tuple[Balance, ...]
    transfers: tuple[Transfer, ...]
    each: tuple[int, Fraction]
    by_pair: tuple[int, Fraction]


def settle_exchange(exchange: Exchange) -> Settlement:
    """Balance the portfolio and find the fewest payments."""
    names = exchange.names()
    balances = tuple(_balance(name, exchange) for name in names)
    transfers = tuple(settle(names, [item.owes for item in balances]))
    billed = [item.amount for item in exchange.services if item.amount]
    pairs = _pairs(exchange)
    return Settlement(
        exchange, balances, transfers, (len(billed), sum(billed, Fraction(0))), (len(pairs), sum(pairs.values(), Fraction(0)))
    )


def _balance(name: str, exchange: Exchange) -> Balance:
    gives = sum((item.amount for item in exchange.services if item.giver == name), Fraction(0))
    takes = sum((item.amount for item in exchange.services if item.taker == name), Fraction(0))
    out = sum((item.amount for item in exchange.paid if item.giver == name), Fraction(0))
    back = sum((item.amount for item in exchange.paid if item.taker == name), Fraction(0))
    return Balance(name, gives, takes, out - back)


def _pairs(exchange: Exchange) -> Mapping[tuple[str, str], Fraction]:
    """What each pair would still pay each other if only the two of them set off."""
    net: dict[tuple[str, str], Fraction] = {}
    for item in (*exchange.services, *exchange.paid):
        first, second = sorted((item.giver, item.taker))
        sign = 1 if item.giver == first else -1
        net[(first, second)] = net.get((first, second), Fraction(0)) + sign * item.amount
    return {pair: abs(amount) for pair, amount in net.items() if amount}


def read_exchange(path: Path, rulebase: Rulebase) -> Exchange:
    """The file of `nutzen tausch`: `leistungen: [{von, fuer, aufgabe, betrag}]`. Raises InputProblems with every defect."""
    report = Report()
    fields = Fields(parse_nodes(read_text(path, MAX_BYTES), path), report, "Aufgabentausch")
    for key in _FOREIGN:
        fields.node(key)
    items, payments = fields.items("leistungen", required=True), fields.items("zahlungen")
    for group in (items, payments):
        if len(group) > MAX_SERVICES:
            report.add(group[MAX_SERVICES].place, f"Mehr als {MAX_SERVICES} Einträge sind nicht vorgesehen.", "")
    points = decimal_points([*_amount_texts(items), *_amount_texts(payments)])
    exchange = Exchange(
        title=fields.text("titel", required=False),
        unit=fields.text("einheit", required=False) or EURO,
        period=fields.text("zeitraum", required=False),
        services=tuple(_service(item, "fuer", rulebase, report, points) for item in items[:MAX_SERVICES]),
        paid=tuple(_service(item, "an", rulebase, report, points) for item in payments[:MAX_SERVICES]),
    )
    fields.done()
    if fields.node("leistungen") is not None and not items and not report:
        report.add(
            fields.place, "„leistungen“ ist leer.", "Nennen Sie zum Beispiel: {von: A, fuer: B, aufgabe: standesamt, betrag: 40000}."
        )
    if report:
        raise InputProblems(report)
    return exchange


def _amount_texts(items: Sequence[Node]) -> list[str]:
    found = [item.entries.get("betrag") for item in items if isinstance(item, MappingNode)]
    return [entry[1].text for entry in found if entry is not None and isinstance(entry[1], Scalar)]


def _service(node: Node, to: str, rulebase: Rulebase, report: Report, points: bool) -> Service:
    """A service (`to` is „fuer“), or a payment on account („an“)."""
    is_service = to == "fuer"
    fields = Fields(node, report, "Leistung" if is_service else "Zahlung")
    giver, taker = _name(fields, "von"), _name(fields, to)
    if giver and giver == taker:
        report.add(node.place, f"„{giver}“ steht auf beiden Seiten.", f"„von“ und „{to}“ nennen zwei verschiedene Kommunen.")
    task = fields.text("aufgabe") if is_service else ""
    task_node = fields.node("aufgabe") if is_service else None
    close = suggestion(task, rulebase.tasks) if task and task not in rulebase.tasks else ""
    if close.startswith("Gemeint") and task_node is not None and " " not in task:
        report.add(
            task_node.place, f"Eine Aufgabe „{task}“ gibt es nicht.", f"{close} Eine eigene Bezeichnung aus mehreren Wörtern ist möglich."
        )
    amount_node = fields.node("betrag", required=True)
    amount = read_amount(amount_node, "„betrag“", report, points=points) if amount_node else None
    fields.done()
    return Service(giver, taker, task, amount or Fraction(0))


def _name(fields: Fields, key: str) -> str:
    name = fields.text(key)
    node = fields.node(key)
    if len(name) > MAX_NAME and node is not None:
        fields.report.add(node.place, f"Der Name ist länger als {MAX_NAME} Zeichen.", "Kürzen Sie ihn.")
    return name


def task_name(task: str, rulebase: Rulebase) -> str:
    """The name in the catalogue, or the words of the user."""
    found = rulebase.tasks.get(task)
    return found.name if found else task
