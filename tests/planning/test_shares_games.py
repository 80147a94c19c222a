"""Known divisions from the literature, and properties that every game must show."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pytest_benchmark.fixture import BenchmarkFixture

from ikz_recht.planning.shares.apart import apart_groups, cheapest_apart, with_cheapest
from ikz_recht.planning.shares.divisions import by_weight, equal_gain, mixed, proportional, separable
from ikz_recht.planning.shares.fairness import better_alone, compensated, gains, nearest_fair
from ikz_recht.planning.shares.game import CostGame, excesses, game_of, subset_sums
from ikz_recht.planning.shares.nucleolus import least_core, nucleolus
from ikz_recht.planning.shares.rounding import rounded
from ikz_recht.planning.shares.shapley import shapley


def game(size: int, cost: Callable[[tuple[int, ...]], int]) -> CostGame:
    """The game in which a group of members (numbers from 0) has that cost."""
    members = [tuple(number for number in range(size) if mask >> number & 1) for mask in range(1 << size)]
    return CostGame(tuple("ABCDEFGHIJKLMNOP"[:size]), (0, *(cost(group) for group in members[1:])))


TVA = CostGame(("Schifffahrt", "Hochwasser", "Strom"), (0, 163_520, 140_826, 301_607, 250_096, 378_821, 367_370, 412_584))
EMPTY_CORE = game(3, lambda group: {1: 6, 2: 8, 3: 15}[len(group)])
small_games = st.integers(2, 4).flatmap(
    lambda size: st.builds(
        lambda costs: CostGame(tuple("ABCD"[:size]), (0, *costs)),
        st.lists(st.integers(0, 12), min_size=(1 << size) - 1, max_size=(1 << size) - 1),
    )
)
larger_games = st.integers(5, 6).flatmap(
    lambda size: st.builds(
        lambda costs: CostGame(tuple("ABCDEF"[:size]), (0, *costs)),
        st.lists(st.integers(0, 60), min_size=(1 << size) - 1, max_size=(1 << size) - 1),
    )
)


def test_tennessee_valley() -> None:
    """Straffin and Heaney, Game theory and the Tennessee Valley Authority, Int. J. Game Theory 10, 1981."""
    assert shapley(TVA) == (117_829, Fraction(201_513, 2), Fraction(387_997, 2))
    assert nucleolus(TVA)[0] == (116_234, 93_540, 202_810)
    assert least_core(TVA) == -47_286
    assert [round(float(share)) for share in separable(TVA)] == [117_476, 99_157, 195_951]


def test_airport() -> None:
    """Littlechild and Owen, Management Science 20, 1973: everyone pays an equal part of every section of the runway it uses."""
    lengths = (12, 20, 20, 36)
    airport = game(4, lambda group: max(lengths[number] for number in group))
    first, second, last = Fraction(12, 4), Fraction(8, 3), Fraction(16)
    assert shapley(airport) == (first, first + second, first + second, first + second + last)
    # Littlechild, Int. J. Game Theory 3, 1974: the first i pay the least of length i / (i + 1), here 20 / 4; the last pays the rest.
    assert nucleolus(airport)[0] == (5, 5, 5, 21)


@pytest.mark.parametrize(
    ("estate", "shares"),
    [(100, (Fraction(100, 3),) * 3), (200, (50, 75, 75)), (300, (50, 100, 150))],
)
def test_talmud(estate: int, shares: tuple[Fraction, ...]) -> None:
    """Aumann and Maschler, J. Economic Theory 36, 1985: the claims 100, 200 and 300 of Mishnah Kethubot 93a."""
    claims = (100, 200, 300)
    worth = game(3, lambda group: -max(0, estate - sum(claims[number] for number in range(3) if number not in group)))
    assert tuple(-share for share in nucleolus(worth)[0]) == shares


def test_empty_core_says_by_how_much() -> None:
    assert least_core(EMPTY_CORE) == 2  # each pair pays 10 of its 8 at best
    assert nucleolus(EMPTY_CORE)[0] == (5, 5, 5)
    assert {item.mask for item in better_alone(EMPTY_CORE, (5, 5, 5))} == {3, 5, 6}  # type: ignore[arg-type]


def test_degenerate_optimum_is_resolved() -> None:
    """The least core is a whole segment here; fixing everything that is tight at one of its points would stop too early."""
    found, levels = nucleolus(game(4, lambda group: {1: 10, 2: 14, 3: 30, 4: 24}[len(group)] + 3 * (0 in group)))
    assert sum(found) == 27
    assert found[1] == found[2] == found[3]
    assert len(levels) >= 2


def test_costs_that_only_differ_by_cents_are_told_apart() -> None:
    costs = {
        frozenset(group): Fraction(10**14 + sum(map(ord, group)), 100)
        for size in (1, 2, 3)
        for group in itertools.combinations("ABC", size)
    }
    found = nucleolus(game_of(costs, "ABC"))[0]
    assert sum(found) == costs[frozenset("ABC")]
    assert len(set(found)) == 3


@given(small_games)
@settings(max_examples=150, deadline=None)
def test_nucleolus_meets_kohlberg(tried: CostGame) -> None:
    """Kohlberg, SIAM J. Appl. Math. 20, 1971: the groups with the greatest excesses are balanced at every level."""
    found, levels = nucleolus(tried)
    above, _ = excesses(tried, found)
    for level in sorted({above[mask] for mask in tried.groups()}):
        assert balanced([mask for mask in tried.groups() if above[mask] >= level], len(tried.names))
    assert sum(found) == tried.total
    assert max(Fraction(above[mask], excesses(tried, found)[1]) for mask in tried.groups()) == levels[0].worst == least_core(tried)


def balanced(masks: Sequence[int], size: int) -> bool:
    """Whether positive weights on the groups cover every partner equally, by an independent floating-point solver."""
    highspy = pytest.importorskip("highspy")
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    weights = [solver.addVariable(lb=1.0) for _ in masks]  # positive weights may be scaled to at least one
    total = solver.addVariable(lb=0.0)
    for number in range(size):
        held = [weight for weight, mask in zip(weights, masks, strict=True) if mask >> number & 1]
        solver.addConstr(sum(held) - total == 0) if held else solver.addConstr(total == 0)
    solver.minimize(total)
    return bool(solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)


@given(larger_games)
@settings(max_examples=40, deadline=None)
def test_least_core_agrees_with_highs(tried: CostGame) -> None:
    highspy = pytest.importorskip("highspy")
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    shares = [solver.addVariable(lb=-highspy.kHighsInf) for _ in tried.names]
    worst = solver.addVariable(lb=-highspy.kHighsInf)
    solver.addConstr(sum(shares) == tried.costs[-1])
    for mask in tried.groups():
        solver.addConstr(sum(share for number, share in enumerate(shares) if mask >> number & 1) - worst <= tried.costs[mask])
    solver.minimize(worst)
    assert solver.getObjectiveValue() == pytest.approx(float(least_core(tried)), abs=1e-6)


@given(small_games)
@settings(deadline=None)
def test_every_division_divides_everything(tried: CostGame) -> None:
    for division in (shapley, separable, equal_gain, proportional, lambda one: nucleolus(one)[0]):
        assert sum(division(tried)) == tried.total


@given(small_games, small_games)
@settings(deadline=None)
def test_shapley_is_additive(one: CostGame, other: CostGame) -> None:
    assume(len(one.names) == len(other.names))
    both = CostGame(one.names, tuple(first + second for first, second in zip(one.costs, other.costs, strict=True)))
    assert shapley(both) == tuple(first + second for first, second in zip(shapley(one), shapley(other), strict=True))


@given(small_games)
@settings(deadline=None)
def test_shapley_is_the_average_over_all_orders(tried: CostGame) -> None:
    size = len(tried.names)
    found = [Fraction(0)] * size
    orders = list(itertools.permutations(range(size)))
    for order in orders:
        mask = 0
        for number in order:
            found[number] += Fraction(tried.costs[mask | 1 << number] - tried.costs[mask], len(orders))
            mask |= 1 << number
    assert shapley(tried) == tuple(found)


@given(st.integers(3, 6), st.lists(st.integers(0, 50), min_size=6, max_size=6))
@settings(deadline=None, max_examples=50)
def test_like_partners_pay_alike(size: int, by_count: list[int]) -> None:
    tried = game(size, lambda group: by_count[len(group) - 1])
    for division in (shapley, separable, equal_gain, proportional, lambda one: nucleolus(one)[0]):
        assert len(set(division(tried))) == 1


@given(small_games, st.integers(0, 20))
@settings(deadline=None, max_examples=50)
def test_who_only_adds_its_own_costs_pays_just_them(tried: CostGame, own: int) -> None:
    size = len(tried.names)
    grown = CostGame((*tried.names, "Z"), (*tried.costs, *(cost + own for cost in tried.costs)))
    assert shapley(grown)[size] == own
    assume(least_core(tried) <= 0)  # where the core is empty the nucleolus need not keep to it
    assert nucleolus(grown)[0][size] == own


@given(small_games, st.lists(st.integers(0, 9), min_size=4, max_size=4))
@settings(deadline=None)
def test_nearest_fair_division_is_fair_and_near(tried: CostGame, weights: list[int]) -> None:
    shares = by_weight(tried.total, [Fraction(weight) for weight in weights[: len(tried.names)]])
    slack = max(Fraction(0), least_core(tried))
    found = nearest_fair(tried, shares, slack)
    assert sum(found) == tried.total
    assert all(item.by <= slack for item in better_alone(tried, found))
    if all(item.by <= slack for item in better_alone(tried, shares)):
        assert found == shares
    fair = nucleolus(tried)[0]
    moved = [max(abs(new - old) for new, old in zip(division, shares, strict=True)) for division in (found, fair)]
    assert moved[0] <= moved[1]


@given(small_games, st.lists(st.integers(0, 9), min_size=4, max_size=4))
@settings(deadline=None)
def test_compensation_leaves_no_loser_and_moves_no_more_than_the_losses(tried: CostGame, weights: list[int]) -> None:
    shares = by_weight(tried.total, [Fraction(weight) for weight in weights[: len(tried.names)]])
    found = compensated(tried, shares)
    losses = -sum(min(gain, Fraction(0)) for gain in gains(tried, shares))
    if found is None:
        assert sum(tried.alone()) < tried.total
        return
    assert sum(found) == tried.total
    assert min(gains(tried, found)) >= 0
    assert sum(max(old - new, Fraction(0)) for new, old in zip(found, shares, strict=True)) == losses


@given(small_games, st.lists(st.fractions(0, 50), min_size=4, max_size=4))
@settings(deadline=None)
def test_better_alone_is_what_it_says(tried: CostGame, values: list[Fraction]) -> None:
    shares = values[: len(tried.names)]
    found = {item.mask: item.by for item in better_alone(tried, shares)}
    for mask in tried.groups():
        paid = sum((share for number, share in enumerate(shares) if mask >> number & 1), Fraction(0))
        assert found.get(mask, 0) == max(paid - tried.cost(mask), 0)


@given(larger_games)
@settings(deadline=None, max_examples=30)
def test_groups_taken_apart_are_never_dearer_than_their_parts(tried: CostGame) -> None:
    best = cheapest_apart(tried)
    for one in tried.groups():
        for other in tried.groups():
            if not one & other:
                assert best[one | other] <= best[one] + best[other]
    assert all(new <= old for new, old in zip(best, tried.costs, strict=True))
    assert with_cheapest(tried).costs[-1] == tried.costs[-1]
    assert apart_groups(with_cheapest(tried)) == []


@given(st.lists(st.fractions(-1000, 10**6, max_denominator=997), min_size=1, max_size=16))
def test_rounded_shares_add_up(shares: list[Fraction]) -> None:
    found = rounded(shares)
    assert abs(sum(found) - sum(shares)) <= Fraction(1, 200)
    assert all(abs(new - old) < Fraction(1, 100) for new, old in zip(found, shares, strict=True))
    assert all((share * 100).denominator == 1 for share in found)


def test_a_cent_goes_to_the_largest_remainder() -> None:
    assert rounded([Fraction(100, 3)] * 3) == (Fraction(3334, 100), Fraction(3333, 100), Fraction(3333, 100))


def test_mixed_key_is_base_and_rest() -> None:
    even, cases = [Fraction(1)] * 2, [Fraction(3), Fraction(1)]
    assert mixed(Fraction(1000), Fraction(3, 10), even, cases) == (675, 325)
    assert by_weight(Fraction(10), [Fraction(0)] * 4) == (Fraction(5, 2),) * 4


def test_subset_sums() -> None:
    assert subset_sums([1, 10, 100]) == [0, 1, 10, 11, 100, 101, 110, 111]


def stepped(size: int) -> CostGame:
    """Fixed costs for every three partners, and costs of their own that differ."""
    return game(size, lambda group: 40_000 * (1 + len(group) // 3) + sum(9_000 + 1_117 * (number * number % 13) for number in group))


@pytest.mark.parametrize("size", [12, 16])
def test_many_partners(size: int, benchmark: BenchmarkFixture) -> None:
    """python -m pytest tests/planning/test_shares_games.py --benchmark-only"""
    tried = stepped(size)
    found = benchmark.pedantic(lambda: (shapley(tried), nucleolus(tried)[0]), rounds=1)
    assert [sum(shares) for shares in found] == [tried.total, tried.total]


def test_twelve_partners_take_a_moment() -> None:
    tried = stepped(12)
    assert sum(nucleolus(tried)[0]) == sum(shapley(tried)) == tried.total
