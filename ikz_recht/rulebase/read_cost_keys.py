"""rules/kostenschluessel: keys for sharing costs, and how divisions are explained."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .cost_keys import KEY_METHODS, METHODS, BaseRange, CostKey, CostKeyCatalogue, KeyStatement, ShareMethod
from .fact import TASK, FactType, Kind
from .fields import FACT_ID, Fields, Report
from .nodes import Node
from .practice_folder import check_unique
from .read_conditions import Vocabulary, read_condition
from .read_statements import Sources, read_evidence

if TYPE_CHECKING:
    from .model import Task


def cost_key_vocabulary(questions: Vocabulary, tasks: Iterable[Task]) -> Vocabulary:
    """What conditions of the files may name: the task, its kind and its group."""
    groups = dict.fromkeys(task.group for task in tasks)
    own = {name: questions[name] for name in (TASK, "aufgabenart") if name in questions}
    return {**own, "gruppe": FactType(Kind.CHOICE, tuple((name, name) for name in groups))}


def read_cost_key_file(vocabulary: Vocabulary, node: Node, sources: Sources, report: Report) -> CostKeyCatalogue:
    """One file of rules/kostenschluessel."""
    fields = Fields(node, report, "Kostenschlüssel")
    fields.text("titel", required=False)
    sources.read(fields.items("quellen"), report)
    sources.cited = fields.words("zitiert")
    base = fields.node("sockel")
    found = CostKeyCatalogue(
        keys=tuple(_key(item, vocabulary, sources, report) for item in fields.items("schluessel")),
        methods=tuple(_method(item, report) for item in fields.items("verfahren")),
        principles=_statements(fields, "grundsaetze", vocabulary, sources, report),
        base=_base(base, report) if base else None,
    )
    fields.done()
    return found


def check_cost_key_ids(part: CostKeyCatalogue, before: CostKeyCatalogue, report: Report) -> None:
    """An id stands for one thing."""
    check_unique((("Den Schlüssel", part.keys, before.keys), ("Das Verfahren", part.methods, before.methods)), report)


def _key(node: Node, vocabulary: Vocabulary, sources: Sources, report: Report) -> CostKey:
    fields = Fields(node, report, "Schlüssel")
    fits = fields.node("passt")
    key = CostKey(
        id=fields.identifier(FACT_ID),
        name=fields.text("name"),
        method=fields.choice("verfahren", KEY_METHODS),
        formula=fields.text("formel"),
        fits=read_condition(fits, vocabulary, report) if fits else None,
        advantages=_statements(fields, "vorteile", vocabulary, sources, report),
        drawbacks=_statements(fields, "nachteile", vocabulary, sources, report),
        examples=_statements(fields, "praxis", vocabulary, sources, report),
        place=node.place,
    )
    fields.done()
    return key


def _method(node: Node, report: Report) -> ShareMethod:
    fields = Fields(node, report, "Verfahren")
    name = fields.choice("id", METHODS)
    method = ShareMethod(name, fields.text("name"), fields.text("text"), fields.text("nach", required=False), node.place)
    fields.done()
    return method


def _statements(fields: Fields, key: str, vocabulary: Vocabulary, sources: Sources, report: Report) -> tuple[KeyStatement, ...]:
    found = []
    for node in fields.items(key):
        inner = Fields(node, report, "Aussage")
        fits = inner.node("passt")
        condition = read_condition(fits, vocabulary, report) if fits else None
        found.append(KeyStatement(inner.text("text"), read_evidence(inner, sources), inner.text("norm", required=False), condition))
        inner.done()
    return tuple(found)


def _base(node: Node, report: Report) -> BaseRange:
    fields = Fields(node, report, "Sockel")
    low, high = fields.number("mindestens"), fields.number("hoechstens")
    fields.done()
    if low is None or high is None or not 0 <= low <= high <= 100:
        report.add(
            node.place, "Der Sockel braucht „mindestens“ und „hoechstens“ in Prozent.", "Zum Beispiel: {mindestens: 20, hoechstens: 50}."
        )
        return BaseRange(0.0, 0.0)
    return BaseRange(float(low), float(high))
