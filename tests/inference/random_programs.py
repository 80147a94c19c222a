"""Random rule sets and random partial cases for property tests."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

from ikz_recht.inference.facts import Answers, Participant
from ikz_recht.inference.program import Program
from ikz_recht.rulebase import condition as c
from ikz_recht.rulebase.fact import LAND_OPTIONS, PARTICIPANT_KINDS, YES_NO, FactType, Kind, Value
from ikz_recht.rulebase.model import (
    Aggregate,
    Certainty,
    CriterionEffect,
    DecisionList,
    Derivation,
    Evidence,
    Nature,
    Product,
    Question,
    Rulebase,
)
from ikz_recht.rulebase.problem import Place

NOWHERE = Place(Path("zufall.yaml"))
EVIDENCE = Evidence("x:y", Certainty.SEEN)
NUMBER = FactType(Kind.NUMBER, (), 0, 30)
LANDS = FactType(Kind.MULTI, LAND_OPTIONS)


def random_program(rng: random.Random, statements: int = 8) -> Program:
    """A small program: questions of every type, derivations that build on each other, statements over all of them."""
    types: dict[str, FactType] = {}
    for number in range(rng.randint(2, 7)):
        options = tuple((f"o{i}", f"o{i}") for i in range(rng.choice([2, 3, 4, 40])))
        types[f"f{number}"] = rng.choice(
            [YES_NO, FactType(Kind.CHOICE, options), NUMBER, FactType(Kind.DATE), FactType(Kind.MULTI, options[:4])]
        )
    questions = {name: Question(name, "s", kind, name, name, True, Nature.CHOICE, False, NOWHERE) for name, kind in types.items()}
    derivations = [
        _derive("anzahl", NUMBER, Aggregate("zaehlt", "", frozenset(rng.sample(list(PARTICIPANT_KINDS), 3)))),
        _derive("laender", LANDS, Aggregate("sammelt", "land", frozenset())),
    ]
    types.update(anzahl=NUMBER, laender=LANDS)
    for number in range(rng.randint(0, 4)):
        item = _random_derivation(rng, f"d{number}", types)
        derivations.append(item)
        types[item.id] = item.type
    effects = tuple(_effect(number, random_condition(rng, types, rng.randint(0, 3))) for number in range(statements))
    return Program(empty_rulebase(), (), dt.date(2026, 1, 1), questions, tuple(derivations), {}, (), (), (), effects, ())


def _derive(name: str, fact_type: FactType, rule: c.Condition | DecisionList | Product | Aggregate) -> Derivation:
    return Derivation(name, name, fact_type, rule, "", None, NOWHERE)


def _random_derivation(rng: random.Random, name: str, types: dict[str, FactType]) -> Derivation:
    numbers = [fact for fact, kind in types.items() if kind.kind is Kind.NUMBER]
    shape = rng.choice(["bedingung", "liste", "liste", "produkt"])
    if shape == "produkt" and numbers:
        return _derive(name, FactType(Kind.NUMBER), Product(tuple(rng.choices(numbers, k=2))))
    if shape == "bedingung":
        return _derive(name, YES_NO, random_condition(rng, types, 2))
    kind = FactType(Kind.CHOICE, (("a", "a"), ("b", "b"), ("c", "c")))
    lines: list[tuple[c.Condition, Value]] = [(random_condition(rng, types, 1), rng.choice("abc")) for _ in range(rng.randint(1, 4))]
    if rng.random() < 0.7:
        lines.append((c.ALWAYS, rng.choice("abc")))
    return _derive(name, kind, DecisionList(tuple(lines)))


def _effect(number: int, condition: c.Condition) -> CriterionEffect:
    return CriterionEffect(f"e{number}", "k", "steuerung", None, condition, "pro", 1, "t", EVIDENCE, NOWHERE)


def random_condition(rng: random.Random, types: dict[str, FactType], depth: int) -> c.Condition:
    """A condition over the given facts, nested up to the depth."""
    if depth == 0 or rng.random() < 0.3:
        fact = rng.choice(list(types))
        return _random_comparison(rng, fact, types[fact])
    if rng.random() < 0.25:
        return c.Not(random_condition(rng, types, depth - 1))
    parts = tuple(random_condition(rng, types, depth - 1) for _ in range(rng.choice([1, 2, 2, 3, 5, 14])))
    return c.AllOf(parts) if rng.random() < 0.5 else c.AnyOf(parts)


def _random_comparison(rng: random.Random, fact: str, kind: FactType) -> c.Compare:
    if kind.kind is Kind.YES_NO:
        return c.Compare(fact, c.EQUAL, rng.random() < 0.5)
    if kind.kind is Kind.DATE:
        return c.Compare(fact, rng.choice(c.NUMBER_OPERATORS), _day(rng))
    if kind.kind is Kind.NUMBER:
        return c.Compare(fact, rng.choice([c.EQUAL, *c.NUMBER_OPERATORS]), rng.randint(0, 6))
    ids = kind.option_ids()
    if kind.kind is Kind.MULTI:
        if rng.random() < 0.5:
            return c.Compare(fact, c.CONTAINS, rng.choice(ids[:4]))
        return c.Compare(fact, c.ONLY, frozenset(rng.sample(ids[:4], 2)))
    if rng.random() < 0.5:
        return c.Compare(fact, c.EQUAL, rng.choice(ids))
    return c.Compare(fact, c.ONE_OF, frozenset(rng.choices(ids, k=rng.randint(1, 3))))


def _day(rng: random.Random) -> dt.date:
    return dt.date(2026, 1, 1) + dt.timedelta(days=rng.randint(0, 5))


def random_answers(rng: random.Random, program: Program, share: float = 0.6) -> Answers:
    """Known answers to a share of the questions."""
    values = {name: random_value(rng, question.type) for name, question in program.questions.items() if rng.random() < share}
    return Answers(values, random_participants(rng) if rng.random() < share else None)


def random_value(rng: random.Random, kind: FactType) -> Value:
    """A value of the type."""
    if kind.kind is Kind.YES_NO:
        return rng.random() < 0.5
    if kind.kind is Kind.DATE:
        return _day(rng)
    if kind.kind is Kind.NUMBER:
        return rng.choice([rng.randint(0, 6), rng.randint(0, 12) / 2])
    ids = kind.option_ids()
    return frozenset(rng.sample(ids, rng.randint(0, 2))) if kind.kind is Kind.MULTI else rng.choice(ids)


def random_participants(rng: random.Random) -> tuple[Participant, ...]:
    """Up to five participants."""
    lands = [land for land, _ in LAND_OPTIONS]
    return tuple(Participant(f"p{i}", rng.choice(list(PARTICIPANT_KINDS)), rng.choice(lands[:4])) for i in range(rng.randint(0, 5)))


def empty_rulebase() -> Rulebase:
    """A rule base without content."""
    return Rulebase("0", "0", (), {}, (), (), {}, {}, {}, (), (), {}, {}, (), (), ())


def effect_program(conditions: list[c.Condition], facts: dict[str, str]) -> Program:
    """A program with just these statements over facts of the given kinds."""
    types = {name: FactType(Kind(kind), (), 0, 100) for name, kind in facts.items()}
    questions = {name: Question(name, "s", kind, name, name, True, Nature.CHOICE, False, NOWHERE) for name, kind in types.items()}
    effects = tuple(_effect(number, condition) for number, condition in enumerate(conditions))
    return Program(empty_rulebase(), (), dt.date(2026, 1, 1), questions, (), {}, (), (), (), effects, ())
