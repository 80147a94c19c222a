"""What conditions of the partner files may name of a task."""

from __future__ import annotations

from ..rulebase.evidence import Certainty
from ..rulebase.fact import Value
from ..rulebase.model import Task


def task_facts(task: Task) -> dict[str, Value | None]:
    """The facts of the task; None: the catalogue says nothing."""
    kind = next((preset.value for preset in task.presets if preset.question == "aufgabenart" and not preset.lands), None)
    return {
        "aufgabe": task.id,
        "gruppe": task.group,
        "digital": task.practice.digital or None,
        "einstiegseignung": task.practice.entry or None,
        "praxisbelege": sum(item.evidence.certainty is not Certainty.MEMORY for item in task.practice.examples),
        "aufgabenart": kind,
    }
