"""Conditions are computed, and hold: a stated set admits the form, no part of it does, and answering it never contradicts it."""

from __future__ import annotations

import itertools
import multiprocessing
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from ikz_recht.advice.case import Case, case_from
from ikz_recht.advice.finding import USABLE, Status
from ikz_recht.advice.known import known_answers
from ikz_recht.advice.opinion import FormOpinion, Opinion, advise
from ikz_recht.advice.prospect import GOOD, Condition, ConditionSet, Outlook, Prospect
from ikz_recht.advice.rule_cases import DEFAULT_DAY, case_files
from ikz_recht.advice.sentences import set_sentence
from ikz_recht.advice.turning import provisional
from ikz_recht.inference.evaluator import Evaluation
from ikz_recht.inference.facts import Answers, Participant
from ikz_recht.inference.program import Program, slice_program
from ikz_recht.inference.terms import witnesses
from ikz_recht.rulebase.fact import Value
from ikz_recht.rulebase.fields import Fields, Report
from ikz_recht.rulebase.model import BARRIERS, Nature, Product
from ikz_recht.rulebase.nodes import Mapping, read_nodes
from tests.real import DAY, LANDS, PROJECT, RULES, random_case
from tests.share import SHARE

RANDOM_CASES = 5_000 // SHARE
PER_WORKER = 250


class Forced(Evaluation):
    """An evaluation in which some derived facts have a given value: a condition may speak of one (a count, a classification)."""

    def __init__(self, program: Program, answers: Answers, forced: dict[str, Value]) -> None:
        super().__init__(program, answers)
        self._values.update(forced)


def with_conditions(found: ConditionSet, base: Answers, program: Program, left_out: str = "", sweep: bool = True) -> Iterator[Evaluation]:
    """What holds once the conditions (but one) are met: some random ways; with `sweep` also each answer that meets one of them."""
    kept = [condition for condition in found.conditions if condition.fact != left_out]
    choices = [witnesses(condition.constraint, program.types[condition.fact]) for condition in kept]
    rng = random.Random(len(kept))
    ways = [[rng.choice(options) for options in choices] for _ in range(12 if sweep else 3)]
    if sweep:
        ways += [[*way[:place], value, *way[place + 1 :]] for way in ways[:8] for place, options in enumerate(choices) for value in options]
    for chosen in ways:
        yield _answered(kept, chosen, base, program)


def with_pairs(found: ConditionSet, base: Answers, program: Program, left_out: str) -> Iterator[Evaluation]:
    """What holds without one condition: every pair of answers to two of the others (a barrier may need a certain task and a certain choice)."""
    kept = [condition for condition in found.conditions if condition.fact != left_out]
    choices = [witnesses(condition.constraint, program.types[condition.fact]) for condition in kept]
    for one, other in itertools.combinations(range(len(kept)), 2):
        for first, second in itertools.product(choices[one], choices[other]):
            chosen = [options[0] for options in choices]
            chosen[one], chosen[other] = first, second
            yield _answered(kept, chosen, base, program)


def _answered(conditions: list[Condition], chosen: list[Value], base: Answers, program: Program) -> Evaluation:
    values, forced = dict(base.values), {}
    for condition, value in zip(conditions, chosen, strict=True):
        (values if condition.fact in program.questions else forced)[condition.fact] = value
    return Forced(program, Answers(values, base.participants), forced)


def needless(condition: Condition, form: FormOpinion, found: ConditionSet, base: Answers, program: Program) -> bool:
    """True if no way is found in which the form stays barred while only this condition is left out."""
    if not all(admits(form, met, found) for met in with_conditions(found, base, program, condition.fact)):
        return False
    barriers = [rule for rule in condition.barriers if rule not in found.doubts]
    pairs = with_pairs(found, base, program, condition.fact)
    return all(met.truth(rule.trigger) is False for met in pairs for rule in barriers)


def admits(form: FormOpinion, evaluation: Evaluation, found: ConditionSet) -> bool:
    doubted = {rule.id for rule in found.doubts}
    barriers = (rule for rule in evaluation.program.rules_of(form.form) if rule.kind in BARRIERS and rule.id not in doubted)
    return all(evaluation.truth(rule.trigger) is False for rule in barriers)


def checked(opinion: Opinion, rng: random.Random) -> Iterator[str]:
    """What is wrong with the sets of conditions of the opinion; one set of each form is looked at."""
    for form in (*opinion.forms, *opinion.ways):
        outlook: Outlook = form.outlook
        if not outlook.sets or outlook.base is None:
            continue
        found = rng.choice(outlook.sets)
        if not all(admits(form, met, found) for met in with_conditions(found, outlook.base, opinion.program, sweep=rng.random() < 0.05)):
            yield f"{form.form.land} {form.form.id}: does not admit: {set_sentence(found, opinion.program)}"
        if not outlook.complete:
            continue  # the smallest set may be among those that were left out
        derivations = (opinion.program.derivation.get(condition.fact) for condition in found.conditions)
        if any(item is not None and isinstance(item.rule, Product) for item in derivations):
            continue  # the few amounts and terms that are tried say nothing about all their products
        for condition in found.conditions:
            if needless(condition, form, found, outlook.base, opinion.program):
                yield f"{form.form.land} {form.form.id}: needless {condition.fact}: {set_sentence(found, opinion.program)}"


def nothing_is_left(opinion: Opinion) -> bool:
    """True if every form that can govern is excluded (without covered Land there is none), and no path is open."""
    forms = {form.prospect for form in opinion.forms if form.governing}
    return forms <= {Prospect.EXCLUDED} and (not forms or not any(way.governing and way.prospect in GOOD for way in opinion.ways))


def quick_opinion(case: Case) -> Opinion:
    program = slice_program(RULES, case.lands(), DAY, str(case.answers.get("aufgabe", "")))
    return provisional(case, program, known_answers(case, program))


def _random_batch(seed: int) -> tuple[list[str], Counter[str]]:
    rng = random.Random(seed)
    wrong: list[str] = []
    seen: Counter[str] = Counter()
    for _ in range(PER_WORKER):
        case = random_case(rng, (rng.choice(LANDS),), share=rng.choice([0.0, 0.2, 0.5, 0.8]))
        if rng.random() < 0.7:
            case = replace(case, answers={**case.answers, "aufgabe": rng.choice(sorted(RULES.tasks))})
        opinion = quick_opinion(case)
        wrong += checked(opinion, rng)
        seen.update(str(form.prospect) for form in opinion.forms)
        seen["vollständig"] += sum(form.outlook.complete for form in opinion.forms)
        seen["nicht vollständig"] += sum(not form.outlook.complete for form in opinion.forms)
        if opinion.recommendation is None and not nothing_is_left(opinion):
            wrong.append(f"seed {seed}: no recommendation though something is left: {case}")
    return wrong, seen


def test_every_minimal_set_admits_its_form_no_part_does_and_nobody_leaves_without_a_recommendation() -> None:
    seen: Counter[str] = Counter()
    with multiprocessing.get_context("fork").Pool(2) as pool:
        for wrong, prospects in pool.imap_unordered(_random_batch, range(RANDOM_CASES // PER_WORKER)):
            assert wrong == []
            seen += prospects
    assert seen["nicht vollständig"] < 0.05 * seen["vollständig"]
    assert set(seen) > set(map(str, Prospect))


def rule_cases() -> Iterator[Case]:
    """The cases beside the rules."""
    for path in case_files(PROJECT / "rules"):
        for node in Fields(read_nodes(path), Report(), "").items("faelle"):
            assert isinstance(node, Mapping)
            own = {key: entry for key, entry in node.entries.items() if key not in ("name", "erwartet", "stichtag")}
            yield case_from(Mapping(node.place, own), RULES)


def test_the_same_holds_for_every_case_beside_the_rules() -> None:
    rng = random.Random(11)
    cases = list(rule_cases())
    assert len(cases) > 3_000
    for case in cases[::SHARE]:
        opinion = quick_opinion(case)
        assert list(checked(opinion, rng)) == []
        assert opinion.recommendation is not None or nothing_is_left(opinion)


@pytest.mark.usefixtures("quick")
def test_giving_the_answers_of_a_stated_condition_admits_the_form() -> None:
    """Through the whole way of a case: answers, presets, engines, status."""
    rng = random.Random(12)
    tried = 0
    while tried < 150:
        case = random_case(rng, (rng.choice(LANDS),), share=0.3)
        opinion = advise(case, RULES, DAY)
        for form in opinion.forms:
            for found in form.outlook.sets[:1]:
                asked = [condition for condition in found.conditions if condition.fact in opinion.program.questions]
                if found.doubts or len(asked) < len(found.conditions) or form.outlook.base != opinion.known.answers:
                    continue
                given = {item.fact: witnesses(item.constraint, opinion.program.types[item.fact])[0] for item in asked}
                after = advise(replace(case, answers={**case.answers, **given}), RULES, DAY).form(form.form.id, form.form.land)
                assert after is not None
                assert after.status in USABLE, set_sentence(found, opinion.program)
                tried += 1


@pytest.mark.usefixtures("quick")
def test_the_prospect_is_the_best_of_the_sets_and_a_choice_costs_nothing() -> None:
    rng = random.Random(13)
    for land in LANDS * 5:
        for form in quick_opinion(random_case(rng, (land,), share=0.4)).forms:
            assert (form.prospect is Prospect.SURE) is (form.status in USABLE)
            if form.status in (Status.INADMISSIBLE, Status.NOT_PROVIDED):
                assert form.prospect is Prospect.EXCLUDED
            for found in form.outlook.sets:
                natures = {condition.nature for condition in found.conditions}
                if natures == {Nature.CHOICE} and not found.doubts:
                    assert found.prospect is Prospect.BY_CHOICE
                if found.prospect in GOOD:
                    assert all(condition.nature is Nature.CHOICE or condition.normal for condition in found.conditions)


def test_what_is_not_evidenced_is_a_doubt_and_never_an_exclusion() -> None:
    assert DEFAULT_DAY.year == 2026
    for case in list(rule_cases())[SHARE // 2 :: SHARE]:
        for form in quick_opinion(case).forms:
            assert form.prospect is not Prospect.EXCLUDED or form.status is not Status.OPEN or not form.outlook.sets


def test_a_bound_on_a_number_is_a_sentence() -> None:
    case = Case(
        participants=(Participant("A", "gemeinde", "NW"), Participant("B", "gemeinde", "NW")),
        answers={
            "aufgabe": "bauhof",
            "uebergang": "durchfuehrung",
            "entgelt": True,
            "auftragsart": "liefer_dienst",
            "befristung": "unbefristet",
        },
    )
    opinion = quick_opinion(case)
    way = next(item for item in opinion.ways if item.form.id == "vertrag_ohne_vergabe")
    sentences = [set_sentence(found, opinion.program) for found in way.outlook.sets]
    assert any("das Entgelt im Monat ohne Umsatzsteuer weniger als 4.500 Euro beträgt" in sentence for sentence in sentences)
    assert not any("so beantwortet wird: weniger" in sentence for sentence in sentences)
