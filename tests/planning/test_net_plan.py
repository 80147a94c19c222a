"""The plan of a network: carriers chosen exactly, steps in the order of practice, lawful on their day, nobody worse off."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from xml.etree import ElementTree

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ikz_recht.advice.case import Case
from ikz_recht.advice.opinion import advise
from ikz_recht.documents.net_timeline import timeline_picture
from ikz_recht.planning.network.assignment import assigned
from ikz_recht.planning.network.plan import NetworkPlan, plan_of
from ikz_recht.planning.network.plan_json import plan_document
from ikz_recht.planning.network.plan_lines import plan_lines
from ikz_recht.planning.network.plan_reasons import steps_of
from ikz_recht.planning.network.schedule import later
from ikz_recht.planning.units import Region
from ikz_recht.rulebase.fact import show_date
from ikz_recht.rulebase.problem import InputProblems
from tests.planning.net_files import ALLENDORF, BATTENBERG, EXAMPLE, FOUR, HATZFELD, example_region, portfolio
from tests.planning.test_net_show import SCHEMA, SVG, germany
from tests.real import DAY, RULES

__all__ = ["germany"]
KEYS = ("06635001", "06635004", "06635006", "06635011", "06635013", "06635014")
TASKS = ("kasse", "personalabrechnung", "standesamt", "datenschutzbeauftragter", "archiv", "bauhof")


@pytest.fixture(scope="module")
def region() -> Iterator[Region]:
    with example_region() as found:
        yield found


def plan(text: str, region: Region, day: dt.date = DAY) -> NetworkPlan:
    return plan_of(portfolio(text, region), region, day)


@pytest.fixture(scope="module")
def example(region: Region) -> NetworkPlan:
    return plan(EXAMPLE.read_text(encoding="utf-8"), region)


def test_the_json_follows_its_schema(example: NetworkPlan) -> None:
    document = json.loads(json.dumps(plan_document(example)))
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    assert document["schritte"]
    assert all(step["gruende"][0]["normen"] for step in document["schritte"])
    assert all(reason["quelle"] and reason["sicherheit"] for step in document["schritte"] for reason in step["gruende"])


def test_every_step_is_what_the_opinion_on_its_day_recommends(example: NetworkPlan) -> None:
    bodies = example.portfolio.bodies
    for step in steps_of(example)[::3]:
        booking = step.booking
        takers = [bodies[key].participant for key in (*booking.before, *booking.partners)]
        participants = (
            replace(bodies[booking.carrier].participant, role="uebernehmend"),
            *(replace(item, role="abgebend") for item in takers),
        )
        opinion = advise(Case(participants=participants, answers={"aufgabe": booking.target.task.id}), RULES, booking.start)
        assert opinion.recommendation is not None
        chosen = opinion.recommendation.chosen
        assert (step.verdict.form, step.verdict.outlook) == (chosen.form.id, str(chosen.prospect))


def test_it_begins_in_the_back_office_with_two_partners_then_opens_then_adds_tasks(region: Region) -> None:
    found = plan(f"{FOUR}ziele: {{aufgaben: [bauhof, standesamt, kasse]}}\n", region)
    first, *others = found.bookings
    assert (first.kind, first.target.task.id, len(first.partners), first.start) == ("erster", "kasse", 1, dt.date(2028, 1, 1))
    assert min(booking.start for booking in others) == dt.date(2029, 1, 1)  # after the trial year
    begun = {booking.target.task.id: booking.start for booking in reversed(found.bookings)}
    assert begun["kasse"] < begun["standesamt"] < begun["bauhof"]
    opened = {booking.target.task.id: booking.start for booking in found.bookings if booking.kind == "oeffnung"}
    assert all(later(begun[task], 12) <= start for task, start in opened.items())


def test_experience_that_is_there_counts(region: Region) -> None:
    text = f"{FOUR}zusammenarbeit: [{{id: a, aufgabe: archiv, traeger: Battenberg, fuer: [Hatzfeld], seit: 2020-01-01}}]\n"
    found = plan(f"{text}ziele: {{aufgaben: [kasse, personalabrechnung]}}\n", region)
    assert {booking.kind for booking in found.bookings} == {"weiterer", "oeffnung"}
    assert found.bookings[0].start == dt.date(2028, 1, 1)


def test_a_running_cooperation_is_extended(region: Region) -> None:
    text = f"{FOUR}zusammenarbeit: [{{id: a, aufgabe: kasse, traeger: Battenberg, fuer: [Hatzfeld], seit: 2020-01-01}}]\nziele: {{aufgaben: [kasse]}}\n"
    found = plan(text, region)
    assert {booking.carrier for booking in found.bookings} == {BATTENBERG}
    assert {booking.kind for booking in found.bookings} == {"oeffnung"}
    assert found.bookings[0].before == (HATZFELD,)
    assert found.bookings[0].start == dt.date(2027, 1, 1)


def test_what_stands_before_the_decision_goes_first_with_all_members(region: Region) -> None:
    members = "[Frankenberg, Allendorf, Battenberg]"
    project = f"{{id: s, aufgabe: bauhof, traeger: Frankenberg, beteiligte: {members}, stand: beschluss, wunsch: 2027-07-01}}"
    text = f"{FOUR}vorhaben: [{project}]\n"
    found = plan(f"{text}ziele: {{aufgaben: [kasse]}}\n", region)
    assert found.bookings[0].target.id == "s"
    assert set(found.bookings[0].partners) == {ALLENDORF, BATTENBERG}
    assert found.bookings[0].start == dt.date(2027, 7, 1)


def test_who_says_it_loses_is_not_taken_along(region: Region) -> None:
    members, benefit = "[Battenberg, Hatzfeld, Allendorf]", "{Hatzfeld: -100, Allendorf: 5}"
    found = plan(f"{FOUR}vorhaben: [{{id: s, aufgabe: kasse, traeger: Battenberg, beteiligte: {members}, nutzen: {benefit}}}]\n", region)
    assert {key for booking in found.bookings for key in booking.partners} == {ALLENDORF}
    assert [(item.title, "Nachteil von 100 Euro" in item.reason) for item in found.left] == [
        ("Gemeindekasse, Zahlungsabwicklung, Buchhaltung mit Hatzfeld (Eder)", True)
    ]


def test_weights_and_software_count(region: Region) -> None:
    goal = f"{FOUR}ziele: {{aufgaben: [kasse]}}\n"
    plain, heavier, alike = (
        plan(goal + more, region).ratings for more in ("", "gewichte: {groesse: 3}\n", "software: {kasse: {Battenberg: X, Hatzfeld: x}}\n")
    )
    task, bodies = RULES.tasks["kasse"], plain.portfolio.bodies
    points = [item.rate(task, bodies[BATTENBERG], bodies[HATZFELD]).points for item in (plain, heavier, alike)]
    assert points[1] == points[0] + 4
    assert points[2] == points[0] + 2


def test_a_much_smaller_carrier_costs_points(region: Region) -> None:
    ratings = plan(FOUR, region).ratings
    task, bodies = RULES.tasks["kasse"], ratings.portfolio.bodies
    small, large = bodies[HATZFELD], bodies["06635011"]
    one, other = ratings.rate(task, small, large), ratings.rate(task, large, small)
    assert one.size is not None
    assert other.size is not None
    assert (one.size.points, other.size.points) == (-8, 2)


def test_what_is_needed_comes_before(region: Region) -> None:
    text = f"{FOUR}vorhaben:\n  - {{id: a, aufgabe: kasse, braucht: [b]}}\n  - {{id: b, aufgabe: archiv}}\n"
    found = plan(text, region)
    begun = {booking.target.id: booking.start for booking in reversed(found.bookings)}
    assert begun["b"] < begun["a"]


def test_the_timeline_is_accessible(example: NetworkPlan) -> None:
    picture = timeline_picture(example)
    assert picture is not None
    root = ElementTree.fromstring(picture.svg)
    title, described = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert described is not None
    assert root.get("aria-labelledby") == f"{title.get('id')} {described.get('id')}"
    opened = sum(booking.kind == "oeffnung" for booking in example.bookings)
    assert len(root.findall(f"{SVG}circle")) == opened + 1  # and one in the legend
    for booking in example.bookings:
        assert f"ab {show_date(booking.start)} für" in (described.text or "")
    assert all(0 <= float(item.get("cx", "-1")) <= 900 for item in root.findall(f"{SVG}circle"))


def test_the_same_input_gives_the_same_plan(region: Region, example: NetworkPlan) -> None:
    again = plan(EXAMPLE.read_text(encoding="utf-8"), region)
    assert list(plan_lines(again, every=True)) == list(plan_lines(example, every=True))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("netz: 1\ngemeinden: [06635001]\n", "mindestens zwei Gemeinden"),
        (f"{FOUR}vorhaben: [{{id: a, aufgabe: kasse, stand: erledigt}}]\nziele: {{aufgaben: [kasse]}}\n", "nichts zu planen"),
    ],
)
def test_nothing_to_plan_is_told(region: Region, text: str, part: str) -> None:
    with pytest.raises(InputProblems, match=part):
        plan(text, region)


def test_without_goals_the_best_beginnings_are_planned(region: Region) -> None:
    found = plan(f"{FOUR}ziele: {{jede_traeger: ja}}\n", region)
    assert any("Ohne Ziele" in remark for remark in found.remarks)
    assert found.bookings[0].target.task.practice.entry == 3
    assert found.never_carrier == ()


cells = st.integers(-9, 9).map(float)


@given(
    st.integers(1, 4).flatmap(
        lambda count: st.tuples(st.just(count), st.lists(st.dictionaries(st.integers(0, count - 1), cells), max_size=5))
    ),
    st.integers(0, 12),
    st.integers(0, 4),
)
def test_the_assignment_is_the_best_of_all(gains: tuple[int, list[dict[int, float]]], first: int, further: int) -> None:
    count, rows = gains

    def cost(carrier: int, load: int) -> float:
        return float(-first if load == 0 else load * further)

    def worth(chosen: tuple[int | None, ...]) -> float:
        loads = [0] * count
        total = 0.0
        for row, carrier in zip(rows, chosen, strict=True):
            if carrier is not None:
                total += row[carrier] - cost(carrier, loads[carrier])
                loads[carrier] += 1
        return total

    best = max(worth(chosen) for chosen in product(*([*row] or [None] for row in rows)))
    assert worth(tuple(assigned(rows, count, cost))) == pytest.approx(best)


pairs = st.lists(
    st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS), st.sampled_from(TASKS)), max_size=4, unique_by=lambda item: item[2]
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs, st.lists(st.sampled_from(TASKS), min_size=1, max_size=5, unique=True), st.integers(0, 3))
def test_no_step_makes_anybody_worse_off(region: Region, existing: list[tuple[str, str, str]], goals: list[str], backlog: int) -> None:
    lines = "".join(
        f"  - {{id: c{number}, aufgabe: {task}, traeger: {carrier}, fuer: [{taker}], seit: 2025-01-01}}\n"
        for number, (carrier, taker, task) in enumerate(existing)
        if carrier != taker
    )
    text = f"netz: 1\ngemeinden: [{', '.join(KEYS)}]\nziele: {{aufgaben: [{', '.join(goals)}], rueckstand: {backlog}}}\n"
    found = plan(text + (f"zusammenarbeit:\n{lines}" if lines else ""), region)
    seen: dict[tuple[str, dt.date], str] = {}
    shared: dict[tuple[str, str], str] = {(item.task, key): item.id for item in found.view.running for key in item.takers}
    for booking in found.bookings:
        for key, (before, after) in booking.balances.items():
            assert after >= before or after >= -backlog
            assert seen.setdefault((key, booking.start), booking.target.id) == booking.target.id  # one at a time
        for key in booking.partners:
            assert key != booking.carrier
            assert (booking.target.task.id, key) not in shared  # nobody hands a task over twice
            shared[booking.target.task.id, key] = booking.target.id
    assert sum(found.after.values()) == 0
    assert {key: item.balance for key, item in found.outcome.standings.items()} == dict(found.after)
    for step in steps_of(found):
        assert step.verdict.outlook != "ausgeschlossen"
    days = [booking.start for booking in found.bookings]
    assert days == sorted(days)
    assert all(days.count(day) <= found.settings.per_date for day in days)


def test_published_exchanges_are_found_again(germany: Region) -> None:
    swap = plan("netz: 1\ngemeinden: [01056049, 01056048]\nziele: {aufgaben: [standesamt, wohngeld]}\n", germany)
    assert {booking.target.task.id: booking.carrier for booking in swap.bookings} == {"standesamt": "01056049", "wohngeld": "01056048"}
    finances = plan("netz: 1\ngemeinden: [05970016, 05970044]\nziele: {aufgaben: [kasse, personalmanagement]}\n", germany)
    assert len({booking.carrier for booking in finances.bookings}) == 2  # each works for the other; who does what is equal in points
    eifel = plan(
        "netz: 1\ngemeinden: [05366036, 05366012, 05366008, 05366024, 05366020]\nziele: {aufgaben: [sozialhilfe_sgb12, wohngeld]}\n",
        germany,
    )
    assert {booking.target.task.id: booking.carrier for booking in eifel.bookings} == {
        "sozialhilfe_sgb12": "05366036",
        "wohngeld": "05366024",
    }


def test_ten_municipalities_and_ten_tasks_take_seconds(region: Region) -> None:
    keys = sorted(region.municipalities)[:10]
    tasks = (*TASKS, "vergabestelle", "vollstreckung", "informationssicherheit", "wohngeld")
    start = time.perf_counter()
    found = plan(f"netz: 1\ngemeinden: [{', '.join(keys)}]\nziele: {{aufgaben: [{', '.join(tasks)}]}}\n", region)
    assert time.perf_counter() - start < 5
    assert len({booking.target.id for booking in found.bookings}) >= 8


def test_a_member_of_an_association_does_not_act_where_the_association_does(germany: Region) -> None:
    found = plan("netz: 1\ngemeinden: [07231136, 07231030]\nziele: {aufgaben: [kasse]}\n", germany)
    assert found.bookings == ()
    assert "Verbandsgemeinde" in found.left[0].reason
