"""The memo (Vermerk): what the template templates/vermerk.md gets to see of an opinion."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import jinja2

from ..advice.changes import Remedy, remedies
from ..advice.finding import STATUS_TEXT, USABLE, Finding, Status
from ..advice.opinion import FormOpinion, Opinion, uncovered_text
from ..rulebase.fact import LANDS, PARTICIPANT_KINDS, PARTICIPANTS, show_number, show_value
from ..rulebase.model import CRITERION_GROUPS, OTHER_WAYS, Certainty, CriterionEffect, Rule, RuleKind
from .notes import Notes
from .open_points import open_points
from .sources import sources_context
from .summary import form_title, summary_sentences
from .templating import render

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


def memo_markdown(opinion: Opinion, env: jinja2.Environment) -> str:
    """The memo as Markdown. Raises TemplateProblem."""
    notes = Notes(opinion.program.rulebase.sources)
    notes_done = notes.finish(render(env, "vermerk.md", memo_context(opinion, notes)).strip())
    sources = render(env, "vermerk_quellen.md", sources_context(opinion, notes_done)).strip()
    return f"{notes_done.markdown}\n\n{sources}\n\n{notes_done.definitions}\n"


def memo_context(opinion: Opinion, notes: Notes) -> dict[str, Any]:
    """Everything the template may name; docs/vorlagen.md describes it."""
    chosen = opinion.recommended()
    return {
        "titel": opinion.case.title or opinion.value("aufgabe") or "Interkommunale Zusammenarbeit",
        "aufgabe": opinion.value("aufgabe"),
        "beteiligte": [_participant(item) for item in opinion.case.participants or ()],
        "antworten": _answers(opinion),
        "annahmen": _assumptions(opinion, notes),
        "unbeantwortet": [
            opinion.program.questions[name].text for name in sorted(opinion.case.unknown) if name in opinion.program.questions
        ],
        "ergebnis": summary_sentences(opinion),
        "formen": [_form(form, opinion, notes, chosen) for form in opinion.forms],
        "nicht_erfasst": [uncovered_text(land, opinion.program.rulebase) for land in opinion.uncovered],
        "empfohlen": _form(chosen, opinion, notes, chosen) if chosen else None,
        "begleitrecht": _accompanying(opinion, chosen, notes),
        "aufgabenrecht": [_statement(finding, notes, chosen) for finding in _topic_findings(chosen, "aufgabe")],
        "verfahren": _procedure(opinion, chosen, notes) if chosen else [],
        "aenderungen": _changes(opinion, notes),
        "landesgrenzen": _general(opinion, RuleKind.BORDER, notes, chosen),
        "foerderung": _general(opinion, RuleKind.FUNDING, notes, chosen),
        "pflicht": _general(opinion, RuleKind.DUTY, notes, chosen),
        "offene_fragen": _open_questions(opinion),
        "unbelegt": _unproven(opinion, chosen, notes),
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


def _assumptions(opinion: Opinion, notes: Notes) -> list[dict[str, Any]]:
    questions = opinion.program.questions
    return [
        {
            "frage": questions[name].text,
            "antwort": show_value(preset.value, questions[name].type),
            "fussnote": notes.mark(preset.norm, preset.evidence),
        }
        for name, preset in opinion.known.presets.items()
        if name in questions
    ]


def _form(form: FormOpinion, opinion: Opinion, notes: Notes, chosen: FormOpinion | None) -> dict[str, Any]:
    reasons = form.reasons()
    detailed = form.status in USABLE or form.status is Status.OPEN
    return {
        "id": form.form.id,
        "name": form.form.name,
        "norm": form.form.norm,
        "titel": form_title(form, opinion),
        "status": STATUS_TEXT[form.status],
        "urteil": STATUS_TEXT[form.status][0].upper() + STATUS_TEXT[form.status][1:],
        "kennung": str(form.status),
        "rang": form.rank,
        "punkte": show_number(form.score.total(opinion.case.weights)),
        "stabilitaet": None if (share := opinion.stability(form)) is None else f"{share * 100:.0f} %",
        "empfohlen": chosen is not None and form.form == chosen.form,
        "massgebend": form.governing,
        "rechtspersoenlichkeit": form.form.legal_personality,
        "gruende": [_reason(finding, form, notes, opinion) for finding in reasons],
        "kurzgrund": _short_reason(form, reasons),
        "text": form.form.text,
        "fussnote": notes.form(form.form),
        "auflagen": _statements(form.of(RuleKind.OBLIGATION), notes, form) if detailed else [],
        "rechtsfolgen": _statements(_of_land(form.of(RuleKind.EFFECT)), notes, form) if detailed else [],
        "hinweise": _statements(_of_land(form.of(RuleKind.NOTE)), notes, form) if detailed else [],
        "fuer": [_effect(effect, notes) for effect in form.score.effects if effect.points() > 0] if detailed else [],
        "gegen": [_effect(effect, notes) for effect in form.score.effects if effect.points() < 0] if detailed else [],
        "anmerkungen": [_effect(effect, notes) for effect in form.score.effects if effect.direction == "voraussetzung"] if detailed else [],
        "gruppen": [
            (title, show_number(points * opinion.case.weights.get(group, 1.0)))
            for group, title in CRITERION_GROUPS.items()
            if (points := form.score.by_group()[group])
        ],
        "offene_fragen": [opinion.program.questions[name].text for name in form.open_questions()],
    }


def _of_land(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.rule.land != "BUND"]


def _statements(findings: Iterable[Finding], notes: Notes, form: FormOpinion | None) -> list[dict[str, Any]]:
    return [_statement(finding, notes, form) for finding in findings]


def _statement(finding: Finding, notes: Notes, form: FormOpinion | None) -> dict[str, Any]:
    rule = finding.rule
    return {
        "text": rule.text,
        "norm": rule.norm,
        "fussnote": notes.rule(rule),
        "folge": rule.consequences.get(form.form.id, "") if form else "",
        "unbelegt": rule.evidence.certainty is Certainty.MEMORY,
    }


def _reason(finding: Finding, form: FormOpinion, notes: Notes, opinion: Opinion) -> dict[str, Any]:
    questions = opinion.program.questions
    return {
        **_statement(finding, notes, form),
        "wahr": finding.truth,
        "voraussetzung": finding.rule.kind is RuleKind.REQUIREMENT,
        "schliesst_aus": finding.excludes(),
        "annahme": finding.assumed,
        "antworten": [
            f"{questions[name].text} {opinion.value(name) or 'siehe Beteiligte'}"
            for name in finding.because
            if name in questions and name != PARTICIPANTS
        ],
        "fragen": [questions[name].text for name in finding.questions if name in questions],
    }


def _short_reason(form: FormOpinion, reasons: tuple[Finding, ...]) -> str:
    if form.status is Status.NOT_PROVIDED:
        return form.form.text
    if not form.governing:
        return "Recht des anderen Landes; nicht maßgeblich."
    if form.status in USABLE:
        count = len(form.of(RuleKind.OBLIGATION))
        met = "Alle Voraussetzungen sind nach den Angaben erfüllt"
        return met + (f"; {'eine Auflage ist' if count == 1 else f'{count} Auflagen sind'} zu beachten." if count else ".")
    if not reasons:
        return ""
    first = reasons[0]
    if form.status is Status.OPEN:
        return f"Noch zu klären: {first.rule.text}"
    return f"Nicht erfüllt: {first.rule.text}" if first.rule.kind is RuleKind.REQUIREMENT else first.rule.text


def _effect(effect: CriterionEffect, notes: Notes) -> dict[str, Any]:
    knockout = effect.direction == "ausschluss"
    return {"text": effect.text, "staerke": effect.strength, "ausschlaggebend": knockout, "fussnote": notes.mark("", effect.evidence)}


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
        statements = _statements(_topic_findings(form, topic), notes, form)
        if statements:
            result.append({"titel": topics[topic], "aussagen": statements})
    return result


def _procedure(opinion: Opinion, form: FormOpinion, notes: Notes) -> list[dict[str, Any]]:
    authorities = [(finding, opinion.authority(finding.rule)) for finding in form.steps()]
    return [
        {
            **_statement(finding, notes, form),
            "schritt": finding.rule.step,
            "behoerde": "noch offen" if authority is None else authority,
            "frist": finding.rule.deadline,
        }
        for finding, authority in authorities
    ]


def _changes(opinion: Opinion, notes: Notes) -> list[dict[str, Any]]:
    result = []
    for form in opinion.forms:
        found = remedies(opinion, form.form) if form.status in (Status.INADMISSIBLE, Status.OPEN) and form.governing else []
        if found:
            result.append(
                {
                    "name": form_title(form, opinion),
                    "status": STATUS_TEXT[form.status],
                    "selbst": [_remedy(item, notes) for item in found if item.own_doing()][:MAX_REMEDIES],
                    "fremd": [_remedy(item, notes) for item in found if not item.own_doing()][:MAX_REMEDIES],
                }
            )
    return result


def _remedy(remedy: Remedy, notes: Notes) -> dict[str, Any]:
    return {"schritte": [change.text for change in remedy.changes], "fussnoten": [notes.rule(rule) for rule in remedy.rules[:3]]}


def _general(opinion: Opinion, kind: RuleKind, notes: Notes, chosen: FormOpinion | None) -> list[dict[str, Any]]:
    findings = [finding for finding in opinion.general if finding.rule.kind is kind and finding.truth]
    if chosen is not None:
        findings = [
            finding for finding in findings if finding.rule.concerns(chosen.form.id) and _in_force(finding.rule, kind, chosen, opinion)
        ]
    return _statements(findings, notes, chosen)


def _in_force(rule: Rule, kind: RuleKind, chosen: FormOpinion, opinion: Opinion) -> bool:
    """Duties and funding only of the Land whose law the form follows; what a border demands, of every Land concerned."""
    return kind is RuleKind.BORDER or rule.land == chosen.form.land or len(opinion.program.lands) == 1


def _open_questions(opinion: Opinion) -> list[dict[str, str]]:
    questions = opinion.program.questions
    return [{"frage": questions[name].text, "hilfe": questions[name].help} for name in opinion.open_questions() if name in questions]


def _unproven(opinion: Opinion, chosen: FormOpinion | None, notes: Notes) -> list[dict[str, Any]]:
    """Statements about the recommended form that rest on memory and ask for a check."""
    if chosen is None:
        return []
    findings = [
        finding
        for finding in chosen.findings
        if finding.truth is True and finding.rule.land != "BUND" and finding.rule.evidence.certainty is Certainty.MEMORY
    ]
    return _statements(findings, notes, chosen)


def _other_ways(opinion: Opinion) -> list[dict[str, str]]:
    found = []
    for way, name in OTHER_WAYS.items():
        effects = [
            effect
            for effect in opinion.program.effects
            if effect.forms and way in effect.forms and effect.direction == "pro" and opinion.evaluation.truth(effect.trigger)
        ]
        found += [{"name": name, "text": effect.text} for effect in effects]
    return found
