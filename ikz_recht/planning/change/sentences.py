"""Filling the sentences of rules/change."""

from __future__ import annotations

from collections.abc import Mapping

from ...advice.opinion import Opinion
from ...rulebase.change import CaseUnit
from ...rulebase.fact import TASK, show_number
from .facts import PlanFacts

NO_CASE_WORD = ("Fall", "Fälle")


def gaps_of(opinion: Opinion, facts: PlanFacts, unit: CaseUnit | None) -> dict[str, str]:
    """What stands in the gaps."""
    count = facts.value("anzahl")
    return {
        "aufgabe": opinion.value(TASK) or "die gemeinsame Aufgabe",
        "anzahl": show_number(count) if isinstance(count, int) else "mehrere",
        "fall": unit.name if unit else NO_CASE_WORD[0],
        "faelle": unit.plural if unit else NO_CASE_WORD[1],
    }


def filled(text: str, gaps: Mapping[str, str]) -> str:
    """The sentence with its gaps filled."""
    return text.format_map(gaps) if "{" in text else text
