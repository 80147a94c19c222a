"""Status of the forms: what may exclude and what may not, several Länder, Länder without rules."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from ikz_recht.advice.case import Case
from ikz_recht.advice.finding import Status
from ikz_recht.advice.opinion import Opinion, advise, uncovered_text
from ikz_recht.documents.summary import recommendation_sentence
from ikz_recht.inference.facts import Participant
from ikz_recht.rulebase.fact import LANDS as LAND_NAMES
from ikz_recht.rulebase.load import load_rulebase
from ikz_recht.rulebase.model import Certainty, Evidence, LegalForm, Preset, Rule, Rulebase, Task
from tests.real import DAY, LANDS, PROJECT, RULES, a_value, random_case

pytestmark = pytest.mark.usefixtures("quick")
UNPROVEN = Evidence("", Certainty.MEMORY)


FEW = load_rulebase(PROJECT / "rules", frozenset({"BY", "HE", "NW", "SN"}))
"""A rule base that does not know every Land."""


def statuses(opinion: Opinion) -> dict[tuple[str, str], Status]:
    return {(item.form.land, item.form.id): item.status for item in opinion.forms}


def two(land: str, other: str | None = None) -> tuple[Participant, ...]:
    return Participant("A", "gemeinde", land), Participant("B", "gemeinde", other or land)


def test_what_nobody_could_evidence_excludes_nothing() -> None:
    def unproven(rule: Rule) -> Rule:
        return replace(rule, evidence=UNPROVEN)

    def unproven_form(form: LegalForm) -> LegalForm:
        return replace(form, evidence=UNPROVEN)

    rules = replace(
        RULES,
        rules=tuple(unproven(rule) for rule in RULES.rules),
        forms={key: unproven_form(form) for key, form in RULES.forms.items()},
    )
    rng = random.Random(1)
    excluded_now = 0
    for land in LANDS:
        for _ in range(10):
            case = random_case(rng, (land,))
            assert {Status.INADMISSIBLE, Status.NOT_PROVIDED}.isdisjoint(statuses(advise(case, rules, DAY)).values())
            excluded_now += Status.INADMISSIBLE in statuses(advise(case, RULES, DAY)).values()
    assert excluded_now > 20


def test_an_assumption_of_the_catalogue_that_nobody_evidenced_excludes_nothing() -> None:
    def forbidden(evidence: Evidence) -> dict[str, Task]:
        preset = Preset("kooperationsverbot", True, frozenset(), evidence, "")
        return {name: replace(task, presets=(preset,), holders=()) for name, task in RULES.tasks.items()}

    weak, strong = forbidden(UNPROVEN), forbidden(Evidence("", Certainty.SEEN))
    none = {name: replace(task, presets=(), holders=()) for name, task in RULES.tasks.items()}
    excluded_more = 0
    for land in LANDS:
        for task in list(RULES.tasks)[::7]:
            case = Case("", two(land), {"aufgabe": task, "uebergang": "durchfuehrung"})
            assumed, unassumed, taken = (excluded(case, replace(RULES, tasks=tasks)) for tasks in (weak, none, strong))
            assert assumed == unassumed
            excluded_more += taken > unassumed
    assert excluded_more > 0


def excluded(case: Case, rules: Rulebase) -> set[tuple[str, str]]:
    return {key for key, status in statuses(advise(case, rules, DAY)).items() if status is Status.INADMISSIBLE}


def test_a_further_answer_never_admits_what_is_excluded_nor_excludes_what_is_admissible() -> None:
    settled = {Status.INADMISSIBLE, Status.NOT_PROVIDED}
    usable = {Status.ADMISSIBLE, Status.WITH_OBLIGATIONS}
    rng = random.Random(2)
    seen = set()
    for land in LANDS * 8:
        case = random_case(rng, (land,), share=rng.choice([0.5, 0.8, 1.0]))
        first = advise(case, RULES, DAY)
        before = statuses(first)
        unanswered = [
            name for name in RULES.questions if name not in {*case.answers, *first.known.presets, "aufgabe", "beteiligte", "sitzland"}
        ]
        name = rng.choice(unanswered)
        more = replace(case, answers={**case.answers, name: a_value(rng, RULES.questions[name].type)})
        for key, status in statuses(advise(more, RULES, DAY)).items():
            if before[key] in settled:
                assert status is before[key]
            elif before[key] in usable:
                assert status in usable
            seen.add(before[key])
    assert seen == set(Status)


def test_without_any_answer_nothing_is_admissible_and_nothing_excluded_for_good() -> None:
    for land in LANDS:
        found = set(statuses(advise(Case("", two(land)), RULES, DAY)).values())
        assert found <= {Status.OPEN, Status.NOT_PROVIDED}


def test_a_case_without_participants_has_no_forms() -> None:
    opinion = advise(Case(), RULES, DAY)
    assert opinion.forms == ()
    assert opinion.recommended() is None


def test_with_the_seat_in_a_land_without_rules_nothing_is_recommended() -> None:
    """The forms of the other Land do not govern, and what federal law leaves is no advice on its own."""
    participants = (*two("HE")[:1], *two("TH")[1:])
    answers = {"aufgabe": "feuerwehr", "uebergang": "zustaendigkeit", "sitzland": "TH"}
    opinion = advise(Case("", participants, answers), FEW, DAY)
    assert opinion.forms
    assert opinion.recommendation is None
    assert "nicht erfasst" in recommendation_sentence(opinion)


@pytest.mark.parametrize("land", [land for land in LAND_NAMES if land not in FEW.lands])
def test_a_land_without_rules_gets_the_plain_statement_and_no_form(land: str) -> None:
    opinion = advise(Case("", two(land)), FEW, DAY)
    assert opinion.forms == ()
    assert opinion.recommendation is None
    assert opinion.uncovered == (land,)
    assert uncovered_text(land, FEW) == (
        f"Das Recht des Landes {LAND_NAMES[land]} ist im Regelwerk noch nicht erfasst; zu den Formen dieses Landes ist keine Aussage möglich."
    )


def test_a_disabled_land_is_not_called_uncovered() -> None:
    assert "abgeschaltet" in uncovered_text("BY", replace(RULES, disabled=("BY",)))


def test_partners_of_two_laender_see_the_forms_of_both_until_the_seat_decides() -> None:
    open_seat = advise(Case("", two("BY", "SN")), RULES, DAY)
    assert {item.form.land for item in open_seat.forms if item.governing} == {"BY", "SN"}
    saxon = advise(Case("", two("BY", "SN"), {"sitzland": "SN"}), RULES, DAY)
    assert {item.form.land for item in saxon.forms if item.governing} == {"SN"}
    assert {item.form.land for item in saxon.forms if item.rank} == {"SN"}


def test_where_a_private_partner_sits_changes_nothing() -> None:
    at_home, elsewhere = (
        advise(Case("", (*two("HE"), Participant("P", "privat", land)), {"uebergang": "zustaendigkeit"}), RULES, DAY)
        for land in ("HE", "BW")
    )
    assert statuses(at_home) == statuses(elsewhere)
    assert elsewhere.uncovered == ()
    assert at_home.value("laender") == elsewhere.value("laender")


def test_what_no_longer_holds_or_does_not_hold_yet_is_left_out() -> None:
    dated = [rule for rule in RULES.rules if rule.validity.start]
    rule = max(dated, key=lambda item: str(item.validity.start))
    land = rule.land if rule.land in LANDS else LANDS[0]
    start = rule.validity.start
    assert start is not None
    days = (start.replace(year=start.year - 1), start)
    present = [rule in advise(Case("", two(land)), RULES, day).program.rules for day in days]
    assert present == [False, True]
