"""The law of another Land is no argument: a text that names a Land is either bound to it or says that it is an example to be checked."""

from __future__ import annotations

import re

import pytest

from ikz_recht.documents.citations import STATUTE_TEXT
from ikz_recht.rulebase.condition import facts_in
from ikz_recht.rulebase.fact import LANDS
from ikz_recht.rulebase.model import CriterionEffect, Rule
from tests.real import RULES

LAND_FACTS = {"laender", "sitzland"}
NAMES = re.compile(
    "|".join(
        [
            *LANDS.values(),
            r"\b(?:bayerisch|hessisch|sächsisch|thüringisch|saarländisch)\w*",
            r"\b(?:KommZG|GkG|KGG|GKZ|SächsKomZG|ThürKGG)\b",
        ]
    )
)
SHOWN_AS_EXAMPLE = re.compile("entsprechend zu prüfen|mit Vorsicht zu übertragen")
STATEMENTS = [
    *(effect for criterion in RULES.criteria for effect in criterion.effects),
    *(rule for rule in RULES.rules if rule.place.path.parent.name == "aufgaben"),
]


@pytest.mark.parametrize("statement", [item for item in STATEMENTS if NAMES.search(item.text)], ids=lambda item: item.id)
def test_another_land_is_named_as_an_example_only(statement: CriterionEffect | Rule) -> None:
    bound = LAND_FACTS & set(facts_in(statement.trigger))
    assert bound or SHOWN_AS_EXAMPLE.search(statement.text), f"{statement.place}: {statement.text}"


def test_no_statute_of_one_land_counts_in_another() -> None:
    effects = [effect for criterion in RULES.criteria for effect in criterion.effects]
    resting = [effect for effect in effects if NAMES.search(RULES.sources[effect.evidence.source].title) and _is_statute(effect)]
    assert [effect.id for effect in resting if not LAND_FACTS & set(facts_in(effect.trigger))] == []


def _is_statute(effect: CriterionEffect) -> bool:
    return RULES.sources[effect.evidence.source].kind == STATUTE_TEXT
