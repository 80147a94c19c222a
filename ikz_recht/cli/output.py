"""What the commands print."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click

from ..advice.finding import STATUS_TEXT
from ..advice.opinion import Opinion, uncovered_text


def print_json(document: Any) -> None:
    """One JSON value on stdout."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


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
