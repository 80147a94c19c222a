"""The way through the bodies: who decides with which majority, in which order, on which days."""

from __future__ import annotations

import datetime as dt
import json
import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ikz_recht.advice import opinion as opinion_module
from ikz_recht.advice.case import Case
from ikz_recht.advice.opinion import Opinion, advise
from ikz_recht.inference.engines import Run
from ikz_recht.inference.evaluator import evaluate
from ikz_recht.inference.facts import Participant
from ikz_recht.planning.bodies.durations import LAW
from ikz_recht.planning.bodies.given import Break, Given, Sittings, Votes
from ikz_recht.planning.bodies.majority import ABSOLUTE, SIMPLE, TWO_THIRDS, Majority, judge
from ikz_recht.planning.bodies.path import MISSED, NO_WISH, ONLY_QUICK, REACHED, DecisionPath, decision_path
from ikz_recht.planning.bodies.path_json import path_document
from ikz_recht.planning.bodies.path_lines import path_lines
from ikz_recht.planning.bodies.periods import Length, only_new_year, statutory_length
from ikz_recht.planning.bodies.stages import START
from ikz_recht.planning.bodies.workdays import _holidays, holiday, is_workday, next_workday, previous_workday
from ikz_recht.rulebase.model import Certainty, Evidence, RuleKind
from tests.real import DAY, LANDS, PROJECT, RULES, random_case, real_case

CASES = PROJECT / "tests" / "faelle"
LOSSETAL = real_case(PROJECT / "docs" / "beispiele" / "standesamt-lossetal.yaml")
SCHEMA = json.loads((PROJECT / "docs" / "gremien.schema.json").read_text(encoding="utf-8"))
NOTHING = Given()
_WEEK = dt.timedelta(weeks=1)


@pytest.fixture(autouse=True, scope="module")
def alone() -> Iterator[None]:
    """The evaluator alone, so that many cases are quick."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opinion_module, "run_engines", lambda program, answers: Run(evaluate(program, answers), ("Auswerter",)))
        yield


def opinion_of(case: Case) -> Opinion:
    return advise(case, RULES, DAY)


def path_of(case: Case, wish: dt.date | None = None, said: Given = NOTHING, form: str = "") -> DecisionPath:
    opinion = opinion_of(case)
    found = opinion.recommendation
    assert found is not None
    chosen = opinion.form(form) or next((way for way in opinion.ways if way.form.id == form), None) if form else found.chosen
    assert chosen is not None
    return decision_path(opinion, chosen, said, wish)


# Periods and days


@pytest.mark.parametrize(
    ("words", "length"),
    [
        (["vier Wochen nach Eingang des Antrags und weitere vier Wochen"], Length(days=56)),
        (["mindestens sechs Wochen vor Vollzug"], Length(days=42)),
        (["unverzüglich, mindestens einen Monat vor Beginn des Vollzugs"], Length(months=1)),
        (["gilt zwei Monate nach Eingang als erteilt"], Length(months=2)),
        (["ein Monat", "acht Wochen nach vollständigem Antrag, verlängerbar"], Length(days=56)),
        (["unverzüglich", "vor der Genehmigung", "rechtzeitig"], None),
        (["nur zum 1. Januar"], None),
        (["80 Tage"], Length(days=80)),
        (["zwei Jahre, nach mindestens zehnjähriger Mitgliedschaft"], None),
    ],
)
def test_statutory_periods_are_read_from_their_words(words: list[str], length: Length | None) -> None:
    assert statutory_length(words) == length


def test_every_period_of_a_step_is_understood_or_known_to_name_none() -> None:
    """A new wording in the rules must not be overlooked silently."""
    deadlines = {rule.deadline for rule in RULES.rules if rule.kind is RuleKind.STEP and rule.deadline and rule.step != "danach"}
    assert {text for text in deadlines if statutory_length([text]) is None and not only_new_year([text])} == {
        "unverzüglich",
        "vor der Genehmigung",
        "rechtzeitig",
    }


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 40), st.integers(0, 400))
def test_going_back_and_forth_never_passes_the_day(day: dt.date, months: int, days: int) -> None:
    length = Length(months, days)
    assert length.after(length.before(day)) <= day
    assert length.after(day) >= day


def test_holidays_are_those_of_the_land() -> None:
    corpus_christi = dt.date(2027, 5, 27)
    assert holiday(corpus_christi, "HE") == "Fronleichnam"
    assert holiday(corpus_christi, "SH") == ""
    assert not is_workday(corpus_christi, {"SH", "HE"})
    assert next_workday(dt.date(2026, 12, 25), {"HE"}) == dt.date(2026, 12, 28)
    assert previous_workday(dt.date(2027, 1, 1), {"HE"}) == dt.date(2026, 12, 31)


# The plan


def test_the_plan_of_the_shipped_case() -> None:
    path = path_of(LOSSETAL)
    order = [stage.step for stage in path.dated()]
    for before, after in (
        ("grundsatzbeschluss", "entwurf"),
        ("entwurf", "vorabstimmung"),
        ("vorabstimmung", "beschluss"),
        ("personalvertretung", "beschluss"),
        ("beschluss", "genehmigung"),
        ("genehmigung", "bekanntmachung"),
        ("bekanntmachung", "wirksamkeit"),
    ):
        assert order.index(after) > max(at for at, step in enumerate(order) if step == before)
    assert order[-1] == START
    assert "anzeige" not in order  # Hesse wants an approval for a delegation, not a notice
    funding = next(stage for stage in path.stages if stage.step == "foerderantrag")
    assert funding.after == ("unterzeichnung",)  # in Hesse the decisions are enclosed with the application
    assert {council.decider.name for council in path.councils} == {"die Gemeindevertretung"}
    assert all(council.decider.rule and council.decider.rule.id == "he.beschluss-vertretung" for council in path.councils)


def test_a_period_of_the_law_goes_before_a_value_of_practice() -> None:
    approval = next(stage for stage in path_of(real_case(CASES / "NW-15.yaml")).stages if stage.step == "genehmigung")
    assert approval.duration.basis == LAW
    assert approval.duration.long == Length(days=56)
    assert approval.who == "Bezirksregierung"


def test_in_bavaria_the_registry_office_needs_two_thirds_and_funding_comes_first() -> None:
    parties = (
        Participant("Gemeinde A", "gemeinde", "BY", 3000, "abgebend", "Lkr"),
        Participant("Stadt B", "gemeinde", "BY", 9000, "uebernehmend", "Lkr"),
    )
    case = Case("Standesamt", parties, {"aufgabe": "standesamt", "uebergang": "zustaendigkeit"})
    path = path_of(case, form="standesamt_an_gemeinde")
    assert [council.decider.name for council in path.councils] == ["der Gemeinderat", "der Stadtrat"]
    for council in path.councils:
        assert council.majority is not None
        assert council.majority.share == TWO_THIRDS
        assert council.majority.norm == "Art. 2 Abs. 2 S. 2 AGPStG"
    agreement = path_of(case, form="oeffentlich_rechtliche_vereinbarung_delegierend")
    days = {stage.step: agreement.plan[stage.id].end for stage in agreement.stages}
    assert days["foerderantrag"] <= min(council.day for council in agreement.councils if council.day)


def test_every_rule_that_names_a_majority_for_the_decision_is_listed() -> None:
    listed = {name for item in RULES.bodies.majorities for name in item.rules}
    told = {
        rule.id
        for rule in RULES.rules
        if rule.kind is RuleKind.STEP and rule.step == "beschluss" and ("zwei Dritte" in rule.text or "Mehrheit" in rule.text)
    }
    assert told - listed <= {"bund.weg.wasser-und-bodenverband.errichtungsbeschluss"}  # whoever does not agree can be drawn in
    assert listed <= {rule.id for rule in RULES.rules}


def test_bodies_name_rules_that_there_are() -> None:
    known = {rule.id for rule in RULES.rules}
    assert {name for body in RULES.bodies.bodies for name in body.rules} <= known
    assert {land for body in RULES.bodies.bodies if "gemeinde" in body.kinds for land in body.lands} == set(LANDS)


def test_the_kreistag_does_not_hear_what_speaks_to_the_gemeinderat() -> None:
    parties = (
        Participant("Gemeinde A", "gemeinde", "SN", 3000, "abgebend"),
        Participant("Landkreis B", "kreis", "SN", None, "uebernehmend"),
    )
    case = Case("", parties, {"aufgabe": "archiv", "uebergang": "zustaendigkeit"})
    path = path_of(case, form="oeffentlich_rechtliche_vereinbarung_delegierend")
    by_body = {council.decider.name: {finding.rule.id for finding in council.law} for council in path.councils}
    assert by_body == {
        "der Gemeinderat": {"sn.vereinbarung-beschluss-gemeinderat"},
        "der Kreistag": {"sn.vereinbarung-beschluss-kreistag"},
    }


# Wishes


def test_the_four_outcomes() -> None:
    free = path_of(LOSSETAL)
    assert free.outcome == NO_WISH
    assert path_of(LOSSETAL, free.sure).outcome == REACHED
    assert path_of(LOSSETAL, free.sure - dt.timedelta(days=1)).outcome == ONLY_QUICK
    late = path_of(LOSSETAL, free.quick - dt.timedelta(days=1))
    assert late.outcome == MISSED
    assert late.start == free.sure
    assert any("nicht erreichbar" in line for line in path_lines(late))


def test_backwards_nothing_is_left_of_the_slack_at_the_earliest_start_and_all_of_it_later() -> None:
    free = path_of(LOSSETAL)
    tight = path_of(LOSSETAL, free.sure)
    critical = [stage for stage in tight.stages if stage.id in tight.critical]
    assert all(0 <= (tight.slack(stage) or 0) <= 6 for stage in critical)  # working days leave some
    roomy = path_of(LOSSETAL, free.sure + 10 * _WEEK)
    assert all((roomy.slack(stage) or 0) >= 66 for stage in roomy.stages if stage.id in roomy.critical)


def test_staff_is_heard_as_soon_as_it_is_intended_even_when_there_is_time() -> None:
    path = path_of(LOSSETAL, dt.date(2029, 1, 1))
    days = {stage.step: path.plan[stage.id] for stage in path.stages}
    assert days["personalvertretung"].start == days["pruefauftrag"].end


def test_what_is_done_is_left_out_and_its_followers_wait_for_what_was_before() -> None:
    path = path_of(LOSSETAL, said=Given(done=frozenset({"pruefauftrag", "absichtserklaerung", "vorabstimmung"})))
    steps = {stage.step for stage in path.stages}
    assert not steps & {"pruefauftrag", "absichtserklaerung", "vorabstimmung"}
    committee = next(stage for stage in path.stages if stage.step == "vorberatung")
    assert "entwurf" in committee.after
    assert path.sure < path_of(LOSSETAL).sure


def test_sittings_from_a_calendar() -> None:
    dates = tuple(dt.date(2027, 1, 14) + number * 5 * _WEEK for number in range(12))
    said = Given(
        sittings={
            ("Gemeinde Helsa", "vertretung"): Sittings(dates, lead=21),
            ("Gemeinde Nieste", "vertretung"): Sittings((), 4, dt.date(2027, 1, 12)),
        },
        breaks=(Break(dt.date(2027, 7, 19), dt.date(2027, 8, 28), "Sommerferien"),),
    )
    path = path_of(LOSSETAL, said=said)
    days = {council.decider.party.name: council.day for council in path.councils}
    assert days["Gemeinde Helsa"] in dates
    nieste = days["Gemeinde Nieste"]
    assert nieste is not None
    assert (nieste - dt.date(2027, 1, 12)).days % 28 == 0
    decided = next(stage for stage in path.stages if stage.step == "beschluss" and stage.party == "Gemeinde Helsa")
    dated = path.plan[decided.id]
    assert (dated.end - dated.start).days == 21
    assert decided.duration.words == "nach Sitzungskalender"


def test_where_a_calendar_ends_the_day_is_told_to_be_estimated() -> None:
    said = Given(sittings={("Gemeinde Helsa", "vertretung"): Sittings((dt.date(2027, 1, 14),), lead=14)})
    assert any("reicht nur bis 14.01.2027" in text for text in path_of(LOSSETAL, said=said).remarks)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10_000),
    st.integers(0, 900),
    st.lists(st.dates(dt.date(2026, 12, 1), dt.date(2029, 12, 31)), max_size=8, unique=True),
    st.sampled_from([None, 3, 6, 13]),
    st.booleans(),
)
def test_a_plan_keeps_the_order_and_nothing_is_earlier_than_it_can_be(
    seed: int, days: int, dates: list[dt.date], every: int | None, rest: bool
) -> None:
    rng = random.Random(seed)
    case = random_case(rng, (rng.choice(LANDS),))
    case = replace(case, participants=(case.participants or ())[:4])
    opinion = opinion_of(case)
    if opinion.recommendation is None:
        return
    first = dt.date(2027, 1, 13) if every else None
    name = (case.participants or ())[0].name
    sittings = {(name, "vertretung"): Sittings(tuple(sorted(dates)), every, first, 14)} if dates or every else {}
    said = Given(sittings=sittings, breaks=(Break(dt.date(2027, 7, 1), dt.date(2027, 8, 15), "Ferien"),) if rest else ())
    free = decision_path(opinion, opinion.recommendation.chosen, said, None)
    path = decision_path(opinion, opinion.recommendation.chosen, said, free.sure + dt.timedelta(days=days))
    assert path.outcome == REACHED
    assert free.quick <= free.sure
    for plan in (path.first, path.plan, path.last or path.first):
        for stage in path.stages:
            assert plan[stage.id].start <= plan[stage.id].end
            assert all(plan[name].end <= plan[stage.id].start for name in stage.after)
    assert all((path.slack(stage) or 0) >= 0 for stage in path.stages)
    assert path.plan[START].end == path.wish


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_the_json_of_any_case_follows_its_schema(seed: int) -> None:
    rng = random.Random(seed)
    opinion = opinion_of(random_case(rng, tuple(rng.sample(LANDS, rng.choice([1, 1, 2])))))
    for form in [form for form in (*opinion.forms, *opinion.ways) if form.form.available][:3]:
        path = decision_path(opinion, form, NOTHING, None)
        jsonschema.validate(json.loads(json.dumps(path_document(path))), SCHEMA)
        assert START in path.plan
        assert len(list(path_lines(path))) > len(path.stages) / len(path.councils)


def test_a_case_across_a_border_says_whose_law_counts() -> None:
    parties = (
        Participant("Gemeinde A", "gemeinde", "HE", 3000, "abgebend"),
        Participant("Gemeinde B", "gemeinde", "NW", 9000, "uebernehmend"),
    )
    case = Case("", parties, {"aufgabe": "bauhof", "sitzland": "NW"})
    path = path_of(case)
    assert {finding.rule.kind for finding in path.border} == {RuleKind.BORDER}
    assert any("Beteiligte aus Hessen beschließen nach dem Recht ihres Landes" in text for text in path.remarks) == (
        path.form.form.land == "NW"
    )


# Majorities


@pytest.mark.parametrize(
    ("share", "votes", "needed", "enough"),
    [
        (SIMPLE, Votes(6, 5, 20, 31), 6, True),
        (SIMPLE, Votes(5, 5, 21, 31), 6, False),
        (ABSOLUTE, Votes(16, 5, 10, 31), 16, True),
        (ABSOLUTE, Votes(15, 0, 16, 31), 16, False),
        (TWO_THIRDS, Votes(20, 5, 6, 31), 21, False),
        (TWO_THIRDS, Votes(20, 0, 10, 30), 20, True),
        (TWO_THIRDS, Votes(20, 0, 0, None), None, None),
    ],
)
def test_votes_are_judged(share: str, votes: Votes, needed: int | None, enough: bool | None) -> None:
    verdict = judge(Majority(share, "", "", Evidence("x", Certainty.SEEN)), votes)
    assert (verdict.needed, verdict.enough) == (needed, enough)


# Objections


def test_the_case_decides_what_is_said_to_an_objection() -> None:
    standing = {item.objection.id: item.standing for item in path_of(LOSSETAL).objections}
    assert standing["selbstaendigkeit"] == "bestaetigt"  # the competence passes over
    assert standing["arbeitsplatz"] == "entkraeftet"  # staff stays with its employer
    assert "undemokratisch" not in standing  # no Zweckverband
    kept = replace(LOSSETAL, answers={**LOSSETAL.answers, "uebergang": "durchfuehrung"})
    path = path_of(kept, form="oeffentlich_rechtliche_vereinbarung_mandatierend")
    assert {item.objection.id: item.standing for item in path.objections}["selbstaendigkeit"] == "entkraeftet"
    joint = path_of(LOSSETAL, form="zweckverband")
    assert "undemokratisch" in {item.objection.id for item in joint.objections}


def test_every_statement_of_practice_has_a_source_that_there_is() -> None:
    catalogue = RULES.bodies
    cited = [
        item.evidence
        for group in (catalogue.steps, catalogue.notes, catalogue.parts, catalogue.objections, catalogue.funding)
        for item in group
    ]
    assert len(catalogue.steps) == 15
    assert len(cited) > 60
    assert {evidence.source for evidence in cited} <= RULES.sources.keys()


def test_the_practice_dossier_is_taken_over() -> None:
    dossier = PROJECT.parent / "shared" / "praxis" / "gremien.yaml"
    if not Path(dossier).is_file():
        pytest.skip("das Dossier liegt hier nicht")
    import yaml

    found = yaml.safe_load(dossier.read_text(encoding="utf-8"))
    assert {item["id"] for item in found["beschlussvorlage"]} == {part.id for part in RULES.bodies.parts}
    assert len(found["einwaende"]) == len(RULES.bodies.objections)
    assert {item.evidence.source.partition(":")[2] for item in RULES.bodies.objections} == {item["quelle"] for item in found["einwaende"]}


def test_without_the_package_for_holidays_weekends_count_and_the_result_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name == "holidays" or name.startswith("holidays.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "holidays", None)
    _holidays.cache_clear()
    try:
        path = path_of(LOSSETAL)
        assert any("pip install" in text for text in path.remarks)
        assert not is_workday(dt.date(2027, 5, 29), {"HE"})
        assert is_workday(dt.date(2027, 5, 27), {"HE"})
    finally:
        _holidays.cache_clear()
