"""Which municipality carries which task: the exact solution of an assignment with rising costs for every further task of the same carrier.

A flow of least cost with convex costs at the carriers; tasks are added one by one along cheapest augmenting paths, which keeps the result
optimal at each step (Ahuja, Magnanti, Orlin, Network Flows, 1993, sections 9.7 and 14.4).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

Gains = Mapping[int, float]  # by carrier


def assigned(gains: Sequence[Gains], carriers: int, cost: Callable[[int, int], float]) -> list[int | None]:
    """The carrier of each task, so that gains less costs are greatest; None for a task that nobody may carry.

    `gains[t]` are the carriers that task t may have, with what each gives; `cost(c, n)` is what the n-th task (from 0) costs carrier c and must
    not fall with n.
    """
    chosen: list[int | None] = [None] * len(gains)
    loads = [0] * carriers
    for task, possible in enumerate(gains):
        if possible:
            _augment(task, gains, chosen, loads, cost)
    return chosen


def _augment(task: int, gains: Sequence[Gains], chosen: list[int | None], loads: list[int], cost: Callable[[int, int], float]) -> None:
    """Add one task: it takes a place, and the tasks that stand in the way move on along the cheapest path."""
    count = len(loads)
    reached = [float("inf")] * count
    before: list[tuple[int, int] | None] = [None] * count  # the carrier passed before, and the task that moves from there
    for carrier, gain in gains[task].items():
        reached[carrier] = -gain
    moves = _moves(gains, chosen)
    for _ in range(count):
        changed = False
        for (start, end), (price, moved) in moves.items():
            if reached[start] + price < reached[end] - 1e-9:
                reached[end], before[end], changed = reached[start] + price, (start, moved), True
        if not changed:
            break
    end = min(range(count), key=lambda carrier: (reached[carrier] + cost(carrier, loads[carrier]), carrier))
    loads[end] += 1
    while (step := before[end]) is not None:
        start, moved = step
        chosen[moved] = end
        end = start
    chosen[task] = end


def _moves(gains: Sequence[Gains], chosen: Sequence[int | None]) -> dict[tuple[int, int], tuple[float, int]]:
    """The cheapest task to move from one carrier to another."""
    found: dict[tuple[int, int], tuple[float, int]] = {}
    for task, carrier in enumerate(chosen):
        if carrier is None:
            continue
        for other, gain in gains[task].items():
            price = gains[task][carrier] - gain
            if other != carrier and ((carrier, other) not in found or price < found[carrier, other][0]):
                found[carrier, other] = (price, task)
    return found
