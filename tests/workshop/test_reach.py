"""Whether a condition can ever be met: never a false alarm, and exact where only answers count."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace

import pytest

from ikz_recht.inference.evaluator import Evaluation
from ikz_recht.inference.facts import Answers
from ikz_recht.inference.program import Program
from ikz_recht.rulebase import condition as c
from ikz_recht.rulebase.fact import YES_NO, FactType, Kind, Value
from ikz_recht.rulebase.model import Aggregate, DecisionList, Derivation, Product
from ikz_recht.workshop.reach import Reach
from tests.inference.random_programs import NOWHERE, effect_program, empty_rulebase, random_answers, random_condition, random_program


def reach(program: Program) -> Reach:
    return Reach(replace(empty_rulebase(), questions=program.questions, derivations=program.derivations))


@pytest.mark.parametrize("seed", range(250))
def test_what_a_case_shows_can_hold(seed: int) -> None:
    rng = random.Random(seed)
    program = random_program(rng)
    sat = reach(program)
    for _ in range(6):
        evaluation = Evaluation(program, random_answers(rng, program, 0.9))
        decided = [(condition, truth) for condition in program.conditions.values() if (truth := evaluation.truth(condition)) is not None]
        for goal in decided:
            assert sat.can_hold(goal)
        assert sat.can_hold(*decided)


def small_program(rng: random.Random) -> Program:
    """Yes and no, a choice, a number from 0 to 3, a set of two; a decision list and a condition over them."""
    base = effect_program([], {"a": "ja_nein", "b": "ja_nein", "n": "zahl"})
    questions = dict(base.questions)
    options = (("x", "x"), ("y", "y"))
    questions["n"] = replace(questions["n"], type=FactType(Kind.NUMBER, (), 0, 3))
    questions["w"] = replace(questions["a"], id="w", type=FactType(Kind.CHOICE, (*options, ("z", "z"))))
    questions["m"] = replace(questions["a"], id="m", type=FactType(Kind.MULTI, options))
    types = {name: question.type for name, question in questions.items()}
    lines: list[tuple[c.Condition, Value]] = [(_condition(rng, types), rng.choice("xyz")) for _ in range(rng.randint(1, 3))]
    choice = FactType(Kind.CHOICE, (*options, ("z", "z")))
    derivations = (
        Derivation("d", "d", choice, DecisionList(tuple(lines)), "", None, NOWHERE),
        Derivation("e", "e", YES_NO, _condition(rng, {**types, "d": choice}), "", None, NOWHERE),
    )
    return replace(base, questions=questions, derivations=derivations)


def _condition(rng: random.Random, types: dict[str, FactType]) -> c.Condition:
    """A random condition; sets of two need their own comparisons."""
    fact = rng.choice(list(types))
    if types[fact].kind is Kind.MULTI:
        element = rng.choice(types[fact].option_ids())
        single: c.Condition = rng.choice([c.Compare(fact, c.CONTAINS, element), c.Compare(fact, c.ONLY, frozenset({element}))])
        return rng.choice([single, c.Not(single)])
    return random_condition(rng, {name: kind for name, kind in types.items() if kind.kind is not Kind.MULTI}, rng.randint(0, 2))


def all_cases(program: Program) -> list[Evaluation]:
    values = {
        "a": (True, False),
        "b": (True, False),
        "n": (0, 0.5, 1, 1.5, 2, 2.5, 3),
        "w": ("x", "y", "z"),
        "m": tuple(frozenset(chosen) for size in range(3) for chosen in itertools.combinations("xy", size)),
    }
    return [Evaluation(program, Answers(dict(zip(values, case, strict=True)))) for case in itertools.product(*values.values())]


@pytest.mark.parametrize("seed", range(60))
def test_over_answers_it_is_exact(seed: int) -> None:
    rng = random.Random(seed)
    program = small_program(rng)
    sat, cases = reach(program), all_cases(program)
    types = {
        **{name: question.type for name, question in program.questions.items()},
        **{item.id: item.type for item in program.derivations},
    }
    for _ in range(8):
        goals = [(_condition(rng, types), rng.random() < 0.5) for _ in range(rng.randint(1, 3))]
        shown = any(all(case.truth(condition) is wanted for condition, wanted in goals) for case in cases)
        assert sat.can_hold(*goals) == shown, goals


def counting(*rules: tuple[str, frozenset[str]]) -> Reach:
    number = FactType(Kind.NUMBER)
    return Reach(
        replace(
            empty_rulebase(),
            derivations=tuple(Derivation(name, name, number, Aggregate("zaehlt", "", kinds), "", None, NOWHERE) for name, kinds in rules),
        )
    )


def number(fact: str, operator: str, value: int) -> tuple[c.Condition, bool]:
    return c.Compare(fact, operator, value), True


def test_counts_of_participants_fit_each_other() -> None:
    sat = counting(
        ("alle", frozenset()),
        ("private", frozenset({"privat", "natuerliche_person"})),
        ("firmen", frozenset({"privat"})),
        ("leute", frozenset({"natuerliche_person"})),
    )
    assert sat.can_hold(number("alle", c.AT_LEAST, 500))
    assert not sat.can_hold(number("alle", c.AT_LEAST, 501))
    assert not sat.can_hold(number("alle", c.MORE, 1), number("alle", c.LESS, 2))
    assert not sat.can_hold(number("firmen", c.AT_LEAST, 3), number("alle", c.AT_MOST, 2))
    assert not sat.can_hold(number("private", c.AT_LEAST, 3), number("firmen", c.AT_MOST, 1), number("leute", c.AT_MOST, 1))
    assert sat.can_hold(number("private", c.AT_LEAST, 2), number("firmen", c.AT_MOST, 1), number("leute", c.AT_MOST, 1))


def test_a_product_lies_within_the_products_of_its_bounds() -> None:
    base = effect_program([], {"a": "zahl", "b": "zahl"})
    item = Derivation("p", "p", FactType(Kind.NUMBER), Product(("a", "b")), "", None, NOWHERE)
    sat = reach(replace(base, derivations=(item,)))
    assert sat.can_hold(number("p", c.AT_LEAST, 10_000))
    assert not sat.can_hold(number("p", c.MORE, 10_000))
