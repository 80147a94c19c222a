"""Amounts that can be paid: rounded so that they still add up (method of the largest remainder, Hare and Niemeyer)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor

CENT = Fraction(1, 100)


def rounded(shares: Sequence[Fraction], quantum: Fraction = CENT) -> tuple[Fraction, ...]:
    """Multiples of `quantum` that add up to the rounded sum; who has the largest remainder gets the next one, at a tie who stands first."""
    exact = [share / quantum for share in shares]
    down = [floor(share) for share in exact]
    missing = floor(sum(exact) + Fraction(1, 2)) - sum(down)
    order = sorted(range(len(exact)), key=lambda number: (down[number] - exact[number], number))
    raised = set(order[:missing])
    return tuple((whole + (number in raised)) * quantum for number, whole in enumerate(down))
