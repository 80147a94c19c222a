"""The change plan in plain lines, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from ...rulebase.change import READINESS_GROUPS
from ...rulebase.evidence import Certainty, Evidence
from ...rulebase.fact import show_date, show_number
from .model import ChangePlan, Need, Said

ESTIMATE = " (Einschätzung)"
STATES = {True: "ja", False: "nein", None: "ungeklärt"}


def change_lines(plan: ChangePlan) -> Iterator[str]:
    """The plan: when, which stage, phases with milestones, what it hangs on."""
    form = plan.chosen.form.name if plan.chosen else "Form noch offen"
    yield f"Veränderungsplan: {plan.title} ({form})"
    yield f"Arbeit ab {show_date(plan.begin)}, Start der Zusammenarbeit am {show_date(plan.start)}."
    yield from _stage(plan)
    for phase in plan.phases:
        yield ""
        yield f"{phase.phase.name}: {show_date(phase.start)} bis {show_date(phase.end)}{_months(phase.months, phase.phase.months)}"
        for reason in phase.reasons:
            yield f"  – {reason.text}{estimate(reason)}"
        for step in phase.steps:
            mark = "◆" if step.milestone else " "
            gap = f" [Lücke: {step.gap}]" if step.gap else ""
            yield f"  {mark} {step.number:>2}. bis {show_date(step.end)}: {step.said.text}{gap}"
            yield f"         {', '.join(step.roles)}"
    yield from _section("Beschäftigte", plan.notes["beschaeftigte"])
    yield from _section("Dieser Fall", plan.notes["anpassung"])
    yield ""
    yield "Risiken"
    for risk in plan.risks:
        yield f"  – {risk.risk.name}. Anzeichen: {risk.signs} Gegenmittel: {risk.remedy.text}"
    if plan.open:
        yield ""
        yield "Noch offen; die Antwort ändert den Plan:"
        for item in plan.open:
            count = len(item.changes)
            yield f"  – {item.question} ({'ein Punkt' if count == 1 else f'{show_number(count)} Punkte'})"


def readiness_lines(plan: ChangePlan) -> Iterator[str]:
    """The readiness check: what is there, gaps with the step that closes them, what is not clear."""
    there, gaps, unclear = (sum(need.answer is answer for need in plan.needs) for answer in (True, False, None))
    yield f"Bereitschaft: {plan.title}"
    yield f"{there} von {len(plan.needs)} erfüllt, {gaps} {'Lücke' if gaps == 1 else 'Lücken'}, {unclear} ungeklärt."
    yield from _stage(plan)
    for group, title in READINESS_GROUPS.items():
        needs = [need for need in plan.needs if need.question.group == group]
        if needs:
            yield ""
            yield title
            for need in needs:
                yield from _need(need, plan)


def _need(need: Need, plan: ChangePlan) -> Iterator[str]:
    yield f"  [{STATES[need.answer]}] {need.text} ({need.question.id})"
    if need.answer is False:
        concerned = f" Das betrifft: {', '.join(need.lacking)}." if need.lacking else ""
        yield f"      {need.gap}{concerned}"
    step = next((step for step in plan.steps if step.number == need.step), None)
    if need.answer is not True and step is not None:
        yield f"      Schritt {step.number}, bis {show_date(step.end)}: {step.said.text} ({', '.join(step.roles)})"


def _stage(plan: ChangePlan) -> Iterator[str]:
    goal = plan.digital.goal
    if goal is None:
        yield "Ziel der digitalen Zusammenarbeit: noch offen, es hängt von Aufgabe und Gestaltung ab."
        return
    yield f"Ziel der digitalen Zusammenarbeit: Stufe {goal.number} von 5, {goal.name} ({goal.text})."
    if plan.digital.reason is not None:
        yield f"  {plan.digital.reason.text}{estimate(plan.digital.reason)}"
    if plan.digital.reached is not None:
        yield f"  Nach den Angaben zur Bereitschaft heute gesichert: {reached_text(plan)}."


def reached_text(plan: ChangePlan) -> str:
    """The stage that the readiness check confirms, in words."""
    reached = plan.digital.reached or 0
    named = next((stage.name for stage in plan.digital.stages if stage.number == reached), "")
    return f"Stufe {reached}, {named}" if named else "noch keine Stufe"


def _months(planned: float, bounds: tuple[float, float]) -> str:
    return f" ({show_number(round(planned, 1))} Monate; Spanne {show_number(bounds[0])} bis {show_number(bounds[1])}, Einschätzung)"


def estimate(said: Said) -> str:
    """The words that mark a statement that nobody has evidenced."""
    return ESTIMATE if is_estimate(said.evidence) and not said.norm else ""


def is_estimate(evidence: Evidence | None) -> bool:
    """True for what rests on knowledge alone."""
    return evidence is not None and evidence.certainty is Certainty.MEMORY


def _section(title: str, said: tuple[Said, ...]) -> Iterator[str]:
    if said:
        yield ""
        yield title
        yield from (f"  – {item.text}{estimate(item)}" for item in said)
