"""The path as JSON; docs/gremien.schema.json describes it."""

from __future__ import annotations

from typing import Any

from ...advice.finding import Finding
from ...rulebase.evidence import Evidence
from .objections import Judged
from .path import Council, DecisionPath
from .sentences import assumed_share, outcome_sentences
from .stages import Stage

FORMAT = 1


def path_document(path: DecisionPath) -> dict[str, Any]:
    """Everything in the path as plain data."""
    rulebase = path.opinion.program.rulebase
    return {
        "json": FORMAT,
        "regelwerk": {"version": rulebase.version, "fingerabdruck": rulebase.fingerprint},
        "stichtag": path.today.isoformat(),
        "titel": path.opinion.case.title,
        "form": {"form": path.form.form.id, "land": path.form.form.land, "bezeichnung": path.form.form.name, "norm": path.form.form.norm},
        "gewuenschter_beginn": path.wish.isoformat() if path.wish else None,
        "ergebnis": path.outcome,
        "fruehester_beginn": {"vorsichtig": path.sure.isoformat(), "zuegig": path.quick.isoformat()},
        "saetze": outcome_sentences(path),
        "schritte": [_stage(stage, path) for stage in path.dated()],
        "beschluesse": [_council(council) for council in path.councils],
        "foerderung": [_finding(finding) for finding in path.funding],
        "landesgrenze": [_finding(finding) for finding in path.border],
        "danach": [_finding(finding) for finding in path.afterwards],
        "offen": [{**_finding(finding), "fragen": list(finding.questions)} for finding in path.undecided],
        "einwaende": [_objection(item) for item in path.objections],
        "hinweise": [{"thema": note.topic, "text": note.text, **_evidence(note.evidence)} for note in path.notes],
        "bemerkungen": [*path.remarks, *filter(None, [assumed_share(path)])],
    }


def _stage(stage: Stage, path: DecisionPath) -> dict[str, Any]:
    dated, early = path.plan[stage.id], path.first[stage.id]
    return {
        "id": stage.id,
        "schritt": stage.step,
        "name": stage.name,
        "beteiligte": stage.party or None,
        "wer": stage.who,
        "bahn": stage.lane,
        "von": dated.start.isoformat(),
        "bis": dated.end.isoformat(),
        "fruehestens": {"von": early.start.isoformat(), "bis": early.end.isoformat()},
        "puffer_tage": path.slack(stage),
        "kritisch": stage.id in path.critical,
        "nach": list(stage.after),
        "dauer": stage.duration.words,
        "dauer_grundlage": stage.duration.basis,
        "recht": [_finding(finding) for finding in stage.law],
        "praxis": {"text": stage.text, **_evidence(stage.evidence)},
    }


def _council(council: Council) -> dict[str, Any]:
    majority, votes, verdict = council.majority, council.votes, council.verdict
    return {
        "beteiligte": council.decider.party.name,
        "gremium": council.decider.name,
        "gremium_belegt": council.decider.rule is not None,
        "tag": council.day.isoformat() if council.day else None,
        "recht": [_finding(finding) for finding in council.law],
        "mehrheit": {"art": majority.share, "text": majority.text, "norm": majority.norm, **_evidence(majority.evidence)}
        if majority
        else None,
        "stimmen": {"ja": votes.yes, "nein": votes.no, "enthaltung": votes.abstaining, "mitglieder": votes.members} if votes else None,
        "reicht": verdict.enough if verdict else None,
        "noetig": verdict.needed if verdict else None,
    }


def _objection(item: Judged) -> dict[str, Any]:
    return {
        "id": item.objection.id,
        "einwand": item.objection.text,
        "antwort": item.objection.answer,
        "stand": item.standing,
        "entkraeftet": list(item.weakened),
        "bestaetigt": list(item.confirmed),
        **_evidence(item.objection.evidence),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    rule = finding.rule
    return {"regel": rule.id, "text": rule.text, "norm": rule.norm, "frist": rule.deadline or None, **_evidence(rule.evidence)}


def _evidence(evidence: Evidence) -> dict[str, str]:
    return {"quelle": evidence.source, "sicherheit": str(evidence.certainty)}
