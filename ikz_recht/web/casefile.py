"""A case from the text of its file."""

from __future__ import annotations

from pathlib import Path

from ..advice.case import Case, case_from
from ..rulebase.model import Rulebase
from ..rulebase.nodes import Scalar, parse_nodes
from ..rulebase.problem import InputProblems, Problem

FILE = Path("fall.yaml")


def case_in(document: str, rulebase: Rulebase) -> Case:
    """The case of a file's text. Raises InputProblems; also for a case that names another file, which would be one of this server."""
    case = case_from(parse_nodes(document, FILE), rulebase)
    if isinstance(case.costs, Scalar):
        remedy = "Laden Sie den Fall ohne „kosten:“ hoch, und die Datei mit den Kosten danach."
        raise InputProblems([Problem(case.costs.place, "„kosten:“ nennt hier eine andere Datei statt der Kosten.", remedy)])
    return case
