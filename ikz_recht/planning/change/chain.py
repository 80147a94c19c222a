"""How the steps of a phase share its time: along the longest chain of those that wait for each other (critical path method).

Kelley and Walker, Critical-Path Planning and Scheduling, 1959: earliest times forwards, latest times backwards, and where both agree a delay
moves the end. Efforts have no unit; the phase's days are spread over the longest chain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A step in a chain: its effort and the steps of the same phase that it waits for."""

    id: str
    effort: float
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """When a step runs, as shares of the phase (0 to 1); `latest` is when it must be done at the latest."""

    start: float
    end: float
    latest: float

    @property
    def critical(self) -> bool:
        """True if a delay moves the end of the phase."""
        return self.latest - self.end < 1e-9


def spans(links: Sequence[Link]) -> dict[str, Span]:
    """The span of every step; the links must not wait for themselves in a circle. Names that are no links are not waited for."""
    by_id = {link.id: link for link in links}
    ordered = in_order(links)
    finish: dict[str, float] = {}
    for link in ordered:
        finish[link.id] = max((finish[name] for name in link.after if name in by_id), default=0.0) + link.effort
    total = max(finish.values(), default=0.0)
    latest = dict.fromkeys(by_id, total)
    for link in reversed(ordered):
        for name in link.after:
            if name in by_id:
                latest[name] = min(latest[name], latest[link.id] - link.effort)
    scale = 1 / total if total else 0.0
    return {link.id: Span((finish[link.id] - link.effort) * scale, finish[link.id] * scale, latest[link.id] * scale) for link in ordered}


def in_order(links: Sequence[Link]) -> list[Link]:
    """Each after those that it waits for, otherwise in the given order. Raises ValueError for a circle."""
    by_id = {link.id: link for link in links}
    waiting = {link.id: {name for name in link.after if name in by_id} for link in links}
    ordered: list[Link] = []
    while waiting:
        ready = [name for name, names in waiting.items() if not names]
        if not ready:
            raise ValueError(f"Ein Schritt wartet auf sich selbst: {', '.join(sorted(waiting))}")
        ordered.append(by_id[ready[0]])
        del waiting[ready[0]]
        for names in waiting.values():
            names.discard(ready[0])
    return ordered


def resolved(after: Mapping[str, Sequence[str]], kept: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """For every kept step what it waits for: where a step is left out, those that it waited for take its place.

    `after` names what every step waits for; `kept` gives the name under which a step is waited for in the plan.
    """

    def behind(name: str, seen: frozenset[str]) -> list[str]:
        if name in kept:
            return [kept[name]]
        return [item for before in after.get(name, ()) if before not in seen for item in behind(before, seen | {before})]

    return {
        name: tuple(dict.fromkeys(item for before in after.get(name, ()) for item in behind(before, frozenset({name, before}))))
        for name in kept
    }


def reduced(after: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The same order with nothing named twice: what a step waits for anyway, because another one of these waits for it, is left out.

    The transitive reduction of a graph without circles (Aho, Garey, Ullman, SIAM J. Comput. 1, 1972).
    """
    before: dict[str, frozenset[str]] = {}

    def all_before(name: str) -> frozenset[str]:
        if name not in before:
            direct = after.get(name, ())
            before[name] = frozenset(direct).union(*(all_before(item) for item in direct))
        return before[name]

    return {
        name: tuple(item for item in direct if not any(item in all_before(other) for other in direct if other != item))
        for name, direct in after.items()
    }
