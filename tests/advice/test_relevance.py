"""Relevance: a question that is not asked could not have changed anything; one that is asked as decisive can."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from ikz_recht.advice.case import Case
from ikz_recht.advice.finding import Status
from ikz_recht.advice.interview import PARTICIPANTS, TASK, Interview, answer, back, doubt_presets, go_deeper, name_participants, start
from ikz_recht.advice.known import known_answers
from ikz_recht.advice.opinion import Opinion, advise
from ikz_recht.advice.relevance import first_relevant, relevant_questions
from ikz_recht.inference.facts import Participant
from ikz_recht.rulebase.fact import Value
from tests.real import DAY, LANDS, RULES, a_value, random_case

pytestmark = pytest.mark.usefixtures("quick")
SEAT = "sitzland"  # asked only with partners of several Länder


def result(opinion: Opinion) -> list[tuple[str, Status, float]]:
    """What counts: status and points of every form that is not excluded."""
    return sorted(
        (item.form.id, item.status, item.score.total({}))
        for item in opinion.forms
        if item.governing and item.status not in (Status.INADMISSIBLE, Status.NOT_PROVIDED)
    )


@pytest.mark.parametrize("land", LANDS)
def test_a_question_that_does_not_matter_changes_nothing_whatever_the_answer(land: str) -> None:
    rng = random.Random(5)
    tried = 0
    for share in (0.2, 0.5, 0.8, 0.9):
        for _ in range(3):
            case = random_case(rng, (land,), share)
            opinion = advise(case, RULES, DAY)
            relevant = relevant_questions(opinion.program, opinion.known)
            moot = [
                item
                for name, item in opinion.program.questions.items()
                if name not in {*case.answers, *relevant, *opinion.known.presets, TASK, PARTICIPANTS, SEAT} and not item.for_draft_only
            ]
            for question in moot:
                answered = replace(case, answers={**case.answers, question.id: a_value(rng, question.type)})
                assert result(advise(answered, RULES, DAY)) == result(opinion), question.id
                tried += 1
    assert tried > 50


def test_the_first_question_that_matters_is_found_without_the_others() -> None:
    rng = random.Random(4)
    found = 0
    for number in range(40):
        case = random_case(rng, (LANDS[number % len(LANDS)],), rng.choice((0.2, 0.6, 0.95)))
        opinion = advise(case, RULES, DAY)
        relevant = relevant_questions(opinion.program, opinion.known)
        names = [*opinion.program.questions, "gibt_es_nicht"]
        rng.shuffle(names)
        for some in (names, names[:40]):
            first = first_relevant(some, opinion.program, opinion.known)
            assert first == next((name for name in some if name in relevant), "")
            found += bool(first)
    assert found > 40


@pytest.mark.parametrize("land", LANDS)
def test_an_interview_to_its_end_leaves_nothing_open_that_an_answer_could_settle(land: str) -> None:
    rng = random.Random(6)
    for _ in range(3):
        state = talk(rng, land)
        opinion = advise(state.case, RULES, DAY)
        for item in opinion.forms:
            unasked = set(item.open_questions()) - state.case.unknown - state.known.presets.keys()
            assert item.status is not Status.OPEN or not item.governing or not unasked


def talk(rng: random.Random, land: str) -> Interview:
    """Answer whatever is asked at random, now and then with „weiß nicht“."""
    state = go_deeper(start(RULES, DAY, Case()))
    participants = random_case(rng, (land,)).participants
    assert participants
    asked = []
    while question := state.next():
        assert question.id not in asked
        asked.append(question.id)
        if question.id == PARTICIPANTS:
            state = name_participants(state, participants)
        else:
            value: Value | None = rng.choice(sorted(RULES.tasks)) if question.id == TASK else a_value(rng, question.type)
            state = answer(state, question.id, None if rng.random() < 0.1 else value)
    assert asked[0] == TASK
    return state


def test_going_back_and_giving_the_same_answers_again_ends_in_the_same_case() -> None:
    rng = random.Random(7)
    end = talk(rng, "NW")
    state = end
    for _ in range(5):
        earlier = back(state)
        assert earlier is not None
        state = earlier
    while question := state.next():
        if question.id == PARTICIPANTS:
            state = name_participants(state, end.case.participants or ())
        else:
            state = answer(state, question.id, state.previous.get(question.id))
    assert everything(state) == everything(end)
    assert result(state.opinion) == result(end.opinion)


def everything(state: Interview) -> dict[str, Value | None]:
    """What has been answered, whether it counts now or lies aside (None: „weiß nicht“)."""
    return {**state.case.aside, **state.case.answers, **dict.fromkeys(state.case.unknown)}


def test_an_answer_that_has_become_moot_is_kept_aside_and_counts_again_when_it_matters() -> None:
    rng = random.Random(8)
    moved = 0
    for land in LANDS:
        end = talk(rng, land)
        changed = answer(end, "uebergang", "durchfuehrung" if end.case.answers.get("uebergang") != "durchfuehrung" else "zustaendigkeit")
        moved += len(changed.case.aside)
        kept = {**changed.case.answers, **changed.case.aside, **dict.fromkeys(changed.case.unknown)}
        assert kept.keys() >= end.case.answers.keys() | end.case.unknown
        again = answer(changed, "uebergang", end.case.answers.get("uebergang"))
        assert everything(again) == everything(end)
        assert result(again.opinion) == result(end.opinion)
    assert moved > 0


def test_what_the_catalogue_answers_is_asked_with_its_answer_as_proposal_if_the_municipality_doubts_it() -> None:
    state = answer(start(RULES, DAY, Case(participants=random_case(random.Random(9), ("HE",)).participants)), TASK, "ordnungsbehoerde")
    assert "hoheitliche_befugnisse" in state.presets()
    assert "hoheitliche_befugnisse" not in {question.id for question in state.pending()}
    doubting = doubt_presets(state, frozenset(state.presets()))
    assert "hoheitliche_befugnisse" in {question.id for question in doubting.pending()}
    assert doubting.proposal("hoheitliche_befugnisse") is True
    assert "hoheitliche_befugnisse" not in {question.id for question in answer(doubting, "hoheitliche_befugnisse", None).pending()}


def test_what_the_interview_shows_after_weiss_nicht_to_a_doubted_preset_is_what_the_result_says() -> None:
    state = answer(start(RULES, DAY, Case()), TASK, "standesamt")
    state = name_participants(state, tuple(Participant(name, "gemeinde", "HE") for name in "AB"))
    state = doubt_presets(state, frozenset({"hoheitliche_befugnisse"}))
    assert "hoheitliche_befugnisse" not in state.presets()
    state = answer(state, "hoheitliche_befugnisse", None)
    assert state.known == known_answers(state.case, state.program)
    assert state.presets()["hoheitliche_befugnisse"].value is True


def test_the_result_is_what_advise_says_of_the_case_whether_something_is_doubted_or_not() -> None:
    state = answer(start(RULES, DAY, Case()), TASK, "standesamt")
    state = name_participants(state, tuple(Participant(name, "gemeinde", "HE") for name in "AB"))
    for one in (state, doubt_presets(state, frozenset({"hoheitliche_befugnisse"})), talk(random.Random(3), "SN")):
        wanted = advise(one.case, RULES, DAY)
        assert one.result == wanted
        assert [form.outlook for form in one.result.forms] == [form.outlook for form in wanted.forms]
        assert len(one.result.engines) == len(wanted.engines)
