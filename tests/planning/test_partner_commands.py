"""ikz-recht partner: what it prints, writes and answers with, for good input and bad; and the picture."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ikz_recht.documents.partner_picture import MOST_SPOKES, Spoke, partner_picture
from ikz_recht.planning.units import Unit
from tests.cli.conftest import Ikz
from tests.cli.conftest import ikz as small
from tests.real import PROJECT

__all__ = ["small"]
HATZFELD = "06635014"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def ikz(small: Ikz, monkeypatch: pytest.MonkeyPatch) -> Ikz:
    """The program with the shipped rules."""
    monkeypatch.setenv("IKZ_REGELN", str(PROJECT / "rules"))
    return small


def test_output_in_the_readme_is_real(ikz: Ikz) -> None:
    (shown,) = re.findall(
        r"^\$ \.venv/bin/ikz-recht (partner .*)\n((?:.*\n)*?)```", (PROJECT / "README.md").read_text("utf-8"), re.MULTILINE
    )
    result = ikz(*shown[0].split())
    assert Path("partner.docx").exists()
    assert [line for line in shown[1].splitlines() if line != "…" and line not in result.out.splitlines()] == []


def test_rules_without_criteria_are_told(small: Ikz) -> None:
    assert "fehlen Kriterien" in small("partner", HATZFELD).err


def test_text_names_the_best_tasks(ikz: Ikz) -> None:
    result = ikz("partner", HATZFELD)
    assert result.code == 0
    assert result.out.startswith("Partner für Stadt Hatzfeld (Eder) (AGS 06635014, 2.865 Einwohner), Landkreis Waldeck-Frankenberg\n")
    assert "Gezeigt sind die 10 besten Aufgaben" in result.out
    assert "Beispielregion" in result.err
    assert "Bauhof" in ikz("partner", HATZFELD, "--alle").out


@pytest.mark.parametrize("fmt", ["md", "html", "docx", "odt", "pdf"])
def test_the_document_in_every_format(ikz: Ikz, tmp_path: Path, fmt: str) -> None:
    paths = [tmp_path / f"{name}.{fmt}" for name in "ab"]
    for path in paths:
        assert ikz("partner", HATZFELD, "--stichtag", "2026-11-22", "-o", str(path)).code == 0
    data = paths[0].read_bytes()
    assert data == paths[1].read_bytes()
    alt = "Partner von Stadt Hatzfeld (Eder): "
    if fmt == "md":
        assert f"*Bild: {alt}" in data.decode()
    elif fmt == "html":
        assert data.decode().count("<svg ") == 1
        assert "<title " in data.decode()
    elif fmt == "pdf":
        assert data.startswith(b"%PDF")
    else:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            text = archive.read("word/document.xml" if fmt == "docx" else "content.xml").decode()
        assert any(name.endswith(".png") for name in names)
        assert alt in text
        assert "data:image" not in text


def test_json_is_alone_on_stdout(ikz: Ikz) -> None:
    document = json.loads(ikz("partner", HATZFELD, "--json", "--aufgaben", "kasse", "--gewicht", "raum=0").out)
    assert document["gewichte"]["raum"] == 0
    assert {item["aufgabe"] for item in document["vorschlaege"]} == {"kasse"}


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["06635099"], "gibt es im Register nicht"),
        ([HATZFELD, "--aufgaben", "kase"], "Gemeint ist vielleicht „kasse“"),
        ([HATZFELD, "--gewicht", "grose=2"], "Gemeint ist vielleicht „groesse“"),
        ([HATZFELD, "--gewicht", "groesse=11"], "zwischen 0 und 10"),
        ([HATZFELD, "--gewicht", "groesse"], "groesse"),
        ([HATZFELD, "--radius", "weit"], "keine Zahl"),
        ([HATZFELD, "--radius", "301"], "zwischen 0 und 300"),
        ([HATZFELD, "--anzahl", "0"], "zwischen 1 und 50"),
        ([HATZFELD, "--mit", HATZFELD], "nicht mit sich selbst"),
        ([HATZFELD, "--mit", "99999999"], "gibt es im Register nicht"),
        ([HATZFELD, "--angaben", "fehlt.yaml"], "fehlt.yaml"),
    ],
)
def test_wrong_calls_are_told_in_german(ikz: Ikz, arguments: list[str], part: str) -> None:
    result = ikz("partner", *arguments)
    assert (result.code, result.out) == (1, "")
    assert part in result.err


def test_a_task_named_twice_counts_once(ikz: Ikz) -> None:
    assert ikz("partner", HATZFELD, "--aufgaben", "kasse,kasse").out == ikz("partner", HATZFELD, "--aufgaben", "kasse").out


def test_defects_of_the_own_statements_come_all_at_once_with_their_place(ikz: Ikz, tmp_path: Path) -> None:
    path = tmp_path / "angaben.yaml"
    path.write_text(
        "gewichte: {grosse: 1}\neinwohner: {06635014: 0}\nsoftware: {kase: {06635999: A}}\n"
        "zusammenarbeit:\n  - {beteiligte: [06635004], aufgabe: foo}\nbla: 1\n",
        encoding="utf-8",
    )
    result = ikz("partner", HATZFELD, "--angaben", str(path))
    assert result.code == 1
    places = re.findall(rf"^{re.escape(str(path))}:(\d+):\d+: ", result.err, re.MULTILINE)
    assert [int(line) for line in places] == [1, 2, 3, 3, 5, 5, 6]


def test_a_defective_rule_file_is_told(ikz: Ikz, tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(PROJECT / "rules", rules)
    path = rules / "partner" / "kriterien.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("lage: nachbar}", "lage: nachber}", 1).replace("{verhaeltnis}", "{verhältnis}", 1)
    )
    result = ikz("regeln", "pruefen", str(rules))
    assert result.code == 1
    assert "nachber" in result.out + result.err
    assert "verhältnis" in result.out + result.err


def unit(number: int, kind: str = "gemeinde") -> Unit:
    return Unit(f"{number:08}", f"Gemeinde <&> {number} mit einem sehr langen Namen am Fluss", kind, "HE", 1000, "", "", frozenset(), None)


def test_the_picture_is_accessible_and_well_formed() -> None:
    spokes = [Spoke(unit(number, kind), number, 20, outlook) for number, kind, outlook in ((1, "kreis", "gut"), (2, "verband", "ungewiss"))]
    picture = partner_picture(unit(0), [*spokes, *(Spoke(unit(number), 0, number, "nicht_erfasst") for number in range(3, 20))])
    root = ElementTree.fromstring(picture.svg)
    title, described = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert described is not None
    assert root.get("aria-labelledby") == f"{title.get('id')} {described.get('id')}"
    assert "Gemeinde <&> 2" in (described.text or "")
    lines = [item for item in root.findall(f"{SVG}line") if item.get("x1") == "450"]
    assert len(lines) == MOST_SPOKES
    assert len({item.get("stroke-dasharray") for item in lines}) == 3  # prospects differ without colour
    assert len({item.get("rx") for item in root.findall(f"{SVG}rect") if item.get("stroke")}) == 3  # kinds differ without colour


def test_nobody_around_is_a_picture_too() -> None:
    assert ElementTree.fromstring(partner_picture(unit(0), []).svg).tag == f"{SVG}svg"
