"""Ranking: admissibility first, then points; stability is the share of weightings that a form wins."""

from __future__ import annotations

import random
from operator import mul

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikz_recht.advice.finding import Status
from ikz_recht.advice.opinion import advise
from ikz_recht.advice.prospect import GOOD, Prospect
from ikz_recht.advice.ranking import FormScore, by_points, stabilities, weightings
from ikz_recht.rulebase.condition import ALWAYS
from ikz_recht.rulebase.model import CRITERION_GROUPS, CriterionEffect
from tests.inference.random_programs import EVIDENCE, NOWHERE
from tests.real import DAY, LANDS, RULES, random_case

GROUPS = tuple(CRITERION_GROUPS)
FIRST_WEIGHTING = [0.404825, 0.076813, 0.107586, 0.120558, 0.004029, 0.108042, 0.178148]
EFFECTS = st.lists(st.tuples(st.sampled_from(GROUPS), st.sampled_from(["pro", "contra"]), st.integers(1, 3)), max_size=6)


def score(*effects: tuple[str, str, int]) -> FormScore:
    return FormScore(
        tuple(
            CriterionEffect(f"e{number}", "k", group, None, ALWAYS, direction, strength, "t", EVIDENCE, NOWHERE)
            for number, (group, direction, strength) in enumerate(effects)
        )
    )


def test_points_are_the_signed_strengths_weighted_by_group() -> None:
    found = score(("steuerung", "pro", 3), ("steuerung", "contra", 1), ("aufwand", "contra", 2), ("personal", "neutral", 3))
    assert found.total({}) == 0
    assert found.total({"aufwand": 0.5}) == 1
    assert found.by_group()["steuerung"] == 2


def test_a_form_better_in_every_group_is_always_ahead() -> None:
    better, worse = score(*((group, "pro", 1) for group in GROUPS)), score(*((group, "contra", 1) for group in GROUPS))
    assert by_points([("schlechter", worse), ("besser", better)], {}) == ["besser", "schlechter"]
    assert stabilities([better, worse]) == [1.0, 0.0]


def test_two_forms_that_mirror_each_other_win_half_of_the_weightings() -> None:
    share, other = stabilities([score((GROUPS[0], "pro", 2)), score((GROUPS[1], "pro", 2))])
    assert share + other == pytest.approx(1)
    assert share == pytest.approx(0.5, abs=0.06)


@given(st.lists(EFFECTS, min_size=1, max_size=6), st.dictionaries(st.sampled_from(GROUPS), st.floats(0, 10)))
def test_order_follows_the_points_and_every_weighting_has_a_winner(
    forms: list[list[tuple[str, str, int]]], weights: dict[str, float]
) -> None:
    scores = [score(*effects) for effects in forms]
    ranked = by_points(list(enumerate(scores)), weights)
    totals = [scores[number].total(weights) for number in ranked]
    assert totals == sorted(totals, reverse=True)
    assert sorted(ranked) == list(range(len(forms)))
    shares = stabilities(scores)
    assert sum(shares) >= 0.999
    assert all(0 <= share <= 1 for share in shares)
    sums = [[sum(map(mul, item.by_group().values(), vector)) for item in scores] for vector in weightings()]
    assert shares == [sum(row[place] >= max(row) - 1e-9 for row in sums) / len(sums) for place in range(len(scores))]


def test_weightings_are_shares_and_the_same_in_every_run() -> None:
    assert all(sum(vector) == pytest.approx(1) and min(vector) >= 0 for vector in weightings())
    assert [round(weight, 6) for weight in weightings()[0]] == FIRST_WEIGHTING


@pytest.mark.usefixtures("quick")
def test_good_prospects_stand_before_uncertain_ones_and_no_excluded_form_has_a_rank() -> None:
    rng = random.Random(3)
    for land in LANDS * 6:
        forms = advise(random_case(rng, (land,), share=0.7), RULES, DAY).forms
        ranked = [item for item in forms if item.rank]
        assert [item.rank for item in ranked] == list(range(1, len(ranked) + 1))
        assert Prospect.EXCLUDED not in {item.prospect for item in ranked}
        classes = [item.prospect in GOOD for item in ranked]
        assert classes == sorted(classes, reverse=True)
        assert all(item.rank is None for item in forms if item.status in (Status.INADMISSIBLE, Status.NOT_PROVIDED))
