"""The best group: exact up to fifteen candidates, against trying every subset."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ikz_recht.planning.groups import MOST_EXACT, best_groups


def hangs_together(members: tuple[int, ...], touches: Callable[[int, int], bool]) -> bool:
    """Whether the members and the own municipality (−1) hang together."""
    reached, waiting = {-1}, [-1]
    while waiting:
        here = waiting.pop()
        for item in members:
            if item not in reached and (touches(item, -1) if here == -1 else touches(item, here)):
                reached.add(item)
                waiting.append(item)
    return reached >= set(members)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 9), st.integers(1, 4), st.integers(0, 3), st.booleans(), st.integers(0, 10**6))
def test_it_finds_what_trying_everything_finds(count: int, most: int, spread: int, connected: bool, seed: int) -> None:
    rng = random.Random(seed)
    points = [rng.randint(-3, 12) for _ in range(count)]
    edges = {frozenset((one, two)) for one in range(-1, count) for two in range(-1, count) if one != two and rng.random() < 0.35}
    bonus = {size: rng.randint(0, 3) for size in range(1, count + 1)}

    def touches(one: int, two: int) -> bool:
        return frozenset((one, two)) in edges

    def extra(members: tuple[int, ...]) -> float:
        return bonus[len(members)]

    sizes = (1 + spread % most, most)
    expected = [
        sum(points[item] for item in members) / len(members) + extra(members)
        for size in range(sizes[0], sizes[1] + 1)
        for members in combinations(range(count), size)
        if not connected or hangs_together(members, touches)
    ]
    found = best_groups(points, touches if connected else None, sizes, extra, 3)
    assert found.exact
    assert [group.points for group in found.groups] == pytest.approx(sorted(expected, reverse=True)[:6])
    for group in found.groups:
        assert sizes[0] <= len(group.members) <= sizes[1]
        assert not connected or hangs_together(group.members, touches)


def test_every_connected_subset_comes_once() -> None:
    def line(one: int, two: int) -> bool:
        return abs(one - two) == 1  # −1 – 0 – 1 – 2 …

    seen: list[tuple[int, ...]] = []

    def extra(members: tuple[int, ...]) -> float:
        seen.append(members)
        return 0.0

    best_groups([1.0] * 8, line, (1, 8), extra, 100.0, kept=1000)
    assert sorted(seen) == [tuple(range(size)) for size in range(1, 9)]


def test_fifteen_are_exact_and_more_are_said_not_to_be() -> None:
    for count, exact in ((MOST_EXACT, True), (MOST_EXACT + 1, False)):
        found = best_groups(list(range(count)), None, (2, 3), lambda members: 0.0, 0.0)
        assert found.exact is exact
        assert found.groups[0].members == (count - 2, count - 1)
