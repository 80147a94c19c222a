"""The path through the bodies as a calendar: sittings on their day, everything else over its days."""

from __future__ import annotations

from ..planning.bodies.durations import BASIS_TEXT
from ..planning.bodies.path import DecisionPath
from ..planning.bodies.rows import rows
from ..planning.bodies.stages import START, Stage
from ..rulebase.bodies import LANES
from .icalendar import Event, icalendar
from .markdown_text import german_date


def path_calendar(path: DecisionPath) -> bytes:
    """The calendar file of the plan."""
    case = path.opinion.case
    title = case.title or path.opinion.value("aufgabe") or "Interkommunale Zusammenarbeit"
    namespace = "|".join((title, *(item.decider.party.name for item in path.councils)))
    events = [_event(stage, path) for row in rows(path) for stage in row.stages]
    return icalendar(f"Gremienweg: {title}", namespace, events, path.today)


def _event(stage: Stage, path: DecisionPath) -> Event:
    dated = path.plan[stage.id]
    on_day = stage.sittings is not None or stage.step in (START, "beschluss")
    told = [stage.text, f"Zuständig: {stage.who}."]
    if stage.duration.words:
        told.append(f"Dauer: {stage.duration.words} ({BASIS_TEXT[stage.duration.basis]}).")
    if on_day and stage.id != START:
        told.append(f"Vorlage bis {german_date(dated.start)}.")
    if stage.id in path.critical:
        told.append("Kritischer Weg: Verzug verschiebt den Beginn.")
    told += [f"{finding.rule.text} ({finding.rule.norm})" for finding in stage.law]
    start = dated.end if on_day else dated.start
    return Event(stage.id, stage.label, start, dated.end, "\n".join(told), LANES[stage.lane])
