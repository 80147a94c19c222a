"""Many cases at once give what each of them gives alone: every case beside the rules, and random ones."""

from __future__ import annotations

import random
from collections.abc import Sequence

from ikz_recht.advice.case import Case
from ikz_recht.advice.finding import Assessor
from ikz_recht.advice.known import known_answers
from ikz_recht.advice.known_columns import known_columns
from ikz_recht.advice.opinion import assess_form
from ikz_recht.advice.opinion_columns import PROSPECTS, STATUSES, opinion_columns
from ikz_recht.advice.prospect import Prospect
from ikz_recht.advice.turning import provisional
from ikz_recht.inference.evaluator import Evaluation, evaluate
from ikz_recht.inference.planes import column_of, unpack
from ikz_recht.inference.program import Program, slice_program
from ikz_recht.inference.roster import roster_of
from ikz_recht.rulebase.fact import Kind
from ikz_recht.rulebase.model import LegalForm
from tests.advice.test_prospect import rule_cases
from tests.inference.test_columns import SAMPLES
from tests.real import DAY, LANDS, RULES, random_case
from tests.share import SHARE


def together(cases: Sequence[Case], program: Program) -> None:
    """Compare all cases of the same Länder."""
    answers = {
        name: column_of([case.answers.get(name) for case in cases], item.type.option_ids(), SAMPLES.get(item.type.kind, str))
        for name, item in program.questions.items()
        if item.type.kind not in (Kind.TEXT, Kind.PARTICIPANTS)
    }
    known = known_columns(program, answers, roster_of([case.participants for case in cases]))

    def outlooks(form: LegalForm, numbers: Sequence[int], _signatures: object) -> list[Prospect]:
        found = []
        for number in numbers:
            alone = known_answers(cases[number], program)
            evaluation = Evaluation(program, alone.answers)
            confirmed = evaluation if alone.confirmed is alone.answers else Evaluation(program, alone.confirmed)
            found.append(assess_form(form, Assessor(evaluate(program, alone.answers).truths, evaluation, confirmed)).prospect)
        return found

    columns = opinion_columns(known, outlooks)
    truths = {
        kind: {name: (unpack(truth.true, len(cases)), unpack(truth.false, len(cases))) for name, truth in each.items()}
        for kind, each in (
            (kind, {name: getattr(known, kind).truth(condition) for name, condition in program.conditions.items()})
            for kind in ("everything", "confirmed")
        )
    }
    for number, case in enumerate(cases):
        given = known_answers(case, program)
        for kind, answers_alone in (("everything", given.answers), ("confirmed", given.confirmed)):
            wanted = evaluate(program, answers_alone).truths
            for name, (true, false) in truths[kind].items():
                assert (True if true[number] else False if false[number] else None) is wanted[name], (kind, name, case)
        alone = provisional(case, program, given)
        by_key = {form.key: form for form in alone.forms}
        for column in columns:
            form = by_key[column.form.land, column.form.id]
            said = (STATUSES[column.status[number]], PROSPECTS[column.prospect[number]], column.points[number], column.rank[number])
            assert said == (form.status, form.prospect, form.score.total({}), form.rank or 0), (column.form.id, case)


def test_every_case_beside_the_rules() -> None:
    groups: dict[tuple[str, ...], list[Case]] = {}
    for case in list(rule_cases())[::SHARE]:
        if not case.weights:
            groups.setdefault(case.lands(), []).append(case)
    assert sum(map(len, groups.values())) > 3_000 // SHARE
    for lands, cases in groups.items():
        together(cases, slice_program(RULES, lands, DAY))


def test_random_cases_of_one_and_of_two_laender() -> None:
    rng = random.Random(8)
    for lands in [(land,) for land in LANDS] + [LANDS[:2]]:
        cases = [random_case(rng, lands, share=rng.choice([0.1, 0.5, 0.9])) for _ in range(150 // SHARE)]
        groups: dict[tuple[str, ...], list[Case]] = {}
        for case in cases:
            groups.setdefault(case.lands(), []).append(case)
        for own, members in groups.items():
            together(members, slice_program(RULES, own, DAY))
