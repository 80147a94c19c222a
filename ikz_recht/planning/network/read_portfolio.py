"""Reading a portfolio file: every defect at once, each with its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ...rulebase.fact import FactType, Kind, ValueProblem, parse_date, parse_value, show_number
from ...rulebase.fields import FACT_ID, Fields, Report
from ...rulebase.model import FORMS, OTHER_WAYS, Rulebase
from ...rulebase.network import QUANTITIES
from ...rulebase.nodes import Mapping as MappingNode
from ...rulebase.nodes import Node, Scalar, read_nodes
from ...rulebase.problem import InputProblems
from ..given import weight
from ..units import Region
from .check_portfolio import check
from .portfolio import OTHER_TASK, Cooperation, Goals, Meeting, Portfolio, Project
from .read_bodies import Bodies

FORMAT = "1"
MAX_BODIES, MAX_ENTRIES = 500, 2000
MAX_EUROS = 1_000_000_000
MAX_POSITIONS = 10_000


def read_portfolio(path: Path, region: Region, rules: Callable[[tuple[str, ...]], Rulebase]) -> Portfolio:
    """The file; `rules` loads the rules of its Länder. Raises InputProblems with every defect."""
    return portfolio_from(read_nodes(path), path, region, rules)


def portfolio_from(node: Node, path: Path, region: Region, rules: Callable[[tuple[str, ...]], Rulebase]) -> Portfolio:
    """As `read_portfolio`, from nodes."""
    report = Report()
    fields = Fields(node, report, "Netz")
    version = fields.text("netz")
    if version and version != FORMAT:
        report.add(fields.place, f"Das Format „{version}“ ist unbekannt.", f"Diese Version liest „netz: {FORMAT}“.")
    bodies = Bodies(region, report)
    entries = _limited(fields, "gemeinden", MAX_BODIES, report, required=True)
    bodies.read(entries)
    if not entries and not report:
        report.add(fields.place, "Unter „gemeinden“ steht niemand.", "Tragen Sie mindestens zwei Gemeinden mit ihrem Schlüssel ein.")
    rulebase = rules(tuple(sorted({body.unit.land for body in bodies.by_key.values()})))
    reader = _Reader(bodies, rulebase, report)
    found = Portfolio(
        path=path,
        title=fields.text("titel", required=False) or path.stem,
        as_of=fields.date("stand"),
        coordinator=fields.text("koordination", required=False),
        bodies=bodies.by_key,
        cooperations=tuple(reader.cooperation(item) for item in _limited(fields, "zusammenarbeit", MAX_ENTRIES, report)),
        projects=tuple(reader.project(item) for item in _limited(fields, "vorhaben", MAX_ENTRIES, report)),
        goals=reader.goals(fields.node("ziele")),
        meetings=tuple(reader.meeting(item) for item in _limited(fields, "sitzungen", MAX_ENTRIES, report)),
        software=reader.software(fields),
        weights={name: weight(item, name, place, rulebase, report) for name, place, item in fields.pairs("gewichte")},
        remarks=tuple(bodies.remarks),
        rulebase=rulebase,
    )
    fields.done()
    check(found, report)
    if report:
        raise InputProblems(report)
    return found


def _limited(fields: Fields, key: str, most: int, report: Report, *, required: bool = False) -> tuple[Node, ...]:
    """The items of a list; too many are refused at once instead of one by one."""
    items = fields.items(key, required=required)
    if len(items) > most:
        text = f"Unter „{key}“ stehen {show_number(len(items))} Einträge; gelesen werden höchstens {show_number(most)}."
        report.add(items[most].place, text, "Teilen Sie das Netz auf mehrere Dateien auf.")
        return ()
    return items


@dataclass
class _Reader:
    bodies: Bodies
    rulebase: Rulebase
    report: Report

    def cooperation(self, node: Node) -> Cooperation:
        fields = Fields(node, self.report, "Zusammenarbeit")
        task, title = self._task(fields)
        carrier, takers = self._body(fields, "traeger", required=True), self._several(fields, "fuer", required=True)
        forms = {**dict.fromkeys(FORMS), **OTHER_WAYS}
        found = Cooperation(
            id=fields.identifier(FACT_ID),
            task=task,
            title=title,
            carrier=carrier,
            takers=takers,
            form=fields.choice("form", forms, required=False),
            since=fields.date("seit"),
            until=fields.date("bis"),
            positions=self._within(fields.node("stellen"), "stellen", 0, MAX_POSITIONS),
            people=fields.words("personen"),
            payments=self._amounts(fields, "zahlungen", 0),
            contact=fields.text("ansprechpartner", required=False),
            needs=fields.words("braucht"),
            place=node.place,
        )
        fields.done()
        return found

    def project(self, node: Node) -> Project:
        fields = Fields(node, self.report, "Vorhaben")
        task, title = self._task(fields)
        carrier, members = self._body(fields, "traeger"), self._several(fields, "beteiligte")
        states = {state.id: state.name for state in self.rulebase.network.states}
        found = Project(
            id=fields.identifier(FACT_ID),
            task=task,
            title=title,
            carrier=carrier,
            members=members,
            wish=fields.date("wunsch"),
            state=fields.choice("stand", states, required=False) if states else fields.text("stand", required=False),
            state_since=fields.date("stand_seit"),
            next_step=fields.text("naechster_schritt", required=False),
            turn=self._turn(fields),
            deadline=fields.date("frist"),
            decided=self._days(fields, "beschlossen"),
            benefit=self._amounts(fields, "nutzen", -MAX_EUROS),
            needs=fields.words("braucht"),
            place=node.place,
        )
        fields.done()
        return found

    def meeting(self, node: Node) -> Meeting:
        fields = Fields(node, self.report, "Sitzung")
        body = self._body(fields, "gemeinde", required=True)
        day = fields.date("tag", required=True)
        meeting = Meeting(body, fields.text("gremium"), day or dt.date.min, fields.date("vorlage_bis"), node.place)
        fields.done()
        if day and meeting.papers and meeting.papers > day:
            self.report.add(node.place, "„vorlage_bis“ liegt nach der Sitzung.", "Prüfen Sie beide Tage.")
        return meeting

    def goals(self, node: Node | None) -> Goals:
        if node is None:
            return Goals()
        fields = Fields(node, self.report, "Ziele")
        words = fields.words("aufgaben")
        for word, item in zip(words, fields.items("aufgaben"), strict=False):
            if word not in self.rulebase.tasks:
                self.report.add(item.place, f"Eine Aufgabe „{word}“ gibt es nicht.", self._task_hint(word))
        quantities = {}
        for name, (low, high) in QUANTITIES.items():
            number = self._within(fields.node(name), name, low, high, whole=True)
            if number is not None:
                quantities[name] = number
        tasks = tuple(dict.fromkeys(word for word in words if word in self.rulebase.tasks))
        every = fields.choice("jede_traeger", ("ja", "nein"), required=False)
        goals = Goals(tasks, every == "ja" if every else None, fields.date("ab"), fields.date("bis"), quantities)
        fields.done()
        if len(tasks) < len(words) and len(set(words)) < len(words):
            self.report.add(node.place, "Eine Aufgabe steht unter den Zielen doppelt.", "Streichen Sie eine.")
        if goals.start and goals.until and goals.until < goals.start:
            self.report.add(node.place, "Das Ziel liegt vor dem Anfang.", "Vertauschen Sie „ab“ und „bis“.")
        return goals

    def software(self, fields: Fields) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for task, place, node in fields.pairs("software"):
            if task not in self.rulebase.tasks:
                self.report.add(place, f"Eine Aufgabe „{task}“ gibt es nicht.", self._task_hint(task))
            inner = Fields(node, self.report, "Fachverfahren")
            names = node.entries if isinstance(node, MappingNode) else {}
            found[task] = {self.bodies.find(word, at): inner.text(word) for word, (at, _) in names.items()}
        return found

    def _task(self, fields: Fields) -> tuple[str, str]:
        """The id of the task, and the file's own title for it; a task that the catalogue does not have needs a title."""
        task, title = fields.text("aufgabe"), fields.text("titel", required=False)
        node = fields.node("aufgabe")
        if task and node is not None and task not in self.rulebase.tasks and task != OTHER_TASK:
            self.report.add(node.place, f"Eine Aufgabe „{task}“ gibt es nicht.", self._task_hint(task))
        if task == OTHER_TASK and not title:
            self.report.add(fields.place, "Eine Aufgabe, die nicht im Katalog steht, braucht einen Titel.", "Ergänzen Sie „titel: …“.")
        return task, title

    def _task_hint(self, word: str) -> str:
        other = "Alle Aufgaben zeigt „ikz-recht fragen“ unter „aufgabe“; was dort fehlt, ist „andere“ mit „titel“."
        return self.report.suggestion(word, self.rulebase.tasks) or other

    def _body(self, fields: Fields, key: str, *, required: bool = False) -> str:
        word, node = fields.text(key, required=required), fields.node(key)
        return self.bodies.find(word, node.place) if word and node is not None else ""

    def _several(self, fields: Fields, key: str, *, required: bool = False) -> tuple[str, ...]:
        node = fields.node(key, required=required)
        items = (node,) if isinstance(node, Scalar) else fields.items(key)
        found = [self.bodies.find(" ".join(item.text.split()), item.place) for item in items if isinstance(item, Scalar)]
        for item in items:
            if not isinstance(item, Scalar):
                self.report.add(item.place, f"In „{key}“ stehen nur Schlüssel oder Namen.", "")
        keys = tuple(filter(None, found))
        if len(set(keys)) < len(keys):
            self.report.add(fields.place, f"In „{key}“ steht jemand doppelt.", "Streichen Sie einen Eintrag.")
        if required and node is not None and not items:
            self.report.add(node.place, f"„{key}“ ist leer.", "Nennen Sie mindestens eine Gemeinde.")
        return tuple(dict.fromkeys(keys))

    def _turn(self, fields: Fields) -> str:
        """Whose turn it is: the name of a body where the word names one, else the words as they stand."""
        word = fields.text("am_zug", required=False)
        named = self.bodies.known(word)
        return self.bodies.by_key[named].unit.name if named else word

    def _amounts(self, fields: Fields, key: str, low: float) -> dict[str, float]:
        found = {}
        for word, place, node in fields.pairs(key):
            body, amount = self.bodies.find(word, place), self._within(node, key, low, MAX_EUROS)
            if body and amount is not None:
                found[body] = amount
        return found

    def _days(self, fields: Fields, key: str) -> dict[str, dt.date]:
        found = {}
        for word, place, node in fields.pairs(key):
            body = self.bodies.find(word, place)
            try:
                day = parse_date(node.text.strip() if isinstance(node, Scalar) else "")
            except ValueProblem as problem:
                self.report.add(node.place, str(problem), problem.remedy)
                continue
            if body:
                found[body] = day
        return found

    def _within(self, node: Node | None, key: str, low: float, high: float, *, whole: bool = False) -> float | None:
        if node is None:
            return None
        try:
            value = parse_value(node.text if isinstance(node, Scalar) else "", FactType(Kind.NUMBER))
        except ValueProblem as problem:
            self.report.add(node.place, f"{key}: {problem}", problem.remedy)
            return None
        if not isinstance(value, int | float) or not low <= value <= high or (whole and not float(value).is_integer()):
            kind = "eine ganze Zahl" if whole else "eine Zahl"
            text = f"„{key}“ muss {kind} zwischen {show_number(low)} und {show_number(high)} sein."
            self.report.add(node.place, text, "Ändern Sie die Zahl.")
            return None
        return float(value)
