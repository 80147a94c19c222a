"""When the councils meet, as a form asks for it: out of the file about the way, and into it. Whatever else the file says stays."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ...rulebase.bodies import PracticeStep
from ...rulebase.fact import show_date
from ...rulebase.nodes import Mapping as MappingNode
from ...rulebase.nodes import Node, parse_nodes, plain_data
from ...rulebase.problem import InputProblems, Problem
from .given import Given
from .read_given import given_from

COUNCIL = "vertretung"
FIELDS = ("termine", "alle_wochen", "ab", "vorlauf_tage")
_WORDS = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        ("^.*fehlt\\. Ergänzen Sie „ab: …“\\.$", "Nennen Sie einen Tag, ab dem das Gremium regelmäßig tagt."),
        ("Ergänzen Sie „termine: .*$", "Nennen Sie einen Tag, oder alle wie viele Wochen und ab wann."),
        ("„ab“: ", ""),
        ("Nutzen Sie „alle_wochen“ und „ab“\\.", "Nennen Sie stattdessen, alle wie viele Wochen und ab wann."),
        ("(alle_wochen|vorlauf_tage): ", ""),
        ("„(alle_wochen|vorlauf_tage)“ ist", "Das ist"),
    )
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is said of one council, as text: days (separated by commas, blanks or lines), every so many weeks from a day on, days before."""

    party: str
    termine: str = ""
    alle_wochen: str = ""
    ab: str = ""
    vorlauf_tage: str = ""

    @property
    def empty(self) -> bool:
        """Nothing is said."""
        return not any(getattr(self, name).strip() for name in FIELDS)


def asked_of(given: Given, parties: Sequence[str]) -> list[Asked]:
    """What was said of each council before, empty where nothing was."""
    found = []
    for name in parties:
        said = given.sittings.get((name, COUNCIL))
        found.append(
            Asked(name)
            if said is None
            else Asked(
                name,
                ", ".join(map(show_date, said.dates)),
                str(said.every_weeks or ""),
                show_date(said.first) if said.first else "",
                "" if said.lead is None else str(said.lead),
            )
        )
    return found


def sittings_bytes(before: Node | None, asked: Sequence[Asked]) -> bytes:
    """The file with these sittings of the councils in place of the earlier ones."""
    document: dict[str, Any] = plain_data(before) if isinstance(before, MappingNode) else {}
    others = [item for item in document.get("sitzungen", ()) if item.get("gremium", COUNCIL) != COUNCIL]
    own = [_entry(item) for item in asked if not item.empty]
    kept = {key: value for key, value in document.items() if key != "sitzungen"}
    new = {"sitzungen": [*own, *others], **kept} if own or others else kept
    return yaml.safe_dump(new, allow_unicode=True, sort_keys=False, width=120).encode()


def problems_of(asked: Sequence[Asked], steps: Collection[PracticeStep], day: dt.date) -> Iterator[tuple[int, str, str]]:
    """What is wrong: the number of the council, the field, and a German sentence."""
    for number, item in enumerate(asked):
        if item.empty:
            continue
        node = parse_nodes(sittings_bytes(None, [item]).decode(), Path("Sitzungen"))
        try:
            given_from(node, [item.party], steps, day)
        except InputProblems as found:
            fields = [(_field(node, problem), problem) for problem in found.problems]
            known = [(field, problem) for field, problem in fields if field]
            for field, problem in known or fields:  # what concerns no field follows from one that is wrong, if there is one
                yield number, field or FIELDS[0], _plain(f"{problem.text} {problem.remedy}")


def _field(node: Node, problem: Problem) -> str:
    """Which field it is about: one that is named, else the one at its line of a file with one entry; "" if it is about none."""
    named = [name for name in FIELDS if f"„{name}“" in problem.text]
    if named:
        return named[0]
    entry = node.entries["sitzungen"][1].items[0]  # type: ignore[union-attr]
    above = [name for name, (place, _) in entry.entries.items() if place.line <= problem.place.line and name in FIELDS]  # type: ignore[union-attr]
    return above[-1] if above else ""


def _plain(text: str) -> str:
    """Without what only concerns a file."""
    for pattern, plain in _WORDS:
        text = pattern.sub(plain, text)
    return text.strip()


def _entry(item: Asked) -> dict[str, Any]:
    days = item.termine.replace(",", " ").replace(";", " ").split()
    rest: Mapping[str, str] = {name: getattr(item, name).strip() for name in FIELDS[1:]}
    return {
        "beteiligte": item.party,
        "gremium": COUNCIL,
        **({"termine": days} if days else {}),
        **{key: text for key, text in rest.items() if text},
    }
