"""The division of a case and the calculation of its benefit: the same key gives every partner the same gain in both papers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikz_recht.planning.benefit.costs_file import costs_of
from ikz_recht.planning.benefit.model import CostKind, CostModel, Key, PartnerCosts
from ikz_recht.planning.benefit.read_costs import cost_model
from ikz_recht.planning.benefit.span import readings
from ikz_recht.planning.benefit.tax import tax_of, with_tax
from ikz_recht.planning.shares.divide import SharesResult, divide
from ikz_recht.planning.shares.from_model import shares_of_case
from ikz_recht.planning.shares.to_case import clause_answers
from tests.planning.benefit_models import BORDER, FIVE, THREE, THREE_COSTS, item, model, opinion_of
from tests.real import RULES

pytestmark = pytest.mark.usefixtures("quick")
EXAMPLES = {"drei": (THREE, THREE_COSTS), "fünf": (FIVE, None), "Grenze": (BORDER, None)}
CENTS = Decimal("0.05")  # amounts are rounded per cost kind here and not there


def costs_given(name: str) -> CostModel:
    path, costs = EXAMPLES[name]
    case = opinion_of(path).case
    return cost_model(costs_of(case, path, costs), case.participants or ())


def divided(name: str, found: CostModel) -> SharesResult:
    return divide(shares_of_case(found, opinion_of(EXAMPLES[name][0]), Path("fall.yaml")), RULES)


@pytest.mark.parametrize("key", list(Key))
@pytest.mark.parametrize("name", EXAMPLES)
def test_a_key_gives_the_same_gain_in_both_papers(name: str, key: Key) -> None:
    stated = costs_given(name)
    if key is Key.SHARES:  # any shares will do; only one example has its own
        parts = dict(zip(stated.names(), (41, 31, 13, 10, 5), strict=False))
        rest = 100 - sum(parts.values())
        parts[stated.names()[0]] += rest
        stated = replace(stated, partners=tuple(replace(one, share_percent=Decimal(parts[one.name])) for one in stated.partners))
    if key is Key.INHABITANTS and any(one.inhabitants is None for one in stated.partners):
        pytest.skip("the example does not say how many live there")
    stated = replace(stated, key=key)
    opinion = opinion_of(EXAMPLES[name][0])
    benefit = readings(with_tax(stated, tax_of(stated, opinion)))
    for found in (divided(name, stated), divided(name, replace(stated, key=Key.EQUAL))):  # whatever key the costs name
        division = found.of(key)
        assert division is not None
        for partner, gain in zip(stated.names(), division.gains, strict=True):
            saving = benefit.saving(partner)
            assert abs(Decimal(float(gain)) - saving.middle) <= CENTS
            assert saving.low is None or saving.low - CENTS <= Decimal(float(gain))
            assert saving.high is None or Decimal(float(gain)) <= saving.high + CENTS


@given(
    st.lists(st.tuples(st.integers(0, 100_000), st.integers(0, 100), st.integers(1, 900)), min_size=2, max_size=4),
    st.integers(0, 200_000),
    st.sampled_from(["", "A"]),
    st.sampled_from([Key.CASES, Key.EQUAL]),
    st.integers(0, 3),
)
def test_what_stays_with_a_partner_is_not_divided(
    partners: list[tuple[int, int, int]], joint: int, performer: str, key: Key, growth: int
) -> None:
    made = tuple(
        PartnerCosts(name, (item(cost, residual=Decimal(kept) / 100), item(cost // 2, CostKind.IT)), cases=Decimal(cases))
        for name, (cost, kept, cases) in zip("ABCD", partners, strict=False)
    )
    base = model({}, joint, performer=performer, key=key, vat_stated="ja", staff_growth_percent=Decimal(growth))
    found = divided("drei", replace(base, partners=made))
    taxed = with_tax(replace(base, partners=made), tax_of(base, opinion_of(THREE)))
    division, flow = found.of(key), readings(taxed)
    assert division is not None
    for partner, gain in zip(taxed.names(), division.gains, strict=True):
        assert abs(Decimal(float(gain)) - flow.saving(partner).middle) <= CENTS


def test_the_paper_says_what_a_key_divides() -> None:
    remarks = divided("drei", costs_given("drei")).given.beforehand
    assert any("Ein Schlüssel teilt die gemeinsamen Kosten" in text and "trägt jede Kommune selbst" in text for text in remarks)
    plain = divided("drei", model({"A": 10, "B": 10}, 15, vat_stated="nein"))
    assert plain.given.beforehand == ()
    assert "zu seinen Preisen" in divided("fünf", costs_given("fünf")).given.remarks[0]


def test_fixed_shares_of_a_clause_are_those_of_the_joint_costs() -> None:
    partners = (PartnerCosts("A", (item(100, residual=Decimal("0.5")),)), PartnerCosts("B", (item(100),)))
    found = divided("drei", replace(model({}, 90, vat_stated="nein"), partners=partners))
    shapley = found.of("shapley")
    assert shapley is not None
    assert shapley.shares == (Fraction(70), Fraction(70))  # 140 in all, of which A keeps 50
    wording = str(clause_answers(found, shapley)["kostenschluessel"])
    assert "A 22,22 Prozent" in wording
    assert "B 77,78 Prozent" in wording


def test_open_tax_counts_by_half_and_the_paper_says_so() -> None:
    result = divided("drei", model({"A": 1000, "B": 1000}, 1000, performer="A", vat_stated="offen"))
    assert "Umsatzsteuer zur Hälfte" in result.given.beforehand[-1]
    found = result.of(Key.EQUAL)
    assert found is not None
    assert [float(gain) for gain in found.gains] == [500, 452.5]
