"""The shipped rules, and random cases over them."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

from ikz_recht.advice.case import Case, case_from, read_case
from ikz_recht.inference.facts import Participant
from ikz_recht.rulebase.fact import NUMERIC, FactType, Kind, Value
from ikz_recht.rulebase.load import load_rulebase
from ikz_recht.rulebase.model import Rulebase
from tests.inference.random_programs import random_value

PROJECT = Path(__file__).resolve().parent.parent
RULES = load_rulebase(PROJECT / "rules")
DAY = dt.date(2026, 11, 22)
CITY_STATES = ("BE", "HB", "HH")  # municipality and Land in one: few forms, most of them not evidenced
LANDS = tuple(land for land in RULES.lands if land not in CITY_STATES)
REAL_CASES = sorted((PROJECT / "tests" / "faelle").glob("*.yaml"))
PUBLIC = ("gemeinde", "gemeinde", "kreisfreie_stadt", "kreis")


def real_case(path: Path) -> Case:
    return case_from(read_case(path), RULES)


def random_case(rng: random.Random, lands: tuple[str, ...], share: float = 0.6, rulebase: Rulebase = RULES) -> Case:
    """A case of the Länder with random answers to a share of the questions that matter there."""
    participants = tuple(
        Participant(
            f"K{number}", rng.choice(PUBLIC), rng.choice(lands), rng.choice([None, 900, 12_000, 80_000]), rng.choice(["", "mitglied"])
        )
        for number in range(rng.choice([2, 2, 3, 5, 24]))
    )
    return Case("Zufall", participants, random_values(rng, lands, share, rulebase))


def random_values(rng: random.Random, lands: tuple[str, ...], share: float, rulebase: Rulebase = RULES) -> dict[str, Value]:
    """Random answers, the task and the participants left out."""
    foreign = tuple(f"{land.lower()}_" for land in rulebase.lands if land not in lands)
    return {
        name: a_value(rng, question.type)
        for name, question in rulebase.questions.items()
        if name not in ("aufgabe", "beteiligte", "sitzland") and not name.startswith(foreign) and rng.random() < share
    }


def a_value(rng: random.Random, kind: FactType) -> Value:
    """A value that a municipality could enter."""
    if kind.kind is Kind.TEXT:
        return "Ein Text"
    if kind.kind in NUMERIC:
        low, high = int(kind.minimum or 0), int(kind.maximum or 100)
        return min(max(low, rng.choice([0, 1, 3, 8, 20, 21, 60, 1000])), high)
    return random_value(rng, kind)
