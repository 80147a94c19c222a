"""The document of the way through the bodies: what the template templates/gremien.md gets to see, and its picture."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import jinja2

from ..advice.finding import Finding
from ..planning.bodies.durations import ASSUMPTION, BASIS_TEXT, PRACTICE
from ..planning.bodies.objections import STANDING, Judged
from ..planning.bodies.path import Council, DecisionPath
from ..planning.bodies.rows import Row, rows
from ..planning.bodies.sentences import assumed_share, outcome_sentences
from ..rulebase.bodies import LANES, TOPICS, Example
from ..rulebase.evidence import Certainty, Evidence
from ..rulebase.fact import show_date
from .citations import bibliography
from .dialect import tidy
from .gantt import Bar, gantt
from .markdown_text import MarkdownText, german_date
from .notes import Notes
from .pictures import Picture, picture_mark
from .sources import sources_context
from .templating import render
from .views import bare_rule

MOST_BARS = 24  # they fit on the first page


def bodies_markdown(path: DecisionPath, env: jinja2.Environment) -> tuple[str, Picture]:
    """The document as Markdown with its picture. Raises TemplateProblem."""
    notes = Notes(path.opinion.program.rulebase.sources)
    done = notes.finish(tidy(render(env, "gremien.md", bodies_context(path, notes))))
    literature, practice = bibliography(done.sources)
    context = {**sources_context(path.opinion, done), "literatur": literature, "praxis": practice}
    sources = render(env, "gremien_quellen.md", context).strip()
    return f"{done.markdown}\n\n{sources}\n\n{done.definitions}\n", path_picture(path)


def path_picture(path: DecisionPath) -> Picture:
    """The plan as a Gantt chart; of very many rows those on the critical path and those that concern everybody go first."""
    found = rows(path)
    chosen = sorted(found, key=lambda row: not (row.critical or row.everybody or not row.parties))[:MOST_BARS]
    bars = [Bar(row.label, row.start, row.end, row.stage.lane, row.milestone, row.critical) for row in found if row in chosen]
    title = path.opinion.case.title or path.opinion.value("aufgabe") or "Interkommunale Zusammenarbeit"
    return gantt(f"Weg durch die Gremien: {title}", bars, LANES)


def bodies_context(path: DecisionPath, notes: Notes) -> dict[str, Any]:
    """Everything the template may name; docs/gremien.md describes it."""
    opinion = path.opinion
    shown = rows(path)
    return {
        "titel": opinion.case.title or opinion.value("aufgabe"),
        "form": path.form.form.name,
        "norm": path.form.form.norm,
        "ergebnis": outcome_sentences(path),
        "beginn": german_date(path.start),
        "rueckwaerts": path.last is not None,
        "bild": picture_mark(0),
        "schritte": [_row(row, notes) for row in shown],
        "einzeln": [_step(row, notes) for row in _once(shown)],
        "beschluesse": [_council(item, notes) for item in path.councils],
        "stimmen": [_votes(item) for item in path.councils if item.verdict],
        "foerderung": _rules(path.funding, notes),
        "landesgrenze": _rules(path.border, notes),
        "danach": _rules(path.afterwards, notes),
        "offen": [{**bare_rule(finding.rule, notes), "fragen": _questions(finding, path)} for finding in path.undecided],
        "einwaende": [_objection(item, notes) for item in path.objections],
        "hinweise": [
            {"titel": title, "aussagen": _topic(path, topic, notes)} for topic, title in TOPICS.items() if _topic(path, topic, notes)
        ],
        "bemerkungen": [*path.remarks, *filter(None, [assumed_share(path)])],
        "stichtag": show_date(path.today),
    }


def _questions(finding: Finding, path: DecisionPath) -> list[str]:
    questions = path.opinion.program.questions
    return [questions[name].text for name in finding.questions if name in questions]


def _row(row: Row, notes: Notes) -> dict[str, Any]:
    found = row.stage.duration
    evidence = found.evidence if found.basis != ASSUMPTION else None
    return {
        "name": row.full_label,
        "wer": row.who,
        "von": show_date(row.start),
        "bis": show_date(row.end),
        "tag": row.start == row.end,
        "kritisch": row.critical,
        "puffer": "" if row.slack is None else f"{row.slack} {'Tag' if row.slack == 1 else 'Tage'}",
        "dauer": found.words,
        "grundlage": BASIS_TEXT[found.basis] if found.words else "",
        "fussnote": notes.mark("", evidence) if evidence else MarkdownText(""),
    }


def _once(shown: list[Row]) -> list[Row]:
    """Each step once, whoever takes it when."""
    return list({row.stage.step: row for row in reversed(shown)}.values())[::-1]


def _step(row: Row, notes: Notes) -> dict[str, Any]:
    stage = row.stage
    law = {finding.rule.id: finding for item in row.stages for finding in item.law}
    return {
        "name": stage.name,
        "wer": row.who,
        "praxis": _statement(stage.text, stage.evidence, notes),
        "annahme": stage.duration.basis in (ASSUMPTION, PRACTICE) and bool(stage.duration.words),
        "recht": _rules(law.values(), notes),
        "beispiele": _examples(stage.examples, notes),
    }


def _rules(findings: Iterable[Finding], notes: Notes) -> list[dict[str, Any]]:
    return [{**bare_rule(finding.rule, notes), "frist": finding.rule.deadline} for finding in findings]


def _council(item: Council, notes: Notes) -> dict[str, Any]:
    majority = item.majority
    return {
        "name": item.decider.party.name,
        "gremium": item.decider.name,
        "gremium_belegt": item.decider.rule is not None,
        "tag": show_date(item.day) if item.day else "erledigt",
        "mehrheit": majority.words if majority else "",
        "mehrheit_unbelegt": majority is None or majority.unproven,
        "mehrheit_fussnote": notes.mark(majority.norm, majority.evidence) if majority else MarkdownText(""),
        "recht": _rules(item.law, notes),
    }


def _votes(item: Council) -> dict[str, Any]:
    assert item.verdict is not None
    assert item.votes is not None
    return {
        "name": item.decider.party.name,
        "ja": item.votes.yes,
        "nein": item.votes.no,
        "enthaltung": item.votes.abstaining,
        "noetig": "" if item.verdict.needed is None else item.verdict.needed,
        "text": item.verdict.text,
        "reicht": item.verdict.enough,
    }


def _objection(item: Judged, notes: Notes) -> dict[str, Any]:
    return {
        "einwand": item.objection.text,
        "stand": STANDING[item.standing],
        "antwort": _statement(item.objection.answer, item.objection.evidence, notes),
        "bestaetigt": list(item.confirmed),
        "entkraeftet": list(item.weakened),
        "zusatz": _examples(item.objection.extra, notes),
    }


def _topic(path: DecisionPath, topic: str, notes: Notes) -> list[dict[str, Any]]:
    return [_statement(note.text, note.evidence, notes, note.norm) for note in path.notes if note.topic == topic]


def _examples(examples: Iterable[Example], notes: Notes) -> list[dict[str, Any]]:
    return [_statement(item.text, item.evidence, notes) for item in examples]


def _statement(text: str, evidence: Evidence, notes: Notes, norm: str = "") -> dict[str, Any]:
    return {"text": text, "fussnote": notes.mark(norm, evidence), "unbelegt": evidence.certainty is Certainty.MEMORY}
