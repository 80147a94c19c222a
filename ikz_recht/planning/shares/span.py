"""Which groups' payments are settled once those of some groups are: the span of their rows, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from .game import subset_sums


def open_groups(rows: Sequence[Sequence[int]], size: int) -> list[int]:
    """The masks, without the empty and the full one, whose 0/1 row is no combination of the rows.

    Every unit vector is reduced by the rows; a mask is in the span if the reduced vectors of its members add up to zero. The vectors are
    packed into one whole number each, with room enough that no sum of components carries over, so that 2**size sums are quick.
    """
    reduced = _reduced_units(rows, size)
    most = max((abs(entry) for vector in reduced for entry in vector), default=0) * size
    base = 2 * most + 1
    packed = [sum(entry * base**place for place, entry in enumerate(vector)) for vector in reduced]
    sums = subset_sums(packed)
    return [mask for mask in range(1, len(sums) - 1) if sums[mask]]


def open_units(rows: Sequence[Sequence[int]], size: int) -> list[int]:
    """The partners whose own payment the rows do not settle."""
    return [number for number, vector in enumerate(_reduced_units(rows, size)) if any(vector)]


def _reduced_units(rows: Sequence[Sequence[int]], size: int) -> list[list[int]]:
    """The unit vectors without what the rows say of them, as whole numbers."""
    echelon: dict[int, list[Fraction]] = {}
    for row in rows:
        vector = _reduce([Fraction(entry) for entry in row], echelon)
        lead = next((place for place, entry in enumerate(vector) if entry), None)
        if lead is None:
            continue
        vector = [entry / vector[lead] for entry in vector]
        for other, held in echelon.items():
            echelon[other] = [entry - held[lead] * own for entry, own in zip(held, vector, strict=True)]
        echelon[lead] = vector
    units = [_reduce([Fraction(int(place == number)) for place in range(size)], echelon) for number in range(size)]
    scale = lcm(*(entry.denominator for vector in units for entry in vector))
    return [[int(entry * scale) for entry in vector] for vector in units]


def _reduce(vector: list[Fraction], echelon: dict[int, list[Fraction]]) -> list[Fraction]:
    for lead, held in echelon.items():
        factor = vector[lead]
        if factor:
            vector = [entry - factor * own for entry, own in zip(vector, held, strict=True)]
    return vector
