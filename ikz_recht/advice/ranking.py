"""Suitability: points per group of criteria, order of forms, and how stable rank 1 is under other weightings."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import mul
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


def score_forms(forms: Sequence[tuple[T, FormScore]], weights: Mapping[str, float]) -> list[tuple[T, float]]:
    """The forms by points, highest first (ties stay in the given order: the looser form first), each with its stability.

    Stability is the share of weightings under which no other of these forms has more points.
    """
    groups = [tuple(score.by_group().values()) for _, score in forms]
    wins = [0] * len(forms)
    for vector in weightings() if len(forms) > 1 else ():
        sums = [sum(map(mul, vector, points)) for points in groups]
        best = max(sums) - 1e-9
        for position, value in enumerate(sums):
            if value >= best:
                wins[position] += 1
    stabilities = [win / DRAWS for win in wins] if len(forms) > 1 else [1.0] * len(forms)
    order = sorted(range(len(forms)), key=lambda position: -forms[position][1].total(weights))
    return [(forms[position][0], stabilities[position]) for position in order]
