"""rules/netz: how a network grows, which risks it has, how far projects are."""

from __future__ import annotations

from string import Formatter

from .condition import ALWAYS, Condition
from .fields import FACT_ID, Fields, Report
from .network import (
    CARRIER_FACTS,
    NETWORK_FACTS,
    OCCASIONS,
    QUANTITIES,
    TASK_FACTS,
    NetworkCatalogue,
    ProjectState,
    Quantity,
    Remark,
    Risk,
    Stage,
    StartRule,
)
from .nodes import Node
from .partner import Grade
from .practice_folder import check_unique
from .problem import suggestion
from .read_conditions import Vocabulary, read_condition
from .read_statements import Sources, read_evidence

# What the sentences of risks may name in braces, besides the facts of their kind.
RISK_GAPS = frozenset({"name", "liste"})
MAX_MONTHS = 120
MAX_POINTS = 10


def read_network_file(vocabulary: Vocabulary, node: Node, sources: Sources, report: Report) -> NetworkCatalogue:
    """One file of rules/netz; `vocabulary` is that of the partner files."""
    tasks = {name: vocabulary[name] for name in TASK_FACTS if name in vocabulary}
    fields = Fields(node, report, "Netz")
    fields.text("titel", required=False)
    sources.read(fields.items("quellen"), report)
    found = NetworkCatalogue(
        stages=tuple(_stage(item, tasks, sources, report) for item in fields.items("stufen")),
        quantities=dict(_quantity(item, sources, report) for item in fields.items("groessen")),
        remarks=tuple(_remark(item, tasks, sources, report) for item in fields.items("saetze")),
        starts=tuple(_start(item, tasks, sources, report) for item in fields.items("beginn")),
        risks=tuple(_risk(item, sources, report) for item in fields.items("risiken")),
        states=tuple(_state(item, sources, report) for item in fields.items("staende")),
        carriers=tuple(_grade(item, {**tasks, **CARRIER_FACTS}, sources, report) for item in fields.items("traegereignung")),
    )
    fields.done()
    return found


def check_network_ids(part: NetworkCatalogue, before: NetworkCatalogue, report: Report) -> None:
    """An id stands for one thing."""
    check_unique(
        (
            ("Die Stufe", part.stages, before.stages),
            ("Das Risiko", part.risks, before.risks),
            ("Den Stand", part.states, before.states),
        ),
        report,
    )


def _when(fields: Fields, vocabulary: Vocabulary, report: Report) -> Condition:
    node = fields.node("wenn")
    return (read_condition(node, vocabulary, report) if node else None) or ALWAYS


def _stage(node: Node, tasks: Vocabulary, sources: Sources, report: Report) -> Stage:
    fields = Fields(node, report, "Stufe")
    when = _when(fields, tasks, report)
    stage = Stage(fields.identifier(FACT_ID), fields.text("name"), when, fields.text("text"), read_evidence(fields, sources), node.place)
    fields.done()
    return stage


def _quantity(node: Node, sources: Sources, report: Report) -> tuple[str, Quantity]:
    fields = Fields(node, report, "Größe")
    name = fields.choice("id", QUANTITIES)
    value = fields.number("wert")
    place = found.place if (found := fields.node("wert", required=True)) else fields.place
    low, high = QUANTITIES.get(name, (0, 100))
    if value is not None and not (low <= value <= high and float(value).is_integer()):
        report.add(place, f"„wert“ muss bei „{name}“ eine ganze Zahl zwischen {low} und {high} sein.", "Ändern Sie die Zahl.")
    quantity = Quantity(float(value or 0), fields.text("text"), read_evidence(fields, sources))
    fields.done()
    return name, quantity


def _remark(node: Node, tasks: Vocabulary, sources: Sources, report: Report) -> Remark:
    fields = Fields(node, report, "Satz")
    occasion = fields.choice("anlass", OCCASIONS)
    remark = Remark(occasion, _when(fields, tasks, report), fields.text("text"), read_evidence(fields, sources))
    fields.done()
    return remark


def _start(node: Node, tasks: Vocabulary, sources: Sources, report: Report) -> StartRule:
    fields = Fields(node, report, "Beginn")
    words = fields.words("monate", required=True)
    months = frozenset(int(word) for word in words if word.isascii() and word.isdigit() and 1 <= int(word[:3]) <= 12)
    if len(months) != len(words):
        report.add(node.place, "„monate“ ist eine Liste verschiedener Zahlen von 1 bis 12.", "Zum Beispiel: monate: [1, 7]")
    rule = StartRule(_when(fields, tasks, report), months, fields.text("text"), read_evidence(fields, sources))
    fields.done()
    return rule


def _grade(node: Node, vocabulary: Vocabulary, sources: Sources, report: Report) -> Grade:
    fields = Fields(node, report, "Trägereignung")
    when, points = _when(fields, vocabulary, report), fields.number("punkte")
    place = found.place if (found := fields.node("punkte", required=True)) else fields.place
    if points is not None and not -MAX_POINTS <= points <= MAX_POINTS:
        report.add(place, f"„punkte“ muss zwischen -{MAX_POINTS} und {MAX_POINTS} liegen.", "Ändern Sie die Zahl.")
    grade = Grade(when, points or 0.0, fields.text("text"), "", read_evidence(fields, sources))
    fields.done()
    return grade


def _risk(node: Node, sources: Sources, report: Report) -> Risk:
    fields = Fields(node, report, "Risiko")
    about = fields.choice("bereich", NETWORK_FACTS)
    everything = {name: kind for facts in NETWORK_FACTS.values() for name, kind in facts.items()}
    facts = NETWORK_FACTS.get(about, everything)  # a wrong word is reported once, not again for every fact
    identifier, name = fields.identifier(FACT_ID), fields.text("name")
    when = _when(fields, facts, report)
    text, remedy = _sentence(fields, "text", facts), _sentence(fields, "abhilfe", facts)
    risk = Risk(identifier, name, about, when, text, remedy, read_evidence(fields, sources), node.place)
    fields.done()
    return risk


def _sentence(fields: Fields, key: str, facts: Vocabulary) -> str:
    """A sentence; every gap in braces must be one that the program can fill."""
    text, node = fields.text(key), fields.node(key)
    try:
        named = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError:
        named = ["{"]
    for name in named:
        if name not in facts and name not in RISK_GAPS and node is not None:
            fields.report.add(node.place, f"Eine Lücke „{{{name}}}“ gibt es nicht.", suggestion(name, [*facts, *RISK_GAPS]))
    return text


def _state(node: Node, sources: Sources, report: Report) -> ProjectState:
    fields = Fields(node, report, "Stand")
    over = fields.flag("erledigt", default=False)
    low, high = (_months(fields, key) for key in ("monate_mindestens", "monate_hoechstens"))
    if (low is None) != (high is None) or (low is not None and high is not None and high < low):
        report.add(node.place, "„monate_mindestens“ und „monate_hoechstens“ gehören zusammen, das erste nicht über dem zweiten.", "")
    state = ProjectState(
        id=fields.identifier(FACT_ID),
        name=fields.text("name"),
        next_step=fields.text("naechster_schritt", required=not over),
        turn=fields.text("am_zug", required=not over),
        months=(low, high) if low is not None and high is not None else None,
        over=over,
        decides=fields.flag("beschluss", default=False),
        evidence=read_evidence(fields, sources),
        place=node.place,
    )
    fields.done()
    return state


def _months(fields: Fields, key: str) -> int | None:
    number, node = fields.number(key), fields.node(key)
    if number is not None and node is not None and not (0 <= number <= MAX_MONTHS and float(number).is_integer()):
        fields.report.add(node.place, f"„{key}“ muss eine ganze Zahl zwischen 0 und {MAX_MONTHS} sein.", "Ändern Sie die Zahl.")
        return None
    return None if number is None else int(number)
