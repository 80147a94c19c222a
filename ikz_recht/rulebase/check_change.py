"""Whether the entries of rules/change fit together: every name is declared once, nothing waits for itself, one step is the start."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .change import ChangeCatalogue, Step, legal_id
from .fields import Report
from .model import STEPS
from .practice_folder import check_unique
from .problem import Place, Problem, suggestion


def check_ids_once(part: ChangeCatalogue, before: ChangeCatalogue, report: Report) -> None:
    """An id stands for one thing of its kind."""
    check_unique(
        (
            ("Die Phase", part.phases, before.phases),
            ("Den Schritt", part.steps, before.steps),
            ("Die Rolle", part.roles, before.roles),
            ("Das Risiko", part.risks, before.risks),
            ("Die Kennzahl", part.measures, before.measures),
            ("Die Bereitschaftsfrage", part.readiness, before.readiness),
        ),
        report,
    )


def without_circles(catalogue: ChangeCatalogue) -> ChangeCatalogue:
    """The catalogue in which steps that wait for themselves wait for nothing: it can be planned with, and the problem is reported."""
    broken = {step.id for step in in_circles(catalogue.steps)}
    steps = tuple(replace(step, after=()) if step.id in broken else step for step in catalogue.steps)
    return replace(catalogue, steps=steps) if broken else catalogue


def check_references(catalogue: ChangeCatalogue, problems: list[Problem]) -> None:
    """Names that one entry uses and another one must declare; without rules/change nothing is checked."""
    phases = {item.id for item in catalogue.phases}
    steps = {item.id for item in catalogue.steps} | {legal_id(kind) for kind in STEPS}
    roles = {item.id for item in catalogue.roles}
    if not (phases and steps and roles):
        return
    for what, name, known, place in _named(catalogue, phases, steps, roles):
        if name not in known:
            problems.append(Problem(place, f"{what} „{name}“ gibt es nicht.", suggestion(name, known)))
    anchors = [item for item in catalogue.steps if item.anchor]
    if len(anchors) != 1:
        place = anchors[1].place if anchors else catalogue.steps[0].place
        text = f"Genau ein Schritt ist der Start der Zusammenarbeit; es sind {len(anchors)}."
        problems.append(Problem(place, text, "Kennzeichnen Sie einen Schritt mit „start: ja“."))
    for step in in_circles(catalogue.steps):
        problems.append(Problem(step.place, f"Der Schritt „{step.id}“ wartet auf sich selbst.", "Ändern Sie „nach“."))


def _named(catalogue: ChangeCatalogue, phases: set[str], steps: set[str], roles: set[str]) -> Iterator[tuple[str, str, set[str], Place]]:
    """What names what: kind, name, the names there are, place."""
    for step in catalogue.steps:
        yield "Die Phase", step.phase, phases, step.place
        yield from (("Der Schritt", name, steps, step.place) for name in step.after)
        hands = (*step.roles, *(role for variant in step.variants for role in variant.roles))
        yield from (("Die Rolle", name, roles, step.place) for name in hands)
    for item in catalogue.procedure:
        yield from (("Die Rolle", name, roles, item.place) for name in item.roles)
    for message in catalogue.messages:
        yield "Die Phase", message.phase, phases, message.place
        yield from (("Der Schritt", name, steps, message.place) for name in (message.step,) if name)
        yield from (("Die Rolle", name, roles, message.place) for name in message.roles)
    for risk in catalogue.risks:
        yield from (("Der Schritt", name, steps, risk.place) for name in risk.steps)
    for question in catalogue.readiness:
        yield "Der Schritt", question.step, steps, question.place
    for pace in catalogue.paces:
        yield "Die Phase", pace.phase, phases, catalogue.phases[0].place


def in_circles(steps: tuple[Step, ...]) -> list[Step]:
    """The steps that wait for themselves: what is left after taking away, again and again, what waits for nothing."""
    waiting = {step.id: set(step.after) & {item.id for item in steps} for step in steps}
    while ready := {name for name, names in waiting.items() if not names}:
        waiting = {name: names - ready for name, names in waiting.items() if name not in ready}
    return [step for step in steps if step.id in waiting]
