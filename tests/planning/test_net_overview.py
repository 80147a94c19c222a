"""The coordinator's overview: what is due, whose turn it is, and that one broken file hides nothing else."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from ikz_recht.planning.network.items import Item, Urgency, when
from ikz_recht.planning.network.overview import Overview, overview_of
from ikz_recht.planning.network.overview_json import COLUMNS, overview_csv, overview_document, overview_xlsx
from ikz_recht.planning.network.overview_lines import overview_lines
from ikz_recht.planning.units import Region
from ikz_recht.rulebase.problem import InputProblems
from tests.planning.net_files import EXAMPLE, FOUR, example_region
from tests.planning.test_net_show import SCHEMA
from tests.real import DAY, PROJECT, RULES


@pytest.fixture(scope="module")
def region() -> Iterator[Region]:
    with example_region() as found:
        yield found


def look(region: Region, *paths: Path, day: dt.date = DAY) -> Overview:
    return overview_of(paths, region, lambda _: RULES, day)


def of(text: str, region: Region, tmp_path: Path) -> list[Item]:
    path = tmp_path / "netz.yaml"
    path.write_text(text, encoding="utf-8")
    return list(look(region, path).items)


@pytest.mark.parametrize(
    ("days", "urgency"),
    [
        (-1, "ueberfaellig"),
        (0, "diese_woche"),
        (7, "diese_woche"),
        (8, "vier_wochen"),
        (28, "vier_wochen"),
        (29, "spaeter"),
        (None, "ohne_frist"),
    ],
)
def test_urgency(days: int | None, urgency: str) -> None:
    deadline = None if days is None else DAY + dt.timedelta(days=days)
    assert Item("vorhaben", "", "", "", (), "", "", (), deadline, "", ()).urgency(DAY) == Urgency(urgency)


def test_words_for_days() -> None:
    assert [when(days) for days in (-2, -1, 0, 1, 3)] == ["seit 2 Tagen", "seit 1 Tag", "heute", "in 1 Tag", "in 3 Tagen"]


def test_the_example_and_a_case_together(region: Region) -> None:
    found = look(region, EXAMPLE.parent)
    document = json.loads(json.dumps(overview_document(found)))
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    kinds = [item["art"] for item in document["vorhaben"]]
    assert {"vorhaben", "zusammenarbeit", "fall"} <= set(kinds)
    deadlines = [item["frist"] for item in document["vorhaben"] if item["frist"]]
    assert deadlines == sorted(deadlines)
    assert document["vorhaben"][0]["id"] == "vergabe"  # overdue
    assert document["vorhaben"][0]["steht"] is True


def test_who_has_not_decided_has_the_turn_and_the_next_papers_are_the_deadline(region: Region) -> None:
    found = {item.id: item for item in look(region, EXAMPLE).items}["standesamt"]
    assert found.turn == ("Burgwald", "Rosenthal")
    assert (found.deadline, found.deadline_for) == (dt.date(2026, 11, 27), "Vorlage Burgwald")
    agenda = look(region, EXAMPLE).agenda
    assert [(item.body, item.titles) for item in agenda] == [
        ("Gemeinde Burgwald", ("Standesamt",)),
        ("Stadt Rosenthal", ("Standesamt",)),
        ("Stadt Frankenberg (Eder)", ()),
    ]


def test_papers_that_are_too_late_lead_to_the_next_meeting(region: Region, tmp_path: Path) -> None:
    text = f"""{FOUR}vorhaben:
  - {{id: s, aufgabe: kasse, beteiligte: [Allendorf, Battenberg], stand: beschluss, beschlossen: {{Allendorf: 2026-11-01}}, frist: 2026-12-05}}
sitzungen:
  - {{gemeinde: Battenberg, gremium: Rat, tag: 2026-11-25, vorlage_bis: 2026-11-10}}
  - {{gemeinde: Battenberg, gremium: Rat, tag: 2026-12-16, vorlage_bis: 2026-12-01}}
"""
    (item,) = of(text, region, tmp_path)
    assert item.deadline == dt.date(2026, 12, 1)
    assert item.notes == (
        "Battenberg (Eder) hat noch nicht beschlossen; nächste Sitzung 16.12.2026 (Rat, Vorlage bis 01.12.2026); das ist nach der Frist.",
    )


def test_when_all_have_decided_the_next_step_is_another(region: Region, tmp_path: Path) -> None:
    days = "{Allendorf: 2026-11-01, Battenberg: 2026-11-02}"
    text = f"{FOUR}vorhaben: [{{id: s, aufgabe: kasse, beteiligte: [Allendorf, Battenberg], stand: beschluss, beschlossen: {days}}}]\n"
    (item,) = of(text, region, tmp_path)
    assert item.next_step.startswith("unterzeichnen")
    assert "fortschreiben" in item.notes[0]


def test_what_is_over_is_not_shown_and_what_ends_is(region: Region, tmp_path: Path) -> None:
    text = f"""{FOUR}vorhaben: [{{id: s, aufgabe: kasse, stand: erledigt}}]
zusammenarbeit:
  - {{id: a, aufgabe: archiv, traeger: Allendorf, fuer: [Hatzfeld], seit: 2020-01-01, bis: 2027-12-31}}
  - {{id: b, aufgabe: bauhof, traeger: Allendorf, fuer: [Hatzfeld], seit: 2020-01-01}}
"""
    (item,) = of(text, region, tmp_path)
    assert (item.id, item.state, item.deadline) == ("a", "läuft aus", dt.date(2027, 3, 31))


def test_a_broken_file_is_named_and_hides_nothing(region: Region, tmp_path: Path) -> None:
    (tmp_path / "gut.yaml").write_text(f"{FOUR}vorhaben: [{{id: s, aufgabe: kasse}}]\n", encoding="utf-8")
    (tmp_path / "kaputt.yaml").write_text("netz: 1\ngemeinden: [06635099]\n", encoding="utf-8")
    (tmp_path / "leer.yaml").write_text("", encoding="utf-8")
    (tmp_path / "anderes.yaml").write_text("gewichte: {raum: 1}\n", encoding="utf-8")
    found = look(region, tmp_path)
    assert [item.id for item in found.items] == ["s"]
    assert sorted({problem.place.path.name for problem in found.broken}) == ["kaputt.yaml", "leer.yaml"]
    assert [path.name for path in found.skipped] == ["anderes.yaml"]


def test_a_named_file_that_is_neither_is_refused(region: Region, tmp_path: Path) -> None:
    path = tmp_path / "anderes.yaml"
    path.write_text("gewichte: {raum: 1}\n", encoding="utf-8")
    assert "weder eine Netzdatei" in look(region, path).broken[0].text
    assert "gibt es nicht" in look(region, tmp_path / "fehlt.yaml").broken[0].text


def test_a_file_named_twice_counts_once(region: Region) -> None:
    assert look(region, EXAMPLE, EXAMPLE.parent, EXAMPLE).files == len(list(EXAMPLE.parent.rglob("*.yaml")))


def test_too_many_files_are_refused(region: Region, tmp_path: Path) -> None:
    for number in range(1001):
        (tmp_path / f"a{number}.yaml").touch()
    with pytest.raises(InputProblems, match="mehr als 1000 Dateien"):
        look(region, tmp_path)


def test_tables_hold_every_line_and_no_formula(region: Region, tmp_path: Path) -> None:
    text = f'{FOUR}vorhaben: [{{id: s, aufgabe: kasse, titel: "=1+1", am_zug: "+49 1"}}]\n'
    path = tmp_path / "netz.yaml"
    path.write_text(text, encoding="utf-8")
    found = look(region, path, PROJECT / "tests" / "faelle" / "NW-15.yaml")
    rows = list(csv.reader(io.StringIO(overview_csv(found).decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == list(COLUMNS)
    assert len(rows) == 3
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row if not cell.lstrip("-").isdigit())
    data = overview_xlsx(found, Path("u.xlsx"))
    assert data == overview_xlsx(found, Path("u.xlsx"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
        assert "=1+1" in archive.read("xl/sharedStrings.xml").decode()


def test_fifteen_municipalities_and_twelve_projects_fit_a_screen(region: Region, tmp_path: Path) -> None:
    keys = sorted(region.municipalities)[:15]
    tasks = list(RULES.tasks)[:12]
    lines = "".join(
        f"  - {{id: v{number}, aufgabe: {task}, beteiligte: [{keys[number]}, {keys[number + 1]}], stand: konzept, frist: 2026-12-{number + 1:02}}}\n"
        for number, task in enumerate(tasks)
    )
    path = tmp_path / "netz.yaml"
    path.write_text(f"netz: 1\ngemeinden: [{', '.join(keys)}]\nvorhaben:\n{lines}", encoding="utf-8")
    shown = list(overview_lines(look(region, path)))
    assert shown[0] == "Überblick am 22.11.2026: 12 Vorgänge: 12 in den nächsten 4 Wochen."
    assert len(shown) < 60
