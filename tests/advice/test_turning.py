"""Looking ahead: the short way to who would lead says the same as the recommendation."""

from __future__ import annotations

import random
from dataclasses import replace

from ikz_recht.advice.known import Before, known_answers
from ikz_recht.advice.opinion import ranked
from ikz_recht.advice.turning import _leader, _Lookahead, _name, likely_answers, provisional
from ikz_recht.inference.evaluator import Evaluation
from ikz_recht.inference.program import slice_program
from ikz_recht.rulebase.fact import TASK
from tests.real import DAY, LANDS, RULES, random_case


def test_who_would_lead_is_who_would_be_recommended() -> None:
    rng = random.Random(11)
    for number in range(120):
        case = random_case(rng, (LANDS[number % len(LANDS)],) if number % 3 else LANDS[:2], share=rng.choice([0.1, 0.5, 0.9]))
        program = slice_program(RULES, case.lands(), DAY, "")
        opinion = provisional(case, program, known_answers(case, program))
        forms = list(opinion.forms)
        rng.shuffle(forms)
        assert _leader(forms, lambda ways=opinion.ways: ways, case) == _name(ranked(forms, case), opinion.ways, case.weights)


def test_what_an_answer_would_do_is_what_it_does() -> None:
    """What an answer does not concern is not assessed anew; the leader is the same as if it were. An unlikely answer is not looked at."""
    rng = random.Random(12)
    compared = 0
    for number in range(48):
        land = LANDS[number % len(LANDS)]
        case = random_case(rng, (land,), share=0.5)
        program = slice_program(RULES, case.lands(), DAY, "")
        opinion = provisional(case, program, known_answers(case, program))
        look = _Lookahead(opinion)
        for question in list(look.questions())[:6]:
            for value in likely_answers(question):
                said = look.leader_with(question, value)
                if not said:
                    continue
                after = replace(case, answers={**case.answers, question.id: value})
                really = provisional(after, program, known_answers(after, program))
                assert said == _name(really.forms, really.ways, after.weights)
                compared += 1
    assert compared > 20


def test_what_is_known_after_one_more_answer_is_what_is_known_of_the_whole_case() -> None:
    """Derived from what was known before, also where something is doubted; and what rests on none of the changed answers keeps its value."""
    rng = random.Random(13)
    moved = 0
    for number in range(32):
        case = random_case(rng, (LANDS[number % len(LANDS)],), share=0.4)
        case = replace(case, answers={**case.answers, TASK: rng.choice(sorted(RULES.tasks))})
        program = slice_program(RULES, case.lands(), DAY, str(case.answers[TASK]))
        presets = known_answers(case, program).presets
        doubted = frozenset(rng.sample(sorted(presets), len(presets) // 3))
        known = known_answers(case, program, doubted)
        everything, confirmed = Evaluation(program, known.answers), Evaluation(program, known.confirmed)
        open_names = [name for name in program.questions if name not in case.answers and name != TASK]
        for name in rng.sample(open_names, 6):
            for value in likely_answers(program.questions[name])[:2]:
                after = replace(case, answers={**case.answers, name: value})
                now = known_answers(after, program, doubted, Before(name, everything, confirmed))
                assert now == known_answers(after, program, doubted)
                changed = {item for item in program.questions if known.answers.values.get(item) != now.answers.values.get(item)}
                touched = frozenset[str]().union(*(program.resting_on.get(item, ()) for item in changed))
                again, anew = Evaluation(program, now.answers, everything, touched), Evaluation(program, now.answers)
                assert [again.value(item.id) for item in program.derivations] == [anew.value(item.id) for item in program.derivations]
                moved += len(changed) > 1
    assert moved > 5
