"""The chosen division as answers of a case: what the draft needs for its cost clause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from ...advice.case import Case
from ...rulebase.cost_keys import EQUAL, FIXED, MIXED
from ...rulebase.fact import Value
from .amounts import show_amount
from .divide import Division, SharesResult
from .recommend import listed
from .rounding import rounded

MEASURE, BASE, WORDING = "verteilungsmassstab", "sockel_prozent", "kostenschluessel"
_IN_WORDS = {
    EQUAL: "zu gleichen Teilen",
    "einwohner": "nach dem Verhältnis der Einwohnerzahlen zum 30. Juni des Vorjahres",
    "faelle": "nach der Zahl der Fälle, die auf jede Körperschaft entfallen",
    "stunden": "nach der Zahl der Stunden, die für jede Körperschaft geleistet werden",
    "nutzen": "nach dem vereinbarten Nutzen",
    "steuerkraft": "nach der Steuerkraft",
}


def clause_answers(result: SharesResult, division: Division) -> dict[str, Value]:
    """The answers: the measure, and the wording where the clause has none of its own. Fairness notions become fixed shares in percent."""
    key = result.given.mixed
    if division.method == MIXED and key is not None:
        if key.base_by == EQUAL and key.rest_by == "faelle":
            return {MEASURE: MIXED, BASE: float(key.base) if key.base.denominator > 1 else int(key.base)}
        base = f"zu {_percent(key.base)} {_IN_WORDS[key.base_by]}"
        return {MEASURE: MIXED, WORDING: f"{base} (Sockel), im Übrigen {_IN_WORDS[key.rest_by]}"}
    if division.is_key and division.method != FIXED:
        return {MEASURE: division.method}
    # A clause divides the joint costs: what a partner keeps and its tax are no part of what it pays to the others.
    parts = result.given.divided.part(division.shares) if result.given.divided else division.shares
    total = sum(parts, Fraction(0))
    shares = [part * 100 / total if total else Fraction(100, len(parts)) for part in parts]
    percent = rounded(shares, Fraction(1, 100))
    told = [f"{name} {_percent(part)}" for name, part in zip(result.game.names, percent, strict=True)]
    return {MEASURE: FIXED, WORDING: f"nach festen Anteilen, nämlich {listed(told)}"}


def with_clause(case: Case, result: SharesResult, division: Division) -> Case:
    """The case with these answers in place of earlier ones."""
    return with_answers(case, clause_answers(result, division))


def with_answers(case: Case, answers: Mapping[str, Value]) -> Case:
    """The same with answers that `clause_answers` has given."""
    names = {MEASURE, BASE, WORDING}
    kept = {name: value for name, value in case.answers.items() if name not in names}
    aside = {name: value for name, value in case.aside.items() if name not in names}
    return replace(case, answers={**kept, **answers}, unknown=case.unknown - names, aside=aside)


def name_remarks(case: Case, result: SharesResult) -> list[str]:
    """What to say where the division names other partners than the case."""
    known = {item.name for item in case.participants or ()}
    strange = [name for name in result.game.names if name not in known]
    lacking = [name for name in sorted(known) if name not in result.game.names]
    found = [f"Die Teilung nennt {listed(strange)}; im Fall heißt so niemand."] if strange else []
    return [*found, *([f"In der Teilung fehlt aus dem Fall: {listed(lacking)}."] if lacking else [])]


def _percent(value: Fraction) -> str:
    return f"{show_amount(value, 2 if value.denominator > 1 else 0)} Prozent"
