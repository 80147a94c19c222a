"""The meaning of conditions and derivations, by precise examples: the evaluator is the definition."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from ikz_recht.inference.evaluator import Evaluation
from ikz_recht.inference.facts import Answers, Participant, aggregate
from ikz_recht.inference.program import Program
from ikz_recht.inference.support import answers_behind, deciding_facts, open_questions
from ikz_recht.rulebase.condition import AllOf, AnyOf, Compare, Condition, Not
from ikz_recht.rulebase.fact import YES_NO, FactType, Kind, Value
from ikz_recht.rulebase.model import Aggregate, DecisionList, Derivation, Nature, Product, Question

from .random_programs import LANDS, NOWHERE, NUMBER, empty_rulebase

A, B = Compare("a", "gleich", True), Compare("b", "gleich", True)
CHOICE = FactType(Kind.CHOICE, (("x", "x"), ("y", "y")))


def program(*derivations: Derivation) -> Program:
    types = {"a": YES_NO, "b": YES_NO, "n": NUMBER, "m": NUMBER, "wahl": CHOICE, "tag": FactType(Kind.DATE)}
    questions = {name: Question(name, "s", kind, name, name, True, Nature.CHOICE, False, NOWHERE) for name, kind in types.items()}
    return Program(empty_rulebase(), (), dt.date(2026, 1, 1), questions, derivations, {}, (), (), (), (), ())


def derive(name: str, fact_type: FactType, rule: Condition | DecisionList | Product | Aggregate) -> Derivation:
    return Derivation(name, name, fact_type, rule, "", None, NOWHERE)


def evaluate(values: dict[str, Value], *derivations: Derivation, participants: tuple[Participant, ...] | None = None) -> Evaluation:
    return Evaluation(program(*derivations), Answers(values, participants))


@pytest.mark.parametrize(
    ("a", "b", "both", "either"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (True, None, None, True),
        (False, None, False, None),
        (False, False, False, False),
        (None, None, None, None),
    ],
)
def test_strong_kleene(a: bool | None, b: bool | None, both: bool | None, either: bool | None) -> None:
    values = {name: value for name, value in (("a", a), ("b", b)) if value is not None}
    evaluation = evaluate(values)
    assert evaluation.truth(AllOf((A, B))) is both
    assert evaluation.truth(AnyOf((A, B))) is either
    assert evaluation.truth(Not(A)) is (None if a is None else not a)


def test_empty_conjunction_always_holds_and_empty_disjunction_never() -> None:
    evaluation = evaluate({})
    assert evaluation.truth(AllOf(())) is True
    assert evaluation.truth(AnyOf(())) is False


def test_thresholds_are_exact() -> None:
    evaluation = evaluate({"n": 20})
    assert evaluation.truth(Compare("n", "mehr_als", 20)) is False
    assert evaluation.truth(Compare("n", "mindestens", 20)) is True
    assert evaluation.truth(Compare("n", "hoechstens", 20)) is True
    assert evaluation.truth(Compare("n", "weniger_als", 20)) is False


def test_dates_compare_as_days() -> None:
    evaluation = evaluate({"tag": dt.date(2027, 1, 1)})
    assert evaluation.truth(Compare("tag", "mindestens", dt.date(2027, 1, 1))) is True
    assert evaluation.truth(Compare("tag", "weniger_als", dt.date(2027, 1, 1))) is False


def test_sets_contain_and_are_contained() -> None:
    lands = derive("laender", LANDS, Aggregate("sammelt", "land", frozenset()))
    both = (Participant("A", "gemeinde", "SN"), Participant("B", "gemeinde", "BY"))
    evaluation = evaluate({}, lands, participants=both)
    assert evaluation.truth(Compare("laender", "enthaelt", "SN")) is True
    assert evaluation.truth(Compare("laender", "nur", frozenset({"SN", "BY", "TH"}))) is True
    assert evaluation.truth(Compare("laender", "nur", frozenset({"SN"}))) is False
    assert evaluate({}, lands).truth(Compare("laender", "nur", frozenset({"SN"}))) is None


def test_first_true_line_of_a_decision_list_counts() -> None:
    lines = DecisionList(((A, "x"), (B, "y"), (AllOf(()), "x")))
    item = derive("d", CHOICE, lines)
    assert evaluate({"a": True}, item).value("d") == "x"
    assert evaluate({"a": False, "b": True}, item).value("d") == "y"
    assert evaluate({"a": False, "b": False}, item).value("d") == "x"


def test_an_open_line_before_makes_the_value_unknown_only_if_it_would_differ() -> None:
    item = derive("d", CHOICE, DecisionList(((A, "x"), (B, "y"), (AllOf(()), "x"))))
    assert evaluate({"b": True}, item).value("d") is None
    assert evaluate({"b": False}, item).value("d") == "x"


def test_a_list_without_true_line_has_no_value() -> None:
    assert evaluate({"a": False}, derive("d", CHOICE, DecisionList(((A, "x"),)))).value("d") is None


def test_product_needs_every_factor() -> None:
    item = derive("p", NUMBER, Product(("n", "m")))
    assert evaluate({"n": 48, "m": 4500}, item).value("p") == 216_000
    assert evaluate({"n": 48}, item).value("p") is None


def test_inhabitants_are_unknown_if_one_is_missing() -> None:
    total = derive("summe", NUMBER, Aggregate("summiert", "einwohner", frozenset({"gemeinde"})))
    known = Participant("A", "gemeinde", "HE", 1000)
    assert evaluate({}, total, participants=(known, known)).value("summe") == 2000
    assert evaluate({}, total, participants=(known, Participant("B", "gemeinde", "HE"))).value("summe") is None
    assert evaluate({}, total, participants=(known, Participant("K", "kreis", "HE"))).value("summe") == 1000


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([("abgebend", True), ("uebernehmend", False)], True),
        ([("abgebend", False), ("uebernehmend", True)], False),
        ([("", False), ("", False)], False),  # whoever of them hands over does not hold the task
        ([("", False), ("", True)], None),
        ([("", False), ("", None)], None),
        ([("abgebend", None), ("uebernehmend", True)], None),
        ([("uebernehmend", False)], None),  # nobody hands over
    ],
)
def test_all_who_hand_over_hold_the_task(given: list[tuple[str, bool | None]], expected: bool | None) -> None:
    participants = tuple(Participant(str(n), "gemeinde", "HE", role=role, holds_task=holds) for n, (role, holds) in enumerate(given))
    rule = Aggregate("alle", "traegt_aufgabe", frozenset(), frozenset({"abgebend"}))
    assert aggregate(rule, participants) is expected


def test_open_condition_names_only_the_questions_that_can_still_decide_it() -> None:
    condition = AllOf((A, AnyOf((B, Compare("n", "mindestens", 3)))))
    assert open_questions(condition, evaluate({})) == ("a", "b", "n")
    assert open_questions(condition, evaluate({"b": True})) == ("a",)
    assert open_questions(condition, evaluate({"a": False})) == ()


def test_open_questions_reach_through_derivations() -> None:
    item = derive("d", CHOICE, DecisionList(((A, "x"), (B, "y"))))
    assert open_questions(Compare("d", "gleich", "y"), evaluate({"a": False}, item)) == ("b",)


def test_deciding_facts_are_those_that_suffice() -> None:
    condition = AnyOf((A, B))
    assert deciding_facts(condition, evaluate({"a": True, "b": True})) == ("a",)
    assert deciding_facts(condition, evaluate({"a": False, "b": False})) == ("a", "b")
    assert deciding_facts(condition, evaluate({"b": True})) == ("b",)


def test_answers_behind_a_derivation() -> None:
    item = derive("d", CHOICE, DecisionList(((A, "x"), (B, "y"))))
    assert answers_behind("d", evaluate({"a": False, "b": True}, item)) == ("a", "b")


def test_participants_of_another_land_can_be_left_out() -> None:
    rule = Aggregate("groesste", "einwohner", frozenset({"gemeinde"}), lands=frozenset({"MV"}))
    people = (Participant("A", "gemeinde", "MV", 900), Participant("B", "gemeinde", "BB", 40_000))
    assert aggregate(rule, people) == 900
    assert aggregate(replace(rule, lands=frozenset()), people) == 40_000
