"""The findings of the partner search as German lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..rulebase.fact import show_number
from .explain import BENEFIT, CLARIFY, PRACTICE, Reason, reasons
from .partners import LEGAL, Suggestion
from .search import Result
from .units import Unit

SHOWN_TASKS = 10
OUTLOOK_TEXT = {
    "sicher": "rechtlich möglich",
    "durch_gestaltung": "rechtlich möglich bei entsprechender Gestaltung",
    "im_regelfall": "im Regelfall rechtlich möglich",
    "ungewiss": "rechtlich ungewiss",
    "nicht_erfasst": "rechtlich nicht beurteilt",
}
_CERTAINTY = {"sekundaer": "nach Sekundärquelle", "erinnerung": "Einschätzung"}


def partner_lines(result: Result, *, every: bool = False) -> Iterator[str]:
    """The best tasks with their partners; every task with `every`, and all reasons where tasks were named."""
    findings = result.findings
    own = result.region.municipality(findings.own)
    yield f"Partner für {unit_text(own)}{f', {result.district}' if result.district else ''}"
    tasks = by_task(result)
    suggested = "1 Aufgabe" if len(tasks) == 1 else f"{len(tasks)} Aufgaben"
    yield f"{show_number(findings.compared)} Paare aus Aufgabe und Partner verglichen, {suggested} mit Vorschlag."
    detailed = bool(result.wish.tasks)
    shown = len(tasks) if every or detailed else SHOWN_TASKS
    for number, (pairs, group) in enumerate(tasks[:shown], start=1):
        yield ""
        yield from _task_lines(number, pairs, group, result, detailed=detailed)
    if len(tasks) > shown:
        yield ""
        yield f"Gezeigt sind die {shown} besten Aufgaben; alle zeigt --alle, Gründe im Einzelnen --aufgaben KENNUNG."
    for reason, count in Counter(item.reason for item in findings.left).items():
        names = [item.task.name for item in findings.left if item.reason == reason]
        yield ""
        yield f"Ohne Vorschlag ({count}): {reason} Betrifft: {'; '.join(names)}."


def by_task(result: Result) -> list[tuple[list[Suggestion], Suggestion | None]]:
    """The pairs of each task with its group, the task with the best pair first."""
    groups = {item.task.id: item for item in result.findings.groups}
    pairs: dict[str, list[Suggestion]] = {}
    for item in result.findings.suggestions:
        pairs.setdefault(item.task.id, []).append(item)
    return [(items, groups.get(task)) for task, items in pairs.items()]


def _task_lines(number: int, pairs: list[Suggestion], group: Suggestion | None, result: Result, *, detailed: bool) -> Iterator[str]:
    first = pairs[0]
    acting = f" ({first.own.name})" if first.level else ""
    yield f"{number:>2}. {first.task.name}{acting} [{first.task.id}]"
    for item in pairs if detailed else pairs[:1]:
        yield f"    {_names(item)}: {points_text(item.points)}; {form_text(item)}"
        for reason in shown_reasons(item, result, detailed=detailed):
            yield f"      {_sign(reason)} {reason.text}{_origin(reason)}"
    others = [f"{item.partners[0].name} ({show_number(round(item.points, 1))})" for item in pairs[1:]]
    if others and not detailed:
        yield f"    auch: {', '.join(others)}"
    if group is not None:
        yield f"    als Gruppe: {_names(group)}, {points_text(group.points)}; {form_text(group)}"
        if detailed:
            for reason in shown_reasons(group, result, detailed=True):
                if reason.kind not in (BENEFIT, PRACTICE, CLARIFY):
                    yield f"      {_sign(reason)} {reason.text}{_origin(reason)}"


def shown_reasons(item: Suggestion, result: Result, *, detailed: bool) -> list[Reason]:
    """All reasons, or the two that speak most for the partner and the one that speaks most against it."""
    found = reasons(item, result.rulebase, result.district)
    if detailed:
        return found
    weighty = [reason for reason in found if reason.points and reason.kind != LEGAL]
    positive = [reason for reason in weighty if (reason.points or 0) > 0][:3]
    negative = [reason for reason in weighty if (reason.points or 0) < 0][:1]
    return [*positive, *negative]


def unit_text(unit: Unit) -> str:
    """Name, key and inhabitants."""
    people = "Einwohnerzahl unbekannt" if unit.inhabitants is None else f"{show_number(unit.inhabitants)} Einwohner"
    return f"{unit.name} (AGS {unit.key}, {people})"


def form_text(item: Suggestion) -> str:
    """Prospect and form."""
    outlook = OUTLOOK_TEXT.get(item.verdict.outlook, item.verdict.outlook)
    return f"{outlook}: {item.verdict.name}" if item.verdict.name else outlook


def points_text(points: float) -> str:
    """„1 Punkt“, „2,5 Punkte“."""
    shown = show_number(round(points, 1))
    return f"{shown} Punkt" if shown in ("1", "−1") else f"{shown} Punkte"


def _names(item: Suggestion) -> str:
    return " + ".join(unit.name for unit in item.partners)


def _sign(reason: Reason) -> str:
    if reason.points is None or not reason.points:
        return "·"
    return f"{'+' if reason.points > 0 else ''}{show_number(round(reason.points, 1))}"


def _origin(reason: Reason) -> str:
    parts = [*reason.norms, *([_CERTAINTY[reason.certainty]] if reason.certainty in _CERTAINTY else [])]
    return f" ({'; '.join(parts)})" if parts else ""
