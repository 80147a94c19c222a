"""How far a project is: the web keeps it with the project, for all its variants; in a case file it is the section „vorhaben“."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from ..advice.case import Case
from ..planning.network.desk_entry import DeskEntry, desk_entry_document, desk_entry_from
from ..rulebase.fact import ValueProblem, parse_date
from ..rulebase.model import Rulebase
from ..rulebase.nodes import parse_nodes, plain_data
from ..rulebase.problem import InputProblems
from .texts import parse_line

FIELDS = {"stand": "status", "stand_seit": "stand_seit", "naechster_schritt": "schritt", "am_zug": "zug", "frist": "frist"}
MAX_TEXT = 200


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form says; `problems` by field."""

    entry: DeskEntry
    problems: Mapping[str, str]


def typed(form: Callable[[str], str], rulebase: Rulebase) -> Typed:
    """The entry of the form; every defect at its field."""
    problems: dict[str, str] = {}

    def read(key: str, parse: Callable[[str], Any]) -> Any:
        name = FIELDS[key]
        try:
            return parse(form(name)) if form(name) else None
        except ValueProblem as problem:
            problems[name] = f"{problem} {problem.remedy}".strip()
        except ValueError as problem:
            problems[name] = str(problem)
        return None

    state = form(FIELDS["stand"])
    if state and rulebase.network.state(state) is None:
        problems[FIELDS["stand"]] = "Wählen Sie einen Stand der Liste."
    step, turn = (read(key, lambda text: parse_line(text, MAX_TEXT)) or "" for key in ("naechster_schritt", "am_zug"))
    return Typed(DeskEntry(state, read("stand_seit", parse_date), step, turn, read("frist", parse_date)), problems)


def section_of(entry: DeskEntry) -> str:
    """The section as text; "" if it says nothing."""
    found = desk_entry_document(entry)
    return yaml.safe_dump(found, allow_unicode=True, sort_keys=False, width=1000) if found else ""


def entry_in(section: str, rulebase: Rulebase) -> DeskEntry:
    """The entry of a section's text; what the rules no longer know is left out."""
    try:
        return desk_entry_from(parse_nodes(section, Path("vorhaben")), rulebase.network) if section else DeskEntry()
    except InputProblems:
        return DeskEntry()


def with_section(document: str, section: str) -> str:
    """The case file with the section at its end; `document` has none."""
    if not section:
        return document
    return document + "vorhaben:\n" + "".join(f"  {line}\n" for line in section.splitlines())


def taken_out(case: Case, rulebase: Rulebase) -> tuple[Case, str]:
    """The case without its section, and that section's text. Raises InputProblems if it cannot be read."""
    if case.desk is None:
        return case, ""
    desk_entry_from(case.desk, rulebase.network)
    found = plain_data(case.desk)
    return replace(case, desk=None), yaml.safe_dump(found, allow_unicode=True, sort_keys=False, width=1000) if found else ""
