"""The plan as German lines."""

from __future__ import annotations

from collections.abc import Iterator

from ...rulebase.fact import show_date
from ..explain import Reason
from ..partner_lines import OUTLOOK_TEXT, points_text
from .plan import NetworkPlan
from .plan_reasons import OCCASION, Step, steps_of
from .risks import FoundRisk
from .show_lines import count, signed

KINDS = {"erster": "erster Schritt", "weiterer": "neue Aufgabe", "oeffnung": "weitere Partner"}
METHOD = (
    "Träger: genau gerechnet; die meisten Punkte für die Abgebenden, mehr für eine erste, weniger für weitere Trägerschaften.",
    "Termine: nach fester Regel gesetzt, keine Suche nach dem kürzesten Plan. Vorhaben vor dem Beschluss gehen vor; dann kommen weitere Partner, "
    "dann weitere Aufgaben, Stufe für Stufe.",
    "Recht: jeder Schritt ist am Tag seines Beginns geprüft, mit dem Recht, das heute für diesen Tag bekannt ist.",
)
_CERTAINTY = {"sekundaer": "nach Sekundärquelle", "erinnerung": "Einschätzung"}


def plan_lines(plan: NetworkPlan, *, every: bool = False) -> Iterator[str]:
    """The steps, with `every` also their reasons and alternatives; then what is not planned and how everyone stands at the end."""
    portfolio = plan.portfolio
    steps = steps_of(plan)
    yield f"{portfolio.title}: {count(len(steps), 'Schritt', 'Schritte')}" + (f" bis {show_date(steps[-1].booking.start)}" if steps else "")
    seen: set[str] = set()
    for step in steps:
        yield ""
        yield from _step_lines(step, plan, seen, every=every)
    if plan.left:
        yield ""
        yield "Nicht geplant"
    for item in plan.left:
        yield f"  {item.title}: {item.reason}"
    yield ""
    yield f"Saldo am Ende: {', '.join(f'{portfolio.short(key)} {signed(number)}' for key, number in plan.after.items())}"
    if portfolio.goals.every_carrier is not False:
        names = ", ".join(portfolio.short(key) for key in plan.never_carrier)
        yield f"Ohne Trägerschaft bleibt: {names}." if names else "Jede Gemeinde ist mindestens einmal Träger."
    risks = lasting_risks(plan)
    if risks:
        yield ""
        yield "Risiken am Ende"
    for risk in risks:
        yield f"  {risk.risk.name}: {risk.text} Abhilfe: {risk.remedy}"
    yield ""
    yield from method_lines(plan)
    if not every and steps:
        yield "Alle Gründe und Alternativen zeigt --alle."


def method_lines(plan: NetworkPlan) -> Iterator[str]:
    """How the plan was made."""
    yield METHOD[0]
    kind = "genau gerechnet" if plan.exact else "bei mehr als 15 Bewerbern nur die 15 mit den meisten Punkten verglichen (Näherung)"
    yield f"Partner je Träger: {kind}."
    yield from METHOD[1:]


def lasting_risks(plan: NetworkPlan) -> list[FoundRisk]:
    """What the network as a whole still risks after the last step."""
    return [item for item in plan.outcome.risks if plan.bookings and item.risk.about in ("gemeinde", "netz")]


def heading(step: Step, plan: NetworkPlan) -> str:
    """„Gemeindekasse: Allendorf für Battenberg“."""
    portfolio, booking = plan.portfolio, step.booking
    partners = ", ".join(portfolio.short(key) for key in booking.partners)
    also = f" (dabei: {', '.join(portfolio.short(key) for key in booking.before)})" if booking.before else ""
    return f"{booking.target.task.name}: {portfolio.short(booking.carrier)} {'auch für' if booking.before else 'für'} {partners}{also}"


def law_text(step: Step) -> str:
    """Prospect and form."""
    outlook = OUTLOOK_TEXT.get(step.verdict.outlook, step.verdict.outlook)
    return f"{outlook}: {step.verdict.name}" if step.verdict.name else outlook


def _step_lines(step: Step, plan: NetworkPlan, seen: set[str], *, every: bool) -> Iterator[str]:
    booking = step.booking
    yield f"{step.number:>2}. ab {show_date(booking.start)}, {KINDS[booking.kind]}: {heading(step, plan)}"
    yield f"    {law_text(step)}"
    shown = list(step.reasons) if every else brief(step)
    for reason in shown:
        if reason.kind == OCCASION and reason.text in seen:
            continue
        seen.add(reason.text)
        yield f"    · {reason.text}{origin(reason)}"
    for other in step.alternatives if every else ():
        yield f"    statt dessen: {other.text}"


BRIEF = ("stufe", "traeger", "saldo", "vorsicht")


def brief(step: Step) -> list[Reason]:
    """The reasons for a reader in a hurry."""
    return [reason for reason in step.reasons if reason.kind in BRIEF]


def origin(reason: Reason) -> str:
    """Norms and certainty in brackets."""
    points = [points_text(reason.points)] if reason.points and reason.kind not in ("traeger", "recht") else []
    parts = [*points, *reason.norms, *([_CERTAINTY[reason.certainty]] if reason.certainty in _CERTAINTY else [])]
    return f" ({'; '.join(parts)})" if parts else ""
