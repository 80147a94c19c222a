"""The commands, and participants in the questionnaire."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from ikz_recht.register.locate import EXAMPLE, FILE_NAME
from tests.cli.conftest import Ikz
from tests.cli.conftest import ikz as ikz

from .conftest import MUNICIPALITIES, NEIGHBOURS, VARIED, Write


def test_search(ikz: Ikz) -> None:
    result = ikz("register", "suchen", "Frankenbreg")
    assert result.out.splitlines()[0] == "06635011  Stadt Frankenberg (Eder) (Waldeck-Frankenberg, HE), 17.635 Einwohner"
    assert "Beispielregion" in result.err
    none = ikz("register", "suchen", "Xyz")
    assert (none.code, none.out) == (1, "Keine Gemeinde heißt so ähnlich wie „Xyz“.\n")
    assert ikz("register", "suchen", "Edertal", "--land", "NW").code == 1
    assert ikz("register", "suchen", "Edertal", "--land", "XX").code == 2
    document = json.loads(ikz("register", "suchen", "bad", "arolsen", "--json").out)
    assert [item["name"] for item in document["gemeinden"]] == ["Stadt Bad Arolsen"]
    assert (document["json"], document["register"]["stand"], document["register"]["beispiel"]) == (1, "2026-02-28", True)


def test_show(ikz: Ikz) -> None:
    lines = ikz("register", "zeigen", "06635009").out.splitlines()
    assert lines[0] == "Gemeinde Edertal (AGS 06635009, ARS 066350009009)"
    assert "    06635021  Stadt Waldeck, 6.905 Einwohner, 7,1 km Luftlinie" in lines
    document = json.loads(ikz("register", "zeigen", "06635009", "--json").out)
    assert document["gemeinde"]["kreis"] == {"schluessel": "06635", "name": "Waldeck-Frankenberg"}
    assert document["verband"] is None
    assert [item["ags"] for item in document["nachbarn"]] == ["06635003", "06635010", "06635019", "06635021"]
    assert ikz("register", "zeigen", "6635009").code == 2
    assert ikz("register", "zeigen", "06635").code == 2
    missing = ikz("register", "zeigen", "06635099")
    assert (missing.code, missing.err.split(". ")[0]) == (1, "Register: Eine Gemeinde 06635099 gibt es nicht")


def test_loading_replaces_all_or_nothing(ikz: Ikz, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "neu" / "daten"
    monkeypatch.setenv("IKZ_DATEN", str(folder))
    result = ikz("register", "laden", str(write(MUNICIPALITIES, "g.csv")), str(write(NEIGHBOURS, "n.csv")))
    assert result.code == 0
    assert result.out.splitlines() == [
        "g.csv: CSV mit Gemeinden, 21 Zeilen, Stand 28.02.2026",
        "n.csv: CSV mit Nachbarn, 40 Zeilen",
        "Enthalten sind Gemeinden aus 1 von 16 Ländern: HE.",
        f"Geladen: 21 Gemeinden, 0 Verbände, 40 Nachbarpaare in {folder / FILE_NAME}.",
    ]
    before = (folder / FILE_NAME).read_bytes()
    bad = ikz("register", "laden", str(write(VARIED.replace(",608,", ",0,"), "g.csv")))
    assert (bad.code, "g.csv:2:110: Die Gemeinde Averlak hat 0 Einwohner." in bad.err) == (1, True)
    assert (folder / FILE_NAME).read_bytes() == before
    assert [path.name for path in folder.iterdir()] == [FILE_NAME]
    assert "Register vom 28.02.2026, aus g.csv, n.csv." in ikz("register", "suchen", "Korbach").err
    assert ikz("register", "laden", str(write(VARIED, "g.csv"))).code == 0
    assert "Verband: Marne (010515163), mit Neukirchen" in ikz("register", "zeigen", "01051003").out
    assert ikz("register", "laden").code == 2


def test_more_than_a_hundred_problems(ikz: Ikz, write: Write) -> None:
    result = ikz("register", "laden", str(write(MUNICIPALITIES, "g.csv")), str(write("ags_a,ags_b\n" + "x,y\n" * 80, "n.csv")))
    assert len(result.err.splitlines()) == 101
    assert result.err.splitlines()[-1] == "… und 60 weitere."


def test_a_folder_that_cannot_be_made(ikz: Ikz, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IKZ_DATEN", str(write("", "datei") / "daten"))
    result = ikz("register", "laden", str(write(MUNICIPALITIES, "g.csv")))
    assert (result.code, "lässt sich nicht schreiben" in result.err) == (1, True)


def test_opinion_on_keys(ikz: Ikz, write: Write) -> None:
    case = str(write("beteiligte:\n  - {ags: 06635009}\n  - {ags: 06635021, einwohner: 7000}\nantworten: {aufgabe: bauhof}\n", "fall.yaml"))
    result = ikz("beraten", case, "--stichtag", "2026-11-22")
    assert result.code == 0
    assert result.err.splitlines()[0].startswith(
        "Aus dem Gemeinderegister vom 28.02.2026 ergänzt: Gemeinde Edertal (AGS 06635009, 6.181 Einwohner, "
    )
    assert result.err.splitlines()[1].endswith("Für einwohner gilt die Angabe „7.000“; im Register steht „6.905“.")


@pytest.fixture
def entered(ikz: Ikz, tmp_path: Path) -> Callable[..., list[dict[str, str]]]:
    """The participants that stand in the file after these lines were given for them."""

    def talk(*lines: str) -> list[dict[str, str]]:
        (tmp_path / "fall.yaml").unlink(missing_ok=True)
        ikz("beraten", "--neu", "fall.yaml", stdin="".join(f"{line}\n" for line in ("bauhof", *lines)))
        found: list[dict[str, str]] = yaml.load((tmp_path / "fall.yaml").read_text(encoding="utf-8"), yaml.BaseLoader).get("beteiligte", [])
        return found

    return talk


WHOLE = {
    "ags": "06635009",
    "name": "Gemeinde Edertal",
    "art": "gemeinde",
    "land": "HE",
    "einwohner": "6181",
    "kreis": "Landkreis Waldeck-Frankenberg",
    "verband": "keiner",
}


def test_entering_a_key(entered: Callable[..., list[dict[str, str]]]) -> None:
    assert entered("06635009", "") == [WHOLE]
    assert entered("06635009, 6300, keine VG", "ja") == [{**WHOLE, "einwohner": "6300"}]
    assert entered("06635009", "nein", "06635099", "6635009", "06635009, BY", "06635009, Unsinn") == []
    assert entered("06635", "")[0]["art"] == "kreis"


def test_entering_a_name(entered: Callable[..., list[dict[str, str]]]) -> None:
    assert entered("Edertal", "") == entered("Gemeinde Edertal", "") == [WHOLE]
    assert entered("Edertal", "nein", "1", "BY", "900", "Landkreis Hof") == [
        {"name": "Edertal", "art": "gemeinde", "land": "BY", "einwohner": "900", "kreis": "Landkreis Hof"}
    ]
    assert entered("Edertal, 6000, HE, Kreis X") == [
        {"name": "Edertal", "art": "gemeinde", "land": "HE", "einwohner": "6000", "kreis": "Kreis X"}
    ]


def test_entering_a_name_that_several_bear(
    entered: Callable[..., list[dict[str, str]]], ikz: Ikz, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IKZ_DATEN", str(tmp_path / "daten"))
    assert ikz("register", "laden", str(write(VARIED, "g.csv"))).code == 0
    assert entered("Neukirchen", "?", "5", "2")[0]["ags"] == "03401000"
    assert "ags" not in entered("Neukirchen", "", "1", "HE", "900", "Kreis X")[0]


def test_a_damaged_register_does_not_stop_the_questionnaire(
    entered: Callable[..., list[dict[str, str]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"x" * 5000)
    monkeypatch.setenv("IKZ_DATEN", str(tmp_path))
    assert entered("06635009", "Edertal", "1", "HE", "900", "Kreis X")[0]["name"] == "Edertal"


def test_the_page_about_the_register_is_right(capsys: pytest.CaptureFixture[str]) -> None:
    page = (Path(__file__).resolve().parent.parent.parent / "docs" / "register.md").read_text(encoding="utf-8")
    snippet = page.split("```py\n")[1].split("```")[0]
    exec(compile(snippet, "register.md", "exec"), {})
    assert capsys.readouterr().out.splitlines()[-1].startswith("21 40 (Municipality(")
    assert (EXAMPLE / "QUELLE.md").is_file()
