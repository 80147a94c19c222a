"""What the user says about municipalities beyond the register: weights, software, who works together already, inhabitants.

The file (`--angaben`):

    gewichte: {groesse: 2, raum: 1}
    einwohner: {06635014: 2900}
    software: {kasse: {06635004: Verfahren A, 06635014: Verfahren A}}
    zusammenarbeit:
      - {beteiligte: [06635004, 06635014], aufgabe: kaemmerei}
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..rulebase.fact import FactType, Kind, ValueProblem, parse_value, show_number
from ..rulebase.fields import Fields, Report
from ..rulebase.model import Rulebase
from ..rulebase.nodes import Mapping as MappingNode
from ..rulebase.nodes import Node, Scalar, read_nodes
from ..rulebase.problem import InputProblems, Place, suggestion
from .units import Unit

MAX_WEIGHT = 10.0
MAX_PEOPLE = 20_000_000


@dataclass(frozen=True)
class Given:
    """What was said. `software`: by task and key the name of the program; `together`: keys that work together, with the task ("": some task)."""

    weights: Mapping[str, float] = field(default_factory=dict)
    inhabitants: Mapping[str, int] = field(default_factory=dict)
    software: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    together: tuple[tuple[frozenset[str], str], ...] = ()

    def same_software(self, task: str, first: Unit, second: Unit) -> bool | None:
        """Whether both use the same program for the task; None if that is not known of one."""
        names = self.software.get(task, {})
        one, two = names.get(first.key), names.get(second.key)
        return None if one is None or two is None else one.casefold() == two.casefold()

    def work_together(self, first: Unit, second: Unit, task: str = "") -> bool | None:
        """True if both work together, with `task` in this one; None if nothing is said."""
        pair = {first.key, second.key}
        return True if any(pair <= keys and task in ("", own) for keys, own in self.together) else None


def read_given(path: Path, rulebase: Rulebase, known: Collection[str]) -> Given:
    """The file; `known` are the keys of the register. Raises InputProblems with every defect."""
    report = Report()
    fields = Fields(read_nodes(path), report, "Angaben")
    weights = {name: weight(node, name, place, rulebase, report) for name, place, node in fields.pairs("gewichte")}
    people = {}
    for key, place, node in fields.pairs("einwohner"):
        _check_key(key, place, known, report)
        people[key] = int(_number(node, 1, MAX_PEOPLE, report))
    software: dict[str, dict[str, str]] = {}
    for task, place, node in fields.pairs("software"):
        _check_task(task, place, rulebase, report)
        inner = Fields(node, report, "Fachverfahren")
        names = node.entries if isinstance(node, MappingNode) else {}
        software[task] = {key: inner.text(key) for key in names}
        for key, (key_place, _) in names.items():
            _check_key(key, key_place, known, report)
    together = tuple(_together(node, rulebase, known, report) for node in fields.items("zusammenarbeit"))
    fields.done()
    if report:
        raise InputProblems(report)
    return Given(weights, people, software, together)


def _together(node: Node, rulebase: Rulebase, known: Collection[str], report: Report) -> tuple[frozenset[str], str]:
    fields = Fields(node, report, "Zusammenarbeit")
    keys = fields.words("beteiligte", required=True)
    for key, item in zip(keys, fields.items("beteiligte"), strict=False):
        _check_key(key, item.place, known, report)
    if len(set(keys)) < 2:
        report.add(node.place, "Zusammenarbeit braucht mindestens zwei Beteiligte.", "Nennen Sie zwei verschiedene Schlüssel.")
    task = fields.text("aufgabe", required=False)
    task_node = fields.node("aufgabe")
    if task and task_node is not None:
        _check_task(task, task_node.place, rulebase, report)
    fields.done()
    return frozenset(keys), task


def _check_task(task: str, place: Place, rulebase: Rulebase, report: Report) -> None:
    if task not in rulebase.tasks:
        hint = suggestion(task, rulebase.tasks) or "Die Aufgaben zeigt „ikz-recht fragen“ unter „aufgabe“."
        report.add(place, f"Eine Aufgabe „{task}“ gibt es nicht.", hint)


def _check_key(key: str, place: Place, known: Collection[str], report: Report) -> None:
    if key not in known:
        report.add(place, f"Den Schlüssel „{key}“ gibt es im Register nicht.", "Schlüssel findet „ikz-recht register suchen NAME“.")


def weight(node: Node, name: str, place: Place, rulebase: Rulebase, report: Report) -> float:
    """The weight of a criterion, 0 to MAX_WEIGHT."""
    names = [item.id for item in rulebase.partner.criteria]
    if name not in names:
        report.add(place, f"Ein Kriterium „{name}“ gibt es nicht.", suggestion(name, names))
    return _number(node, 0, MAX_WEIGHT, report)


def _number(node: Node, low: float, high: float, report: Report) -> float:
    try:
        value = parse_value(node.text if isinstance(node, Scalar) else "", FactType(Kind.NUMBER))
    except ValueProblem as problem:
        report.add(node.place, str(problem), problem.remedy)
        return low
    if not isinstance(value, int | float) or not low <= value <= high:
        report.add(node.place, f"Die Zahl muss zwischen {show_number(low)} und {show_number(high)} liegen.", "Ändern Sie die Zahl.")
        return low
    return float(value)
