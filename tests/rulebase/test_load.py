"""What a valid rule folder becomes, and what a defect does not touch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from ikz_recht.rulebase.load import fingerprint, load_rulebase
from ikz_recht.rulebase.locate import rules_folder, templates_folder
from ikz_recht.rulebase.model import Rulebase, RuleKind
from ikz_recht.rulebase.problem import InputProblems

from . import GOOD

Load = Callable[[], Rulebase]


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_valid_folder_has_no_problems_and_everything_in_it() -> None:
    rulebase = load_rulebase(GOOD, None, templates_folder())
    assert rulebase.problems == ()
    assert rulebase.disabled == ()
    assert sorted(rulebase.lands) == ["HE", "NW"]
    assert set(rulebase.forms) == {(land, form) for land in ("HE", "NW") for form in ("zweckverband", "gemeinsame_anstalt")}
    assert {rule.id for rule in rulebase.rules if rule.land == "HE"} == {
        "he.aufsicht",
        "he.zweckverband.uebergang",
        "he.zweckverband.private",
        "he.zweckverband.lange",
        "he.zweckverband.mitglieder",
        "he.zweckverband.genehmigung",
    }


def test_the_shipped_rules_have_no_problems() -> None:
    assert load_rulebase(rules_folder(), None, templates_folder()).problems == ()


def test_only_the_named_laender_are_loaded() -> None:
    assert list(load_rulebase(GOOD, ["NW"]).lands) == ["NW"]
    assert list(load_rulebase(GOOD, ["BW"]).lands) == []


def test_a_rule_carries_what_its_entry_says() -> None:
    rule = next(rule for rule in load_rulebase(GOOD).rules if rule.id == "he.zweckverband.lange")
    assert rule.kind is RuleKind.OBLIGATION
    assert (rule.text, rule.norm) == ("Die Laufzeit ist zu begründen.", "§ 7 Gesetz HE")
    assert (rule.evidence.source, str(rule.evidence.certainty)) == ("HE:q1", "sekundaer")
    assert rule.validity.start == dt.date(2012, 1, 1)
    assert (rule.place.path.name, rule.place.line, rule.place.column) == ("zweckverband.yaml", 23, 5)


@pytest.mark.parametrize("written", ["no", "010", "12:30", "1_000", "1.10", "2024-05-03", "0x1F", "1e3", "~", "null", "true", "Ja", ".inf"])
def test_what_yaml_would_turn_into_a_number_or_a_date_stays_the_text_that_was_written(written: str, folder: Path, load: Load) -> None:
    replace(folder / "laender/he/zweckverband.yaml", "norm: § 7 Gesetz HE", f"norm: {written}")
    replace(folder / "regelwerk.yaml", '"1.10"', written)
    rulebase = load()
    assert rulebase.version == written
    assert next(rule.norm for rule in rulebase.rules if rule.id == "he.zweckverband.lange") == written


def test_an_option_may_be_called_nein(folder: Path, load: Load) -> None:
    replace(folder / "laender/he/zweckverband.yaml", "{laeuft_lange: ja}", "{uebergang: nein}")
    assert load().problems == ()


def test_bom_and_windows_line_ends_are_accepted(folder: Path, load: Load) -> None:
    path = folder / "laender/he/zweckverband.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load().problems == ()


def test_a_defective_land_leaves_the_other_as_it_was(folder: Path, load: Load) -> None:
    before = load()
    (folder / "laender/he/zweckverband.yaml").write_text("a: [", encoding="utf-8")
    after = load()
    assert after.disabled == ("HE",)
    assert list(after.lands) == ["NW"]
    assert not any("he" in (form.land.lower(), form.id) for form in after.forms.values())
    assert [rule for rule in after.rules if rule.land != "HE"] == [rule for rule in before.rules if rule.land != "HE"]
    assert "he_gleicher_kreis" not in after.questions


def test_a_defective_land_does_not_matter_to_who_does_not_ask_for_it(folder: Path) -> None:
    (folder / "laender/he/land.yaml").write_text("a: [", encoding="utf-8")
    rulebase = load_rulebase(folder, ["NW"])
    assert (rulebase.problems, rulebase.disabled, list(rulebase.lands)) == ((), (), ["NW"])


def test_defects_in_several_files_are_reported_together_in_the_order_of_the_files(folder: Path, load: Load) -> None:
    for land in ("he", "nw"):
        replace(folder / f"laender/{land}/zweckverband.yaml", "stufe: muss", "stufe: darf")
        replace(folder / f"laender/{land}/zweckverband.yaml", "{uebergang: zustaendigkeit}", "{uebergang: alles}")
    rulebase = load()
    assert [(problem.place.path.parent.name, problem.place.line) for problem in rulebase.problems] == [
        ("he", 10),
        ("he", 32),
        ("nw", 10),
        ("nw", 32),
    ]
    assert rulebase.disabled == ("HE", "NW")


def test_a_clause_is_only_checked_against_templates_that_are_given(folder: Path) -> None:
    replace(folder / "laender/he/zweckverband.yaml", "klausel: mitglieder", "klausel: unsinn")
    assert load_rulebase(folder).problems == ()
    assert len(load_rulebase(folder, None, templates_folder()).problems) == 1


def test_the_fingerprint_follows_the_rules_and_neither_their_place_nor_their_cases(folder: Path) -> None:
    assert fingerprint(folder) == fingerprint(GOOD)
    (folder / "laender/he/zweckverband.faelle.yaml").write_text("faelle: []\n", encoding="utf-8")
    assert fingerprint(folder) == fingerprint(GOOD)
    replace(folder / "laender/he/zweckverband.yaml", "begründen.", "begründen!")
    assert fingerprint(folder) != fingerprint(GOOD)


def test_a_missing_folder_and_an_empty_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputProblems, match="Den Regelordner gibt es nicht"):
        load_rulebase(tmp_path / "nirgends")
    with pytest.raises(InputProblems, match=r"regelwerk\.yaml: Die Datei gibt es nicht"):
        load_rulebase(tmp_path)


@pytest.mark.parametrize(
    "name", ["wege/ausserhalb.yaml", "bund/herkunft.yaml", "bund/vergabe.yaml", "aufgaben/technik.yaml", "eignung/bindung.yaml"]
)
@pytest.mark.parametrize("content", [b"x: [\n", b"\xff\xfe\x00"], ids=["yaml", "kodierung"])
def test_an_unreadable_shared_file_is_told_and_named_as_left_out(name: str, content: bytes, folder: Path, load: Load) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    rulebase = load()
    assert rulebase.problems[0].place.path.name == path.name
    assert name in rulebase.disabled
