"""What could go wrong in a network: the risks of rules/netz whose conditions hold, for every municipality, person, cooperation, and the whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...rulebase.fact import Value, show_number
from ...rulebase.network import Risk
from ..judging import holds_for
from .portfolio import Cooperation, Portfolio
from .standing import Standing

Facts = dict[str, Value | None]


@dataclass(frozen=True, slots=True)
class FoundRisk:
    """A risk that is there: `subject` is the id or key of what it is about ("" for the whole network), `text` and `remedy` are sentences."""

    risk: Risk
    subject: str
    text: str
    remedy: str


def found_risks(
    portfolio: Portfolio,
    running: Sequence[Cooperation],
    standings: Mapping[str, Standing],
    parts: Sequence[Sequence[str]],
    bridging: frozenset[str],
    day: dt.date,
) -> tuple[FoundRisk, ...]:
    """Every risk in the order of the rule files."""
    about = {
        "gemeinde": list(_bodies(portfolio, running, standings, bridging)),
        "person": list(_people(portfolio, running)),
        "zusammenarbeit": list(_cooperations(portfolio, running, day)),
        "netz": [("", portfolio.title, "", _whole(portfolio, running, standings, parts))],
    }
    return tuple(
        FoundRisk(risk, subject, _filled(risk.text, name, listed, facts), _filled(risk.remedy, name, listed, facts))
        for risk in portfolio.rulebase.network.risks
        for subject, name, listed, facts in about[risk.about]
        if holds_for(risk.when, facts)
    )


def _filled(text: str, name: str, listed: str, facts: Mapping[str, Value | None]) -> str:
    shown = {key: show_number(value) if isinstance(value, int | float) else str(value) for key, value in facts.items()}
    return text.format_map({**shown, "name": name, "liste": listed})


def _bodies(
    portfolio: Portfolio, running: Sequence[Cooperation], standings: Mapping[str, Standing], bridging: frozenset[str]
) -> Iterator[tuple[str, str, str, Facts]]:
    whole = sum(len(item.takers) for item in running)
    for key, standing in standings.items():
        carriers = standing.carriers
        facts: Facts = {
            "traegerschaften": len(standing.carried),
            "abgegeben": len(standing.handed),
            "saldo": standing.balance,
            "traeger_anzahl": len(carriers),
            "anteil": round(100 * standing.served / whole) if whole else 0,
            "bruecke": key in bridging,
            "verbunden": standing.linked,
        }
        yield key, portfolio.name(key), ", ".join(portfolio.short(other) for other in carriers), facts


def _people(portfolio: Portfolio, running: Sequence[Cooperation]) -> Iterator[tuple[str, str, str, Facts]]:
    found: dict[tuple[str, str], list[Cooperation]] = {}
    for item in running:
        for person in dict.fromkeys(item.people):
            found.setdefault((item.carrier, person), []).append(item)
    for (carrier, person), items in found.items():
        listed = "; ".join(portfolio.task_name(item) for item in items)
        facts: Facts = {"aufgaben": len(items), "kommunen": len({taker for item in items for taker in item.takers})}
        yield f"{carrier} {person}", f"{person} ({portfolio.short(carrier)})", listed, facts


def _cooperations(portfolio: Portfolio, running: Sequence[Cooperation], day: dt.date) -> Iterator[tuple[str, str, str, Facts]]:
    named = any(item.contact for item in running)  # where the file names nobody at all, it says nothing about contacts
    for item in running:
        name = f"{portfolio.task_name(item)} ({portfolio.short(item.carrier)})"
        facts: Facts = {
            "personen": len(item.people) or None,
            "monate_bis_ende": None if item.until is None else months_between(day, item.until),
            "abgebende": len(item.takers),
            "ansprechpartner": bool(item.contact) if named else None,
        }
        yield item.id, name, ", ".join(portfolio.short(taker) for taker in item.takers), facts


def _whole(
    portfolio: Portfolio, running: Sequence[Cooperation], standings: Mapping[str, Standing], parts: Sequence[Sequence[str]]
) -> Facts:
    own = [standings[body.key] for body in portfolio.municipalities]
    return {
        "gemeinden": len(own),
        "zusammenarbeiten": len(running),
        "teile": len(parts),
        "unverbunden": sum(not item.linked for item in own),
        "nie_traeger": sum(not item.carried for item in own),
    }


def months_between(first: dt.date, second: dt.date) -> int:
    """Whole months from the first day to the second."""
    months = (second.year - first.year) * 12 + second.month - first.month
    return months - (1 if second.day < first.day else 0)
