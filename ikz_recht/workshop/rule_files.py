"""The rule files as nodes: what stands where. For checks that must point at a line and column the typed rule base no longer knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..rulebase.nodes import Mapping, Node, Scalar, Sequence, read_nodes
from ..rulebase.problem import InputProblems, Place


@dataclass(frozen=True, slots=True)
class Entry:
    """A mapping in a rule file; `keys` lead to it from the top (keys of lists, without indices)."""

    node: Mapping
    keys: tuple[str, ...]


class RuleFiles:
    """All rule files of a folder that can be read, without the cases. Those that cannot be read are reported by loading."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.nodes: dict[Path, Node] = {}
        for path in sorted(path for path in root.rglob("*.yaml") if not path.name.endswith(".faelle.yaml")):
            try:
                self.nodes[path] = read_nodes(path)
            except InputProblems:
                continue
        self._entries = {path: tuple(_entries(node, ())) for path, node in self.nodes.items()}
        self._by_place = {entry.node.place: entry.node for path in self.nodes for entry in self.entries(path)}

    def entries(self, path: Path) -> tuple[Entry, ...]:
        """Every mapping of a file, outer ones first."""
        return self._entries.get(path, ())

    def land_of(self, path: Path) -> str:
        """The Land whose folder the file lies in; "" for federal and shared files."""
        parts = path.relative_to(self.root).parts
        return parts[1].upper() if len(parts) == 3 and parts[0] == "laender" else ""

    def value(self, mapping: Place, key: str) -> Node | None:
        """The node of a key in the mapping that begins at the place."""
        node = self._by_place.get(mapping)
        return node.entries[key][1] if node and key in node.entries else None

    def place(self, mapping: Place, key: str) -> Place:
        """The place of a key's value; of the mapping where it has no such key."""
        node = self.value(mapping, key)
        return node.place if node else mapping


def _entries(node: Node, keys: tuple[str, ...]) -> Iterator[Entry]:
    if isinstance(node, Mapping):
        yield Entry(node, keys)
        for key, (_, value) in node.entries.items():
            yield from _entries(value, (*keys, key))
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _entries(item, keys)


def within(node: Scalar, offset: int) -> Place:
    """The place of a character of a scalar that is written on one line (quotes shift it by one)."""
    return Place(node.place.path, node.place.line, node.place.column + offset + (not node.plain))
