"""Settling balances: everything is settled, with the smallest amount and number of payments."""

from __future__ import annotations

import itertools
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from ikz_recht.planning.shares.exchange import Exchange, Service, settle_exchange
from ikz_recht.planning.shares.transfers import settle

balances = st.lists(st.integers(-6, 6), min_size=1, max_size=6).map(lambda found: [*found, -sum(found)])


@given(balances)
def test_everything_is_settled(owed: list[int]) -> None:
    names = "ABCDEFG"[: len(owed)]
    left = dict(zip(names, map(Fraction, owed), strict=True))
    payments = settle(names, list(left.values()))
    for item in payments:
        assert item.amount > 0
        left[item.payer] -= item.amount
        left[item.payee] += item.amount
    assert not any(left.values())
    assert sum(item.amount for item in payments) == sum(amount for amount in owed if amount > 0)


@given(balances)
@settings(deadline=None)
def test_no_fewer_payments_would_do(owed: list[int]) -> None:
    """The fewest are the open balances less the most groups that cancel out, here by trying every partition."""
    open_ones = [amount for amount in owed if amount]
    most = max((len(parts) for parts in partitions(open_ones) if all(sum(part) == 0 for part in parts)), default=0)
    assert len(settle("ABCDEFG"[: len(owed)], list(map(Fraction, owed)))) == len(open_ones) - most


def partitions(items: list[int]) -> list[list[list[int]]]:
    if not items:
        return [[]]
    first, rest = items[0], items[1:]
    found = []
    for size in range(len(rest) + 1):
        for chosen in itertools.combinations(range(len(rest)), size):
            others = [rest[number] for number in range(len(rest)) if number not in chosen]
            found += [[[first, *(rest[number] for number in chosen)], *parts] for parts in partitions(others)]
    return found


def test_many_balances_need_at_most_one_payment_less_than_partners() -> None:
    owed = [Fraction(number * 37 % 101 - 50) for number in range(60)]
    owed.append(-sum(owed))
    names = [f"K{number}" for number in range(61)]
    payments = settle(names, owed)
    assert len(payments) <= 60
    assert sum(item.amount for item in payments) == sum(amount for amount in owed if amount > 0)


def test_exchange_compares_with_single_bills() -> None:
    """A does for B what B does for C and C for A: nothing is left to pay."""
    services = tuple(Service(giver, taker, "bauhof", Fraction(1000)) for giver, taker in ("AB", "BC", "CA"))
    found = settle_exchange(Exchange("", "Euro", "", services))
    assert found.transfers == ()
    assert found.each == (3, 3000)
    assert found.by_pair == (3, 3000)


def test_payments_on_account_count() -> None:
    services = (Service("A", "B", "bauhof", Fraction(1000)),)
    found = settle_exchange(Exchange("", "Euro", "", services, (Service("B", "A", "", Fraction(1200)),)))
    assert [(item.payer, item.payee, item.amount) for item in found.transfers] == [("A", "B", 200)]
    assert found.by_pair == (1, 200)
