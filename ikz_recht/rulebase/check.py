"""Checks over more than one statement: duplicate ids, cyclic derivations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from .condition import facts_in
from .fact import PARTICIPANTS
from .fields import Report
from .model import Aggregate, DecisionList, Derivation, DerivedAnswer, Product, Rule


def check_ids(rules: Iterable[Rule], known: Iterable[Rule], report: Report) -> None:
    """Report rules whose id another rule has, among themselves or among the known ones."""
    seen = {rule.id: rule for rule in known}
    for rule in rules:
        if rule.id in seen:
            report.add(rule.place, f"Die Regel „{rule.id}“ gibt es schon ({seen[rule.id].place}).", "Vergeben Sie eine andere id.")
        seen.setdefault(rule.id, rule)


def check_cycles(own: Iterable[Derivation | DerivedAnswer], known: Iterable[Derivation | DerivedAnswer], report: Report) -> None:
    """Report derivations and derived answers that (together with the known ones) need themselves; versions of a fact count together."""
    own_items = tuple(own)
    places = {_name(item): item.place for item in own_items}
    graph: dict[str, dict[str, None]] = {}
    for item in (*known, *own_items):
        graph.setdefault(_name(item), {}).update(dict.fromkeys(needs(item)))
    for cycle in cycles(graph):
        if cycle[0] in places:
            path = " → ".join(cycle)
            report.add(places[cycle[0]], f"Die Ableitung hängt von sich selbst ab: {path}.", "Lösen Sie den Kreis auf.")


def _name(item: Derivation | DerivedAnswer) -> str:
    return item.question if isinstance(item, DerivedAnswer) else item.id


def needs(derivation: Derivation | DerivedAnswer) -> Iterator[str]:
    """The facts that a derivation or a derived answer is computed from."""
    rule = derivation.rule
    if isinstance(rule, Aggregate):
        yield PARTICIPANTS
    elif isinstance(rule, Product):
        yield from rule.factors
    elif isinstance(rule, DecisionList):
        for condition, _ in rule.lines:
            yield from facts_in(condition)
    else:
        yield from facts_in(rule)


def cycles(graph: Mapping[str, Iterable[str]]) -> Iterator[list[str]]:
    """Every fact that needs itself, once per cycle, as a path that ends where it began; `graph` says what each fact needs."""
    done: set[str] = set()
    for start in graph:
        path: list[str] = []
        yield from _visit(start, path, done, graph)


def _visit(name: str, path: list[str], done: set[str], graph: Mapping[str, Iterable[str]]) -> Iterator[list[str]]:
    if name in path:
        yield [*path[path.index(name) :], name]
        return
    if name in done or name not in graph:
        return
    path.append(name)
    for needed in graph[name]:
        yield from _visit(needed, path, done, graph)
    path.pop()
    done.add(name)


def in_order(derivations: Mapping[str, Derivation]) -> list[Derivation]:
    """The derivations so that each comes after those it needs. They must be acyclic."""
    ordered: dict[str, Derivation] = {}

    def place(name: str) -> None:
        if name in derivations and name not in ordered:
            for needed in dict.fromkeys(needs(derivations[name])):
                place(needed)
            ordered[name] = derivations[name]

    for name in derivations:
        place(name)
    return list(ordered.values())
