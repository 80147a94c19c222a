"""Shared rules reach a form by what it is like; rules of its own Land by its id."""

from __future__ import annotations

from dataclasses import replace

from ikz_recht.rulebase.model import FORMS, LIKE
from tests.real import RULES

BODY = RULES.forms["BY", "verwaltungsgemeinschaft"]
MANDATE = "oeffentlich_rechtliche_vereinbarung_mandatierend"


def test_shared_rules_reach_a_relative_as_they_reach_its_kind() -> None:
    shared = next(rule for rule in RULES.rules if rule.land == "BUND" and rule.forms and "verwaltungsgemeinschaft" in rule.forms)
    office = replace(BODY, id="amt", land="SH")
    assert shared.concerns(BODY)
    assert shared.concerns(office)
    assert not shared.concerns(replace(BODY, land="SH", like=MANDATE))


def test_the_same_word_for_an_agreement_follows_the_rules_of_agreements() -> None:
    shared = next(rule for rule in RULES.rules if rule.land == "BUND" and rule.forms == frozenset({MANDATE}))
    assert shared.concerns(replace(BODY, land="SH", like=MANDATE))
    assert not shared.concerns(BODY)


def test_what_follows_for_the_body_does_not_follow_for_an_agreement_of_the_same_name() -> None:
    rule = next(item for item in RULES.rules if {"verwaltungsgemeinschaft", MANDATE} <= item.consequences.keys())
    assert rule.consequence(BODY) == rule.consequences["verwaltungsgemeinschaft"]
    assert rule.consequence(replace(BODY, id="amt")) == rule.consequences["verwaltungsgemeinschaft"]
    assert rule.consequence(replace(BODY, land="SH", like=MANDATE)) == rule.consequences[MANDATE]


def test_rules_of_a_land_go_by_the_id_alone() -> None:
    own = next(rule for rule in RULES.rules if rule.land == "BY" and rule.forms == frozenset({"verwaltungsgemeinschaft"}))
    assert own.concerns(BODY)
    assert not own.concerns(replace(BODY, id="amt"))


def test_relatives_are_forms() -> None:
    assert {*LIKE, *LIKE.values()} <= set(FORMS)
