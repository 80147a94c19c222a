"""A folder of practice: every file read on its own, the sound ones put together, a defective one left out and named."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol, Self, TypeVar

from .draft import Draft, read_or_report, rule_files, usable
from .fields import Report
from .nodes import Node
from .problem import Place
from .read_statements import Sources


class Catalogue(Protocol):
    """What the files of a folder add up to."""

    def with_part(self, other: Self, /) -> Self:
        """Both together, this one first."""


class Named(Protocol):
    """An entry that has an id."""

    @property
    def id(self) -> str:
        """The id."""

    @property
    def place(self) -> Place:
        """Where it stands."""


C = TypeVar("C", bound=Catalogue)


def read_folder(
    folder: Path,
    start: C,
    draft: Draft,
    practice: Sources,
    read: Callable[[Node, Sources, Report], C],
    check: Callable[[C, C, Report], None],
    *,
    but: str = "",
) -> C:
    """All sound files of the folder after `start`; the file named `but` is none of them.

    Each file knows the sources of practice and its own; `check` gets a part and what stands before it.
    """
    whole = start
    for path in rule_files(path for path in folder.glob("*.yaml") if path.name != but):
        report, sources = Report(), practice.copy()
        node = read_or_report(path, report)
        part = read(node, sources, report) if node else start
        check(part, whole, report)
        if usable(report, f"{folder.name}/{path.name}", draft) and node:
            whole = whole.with_part(part)
            draft.cited += sources.cited
            draft.sources.update({source.id: source for source in sources.by_id.values()})
    return whole


def check_unique(kinds: Iterable[tuple[str, Iterable[Named], Iterable[Named]]], report: Report) -> None:
    """An id stands for one thing: for each kind (what to call it, in the accusative) the new entries and those before."""
    for what, new, before in kinds:
        seen = {item.id for item in before}
        for item in new:
            if item.id in seen:
                report.add(item.place, f"{what} „{item.id}“ gibt es schon.", "Vergeben Sie eine andere id.")
            seen.add(item.id)
