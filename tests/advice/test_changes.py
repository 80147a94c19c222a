"""What would have to change: every remedy admits the form, and none asks for more than it needs."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations

import pytest

from ikz_recht.advice.changes import Change, remedies
from ikz_recht.advice.finding import USABLE, Status
from ikz_recht.advice.opinion import Opinion, advise
from ikz_recht.inference.evaluator import Evaluation
from ikz_recht.inference.facts import Answers
from ikz_recht.rulebase.fact import Value
from ikz_recht.rulebase.model import BARRIERS, LegalForm
from tests.real import DAY, LANDS, REAL_CASES, RULES, random_case, real_case

pytestmark = pytest.mark.usefixtures("quick")


def admits(opinion: Opinion, form: LegalForm, changes: tuple[Change, ...]) -> bool:
    """True if no barrier is left after the changes: looked at without what `remedies` itself uses to apply them."""
    values, participants = dict(opinion.known.answers.values), opinion.known.answers.participants
    for change in changes:
        if change.participants is not None:
            participants = change.participants
        else:
            assert change.value is not None
            values[change.question] = change.value
    evaluation = Evaluation(opinion.program, Answers(values, participants))
    return all(evaluation.truth(rule.trigger) is False for rule in opinion.program.rules_of(form) if rule.kind in BARRIERS)


ORDINARY: dict[str, Value] = {"existenzaufgabe": False, "kooperationsverbot": False, "spezialgesetz_form": False, "personal": "bleibt"}


def test_every_remedy_admits_the_form_and_no_part_of_it_does() -> None:
    rng = random.Random(4)
    opinions = [advise(real_case(path), RULES, DAY) for path in REAL_CASES]
    opinions += [advise(random_case(rng, (land,), share=0.9), RULES, DAY) for land in LANDS * 2]
    sizes = set()
    for opinion in opinions:
        for item in opinion.forms:
            for remedy in remedies(opinion, item.form):
                sizes.add(len(remedy.changes))
                assert admits(opinion, item.form, remedy.changes)
                for smaller in combinations(remedy.changes, len(remedy.changes) - 1):
                    assert not admits(opinion, item.form, smaller)
                assert remedy.rules
    assert sizes == {1, 2}


def test_a_change_of_one_answer_is_found_whenever_there_is_one() -> None:
    """Undo one answer of a case with an admissible form, so that the form is no longer admissible: the way back must be among the remedies."""
    found = 0
    for path in REAL_CASES[::2]:
        case = real_case(path)
        case = replace(case, answers={**ORDINARY, **case.answers})
        opinion = advise(case, RULES, DAY)
        form = next((item for item in opinion.forms if item.status in USABLE), None)
        for name in case.answers if form else ():
            assert form is not None
            for other in (True, False, *RULES.questions[name].type.option_ids()):
                changed = advise(type(case)(case.title, case.participants, {**case.answers, name: other}), RULES, DAY)
                now = changed.form(form.form.id)
                if name == "aufgabe" or now is None or now.status is not Status.INADMISSIBLE or type(other) is not type(case.answers[name]):
                    continue
                ways = [remedy.changes for remedy in remedies(changed, form.form)]
                assert any(len(way) == 1 and way[0].question == name for way in ways)
                found += 1
    assert found > 10


def test_an_admissible_form_needs_no_change() -> None:
    usable = 0
    for path in REAL_CASES:
        opinion = advise(real_case(path), RULES, DAY)
        for item in opinion.forms:
            if item.status in USABLE:
                assert remedies(opinion, item.form) == []
                usable += 1
    assert usable > 0
