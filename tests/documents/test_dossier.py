"""The dossier: every paper of a project in one set, the same bytes each time."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import pytest

from ikz_recht.advice.case import case_from, read_case
from ikz_recht.advice.opinion import advise
from ikz_recht.documents.dossier import dossier_files
from ikz_recht.documents.write import Office
from ikz_recht.planning.project import Project, ProjectFiles, project
from ikz_recht.rulebase.cache import cached_rulebase
from ikz_recht.rulebase.locate import rules_folder, templates_folder

EXAMPLES = Path(__file__).resolve().parents[2] / "docs/beispiele"
DAY = dt.date(2026, 11, 22)


def made(name: str, costs: str = "") -> Project:
    path = EXAMPLES / name
    node = read_case(path)
    rulebase = cached_rulebase(rules_folder())
    opinion = advise(case_from(node, rulebase), rulebase, DAY)
    return project(opinion, ProjectFiles(path, node, EXAMPLES / costs if costs else None))


@pytest.mark.parametrize(
    ("name", "costs"),
    [
        ("standesamt-lossetal.yaml", "kosten/standesamt-lossetal.yaml"),
        ("personalabrechnung-fuenf.yaml", ""),
        ("vergabestelle-landesgrenze.yaml", ""),
    ],
)
def test_the_index_leads_to_every_file(name: str, costs: str) -> None:
    found = made(name, costs)
    files = dossier_files(found, Office(templates_folder()), ["md"])
    links = set(re.findall(r'href="([^"]+)"', files["index.html"].decode()))
    assert links == files.keys() - {"index.html"}
    councils = [name for name in files if name.startswith("beschlussvorlage-")]
    assert len(councils) == len(found.opinion.case.participants or ())
    assert zipfile.is_zipfile(io.BytesIO(files["praesentation.pptx"]))
    if found.benefit is not None:
        assert {"nutzen.md", "kostenteilung.md"} <= files.keys()
        for paper in councils:  # the Kämmerer finds the figures in the paper
            assert "Euro" in files[paper].decode()


def test_the_same_project_gives_the_same_bytes() -> None:
    first, second = (
        dossier_files(made("standesamt-lossetal.yaml", "kosten/standesamt-lossetal.yaml"), Office(templates_folder()), ["docx", "pdf"])
        for _ in range(2)
    )
    assert first == second


def test_without_costs_the_rest_is_there_and_says_so() -> None:
    files = dossier_files(made("standesamt-lossetal.yaml"), Office(templates_folder()), ["md"])
    assert "nutzen.md" not in files
    assert "fehlen Kostenangaben" in files["index.html"].decode()
