"""The document of a plan: what the template templates/netz_plan.md gets to see."""

from __future__ import annotations

from typing import Any

import jinja2

from ..planning.explain import Reason
from ..planning.network.plan import NetworkPlan
from ..planning.network.plan_lines import KINDS, heading, lasting_risks, law_text, method_lines
from ..planning.network.plan_reasons import OCCASION, Alternative, Step, steps_of
from ..planning.network.show_lines import signed
from ..planning.network.targets import stage_named
from ..planning.partners import LEGAL
from ..rulebase.evidence import Certainty, Evidence
from ..rulebase.fact import show_date, show_number
from .net import principles, sentence, with_sources
from .net_picture import graph_picture
from .net_timeline import timeline_picture
from .notes import Notes
from .partner import SHORT_OUTLOOK
from .pictures import Picture, picture_mark
from .templating import render


def plan_markdown(plan: NetworkPlan, env: jinja2.Environment) -> tuple[str, tuple[Picture, ...]]:
    """The document as Markdown with its pictures: the time, and the network at the end. Raises TemplateProblem."""
    notes = Notes(plan.portfolio.rulebase.sources)
    timeline = timeline_picture(plan)
    pictures = (timeline, graph_picture(plan.outcome)) if timeline else ()
    marks = {"zeitplan": picture_mark(0) if timeline else "", "bild": picture_mark(1) if timeline else ""}
    text = render(env, "netz_plan.md", {**plan_context(plan, notes), **marks})
    return with_sources(text, plan.view, notes, env), pictures


def plan_context(plan: NetworkPlan, notes: Notes) -> dict[str, Any]:
    """Everything the template may name; docs/netz.md describes it."""
    portfolio, steps = plan.portfolio, steps_of(plan)
    seen: set[str] = set()
    return {
        "titel": portfolio.title,
        "tag": show_date(plan.view.day),
        "schritte": [_step(step, plan, notes, seen) for step in steps],
        "ende": show_date(steps[-1].booking.start) if steps else "",
        "stufen": [{"name": stage.name, **sentence(stage.text, stage.evidence, notes)} for stage in portfolio.rulebase.network.stages],
        "nicht_geplant": [{"titel": item.title, "grund": item.reason} for item in plan.left],
        "gemeinden": [_body(key, plan, steps) for key in portfolio.bodies],
        "nie_traeger": [portfolio.short(key) for key in plan.never_carrier] if portfolio.goals.every_carrier is not False else [],
        "grundsaetze": principles(portfolio, notes),
        "verfahren": list(method_lines(plan)),
        "rueckstand": plan.settings.backlog,
        "hinweise": list(plan.remarks),
        "am_ende": [
            {
                "nummer": number,
                "name": plan.portfolio.task_name(item),
                "traeger": portfolio.short(item.carrier),
                "fuer": [portfolio.short(key) for key in item.takers],
            }
            for number, item in enumerate(plan.outcome.running, start=1)
        ],
        "risiken": [
            {"name": item.risk.name, "abhilfe": item.remedy, **sentence(item.text, item.risk.evidence, notes)}
            for item in lasting_risks(plan)
        ],
    }


def _step(step: Step, plan: NetworkPlan, notes: Notes, seen: set[str]) -> dict[str, Any]:
    booking = step.booking
    stage = stage_named(booking.target, plan.portfolio.rulebase)
    reasons = [reason for reason in step.reasons if reason.kind != LEGAL and not (reason.kind == OCCASION and reason.text in seen)]
    seen.update(reason.text for reason in reasons)
    return {
        "nummer": step.number,
        "ab": show_date(booking.start),
        "art": KINDS[booking.kind],
        "kurz": "Öffnung" if booking.kind == "oeffnung" else "Beginn",
        "aufgabe": booking.target.task.name,
        "titel": heading(step, plan),
        "stufe": stage.name if stage else "",
        "traeger": plan.portfolio.short(booking.carrier),
        "partner": [plan.portfolio.short(key) for key in booking.partners],
        "recht": law_text(step),
        "aussicht": SHORT_OUTLOOK.get(step.verdict.outlook, step.verdict.outlook),
        "bedingungen": [_reason(reason, notes) for reason in step.reasons if reason.kind == LEGAL],
        "gruende": [_reason(reason, notes) for reason in reasons],
        "alternativen": [_alternative(other, notes) for other in step.alternatives],
    }


def _reason(reason: Reason, notes: Notes) -> dict[str, Any]:
    known = reason.certainty in list(Certainty) and reason.source in notes.sources
    evidence = Evidence(reason.source, Certainty(reason.certainty)) if known else None
    return sentence(reason.text, evidence, notes, "; ".join(reason.norms))


def _alternative(item: Alternative, notes: Notes) -> dict[str, Any]:
    return sentence(item.text, item.evidence, notes)


def _body(key: str, plan: NetworkPlan, steps: list[Step]) -> dict[str, Any]:
    """When a body carries or hands over what, today and in the plan."""
    portfolio = plan.portfolio
    standing = plan.view.standings[key]
    carried = [f"{portfolio.task_name(item)} (heute)" for item in standing.carried]
    carried += [
        f"{item.target.task.name} (ab {item.start.year})" for item in plan.bookings if item.carrier == key and item.kind != "oeffnung"
    ]
    handed = [f"{portfolio.task_name(item)} (heute)" for item in standing.handed]
    handed += [f"{item.target.task.name} (ab {item.start.year})" for item in plan.bookings if key in item.partners]
    return {
        "name": portfolio.name(key),
        "traegt": carried,
        "gibt_ab": handed,
        "heute": signed(standing.balance),
        "am_ende": signed(plan.after[key]),
        "schritte": show_number(sum(key in (item.booking.carrier, *item.booking.partners) for item in steps)),
    }
