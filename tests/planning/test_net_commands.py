"""ikz-recht netz: what the commands print, write and answer with."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import Ikz
from tests.cli.conftest import ikz as small
from tests.planning.net_files import EXAMPLE
from tests.real import PROJECT

__all__ = ["small"]


@pytest.fixture
def ikz(small: Ikz, monkeypatch: pytest.MonkeyPatch) -> Ikz:
    """The program with the shipped rules, and the example at hand."""
    monkeypatch.setenv("IKZ_REGELN", str(PROJECT / "rules"))
    monkeypatch.setenv("IKZ_DATEN", "/gibt/es/nicht")
    shutil.copy(EXAMPLE, "netz.yaml")
    return small


@pytest.mark.parametrize("command", ["zeigen", "planen", "uebersicht"])
@pytest.mark.parametrize("fmt", ["md", "html", "docx", "odt", "pdf"])
def test_the_document_in_every_format(ikz: Ikz, tmp_path: Path, command: str, fmt: str) -> None:
    paths = [tmp_path / f"{name}.{fmt}" for name in "ab"]
    for path in paths:
        assert ikz("netz", command, "netz.yaml", "--stichtag", "2026-11-22", "-o", str(path)).code == 0
    data = paths[0].read_bytes()
    assert data == paths[1].read_bytes()
    if fmt == "md":
        text = data.decode()
        assert not re.search(r"\S ## ", text)
        assert "None" not in text
    elif fmt == "html" and command != "uebersicht":
        assert data.decode().count("<svg ") == 2
    elif fmt == "pdf":
        assert data.startswith(b"%PDF")
    elif fmt in ("docx", "odt"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            pictures = [name for name in archive.namelist() if name.endswith(".png") and "humbnail" not in name]
        assert len(pictures) == (0 if command == "uebersicht" else 2)


@pytest.mark.parametrize("command", ["zeigen", "planen", "uebersicht"])
def test_json_is_alone_on_stdout(ikz: Ikz, command: str) -> None:
    assert json.loads(ikz("netz", command, "netz.yaml", "--json").out)["json"] == 1


def test_every_shown_step_has_its_prospect(ikz: Ikz) -> None:
    short, long = (ikz("netz", "planen", "netz.yaml", "--stichtag", "2026-11-22", *more).out for more in ((), ("--alle",)))
    assert len(re.findall(r"^ ?\d+\. ab ", short, re.MULTILINE)) == len(re.findall(r"^    (im Regelfall )?rechtlich", short, re.MULTILINE))
    assert "statt dessen: " in long
    assert "statt dessen: " not in short
    assert "§ 24 Abs. 1 Nr. 1" in long


@pytest.mark.parametrize("name", ["u.csv", "u.xlsx"])
def test_the_overview_as_a_table(ikz: Ikz, name: str) -> None:
    assert ikz("netz", "uebersicht", ".", "-o", name).code == 0
    assert Path(name).stat().st_size > 100


@pytest.mark.parametrize(
    ("arguments", "code", "part"),
    [
        (["zeigen", "fehlt.yaml"], 1, "gibt es nicht"),
        (["zeigen", "netz.yaml", "-o", "x.csv"], 2, "Das Format „.csv“ gibt es nicht"),
        (["uebersicht", "netz.yaml", "-o", "x.gif"], 2, "Das Format „.gif“ gibt es nicht"),
        (["planen", "."], 1, "Ordner"),
        (["uebersicht"], 2, "Es fehlt die Angabe"),
        (["zeign"], 2, "Gemeint ist vielleicht „zeigen“"),
        (["zeigen", "netz.yaml", "-o", "gibt/es/nicht.md"], 1, "lässt sich nicht schreiben"),
    ],
)
def test_wrong_calls_are_told_in_german(ikz: Ikz, arguments: list[str], code: int, part: str) -> None:
    result = ikz("netz", *arguments)
    assert (result.code, result.out) == (code, "")
    assert part in result.err


def test_a_broken_file_makes_the_overview_incomplete(ikz: Ikz) -> None:
    Path("kaputt.yaml").write_text("netz: 1\n", encoding="utf-8")
    result = ikz("netz", "uebersicht", ".")
    assert result.code == 1
    assert "Standesamt" in result.out
    assert "kaputt.yaml" in result.err


def test_small_rules_without_netz_still_show(small: Ikz, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IKZ_DATEN", "/gibt/es/nicht")
    Path("netz.yaml").write_text("netz: 1\ngemeinden: [06635001, 06635004]\n", encoding="utf-8")
    result = small("netz", "zeigen", "netz.yaml")
    assert result.code == 0
    assert "fehlen Risiken" in result.err


def test_output_in_the_readme_is_real(ikz: Ikz, monkeypatch: pytest.MonkeyPatch) -> None:
    (shown,) = re.findall(r"^\$ \.venv/bin/ikz-recht (netz .*)\n((?:.*\n)*?)```", (PROJECT / "README.md").read_text("utf-8"), re.MULTILINE)
    monkeypatch.chdir(PROJECT)
    result = ikz(*shown[0].split())
    assert [line for line in shown[1].splitlines() if line != "…" and line not in result.out.splitlines()] == []


def test_everything_that_can_be_written_is_documented(ikz: Ikz) -> None:
    from ikz_recht.documents.net import network_context
    from ikz_recht.documents.net_overview import overview_context
    from ikz_recht.documents.net_plan import plan_context
    from ikz_recht.documents.notes import Notes
    from ikz_recht.planning.network.overview import overview_of
    from ikz_recht.planning.network.plan import plan_of
    from ikz_recht.planning.network.view import view_of
    from ikz_recht.rulebase.network import CARRIER_FACTS, NETWORK_FACTS, OCCASIONS, QUANTITIES, TASK_FACTS
    from tests.planning.net_files import example_region, portfolio
    from tests.real import DAY, RULES

    with example_region() as region:
        found = portfolio(EXAMPLE.read_text("utf-8"), region)
        names = {
            *network_context(view_of(found, region, DAY), Notes(RULES.sources)),
            *plan_context(plan_of(found, region, DAY), Notes(RULES.sources)),
        }
        names |= set(overview_context(overview_of([EXAMPLE], region, lambda _: RULES, DAY)))
    names |= {*TASK_FACTS, *CARRIER_FACTS, *OCCASIONS, *QUANTITIES, *(name for facts in NETWORK_FACTS.values() for name in facts)}
    text = (PROJECT / "docs" / "netz.md").read_text("utf-8")
    assert sorted(name for name in names if f"`{name}`" not in text) == []
