"""The memo (Vermerk): what the template templates/vermerk.md gets to see of an opinion."""

from __future__ import annotations

from typing import Any

import jinja2

from ..advice.changes import remedies
from ..advice.finding import Finding, Status
from ..advice.law_dates import law_date_remarks
from ..advice.opinion import FormOpinion, Opinion, uncovered_text
from ..advice.prospect import GOOD, Prospect
from ..planning.shares.divide import SharesResult
from ..register.remarks import register_remarks
from ..rulebase.fact import LANDS, PARTICIPANT_KINDS, show_date, show_number, show_value
from ..rulebase.model import CRITERION_GROUPS, OTHER_WAYS, Certainty, Rule, RuleKind
from .assumptions import assumptions
from .benefit_sentence import memo_benefit
from .dates import date_warnings
from .dialect import tidy
from .memo_forms import form_view, step_views, way_view
from .notes import Notes
from .open_points import open_points
from .remedies import openings, remedy_view
from .shares_memo import memo_shares
from .short import short_context
from .sources import sources_context
from .summary import form_title, standing_text, summary_sentences
from .templating import render
from .views import statement, statements

TOPIC_ORDER = (
    "vergabe",
    "umsatzsteuer",
    "koerperschaftsteuer",
    "beihilfe",
    "datenschutz",
    "personal",
    "verwaltungsvertrag",
    "haftung",
    "abgaben",
    "digital",
)
MAX_REMEDIES = 6
_ACCOMPANYING = (RuleKind.NOTE, RuleKind.EFFECT)


def memo_markdown(opinion: Opinion, env: jinja2.Environment, shares: SharesResult | None = None) -> str:
    """The memo as Markdown; with a division of costs it says what each partner gains. Raises TemplateProblem."""
    notes = Notes(opinion.program.rulebase.sources)
    done = notes.finish(tidy(render(env, "vermerk.md", memo_context(opinion, notes, shares))))
    sources = render(env, "vermerk_quellen.md", sources_context(opinion, done)).strip()
    return f"{done.markdown}\n\n{sources}\n\n{done.definitions}\n"


def memo_context(opinion: Opinion, notes: Notes, shares: SharesResult | None = None) -> dict[str, Any]:
    """Everything the template may name; docs/vorlagen.md describes it."""
    found = opinion.recommendation
    chosen = found.chosen if found else None
    view = way_view if chosen and chosen.form.way else form_view
    return {
        **short_context(opinion),
        "aufgabe": opinion.value("aufgabe"),
        "beteiligte": [_participant(item) for item in opinion.case.participants or ()],
        "register": list(register_remarks(opinion.case.participants or (), opinion.day)),
        "antworten": _answers(opinion),
        "annahmen": assumptions(opinion, notes),
        "unbeantwortet": [
            opinion.program.questions[name].text
            for name in sorted(opinion.case.unknown - opinion.known.presets.keys())
            if name in opinion.program.questions
        ],
        "datumswarnungen": date_warnings(opinion),
        "ergebnis": summary_sentences(opinion),
        "teilung": memo_shares(shares),
        "formen": [form_view(form, opinion, notes) for form in opinion.forms],
        "nicht_erfasst": [uncovered_text(land, opinion.program.rulebase) for land in opinion.uncovered],
        "empfohlen": view(chosen, opinion, notes) if chosen else None,
        "wege": [way_view(way, opinion, notes) for way in opinion.ways],
        "begleitrecht": _accompanying(opinion, chosen, notes),
        "aufgabenrecht": [statement(finding, notes, chosen) for finding in _topic_findings(chosen, "aufgabe")],
        "verfahren": step_views(chosen, opinion, notes) if chosen else [],
        "aenderungen": _changes(opinion, notes),
        "landesgrenzen": _general(opinion, RuleKind.BORDER, notes, chosen),
        "foerderung": _general(opinion, RuleKind.FUNDING, notes, chosen),
        "nutzen": memo_benefit(opinion),
        "pflicht": _general(opinion, RuleKind.DUTY, notes, chosen),
        "offene_fragen": _open_questions(opinion),
        "ohne_fassung": [fact.text for fact in opinion.program.undated],
        "rechtsstand": law_date_remarks(opinion),
        "stichtag": show_date(opinion.day),
        "unbelegt": _unproven(chosen, notes),
        "offenes_recht": {
            law.name: open_points(opinion, law) for land, law in opinion.program.rulebase.lands.items() if land in opinion.program.lands
        },
        "gewichte": [(title, show_number(opinion.case.weights.get(group, 1.0))) for group, title in CRITERION_GROUPS.items()],
        "andere_wege": _other_ways(opinion),
    }


def _participant(item: Any) -> dict[str, str]:
    inhabitants = "" if item.inhabitants is None else show_number(item.inhabitants)
    return {
        "name": item.name,
        "art": PARTICIPANT_KINDS[item.kind],
        "land": LANDS.get(item.land, "außerhalb Deutschlands"),
        "einwohner": inhabitants,
    }


def _answers(opinion: Opinion) -> list[dict[str, str]]:
    questions = opinion.program.questions
    return [
        {"frage": questions[name].text, "antwort": show_value(value, questions[name].type)}
        for name, value in opinion.case.answers.items()
        if name in questions and not questions[name].for_draft_only
    ]


def _topic_findings(form: FormOpinion | None, topic: str) -> list[Finding]:
    """Statements of a topic; obligations stand with the form already."""
    if form is None:
        return []
    findings = form.of(*_ACCOMPANYING)
    return [item for item in findings if item.rule.land == "BUND" and item.rule.topic == topic]


def _accompanying(opinion: Opinion, form: FormOpinion | None, notes: Notes) -> list[dict[str, Any]]:
    topics = opinion.program.rulebase.topics
    ordered = sorted(topics, key=lambda topic: (TOPIC_ORDER.index(topic) if topic in TOPIC_ORDER else 99, topic))
    result = []
    for topic in ordered:
        found = statements(_topic_findings(form, topic), notes, form)
        if found:
            result.append({"titel": topics[topic], "aussagen": found})
    return result


def _changes(opinion: Opinion, notes: Notes) -> list[dict[str, Any]]:
    """What would admit a form that has no good prospect now, else what would at least take away what excludes it (`nur_eroeffnet`)."""
    result = []
    for form in opinion.forms:
        closed = form.prospect not in GOOD and form.status is not Status.NOT_PROVIDED and form.governing
        full = remedies(opinion, form.form) if closed else []
        found = full or (openings(form, opinion) if closed and form.prospect is Prospect.EXCLUDED else [])
        if found:
            own = [remedy_view(item, opinion, notes) for item in found if item.own_doing()]
            foreign = [remedy_view(item, opinion, notes) for item in found if not item.own_doing()]
            result.append(
                {
                    "name": form_title(form, opinion),
                    "status": standing_text(form),
                    "nur_eroeffnet": not full,
                    "selbst": own[:MAX_REMEDIES],
                    "fremd": foreign[: MAX_REMEDIES // 2 if own else MAX_REMEDIES],
                }
            )
    return result


def _general(opinion: Opinion, kind: RuleKind, notes: Notes, chosen: FormOpinion | None) -> list[dict[str, Any]]:
    findings = [finding for finding in opinion.general if finding.rule.kind is kind and finding.truth]
    if chosen is not None:
        findings = [
            finding for finding in findings if finding.rule.concerns(chosen.form) and _in_force(finding.rule, kind, chosen, opinion)
        ]
    return statements(findings, notes, chosen)


def _in_force(rule: Rule, kind: RuleKind, chosen: FormOpinion, opinion: Opinion) -> bool:
    """Duties and funding only of the Land whose law the form follows; what a border demands, of every Land concerned."""
    return kind is RuleKind.BORDER or rule.land == chosen.form.land or len(opinion.program.lands) == 1


def _open_questions(opinion: Opinion) -> list[dict[str, Any]]:
    """What is open, form by form in the order of the ranking, each question where it matters first."""
    questions = opinion.program.questions
    asked: set[str] = set()
    result = []
    for form in opinion.forms:
        names = [name for name in form.open_questions() if name in questions and name not in asked] if form.rank else []
        asked.update(names)
        if names:
            shown = [{"frage": questions[name].text, "hilfe": questions[name].help} for name in names]
            result.append({"form": form_title(form, opinion), "rang": form.rank, "fragen": shown})
    return result


def _unproven(chosen: FormOpinion | None, notes: Notes) -> list[dict[str, Any]]:
    """Statements about the recommended form that rest on memory and ask for a check."""
    if chosen is None:
        return []
    findings = [
        finding
        for finding in chosen.findings
        if finding.truth is True and finding.rule.land != "BUND" and finding.rule.evidence.certainty is Certainty.MEMORY
    ]
    return statements(findings, notes, chosen)


def _other_ways(opinion: Opinion) -> list[dict[str, Any]]:
    found = []
    for way, name in OTHER_WAYS.items():
        effects = [
            effect
            for effect in opinion.program.effects
            if effect.forms and way in effect.forms and effect.direction == "pro" and opinion.evaluation.truth(effect.trigger)
        ]
        found += [{"name": name, "text": effect.text, "unbelegt": effect.evidence.certainty is Certainty.MEMORY} for effect in effects]
    return found
