"""The network as German lines."""

from __future__ import annotations

from collections.abc import Iterator

from ...rulebase.evidence import Certainty
from ...rulebase.fact import show_date, show_number
from .check_portfolio import everything
from .portfolio import Cooperation
from .standing import Standing
from .view import NetworkView


def network_lines(view: NetworkView) -> Iterator[str]:
    """Everything that `netz zeigen` shows."""
    portfolio = view.portfolio
    size = count(len(portfolio.municipalities), "Gemeinde", "Gemeinden")
    yield f"{portfolio.title}: {size}, {count(len(view.running), 'Zusammenarbeit', 'Zusammenarbeiten')} am {show_date(view.day)}"
    yield ""
    yield "Wer für wen arbeitet"
    for number, item in enumerate(view.running, start=1):
        yield f"{number:>2}. {cooperation_text(item, view)}"
    for item in view.waiting:
        yield f"  – noch nicht: {cooperation_text(item, view)}"
    if not view.running:
        yield "  Noch niemand."
    yield ""
    yield "Geben und Nehmen (Saldo: geleistete weniger abgegebene Dienste)"
    for key, standing in view.standings.items():
        yield f"  {portfolio.name(key)}: {standing_text(standing)}"
    if portfolio.goals.every_carrier is not False and view.never_carrier:
        yield f"  Noch nie Träger: {', '.join(portfolio.short(key) for key in view.never_carrier)}."
    yield from _parts(view)
    if view.risks:
        yield ""
        yield "Risiken"
    for risk in view.risks:
        mark = " (Einschätzung)" if risk.risk.evidence.certainty is Certainty.MEMORY else ""
        yield f"  {risk.risk.name}: {risk.text}{mark}"
        yield f"    Abhilfe: {risk.remedy}"


def _parts(view: NetworkView) -> Iterator[str]:
    portfolio = view.portfolio
    yield ""
    yield "Was zusammenhängt"
    for part in view.parts:
        yield f"  {', '.join(portfolio.short(key) for key in part)}"
    if view.apart:
        yield f"  Ohne Zusammenarbeit: {', '.join(portfolio.short(key) for key in view.apart)}"
    names = {item.id: portfolio.task_name(item) for item in everything(portfolio)}
    for item in everything(portfolio):
        if item.needs:
            yield f"  „{names[item.id]}“ setzt voraus: {'; '.join(names[need] for need in item.needs)}"


def cooperation_text(item: Cooperation, view: NetworkView) -> str:
    """Task, carrier, takers, days."""
    portfolio = view.portfolio
    takers = ", ".join(portfolio.short(key) for key in item.takers)
    since = (
        f", seit {show_date(item.since)}"
        if item.since and item.since <= view.day
        else f", ab {show_date(item.since)}"
        if item.since
        else ""
    )
    until = f", bis {show_date(item.until)}" if item.until else ""
    staff = f", {count(item.positions, 'Stelle', 'Stellen')}" if item.positions is not None else ""
    return f"{portfolio.task_name(item)}: {portfolio.short(item.carrier)} für {takers}{since}{until}{staff}"


def standing_text(standing: Standing) -> str:
    """What a body gives and takes, in one line."""
    parts = [
        f"Träger von {len(standing.carried)} für {standing.served}" if standing.carried else "nicht Träger",
        f"gibt {len(standing.handed)} ab",
        f"Saldo {signed(standing.balance)}",
    ]
    if standing.positions is not None:
        parts.append(f"{count(standing.positions, 'Stelle', 'Stellen')} gebunden")
    if standing.received or standing.paid:
        parts.append(f"erhält {show_number(standing.received)} Euro, zahlt {show_number(standing.paid)} Euro im Jahr")
    return "; ".join(parts)


def count(number: float, one: str, many: str) -> str:
    """„1 Gemeinde“, „3 Gemeinden“."""
    return f"{show_number(number)} {one if number == 1 else many}"


def signed(number: float) -> str:
    """„+2“, „−1“, „0“."""
    return f"{'+' if number > 0 else ''}{show_number(number)}"
