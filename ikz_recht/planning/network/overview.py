"""The coordinator's overview over many projects: files and folders read one by one; one that cannot be read is named and the rest is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ...advice.case import case_from, lands_of
from ...rulebase.model import Rulebase
from ...rulebase.nodes import Mapping, Node, read_nodes
from ...rulebase.problem import InputProblems, Place, Problem
from ..units import Region
from .item_of_case import item_of_case
from .items import Agenda, Item, Urgency
from .items_of_portfolio import agenda_of, items_of
from .read_portfolio import portfolio_from

MOST_FILES = 1000
_ORDER = list(Urgency)
Rules = Callable[[tuple[str, ...]], Rulebase]


@dataclass(frozen=True)
class Overview:
    """Every line, the most urgent first. `broken`: what could not be read, by file; `skipped`: files of folders that are neither network nor case."""

    day: dt.date
    items: tuple[Item, ...]
    agenda: tuple[Agenda, ...]
    broken: tuple[Problem, ...]
    skipped: tuple[Path, ...]
    files: int
    rulebase: Rulebase | None

    def turns(self) -> dict[str, list[Item]]:
        """What waits for whom, who has most to do first."""
        found: dict[str, list[Item]] = {}
        for item in self.items:
            for name in item.turn:
                found.setdefault(name, []).append(item)
        return dict(sorted(found.items(), key=lambda entry: (-len(entry[1]), entry[0])))

    def loads(self) -> dict[str, list[Item]]:
        """Who takes part in what, who takes part in most first."""
        found: dict[str, list[Item]] = {}
        for item in self.items:
            for name in item.members:
                found.setdefault(name, []).append(item)
        return dict(sorted(found.items(), key=lambda entry: (-len(entry[1]), entry[0])))


@dataclass
class _Collected:
    items: list[Item] = field(default_factory=list)
    agenda: list[Agenda] = field(default_factory=list)
    broken: list[Problem] = field(default_factory=list)
    skipped: list[Path] = field(default_factory=list)
    rulebase: Rulebase | None = None


def overview_of(paths: Sequence[Path], region: Region, rules: Rules, day: dt.date) -> Overview:
    """The overview over files and folders. Raises InputProblems if a path does not exist or a folder holds too much."""
    files = list(_files(paths))
    found = _Collected()
    for path, named in files:
        try:
            _read(path, region, rules, day, found, named=named)
        except InputProblems as problems:
            found.broken += problems.problems
    items = sorted(found.items, key=lambda item: (_ORDER.index(item.urgency(day)), item.deadline or dt.date.max, item.origin, item.title))
    agenda = tuple(sorted(found.agenda, key=lambda item: (item.day, item.body)))
    return Overview(day, tuple(items), agenda, tuple(found.broken), tuple(found.skipped), len(files), found.rulebase)


def _files(paths: Sequence[Path]) -> Iterator[tuple[Path, bool]]:
    """Each file once, and whether it was named itself; of folders the YAML files, without hidden ones."""
    seen: set[Path] = set()
    for path in paths:
        if not path.is_dir():
            inside, named = [path], True
        else:
            inside, named = sorted(item for item in path.rglob("*.yaml") if item.is_file() and not item.name.startswith(".")), False
        if len(inside) + len(seen) > MOST_FILES:
            raise InputProblems([Problem(Place(path), f"Das sind mehr als {MOST_FILES} Dateien.", "Nennen Sie einen kleineren Ordner.")])
        for item in inside:
            if item.resolve() not in seen:
                seen.add(item.resolve())
                yield item, named


def _read(path: Path, region: Region, rules: Rules, day: dt.date, found: _Collected, *, named: bool) -> None:
    node = read_nodes(path)
    kind = _kind(node)
    if kind == "netz":
        portfolio = portfolio_from(node, path, region, rules)
        found.items += items_of(portfolio, day)
        found.agenda += agenda_of(portfolio, day)
        found.rulebase = portfolio.rulebase
    elif kind == "fall":
        rulebase = rules(lands_of(node))
        found.items.append(item_of_case(case_from(node, rulebase), path, rulebase, day))
        found.rulebase = found.rulebase or rulebase
    elif named:
        text = "Das ist weder eine Netzdatei („netz: 1“) noch eine Falldatei („beteiligte: …“)."
        raise InputProblems([Problem(Place(path), text, "Beschrieben sind beide in docs/netz.md und docs/fallformat.md.")])
    else:
        found.skipped.append(path)


def _kind(node: Node) -> str:
    if isinstance(node, Mapping):
        if "netz" in node.entries or "gemeinden" in node.entries:
            return "netz"
        if "fall" in node.entries or ("beteiligte" in node.entries and "antworten" in node.entries):
            return "fall"
    return ""
