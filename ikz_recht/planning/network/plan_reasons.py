"""Why a step comes, with this carrier and these partners, on this day; and what else would be possible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...advice.opinion_json import split_norms
from ...rulebase.evidence import Evidence
from ...rulebase.fact import show_date, show_number
from ...rulebase.network import Quantity
from ..explain import BORDER, COMPUTED, RULES, Reason
from ..judging import holds_for
from ..legal import Verdict
from ..partners import LEGAL
from ..sentences import filled
from ..task_facts import task_facts
from .choosing import Choice
from .plan import NetworkPlan
from .ratings import Rating
from .schedule import Booking
from .targets import stage_named

OCCASION, STAGE, CARRIER, BALANCE, DATE, BENEFIT, EXISTING, CAUTION = (
    "anlass", "stufe", "traeger", "saldo", "termin", "nutzen", "bestehende_form", "vorsicht",
)  # fmt: skip
FILE = "netzdatei"  # source of what the portfolio file says
MOST_MARKS = 2
# Forms with a legal person of their own: nobody of the partners is carrier then.
_OWN_PERSON = frozenset({"zweckverband", "gemeinsame_anstalt", "privatrechtliche_gesellschaft", "verein"})


@dataclass(frozen=True)
class Alternative:
    """Another carrier for the same task (`carrier` ""): or another way altogether."""

    carrier: str
    partners: tuple[str, ...]
    difference: float
    text: str
    evidence: Evidence | None = None


@dataclass(frozen=True)
class Step:
    """A step with everything a reader asks for."""

    number: int
    booking: Booking
    verdict: Verdict
    reasons: tuple[Reason, ...]
    alternatives: tuple[Alternative, ...]


def steps_of(plan: NetworkPlan) -> list[Step]:
    """The steps in their order."""
    choices = {item.target.id: item for item in plan.choices}
    return [_step(number, booking, choices[booking.target.id], plan) for number, booking in enumerate(plan.bookings, start=1)]


def _step(number: int, booking: Booking, choice: Choice, plan: NetworkPlan) -> Step:
    bodies = plan.portfolio.bodies
    takers = [bodies[key] for key in (*booking.before, *booking.partners)]
    verdict = plan.ratings.verdict(booking.target.task, bodies[booking.carrier], takers, booking.start)
    reasons = tuple(_reasons(booking, choice, verdict, plan))
    return Step(number, booking, verdict, reasons, tuple(_alternatives(booking, choice, plan)))


def _reasons(booking: Booking, choice: Choice, verdict: Verdict, plan: NetworkPlan) -> Iterator[Reason]:
    yield Reason(LEGAL, verdict.text, verdict.norms, RULES, COMPUTED)
    for rule in verdict.border:
        yield Reason(BORDER, rule.text, tuple(split_norms(rule.norm)), rule.evidence.source, str(rule.evidence.certainty))
    yield from _of_form(booking, verdict, plan)
    stage = stage_named(booking.target, plan.portfolio.rulebase)
    if booking.target.together and booking.kind != "oeffnung":
        yield Reason(
            STAGE, "Das Vorhaben steht vor dem Beschluss oder ist weiter, alle Beteiligten sind benannt; es geht vor.", (), FILE, COMPUTED
        )
    elif stage is not None and booking.kind != "oeffnung":
        yield _evidenced(STAGE, stage.text, stage.evidence)
    facts = task_facts(booking.target.task)
    for remark in plan.portfolio.rulebase.network.remarks:
        if remark.occasion == booking.kind and holds_for(remark.when, facts):
            yield _evidenced(OCCASION, remark.text, remark.evidence)
    if booking.kind != "oeffnung":
        yield from _of_carrier(booking, choice, plan)
    rated = {item.taker.key: item for item in booking.team.takers}
    for key in booking.partners:
        yield from _marks(rated[key], booking, plan)
    yield from _of_date(booking, plan)
    yield from _of_balance(booking, plan)
    yield from _of_benefit(booking, rated, plan)


def _of_form(booking: Booking, verdict: Verdict, plan: NetworkPlan) -> Iterator[Reason]:
    running = booking.target.running
    if running is not None and running.form and running.form != verdict.form:
        forms = plan.portfolio.rulebase.forms
        known = forms.get((plan.portfolio.bodies[booking.carrier].unit.land, running.form))
        text = f"Heute besteht: {known.name if known else running.form}. Wird sie nur erweitert, ist diese Form zu prüfen („ikz-recht beraten“)."
        yield Reason(EXISTING, text, (), FILE, COMPUTED)
    if verdict.form in _OWN_PERSON:
        text = f"Diese Form hat eine eigene Rechtsperson; {plan.portfolio.name(booking.carrier)} wäre dann Sitz, nicht Träger."
        yield Reason(EXISTING, text, (), RULES, COMPUTED)


def _of_carrier(booking: Booking, choice: Choice, plan: NetworkPlan) -> Iterator[Reason]:
    name = plan.portfolio.name(booking.carrier)
    project = booking.target.project
    if project is not None and project.carrier:
        yield Reason(CARRIER, f"{name} ist in der Netzdatei als Träger genannt.", (), FILE, COMPUTED)
    else:
        points = show_number(round(booking.team.points, 1))
        first = " und trägt damit erstmals eine Aufgabe für andere" if booking.first_time else ""
        yield Reason(
            CARRIER, f"{name} als Träger bringt den Abgebenden zusammen {points} Punkte{first}.", (), RULES, COMPUTED, booking.team.points
        )


def _marks(rating: Rating, booking: Booking, plan: NetworkPlan) -> Iterator[Reason]:
    """What speaks most for the partner, and most against it."""
    shown = [mark for mark in rating.marks if mark.criterion.id != LEGAL and mark.grade is not None and mark.grade.text and mark.points]
    shown.sort(key=lambda mark: -abs(mark.points))
    chosen = [*[mark for mark in shown if mark.points > 0][:MOST_MARKS], *[mark for mark in shown if mark.points < 0][:1]]
    roles = {role.id: role.name for role in plan.portfolio.rulebase.partner.roles}
    short = plan.portfolio.short(rating.taker.key)
    for mark in chosen:
        if mark.grade is not None:
            district = _district(rating, plan)
            text = filled(
                mark.grade.text, rating.taker.unit, rating.carrier.unit, booking.target.task, rating.facts, district=district, roles=roles
            )
            norms = (mark.grade.norm,) if mark.grade.norm else ()
            evidence = mark.grade.evidence
            yield Reason(mark.criterion.id, f"{short}: {text}", norms, evidence.source, str(evidence.certainty), mark.points)
    if rating.size is not None and rating.size.points:
        evidence = rating.size.evidence
        yield Reason(CAUTION, f"{short}: {rating.size.text}", (), evidence.source, str(evidence.certainty), rating.size.points)


def _district(rating: Rating, plan: NetworkPlan) -> str:
    found = plan.view.region.register.district(rating.taker.unit.district) if rating.taker.unit.district else None
    return found.full_name if found else ""


def _of_date(booking: Booking, plan: NetworkPlan) -> Iterator[Reason]:
    quantities = plan.portfolio.rulebase.network.quantities
    own = plan.portfolio.goals.quantities
    if booking.rule is not None:
        yield _evidenced(DATE, booking.rule.text, booking.rule.evidence)
    name = "probe_monate" if booking.kind == "oeffnung" else "vorlauf_monate" if booking.kind == "erster" else ""
    if name in own:
        what = "zwischen Beginn und Öffnung" if booking.kind == "oeffnung" else "Vorlauf"
        yield Reason(DATE, f"Nach der Netzdatei: {show_number(own[name])} Monate {what}.", (), FILE, COMPUTED)
    elif name in quantities:
        found: Quantity = quantities[name]
        yield _evidenced(DATE, found.text, found.evidence)
    wish = booking.target.wish
    if wish is not None and booking.kind != "oeffnung" and booking.start > wish:
        yield Reason(DATE, f"Gewünscht war der {show_date(wish)}.", (), FILE, COMPUTED)
    if booking.waited:
        yield Reason(
            DATE,
            "Früher war kein Platz: andere Schritte gingen vor, oder der Saldo eines Beteiligten ließ es nicht zu.",
            (),
            RULES,
            COMPUTED,
        )


def _of_balance(booking: Booking, plan: NetworkPlan) -> Iterator[Reason]:
    changed = {key: pair for key, pair in booking.balances.items() if pair[0] != pair[1]}
    if not changed:
        text = f"{plan.portfolio.name(booking.carrier)} ist keine Gemeinde; der Saldo der Gemeinden untereinander bleibt, wie er ist."
        yield Reason(BALANCE, text, (), RULES, COMPUTED)
        return
    told = ", ".join(f"{plan.portfolio.short(key)} {signed_pair(pair)}" for key, pair in changed.items())
    yield Reason(BALANCE, f"Saldo vorher und nachher: {told}. Niemand fällt dadurch unter −{plan.settings.backlog}.", (), RULES, COMPUTED)


def signed_pair(pair: tuple[int, int]) -> str:
    """„−1 → 0“."""
    return " → ".join(f"{'+' if number > 0 else ''}{show_number(number)}" for number in pair)


def _of_benefit(booking: Booking, rated: dict[str, Rating], plan: NetworkPlan) -> Iterator[Reason]:
    stated = {key: amount for key in (booking.carrier, *booking.partners) if (amount := booking.target.benefit(key)) is not None}
    if stated:
        told = ", ".join(f"{plan.portfolio.short(key)} {show_number(amount)} Euro" for key, amount in stated.items())
        yield Reason(BENEFIT, f"Angegebener Nutzen im Jahr: {told}.", (), FILE, COMPUTED)
    if booking.kind == "oeffnung" or not booking.partners:
        return
    facts = rated[booking.partners[0]].facts
    for benefit in plan.portfolio.rulebase.partner.benefits:
        if holds_for(benefit.when, facts) and "{" not in benefit.text:
            yield _evidenced(BENEFIT, benefit.text, benefit.evidence)


def _evidenced(kind: str, text: str, evidence: Evidence) -> Reason:
    return Reason(kind, text, (), evidence.source, str(evidence.certainty))


MOST_OTHERS = 2


def _alternatives(booking: Booking, choice: Choice, plan: NetworkPlan) -> Iterator[Alternative]:
    if booking.kind != "oeffnung":
        carried = _carried(plan)
        for team in choice.others[:MOST_OTHERS]:
            difference = team.points - choice.team.points
            yield Alternative(
                team.carrier.key,
                tuple(item.taker.key for item in team.takers),
                difference,
                _compared(team.carrier.unit.name, difference, carried.get(team.carrier.key, [])),
            )
        facts = task_facts(booking.target.task)
        for remark in plan.portfolio.rulebase.network.remarks:
            if remark.occasion == "alternative" and holds_for(remark.when, facts):
                yield Alternative("", (), 0.0, remark.text, remark.evidence)


def _carried(plan: NetworkPlan) -> dict[str, list[str]]:
    """What each carries, today and in the plan."""
    found: dict[str, list[str]] = {}
    for item in plan.view.running:
        found.setdefault(item.carrier, []).append(plan.portfolio.task_name(item))
    for choice in plan.choices:
        if choice.target.running is None:
            found.setdefault(choice.team.carrier.key, []).append(choice.target.task.name)
    return found


def _compared(name: str, difference: float, carried: Sequence[str]) -> str:
    points = show_number(abs(round(difference, 1)))
    amount = (
        "gleich viele Punkte"
        if not round(difference, 1)
        else f"{points} {'Punkt' if points == '1' else 'Punkte'} {'mehr' if difference > 0 else 'weniger'}"
    )
    load = f" Dort liegt im Plan: {'; '.join(carried)}." if carried else " Dort liegt sonst nichts."
    return f"{name} als Träger: {amount}.{load}"
