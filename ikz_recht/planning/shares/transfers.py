"""Settling balances with few payments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from .game import subset_sums
from .rounding import CENT, rounded

MOST_EXACT = 16


@dataclass(frozen=True, slots=True)
class Transfer:
    """Who pays how much to whom."""

    payer: str
    payee: str
    amount: Fraction


def settle(names: Sequence[str], owed: Sequence[Fraction], quantum: Fraction = CENT) -> list[Transfer]:
    """Payments that settle what everyone owes (positive) or is owed (negative); together they owe nothing.

    Only who owes pays and only who is owed receives, so the sum of all payments is the smallest possible. Their number is the smallest, too:
    partners less the greatest number of groups whose balances cancel out, found by dynamic programming over all groups (Verhoeff, Settling
    multiple debts efficiently, Informatics in Education 3, 2004). With more than MOST_EXACT open balances the largest are matched instead,
    which needs at most one payment less than partners.
    """
    whole = [int(amount / quantum) for amount in rounded(owed, quantum)]
    open_ones = [number for number, amount in enumerate(whole) if amount]
    parts = _cancelling([whole[number] for number in open_ones]) if len(open_ones) <= MOST_EXACT else [(1 << len(open_ones)) - 1]
    found: list[Transfer] = []
    for mask in parts:
        members = [number for place, number in enumerate(open_ones) if mask >> place & 1]
        found += [
            Transfer(names[payer], names[payee], amount * quantum) for payer, payee, amount in _matched({m: whole[m] for m in members})
        ]
    return found


def _cancelling(amounts: Sequence[int]) -> list[int]:
    """As many disjoint groups as possible that each add up to zero, as masks; together they are all."""
    sums = subset_sums(amounts)
    count = [0] * len(sums)
    for mask in range(1, len(sums)):
        best, rest = 0, mask
        while rest:
            bit = rest & -rest
            best = max(best, count[mask ^ bit])
            rest ^= bit
        count[mask] = best + (sums[mask] == 0)
    return _walk(sums, count)


def _walk(sums: Sequence[int], count: Sequence[int]) -> list[int]:
    """The groups behind the count: members are taken off one by one along the best way; each time a sum of zero is reached, a group ends."""
    parts: list[int] = []
    mask = upper = len(sums) - 1
    while mask:
        here = count[mask] - (sums[mask] == 0)
        rest = mask
        while count[mask ^ (rest & -rest)] != here:
            rest &= rest - 1
        mask ^= rest & -rest
        if sums[mask] == 0:
            parts.append(upper ^ mask)
            upper = mask
    return parts


def _matched(amounts: dict[int, int]) -> list[tuple[int, int, int]]:
    """The largest debt pays the largest claim, until nothing is left."""
    left = dict(amounts)
    found = []
    while any(left.values()):
        payer = max(left, key=lambda number: (left[number], -number))
        payee = min(left, key=lambda number: (left[number], number))
        amount = min(left[payer], -left[payee])
        found.append((payer, payee, amount))
        left[payer] -= amount
        left[payee] += amount
    return found
