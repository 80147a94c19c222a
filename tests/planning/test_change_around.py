"""Change plans around the way through the bodies: the same days in both papers, and nothing before what it waits for."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from ikz_recht.advice.case import case_from, read_case
from ikz_recht.advice.opinion import Opinion, advise
from ikz_recht.planning.bodies.given import Given
from ikz_recht.planning.bodies.path import DecisionPath, decision_path
from ikz_recht.planning.change.anchors import anchors_for, anchors_of
from ikz_recht.planning.change.calendar import Wish
from ikz_recht.planning.change.model import ChangePlan
from ikz_recht.planning.change.plan import change_plan
from ikz_recht.rulebase.change import legal_id
from ikz_recht.rulebase.problem import InputProblems
from tests.planning.test_change import CASES as SMALL
from tests.planning.test_change import HERE
from tests.real import DAY, PROJECT, RULES

CASES = {
    **SMALL,
    **{name: PROJECT / "docs" / "beispiele" / f"{name}.yaml" for name in ("personalabrechnung-fuenf", "vergabestelle-landesgrenze")},
}
pytestmark = pytest.mark.usefixtures("quick")
WISHES = (None, dt.date(2027, 8, 1), dt.date(2030, 1, 1))


def both(name: str, wish: dt.date | None = None, said: Given | None = None) -> tuple[DecisionPath, ChangePlan]:
    opinion: Opinion = advise(case_from(read_case(CASES[name]), RULES), RULES, DAY)
    assert opinion.recommendation is not None
    chosen = opinion.recommendation.chosen
    path = decision_path(opinion, chosen, said or Given(), wish)
    asked = Wish(None, wish, HERE, DAY, opinion.case.lands())
    return path, change_plan(opinion, chosen, asked, anchors=anchors_of(path))


@pytest.mark.parametrize("wish", WISHES)
@pytest.mark.parametrize("name", CASES)
def test_both_papers_name_the_same_days(name: str, wish: dt.date | None) -> None:
    path, plan = both(name, wish)
    ends: dict[str, dt.date] = {}
    first = {stage.step: path.plan[stage.id].start for stage in path.stages if stage.step == "personalvertretung"}
    legal = {step.id: legal_id(step.phase) for step in RULES.bodies.steps if step.phase}
    for stage in path.stages:
        for step in (stage.step, legal.get(stage.step, "")):
            ends[step] = max(ends.get(step, dt.date.min), path.plan[stage.id].end)
    ways = {step.id: step.way_end for step in RULES.change.steps if step.way_end}
    same = {step.id: (step.end, ends[ways.get(step.id, step.id)]) for step in plan.steps if ways.get(step.id, step.id) in ends}
    assert {"absichtserklaerung", "grundsatzbeschluss", "recht_beschluss", "recht_wirksamkeit", "start"} <= same.keys()
    assert {name: days for name, days in same.items() if days[0] != days[1]} == {}
    assert plan.start == path.start
    assert next(step.start for step in plan.steps if step.id == "personalrat_absicht") == first["personalvertretung"]


@pytest.mark.parametrize("wish", WISHES)
@pytest.mark.parametrize("name", CASES)
def test_nothing_is_before_what_it_waits_for(name: str, wish: dt.date | None) -> None:
    _, plan = both(name, wish)
    by_number = {step.number: step for step in plan.steps}
    for step in plan.steps:
        assert plan.begin <= step.start <= step.end
        for number in step.after:
            assert by_number[number].end <= step.end, (step.id, by_number[number].id)
            assert number < step.number
    start = next(step for step in plan.steps if step.anchor)
    prepared = {by_number[number].id for number in start.after}
    assert "startentscheidung" in prepared
    assert all(by_number[number].end < start.start for number in start.after if by_number[number].id == "startentscheidung")


def test_the_change_is_prepared_once_it_is_in_force_where_there_is_time_and_else_the_plan_says_so() -> None:
    _, plan = both("personalabrechnung-fuenf")
    days = {step.id: step for step in plan.steps}
    assert days["recht_wirksamkeit"].number in days["e_akte"].after
    assert not any("schon vorbereitet, bevor" in text for text in plan.remarks)
    _, near = both("standesamt")
    days = {step.id: step for step in near.steps}
    assert days["recht_beschluss"].end < days["e_akte"].start < days["recht_wirksamkeit"].start
    assert any("schon vorbereitet, bevor" in text for text in near.remarks)


def test_what_is_done_is_left_out_of_both() -> None:
    _, plan = both("standesamt", said=Given(done=frozenset({"pruefauftrag", "absichtserklaerung", "grundsatzbeschluss"})))
    assert not {"absichtserklaerung", "grundsatzbeschluss"} & {step.id for step in plan.steps}


def test_the_begin_of_the_work_counts_for_both_and_a_past_one_is_refused() -> None:
    opinion = advise(case_from(read_case(CASES["standesamt"]), RULES), RULES, DAY)
    assert opinion.recommendation is not None
    wish = Wish(dt.date(2027, 3, 1), None, HERE, DAY, ("HE",))
    found = anchors_for(opinion, opinion.recommendation.chosen, wish)
    assert found is not None
    assert found.begin == dt.date(2027, 3, 1)
    assert anchors_for(opinion, None, wish) is None
    with pytest.raises(InputProblems):
        anchors_for(opinion, opinion.recommendation.chosen, replace(wish, begin=dt.date(2020, 1, 1)))


def test_steps_name_steps_of_the_way_that_there_are() -> None:
    known = {step.id for step in RULES.bodies.steps} | {"foerderantrag"}
    named = {name for step in RULES.change.steps for name in (step.way_end, step.way_begin) if name}
    assert named <= known
