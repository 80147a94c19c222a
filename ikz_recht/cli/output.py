"""What the commands print."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import click

from ..advice.law_dates import law_date_remarks
from ..advice.opinion import FormOpinion, Opinion, uncovered_text
from ..advice.prospect import GOOD
from ..advice.sentences import set_sentence
from ..rulebase.fact import show_date


def print_json(document: Any) -> None:
    """One JSON value on stdout."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def opinion_lines(opinion: Opinion) -> Iterator[str]:
    """The opinion in a few plain lines: recommendation, its conditions, ranking, paths beside the forms, open points by form."""
    from ..documents.summary import points_text, standing_text, summary_sentences

    yield " ".join(summary_sentences(opinion))
    found = opinion.recommendation
    if found is not None and found.chosen.outlook.sets:
        yield ""
        yield set_sentence(found.chosen.outlook.sets[0], opinion.program)
    yield ""
    for form in opinion.forms:
        rank = f"{form.rank}." if form.rank else "–"
        points = f", {points_text(form.score.total(opinion.case.weights))}" if form.rank else ""
        yield f"{rank:>3} {form.form.name}{_land(form, opinion)}: {standing_text(form)}{points}"
    yield from _section("Wege daneben:", _way_lines(opinion))
    for land in opinion.uncovered if opinion.forms else ():  # without forms it stands above
        yield uncovered_text(land, opinion.program.rulebase)
    yield from _section("Noch offen:", _open_lines(opinion))
    for fact in opinion.program.undated:
        yield f"Für den {show_date(opinion.day)} ist keine Fassung hinterlegt: {fact.text}. Was darauf beruht, bleibt offen."
    yield from _section("", law_date_remarks(opinion))
    yield from _section("", [opinion.engine_remark] if opinion.engine_remark else [])


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    lines = list(lines)
    if lines:
        yield ""
        yield from ([title] if title else [])
        yield from lines


def _land(form: FormOpinion, opinion: Opinion) -> str:
    several = len(opinion.program.lands) > 1 and form.form.land in opinion.program.lands
    return f" ({form.form.land})" if several else ""


def _way_lines(opinion: Opinion) -> Iterator[str]:
    for way in opinion.ways:
        if way.governing and way.prospect in GOOD:
            yield f"  – {way.form.name}{_land(way, opinion)} ({way.form.norm}): {way.form.text}"


def _open_lines(opinion: Opinion) -> Iterator[str]:
    for form, questions in opinion.open_by_form():
        yield f"  {form.form.name}{_land(form, opinion)}"
        yield from (f"    - {question.text}" for question in questions)
