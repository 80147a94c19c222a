"""templates/gliederung.yaml: the sections of each draft, in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .fact import LANDS
from .fields import Fields, Report
from .model import FORMS
from .nodes import read_nodes
from .problem import InputProblems, suggestion

OPTIONAL = ("immer", "offen")


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """One section of a draft; `always`: it stands in every draft of the family.

    `optional` (YAML: `wahlweise`): it also stands where the law does not demand it, `immer` or `offen`, that is while that is undecided.
    """

    id: str
    title: str
    always: bool
    optional: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """The draft of a family of forms: what the deed is called (in some Länder otherwise: `own_deeds`) and its sections."""

    family: str
    deed: str
    sections: tuple[OutlineSection, ...]
    own_deeds: Mapping[str, str] = field(default_factory=dict)

    def deed_in(self, land: str) -> str:
        """What the deed is called in a Land."""
        return self.own_deeds.get(land, self.deed)


@dataclass(frozen=True, slots=True)
class Outlines:
    """The outline of each form; the same word may mean another thing in a Land, which then has its own (`own`, by Land and form)."""

    general: Mapping[str, Outline]
    own: Mapping[tuple[str, str], Outline]

    def of(self, land: str, form: str) -> Outline:
        """The outline of a form under the law of a Land. Raises KeyError if there is none."""
        return self.own.get((land, form)) or self.general[form]

    def clauses(self, land: str) -> dict[str, frozenset[str]]:
        """The ids of the sections of every form, as far as there is an outline for the Land."""
        outlines = {**self.general, **{form: outline for (own, form), outline in self.own.items() if own == land}}
        return {form: frozenset(section.id for section in outline.sections) for form, outline in outlines.items()}


def load_outlines(path: Path) -> Outlines:
    """The outlines of all forms. Raises InputProblems."""
    report = Report()
    fields = Fields(read_nodes(path), report, "Gliederung")
    general: dict[str, Outline] = {}
    own: dict[tuple[str, str], Outline] = {}
    for family, _, node in fields.pairs("familien"):
        inner = Fields(node, report, f"Familie {family}")
        forms = inner.words("formen", required=True)
        by_land = [(land, form) for land, part in _lands(inner) for form in part]
        sections = []
        for item in inner.items("abschnitte", required=True):
            section = Fields(item, report, "Abschnitt")
            optional = section.choice("wahlweise", OPTIONAL, required=False)
            sections.append(OutlineSection(section.text("id"), section.text("titel"), section.flag("immer", default=False), optional))
            section.done()
        outline = Outline(family, inner.text("urkunde"), tuple(sections), dict(_deeds(inner)))
        inner.done()
        general |= dict.fromkeys(forms, outline)
        own |= dict.fromkeys(by_land, outline)
        for form in (*forms, *(form for _, form in by_land)):
            if form not in FORMS:
                report.add(node.place, f"Die Form „{form}“ gibt es nicht.", suggestion(form, FORMS))
    fields.done()
    if report:
        raise InputProblems(report)
    return Outlines(general, own)


def _deeds(family: Fields) -> Iterator[tuple[str, str]]:
    """What the deed is called in some Länder."""
    node = family.node("urkunde_je_land")
    if node is None:
        return
    inner = Fields(node, family.report, "urkunde_je_land")
    yield from ((land, name) for land in LANDS if (name := inner.text(land, required=False)))
    inner.done()


def _lands(family: Fields) -> list[tuple[str, tuple[str, ...]]]:
    """The forms that belong to the family only in some Länder."""
    node = family.node("formen_je_land")
    if node is None:
        return []
    inner = Fields(node, family.report, "formen_je_land")
    found = [(land, inner.words(land)) for land in LANDS]
    inner.done()
    return found
