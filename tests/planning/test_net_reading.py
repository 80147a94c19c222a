"""Portfolio files: what is read, and every defect at once with its place."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikz_recht.planning.network.check_portfolio import circles
from ikz_recht.planning.units import Region
from ikz_recht.rulebase.load import load_rulebase
from tests.planning.net_files import ALLENDORF, BATTENBERG, EXAMPLE, FOUR, HATZFELD, example_region, messages, portfolio
from tests.real import PROJECT


@pytest.fixture(scope="module")
def region() -> Iterator[Region]:
    with example_region() as found:
        yield found


def test_the_shipped_example_is_read(region: Region) -> None:
    found = portfolio(EXAMPLE.read_text(encoding="utf-8"), region)
    assert (len(found.bodies), len(found.cooperations), len(found.projects)) == (8, 4, 4)
    assert found.cooperations[0].carrier == BATTENBERG
    assert found.cooperations[0].payments == {HATZFELD: 48000}


@pytest.mark.parametrize("word", ["06635014", "Hatzfeld", "hatzfeld (eder)", "Stadt Hatzfeld (Eder)"])
def test_a_municipality_is_named_by_key_or_name(region: Region, word: str) -> None:
    text = FOUR + f"zusammenarbeit: [{{id: a, aufgabe: kasse, traeger: 06635001, fuer: '{word}'}}]\n"
    assert portfolio(text, region).cooperations[0].takers == (HATZFELD,)


BAD = """netz: 2
gemeinden:
  - 06635001
  - 06635001
  - 06635099
  - 6635004
  - {ags: 06635004, einwohner: 0}
  - {id: md, name: Musterdorf, land: HX}
  - [1]
  - {ags: 06635014, bla: 1}
  - 066350
zusammenarbeit:
  - {id: a, aufgabe: kase, traeger: Hatzfeld, fuer: [06635014, 06635001], seit: 2026-01-01, bis: 2025-01-01}
  - {id: b, aufgabe: kasse, traeger: 06635001, fuer: [06635014], zahlungen: {06635001: 5, 06635014: -1}}
  - {id: b, aufgabe: kasse, traeger: 06635001, fuer: [06635014], stellen: viele}
  - {id: c, aufgabe: andere, traeger: 06635001, fuer: [], braucht: [zz]}
  - {id: d, aufgabe: bauhof, traeger: Bad Nirgends, fuer: [06635014, 06635014], seit: 31.02.2024, form: gmbh}
vorhaben:
  - {id: v, aufgabe: standesamt, beteiligte: [06635001], stand: fertig, wunsch: bald, nutzen: {06635014: 3}}
ziele: {aufgaben: [kase], ab: 2030-01-01, bis: 2029-01-01, rueckstand: -1}
sitzungen:
  - {gemeinde: 06635001, gremium: Rat, tag: 2026-01-01, vorlage_bis: 2026-02-01}
gewichte: {grose: 1, raum: 11}
foo: 1
"""


def test_every_defect_comes_at_once_with_place_and_remedy(region: Region) -> None:
    recorded = (Path(__file__).parent / "net_messages.txt").read_text(encoding="utf-8").splitlines()
    assert messages(BAD, region) == recorded
    assert len(recorded) > 30


def test_circles_show_their_way(region: Region) -> None:
    lines = "".join(
        f"  - {{id: {name}, aufgabe: {task}, braucht: [{need}]}}\n"
        for name, task, need in (("a", "kasse", "b"), ("b", "archiv", "c"), ("c", "bauhof", "a"))
    )
    assert messages(f"{FOUR}vorhaben:\n{lines}", region) == [
        "netz.yaml:4:5: Die Abhängigkeiten laufen im Kreis: a → b → c → a. Streichen Sie unter „braucht“ eine davon."
    ]


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=14))
def test_a_circle_is_found_exactly_when_there_is_one(pairs: list[tuple[int, int]]) -> None:
    needs = {str(node): [str(end) for start, end in pairs if start == node] for node in range(7)}
    left = dict(needs)
    while free := [node for node, ends in left.items() if not any(end in left for end in ends)]:
        for node in free:
            del left[node]
    found = circles(needs)
    assert bool(found) == bool(left)
    for circle in found:
        assert all(after in needs[node] for node, after in zip(circle, [*circle[1:], circle[0]], strict=True))


def test_a_task_is_planned_once(region: Region) -> None:
    text = f"{FOUR}vorhaben:\n  - {{id: a, aufgabe: kasse}}\n  - {{id: b, aufgabe: kasse, beteiligte: [Allendorf, Hatzfeld]}}\n"
    assert messages(text, region) == [
        "netz.yaml:5:5: „b“ und „a“ (Zeile 4) sind dieselbe Aufgabe: Gemeindekasse, Zahlungsabwicklung, Buchhaltung. "
        "Streichen Sie eines, oder nennen Sie bei beiden verschiedene „beteiligte“."
    ]
    apart = text.replace("id: a, aufgabe: kasse", "id: a, aufgabe: kasse, beteiligte: [Battenberg, Frankenberg]")
    assert len(portfolio(apart, region).projects) == 2
    assert len(portfolio(text.replace("id: a, ", "id: a, stand: erledigt, "), region).projects) == 2


def test_a_long_chain_is_no_problem(region: Region) -> None:
    lines = "".join(f"  - {{id: a{number}, aufgabe: andere, titel: T, braucht: [a{number + 1}]}}\n" for number in range(1500))
    assert len(portfolio(f"{FOUR}vorhaben:\n{lines}  - {{id: a1500, aufgabe: andere, titel: T}}\n", region).projects) == 1501


def test_fifty_thousand_lines_are_refused_quickly(region: Region) -> None:
    text = "netz: 1\ngemeinden:\n" + "  - 06635001\n" * 50_000
    start = time.perf_counter()
    assert messages(text, region) == [
        "netz.yaml:503:5: Unter „gemeinden“ stehen 50.000 Einträge; gelesen werden höchstens 500. Teilen Sie das Netz auf mehrere Dateien auf."
    ]
    assert time.perf_counter() - start < 20


def test_a_body_of_its_own_and_other_inhabitants(region: Region) -> None:
    text = """netz: 1
gemeinden:
  - {ags: 06635001, einwohner: 9000, kurz: A}
  - {id: zv, name: Zweckverband Eder, art: zweckverband, land: HE}
  - 06635
zusammenarbeit: [{id: k, aufgabe: abwasser, traeger: zv, fuer: [A]}]
"""
    found = portfolio(text, region)
    assert found.bodies[ALLENDORF].participant.inhabitants == 9000
    assert "Es gilt die Angabe der Datei" in found.remarks[0]
    assert [body.participant.kind for body in found.bodies.values()] == ["gemeinde", "zweckverband", "kreis"]
    assert [body.key for body in found.municipalities] == [ALLENDORF]


@pytest.mark.parametrize(
    ("before", "after", "part"),
    [
        ("bereich: person", "bereich: persohn", "persohn"),
        ("{aufgaben: {mindestens: 2}}", "{aufgabn: {mindestens: 2}}", "aufgabn"),
        ("ist in {aufgaben} Zus", "ist in {aufgabe} Zus", "aufgabe"),
        ("lehrbuch65_vn sekundaer", "lehrbuch99 sekundaer", "lehrbuch99"),
    ],
)
def test_a_defective_rule_file_is_left_out_and_named(tmp_path: Path, before: str, after: str, part: str) -> None:
    shutil.copytree(PROJECT / "rules", tmp_path / "rules")
    path = tmp_path / "rules" / "netz" / "risiken.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), encoding="utf-8")
    rulebase = load_rulebase(tmp_path / "rules", ["HE"])
    assert rulebase.disabled == ("netz/risiken.yaml",)
    assert rulebase.network.stages
    assert not rulebase.network.risks
    (problem,) = rulebase.problems
    assert part in problem.text
    assert re.fullmatch(r".*risiken\.yaml:\d+:\d+", str(problem.place))
