"""Which laws a file may cite."""

from __future__ import annotations

from pathlib import Path

import pytest

from ikz_recht.rulebase.load import load_rulebase
from ikz_recht.workshop.norms import check_norms
from ikz_recht.workshop.rule_files import RuleFiles

HE, FEDERAL = "laender/he/zweckverband.yaml", "bund/vergabe.yaml"


def problems(rules: Path) -> list[str]:
    rulebase = load_rulebase(rules)
    assert rulebase.problems == ()
    return [str(problem).replace(f"{rules}/", "") for problem in check_norms(rulebase, RuleFiles(rules))]


def cite(rules: Path, file: str, norm: str) -> None:
    path = rules / file
    old = "norm: § 6 Gesetz HE" if file == HE else "norm: § 106 GWB"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, f"norm: {norm}"), encoding="utf-8")


@pytest.mark.parametrize(
    "norm",
    [
        "§ 6 Abs. 1, § 7 Gesetz HE a. F.",
        "§ 6 Gesetz HE i. V. m. § 103 GWB",
        "VO (EU) 2023/2831; Art. 12 RL 2014/24/EU",
        "Gesetz vom 01.04.2025 (GVBl. 2025 Nr. 24)",
        "EuGH 21.12.2016, C-51/15 (Remondis I)",
    ],
)
def test_a_land_cites_its_own_law_federal_law_acts_and_decisions(rules: Path, norm: str) -> None:
    cite(rules, HE, norm)
    assert problems(rules) == []


def test_a_land_lists_what_it_only_cites_and_may_decline_it(rules: Path) -> None:
    cite(rules, HE, "Art. 6 des Abkommens von Anholt")
    assert len(problems(rules)) == 1
    land = rules / "laender/he/land.yaml"
    land.write_text(land.read_text(encoding="utf-8") + "zitiert: [Abkommen von Anholt]\n", encoding="utf-8")
    assert problems(rules) == []


def test_another_land_is_cited_only_across_the_border(rules: Path) -> None:
    cite(rules, HE, "§ 6 Gesetz NW")
    (problem,) = problems(rules)
    assert problem.startswith("laender/he/zweckverband.yaml:19:15: „Gesetz NW“ ist ein Gesetz von Nordrhein-Westfalen, nicht von Hessen.")
    cite_back = rules / HE
    cite_back.write_text(cite_back.read_text(encoding="utf-8").replace("§ 6 Gesetz NW", "§ 6 Gesetz HE"), encoding="utf-8")
    land = rules / "laender/he/land.yaml"
    border = "landesgrenzen:\n  - {id: grenze, text: Über die Grenze., norm: § 6 Gesetz NW, beleg: q1 sekundaer}\n"
    land.write_text(land.read_text(encoding="utf-8").replace("landesgrenzen: []\n", border), encoding="utf-8")
    assert problems(rules) == []


def test_shared_files_may_cite_every_land(rules: Path) -> None:
    cite(rules, FEDERAL, "§ 106 GWB; § 6 Gesetz HE; § 6 Gesetz NW")
    assert problems(rules) == []


def test_what_a_land_with_errors_lists_is_not_called_unknown(rules: Path) -> None:
    cite(rules, FEDERAL, "§ 106 GWB; § 6 Gesetz HE")
    with (rules / HE).open("a", encoding="utf-8") as file:
        file.write("unbekannt: ja\n")
    rulebase = load_rulebase(rules)
    assert rulebase.disabled == ("HE",)
    assert list(check_norms(rulebase, RuleFiles(rules))) == []


def test_a_quoted_norm_is_pointed_at_behind_the_quote(rules: Path) -> None:
    cite(rules, HE, '"§ 6 Gesetz HE; § 7 Gesetz XY"')
    (problem,) = problems(rules)
    assert problem.startswith(
        "laender/he/zweckverband.yaml:19:31: Das Gesetz „Gesetz XY“ steht in keiner Liste. Gemeint ist vielleicht „Gesetz HE“;"
    )
