"""One file of rules/change: what change plans are made of."""

from __future__ import annotations

from collections.abc import Iterable
from string import Formatter
from typing import TYPE_CHECKING

from .change import (
    CHANGE_FACTS,
    MOST_STAGES,
    NOTE_TOPICS,
    READINESS_GROUPS,
    TRACKS,
    CaseUnit,
    ChangeCatalogue,
    Measure,
    Message,
    Note,
    ObservedDuration,
    Pace,
    Phase,
    ProcedureText,
    Readiness,
    Risk,
    Role,
    Stage,
    StageGoal,
    Step,
    Variant,
)
from .condition import ALWAYS, Condition
from .fact import FactType, Kind
from .fields import FACT_ID, Fields, Report
from .model import FORMS, STEPS
from .nodes import Node
from .problem import suggestion
from .read_conditions import Vocabulary, read_condition
from .read_statements import Sources, read_evidence

if TYPE_CHECKING:
    from .model import Task

MAX_MONTHS = 120
MAX_EFFORT = 10
# What a sentence may name in braces; planning/change/sentences.py fills it.
GAPS = frozenset({"aufgabe", "anzahl", "fall", "faelle"})


def change_vocabulary(questions: Vocabulary, tasks: Iterable[Task]) -> Vocabulary:
    """What conditions of the change files may name."""
    groups = tuple((name, name) for name in dict.fromkeys(task.group for task in tasks))
    own = {
        "form": FactType(Kind.CHOICE, tuple((form, form) for form in FORMS)),
        "gruppe": FactType(Kind.CHOICE, groups),
        "verfahren": FactType(Kind.MULTI, tuple((step, step) for step in STEPS)),
    }
    return {**questions, **CHANGE_FACTS, **own}


def read_change_file(vocabulary: Vocabulary, node: Node, sources: Sources, report: Report) -> ChangeCatalogue:
    """One file of rules/change."""
    fields = Fields(node, report, "Veränderungsplan")
    fields.text("titel", required=False)
    part = _Part(vocabulary, sources, report)
    found = ChangeCatalogue(
        phases=tuple(part.phase(item) for item in fields.items("phasen")),
        paces=tuple(part.pace(item) for item in fields.items("tempo")),
        steps=tuple(part.step(item) for item in fields.items("schritte")),
        procedure=tuple(part.procedure(item) for item in fields.items("verfahren")),
        roles=tuple(part.role(item) for item in fields.items("rollen")),
        stages=tuple(part.stage(item) for item in fields.items("stufen")),
        goals=tuple(part.goal(item) for item in fields.items("stufenziele")),
        notes=tuple(part.note(item) for item in fields.items("hinweise")),
        units=tuple(part.unit(item) for item in fields.items("zaehleinheiten")),
        messages=tuple(part.message(item) for item in fields.items("kommunikation")),
        risks=tuple(part.risk(item) for item in fields.items("risiken")),
        measures=tuple(part.measure(item) for item in fields.items("kennzahlen")),
        readiness=tuple(part.readiness(item) for item in fields.items("bereitschaft")),
        observed=tuple(part.observed(item) for item in fields.items("dauern")),
    )
    fields.done()
    return found


class _Part:
    """Reads the entries of a file; defects go to the report."""

    def __init__(self, vocabulary: Vocabulary, sources: Sources, report: Report) -> None:
        self.vocabulary, self.sources, self.report = vocabulary, sources, report

    def phase(self, node: Node) -> Phase:
        fields = Fields(node, self.report, "Phase")
        low, high = (self._number(fields, key, 0, MAX_MONTHS) for key in ("monate_ab", "monate_bis"))
        phase = Phase(
            id=fields.identifier(FACT_ID),
            name=fields.text("name"),
            months=(low or 0.0, high or low or 0.0),
            outcome=self._sentence(fields, "ergebnis"),
            when=self._when(fields),
            evidence=read_evidence(fields, self.sources),
            place=node.place,
        )
        if low is None or high is None or phase.months[1] < phase.months[0]:
            self.report.add(node.place, "Eine Phase braucht „monate_ab“ und „monate_bis“, in dieser Folge.", "Ergänzen Sie die Zahlen.")
        fields.done()
        return phase

    def pace(self, node: Node) -> Pace:
        fields = Fields(node, self.report, "Tempo")
        share = self._number(fields, "anteil", -1, 1)
        fields.text("anteil")
        pace = Pace(fields.text("phase"), self._when(fields), share or 0.0, self._sentence(fields), read_evidence(fields, self.sources))
        fields.done()
        return pace

    def step(self, node: Node) -> Step:
        fields = Fields(node, self.report, "Schritt")
        effort = self._number(fields, "aufwand", 0, MAX_EFFORT)
        months = self._number(fields, "monate_nach_start", 0, MAX_MONTHS)
        step = Step(
            id=fields.identifier(FACT_ID),
            phase=fields.text("phase"),
            track=fields.choice("art", TRACKS),
            text=self._sentence(fields),
            variants=self._variants(fields),
            roles=fields.words("wer", required=True),
            effort=1.0 if effort is None else effort,
            after=fields.words("nach"),
            when=self._when(fields),
            milestone=fields.flag("meilenstein", default=False),
            short=self._sentence(fields, "kurz", required=False),
            anchor=fields.flag("start", default=False),
            procedure=fields.flag("rechtsverfahren", default=False),
            months_after=None if months is None else int(months),
            outcome=self._sentence(fields, "ergebnis", required=False),
            evidence=read_evidence(fields, self.sources),
            place=node.place,
            way_end=fields.text("gremien_bis", required=False),
            way_begin=fields.text("gremien_ab", required=False),
        )
        if step.milestone and not step.short:
            self.report.add(node.place, f"Der Meilenstein „{step.id}“ hat keinen kurzen Namen.", "Ergänzen Sie „kurz: …“ für das Bild.")
        fields.done()
        return step

    def procedure(self, node: Node) -> ProcedureText:
        fields = Fields(node, self.report, "Verfahrensschritt")
        found = ProcedureText(
            fields.choice("schritt", STEPS),
            self._sentence(fields),
            fields.text("kurz"),
            fields.words("wer", required=True),
            fields.flag("immer", default=False),
            read_evidence(fields, self.sources),
            node.place,
        )
        fields.done()
        return found

    def role(self, node: Node) -> Role:
        fields = Fields(node, self.report, "Rolle")
        role = Role(
            fields.identifier(FACT_ID),
            fields.text("name"),
            self._variants(fields),
            self._sentence(fields, "aufgabe"),
            read_evidence(fields, self.sources),
            node.place,
        )
        fields.done()
        return role

    def stage(self, node: Node) -> Stage:
        fields = Fields(node, self.report, "Stufe")
        number = self._number(fields, "stufe", 1, MOST_STAGES)
        stage = Stage(int(number or 1), fields.text("name"), self._sentence(fields), read_evidence(fields, self.sources), node.place)
        fields.done()
        return stage

    def goal(self, node: Node) -> StageGoal:
        fields = Fields(node, self.report, "Stufenziel")
        number = self._number(fields, "stufe", 1, MOST_STAGES)
        goal = StageGoal(self._when(fields), int(number or 1), self._sentence(fields), read_evidence(fields, self.sources))
        fields.done()
        return goal

    def note(self, node: Node) -> Note:
        fields = Fields(node, self.report, "Hinweis")
        topic = fields.choice("thema", NOTE_TOPICS)
        note = Note(topic, self._when(fields), self._sentence(fields), read_evidence(fields, self.sources))
        fields.done()
        return note

    def unit(self, node: Node) -> CaseUnit:
        fields = Fields(node, self.report, "Zähleinheit")
        offices = ("front", "back", "gemischt")
        unit = CaseUnit(
            self._when(fields),
            fields.text("fall"),
            fields.text("faelle"),
            fields.choice("buero", offices),
            read_evidence(fields, self.sources),
        )
        fields.done()
        return unit

    def message(self, node: Node) -> Message:
        fields = Fields(node, self.report, "Kommunikation")
        message = Message(
            fields.text("zielgruppe"),
            fields.text("phase"),
            fields.text("schritt", required=False),
            self._when(fields),
            self._sentence(fields),
            fields.words("wer", required=True),
            read_evidence(fields, self.sources),
            node.place,
        )
        fields.done()
        return message

    def risk(self, node: Node) -> Risk:
        fields = Fields(node, self.report, "Risiko")
        risk = Risk(
            id=fields.identifier(FACT_ID),
            name=fields.text("name"),
            pattern=self._sentence(fields, "muster"),
            single=fields.flag("einzelfall", default=False),
            when=self._when(fields),
            signs=self._sentence(fields, "anzeichen"),
            remedy=self._sentence(fields, "gegenmittel"),
            steps=fields.words("schritte"),
            evidence=read_evidence(fields, self.sources),
            remedy_evidence=read_evidence(fields, self.sources, "beleg_gegenmittel"),
            place=node.place,
        )
        fields.done()
        return risk

    def measure(self, node: Node) -> Measure:
        fields = Fields(node, self.report, "Kennzahl")
        measure = Measure(
            fields.identifier(FACT_ID),
            self._sentence(fields, "name"),
            self._sentence(fields, "messung"),
            self._when(fields),
            read_evidence(fields, self.sources),
            node.place,
        )
        fields.done()
        return measure

    def readiness(self, node: Node) -> Readiness:
        fields = Fields(node, self.report, "Bereitschaftsfrage")
        stage = self._number(fields, "ab_stufe", 0, MOST_STAGES)
        question = Readiness(
            id=fields.identifier(FACT_ID),
            group=fields.choice("gruppe", READINESS_GROUPS),
            text=self._sentence(fields),
            help=self._sentence(fields, "hilfe", required=False),
            gap=self._sentence(fields, "luecke"),
            stage=int(stage or 0),
            when=self._when(fields),
            step=fields.text("schritt"),
            saves=fields.flag("erspart", default=False),
            evidence=read_evidence(fields, self.sources),
            place=node.place,
        )
        fields.done()
        return question

    def observed(self, node: Node) -> ObservedDuration:
        fields = Fields(node, self.report, "Dauer")
        observed = ObservedDuration(self._when(fields), self._sentence(fields), read_evidence(fields, self.sources))
        fields.done()
        return observed

    def _when(self, fields: Fields) -> Condition:
        node = fields.node("wenn")
        return read_condition(node, self.vocabulary, self.report) if node else ALWAYS

    def _variants(self, fields: Fields) -> tuple[Variant, ...]:
        found = []
        for node in fields.items("varianten"):
            inner = Fields(node, self.report, "Variante")
            inner.node("wenn", required=True)
            evidence = read_evidence(inner, self.sources) if inner.node("beleg") else None
            found.append(Variant(self._when(inner), self._sentence(inner), inner.words("wer"), evidence))
            inner.done()
        return tuple(found)

    def _number(self, fields: Fields, key: str, low: float, high: float) -> float | None:
        number, node = fields.number(key), fields.node(key)
        if number is not None and node is not None and not low <= number <= high:
            self.report.add(node.place, f"„{key}“ muss zwischen {low:g} und {high:g} liegen.", "Ändern Sie die Zahl.")
            return None
        return number

    def _sentence(self, fields: Fields, key: str = "text", *, required: bool = True) -> str:
        """A sentence; every gap in braces must be one that the program can fill."""
        text, node = fields.text(key, required=required), fields.node(key)
        try:
            named = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
        except ValueError:
            named = []
            self.report.add(
                node.place if node else fields.place, "Eine geschweifte Klammer ist nicht geschlossen.", "Schreiben Sie {anzahl}."
            )
        for name in named:
            if name not in GAPS and node is not None:
                self.report.add(node.place, f"Eine Lücke „{{{name}}}“ gibt es nicht.", suggestion(name, GAPS))
        return text
