"""rules/gremien: what the way through the bodies goes by. A defective file is left out and named; the others stay in use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from .bodies import BodiesCatalogue
from .draft import Draft
from .fact import FactType, Kind
from .fields import Fields, Report
from .model import FORMS
from .nodes import Node
from .practice_folder import check_unique, read_folder
from .problem import Problem, suggestion
from .read_bodies_parts import (
    VOCABULARY,
    Reading,
    read_body,
    read_funding,
    read_majority,
    read_note,
    read_objection,
    read_part,
    read_step,
)
from .read_conditions import Vocabulary
from .read_statements import Sources

T = TypeVar("T")


def read_bodies(root: Path, draft: Draft, practice: Sources) -> None:
    """Every file of the folder; ids are unique and steps name steps that there are."""
    vocabulary = body_vocabulary(draft.vocabulary)
    draft.bodies = read_folder(root / "gremien", draft.bodies, draft, practice, partial(read_bodies_file, vocabulary), _check_ids)
    _check_funding(draft)


def body_vocabulary(questions: Vocabulary) -> Vocabulary:
    """What conditions may name: questions, derivations, and what the way itself knows."""
    return {**questions, **VOCABULARY, "form": FactType(Kind.CHOICE, tuple((form, form) for form in FORMS))}


def read_bodies_file(vocabulary: Vocabulary, node: Node, sources: Sources, report: Report) -> BodiesCatalogue:
    """One file; any of its lists may be missing."""
    fields = Fields(node, report, "Gremien")
    fields.text("titel", required=False)
    _read_own_sources(fields, sources, report)
    sources.cited = fields.words("zitiert")
    reading = Reading(vocabulary, sources, report)

    def each(key: str, reader: Callable[[Node, Reading], T]) -> tuple[T, ...]:
        return tuple(reader(item, reading) for item in fields.items(key))

    found = BodiesCatalogue(
        steps=each("schritte", read_step),
        bodies=each("gremien", read_body),
        majorities=each("mehrheiten", read_majority),
        notes=each("hinweise", read_note),
        parts=each("bausteine", read_part),
        objections=each("einwaende", read_objection),
        funding=each("foerderung", read_funding),
    )
    fields.done()
    _check_after(found, report)
    return found


def _read_own_sources(fields: Fields, sources: Sources, report: Report) -> None:
    """Sources that the practice as a whole already has stay as they are: several topics may bring the same one."""
    new = [item for item in fields.items("quellen") if Fields(item, Report(), "").text("id", required=False) not in sources.by_id]
    sources.read(tuple(new), report)


def _check_ids(part: BodiesCatalogue, before: BodiesCatalogue, report: Report) -> None:
    check_unique(
        (
            ("Den Schritt", part.steps, before.steps),
            ("Den Baustein", part.parts, before.parts),
            ("Den Einwand", part.objections, before.objections),
        ),
        report,
    )


def _check_after(part: BodiesCatalogue, report: Report) -> None:
    """A step stands after steps of its own file, none of them after itself: the order is free of circles."""
    known = {step.id: step.after for step in part.steps}
    for step in part.steps:
        for name in step.after:
            if name not in known:
                report.add(step.place, f"„nach“: Den Schritt „{name}“ gibt es nicht.", suggestion(name, known))
            elif _reaches(name, step.id, known):
                report.add(step.place, f"Der Schritt „{step.id}“ stünde nach sich selbst (über „{name}“).", "Streichen Sie „nach“.")


def _check_funding(draft: Draft) -> None:
    """An application stands after and before steps that there are, and its place leaves the order free of circles; any other is left out."""
    after = {step.id: step.after for step in draft.bodies.steps}
    good = []
    for order in draft.bodies.funding if after else ():
        wrong = [name for name in (order.after, order.before) if name and name not in after]
        for name in wrong:
            draft.problems.append(Problem(order.place, f"Förderung: Den Schritt „{name}“ gibt es nicht.", suggestion(name, after)))
        circle = not wrong and bool(order.before) and _reaches(order.after, order.before, after)
        if circle:
            text = f"Der Förderantrag kann nicht nach „{order.after}“ und vor „{order.before}“ stehen."
            draft.problems.append(Problem(order.place, text, "Vertauschen Sie „nach“ und „vor“."))
        good += [] if wrong or circle else [order]
    if after:
        draft.bodies = replace(draft.bodies, funding=tuple(good))


def _reaches(start: str, goal: str, after: dict[str, tuple[str, ...]]) -> bool:
    seen, waiting = set(), [start]
    while waiting:
        name = waiting.pop()
        if name == goal:
            return True
        if name not in seen:
            seen.add(name)
            waiting += after.get(name, ())
    return False
