"""YAML text to nodes that know their place.

Scalars stay text; whoever reads a scalar knows which type the field has. So `no`, `010` and `12:30` are never turned into something else
(YAML 1.1, PyYAML's default, would). Duplicate keys, anchors, tags, directives, deep nesting and huge files are refused here.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from .problem import InputProblems, Place, Problem
from .reading import read_text

MAX_BYTES = 2_000_000
MAX_DEPTH = 40

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_kept: ContextVar[dict[tuple[Path, Path], Node] | None] = ContextVar("kept", default=None)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A leaf: its text, and whether it was written without quotes."""

    place: Place
    text: str
    plain: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    place: Place
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys in file order, each with its place and its node."""

    place: Place
    entries: dict[str, tuple[Place, Node]]


Node = Scalar | Sequence | Mapping


def plain_data(node: Node) -> Any:
    """The node as lists, dictionaries and text, to be written again."""
    if isinstance(node, Mapping):
        return {key: plain_data(value) for key, (_, value) in node.entries.items()}
    return [plain_data(item) for item in node.items] if isinstance(node, Sequence) else node.text


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")

_NO_DIRECTIVE = ("Anweisungen wie „%YAML“ sind nicht erlaubt.", "Streichen Sie die Zeile.")
_NO_TAG = ("Typangaben mit „!“ sind nicht erlaubt.", "Streichen Sie sie; Text, der mit „!“ beginnt, gehört in Anführungszeichen.")
_GERMAN = (
    ("maximum nesting depth", "Die Datei ist zu tief verschachtelt.", f"Erlaubt sind {MAX_DEPTH} Ebenen."),
    ("directive", *_NO_DIRECTIVE),
    ("found incompatible YAML document", *_NO_DIRECTIVE),
    ("undefined tag handle", *_NO_TAG),
    ("ing a tag", *_NO_TAG),
    (
        "mapping values are not allowed",
        "Hier ist kein Doppelpunkt erlaubt.",
        "Text mit „: “ gehört in Anführungszeichen; Einrückung prüfen.",
    ),
    ("could not find expected ':'", "Nach dem Schlüssel fehlt der Doppelpunkt.", "Schreiben Sie „schlüssel: wert“."),
    ("cannot start any token", "Dieses Zeichen kann hier nicht stehen.", "Setzen Sie den Text in Anführungszeichen."),
    ("expected <block end>", "Die Einrückung passt nicht zum Vorherigen.", "Gleichrangige Zeilen brauchen dieselbe Einrückung."),
    ("did not find expected", "Hier endet eine Liste, Klammer oder Einrückung nicht wie erwartet.", "Klammern und Einrückung prüfen."),
    (
        "unexpected end of stream",
        "Das Dateiende kommt mitten in einem Text oder einer Klammer.",
        "Anführungszeichen und Klammern schließen.",
    ),
)


def read_nodes(path: Path, shown: Path | None = None) -> Node:
    """Parse the file into nodes. Raises InputProblems (unreadable, too large, not UTF-8, not YAML, duplicate key, alias, tag, nesting)."""
    shown = shown or path
    kept = _kept.get()
    if kept is None:
        return parse_nodes(read_text(path, MAX_BYTES, shown), shown)
    if (path, shown) not in kept:
        kept[path, shown] = parse_nodes(read_text(path, MAX_BYTES, shown), shown)
    return kept[path, shown]


@contextlib.contextmanager
def files_kept() -> Iterator[None]:
    """Within, a file is parsed once, however often it is read: for checks that go over all rule files after loading them."""
    kept = _kept.get()
    token = _kept.set({} if kept is None else kept)
    try:
        yield
    finally:
        _kept.reset(token)


def parse_nodes(text: str, path: Path) -> Node:
    """Parse YAML text; `path` is only named in messages. Raises InputProblems."""
    control = [
        Problem(_position(text, match.start(), path), "Die Datei enthält Steuerzeichen.", "Entfernen Sie unsichtbare Sonderzeichen.")
        for match in islice(_CONTROL.finditer(text), 10)
    ]
    if control:
        raise InputProblems(control)
    try:
        return _built(text, path)
    except yaml.YAMLError as error:
        raise InputProblems([_german(error, text, path)]) from None


def _position(text: str, offset: int, path: Path) -> Place:
    return Place(path, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def _german(error: yaml.YAMLError, text: str, path: Path) -> Problem:
    mark, begun = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    mark = mark or begun
    place = Place(path, mark.line + 1, mark.column + 1) if mark else Place(path)
    line = text.split("\n")[mark.line] if mark and mark.line <= text.count("\n") else ""
    indent = line[: len(line) - len(line.lstrip())]
    if mark and "\t" in indent:
        at = Place(path, mark.line + 1, indent.index("\t") + 1)
        return Problem(at, "Tabulatoren sind in der Einrückung nicht erlaubt.", "Rücken Sie mit Leerzeichen ein.")
    message = f"{getattr(error, 'problem', None) or error} {getattr(error, 'context', '')}"
    for english, german, remedy in _GERMAN:
        if english in message:
            since = f" Begonnen hat es in Zeile {begun.line + 1}." if begun and mark and begun.line != mark.line else ""
            return Problem(place, german, remedy + since)
    return Problem(place, "Das ist kein gültiges YAML.", "Prüfen Sie Einrückung, Doppelpunkte, Klammern und Anführungszeichen.")


class _Open:
    """A collection whose end has not been read yet."""

    __slots__ = ("entries", "items", "key", "mapping", "place", "skip")

    def __init__(self, place: Place, mapping: bool) -> None:
        self.place, self.mapping = place, mapping
        self.items: list[Node] = []
        self.entries: dict[str, tuple[Place, Node]] = {}
        self.key: Scalar | None = None
        self.skip = False

    def close(self) -> Node:
        return Mapping(self.place, self.entries) if self.mapping else Sequence(self.place, tuple(self.items))


@lru_cache(maxsize=512)
def _built(text: str, path: Path) -> Node:
    """Nodes are not changed once they are built, so loading and checking the same file may share them."""
    return _build(text, path)


def _build(text: str, path: Path) -> Node:
    stack: list[_Open] = []
    problems: list[Problem] = []
    result: Node | None = None
    for event in yaml.parse(text, Loader=_LOADER):
        node: Node
        if getattr(event, "anchor", None):
            problems.append(_no_alias(path, event))
        if getattr(event, "tag", None):
            problems.append(_no_tag(path, event))
        if isinstance(event, yaml.ScalarEvent):
            node = Scalar(_place(path, event), event.value, bool(event.implicit[0]))
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            stack.append(_Open(_place(path, event), isinstance(event, yaml.MappingStartEvent)))
            if len(stack) > MAX_DEPTH:
                raise InputProblems(
                    [Problem(_place(path, event), "Die Datei ist zu tief verschachtelt.", f"Erlaubt sind {MAX_DEPTH} Ebenen.")]
                )
            continue
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            node = stack.pop().close()
        elif isinstance(event, yaml.AliasEvent):
            node = Scalar(_place(path, event), "", False)
        elif isinstance(event, yaml.DocumentStartEvent) and (event.version or event.tags):
            raise InputProblems([Problem(_place(path, event), *_NO_DIRECTIVE)])
        elif isinstance(event, yaml.DocumentStartEvent) and result is not None:
            raise InputProblems([Problem(_place(path, event), "Die Datei enthält mehrere Dokumente.", "Entfernen Sie die Zeile „---“.")])
        else:
            continue
        if stack:
            _attach(stack[-1], node, problems)
        else:
            result = node
    if problems:
        raise InputProblems(problems)
    if result is None:
        raise InputProblems([Problem(Place(path), "Die Datei ist leer.", "Tragen Sie den Inhalt ein, oder löschen Sie sie.")])
    return result


def _attach(parent: _Open, node: Node, problems: list[Problem]) -> None:
    if not parent.mapping:
        parent.items.append(node)
    elif parent.key is None:
        if isinstance(node, Scalar):
            parent.key = node
        else:
            problems.append(Problem(node.place, "Ein Schlüssel muss ein einfaches Wort sein.", "Schreiben Sie „schlüssel: wert“."))
            parent.key = Scalar(node.place, "", False)
            parent.skip = True
    else:
        (key, skip), (parent.key, parent.skip) = (parent.key, parent.skip), (None, False)
        if skip:
            return
        if key.text in parent.entries:
            first = parent.entries[key.text][0]
            problems.append(
                Problem(key.place, f"Der Schlüssel „{key.text}“ steht doppelt (zuerst in Zeile {first.line}).", "Streichen Sie einen.")
            )
        else:
            parent.entries[key.text] = (key.place, node)


def _place(path: Path, event: yaml.Event) -> Place:
    mark: Any = event.start_mark
    return Place(path, mark.line + 1, mark.column + 1)


def _no_alias(path: Path, event: yaml.Event) -> Problem:
    return Problem(_place(path, event), "Anker und Verweise (& und *) sind nicht erlaubt.", "Schreiben Sie den Inhalt aus.")


def _no_tag(path: Path, event: yaml.Event) -> Problem:
    """A tag would say which type a value has; here the field says it, and a tag that nobody heeds would mislead."""
    return Problem(_place(path, event), *_NO_TAG)
