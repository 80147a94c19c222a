"""The calculation: money flows, ranges, sensitivity, break-even, scenarios, groups."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikz_recht.planning.benefit.coalitions import coalition_costs
from ikz_recht.planning.benefit.flow import Flow, Year, divided, flows
from ikz_recht.planning.benefit.levers import bars, break_evens, central, moved
from ikz_recht.planning.benefit.model import (
    Amount,
    CostKind,
    CostModel,
    Driver,
    Grant,
    Key,
    OneOff,
    PartnerCosts,
    Pick,
)
from ikz_recht.planning.benefit.scenarios import later, outcomes
from ikz_recht.planning.benefit.span import Span, Standing, readings
from tests.planning.benefit_models import item, model
from tests.real import RULES

pytestmark = pytest.mark.usefixtures("quick")
START = dt.date(2027, 1, 1)
RULE = RULES.benefit
MONEY = st.decimals(0, 1_000_000, places=2)


def once(amount: int | str, day: dt.date = START, partner: str = "") -> OneOff:
    return OneOff("Umstellung", Amount.exactly(amount), day, partner)


# Flows


def test_the_saving_is_what_falls_away_less_the_share() -> None:
    found = flows(model({"A": 100, "B": 60}, 90))
    assert [flow.settled.saving for flow in found.partners] == [55, 15]
    assert found.total.settled.saving == 70
    assert found.total.balance() == 350


def test_what_falls_away_within_a_year_counts_by_days() -> None:
    partner = PartnerCosts("A", (item(365, ends=dt.date(2027, 3, 1)),))
    other = PartnerCosts("B")
    found = flows(CostModel((partner, other), (item(0),), START, 2)).of("A")
    assert found.years[0].cost_after() == 59  # January and February of 2027
    assert found.years[1].cost_after() == 0


def test_residual_costs_stay_and_what_never_falls_away_stays_whole() -> None:
    partner = PartnerCosts("A", (item(1000, residual=Decimal("0.08")), item(500, CostKind.IT, stays=True)))
    found = flows(CostModel((partner, PartnerCosts("B")), (item(0),), START, 1)).of("A")
    assert found.settled.after == {CostKind.STAFF: 80, CostKind.IT: 500}


def test_joint_costs_begin_and_end() -> None:
    double = item(3650, CostKind.IT, begins=START, ends=dt.date(2027, 7, 1))
    found = flows(CostModel((PartnerCosts("A"), PartnerCosts("B")), (double,), START, 2))
    assert [year.cost_after() for year in found.total.years] == [1810, 0]  # 181 of 365 days


def test_staff_and_prices_grow_apart() -> None:
    partner = PartnerCosts("A", (item(100), item(100, CostKind.IT)))
    rates = {"staff_growth_percent": Decimal(10), "price_growth_percent": Decimal(1)}
    found = flows(CostModel((partner, PartnerCosts("B")), (item(0),), START, 3, **rates)).of("A")  # type: ignore[arg-type]
    assert found.years[2].before == {CostKind.STAFF: 121, CostKind.IT: Decimal("102.01")}


def test_tax_is_on_what_is_paid_to_somebody_else() -> None:
    nineteen = Amount.exactly(19)
    whole = flows(model({"A": 0, "B": 0}, 200, vat_percent=nineteen))
    assert [flow.settled.tax for flow in whole.partners] == [19, 19]
    doing = flows(model({"A": 0, "B": 0}, 200, vat_percent=nineteen, performer="A"))
    assert [flow.settled.tax for flow in doing.partners] == [0, 19]


def test_one_off_costs_count_in_the_year_of_their_day() -> None:
    costs = (once(100, dt.date(2026, 11, 1)), once(40, dt.date(2028, 1, 1), "B"))
    found = flows(model({"A": 0, "B": 0}, 0, one_off=costs))
    assert [[year.one_off for year in flow.years[:2]] for flow in found.partners] == [[50, 0], [50, 40]]


def test_a_start_on_the_leap_day_has_years_of_its_own() -> None:
    found = flows(model({"A": 366, "B": 0}, 0, start=dt.date(2028, 2, 29), years=4))
    assert [year.saving for year in found.total.years] == [366] * 4


def test_present_value_discounts_running_costs_at_the_end_of_their_year() -> None:
    flow = Flow("A", (Year({CostKind.STAFF: Decimal(110)}, {}, one_off=Decimal(50)), Year({CostKind.STAFF: Decimal(121)}, {})))
    assert flow.present_value(Decimal(10)) == 150
    assert flow.present_value(None) == flow.balance() == 181


@pytest.mark.parametrize(
    ("one_off", "savings", "expected"),
    [
        (0, [10, 10], Decimal(0)),
        (15, [10, 10], Decimal("1.5")),
        (30, [10, 10], None),
        (0, [-10, 20], Decimal("1.5")),
        (0, [10, -20], None),
    ],
)
def test_payback(one_off: int, savings: list[int], expected: Decimal | None) -> None:
    years = [Year({CostKind.STAFF: Decimal(saving)}, {}) for saving in savings]
    years[0] = replace(years[0], one_off=Decimal(one_off))
    assert Flow("", tuple(years)).payback_years() == expected


@given(MONEY, st.lists(st.integers(0, 1000), min_size=1, max_size=16).filter(any))
def test_parts_add_up_to_the_cent(amount: Decimal, sizes: list[int]) -> None:
    share = {str(number): Decimal(size) / sum(sizes) for number, size in enumerate(sizes)}
    parts = divided(amount, share)
    assert sum(parts.values()) == amount
    assert all(abs(parts[name] - amount * share[name]) < Decimal("0.01") for name in share)


@given(st.dictionaries(st.sampled_from("ABCDE"), st.integers(0, 10**9), min_size=2), st.integers(0, 10**9), st.sampled_from([0, 19]))
def test_partners_add_up_to_the_whole(costs: dict[str, int], joint: int, vat: int) -> None:
    found = flows(
        model(costs, joint, vat_percent=Amount.exactly(vat), one_off=(once(100),), grants=(Grant("G", Amount.exactly(7), START),))
    )
    assert sum(flow.balance() for flow in found.partners) == found.total.balance()
    assert all(sum(flow.years[0].cost_after() for flow in found.partners) == found.total.years[0].cost_after() for _ in (0,))


# Ranges


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(0, 10_000), st.sampled_from([(0, 0), (0, 19), (19, 19)]))
def test_every_value_within_the_ranges_lies_within_the_result(low: int, more: int, at: int, vat: tuple[int, int]) -> None:
    ranged = Amount(Decimal(low), Decimal(low + more))
    exact = Amount.exactly(min(low + at, low + more))
    given_model = model({"A": 5000, "B": 3000}, 0, vat_percent=Amount(Decimal(vat[0]), Decimal(vat[1])))
    found = readings(replace(given_model, joint=(replace(item(0), amount=ranged),)))
    for rate in vat:
        single = readings(replace(given_model, joint=(replace(item(0), amount=exact),), vat_percent=Amount.exactly(rate)))
        for name in ("", "A", "B"):
            span, value = found.balance(name), single.balance(name).middle
            assert span.low is not None
            assert span.high is not None
            assert span.low <= value <= span.high


def test_what_nobody_knows_leaves_one_end_open() -> None:
    unknown = replace(item(0, CostKind.IT), amount=Amount(Decimal(0), None), label="Lizenz")
    after = readings(replace(model({"A": 100, "B": 60}, 90), joint=(item(90), unknown)))
    assert (after.saving().low, after.saving().high) == (None, 70)
    assert after.saving().text() == "höchstens 70 Euro"
    assert after.unknown_after("A") == ("Lizenz",)
    partner = PartnerCosts("A", (item(100), unknown))
    before = readings(replace(model({"A": 0, "B": 60}, 90), partners=(partner, PartnerCosts("B", (item(60),)))))
    assert before.saving("A").text() == "mindestens 55 Euro"
    assert before.saving("B").text() == "15 Euro"


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 5, Standing.GAINS),
        (-2, -1, Standing.LOSES),
        (-1, 1, Standing.OPEN),
        (None, -1, Standing.LOSES),
        (None, 1, Standing.OPEN),
        (1, None, Standing.GAINS),
    ],
)
def test_standing(low: int | None, high: int | None, expected: Standing) -> None:
    ends = [None if end is None else Decimal(end) for end in (low, high)]
    assert Span(ends[0], Decimal(0), ends[1]).standing() is expected


# Sensitivity and break-even


def test_the_break_even_is_where_the_balance_is_nil() -> None:
    base = model({"A": 100_000, "B": 60_000}, 90_000, one_off=(once(20_000),), interest_percent=Decimal(3))
    for lever in RULE.levers:
        for found in (one for one in break_evens(readings(base), RULE) if one.name == lever.name and one.assumed):
            assert found.assumed is not None
            assert abs(central(moved(base, lever, found.bound / found.assumed))) < 1
    assert {one.name for one in break_evens(readings(base), RULE)} >= {"gemeinsame Personal- und Gemeinkosten", "einmalige Kosten"}


def test_the_break_even_of_something_unknown() -> None:
    unknown = replace(item(0, CostKind.IT), amount=Amount(Decimal(0), None), label="Lizenz")
    found = break_evens(readings(replace(model({"A": 100, "B": 60}, 90), joint=(item(90), unknown))), RULE)
    (licence,) = [one for one in found if one.name == "Lizenz"]
    assert (round(licence.bound), licence.at_most, licence.assumed) == (70, True, None)


def test_the_break_even_in_cases() -> None:
    base = model({"A": 100, "B": 60}, 0)
    per_case = replace(item(4, CostKind.IT), driver=Driver.CASE)  # 20 cases: 80 Euro of 160 saved; 40 cases: all
    found = break_evens(readings(replace(base, joint=(per_case,))), RULE)
    (cases,) = [one for one in found if one.unit == "Fälle im Jahr"]
    assert (round(cases.bound), cases.at_most, cases.assumed) == (40, True, 20)


def test_bars_come_widest_first_and_hold_what_was_given_as_a_range() -> None:
    ranged = replace(item(0, CostKind.IT), amount=Amount(Decimal(1000), Decimal(90_000)), label="Verfahren")
    found = bars(readings(replace(model({"A": 100_000, "B": 60_000}, 90_000), joint=(item(90_000), ranged))), RULE)
    assert found[0].name == "Verfahren"
    assert (found[0].down - found[0].up) == 5 * 89_000
    assert [bar.swing for bar in found] == sorted((bar.swing for bar in found), reverse=True)
    assert all(bar.swing for bar in found)


# Scenarios


def test_who_leaves_leaves_the_fixed_costs_to_the_others() -> None:
    found = outcomes(model({"A": 100, "B": 60, "C": 40}, 90, performer="A"), RULE)
    leaving = {one.name: one for one in found if one.scenario.kind == "austritt"}
    assert leaving["A steigt aus"].impossible
    assert leaving["B steigt aus"].saving == Span(Decimal(50), Decimal(50), Decimal(50))
    assert leaving["B steigt aus"].losers == ("C",)


def test_with_two_partners_leaving_is_the_end() -> None:
    (leaving,) = [one for one in outcomes(model({"A": 100, "B": 60}, 90), RULE) if one.scenario.kind == "austritt"]
    assert "zwei Beteiligten" in leaving.impossible


def test_fewer_cases_move_only_what_follows_them() -> None:
    fixed = model({"A": 100, "B": 60}, 90)
    moving = replace(fixed, joint=(item(90, fixed_share=Decimal("0.5")),))
    for given_model, expected in ((fixed, 70), (moving, 79)):
        (found,) = [one for one in outcomes(given_model, RULE) if one.scenario.kind == "faelle"]
        assert found.saving is not None
        assert found.saving.middle == expected


def test_a_delay_costs_the_present_costs_again() -> None:
    (found,) = [one for one in outcomes(model({"A": 100, "B": 60}, 90), RULE) if one.scenario.kind == "verzug"]
    assert found.balance is not None
    assert found.balance.middle == 350 - 160


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [((2027, 1, 31), 1, (2027, 2, 28)), ((2027, 12, 1), 12, (2028, 12, 1)), ((2026, 7, 15), 6, (2027, 1, 15))],
)
def test_months_later(day: tuple[int, int, int], months: int, expected: tuple[int, int, int]) -> None:
    assert later(dt.date(*day), months) == dt.date(*expected)


# Groups


def test_costs_of_groups() -> None:
    joint = (item(100), item(2, CostKind.IT, driver=Driver.CASE), item(5, CostKind.COORDINATION, driver=Driver.PARTNER))
    partners = (
        PartnerCosts("A", (item(150, residual=Decimal("0.1")),), cases=Decimal(10)),
        PartnerCosts("B", (item(90),), cases=Decimal(5)),
        PartnerCosts("C", (item(60),), cases=Decimal(5)),
    )
    found = coalition_costs(CostModel(partners, joint, START, 5))
    assert found == {
        frozenset("A"): 150,
        frozenset("B"): 90,
        frozenset("C"): 60,
        frozenset("AB"): 100 + 30 + 10 + 15,
        frozenset("AC"): 100 + 30 + 10 + 15,
        frozenset("BC"): 100 + 20 + 10,
        frozenset("ABC"): 100 + 40 + 15 + 15,
    }


@given(st.lists(st.integers(1, 100_000), min_size=2, max_size=5), st.integers(0, 100_000), st.sampled_from(["", "A", "B"]))
def test_the_group_of_all_costs_what_the_settled_year_does(costs: list[int], joint: int, performer: str) -> None:
    given_model = model(dict(zip("ABCDE", costs, strict=False)), joint, performer=performer, vat_percent=Amount.exactly(19), key=Key.CASES)
    whole = coalition_costs(given_model)[frozenset(given_model.names())]
    assert abs(whole - flows(given_model).total.settled.cost_after()) <= Decimal("0.05")


def test_stepped_costs_come_in_whole_steps() -> None:
    step = item(1000, CostKind.STEP, driver=Driver.STEP, step_cases=Decimal(15))
    partners = tuple(PartnerCosts(name, cases=Decimal(10)) for name in "ABC")
    found = coalition_costs(CostModel(partners, (step,), START, 1))
    assert (found[frozenset("AB")], found[frozenset("ABC")]) == (2000, 2000)


def test_too_many_partners_for_groups() -> None:
    with pytest.raises(ValueError, match="16"):
        coalition_costs(model({f"P{number}": 1 for number in range(17)}, 1))


def test_the_middle_is_between_the_ends() -> None:
    assert [Amount(Decimal(10), Decimal(20)).at(pick) for pick in Pick] == [10, 15, 20]
