"""rules/partner and the practice of the tasks: what the partner finder goes by."""

from __future__ import annotations

from collections.abc import Iterable
from string import Formatter
from typing import TYPE_CHECKING

from .condition import ALWAYS, Condition
from .fact import LANDS, TASK, FactType, Kind
from .fields import FACT_ID, Fields, Report
from .nodes import Node
from .partner import (
    DIGITAL,
    PARTNER_FACTS,
    ActingLevel,
    Benefit,
    Experience,
    Grade,
    GroupSize,
    PartnerCatalogue,
    PartnerCriterion,
    PartnerRole,
    Practice,
)
from .practice_folder import check_unique
from .problem import Problem, suggestion
from .read_conditions import Vocabulary, read_condition
from .read_statements import Sources, read_evidence

if TYPE_CHECKING:
    from .model import Task

ENTRIES = ("1", "2", "3")
MAX_POINTS = 10
MAX_GROUP = 30
# What a sentence may name in braces; see planning/sentences.py.
GAPS = frozenset(
    {"gemeinde", "partner", "entfernung", "verhaeltnis", "eigene", "andere", "kleinere", "zusammen", "kreis", "rolle", "wuensche", "anzahl"}
)


def read_practice(fields: Fields, sources: Sources, report: Report) -> Practice:
    """The keys of a task in rules/aufgaben that say how it is shared."""
    entry = fields.choice("einstiegseignung", ENTRIES, required=False)
    examples = []
    for node in fields.items("praxis"):
        inner = Fields(node, report, "Praxis")
        examples.append(Experience(inner.text("text"), read_evidence(inner, sources)))
        inner.done()
    return Practice(
        partners=fields.words("uebliche_partner"),
        wishes=fields.words("partnerkriterien"),
        digital=fields.choice("digital", DIGITAL, required=False),
        entry=int(entry) if entry else 0,
        examples=tuple(examples),
    )


def partner_vocabulary(questions: Vocabulary, tasks: Iterable[Task], nodes: Iterable[Node]) -> Vocabulary:
    """What conditions of the partner files may name; roles are those that the files themselves declare."""
    groups = dict.fromkeys(task.group for task in tasks)
    roles = {name: title for node in nodes for name, title in _declared_roles(node)}
    own = {name: questions[name] for name in (TASK, "aufgabenart") if name in questions}
    choices = {"gruppe": {name: name for name in groups}, "rolle": roles}
    return {**PARTNER_FACTS, **own, **{name: FactType(Kind.CHOICE, tuple(options.items())) for name, options in choices.items()}}


def _declared_roles(node: Node) -> Iterable[tuple[str, str]]:
    for item in Fields(node, Report(), "").items("partnerarten"):
        fields = Fields(item, Report(), "")
        yield fields.text("id", required=False), fields.text("name", required=False)


def read_partner_file(vocabulary: Vocabulary, node: Node, sources: Sources, report: Report) -> PartnerCatalogue:
    """One file of rules/partner."""
    fields = Fields(node, report, "Partnersuche")
    fields.text("titel", required=False)
    sources.read(fields.items("quellen"), report)
    sources.cited = fields.words("zitiert")
    found = PartnerCatalogue(
        roles=tuple(_role(item, vocabulary, report) for item in fields.items("partnerarten")),
        criteria=tuple(_criterion(item, vocabulary, sources, report) for item in fields.items("kriterien")),
        benefits=tuple(_benefit(item, vocabulary, sources, report) for item in fields.items("nutzen")),
        sizes=tuple(_size(item, vocabulary, sources, report) for item in fields.items("gruppengroessen")),
        levels=tuple(_level(item, vocabulary, sources, report) for item in fields.items("ebenen")),
    )
    fields.done()
    return found


def check_partner_ids(part: PartnerCatalogue, before: PartnerCatalogue, report: Report) -> None:
    """An id stands for one thing."""
    check_unique((("Das Kriterium", part.criteria, before.criteria), ("Die Partnerart", part.roles, before.roles)), report)


def check_usual_partners(tasks: Iterable[Task], catalogue: PartnerCatalogue, problems: list[Problem]) -> None:
    """A task may only name kinds of partners that rules/partner explains; without such files nothing is checked."""
    known = {role.id for role in catalogue.roles}
    for task in tasks if known else ():
        for name in task.practice.partners:
            if name not in known:
                hint = suggestion(name, known) or "Die Partnerarten stehen in rules/partner."
                problems.append(Problem(task.place, f"Aufgabe „{task.id}“: Die Partnerart „{name}“ gibt es nicht.", hint))


def _role(node: Node, vocabulary: Vocabulary, report: Report) -> PartnerRole:
    fields = Fields(node, report, "Partnerart")
    role = PartnerRole(fields.identifier(FACT_ID), fields.text("name"), _when(fields, vocabulary, report), node.place)
    fields.done()
    return role


def _when(fields: Fields, vocabulary: Vocabulary, report: Report) -> Condition | None:
    node = fields.node("wenn")
    return read_condition(node, vocabulary, report) if node else None


def _criterion(node: Node, vocabulary: Vocabulary, sources: Sources, report: Report) -> PartnerCriterion:
    fields = Fields(node, report, "Kriterium der Partnersuche")
    weight = _within(fields, "gewicht", 0, MAX_POINTS)
    criterion = PartnerCriterion(
        id=fields.identifier(FACT_ID),
        name=fields.text("name"),
        weight=1.0 if weight is None else weight,
        of_group=fields.flag("gruppe", default=False),
        grades=tuple(_grade(item, vocabulary, sources, report) for item in fields.items("stufen", required=True)),
        place=node.place,
    )
    fields.done()
    return criterion


def _grade(node: Node, vocabulary: Vocabulary, sources: Sources, report: Report) -> Grade:
    fields = Fields(node, report, "Stufe")
    points = _within(fields, "punkte", -MAX_POINTS, MAX_POINTS)
    fields.text("punkte")
    grade = Grade(
        when=_when(fields, vocabulary, report) or ALWAYS,
        points=points or 0.0,
        text=_sentence(fields, required=False),
        norm=fields.text("norm", required=False),
        evidence=read_evidence(fields, sources),
    )
    fields.done()
    return grade


def _benefit(node: Node, vocabulary: Vocabulary, sources: Sources, report: Report) -> Benefit:
    fields = Fields(node, report, "Nutzen")
    benefit = Benefit(
        id=fields.identifier(FACT_ID),
        name=fields.text("name"),
        when=_when(fields, vocabulary, report) or ALWAYS,
        text=_sentence(fields),
        evidence=read_evidence(fields, sources),
    )
    fields.done()
    return benefit


def _size(node: Node, vocabulary: Vocabulary, sources: Sources, report: Report) -> GroupSize:
    fields = Fields(node, report, "Gruppengröße")
    low, high = (_within(fields, key, 2, MAX_GROUP) for key in ("mindestens", "hoechstens"))
    size = GroupSize(
        when=_when(fields, vocabulary, report) or ALWAYS,
        at_least=int(low or 2),
        at_most=int(high or low or 2),
        connected=fields.flag("zusammenhaengend", default=False),
        text=_sentence(fields),
        evidence=read_evidence(fields, sources),
    )
    if size.at_most < size.at_least:
        report.add(node.place, "„hoechstens“ liegt unter „mindestens“.", "Vertauschen Sie die Zahlen.")
    fields.done()
    return size


def _level(node: Node, vocabulary: Vocabulary, sources: Sources, report: Report) -> ActingLevel:
    fields = Fields(node, report, "Ebene")
    lands = fields.words("nur_laender")
    for land in lands:
        if land not in LANDS:
            report.add(fields.place, f"Das Land „{land}“ gibt es nicht.", suggestion(land, LANDS))
    level = ActingLevel(
        kinds=frozenset(fields.words("verband", required=True)),
        lands=frozenset(lands),
        by_member=fields.choice("durch", ("verband", "mitglied"), required=False, default="verband") == "mitglied",
        when=_when(fields, vocabulary, report) or ALWAYS,
        text=_sentence(fields),
        norm=fields.text("norm", required=False),
        evidence=read_evidence(fields, sources),
    )
    fields.done()
    return level


def _within(fields: Fields, key: str, low: float, high: float) -> float | None:
    number = fields.number(key)
    node = fields.node(key)
    if number is not None and node is not None and not low <= number <= high:
        fields.report.add(node.place, f"„{key}“ muss zwischen {low} und {high} liegen.", "Ändern Sie die Zahl.")
        return None
    return number


def _sentence(fields: Fields, *, required: bool = True) -> str:
    """A sentence; every gap in braces must be one that the program can fill."""
    text = fields.text("text", required=required)
    node = fields.node("text")
    try:
        named = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError:
        named = ["{"]
    for name in named:
        if name not in GAPS and node is not None:
            hint = suggestion(name, GAPS)
            fields.report.add(node.place, f"Eine Lücke „{{{name}}}“ gibt es nicht.", hint)
    return text
