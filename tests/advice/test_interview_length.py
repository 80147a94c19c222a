"""How long the interview is for an ordinary case, answered as a town hall would: what only a lawyer knows stays „weiß nicht“.

Counted is everything that is asked: the task, one line per participant, who takes over, whether the presets are right, every question.
"""

from __future__ import annotations

import multiprocessing
import statistics
from dataclasses import dataclass

from ikz_recht.advice.case import Case
from ikz_recht.advice.interview import Interview, answer, confirm_presets, go_deeper, name_participants, start
from ikz_recht.advice.prospect import GOOD
from ikz_recht.inference.facts import NO_ASSOCIATION, Participant
from ikz_recht.rulebase.fact import TASK, Kind, Value
from ikz_recht.rulebase.model import Nature, Question
from tests.real import DAY, LANDS, RULES
from tests.share import SHARE

MOST, MEDIAN = 20, 14
LAWYER_ONLY = frozenset(
    {
        "spezialgesetz_form",
        "kooperationsverbot",
        "existenzaufgabe",
        "aufgabe_aller",
        "abgebende_zustaendig",
        "wirtschaftliches_unternehmen",
        "oeffentlicher_zweck",
        "gesetzlich_vorbehalten",
        "befreiung_massgeblich",
        "gemeinsame_kontrolle",
    }
)
TYPICAL: dict[str, Value | None] = {
    "befristung": "unbefristet",
    "personal": "bleibt",
    "finanzierung": "kostenersatz",
    "mitwirkungsrechte": True,
    "wichtig_ausstieg": "mittel",
    "einfluss_rat": "mittel",
    "gruendungsaufwand": "wenig",
    "volumen": "klein",
    "markt_aussenauftritt": "nein",
    "kraefteverhaeltnis": "gleich",
    "vertrauen": None,
    "erweiterbarkeit": frozenset({"partner"}),
    "personaluebergang": None,
    "digital_verteilt": True,
    "benachbart": True,
    "ebenenwechsel": "nein",
    "entgelt": True,
    "aufgabenbreite": "einzeln",
}


@dataclass(frozen=True)
class Talk:
    land: str
    task: str
    asked: int
    state: Interview


def typical(question: Question, state: Interview) -> Value | None:
    """The answer of a town hall; None for what it does not know."""
    own_law = question.id.split("_")[0].upper() in LANDS and question.nature is not Nature.CHOICE
    if question.id in LAWYER_ONLY or own_law or question.nature in (Nature.JUDGEMENT, Nature.THIRD_PARTY):
        return None
    if question.id == "uebergang":
        return "zustaendigkeit" if state.opinion.evaluation.value("hoheitliche_befugnisse") else "durchfuehrung"
    return TYPICAL.get(question.id, False if question.type.kind is Kind.YES_NO else None)


def talk(land: str, task: str, partners: int) -> Talk:
    """From the first question until the recommendation stands."""
    state = answer(start(RULES, DAY, Case()), TASK, task)
    participants = tuple(
        Participant(f"Gemeinde {number}", "gemeinde", land, 8000 + 4000 * number, "", "Kreis X", NO_ASSOCIATION)
        for number in range(partners)
    )
    state = confirm_presets(name_participants(state, participants))
    asked = 1 + partners + 1 + 1
    while (question := state.next()) is not None:
        state = answer(state, question.id, typical(question, state))
        asked += 1
    return Talk(land, task, asked, state)


def _measured(job: tuple[str, str, int]) -> tuple[str, str, int, str, bool]:
    done = talk(*job)
    found = done.state.opinion.recommendation
    form = found.chosen.form.id if found else ""
    return done.land, done.task, done.asked, form, done.state.settled()


def test_an_ordinary_case_has_its_recommendation_after_at_most_twenty_questions() -> None:
    jobs = [
        (land, task, 2 + number % 2)
        for position, land in enumerate(LANDS)
        for number, task in enumerate(RULES.tasks)
        if (number + position) % SHARE == 0
    ]
    with multiprocessing.get_context("fork").Pool(2) as pool:
        talks = pool.map(_measured, jobs, 8)
    assert [item for item in talks if not item[3] or not item[4]] == []
    assert [item for item in talks if item[2] > MOST] == []
    assert statistics.median(item[2] for item in talks) <= MEDIAN


def test_a_settled_recommendation_is_not_turned_by_the_rest_of_the_questions() -> None:
    turned = []
    for land in LANDS:
        for task in list(RULES.tasks)[LANDS.index(land) :: 13 * SHARE]:
            done = talk(land, task, 3)
            before = done.state.opinion.recommendation
            state = go_deeper(done.state)
            while (question := state.next()) is not None:
                state = answer(state, question.id, typical(question, state))
            after = state.opinion.recommendation
            assert before is not None
            assert after is not None
            if after.chosen.form.id != before.chosen.form.id:
                turned.append((land, task, before.chosen.form.id, after.chosen.form.id))
    assert turned == []


def test_a_weiss_nicht_that_only_a_lawyer_could_answer_never_turns_the_result_upside_down() -> None:
    """A Saxon town of 9,000 with two neighbours and a building yard: never the GmbH."""
    done = talk("SN", "bauhof", 3)
    for name in LAWYER_ONLY & done.state.program.questions.keys():
        state = answer(done.state, name, None)
        found = state.opinion.recommendation
        assert found is not None
        assert found.chosen.form.id.startswith("oeffentlich_rechtliche_vereinbarung")
        assert found.chosen.prospect in GOOD
