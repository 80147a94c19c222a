"""What of the plan still depends on open answers: unknown is neither yes nor no, so it is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...rulebase.change import TRACKS, ChangeCatalogue
from ...rulebase.condition import Condition
from .facts import PlanFacts
from .model import Open
from .sentences import filled


def open_points(catalogue: ChangeCatalogue, facts: PlanFacts, gaps: Mapping[str, str]) -> tuple[Open, ...]:
    """The open questions, each with what it would bring into the plan; those on which most hangs first."""
    found: dict[str, dict[str, None]] = {}
    for condition, text in _conditional(catalogue):
        for question in facts.missing(condition):
            found.setdefault(question, {})[filled(text, gaps)] = None
    ordered = sorted(found.items(), key=lambda pair: -len(pair[1]))
    return tuple(Open(question, tuple(changes)) for question, changes in ordered)


def _conditional(catalogue: ChangeCatalogue) -> Iterator[tuple[Condition, str]]:
    yield from ((step.when, f"{TRACKS[step.track]}: {step.text}") for step in catalogue.steps)
    yield from ((variant.when, f"{TRACKS[step.track]}: {variant.text}") for step in catalogue.steps for variant in step.variants)
    yield from ((goal.when, f"Stufe {goal.stage}: {goal.text}") for goal in catalogue.goals)
    yield from ((note.when, note.text) for note in catalogue.notes)
    yield from ((risk.when, f"Risiko: {risk.name}") for risk in catalogue.risks)
    yield from ((pace.when, f"Tempo: {pace.text}") for pace in catalogue.paces)
