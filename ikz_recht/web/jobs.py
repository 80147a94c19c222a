"""What the workers do: from the text of a case to the bytes of a document, from a municipality to its partners."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from ..advice.opinion import FormOpinion, Opinion, advise
from ..advice.opinion_json import opinion_document
from ..documents.partner import partner_markdown
from ..documents.partner_files import partner_files
from ..documents.write import draft_files, memo_files
from ..planning.partner_lines import SHOWN_TASKS, by_task
from ..planning.search import Result, search
from ..planning.wishes import prepared, wish_of
from ..register.store import shared_register
from ..rulebase.model import Rulebase
from .casefile import case_in
from .embedded import embedded
from .workers import Tools


@lru_cache(maxsize=8)
def opinion_of_text(rulebase: Rulebase, document: str, day: dt.date) -> Opinion:
    """The opinion on a case given as text. Raises InputProblems."""
    return advise(case_in(document, rulebase), rulebase, day)


def case_json(tools: Tools, document: str, day: dt.date) -> dict[str, Any]:
    """The opinion as JSON. Raises InputProblems."""
    return opinion_document(opinion_of_text(tools.rulebase, document, day))


def case_document(tools: Tools, document: str, day: dt.date, kind: str, fmt: str, form: str) -> bytes | None:
    """Memo, short form or draft; the draft of `form` (Land:form) or of the recommended one, None if there is no such form.

    Raises InputProblems, RenderProblem, TemplateProblem.
    """
    opinion = opinion_of_text(tools.rulebase, document, day)
    if kind != "entwurf":
        return memo_files(opinion, tools.office, [fmt], short=kind == "kurzfassung")[fmt]
    chosen = _form(opinion, form) if form else opinion.recommended()
    if chosen is None or chosen.form.way:
        return None
    return draft_files(opinion, chosen, tools.office, [fmt])[fmt]


def _form(opinion: Opinion, name: str) -> FormOpinion | None:
    land, _, form = name.partition(":")
    return next((item for item in opinion.forms if item.form.land == land.upper() and item.form.id == form), None)


@lru_cache(maxsize=16)
def _partners(rulebase: Rulebase, ags: str, tasks: str, radius: str, day: dt.date) -> Result:
    start = prepared(shared_register(), ags, wish_of(tasks, "", radius, ""), (), None, lambda _: rulebase)
    return search(*start, day)


@dataclass(frozen=True, slots=True)
class Choice:
    """A task with a partner with whom a project can begin; `own` is who takes part: the municipality itself or its association."""

    task: str
    name: str
    own: str
    partner: str
    partner_name: str


def partner_page(tools: Tools, ags: str, tasks: str, radius: str, day: dt.date, *, every: bool) -> tuple[str, Markup, tuple[Choice, ...]]:
    """Name of the municipality, its partners as part of a page, and the pairs on it with which something can begin. Raises InputProblems, TemplateProblem."""
    result = _partners(tools.rulebase, ags, tasks, radius, day)
    markdown, picture = partner_markdown(result, tools.office.environment(), every=every)
    shown = by_task(result)[: None if every or result.wish.tasks else SHOWN_TASKS]
    pairs = [item for found, _ in shown for item in found]
    choices = tuple(Choice(item.task.id, item.task.name, item.own.key, item.partners[0].key, item.partners[0].name) for item in pairs)
    return result.findings.own.full_name, embedded(markdown, (picture,)), choices


def partner_document(tools: Tools, ags: str, tasks: str, radius: str, day: dt.date, fmt: str, *, every: bool) -> bytes:
    """The same as a file. Raises InputProblems, RenderProblem, TemplateProblem."""
    return partner_files(_partners(tools.rulebase, ags, tasks, radius, day), tools.office, [fmt], every=every)[fmt]
