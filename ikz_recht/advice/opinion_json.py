"""The opinion as one JSON object; docs/json.md describes it. Names and order are stable: others build on them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..inference.program import Program
from ..rulebase.fact import LANDS, write_value
from ..rulebase.model import Question, Rule, RuleKind
from .finding import Finding
from .law_dates import law_date_remarks
from .opinion import FormOpinion, Opinion, uncovered_text
from .prospect import ConditionSet
from .sentences import condition_clause, set_sentence

JSON_VERSION = 1


def opinion_document(opinion: Opinion) -> dict[str, Any]:
    """The whole opinion as plain data."""
    rulebase = opinion.program.rulebase
    return {
        "json": JSON_VERSION,
        "regelwerk": {"version": rulebase.version, "fingerabdruck": rulebase.fingerprint, "abgeschaltet": list(rulebase.disabled)},
        "stichtag": opinion.day.isoformat(),
        "maschinen": list(opinion.engines),
        "titel": opinion.case.title,
        "laender": list(opinion.program.lands),
        "nicht_erfasst": [{"land": land, "name": LANDS[land], "text": uncovered_text(land, rulebase)} for land in opinion.uncovered],
        "empfehlung": _recommendation(opinion),
        "annahmen": [
            {"frage": name, "wert": write_value(preset.value), "sicherheit": str(preset.evidence.certainty), "grund": preset.text}
            for name, preset in opinion.known.presets.items()
        ],
        "formen": [_form(form, opinion) for form in opinion.forms],
        "wege": [_way(way, opinion) for way in opinion.ways],
        "landesgrenzen": [
            statement_document(finding.rule) for finding in opinion.general if finding.truth and finding.rule.kind is RuleKind.BORDER
        ],
        "offene_fragen": [_question(opinion.program.questions[name]) for name in opinion.open_questions()],
        "ohne_fassung": [fact.text for fact in opinion.program.undated],
        "rechtsstand": list(law_date_remarks(opinion)),
    }


def _recommendation(opinion: Opinion) -> dict[str, Any] | None:
    found = opinion.recommendation
    if found is None:
        return None
    chosen = found.chosen
    best = chosen.outlook.sets[0] if chosen.outlook.sets else None
    return {
        "form": chosen.form.id,
        "land": chosen.form.land,
        "bezeichnung": chosen.form.name,
        "art": found.kind,
        "weg": chosen.form.way is not None,
        "aussicht": str(chosen.prospect),
        "bedingungen": set_sentence(best, opinion.program) if best else "",
        "bemerkungen": list(found.remarks),
    }


def _way(way: FormOpinion, opinion: Opinion) -> dict[str, Any]:
    """A path beside the forms: as a form, with its kind and its relation to the general forms."""
    info = way.form.way
    assert info is not None
    return {
        **_form(way, opinion),
        "art": info.kind,
        "text": way.form.text,
        "sicherheit": str(way.form.evidence.certainty) if way.form.evidence else "",
        "aufgaben": sorted(info.tasks),
        "ersetzt": sorted(info.replaces),
        "begleitet": sorted(info.accompanies),
    }


def _conditions(found: ConditionSet, program: Program) -> dict[str, Any]:
    return {
        "aussicht": str(found.prospect),
        "text": set_sentence(found, program),
        "angaben": [
            {
                "frage": item.fact,
                "erlaubt": None
                if item.constraint.values is None
                else sorted((write_value(value) for value in item.constraint.values), key=str),
                "text": condition_clause(item, program),
                "wesen": str(item.nature),
                "regelfall": item.normal,
                "normen": list(dict.fromkeys(norm for rule in item.barriers for norm in split_norms(rule.norm))),
                "regeln": [rule.id for rule in item.barriers],
            }
            for item in found.conditions
        ],
        "zweifel": [statement_document(rule) for rule in found.doubts],
    }


def _form(form: FormOpinion, opinion: Opinion) -> dict[str, Any]:
    return {
        "form": form.form.id,
        "bezeichnung": form.form.name,
        "land": form.form.land,
        "norm": form.form.norm,
        "status": str(form.status),
        "aussicht": str(form.prospect),
        "bedingungen": [_conditions(found, opinion.program) for found in form.outlook.sets],
        "bedingungen_vollstaendig": form.outlook.complete,
        "massgebliches_recht": form.governing,
        "rang": form.rank,
        "punkte": form.score.total(opinion.case.weights),
        "punkte_je_gruppe": form.score.by_group(),
        "stabilitaet": opinion.stability(form),
        "gruende": _reasons(form),
        "auflagen": _statements(form.of(RuleKind.OBLIGATION)),
        "eignung": [
            {"kriterium": effect.criterion, "richtung": effect.direction, "staerke": effect.strength, "text": effect.text}
            for effect in form.score.effects
        ],
        "verfahren": [_step(finding.rule, opinion) for finding in form.steps()],
        "mindestinhalt": [
            {**statement_document(finding.rule), "stufe": finding.rule.level, "klausel": finding.rule.clause}
            for finding in form.of(RuleKind.CONTENT)
        ],
        "rechtsfolgen": _statements(form.of(RuleKind.EFFECT)),
        "hinweise": _statements(form.of(RuleKind.NOTE)),
        "offene_fragen": list(form.open_questions()),
    }


def _reasons(form: FormOpinion) -> list[dict[str, Any]]:
    if not form.form.available:
        certainty = str(form.form.evidence.certainty) if form.form.evidence else ""
        return [
            {"regel": "", "art": "nicht_vorgesehen", "text": form.form.text, "normen": split_norms(form.form.norm), "sicherheit": certainty}
        ]
    truths = {True: "trifft_zu", False: "trifft_nicht_zu", None: "offen"}
    return [
        {
            **statement_document(finding.rule),
            "zustand": truths[finding.truth],
            "antworten": list(finding.because),
            "fragen": list(finding.questions),
        }
        for finding in form.reasons()
    ]


def _statements(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [statement_document(finding.rule) for finding in findings]


def statement_document(rule: Rule) -> dict[str, Any]:
    """A rule as a statement with its norms and its evidence."""
    return {
        "regel": rule.id,
        "art": str(rule.kind),
        "text": rule.text,
        "normen": split_norms(rule.norm),
        "sicherheit": str(rule.evidence.certainty),
        "quelle": rule.evidence.source,
    }


def split_norms(norm: str) -> list[str]:
    """The norms of a citation, which are separated by semicolons."""
    return [part.strip() for part in norm.split(";") if part.strip()]


def _step(rule: Rule, opinion: Opinion) -> dict[str, Any]:
    return {
        **statement_document(rule),
        "schritt": rule.step,
        "behoerde": opinion.authority(rule) or None,
        "frist": rule.deadline or None,
    }


def _question(question: Question) -> dict[str, Any]:
    return {"frage": question.id, "text": question.text}


def questions_document(questions: Iterable[Question]) -> list[dict[str, Any]]:
    """Every question with id, type, options, help; for `fragen --json`."""
    return [
        {
            "id": item.id,
            "abschnitt": item.section,
            "typ": str(item.type.kind),
            "text": item.text,
            "hilfe": item.help,
            "optionen": [{"id": option, "text": text} for option, text in item.type.options],
            "mindestens": item.type.minimum,
            "hoechstens": item.type.maximum,
            "einheit": item.type.unit or None,
            "wesen": str(item.nature),
            "selbst_aenderbar": item.changeable,
            "nur_fuer_entwurf": item.for_draft_only,
        }
        for item in questions
    ]
