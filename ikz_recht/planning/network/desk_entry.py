"""How far a case's project is, as its coordination says: the section „vorhaben“ of a case file, with the words of a network file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ...rulebase.fields import Fields, Report
from ...rulebase.network import NetworkCatalogue
from ...rulebase.nodes import Node
from ...rulebase.problem import InputProblems


@dataclass(frozen=True, slots=True)
class DeskEntry:
    """`state` is the id of a state of rules/netz, in force since `since`; `step`, `turn` and `deadline` go before what the state says."""

    state: str = ""
    since: dt.date | None = None
    step: str = ""
    turn: str = ""
    deadline: dt.date | None = None


def desk_entry_from(node: Node | None, network: NetworkCatalogue) -> DeskEntry:
    """The entry of the section; an empty one if there is none. Raises InputProblems."""
    if node is None:
        return DeskEntry()
    report = Report()
    fields = Fields(node, report, "Vorhaben")
    states = {state.id: state.name for state in network.states}
    found = DeskEntry(
        state=fields.choice("stand", states, required=False) if states else fields.text("stand", required=False),
        since=fields.date("stand_seit"),
        step=fields.text("naechster_schritt", required=False),
        turn=fields.text("am_zug", required=False),
        deadline=fields.date("frist"),
    )
    fields.done()
    if report:
        raise InputProblems(report)
    return found


def desk_entry_document(entry: DeskEntry) -> dict[str, str]:
    """The section as it stands in the file; empty if nothing is said."""
    found = {
        "stand": entry.state,
        "stand_seit": entry.since.isoformat() if entry.since else "",
        "naechster_schritt": entry.step,
        "am_zug": entry.turn,
        "frist": entry.deadline.isoformat() if entry.deadline else "",
    }
    return {key: text for key, text in found.items() if text}
