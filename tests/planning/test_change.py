"""Change plans: different cases get different plans, days follow from efforts, unknown is neither yes nor no."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest

from ikz_recht.advice.case import Case, case_from, read_case
from ikz_recht.advice.opinion import Opinion, advise
from ikz_recht.planning.change.calendar import Wish
from ikz_recht.planning.change.model import ChangePlan
from ikz_recht.planning.change.plan import change_plan
from ikz_recht.planning.change.readiness import EVERYBODY, Answered
from ikz_recht.rulebase.change import ChangeCatalogue
from ikz_recht.rulebase.evidence import Certainty, Evidence
from ikz_recht.rulebase.fact import TASK
from ikz_recht.rulebase.model import Rulebase
from ikz_recht.rulebase.problem import InputProblems, Place
from tests.real import DAY, LANDS, PROJECT, RULES, random_case

CASES = {path.stem: path for path in sorted((Path(__file__).parent / "change_faelle").glob("*.yaml"))}
CASES["standesamt"] = PROJECT / "docs" / "beispiele" / "standesamt-lossetal.yaml"
HERE = Place(Path("fall.yaml"), 3, 5)
pytestmark = pytest.mark.usefixtures("quick")


def case_of(name: str) -> Case:
    return case_from(read_case(CASES[name]), RULES)


def planned(
    case: Case,
    form: str = "",
    *,
    begin: dt.date | None = None,
    start: dt.date | None = None,
    answered: Answered | None = None,
    rulebase: Rulebase = RULES,
) -> ChangePlan:
    opinion: Opinion = advise(case, rulebase, DAY)
    chosen = opinion.form(form) if form else opinion.recommendation.chosen if opinion.recommendation else None
    return change_plan(opinion, chosen, Wish(begin, start, HERE, DAY, case.lands()), answered)


def with_answers(name: str, **answers: object) -> Case:
    case = case_of(name)
    return replace(case, answers={**case.answers, **answers})  # type: ignore[dict-item]


@pytest.fixture(name="plans", scope="module")
def _plans() -> dict[str, ChangePlan]:
    plans = {name: planned(case_of(name)) for name in CASES}
    plans["it_anstalt"] = planned(case_of("it_anstalt"), "gemeinsame_anstalt")
    return plans


def ids(plan: ChangePlan) -> set[str]:
    return {step.id for step in plan.steps}


def texts(plan: ChangePlan) -> str:
    return "\n".join(step.said.text for step in plan.steps)


# Different cases


def test_five_cases_get_five_different_plans(plans: dict[str, ChangePlan]) -> None:
    forms = {name: plan.chosen.form.id if plan.chosen else "" for name, plan in plans.items()}
    assert forms == {
        "bauhof": "zweckverband",
        "it_anstalt": "gemeinsame_anstalt",
        "personalabrechnung": "oeffentlich_rechtliche_vereinbarung_mandatierend",
        "standesamt": "oeffentlich_rechtliche_vereinbarung_delegierend",
        "vergabestelle": "oeffentlich_rechtliche_vereinbarung_mandatierend",
    }
    stages = {name: plan.digital.goal.number if plan.digital.goal else 0 for name, plan in plans.items()}
    assert stages == {"bauhof": 2, "it_anstalt": 5, "personalabrechnung": 4, "standesamt": 5, "vergabestelle": 4}
    everywhere = set.intersection(*(set(texts(plan).splitlines()) for plan in plans.values()))
    for name, plan in plans.items():
        own = set(texts(plan).splitlines()) - everywhere
        assert len(own) / len(plan.steps) >= 0.45, name  # nearly half of the steps are not those of every case
    for one, other in [(a, b) for a in plans for b in plans if a < b]:
        assert len(set(texts(plans[one]).splitlines()) ^ set(texts(plans[other]).splitlines())) >= 25, (one, other)


THERE = {
    "bauhof": "geraete vermoegen ueberleitung personalrat_neu geraete_uebernehmen einsatzplanung_einfuehren organe",
    "it_anstalt": "migration zugaenge teilprojekte organe ueberleitung moderation",
    "vergabestelle": "leistungskatalog schwerpunkte kleiner_schritt moderation probe_ende ausweitung_partner",
    "personalabrechnung": "leistungskatalog fachaemter_informieren evaluation_zwei",
    "standesamt": "mitwirkung standorte fachaufsicht videoberatung buerger_informieren foerderantrag",
}
NOT_THERE = {
    "bauhof": "migration e_akte zugaenge mitwirkung",
    "it_anstalt": "buerger_informieren geraete leistungskatalog mitwirkung",
    "vergabestelle": "ueberleitung organe mitwirkung evaluation_zwei",
    "personalabrechnung": "moderation teilprojekte gespraeche kleiner_schritt buerger_informieren",
    "standesamt": "leistungskatalog organe ueberleitung teilprojekte",
}


@pytest.mark.parametrize("name", CASES)
def test_steps_follow_the_case(plans: dict[str, ChangePlan], name: str) -> None:
    assert set(THERE[name].split()) - ids(plans[name]) == set()
    assert set(NOT_THERE[name].split()) & ids(plans[name]) == set()


def test_texts_speak_of_the_task(plans: dict[str, ChangePlan]) -> None:
    assert "Trautermine" in texts(plans["standesamt"])
    assert "Rufbereitschaft" in texts(plans["bauhof"])
    assert "Zuschlag" in texts(plans["vergabestelle"])
    assert "Probeabrechnung" in texts(plans["personalabrechnung"])
    assert "Störungen" in texts(plans["it_anstalt"])
    names = {name: {measure.name for measure in plan.measures} for name, plan in plans.items()}
    assert "Kosten je Beurkundung" in names["standesamt"]
    assert "Kosten je Einsatzstunde" in names["bauhof"]


def test_nobody_moves_where_work_can_come_to_people(plans: dict[str, ChangePlan]) -> None:
    said = {name: " ".join(item.text for item in plan.notes["beschaeftigte"]) for name, plan in plans.items()}
    assert "muss niemand den Arbeitsort wechseln" in said["vergabestelle"]
    assert "verlangt keinen Umzug" in said["it_anstalt"]
    assert "bleibt im Gelände" in said["bauhof"]
    assert "Arbeitsort wechseln" not in said["bauhof"]


def test_the_law_of_the_land_gives_the_procedure(plans: dict[str, ChangePlan]) -> None:
    assert {"recht_genehmigung", "recht_bekanntmachung"} <= ids(plans["standesamt"])
    assert "recht_anzeige" in ids(plans["vergabestelle"])
    assert "recht_genehmigung" not in ids(plans["vergabestelle"])
    (step,) = [step for step in plans["standesamt"].steps if step.id == "recht_genehmigung"]
    assert "§ 26 Abs. 1" in step.said.norm
    assert "Landrätin oder Landrat" in step.details[0].text


def test_risks_of_the_task_come_first(plans: dict[str, ChangePlan]) -> None:
    assert plans["bauhof"].risks[0].risk.id == "bauhof_widerstand"
    assert "mitwirkung" in {item.risk.id for item in plans["standesamt"].risks}
    assert "ausstieg_vor_beschluss" not in {item.risk.id for item in plans["personalabrechnung"].risks}


# Staff council


@pytest.mark.parametrize("name", CASES)
def test_the_staff_council_is_told_before_anything_binds(plans: dict[str, ChangePlan], name: str) -> None:
    steps = {step.id: step for step in plans[name].steps}
    told = steps["personalrat_absicht"]
    assert told.start <= min(step.start for step in plans[name].steps if step.phase == told.phase)
    for later in ("absichtserklaerung", "grundsatzbeschluss", "auftakt_beschaeftigte", "personalrat_verfahren"):
        assert told.end <= steps[later].start
    assert steps["personalrat_verfahren"].end <= steps["recht_beschluss"].start


@pytest.mark.parametrize("name", CASES)
def test_baseline_before_the_start(plans: dict[str, ChangePlan], name: str) -> None:
    (baseline,) = [step for step in plans[name].steps if step.id == "nullmessung"]
    assert baseline.end < plans[name].start


# Days


def all_plans(plans: dict[str, ChangePlan]) -> Iterator[ChangePlan]:
    yield from plans.values()
    rng = random.Random(7)
    tasks = sorted(RULES.tasks)
    for _ in range(40):
        case = random_case(rng, (rng.choice(LANDS),))
        case = replace(case, answers={**case.answers, TASK: rng.choice(tasks)})
        yield planned(case, begin=DAY + dt.timedelta(days=rng.randrange(900)))


def test_steps_follow_each_other_and_stay_in_their_phases(plans: dict[str, ChangePlan]) -> None:
    for plan in all_plans(plans):
        steps = {step.number: step for step in plan.steps}
        assert sorted(steps) == list(range(1, len(steps) + 1))
        for phase in plan.phases:
            assert phase.start <= phase.end
            for step in phase.steps:
                assert phase.start <= step.start <= step.end <= phase.end or step.id.startswith("evaluation") or phase.phase.id == "betrieb"
                assert all(steps[number].end <= step.start or steps[number].number < step.number for number in step.after)
                assert all(steps[number].end <= step.start for number in step.after if step.phase != "betrieb")
                assert step.anchor or step.phase == "betrieb" or step.start.weekday() < 5
        assert [step.id for step in plan.steps if step.anchor] == ["start"]
        assert plan.begin >= DAY - dt.timedelta(days=1)
        assert plan.begin < plan.start


def test_lengths_lie_within_their_ranges_with_reasons(plans: dict[str, ChangePlan]) -> None:
    for plan in all_plans(plans):
        for phase in plan.phases:
            low, high = phase.phase.months
            assert low - 0.01 <= phase.months <= high + 0.01 or phase.phase.id == "betrieb"
    months = {name: {phase.phase.id: phase.months for phase in plan.phases} for name, plan in plans.items()}
    assert months["bauhof"]["konzept"] == 9
    assert months["personalabrechnung"]["konzept"] == pytest.approx(4.2)
    assert months["vergabestelle"]["initiierung"] == 3


def test_back_from_the_wished_start() -> None:
    start = dt.date(2029, 1, 1)
    plan = planned(case_of("bauhof"), start=start)
    assert plan.start == start
    (remark, *_) = plan.remarks
    assert "zurück vom gewünschten Start" in remark
    forward = planned(case_of("bauhof"), begin=plan.begin, start=start)
    assert forward.start == start
    assert abs((forward.phases[2].start - plan.phases[2].start).days) <= 3


def test_a_near_start_tightens_the_plan() -> None:
    usual = planned(case_of("personalabrechnung"), begin=DAY)
    near = usual.start - dt.timedelta(days=60)
    plan = planned(case_of("personalabrechnung"), begin=DAY, start=near)
    assert plan.start == near
    assert "gestrafft" in plan.remarks[0]
    assert all(tight.months <= phase.months + 0.01 for tight, phase in zip(plan.phases[:-1], usual.phases[:-1], strict=True))


def test_a_start_that_cannot_be_reached_is_told() -> None:
    plan = planned(case_of("bauhof"), start=dt.date(2027, 3, 1))
    assert "nicht zu erreichen" in plan.remarks[0]
    assert plan.start > dt.date(2027, 3, 1)


def test_a_wish_in_the_past_counts_no_more(plans: dict[str, ChangePlan]) -> None:
    plan = planned(case_of("standesamt"), start=dt.date(2023, 1, 1))
    assert "liegt vor dem Stichtag" in plan.remarks[0]
    assert plan.start == plans["standesamt"].start


@pytest.mark.parametrize(
    ("begin", "start", "place", "text"),
    [
        (dt.date(2020, 1, 1), None, "--beginn", "vor dem Stichtag"),
        (dt.date(2028, 1, 1), dt.date(2027, 1, 1), "fall.yaml:3:5", "vor dem Beginn der Arbeit"),
        (dt.date(2100, 1, 1), None, "--beginn", "mehr als 30 Jahre"),
        (None, dt.date(2199, 1, 1), "fall.yaml:3:5", "mehr als 30 Jahre"),
    ],
)
def test_impossible_days_are_refused(begin: dt.date | None, start: dt.date | None, place: str, text: str) -> None:
    with pytest.raises(InputProblems) as caught:
        planned(case_of("bauhof"), begin=begin, start=start)
    (problem,) = caught.value.problems
    assert str(problem).startswith(f"{place}: ")
    assert text in problem.text


def test_a_start_on_a_weekend_stays_where_it_was_wished() -> None:
    assert planned(case_of("personalabrechnung"), start=dt.date(2028, 7, 1)).start == dt.date(2028, 7, 1)  # a Saturday


# Unknown is neither yes nor no


def test_open_answers_are_named_with_what_hangs_on_them() -> None:
    case = case_of("vergabestelle")
    unanswered = replace(case, answers={name: value for name, value in case.answers.items() if name not in ("personal", "vertrauen")})
    plan = planned(unanswered)
    found = {item.question: " ".join(item.changes) for item in plan.open}
    staff = RULES.questions["personal"].text
    assert "Überleitung" in found[staff]
    assert "kleinen gemeinsamen Schritt" in found[RULES.questions["vertrauen"].text]
    assert "kleiner_schritt" not in ids(plan)
    assert "Nach der Planung wechselt niemand den Arbeitgeber." not in [item.text for item in plan.notes["beschaeftigte"]]


def test_a_case_without_task_gets_a_general_plan() -> None:
    case = case_of("bauhof")
    plan = planned(replace(case, answers={}))
    assert plan.notes["verteilt"] == ()
    assert any("keine Aufgabe" in remark for remark in plan.remarks)
    assert {"personalrat_absicht", "nullmessung", "start"} <= ids(plan)


def test_unknown_inhabitants_say_nothing_of_sizes(plans: dict[str, ChangePlan]) -> None:
    plan = plans["standesamt"]
    assert "Wie viele Einwohner haben die Beteiligten?" in {item.question for item in plan.open}
    assert "ungleiche_partner" not in {item.risk.id for item in plan.risks}


def test_all_tasks_can_be_planned() -> None:
    for task in RULES.tasks:
        plan = planned(with_answers("vergabestelle", aufgabe=task))
        assert plan.digital.goal is not None, task
        assert plan.notes["verteilt"], task
        assert plan.notes["vor_ort"], task


# Readiness


def answers(**given: bool | None) -> Answered:
    return Answered({name: {EVERYBODY: value} for name, value in given.items()}, given=True)


def test_what_is_there_needs_no_step_and_what_lacks_is_marked() -> None:
    plan = planned(case_of("vergabestelle"), answered=answers(e_akte=True, netz=False))
    assert "e_akte" not in ids(plan)
    assert [item.text for item in plan.done] == [
        "Elektronische Akte für die Aufgabe gemeinsam führen; laufende Fälle zuerst, Altakten nach Bedarf."
    ]
    (access,) = [step for step in plan.steps if step.id == "zugaenge"]
    assert access.gap == "Die Netzverbindung oder das mobile Arbeiten fehlt."
    (need,) = [need for need in plan.needs if need.question.id == "netz"]
    assert need.step == access.number


def test_unknown_readiness_saves_nothing() -> None:
    usual = planned(case_of("vergabestelle"))
    assert ids(planned(case_of("vergabestelle"), answered=answers(e_akte=None, wille=True))) == ids(usual)


def test_one_who_lacks_it_is_enough() -> None:
    answered = Answered({"e_akte": {"Stadt Hahausen": True, "Gemeinde Ihausen": False}}, given=True)
    assert answered.answer("e_akte") is False
    assert answered.lacking("e_akte") == ("Gemeinde Ihausen",)
    assert Answered({"e_akte": {"A": True, "B": None}}, given=True).answer("e_akte") is None
    assert Answered({"e_akte": {"A": True, "B": True}}, given=True).answer("e_akte") is True


def test_the_reached_stage_is_that_below_the_first_gap() -> None:
    digital = {need.question.id: need.question.stage for need in planned(case_of("vergabestelle")).needs if need.question.stage}
    everything = answers(**dict.fromkeys(digital, True))
    assert planned(case_of("vergabestelle"), answered=everything).digital.reached == 4
    without = answers(**{**dict.fromkeys(digital, True), "e_akte": False})
    assert planned(case_of("vergabestelle"), answered=without).digital.reached == 2
    assert planned(case_of("vergabestelle")).digital.reached is None


def test_steps_left_out_hand_on_what_they_waited_for() -> None:
    plan = planned(case_of("vergabestelle"), answered=answers(e_akte=True, netz=True))
    steps = {step.id: step for step in plan.steps}
    assert steps["gemeinsame_nachricht"].number in steps["migration"].after


# The rules themselves


def test_every_step_is_waited_for_or_ends_something() -> None:
    catalogue = RULES.change
    waited = {name for step in catalogue.steps for name in step.after}
    loose = {step.id for step in catalogue.steps if step.id not in waited and step.phase != "betrieb"}
    assert loose == {"foerderantrag"}


def evidences(item: object) -> Iterator[Evidence]:
    """Every evidence in a rule, also in its parts."""
    if isinstance(item, Evidence):
        yield item
    elif isinstance(item, tuple):
        yield from (found for part in item for found in evidences(part))
    elif is_dataclass(item) and not isinstance(item, type):
        yield from (found for each in fields(item) for found in evidences(getattr(item, each.name)))


def test_what_rests_on_memory_names_no_other_source_and_the_other_way_round() -> None:
    found = list(evidences(RULES.change))
    assert len(found) > 250
    for item in found:
        assert item.source in RULES.sources
        assert (item.source == "PRAXIS:eigen") == (item.certainty is Certainty.MEMORY)


def test_the_sources_of_change_are_those_that_are_needed() -> None:
    own = {
        f"PRAXIS:{line.split('id: ')[1].split(',')[0]}"
        for line in (PROJECT / "rules" / "change" / "quellen.yaml").read_text("utf-8").splitlines()
        if "{id: " in line
    }
    assert own - {item.source for item in evidences(RULES.change)} == set()


def test_without_rules_it_is_told() -> None:
    with pytest.raises(InputProblems) as caught:
        planned(case_of("bauhof"), rulebase=replace(RULES, change=ChangeCatalogue()))
    assert "fehlen Phasen" in caught.value.problems[0].text
