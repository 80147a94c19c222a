"""Where the cost figures of a case stand: in a file that is named, in the case itself, or in a file that the case names."""

from __future__ import annotations

from pathlib import Path

from ...advice.case import Case
from ...rulebase.nodes import Mapping as MappingNode
from ...rulebase.nodes import Node, Scalar, parse_nodes, read_nodes
from ...rulebase.problem import InputProblems, Place, Problem
from ...rulebase.reading import decoded

TABLES = (".xlsx",)
_WORDS = (".yaml", ".yml")
_KIND = "Kostenangaben stehen in einer YAML-Datei (.yaml) oder einer Tabelle (.xlsx)."


def costs_of(case: Case, case_path: Path, path: Path | None = None) -> Node:
    """The nodes of the figures. Raises InputProblems; also if there are none."""
    if path is not None:
        return read_costs_file(path)
    found = costs_in(case)
    if found is None:
        remedy = "Nennen Sie eine Datei mit --kosten; „--vorlage kosten.xlsx“ schreibt eine Tabelle zum Ausfüllen."
        raise InputProblems([Problem(Place(case_path), "Der Fall enthält keine Kostenangaben („kosten:“).", remedy)])
    return found


def costs_in(case: Case) -> Node | None:
    """The figures that a case carries or names by file; None if it has none. Raises InputProblems."""
    node = case.costs
    if not isinstance(node, Scalar):
        return node
    if not node.text.strip():
        raise InputProblems([Problem(node.place, "„kosten“ ist leer.", "Tragen Sie die Kosten ein, oder streichen Sie den Schlüssel.")])
    path = Path(node.text.strip())
    return read_costs_file(path if path.is_absolute() else node.place.path.parent / path)


def read_costs_file(path: Path) -> Node:
    """The nodes of a file with figures: YAML (with or without `kosten:` around them), or a workbook. Raises InputProblems."""
    _check_kind(path)
    if path.suffix.lower() in TABLES:
        from .workbook import read_workbook

        return read_workbook(path)
    return _inner(read_nodes(path))


def costs_from(data: bytes, path: Path) -> Node:
    """The same from the bytes of a file; `path` is only named in messages, and its ending says what they are. Raises InputProblems."""
    _check_kind(path)
    if path.suffix.lower() in TABLES:
        from .workbook import workbook_nodes

        return workbook_nodes(data, path)
    return _inner(parse_nodes(decoded(data, path), path))


def _check_kind(path: Path) -> None:
    suffix = path.suffix.lower()
    if suffix == ".xlsm":
        raise InputProblems([Problem(Place(path), "Tabellen mit Makros werden nicht gelesen.", "Speichern Sie die Tabelle als .xlsx.")])
    if suffix not in (*TABLES, *_WORDS):
        raise InputProblems([Problem(Place(path), f"Das Format „{path.suffix}“ wird nicht gelesen.", _KIND)])


def _inner(node: Node) -> Node:
    """Without the `kosten:` around it."""
    inner = node.entries.get("kosten") if isinstance(node, MappingNode) and len(node.entries) == 1 else None
    return inner[1] if inner else node
