"""Suitability: points per group of criteria, order of forms, and how stable rank 1 is under other weightings."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import ge, mul
from typing import TypeVar

from ..rulebase.model import CRITERION_GROUPS, CriterionEffect

DRAWS = 1000
SEED = 20261122
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FormScore:
    """The effects of suitability criteria that apply to a form."""

    effects: tuple[CriterionEffect, ...]

    def by_group(self) -> dict[str, int]:
        """Points per group, every group present."""
        points = dict.fromkeys(CRITERION_GROUPS, 0)
        for effect in self.effects:
            points[effect.group] += effect.points()
        return points

    def total(self, weights: Mapping[str, float]) -> float:
        """The weighted sum; a group without a weight counts once."""
        return sum(points * weights.get(group, 1.0) for group, points in self.by_group().items())


@lru_cache(maxsize=1)
def weightings() -> tuple[tuple[float, ...], ...]:
    """Weight vectors drawn uniformly from the simplex over the groups, with a fixed seed (normalised exponential draws)."""
    rng = random.Random(SEED)
    vectors = []
    for _ in range(DRAWS):
        draws = [rng.expovariate(1.0) for _ in CRITERION_GROUPS]
        total = sum(draws)
        vectors.append(tuple(draw / total for draw in draws))
    return tuple(vectors)


def by_points(forms: Sequence[tuple[T, FormScore]], weights: Mapping[str, float]) -> list[T]:
    """The forms by points, highest first; ties stay in the given order (the looser form first)."""
    return [form for form, score in sorted(forms, key=lambda item: -item[1].total(weights))]


def stabilities(scores: Sequence[FormScore]) -> list[float]:
    """For each form the share of all weightings under which no other one has more points."""
    return _shares(tuple(tuple(score.by_group().values()) for score in scores))


@lru_cache(maxsize=256)
def _shares(groups: tuple[tuple[int, ...], ...]) -> list[float]:
    if len(groups) < 2:
        return [1.0] * len(groups)
    distinct = list(dict.fromkeys(groups))
    rivals = [one for one in distinct if not any(other != one and all(map(ge, other, one)) for other in distinct)]
    wins = dict.fromkeys(distinct, 0)
    for vector in weightings():
        sums = [sum(map(mul, vector, points)) for points in rivals]
        best = max(sums) - 1e-9
        for points, value in zip(rivals, sums, strict=True):
            if value >= best:
                wins[points] += 1
    return [wins[points] / DRAWS for points in groups]
