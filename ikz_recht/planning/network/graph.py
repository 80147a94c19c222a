"""Who hangs together with whom. The members of one cooperation count as linked with each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence


def components(nodes: Iterable[str], groups: Iterable[Collection[str]]) -> list[list[str]]:
    """The connected parts: nodes in the order given, the part of the first node first. Members of a group that are no nodes are left out."""
    root = {node: node for node in nodes}

    def top(node: str) -> str:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for group in groups:
        members = [top(item) for item in group if item in root]
        for other in members[1:]:
            root[top(other)] = top(members[0])
    found: dict[str, list[str]] = {}
    for node in root:
        found.setdefault(top(node), []).append(node)
    return list(found.values())


def bridges(nodes: Sequence[str], groups: Sequence[Collection[str]]) -> frozenset[str]:
    """The nodes without which their part falls apart."""
    whole = len(components(nodes, groups))
    found = set()
    for node in nodes:
        rest = [other for other in nodes if other != node]
        alone = all(set(group) <= {node} for group in groups if node in group)
        if len(components(rest, groups)) > whole - (1 if alone else 0):
            found.add(node)
    return frozenset(found)
