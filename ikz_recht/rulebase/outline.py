"""templates/gliederung.yaml: the sections of each draft, in order."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .fields import Fields, Report
from .model import FORMS
from .nodes import read_nodes
from .problem import InputProblems, suggestion


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """One section of a draft; `always`: it stands in every draft of the family."""

    id: str
    title: str
    always: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """The draft of a family of forms: what the deed is called and its sections."""

    family: str
    forms: tuple[str, ...]
    deed: str
    sections: tuple[OutlineSection, ...]


def load_outlines(path: Path) -> dict[str, Outline]:
    """The outline of each form. Raises InputProblems."""
    report = Report()
    fields = Fields(read_nodes(path), report, "Gliederung")
    outlines: dict[str, Outline] = {}
    for family, _, node in fields.pairs("familien"):
        inner = Fields(node, report, f"Familie {family}")
        forms = inner.words("formen", required=True)
        sections = []
        for item in inner.items("abschnitte", required=True):
            section = Fields(item, report, "Abschnitt")
            sections.append(OutlineSection(section.text("id"), section.text("titel"), section.flag("immer", default=False)))
            section.done()
        outline = Outline(family, forms, inner.text("urkunde"), tuple(sections))
        inner.done()
        for form in forms:
            if form not in FORMS:
                report.add(node.place, f"Die Form „{form}“ gibt es nicht.", suggestion(form, FORMS))
            outlines[form] = outline
    fields.done()
    if report:
        raise InputProblems(report)
    return outlines
