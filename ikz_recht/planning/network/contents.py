"""What stands in a network file, line by line, for forms that change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...rulebase.fact import show_date
from .portfolio import Cooperation, Portfolio, Project


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list: what it is, who takes part, and what else is said of it. German words."""

    title: str
    members: tuple[str, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Contents:
    """`bodies` are keys with names; `empty`: nobody is in the network yet. The lists are in the order of the file."""

    title: str
    bodies: tuple[tuple[str, str], ...] = ()
    cooperations: tuple[Entry, ...] = ()
    projects: tuple[Entry, ...] = ()
    empty: bool = False


def contents_of(portfolio: Portfolio) -> Contents:
    """Every line."""
    return Contents(
        title=portfolio.title,
        bodies=tuple((body.key, body.unit.name) for body in portfolio.bodies.values()),
        cooperations=tuple(_cooperation(item, portfolio) for item in portfolio.cooperations),
        projects=tuple(_project(item, portfolio) for item in portfolio.projects),
    )


def _cooperation(item: Cooperation, portfolio: Portfolio) -> Entry:
    takers = ", ".join(portfolio.short(key) for key in item.takers)
    title = f"{portfolio.task_name(item)}: {portfolio.short(item.carrier)} für {takers}"
    return Entry(title, tuple(portfolio.short(key) for key in item.members), ", ".join(_days(item)))


def _days(item: Cooperation) -> Iterator[str]:
    if item.since is not None:
        yield f"seit {show_date(item.since)}"
    if item.until is not None:
        yield f"bis {show_date(item.until)}"


def _project(item: Project, portfolio: Portfolio) -> Entry:
    state = portfolio.rulebase.network.state(item.state)
    said = [state.name if state else item.state, f"Frist {show_date(item.deadline)}" if item.deadline else ""]
    members = dict.fromkeys((*filter(None, [item.carrier]), *item.members))
    return Entry(portfolio.task_name(item), tuple(portfolio.short(key) for key in members), ", ".join(filter(None, said)))
