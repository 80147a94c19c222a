"""durable-rules against the definition: random rule sets, random partial cases, and the limits it must keep inside."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import random
from collections import Counter

import pytest

from ikz_recht.inference import durable_engine, engines
from ikz_recht.inference.durable_engine import DurableEngine, EngineUnavailable
from ikz_recht.inference.engines import EnginesDisagree, differences, run_engines
from ikz_recht.inference.evaluator import Verdicts, evaluate
from ikz_recht.inference.facts import Answers
from ikz_recht.inference.network import MAX_JOIN, CannotCarry, build_network
from ikz_recht.inference.program import Program
from ikz_recht.rulebase.condition import AllOf, AnyOf, Compare
from tests.share import SHARE

from .random_programs import effect_program, random_answers, random_program, random_value

PAIRS = 20_000 // SHARE
CASES_PER_PROGRAM = 50
PROGRAMS_PER_WORKER = 10


def test_engines_agree_on_random_rule_sets_and_partial_cases() -> None:
    """Many pairs of rule set and case (all 20,000 with IKZ_ANTEIL=1); every truth value must occur often, or the test would prove nothing.

    Fresh worker processes do it, since every case runs in a child and a child costs what its parent weighs.
    """
    seen: Counter[bool | None] = Counter()
    pairs = 0
    with multiprocessing.get_context("spawn").Pool(2, maxtasksperchild=1) as pool:
        for found, truths, count in pool.imap_unordered(_compare, range(0, PAIRS // CASES_PER_PROGRAM, PROGRAMS_PER_WORKER)):
            assert found == []
            seen += truths
            pairs += count
    assert pairs >= PAIRS
    assert min(seen[truth] for truth in (True, False, None)) > PAIRS


def _compare(first_seed: int) -> tuple[list[str], Counter[bool | None], int]:
    """Differences, how often each truth value occurred, and the number of pairs, for some programs."""
    found: list[str] = []
    seen: Counter[bool | None] = Counter()
    pairs = 0
    for seed in range(first_seed, first_seed + PROGRAMS_PER_WORKER):
        rng = random.Random(seed)
        program, engine = _carried_program(rng)
        for _ in range(CASES_PER_PROGRAM):
            answers = random_answers(rng, program, share=rng.choice([0.2, 0.6, 0.95]))
            expected = evaluate(program, answers)
            found += [f"seed {seed}, {answers}: {line}" for line in differences(expected, engine.run(answers))]
            seen.update(expected.truths.values())
            pairs += 1
    return found, seen, pairs


def _carried_program(rng: random.Random) -> tuple[Program, DurableEngine]:
    """A random program that is within the limits of durable-rules."""
    while True:
        program = random_program(rng)
        with contextlib.suppress(CannotCarry):
            return program, DurableEngine(program)


def test_a_crash_of_durable_rules_is_reported_and_survived(monkeypatch: pytest.MonkeyPatch) -> None:
    program = random_program(random.Random(3))
    engine = DurableEngine(program)
    monkeypatch.setattr(engine, "_run", lambda answers: os._exit(9))
    with pytest.raises(EngineUnavailable, match="abgestürzt"):
        engine.run(Answers())


def test_an_answer_more_never_turns_certainty_around() -> None:
    """Kleene logic is monotone: what is true or false stays so when an unknown answer becomes known."""
    for seed in range(300):
        rng = random.Random(seed)
        program = random_program(rng)
        answers = random_answers(rng, program, share=0.4)
        more = {name: random_value(rng, item.type) for name, item in program.questions.items() if name not in answers.values}
        later = evaluate(program, Answers({**answers.values, **more}, answers.participants))
        for name, truth in evaluate(program, answers).truths.items():
            assert truth is None or later.truths[name] is truth


def test_disagreement_refuses_the_opinion(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(1)
    program = random_program(rng)
    answers = random_answers(rng, program)
    wrong = evaluate(program, answers)
    name = next(iter(wrong.truths))
    wrong = Verdicts(wrong.values, {**wrong.truths, name: not wrong.truths[name]})
    monkeypatch.setattr(DurableEngine, "begin", lambda self, given: lambda: wrong)
    with pytest.raises(EnginesDisagree, match=f"(?s)verschiedenen Ergebnissen.*{name}"):
        run_engines(program, answers)


def test_without_durable_rules_the_evaluator_runs_alone_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(program: object) -> DurableEngine:
        raise EngineUnavailable("durable-rules lässt sich nicht laden.")

    monkeypatch.setattr(engines, "_compiled", missing)
    rng = random.Random(2)
    program = random_program(rng)
    run = run_engines(program, random_answers(rng, program))
    assert run.engines == ("Auswerter",)
    assert "nur der Auswerter" in run.remark


def test_rules_that_durable_rules_cannot_carry_are_evaluated_by_the_evaluator_alone() -> None:
    names = {f"f{i}": "ja_nein" for i in range(520)}
    program = effect_program([Compare(name, "gleich", True) for name in names], names)
    run = run_engines(program, Answers({"f0": True}))
    assert run.engines == ("Auswerter",)
    assert "durable-rules trägt 512. Es hat nur der Auswerter gerechnet." in run.remark
    assert run.verdicts.truths["e0"] is True


def test_more_rules_than_durable_rules_holds_are_refused_with_a_number() -> None:
    conditions = [AllOf((Compare(f"f{i}", "gleich", True), Compare(f"f{j}", "gleich", True))) for i in range(70) for j in range(i)]
    with pytest.raises(CannotCarry, match=r"\d{4} Regeln.*4096"):
        build_network(effect_program(conditions, {f"f{i}": "ja_nein" for i in range(70)}))


def test_more_facts_than_durable_rules_tells_apart_are_refused() -> None:
    names = {f"f{i}": "ja_nein" for i in range(520)}
    with pytest.raises(CannotCarry, match="520 verschiedene Angaben"):
        build_network(effect_program([Compare(name, "gleich", True) for name in names], names))


def test_more_thresholds_than_one_message_bears_are_spread_over_several() -> None:
    program = effect_program([Compare("n", "mehr_als", i) for i in range(90)], {"n": "zahl"})
    engine = DurableEngine(program)
    assert len(engine.network.copies["n"]) == 2
    for number in (0, 1, 44, 89, 90):
        answers = Answers({"n": number})
        assert differences(evaluate(program, answers), engine.run(answers)) == ()


def test_a_comparison_in_too_many_rules_is_refused() -> None:
    names = {f"f{i}": "ja_nein" for i in range(300)}
    conditions = [AllOf((Compare("f0", "gleich", True), Compare(name, "gleich", True))) for name in list(names)[1:]]
    with pytest.raises(CannotCarry, match=r"„f0“ steht in 299 Regeln; durable-rules trägt 250"):
        build_network(effect_program(conditions, names))


def test_long_conjunctions_are_joined_in_stages() -> None:
    names = {f"f{i}": "ja_nein" for i in range(40)}
    program = effect_program([AllOf(tuple(Compare(name, "gleich", True) for name in names))], names)
    assert max(len(join) for join, _ in build_network(program).rules) <= MAX_JOIN
    engine = DurableEngine(program)
    everything = Answers(dict.fromkeys(names, True), None)
    assert engine.run(everything).truths == {"e0": True}
    assert engine.run(Answers({**everything.values, "f39": False}, None)).truths == {"e0": False}


def test_wide_disjunctions_become_one_rule_each() -> None:
    names = {f"f{i}": "ja_nein" for i in range(100)}
    program = effect_program([AnyOf(tuple(Compare(name, "gleich", True) for name in names))], names)
    engine = DurableEngine(program)
    nothing = random_answers(random.Random(0), program, share=0)
    assert engine.run(Answers({"f77": True}, None)).truths == {"e0": True}
    assert engine.run(Answers(dict.fromkeys(names, False), None)).truths == {"e0": False}
    assert engine.run(nothing).truths == {"e0": None}


def test_without_child_processes_cases_follow_each_other_on_one_state(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system has no fork, the facts of a case are taken back before the next; no case may see those of another."""
    monkeypatch.delattr(os, "fork")
    rng = random.Random(5)
    program = random_program(rng)
    engine = DurableEngine(program)
    for _ in range(300):
        answers = random_answers(rng, program)
        assert differences(evaluate(program, answers), engine.run(answers)) == ()


def test_only_so_many_programs_stay_compiled_and_the_rest_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """durable-rules never gives back what it compiled: a process that sees many Länder, days and tasks must not grow with them."""
    monkeypatch.setattr(durable_engine, "STAYING", 2)
    monkeypatch.setattr(DurableEngine, "_staying", 0)
    rng = random.Random(6)
    before = set(durable_engine._shared_host()._ruleset_directory)
    for _ in range(12):
        program, engine = _carried_program(rng)
        answers = random_answers(rng, program)
        assert differences(evaluate(program, answers), engine.run(answers)) == ()
    assert len(set(durable_engine._shared_host()._ruleset_directory) - before) <= 2
