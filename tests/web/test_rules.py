"""The reader for the rule base: every form has its page, every rule its place."""

from __future__ import annotations

import random

from ikz_recht.rulebase.cache import cached_rulebase
from ikz_recht.rulebase.locate import rules_folder

from .conftest import Browser

RULES = cached_rulebase(rules_folder())


def test_every_land_form_way_and_topic_has_its_page(browser: Browser) -> None:
    addresses = [f"/regeln/{land.lower()}" for land in RULES.lands]
    addresses += [f"/regeln/{land.lower()}/{form}" for land, form in RULES.forms]
    addresses += [f"/regeln/{way.land.lower()}/{way.id}" for way in RULES.ways]
    addresses += [f"/regeln/thema/{topic}" for topic in RULES.topics]
    assert "Hessen" in browser.open("/regeln").text
    for address in random.Random(2026).sample(addresses, 40):
        assert browser.open(address).status_code == 200, address


def test_every_rule_leads_to_its_place(browser: Browser) -> None:
    for rule in random.Random(2026).sample(RULES.rules, 40):
        page = browser.open(f"/regeln/regel/{rule.id}")
        assert page.status_code == 200, rule.id
        assert f'id="{rule.id}"' in page.text, rule.id


def test_conditions_stand_there_in_words(browser: Browser) -> None:
    page = browser.open("/regeln/he/zweckverband").text
    assert "Verlangt:" in page
    assert "KGG HE" in page
    assert "Fälle, mit denen" in page
