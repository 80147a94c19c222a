"""Federal law by topic, task catalogue, suitability criteria."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .condition import ALWAYS, CONTAINS, EQUAL, AnyOf, Compare, Condition, both
from .fact import LANDS, PARTICIPANT_KINDS, PRIVATE_KINDS, TASK
from .fields import FACT_ID, Fields, Report
from .model import CRITERION_GROUPS, DIRECTIONS, FORMS, OTHER_WAYS, Criterion, CriterionEffect, Holder, Preset, Rule, Task
from .nodes import Mapping, Node
from .problem import suggestion
from .read_conditions import Vocabulary, read_condition, read_value
from .read_partner import read_practice
from .read_rules import FEDERAL_KINDS, Scope, read_rule
from .read_statements import Sources, read_evidence, read_forms, read_statement_names


def read_topic(node: Node, vocabulary: Vocabulary, sources: Sources, report: Report) -> tuple[str, str, list[Rule]]:
    """One file of rules/bund: the topic's id, its title and its rules."""
    fields = Fields(node, report, "Thema")
    topic, title = fields.text("thema"), fields.text("titel")
    sources.read(fields.items("quellen"), report)
    fields.words("offen")
    scope = Scope(f"bund.{topic}", "BUND", topic, None, vocabulary, sources, report)
    rules = [_topic_rule(item, scope) for item in fields.items("regeln", required=True)]
    fields.done()
    if topic and topic != node.place.path.stem:
        report.add(node.place, f"Die Datei nennt das Thema „{topic}“.", f"Sie muss dann „{topic}.yaml“ heißen.")
    return topic, title, rules


def _topic_rule(node: Node, scope: Scope, *, norm_required: bool = True, extra: Condition = ALWAYS) -> Rule:
    """A rule whose kind stands in its key `art`."""
    fields = Fields(node, scope.report if isinstance(node, Mapping) else Report(), "Regel")
    kind = FEDERAL_KINDS[fields.choice("art", FEDERAL_KINDS, default="hinweis") or "hinweis"]
    return read_rule(_without(node, ("art",)), kind, scope, norm_required=norm_required, extra=extra)


def _peek(node: Node, key: str) -> str:
    return Fields(node, Report(), "").text(key, required=False)


def _without(node: Node, keys: tuple[str, ...]) -> Node:
    if not isinstance(node, Mapping):
        return node
    return Mapping(node.place, {key: value for key, value in node.entries.items() if key not in keys})


def task_names(node: Node) -> list[tuple[str, str]]:
    """Ids and names of the tasks of a file, for the question `aufgabe`."""
    fields = Fields(node, Report(), "")
    return [(_peek(item, "id"), _peek(item, "name")) for item in fields.items("aufgaben")]


def task_keywords(node: Node) -> list[tuple[str, str]]:
    """Ids of the tasks of a file, each with the further words by which somebody in a town hall looks for it."""
    fields = Fields(node, Report(), "")
    return [(_peek(item, "id"), " ".join(Fields(item, Report(), "").words("stichworte"))) for item in fields.items("aufgaben")]


def read_tasks(node: Node, vocabulary: Vocabulary, sources: Sources, report: Report) -> tuple[list[Task], list[Rule]]:
    """One file of rules/aufgaben."""
    fields = Fields(node, report, "Aufgabengruppe")
    group = fields.text("gruppe")
    title = fields.text("titel")
    tasks: list[Task] = []
    rules: list[Rule] = []
    for item in fields.items("aufgaben", required=True):
        task, task_rules = _read_task(item, (group, title), vocabulary, sources, report)
        tasks.append(task)
        rules += task_rules
    fields.done()
    return tasks, rules


def _read_task(node: Node, group: tuple[str, str], vocabulary: Vocabulary, sources: Sources, report: Report) -> tuple[Task, list[Rule]]:
    fields = Fields(node, report, "Aufgabe")
    identifier = fields.identifier(FACT_ID)
    usual_forms = fields.words("uebliche_formen")
    for form in usual_forms:
        if form not in FORMS and form not in OTHER_WAYS:
            report.add(fields.place, f"Die Form „{form}“ gibt es nicht.", suggestion(form, [*FORMS, *OTHER_WAYS]))
    task = Task(
        id=identifier,
        name=fields.text("name"),
        group=group[0],
        group_title=group[1],
        usual_forms=usual_forms,
        presets=tuple(_read_preset(item, vocabulary, sources, report) for item in fields.items("vorgaben")),
        place=node.place,
        holders=tuple(_read_holder(item, sources, report) for item in fields.items("traeger")),
        practice=read_practice(fields, sources, report),
    )
    fields.words("stichworte")  # see task_keywords
    rules = []
    for item in fields.items("regeln"):
        extra = both(Compare("aufgabe", EQUAL, identifier), _lands_condition(_lands(Fields(item, report, "Regel"), report)))
        scope = Scope("aufgabe", "BUND", "aufgabe", None, vocabulary, sources, report)
        rules.append(_topic_rule(_without(item, ("nur_laender",)), scope, norm_required=False, extra=extra))
    fields.done()
    return task, rules


def _read_holder(node: Node, sources: Sources, report: Report) -> Holder:
    """Who holds the task in some Länder; `alle` stands for every public body (each holds its own internal tasks)."""
    fields = Fields(node, report, "Träger der Aufgabe")
    words = fields.words("stellen", required=True)
    known = {"alle": "alle öffentlichen Beteiligten", **PARTICIPANT_KINDS}
    for word, item in zip(words, fields.items("stellen"), strict=False):
        if word not in known:
            report.add(item.place, f"Die Art „{word}“ von Beteiligten gibt es nicht.", suggestion(word, known))
    low, high = fields.number("einwohner_ab"), fields.number("einwohner_unter")
    holder = Holder(
        lands=_lands(fields, report),
        kinds=frozenset(PARTICIPANT_KINDS.keys() - PRIVATE_KINDS) if "alle" in words else frozenset(words),
        at_least=None if low is None else int(low),
        below=None if high is None else int(high),
        possible=fields.flag("moeglich", default=False),
        evidence=read_evidence(fields, sources),
        norm=fields.text("norm", required=False),
    )
    fields.done()
    return holder


def _lands(fields: Fields, report: Report) -> frozenset[str]:
    lands = fields.words("nur_laender")
    for land in lands:
        if land not in LANDS:
            report.add(fields.place, f"Das Land „{land}“ gibt es nicht.", suggestion(land, LANDS))
    return frozenset(lands)


def _lands_condition(lands: frozenset[str]) -> Condition:
    parts = tuple(Compare("laender", CONTAINS, land) for land in sorted(lands))
    return ALWAYS if not parts else parts[0] if len(parts) == 1 else AnyOf(parts)


def _read_preset(node: Node, vocabulary: Vocabulary, sources: Sources, report: Report) -> Preset:
    fields = Fields(node, report, "Vorgabe")
    question = fields.text("frage")
    value_node = fields.node("wert", required=True)
    value: object = None
    if question and question not in vocabulary:
        report.add(node.place, f"Eine Frage „{question}“ gibt es nicht.", suggestion(question, vocabulary))
    elif value_node is not None:
        value = read_value(value_node, vocabulary[question], report)
    preset = Preset(
        question=question,
        value=value if value is not None else False,  # type: ignore[arg-type]
        lands=_lands(fields, report),
        evidence=read_evidence(fields, sources),
        norm=fields.text("norm", required=False),
        statements=read_statement_names(fields),
    )
    fields.done()
    return preset


def read_criteria(vocabulary: Vocabulary, tasks: Iterable[Task], node: Node, sources: Sources, report: Report) -> list[Criterion]:
    """One file of rules/eignung; `tasks` say which forms are usual for them."""
    fields = Fields(node, report, "Kriteriengruppe")
    group = fields.choice("gruppe", list(CRITERION_GROUPS), default="steuerung")
    fields.text("titel")
    criteria = []
    for item in fields.items("kriterien", required=True):
        inner = Fields(item, report, "Kriterium")
        identifier = inner.identifier()
        text = inner.text("text")
        usual = inner.node("uebliche_formen")
        effects = tuple(
            _read_effect(effect, identifier, group, vocabulary, sources, report)
            for effect in inner.items("wirkungen", required=usual is None)
        )
        if usual is not None:
            effects += tuple(_usual_effects(usual, identifier, group, tasks, sources, report))
        inner.done()
        criteria.append(Criterion(identifier, group, text, effects))
    fields.done()
    return criteria


def _usual_effects(
    node: Node, criterion: str, group: str, tasks: Iterable[Task], sources: Sources, report: Report
) -> Iterator[CriterionEffect]:
    """For each task that its usual forms are usual. One effect per task, so that a slice holds only its own."""
    fields = Fields(node, report, "Übliche Formen")
    strength = int(fields.choice("staerke", ("1", "2", "3"), default="1"))
    text, evidence = fields.text("text"), read_evidence(fields, sources)
    fields.done()
    for task in tasks:
        if task.usual_forms:
            yield CriterionEffect(
                id=f"eignung.{criterion}.{task.id.replace('_', '-')}",
                criterion=criterion,
                group=group,
                forms=frozenset(task.usual_forms),
                trigger=Compare(TASK, EQUAL, task.id),
                direction="pro",
                strength=strength,
                text=text,
                evidence=evidence,
                place=node.place,
            )


def _read_effect(node: Node, criterion: str, group: str, vocabulary: Vocabulary, sources: Sources, report: Report) -> CriterionEffect:
    fields = Fields(node, report, "Wirkung")
    when = fields.node("wenn")
    strength = fields.choice("staerke", ("1", "2", "3"), default="1")
    effect = CriterionEffect(
        id=f"eignung.{criterion}.{fields.identifier()}",
        criterion=criterion,
        group=group,
        forms=read_forms(fields, other_ways=True),
        trigger=read_condition(when, vocabulary, report) if when else ALWAYS,
        direction=fields.choice("richtung", DIRECTIONS, default="neutral"),
        strength=int(strength),
        text=fields.text("text"),
        evidence=read_evidence(fields, sources),
        place=node.place,
    )
    fields.done()
    return effect
