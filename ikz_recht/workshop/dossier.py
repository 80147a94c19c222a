"""The law dossiers that the rules were written from: every statement with its path, norm, source and certainty.

A dossier is `<LAND>.yaml` (or BUND.yaml; STADT.yaml for the three city states). A statement is a mapping with the key `fakt`; its path is the way to it,
with the index from 0 in its list and the id of what has one: `zweckverband.aufgaben.0`, `landesgrenzen.1`, `vergabe.35`, in STADT `HB.zweckverband.aufgaben.0`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..rulebase.model import Certainty
from ..rulebase.nodes import Mapping as MappingNode
from ..rulebase.nodes import Node, Scalar, Sequence, read_nodes
from ..rulebase.problem import Place

VARIABLE = "IKZ_DOSSIERS"
CITY_STATES = "STADT"
_SHARED = {CITY_STATES: ("BE", "HB", "HH")}
"""Dossiers that hold the law of several Länder."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a dossier. `norm` is empty where the dossier has a dash, `sources` are short ids, `certainty` is as in the rules."""

    path: str
    text: str
    norm: str
    sources: tuple[str, ...]
    certainty: Certainty
    place: Place

    @property
    def section(self) -> str:
        """The path without the index."""
        return self.path.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class Dossier:
    """All statements of one Land (or BUND) by path, in the order of the file, and the short ids of its sources."""

    land: str
    statements: Mapping[str, Statement]
    sources: frozenset[str]


def dossier_folder(rules: Path, own: Path | None = None) -> Path:
    """Where the dossiers lie: `own`, else $IKZ_DOSSIERS, else shared/recht beside the folder that holds the rules' folder."""
    variable = os.environ.get(VARIABLE)
    return own or (Path(variable) if variable else rules.resolve().parent.parent / "shared" / "recht")


def dossier_of(land: str) -> str:
    """The name of the dossier with the law of a Land: its own, or one it shares."""
    return next((name for name, lands in _SHARED.items() if land in lands), land)


def lands_in(dossier: str) -> tuple[str, ...]:
    """The Länder whose law a dossier holds (BUND counts as one)."""
    return _SHARED.get(dossier, (dossier,))


def read_dossier(folder: Path, land: str) -> Dossier | None:
    """The dossier of that name; None if there is none. Raises InputProblems."""
    path = folder / f"{land}.yaml"
    if not path.is_file():
        return None
    node = read_nodes(path)
    statements = {statement.path: statement for statement in _statements(node, ())}
    return Dossier(land, statements, frozenset(_source_ids(node)))


def _statements(node: Node, path: tuple[str, ...]) -> Iterator[Statement]:
    if isinstance(node, MappingNode):
        if "fakt" in node.entries:
            yield _statement(node, ".".join(path))
            return
        for key, (_, value) in node.entries.items():
            yield from _statements(value, path if key in ("formen", "laender") else (*path, key))
    elif isinstance(node, Sequence):
        for position, item in enumerate(node.items):
            yield from _statements(item, (*path, _identifier(item) or str(position)))


def _identifier(node: Node) -> str:
    """Forms are named by their id, the city states by their Land."""
    if not isinstance(node, MappingNode) or "fakt" in node.entries:
        return ""
    return _text(node, "id") or _text(node, "land")


def _text(node: MappingNode, key: str) -> str:
    value = node.entries[key][1] if key in node.entries else None
    return " ".join(value.text.split()) if isinstance(value, Scalar) and value.text != "null" else ""


def _statement(node: MappingNode, path: str) -> Statement:
    more = node.entries["weitere_quellen"][1] if "weitere_quellen" in node.entries else None
    others = [item.text for item in more.items if isinstance(item, Scalar)] if isinstance(more, Sequence) else []
    certainty = _text(node, "sicherheit")
    return Statement(
        path=path,
        text=_text(node, "fakt"),
        norm=_text(node, "norm").strip("-–—"),
        sources=tuple(source for source in (_text(node, "quelle"), *others) if source),
        certainty=Certainty(certainty) if certainty in list(Certainty) else Certainty.MEMORY,
        place=node.place,
    )


def _source_ids(node: Node) -> Iterator[str]:
    if isinstance(node, MappingNode) and "quellen" in node.entries and isinstance(node.entries["quellen"][1], Sequence):
        yield from (_text(item, "id") for item in node.entries["quellen"][1].items if isinstance(item, MappingNode))
