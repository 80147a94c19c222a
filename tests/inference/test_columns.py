"""The columns give what the evaluator gives: for random programs and batches of random cases, every value and every statement."""

from __future__ import annotations

import random

from ikz_recht.inference.columns import ColumnEvaluation
from ikz_recht.inference.evaluator import evaluate
from ikz_recht.inference.facts import Answers
from ikz_recht.inference.planes import Choices, Column, Numbers, Sets, Truths, column_of, unpack
from ikz_recht.inference.program import Program
from ikz_recht.inference.roster import roster_of
from ikz_recht.rulebase.fact import FactType, Kind, Value
from tests.inference.random_programs import random_answers, random_program

PAIRS = 20_000
BATCH = 50
SAMPLES = {Kind.YES_NO: bool, Kind.MULTI: frozenset, Kind.NUMBER: float, Kind.AMOUNT: float, Kind.DATE: float}


def columns(program: Program, cases: list[Answers]) -> dict[str, Column]:
    return {
        name: column_of([case.values.get(name) for case in cases], question.type.option_ids(), SAMPLES.get(question.type.kind, str))
        for name, question in program.questions.items()
    }


def single(column: Column | None, number: int, count: int, kind: FactType) -> Value | None:
    """The value of one case."""
    if column is None:
        return None
    if isinstance(column, Truths):
        return True if unpack(column.true, count)[number] else False if unpack(column.false, count)[number] else None
    if isinstance(column, Choices):
        return column.options[column.codes[number]] if column.codes[number] >= 0 else None
    if isinstance(column, Sets):
        if not unpack(column.known, count)[number]:
            return None
        return frozenset(name for name, plane in column.elements.items() if unpack(plane, count)[number])
    assert isinstance(column, Numbers)
    return None if column.values[number] != column.values[number] else float(column.values[number])


def test_columns_say_what_the_evaluator_says() -> None:
    rng = random.Random(5)
    compared = 0
    while compared < PAIRS:
        program = random_program(rng)
        cases = [random_answers(rng, program, share=rng.choice([0.2, 0.6, 1.0])) for _ in range(BATCH)]
        evaluation = ColumnEvaluation(program, columns(program, cases), roster_of([case.participants for case in cases]))
        truths = {name: evaluation.truth(condition) for name, condition in program.conditions.items()}
        flags = {name: (unpack(truth.true, BATCH), unpack(truth.false, BATCH)) for name, truth in truths.items()}
        for number, case in enumerate(cases):
            wanted = evaluate(program, case)
            for name, (true, false) in flags.items():
                assert (True if true[number] else False if false[number] else None) is wanted.truths[name], name
            for item in program.derivations:
                assert single(evaluation.value(item.id), number, BATCH, item.type) == wanted.values[item.id], item.id
            compared += 1
