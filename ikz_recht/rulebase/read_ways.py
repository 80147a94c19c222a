"""Paths beside the general forms: special statutes and ways outside the law of cooperation (rules/wege, wege.yaml of a Land)."""

from __future__ import annotations

from dataclasses import replace

from .condition import ALWAYS, EQUAL, ONE_OF, Compare, Condition
from .fact import TASK
from .fields import FACT_ID, Fields
from .model import FORMS, LegalForm, Rule, RuleKind, Way
from .nodes import Node
from .problem import suggestion
from .read_rules import Scope, read_rule_sections
from .read_statements import read_evidence, read_statement_names, read_validity

WAY_KINDS = {"spezialgesetz": "Weg nach einem Fachgesetz", "ausserhalb": "Weg außerhalb des Kooperationsrechts"}


def read_ways(fields: Fields, scope: Scope) -> tuple[list[LegalForm], list[Rule]]:
    """The list `wege` of a file: the paths and their rules."""
    ways: list[LegalForm] = []
    rules: list[Rule] = []
    for node in fields.items("wege"):
        way, own = _read_way(node, scope)
        if any(known.id == way.id for known in ways):
            scope.report.add(node.place, f"Der Weg „{way.id}“ steht doppelt.", "Vergeben Sie eine andere id.")
        ways.append(way)
        rules += own
    return ways, rules


def _read_way(node: Node, scope: Scope) -> tuple[LegalForm, list[Rule]]:
    fields = Fields(node, scope.report, "Weg")
    identifier = fields.identifier(FACT_ID)
    if identifier in FORMS:
        scope.report.add(node.place, f"„{identifier}“ ist eine allgemeine Form, kein Weg.", "Wählen Sie eine andere id.")
    tasks = _tasks(fields, scope)
    way = Way(
        kind=fields.choice("art", WAY_KINDS, default="spezialgesetz"),
        tasks=tasks,
        replaces=_forms(fields, "ersetzt"),
        accompanies=_forms(fields, "begleitet"),
    )
    form = LegalForm(
        id=identifier,
        land=scope.land,
        name=fields.text("bezeichnung"),
        norm=fields.text("norm"),
        legal_personality=False,
        available=True,
        text=fields.text("text"),
        evidence=read_evidence(fields, scope.sources),
        place=node.place,
        validity=read_validity(fields),
        way=way,
        statements=read_statement_names(fields),
    )
    inner = replace(scope, prefix=f"{scope.prefix}.weg.{identifier.replace('_', '-')}", topic="weg", forms=frozenset({identifier}))
    rules = read_rule_sections(fields, inner)
    fields.done()
    return form, [*rules, *_replacement(form, way, scope)]


def _tasks(fields: Fields, scope: Scope) -> frozenset[str]:
    known = dict(scope.vocabulary[TASK].options) if TASK in scope.vocabulary else {}
    tasks = fields.words("aufgaben")
    for task, item in zip(tasks, fields.items("aufgaben"), strict=False):
        if task not in known:
            scope.report.add(item.place, f"Die Aufgabe „{task}“ gibt es nicht.", suggestion(task, known))
    return frozenset(tasks)


def _forms(fields: Fields, key: str) -> frozenset[str]:
    forms = fields.words(key)
    for form, item in zip(forms, fields.items(key), strict=False):
        if form not in FORMS:
            fields.report.add(item.place, f"Die Form „{form}“ gibt es nicht.", suggestion(form, FORMS))
    return frozenset(forms)


def _replacement(form: LegalForm, way: Way, scope: Scope) -> list[Rule]:
    """That the path takes the place of general forms is an exclusion of these, with the path's own evidence."""
    if not way.replaces or form.evidence is None:
        return []
    when = concerns_task(way)
    return [
        Rule(
            id=f"{scope.prefix}.weg.{form.id.replace('_', '-')}.ersetzt",
            kind=RuleKind.EXCLUSION,
            land=form.land,
            topic="weg",
            forms=way.replaces,
            when=when,
            requires=None,
            trigger=when,
            text=f"Für diese Aufgabe tritt an die Stelle dieser Form ein eigener Weg: {form.name}.",
            norm=form.norm,
            evidence=form.evidence,
            validity=form.validity,
            place=form.place,
        )
    ]


def concerns_task(way: Way) -> Condition:
    """The condition that the chosen task is one of the path's."""
    if not way.tasks:
        return ALWAYS
    return Compare(TASK, EQUAL, next(iter(way.tasks))) if len(way.tasks) == 1 else Compare(TASK, ONE_OF, way.tasks)
