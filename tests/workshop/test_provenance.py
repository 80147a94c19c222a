"""Dossiers and rules side by side: what became of each statement, and what is said without one."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from ikz_recht.cli.main import run
from ikz_recht.rulebase.load import covered_lands, load_rulebase
from ikz_recht.rulebase.locate import rules_folder
from ikz_recht.rulebase.model import Certainty
from ikz_recht.rulebase.problem import InputProblems
from ikz_recht.workshop.dossier import dossier_folder, read_dossier
from ikz_recht.workshop.provenance import LEFT_OUT, MISSING, USES, Account, shares
from ikz_recht.workshop.provenance_report import TITLES, accounts

from .conftest import name

ZWECKVERBAND, LAND = "laender/he/zweckverband.yaml", "laender/he/land.yaml"
CITY_STATES = """\
land: STADT
laender:
  - land: BE
    formen: []
    landesgrenzen:
      - {fakt: "Über die Grenze nur mit Vertrag.", norm: "§ 35 Gesetz HE", quelle: b1, sicherheit: text_gesehen}
      - {fakt: "Einen Vertrag gibt es nicht.", norm: "-", quelle: b1, sicherheit: sekundaer}
  - land: HB
    formen:
      - id: zweckverband
        aufgaben:
          - {fakt: "Der Verband erfüllt Aufgaben.", norm: "§ 5 Gesetz HE", quelle: h1, sicherheit: text_gesehen}
besonderheiten:
  - {fakt: "Bezirke sind keine Gemeinden.", norm: Zusammenschau, quelle: null, sicherheit: erinnerung}
quellen:
  - {id: b1, titel: Berlin}
"""
SHIPPED = rules_folder()
REAL = dossier_folder(SHIPPED)


def he(rules: Path, dossiers: Path) -> Account:
    (item,) = accounts(load_rulebase(rules), dossiers, ("HE",))
    return item


def leave_out(rules: Path, entry: str) -> None:
    path = rules / LAND
    path.write_text(path.read_text(encoding="utf-8") + f"ohne_regel:\n  - {entry}\n", encoding="utf-8")


def test_every_statement_of_a_dossier_has_its_path(dossiers: Path) -> None:
    dossier = read_dossier(dossiers, "HE")
    assert dossier
    assert list(dossier.statements) == ["zweckverband.uebergang.0", "zweckverband.uebergang.1", "zweckverband.dauer.0", "landesgrenzen.0"]
    long = dossier.statements["zweckverband.dauer.0"]
    assert (long.text, long.sources, long.certainty) == (
        "Eine Laufzeit von mehr als 20 Jahren ist zu begründen.",
        ("q1", "q2"),
        Certainty.SECONDARY,
    )
    assert dossier.statements["zweckverband.uebergang.1"].sources == ()
    assert dossier.sources == {"q1", "q2"}
    assert read_dossier(dossiers, "XX") is None


def test_the_dossiers_lie_beside_the_project_or_where_one_says(rules: Path, dossiers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IKZ_DOSSIERS", raising=False)
    assert dossier_folder(rules) == dossiers
    monkeypatch.setenv("IKZ_DOSSIERS", "woanders")
    assert dossier_folder(rules) == Path("woanders")
    assert dossier_folder(rules, Path("hier")) == Path("hier")


def test_a_statement_counts_as_the_most_telling_thing_it_became(rules: Path, dossiers: Path) -> None:
    name(rules, ZWECKVERBAND, "beleg: q1 text_gesehen", "zweckverband.uebergang.0", count=4)
    name(rules, ZWECKVERBAND, "beleg: q1 sekundaer", "zweckverband.dauer.0")
    leave_out(rules, "{aussagen: [landesgrenzen.0], grund: Es gibt keinen Nachbarn.}")
    item = he(rules, dossiers)
    assert item.fates == {
        "zweckverband.uebergang.0": "bedingung",
        "zweckverband.uebergang.1": MISSING,
        "zweckverband.dauer.0": "bedingung",
        "landesgrenzen.0": LEFT_OUT,
    }
    assert item.users["zweckverband.uebergang.0"][0] == "he.zweckverband.uebergang"
    assert item.reasons == {"landesgrenzen.0": "Es gibt keinen Nachbarn."}
    assert item.by_section()["zweckverband.uebergang"] == {"bedingung": 1, MISSING: 1}
    assert [statement.path for statement in item.missing] == ["zweckverband.uebergang.1"]
    assert not item.complete


def test_content_and_steps_are_told_apart(rules: Path, dossiers: Path) -> None:
    path = rules / ZWECKVERBAND
    text = path.read_text(encoding="utf-8")
    for norm, statement in (("§ 8", "zweckverband.uebergang.0"), ("§ 9", "landesgrenzen.0")):
        text = text.replace(f"norm: {norm} Gesetz HE\n", f"norm: {norm} Gesetz HE\n    aussagen: [{statement}]\n")
    path.write_text(text, encoding="utf-8")
    fates = he(rules, dossiers).fates
    assert (fates["zweckverband.uebergang.0"], fates["landesgrenzen.0"]) == ("mindestinhalt", "schritt")


def test_norm_and_evidence_are_compared(rules: Path, dossiers: Path) -> None:
    name(rules, ZWECKVERBAND, "beleg: q1 text_gesehen", "zweckverband.uebergang.1, landesgrenzen.0")
    texts = [problem.text for problem in he(rules, dossiers).deviations]
    assert texts == [
        "„he.zweckverband.uebergang“ nennt die Aussage HE:zweckverband.uebergang.1, teilt aber keine Fundstelle mit ihr "
        "(§ 5 Gesetz HE / § 6 Abs. 2 Gesetz HE).",
        "„he.zweckverband.uebergang“ ist mit text_gesehen belegt, die Aussage HE:zweckverband.uebergang.1 nur mit erinnerung.",
        "„he.zweckverband.uebergang“ nennt die Aussage HE:landesgrenzen.0, teilt aber keine Fundstelle mit ihr (§ 5 Gesetz HE / § 9 Gesetz HE).",
        "„he.zweckverband.uebergang“ ist mit text_gesehen belegt, die Aussage HE:landesgrenzen.0 nur mit sekundaer.",
    ]


def test_names_that_no_dossier_has_are_errors_with_a_remedy(rules: Path, dossiers: Path) -> None:
    name(rules, ZWECKVERBAND, "beleg: q1 text_gesehen", "zweckverband.uebergang.7, 'XX:vergabe.0'")
    leave_out(rules, "{aussagen: [landesgrenzen.3], grund: Nichts.}")
    problems = he(rules, dossiers).errors
    assert [problem.text for problem in problems] == [
        "Im Dossier HE gibt es die Aussage „zweckverband.uebergang.7“ nicht.",
        "Ein Dossier „XX“ gibt es nicht.",
        "Im Dossier HE gibt es die Aussage „landesgrenzen.3“ nicht.",
    ]
    assert problems[0].remedy == "Gemeint ist vielleicht „zweckverband.uebergang.1“."


def test_what_has_a_rule_is_not_left_out(rules: Path, dossiers: Path) -> None:
    name(rules, ZWECKVERBAND, "beleg: q1 text_gesehen", "zweckverband.uebergang.0")
    leave_out(rules, "{aussagen: [zweckverband.uebergang.0], grund: Nichts.}")
    (problem,) = he(rules, dossiers).errors
    assert (
        problem.text
        == "Die Aussage HE:zweckverband.uebergang.0 steht unter „ohne_regel“, aber „he.zweckverband.uebergang“ gibt sie wieder."
    )


def test_a_rule_may_name_a_statement_of_another_dossier(rules: Path, dossiers: Path) -> None:
    name(rules, ZWECKVERBAND, "beleg: q1 text_gesehen", "'BUND:vergabe.0'")
    (federal,) = accounts(load_rulebase(rules), dossiers, ("BUND",))
    assert federal.users == {"vergabe.0": ("he.zweckverband.uebergang",)}
    assert federal.complete


def test_rules_and_sources_outside_the_dossier_are_named(rules: Path, dossiers: Path) -> None:
    path = rules / LAND
    path.write_text(
        path.read_text(encoding="utf-8")
        .replace("quellen:\n", "quellen:\n  - {id: fremd, titel: Zeitung, art: presse}\n")
        .replace("beleg: q1 text_gesehen\nlandes", "beleg: fremd sekundaer\nlandes"),
        encoding="utf-8",
    )
    item = he(rules, dossiers)
    assert "he.aufsicht" in [rule.id for rule in item.unsupported]
    assert item.foreign_sources == ("fremd",)


def city_state(rules: Path, land: str, statements: str, left_out: str) -> None:
    """A Land without a form whose only rule names the statements."""
    (rules / "laender" / land).mkdir()
    (rules / "laender" / land / "land.yaml").write_text(
        f"""\
land: {land.upper()}
name: Stadt
geprueft_bis: 2026-01-31
gesetze:
  - {{abk: Gesetz HE, titel: Gesetz, fassung: "2020", quelle: b1}}
quellen:
  - {{id: b1, titel: Gesetz, art: gesetzestext}}
  - {{id: {land}2, titel: Seite, art: sekundaer}}
landesgrenzen:
  - id: grenze
    text: Über die Grenze geht es nur mit Vertrag.
    norm: § 35 Gesetz HE
    beleg: {land}2 sekundaer
    aussagen: [{statements}]
ohne_regel:
  - {{aussagen: [{left_out}], grund: Kein Rechtssatz.}}
""",
        encoding="utf-8",
    )


def test_states_that_share_a_dossier_give_one_account_of_it(rules: Path, dossiers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (dossiers / "STADT.yaml").write_text(CITY_STATES, encoding="utf-8")
    (dossiers / "NW.yaml").write_text(CITY_STATES.replace("STADT", "NW"), encoding="utf-8")
    city_state(rules, "be", "'STADT:BE.landesgrenzen.0', BE.landesgrenzen.1", "besonderheiten.0")
    city_state(rules, "hb", "BE.landesgrenzen.0", "HB.zweckverband.aufgaben.0")
    found = accounts(load_rulebase(rules), dossiers)
    assert [item.land for item in found] == ["STADT", "HE", "NW", "BUND"]
    item = found[0]
    assert item.fates == {
        "BE.landesgrenzen.0": "hinweis",
        "BE.landesgrenzen.1": "hinweis",
        "HB.zweckverband.aufgaben.0": LEFT_OUT,
        "besonderheiten.0": LEFT_OUT,
    }
    assert item.users["BE.landesgrenzen.0"] == ("be.grenze", "hb.grenze")
    assert item.complete
    assert item.deviations == ()
    assert item.foreign_sources == ("be2", "hb2")
    assert run(["regeln", "herkunft", str(rules), "--land", "hb", "--land", "be", "--luecken"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "4 Aussagen, 0 ohne Regel und ohne Grund, 0 falsche Angaben, 0 Abweichungen."


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("§ 24 Abs. 5 KGG HE", "§ 24 Abs. 1 KGG HE; § 3 HGO", True),
        ("§ 24 KGG HE", "§ 25 KGG HE", False),
        ("§ 85 HSOG", "HSOG", True),
        ("Rahmenvereinbarung IKZ (Bewilligung)", "Bewilligungen nach der Rahmenvereinbarung IKZ", True),
        ("Art. 6 des Abkommens GV. NW. 1991 S. 530", "Abkommen GV. NW. 1991 S. 530", True),
        ("nicht belegt", "nicht belegt", True),
        ("nicht belegt", "§ 5 KGG HE", False),
        ("§ 1 Abs. 2 AG Art. 149 BremLV", "§ 1 Abs. 1 Wahrnehmungsgesetz", True),
        ("§ 1 Abs. 2 AG Art. 149 BremLV", "§ 11 Wahrnehmungsgesetz", False),
    ],
)
def test_what_two_citations_have_in_common(one: str, other: str, shared: bool) -> None:
    assert shares(one, other) is shared
    assert shares(other, one) is shared


def test_every_fate_has_a_title() -> None:
    assert set(TITLES) == {*USES, LEFT_OUT, MISSING}


def test_the_command_lists_the_gaps_and_fails_while_there_are_some(rules: Path, dossiers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["regeln", "herkunft", str(rules), "--land", "he", "--luecken"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "HE: 4 Aussagen ohne Regel und ohne Grund"
    assert lines[1] == "  HE:zweckverband.uebergang.0 [§ 5 Gesetz HE; q1, text_gesehen]"
    assert lines[-1] == "4 Aussagen, 4 ohne Regel und ohne Grund, 0 falsche Angaben, 0 Abweichungen."
    name(
        rules,
        ZWECKVERBAND,
        "beleg: q1 text_gesehen",
        "zweckverband.uebergang.0, zweckverband.uebergang.1, zweckverband.dauer.0, landesgrenzen.0",
    )
    assert run(["regeln", "herkunft", str(rules), "--land", "HE"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("HE: 4 Aussagen im Dossier\n")
    assert "zweckverband\n  uebergang" in out
    assert "HE: Regeln, deren Fundstelle oder Sicherheit von ihrer Aussage abweicht" in out
    assert run(["regeln", "herkunft", str(rules), "--land", "HE", "--json"]) == 0
    (document,) = json.loads(capsys.readouterr().out)
    assert document["aussagen"]["landesgrenzen.0"] == {"verbleib": "bedingung", "regeln": ["he.zweckverband.uebergang"]}
    assert document["offen"] == []
    assert len(document["abweichungen"]) == 6


def test_without_dossiers_there_is_a_plain_message(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["regeln", "herkunft", str(rules), "--land", "HE", "--dossiers", "gibtsnicht"]) == 1
    assert capsys.readouterr().err.strip() == (
        f"gibtsnicht{os.sep}HE.yaml: Dieses Rechtsdossier gibt es nicht. Nennen Sie den Ordner mit --dossiers oder in der Variable IKZ_DOSSIERS."
    )
    with pytest.raises(InputProblems):
        accounts(load_rulebase(rules), Path("gibtsnicht"))


@pytest.mark.skipif(not REAL.is_dir(), reason="the dossiers are not here")
@pytest.mark.parametrize("land", ["BUND", *covered_lands(SHIPPED)])
def test_every_statement_of_the_dossiers_is_accounted_for(land: str) -> None:
    (item,) = accounts(load_rulebase(SHIPPED), REAL, (land,))
    assert item.errors == ()
    assert [statement.path for statement in item.missing] == []
