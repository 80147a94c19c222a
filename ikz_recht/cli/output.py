"""What the commands print."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click

from ..advice.finding import STATUS_TEXT
from ..advice.interview import Interview
from ..advice.opinion import Opinion, uncovered_text
from ..advice.sentences import set_sentence
from ..rulebase.fact import PARTICIPANTS, TASK, show_value
from ..rulebase.model import Question


def print_json(document: Any) -> None:
    """One JSON value on stdout."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def settled_lines(opinion: Opinion) -> Iterator[str]:
    """The recommendation, its conditions, and how it could still turn out otherwise."""
    found = opinion.recommendation
    if found is None:
        yield "Nach den bisherigen Angaben steht kein Weg offen. Warum, zeigt das Ergebnis."
        return
    yield f"Damit steht die Empfehlung: {found.chosen.form.name}. Keine weitere Antwort, die zu erwarten ist, ändert sie."
    if found.chosen.outlook.sets:
        yield set_sentence(found.chosen.outlook.sets[0], opinion.program)
    yield from found.remarks


def hanging_lines(state: Interview, question: Question) -> Iterator[str]:
    """What hangs on a question: which answer would put another form first, else on what it acts."""
    if question.id in (TASK, PARTICIPANTS) or not state.case.participants:
        return
    turn = next((item for item in state.turns if item.question.id == question.id), None)
    if turn is not None:
        for value, leader in turn.answers[:4]:
            yield f"Bei „{show_value(value, question.type)}“ käme an die erste Stelle: {leader}."
        return
    relevance = state.relevance.get(question.id)
    if relevance is not None:
        names = [*relevance.deciding.values()] or [*relevance.touched.values()]
        acts = (
            "Sie entscheidet mit über die Zulässigkeit von"
            if relevance.deciding
            else "Sie wirkt auf Auflagen, Inhalt, Verfahren oder Eignung von"
        )
        yield f"{acts}: {'; '.join(dict.fromkeys(names))}."


def opinion_lines(opinion: Opinion) -> Iterator[str]:
    """The opinion in a few plain lines."""
    from ..documents.summary import points_text, summary_sentences

    yield " ".join(summary_sentences(opinion))
    yield ""
    for form in opinion.forms:
        rank = f"{form.rank}." if form.rank else "–"
        points = f", {points_text(form.score.total(opinion.case.weights))}" if form.rank else ""
        land = f" ({form.form.land})" if len(opinion.program.lands) > 1 else ""
        yield f"{rank:>3} {form.form.name}{land}: {STATUS_TEXT[form.status]}{points}"
    for land in opinion.uncovered:
        yield uncovered_text(land, opinion.program.rulebase)
    questions = [opinion.program.questions[name].text for name in opinion.open_questions()]
    if questions:
        yield ""
        yield "Noch offen:"
        yield from (f"  - {text}" for text in questions)
    if opinion.engine_remark:
        yield ""
        yield opinion.engine_remark
