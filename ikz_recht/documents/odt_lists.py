"""Nested lists for ODT. pandoc gives an ODT list one numbering per level: after a nested „1.“, a nested „a)“ in a later
item of the same list would be counted „1.“ too. A list whose items nest different kinds is therefore divided, here in
pandoc's JSON tree, into lists that go on counting where the one before ended."""

from __future__ import annotations

import json
from typing import Any

_Block = dict[str, Any]  # {"t": constructor, "c": contents}, as pandoc writes it


def divide_lists(document: str) -> str:
    """pandoc's JSON of a document with every such list divided."""
    tree = json.loads(document)
    tree["blocks"] = _blocks(tree["blocks"])
    return json.dumps(tree, ensure_ascii=False)


def _blocks(blocks: list[_Block]) -> list[_Block]:
    result: list[_Block] = []
    for block in blocks:
        result += _divided(block) if block["t"] in ("OrderedList", "BulletList") else [block]
    return result


def _divided(block: _Block) -> list[_Block]:
    ordered = block["t"] == "OrderedList"
    items: list[list[_Block]] = block["c"][1] if ordered else block["c"]
    groups: list[list[list[_Block]]] = [[]]
    kinds: dict[int, object] = {}
    for item in items:
        own = _kinds_by_depth(item, 1)
        if any(kinds.get(depth, kind) != kind for depth, kind in own.items()):
            groups.append([])
            kinds = {}
        kinds |= own
        groups[-1].append(_blocks(item))
    if not ordered:
        return [{"t": "BulletList", "c": group} for group in groups]
    (start, style, delimiter), result = block["c"][0], []
    for group in groups:
        result.append({"t": "OrderedList", "c": [[start, style, delimiter], group]})
        start += len(group)
    return result


def _kinds_by_depth(blocks: list[_Block], depth: int) -> dict[int, object]:
    """The kind of list that each depth below an item uses; the last one counts where an item itself mixes kinds."""
    found: dict[int, object] = {}
    for block in blocks:
        if block["t"] == "OrderedList":
            found[depth] = block["c"][0]
            inner = block["c"][1]
        elif block["t"] == "BulletList":
            found[depth] = "bullet"
            inner = block["c"]
        else:
            continue
        for item in inner:
            found |= _kinds_by_depth(item, depth + 1)
    return found
