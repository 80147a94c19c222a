"""Changing a network file without an editor. The text stays the truth: it is read into nodes, changed, and written again; comments are lost."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from ...rulebase.nodes import parse_nodes, plain_data
from ...rulebase.problem import InputProblems, Place, Problem
from .check_portfolio import everything
from .portfolio import Portfolio
from .read_portfolio import FORMAT

Entry = str | Mapping[str, str | Sequence[str]]
LISTS = ("gemeinden", "zusammenarbeit", "vorhaben")
_ORDER = ("netz", "titel", "stand", "koordination", *LISTS, "ziele", "sitzungen", "gewichte", "software")
_COMMENT = re.compile(r"^(?:[^'\"\n]*\s)?#", re.MULTILINE)


class _Plain(yaml.SafeDumper):
    """Writes every text without quotes where it may: the reader takes nothing for a number or a day by itself."""

    def ignore_aliases(self, data: Any) -> bool:
        """The reader refuses them."""
        return True


_Plain.yaml_implicit_resolvers = {}


def new_text(title: str) -> str:
    """A network in which nobody is yet."""
    return _written({"netz": FORMAT, "titel": title, "gemeinden": []})


def has_comments(text: str) -> bool:
    """Whether the text seems to have comments, which a change would lose."""
    return _COMMENT.search(text) is not None


def is_empty(text: str, path: Path) -> bool:
    """Whether it is as `new_text` makes it: nobody named yet, which no reader takes for a network. Raises InputProblems."""
    data = _read(text, path)
    return data.get("netz") == FORMAT and data.keys() <= {"netz", "titel", "gemeinden"} and data.get("gemeinden", "") in ("", [])


def title_of(text: str, path: Path) -> str:
    """The title that the file gives itself; "" if it has none. Raises InputProblems."""
    found = _read(text, path).get("titel", "")
    return " ".join(found.split()) if isinstance(found, str) else ""


def with_entry(text: str, path: Path, key: str, entry: Entry) -> str:
    """One entry more at the end of a list of the file (`LISTS`). Raises InputProblems if the text is no network file at all."""
    data = _read(text, path)
    return _written(
        {**data, key: [*_list(data, key), entry if isinstance(entry, str) else {name: item for name, item in entry.items() if item}]}
    )


def without_entry(text: str, portfolio: Portfolio, key: str, number: int) -> str:
    """Without the entry of that number (from 0); as it was if there is none. Raises InputProblems if something else in the file names it."""
    path, uses = portfolio.path, _uses(portfolio, key, number)
    if uses:
        remedy = f"Streichen Sie zuerst: {', '.join(uses)}."
        raise InputProblems([Problem(Place(path), "Das wird an anderer Stelle noch gebraucht.", remedy)])
    data = _read(text, path)
    left = [item for place, item in enumerate(_list(data, key)) if place != number]
    return _written({**data, key: left} if left or key == "gemeinden" else {name: item for name, item in data.items() if name != key})


def with_changes(text: str, path: Path, key: str, number: int, changes: Mapping[str, str]) -> str:
    """Other values in the entry of that number (from 0); "" leaves one as it is. The text as it was if there is no such entry.

    Raises InputProblems.
    """
    data = _read(text, path)
    entries = _list(data, key)
    if number >= len(entries) or not isinstance(entries[number], dict):
        return text
    changed = {**entries[number], **{name: value for name, value in changes.items() if value}}
    return _written({**data, key: [*entries[:number], changed, *entries[number + 1 :]]})


def fresh_id(portfolio: Portfolio, task: str) -> str:
    """An id for something on that task that nothing else has."""
    taken = {item.id for item in everything(portfolio)}
    return next(name for name in (task, *(f"{task}_{number}" for number in range(2, len(taken) + 3))) if name not in taken)


def _uses(portfolio: Portfolio, key: str, number: int) -> tuple[str, ...]:
    """Where else in the file the entry is named."""
    named: Sequence[str] = (
        tuple(portfolio.bodies)
        if key == "gemeinden"
        else [item.id for item in (portfolio.cooperations if key == "zusammenarbeit" else portfolio.projects)]
    )
    if number >= len(named):
        return ()
    return _uses_of_body(portfolio, named[number]) if key == "gemeinden" else _needed_by(portfolio, named[number])


def _uses_of_body(portfolio: Portfolio, key: str) -> tuple[str, ...]:
    """Where else in the file a body stands: German words."""
    cooperations = [f"Zusammenarbeit „{portfolio.task_name(item)}“" for item in portfolio.cooperations if key in item.members]
    projects = [
        f"Vorhaben „{portfolio.task_name(item)}“"
        for item in portfolio.projects
        if key in {item.carrier, *item.members, *item.decided, *item.benefit}
    ]
    meetings = ["Sitzungen"] if any(item.body == key for item in portfolio.meetings) else []
    software = ["Fachverfahren"] if any(key in names for names in portfolio.software.values()) else []
    return (*cooperations, *projects, *meetings, *software)


def _needed_by(portfolio: Portfolio, identifier: str) -> tuple[str, ...]:
    """What names the cooperation or project as a condition."""
    return tuple(portfolio.task_name(item) for item in everything(portfolio) if identifier in item.needs)


def _read(text: str, path: Path) -> dict[str, Any]:
    data = plain_data(parse_nodes(text, path))
    if isinstance(data, dict):
        return data
    raise InputProblems([Problem(Place(path, 1, 1), "Die Datei besteht nicht aus Schlüsseln und Werten.", "Beginnen Sie mit „netz: 1“.")])


def _list(data: Mapping[str, Any], key: str) -> list[Any]:
    found = data.get(key)
    return found if isinstance(found, list) else []


def _written(data: Mapping[str, Any]) -> str:
    ordered = {key: data[key] for key in (*_ORDER, *data) if key in data}
    return yaml.dump(ordered, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=140)
