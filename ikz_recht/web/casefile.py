"""A case from the text of its file."""

from __future__ import annotations

from pathlib import Path

from ..advice.case import Case, case_from
from ..rulebase.model import Rulebase
from ..rulebase.nodes import parse_nodes

FILE = Path("fall.yaml")


def case_in(document: str, rulebase: Rulebase) -> Case:
    """The case of a file's text. Raises InputProblems."""
    return case_from(parse_nodes(document, FILE), rulebase)
