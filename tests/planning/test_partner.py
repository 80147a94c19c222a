"""The partner search in the example region, and with the whole register where it is at hand."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from ikz_recht.advice.case import Case
from ikz_recht.advice.known import known_answers
from ikz_recht.advice.opinion_json import split_norms
from ikz_recht.advice.turning import provisional
from ikz_recht.inference.program import slice_program
from ikz_recht.planning.explain import reasons
from ikz_recht.planning.given import Given
from ikz_recht.planning.partner_json import partner_document
from ikz_recht.planning.partner_lines import partner_lines
from ikz_recht.planning.search import Result, Wish, own_municipality, search
from ikz_recht.planning.units import Region
from ikz_recht.register.build import build
from ikz_recht.register.store import Register, open_register
from ikz_recht.rulebase.problem import InputProblems
from tests.planning.published import ranks
from tests.real import DAY, PROJECT, RULES

HATZFELD, BATTENBERG, WALDECK_FRANKENBERG = "06635014", "06635004", "06635"
DATA = PROJECT.parent / "shared" / "daten"
NOTHING = Given()
SCHEMA = json.loads((PROJECT / "docs" / "partner.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def example() -> Iterator[Region]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IKZ_DATEN", "/gibt/es/nicht")
        with open_register() as register:
            yield Region(register)


@pytest.fixture(scope="module")
def germany(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Region]:
    files = sorted(DATA.glob("*.csv"))
    if not files:
        pytest.skip("das vollständige Register liegt hier nicht")
    path = tmp_path_factory.mktemp("register") / "register.sqlite"
    path.write_bytes(build(files).data)
    with open_register(path) as register:
        yield Region(register)


def look(region: Region, ags: str, given: Given = NOTHING, **wish: object) -> Result:
    return search(region, RULES, own_municipality(region, ags), Wish(**wish), given, DAY)  # type: ignore[arg-type]


def test_the_json_follows_its_schema_and_explains_every_score(example: Region) -> None:
    document = json.loads(json.dumps(partner_document(look(example, HATZFELD))))
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    assert len({item["aufgabe"] for item in document["vorschlaege"]}) > 70
    for item in document["vorschlaege"]:
        marks = sum(mark["punkte"] for mark in item["kriterien"])
        mean = next((reason["punkte"] for reason in item["gruende"] if reason["art"] == "mittel"), 0)
        assert marks + mean == pytest.approx(item["punkte"], abs=0.01)
        assert all(reason["quelle"] and reason["sicherheit"] for reason in item["gruende"])


def test_the_form_is_what_the_opinion_on_the_same_facts_recommends(example: Region) -> None:
    program = slice_program(RULES, ("HE",), DAY)
    for item in look(example, HATZFELD, count=50).findings.suggestions[::7]:
        participants = tuple(example.participant(unit) for unit in (item.own, *item.partners))
        case = Case(participants=participants, answers={"aufgabe": item.task.id})
        opinion = provisional(case, program, known_answers(case, program))
        assert opinion.recommendation is not None
        chosen = opinion.recommendation.chosen
        assert (item.verdict.form, item.verdict.outlook) == (chosen.form.id, str(chosen.prospect))
        assert item.verdict.norms == tuple(split_norms(chosen.form.norm))


def test_no_partner_that_is_left_out_would_have_been_better(example: Region) -> None:
    """Looking at the law only until no later partner can come among the best gives the same as looking at all."""
    few, all_of_them = look(example, HATZFELD), look(example, HATZFELD, count=50)
    for task in RULES.tasks:
        best = [item for item in few.findings.suggestions if item.task.id == task]
        everyone = [item for item in all_of_them.findings.suggestions if item.task.id == task]
        assert [item.points for item in best] == [item.points for item in everyone[:3]]


def test_real_neighbours_that_work_together_are_found(example: Region) -> None:
    found = look(example, HATZFELD, tasks=("kaemmerei",)).findings.suggestions[0]
    assert found.partners[0].key == BATTENBERG


def test_a_figure_of_a_single_case_is_called_one(example: Region) -> None:
    result = look(example, HATZFELD, tasks=("kasse",))
    texts = [reason.text for reason in reasons(result.findings.suggestions[0], RULES, result.district) if reason.kind == "beispiel"]
    assert any(text.startswith("Einzelfall: ") and "Euro" in text for text in texts)
    assert all("Euro" not in text or text.startswith("Einzelfall: ") for text in texts)


def test_weights_software_and_cooperation_count(example: Region) -> None:
    plain = look(example, HATZFELD, tasks=("kasse",), only=(BATTENBERG,)).findings.suggestions[0]
    software = Given(software={"kasse": {HATZFELD: "A", BATTENBERG: "a"}})
    assert look(example, HATZFELD, software, tasks=("kasse",), only=(BATTENBERG,)).findings.suggestions[0].points == plain.points + 2
    heavier = Given(weights={"groesse": 3.0})
    assert look(example, HATZFELD, heavier, tasks=("kasse",), only=(BATTENBERG,)).findings.suggestions[0].points == plain.points + 4
    together = Given(together=((frozenset({HATZFELD, BATTENBERG}), "kasse"),))
    result = look(example, HATZFELD, together, tasks=("kasse",))
    assert BATTENBERG not in {item.partners[0].key for item in result.findings.suggestions}
    assert any("Besteht schon" in remark for remark in result.remarks)


def test_groups_keep_to_size_and_area(example: Region) -> None:
    for item in look(example, HATZFELD).findings.groups:
        assert item.size is not None
        assert 2 <= len(item.partners) <= item.size.at_most - 1
        if item.size.connected:
            reached, left = {item.own}, set(item.partners)
            while fresh := {unit for unit in left if any(example.touch(unit, other, across=True) for other in reached)}:
                reached |= fresh
                left -= fresh
            assert not left


@pytest.mark.parametrize(
    ("ags", "part"),
    [
        ("06635099", "gibt es im Register nicht"),
        ("6635014", "führende Null"),
        ("06635", "Schlüssel eines Kreises"),
        ("abc", "kein Gemeindeschlüssel"),
        ("066350014014", "Regionalschlüssel"),
    ],
)
def test_a_wrong_key_is_told(example: Region, ags: str, part: str) -> None:
    with pytest.raises(InputProblems, match=part):
        own_municipality(example, ags)


def test_nobody_lives_there(example: Region) -> None:
    with pytest.raises(InputProblems, match="keine Einwohner"):
        own_municipality(Region(example.register, {HATZFELD: 0}), HATZFELD)
    unknown = look(Region(example.register, {BATTENBERG: 0}), HATZFELD)
    assert BATTENBERG not in {item.partners[0].key for item in unknown.findings.suggestions}


def test_an_old_register_is_told(example: Region) -> None:
    result = search(example, RULES, own_municipality(example, HATZFELD), Wish(tasks=("kasse",)), Given(), DAY.replace(year=2030))
    assert any("Das Gemeinderegister beschreibt" in remark for remark in result.remarks)


def test_the_lines_name_tasks_partners_and_reasons(example: Region) -> None:
    text = "\n".join(partner_lines(look(example, HATZFELD, tasks=("standesamt",))))
    assert "Stadt Battenberg (Eder)" in text
    assert "KGG HE" in text
    assert "Mit dem Partner zu klären: Trauzimmer" in text


def test_a_member_of_an_association_is_sent_to_it(germany: Region) -> None:
    result = look(germany, "07232024", tasks=("standesamt", "bauhof"))  # Dahlem in the Verbandsgemeinde Bitburger Land
    by_task = {item.task.id: item for item in reversed(result.findings.suggestions)}
    assert by_task["standesamt"].own.name == "Verbandsgemeinde Bitburger Land"
    assert by_task["bauhof"].own.key == "07232024"
    assert any(reason.kind == "ebene" and "§ 68" in reason.norms[0] for reason in reasons(by_task["standesamt"], RULES, result.district))


def test_a_land_without_rules_is_told_plainly(germany: Region) -> None:
    result = look(germany, "13072006", tasks=("vollstreckung",))  # Bad Doberan
    for item in result.findings.suggestions:
        if "MV" not in RULES.lands:
            assert item.verdict.outlook == "nicht_erfasst"
            assert not item.verdict.form
    assert result.findings.suggestions


KINDS = {
    "village in an Amt": "13074001",
    "town": "06531006",
    "kreisfreie Stadt": "06611000",
    "Verbandsgemeinde": "07232024",
    "border": "09775135",
}


@pytest.mark.parametrize("ags", KINDS.values(), ids=KINDS)
def test_every_kind_of_municipality_over_all_tasks(germany: Region, ags: str) -> None:
    start = time.perf_counter()
    result = look(germany, ags)
    seconds = time.perf_counter() - start
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(json.dumps(partner_document(result))))
    assert len({item.task.id for item in result.findings.suggestions}) > 75
    assert seconds < 20  # about one second; other work on the machine must not fail the test


def test_published_cooperations_are_found_again(germany: Region) -> None:
    places = [found[0] for *_, found in ranks(germany)]
    assert sum(place == 1 for place in places) >= 12
    assert sum(1 <= place <= 3 for place in places) >= 27
    assert all(places), "each real partner is among those looked at"


def test_a_register_is_never_changed(example: Region) -> None:
    register: Register = example.register
    assert register.example
    assert (
        look(example, HATZFELD, only=(WALDECK_FRANKENBERG,), tasks=("vergabestelle",)).findings.suggestions[0].partners[0].kind == "kreis"
    )
    assert not Path("/gibt/es/nicht").exists()
