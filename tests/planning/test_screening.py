"""The screening says for every pair and task what `beraten --json` says for that case, and survives being stopped."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest
from click.testing import CliRunner

from ikz_recht.advice.case import Case
from ikz_recht.advice.opinion import advise
from ikz_recht.advice.opinion_json import opinion_document
from ikz_recht.cli.main import main
from ikz_recht.planning import screening_run
from ikz_recht.planning.screening import Pair, Screening
from ikz_recht.planning.screening_region import Region
from ikz_recht.planning.screening_run import Job, run
from ikz_recht.planning.screening_stream import INPUT, screen_batches
from ikz_recht.planning.screening_table import SCHEMA, table_of
from ikz_recht.register.participants import participant_of
from ikz_recht.register.store import open_register
from ikz_recht.rulebase.problem import InputProblems
from tests.real import DAY, RULES

TASKS = ("standesamt", "bauhof", "trinkwasser", "it_betrieb", "wahlen")


def job(only_first: bool = False) -> Job:
    with open_register() as register:
        pairs = register.pairs()[:12]
        keys = tuple(sorted({key for pair in pairs for key in pair}))
        people = tuple(person for key in keys if (person := participant_of(register, key)))
    numbers = {key: number for number, key in enumerate(keys)}
    return Job(
        Screening(RULES, DAY, Region(keys, people)), tuple((numbers[one], numbers[other]) for one, other in pairs), TASKS, only_first
    )


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.usefixtures("quick")
def test_every_row_is_what_the_case_alone_gives(tmp_path: Path) -> None:
    wanted = job()
    target = tmp_path / "ergebnis.csv"
    total = run(wanted, target, 2, lambda done, parts: None)
    found = rows(target)
    assert len(found) == total
    people = dict(zip(wanted.screening.region.keys, wanted.screening.region.people, strict=True))
    rng = random.Random(4)
    for row in rng.sample(found, 60):
        case = Case(participants=(people[row["ags_a"]], people[row["ags_b"]]), answers={"aufgabe": row["aufgabe"]})
        document = json.loads(json.dumps(opinion_document(advise(case, RULES, DAY))))
        form = next(item for item in document["formen"] if item["form"] == row["form"] and item["land"] == row["land"])
        assert (row["status"], row["aussicht"]) == (form["status"], form["aussicht"])
        assert int(row["rang"]) == (form["rang"] or 0)
        assert float(row["punkte"]) == form["punkte"]


def test_only_the_first_rank(tmp_path: Path) -> None:
    target = tmp_path / "ergebnis.csv"
    total = run(job(only_first=True), target, 2, lambda done, parts: None)
    found = rows(target)
    assert total == len(found) == 12 * len(TASKS)
    assert {row["rang"] for row in found} == {"1"}


def test_a_run_that_was_stopped_goes_on_where_it_stood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screening_run, "CLASSES_IN_PART", 1)
    whole = tmp_path / "ganz.csv"
    run(job(), whole, 2, lambda done, parts: None)
    target = tmp_path / "ergebnis.csv"

    def stop(done: int, parts: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(job(), target, 1, stop)
    assert not target.exists()
    told: list[int] = []
    run(job(), target, 2, lambda done, parts: told.append(done))
    assert told[0] >= 2
    assert target.read_bytes() == whole.read_bytes()
    assert not (tmp_path / "ergebnis.csv.teile").exists()


def test_what_another_screening_left_is_not_taken_up(tmp_path: Path) -> None:
    target = tmp_path / "ergebnis.csv"
    folder = tmp_path / "ergebnis.csv.teile"
    folder.mkdir()
    (folder / "plan.json").write_text("anderes", encoding="utf-8")
    (folder / "teil-000000.npz").write_text("keine Ergebnisse", encoding="utf-8")
    assert run(job(), target, 1, lambda done, parts: None) == len(rows(target))


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".xlsx"])
@pytest.mark.parametrize(("pairs", "tasks"), [((), TASKS), (((0, 1),), ())])
def test_where_there_is_nothing_to_screen_the_file_has_no_rows(
    tmp_path: Path, ending: str, pairs: tuple[Pair, ...], tasks: tuple[str, ...]
) -> None:
    target = tmp_path / f"ergebnis{ending}"
    assert run(replace(job(), pairs=pairs, tasks=tasks), target, 1, lambda done, parts: None) == 0
    assert target.is_file()


def test_what_a_file_says_does_not_depend_on_its_format(tmp_path: Path) -> None:
    run(job(), tmp_path / "e.csv", 1, lambda done, parts: None)
    run(job(), tmp_path / "e.parquet", 1, lambda done, parts: None)
    table = pyarrow.parquet.read_table(tmp_path / "e.parquet")
    assert table.schema.names == SCHEMA.names
    assert [{name: str(value) for name, value in row.items()} for row in table.to_pylist()] == rows(tmp_path / "e.csv")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--gebiet", "99999999", "-o", "x.csv"], "Das Gebiet „99999999“ gibt es im Register nicht."),
        (["--aufgaben", "bauhoff", "-o", "x.csv"], "Die Aufgabe „bauhoff“ gibt es nicht."),
        (["-o", "x.txt"], "„.txt“ ist kein Format."),
    ],
)
def test_a_wrong_call_is_told_in_german(arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(main, ["screening", *arguments])
    assert message in result.output
    assert result.exit_code == 2


def test_record_batches_give_the_same_rows() -> None:
    wanted = job()
    table = pa.Table.from_pylist(entries(wanted, TASKS), schema=INPUT)
    said = {
        tuple(row.values()) for batch in screen_batches(iter(table.to_batches(max_chunksize=17)), RULES, DAY) for row in batch.to_pylist()
    }
    alone = {
        tuple(row.values())
        for batch in wanted.screening.batches(wanted.pairs, TASKS)
        for row in table_of(batch, wanted.screening.region, only_first=False).to_pylist()
    }
    assert said == alone


def test_batches_without_cases_and_of_a_land_without_rules_give_no_rows() -> None:
    entry = {**entries(job(), TASKS)[0], "land_a": "AUSLAND"}
    batches = [pa.RecordBatch.from_pylist(rows, schema=INPUT) for rows in ([entry], [])]
    assert list(screen_batches(iter(batches), RULES, DAY)) == []


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("art_b", "Dorf", "art_b: „Dorf“ ist nicht vorgesehen."),
        ("land_a", "Hessen", "land_a: „Hessen“ ist nicht vorgesehen."),
        ("land_a", None, "land_a: Der Wert fehlt."),
        ("aufgabe", "bauhoff", "aufgabe: Die Aufgabe „bauhoff“ gibt es nicht."),
    ],
)
def test_a_batch_with_wrong_values_is_refused(column: str, value: str | None, message: str) -> None:
    batch = pa.RecordBatch.from_pylist([entries(job(), TASKS)[0], {**entries(job(), TASKS)[0], column: value}], schema=INPUT)
    with pytest.raises(InputProblems) as caught:
        list(screen_batches(iter([batch]), RULES, DAY))
    assert [item.text for item in caught.value.problems] == [message]


def test_a_batch_without_a_column_is_refused() -> None:
    batch = pa.RecordBatch.from_pylist([entries(job(), TASKS)[0]], schema=INPUT).drop_columns(["kreis_a"])
    with pytest.raises(InputProblems, match="kreis_a"):
        list(screen_batches(iter([batch]), RULES, DAY))


def entries(wanted: Job, tasks: Sequence[str]) -> list[dict[str, object]]:
    """The cases of a job as rows of the input of `screen_batches`."""
    region = wanted.screening.region
    return [
        {
            **{f"{name}_{side}": value for side, number in zip("ab", pair, strict=True) for name, value in _entry(region, number).items()},
            "aufgabe": task,
        }
        for pair in wanted.pairs
        for task in tasks
    ]


def _entry(region: Region, number: int) -> dict[str, object]:
    item = region.people[number]
    return {
        "ags": region.keys[number],
        "art": item.kind,
        "land": item.land,
        "einwohner": item.inhabitants,
        "kreis": item.district,
        "verband": item.association,
    }
