"""What templates see of a form, and of a path beside the forms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..advice.finding import USABLE, Finding, Status
from ..advice.opinion import FormOpinion, Opinion
from ..advice.prospect import GOOD, Prospect
from ..rulebase.fact import show_number
from ..rulebase.model import CRITERION_GROUPS, RuleKind
from .notes import Notes
from .summary import form_title, standing_text
from .views import authority, clause, condition_set, effect, first_sentence, reason, statement, statements

MAX_OTHER_SETS = 2
_SHORT_CONDITIONS = 2


def form_view(form: FormOpinion, opinion: Opinion, notes: Notes) -> dict[str, Any]:
    """A form with status, conditions, reasons, obligations, effects and suitability; docs/vorlagen.md describes it."""
    standing = standing_text(form)
    detailed = form.status in USABLE or form.status is Status.OPEN
    chosen = opinion.recommendation
    share = opinion.stability(form)
    effects = form.score.effects if detailed else ()
    return {
        "id": form.form.id,
        "name": form.form.name,
        "norm": form.form.norm,
        "titel": form_title(form, opinion),
        "status": standing,
        "urteil": standing[0].upper() + standing[1:],
        "kennung": str(form.status),
        "aussicht": str(form.prospect),
        "rang": form.rank,
        "punkte": show_number(form.score.total(opinion.case.weights)),
        "stabilitaet": None if share is None else f"{share * 100:.0f} %",
        "empfohlen": chosen is not None and form.form == chosen.chosen.form,
        "massgebend": form.governing,
        "rechtspersoenlichkeit": form.form.legal_personality,
        "saetze": _sets(form, opinion, notes),
        "weitere_saetze": max(0, len(form.outlook.sets) - MAX_OTHER_SETS - 1),
        "gruende": [reason(finding, form, notes, opinion) for finding in form.reasons()],
        "erfuellt": _met(form, notes) if detailed else [],
        "kurzgrund": short_reason(form, opinion),
        "text": form.form.text,
        "fussnote": notes.form(form.form),
        "auflagen": statements(form.of(RuleKind.OBLIGATION), notes, form) if detailed else [],
        "rechtsfolgen": statements(_of_land(form.of(RuleKind.EFFECT)), notes, form) if detailed else [],
        "hinweise": statements(_of_land(form.of(RuleKind.NOTE)), notes, form) if detailed else [],
        "fuer": [effect(item, notes) for item in effects if item.points() > 0],
        "gegen": [effect(item, notes) for item in effects if item.points() < 0],
        "anmerkungen": [effect(item, notes) for item in effects if item.direction == "voraussetzung"],
        "gruppen": [
            (title, show_number(points * opinion.case.weights.get(group, 1.0)))
            for group, title in CRITERION_GROUPS.items()
            if (points := form.score.by_group()[group])
        ],
        "offene_fragen": [opinion.program.questions[name].text for name in form.open_questions() if name in opinion.program.questions],
    }


def _sets(form: FormOpinion, opinion: Opinion, notes: Notes) -> list[dict[str, Any]]:
    """The best set of conditions whole; of the others only what differs from it, with what that stands for (`statt`)."""
    views = [condition_set(item, opinion, notes) for item in form.outlook.sets[: MAX_OTHER_SETS + 1]]
    for view in views[1:]:
        own = [item["text"] for item in view["bedingungen"]]
        shared = [item["text"] for item in views[0]["bedingungen"]]
        view["statt"] = [text for text in shared if text not in own]
        view["bedingungen"] = [item for item in view["bedingungen"] if item["text"] not in shared]
    return [{"statt": [], **view} for view in views]


def way_view(way: FormOpinion, opinion: Opinion, notes: Notes) -> dict[str, Any]:
    """A path beside the forms: as a form, with its kind, its procedure and which general forms it replaces or stands beside."""
    info = way.form.way
    assert info is not None
    names = {form.form.id: form.form.name for form in opinion.forms}
    return {
        **form_view(way, opinion, notes),
        "spezialgesetz": info.kind == "spezialgesetz",
        "offen": way.prospect is not Prospect.EXCLUDED,
        "ersetzt": [names[form] for form in sorted(info.replaces) if form in names],
        "begleitet": [names[form] for form in sorted(info.accompanies) if form in names],
        "verfahren": step_views(way, opinion, notes),
    }


def step_views(form: FormOpinion, opinion: Opinion, notes: Notes) -> list[dict[str, Any]]:
    """The steps of the procedure with authority and deadline; what an open authority depends on is told once."""
    views = [_step(finding, opinion, form, notes) for finding in form.steps()]
    told: set[str] = set()
    for view in views:
        who, depends, _ = view["behoerde"].partition(", abhängig von ")
        if depends and view["behoerde"] in told:
            view["behoerde"] = f"{who} (wie zuvor)"
        else:
            told.add(view["behoerde"])
    return views


def _step(finding: Finding, opinion: Opinion, form: FormOpinion, notes: Notes) -> dict[str, Any]:
    who = authority(finding.rule, opinion)
    return {**statement(finding, notes, form), "schritt": finding.rule.step, "behoerde": who, "frist": finding.rule.deadline}


def short_reason(form: FormOpinion, opinion: Opinion) -> str:
    """The column of the comparison: under which conditions, or why not."""
    if form.status is Status.NOT_PROVIDED:
        return form.form.text
    if not form.governing:
        return "Recht des anderen Landes; nicht maßgeblich."
    if form.status in USABLE:
        count = len(form.of(RuleKind.OBLIGATION))
        met = "Alle Voraussetzungen sind nach den Angaben erfüllt"
        return met + (f"; {'eine Auflage ist' if count == 1 else f'{count} Auflagen sind'} zu beachten." if count else ".")
    if form.outlook.sets:
        return _under_conditions(form, opinion)
    reasons = form.reasons()
    if not reasons:
        return form.form.text
    first = reasons[0].rule
    return f"Nicht erfüllt: {first.text}" if first.kind is RuleKind.REQUIREMENT else first.text


def _under_conditions(form: FormOpinion, opinion: Opinion) -> str:
    """The first conditions as a whole sentence."""
    best = form.outlook.sets[0]
    parts = [f"wenn {clause(item, opinion)}" for item in sorted(best.conditions, key=lambda item: item.normal)]
    parts += [f"wenn nicht entgegensteht: {first_sentence(rule.text).rstrip('.')}" for rule in best.doubts]
    if not parts:
        return ""
    more = len(parts) - _SHORT_CONDITIONS
    rest = "" if more <= 0 else "; dazu eine weitere Bedingung" if more == 1 else f"; dazu {more} weitere Bedingungen"
    lead = "Zulässig" if form.prospect in GOOD else "Zulässig nur"
    return f"{lead}, {' und '.join(parts[:_SHORT_CONDITIONS])}{rest}."


def _met(form: FormOpinion, notes: Notes) -> list[dict[str, Any]]:
    return statements((finding for finding in form.of(RuleKind.REQUIREMENT, truth=False) if finding.pertinent), notes, form)


def _of_land(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.rule.land != "BUND"]
