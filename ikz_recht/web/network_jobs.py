"""What the workers do for networks: from the text of a network file to pages, files and other texts; and the overview over everything."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from ..advice.case import case_bytes
from ..documents.net import network_markdown
from ..documents.net_files import network_files, overview_files, plan_files
from ..documents.net_plan import plan_markdown
from ..planning.network.contents import Contents, contents_of
from ..planning.network.edit_portfolio import fresh_id, is_empty, title_of, with_changes, with_entry, without_entry
from ..planning.network.items import URGENCY_TEXT, Urgency
from ..planning.network.overview import Document, Lines, Overview, lines_of, overview_over
from ..planning.network.overview_json import item_document, overview_document
from ..planning.network.overview_lines import deadline_text, summary
from ..planning.network.plan import NetworkPlan, plan_of
from ..planning.network.plan_json import plan_document
from ..planning.network.portfolio import Portfolio
from ..planning.network.read_portfolio import portfolio_from
from ..planning.network.show_json import network_document
from ..planning.network.view import view_of
from ..planning.start_case import start_case
from ..planning.units import Region
from ..register.store import Register, shared_register
from ..rulebase.model import Rulebase
from ..rulebase.nodes import parse_nodes
from .embedded import embedded
from .workers import Tools

PATH = Path("Netz.yaml")


@lru_cache(maxsize=2)
def _region(register: Register) -> Region:
    return Region(register)


def _here() -> Region:
    return _region(shared_register())


@lru_cache(maxsize=32)
def _portfolio(rulebase: Rulebase, register: Register, text: str) -> Portfolio:
    return portfolio_from(parse_nodes(text, PATH), PATH, _region(register), lambda _: rulebase)


def _read(tools: Tools, text: str) -> Portfolio:
    return _portfolio(tools.rulebase, shared_register(), text)


@lru_cache(maxsize=8)
def _plan(rulebase: Rulebase, register: Register, text: str, day: dt.date) -> NetworkPlan:
    return plan_of(_portfolio(rulebase, register, text), _region(register), day)


def network_contents(tools: Tools, text: str) -> Contents:
    """What stands in the file; its title is "" if it gives none. Raises InputProblems with every defect."""
    if is_empty(text, PATH):
        return Contents(title_of(text, PATH), empty=True)
    return replace(contents_of(_read(tools, text)), title=title_of(text, PATH))


def network_with(tools: Tools, text: str, key: str, entry: str | Mapping[str, str | Sequence[str]]) -> str:
    """The text with an entry more, which gets an id if it needs one. Raises InputProblems if that makes no network."""
    if not isinstance(entry, str) and not is_empty(text, PATH):
        entry = {"id": fresh_id(_read(tools, text), str(entry["aufgabe"])), **entry}
    changed = with_entry(text, PATH, key, entry)
    _read(tools, changed)
    return changed


def network_changed(tools: Tools, text: str, key: str, number: int, changes: Mapping[str, str]) -> str:
    """The text with other values in one entry. Raises InputProblems if that makes no network."""
    changed = with_changes(text, PATH, key, number, changes)
    _read(tools, changed)
    return changed


def network_without(tools: Tools, text: str, key: str, number: int) -> str:
    """The text without an entry. Raises InputProblems if something else needs it."""
    changed = without_entry(text, _read(tools, text), key, number)
    if not is_empty(changed, PATH):
        _read(tools, changed)
    return changed


def network_page(tools: Tools, text: str, day: dt.date) -> Markup:
    """Who works for whom, as part of a page. Raises InputProblems, TemplateProblem."""
    markdown, pictures = network_markdown(view_of(_read(tools, text), _here(), day), tools.office.environment())
    return embedded(markdown, pictures)


def plan_page(tools: Tools, text: str, day: dt.date) -> Markup:
    """The way in steps, as part of a page. Raises InputProblems, TemplateProblem."""
    markdown, pictures = plan_markdown(_plan(tools.rulebase, shared_register(), text, day), tools.office.environment())
    return embedded(markdown, pictures)


def network_file(tools: Tools, text: str, day: dt.date, fmt: str, *, plan: bool) -> bytes:
    """Network or plan as a file; „json“ is what the terminal gives. Raises InputProblems, RenderProblem, TemplateProblem."""
    if plan:
        found = _plan(tools.rulebase, shared_register(), text, day)
        return _json(plan_document(found)) if fmt == "json" else plan_files(found, tools.office, [fmt])[fmt]
    view = view_of(_read(tools, text), _here(), day)
    return _json(network_document(view)) if fmt == "json" else network_files(view, tools.office, [fmt])[fmt]


@lru_cache(maxsize=2000)
def _lines(rulebase: Rulebase, register: Register, document: Document, day: dt.date) -> Lines:
    return lines_of(document, _region(register), lambda _: rulebase, day)


def _overview(tools: Tools, documents: Sequence[Document], day: dt.date) -> Overview:
    found, register = Lines(), shared_register()
    for document in documents:
        found.add(_lines(tools.rulebase, register, document, day))
    return overview_over(found, len(documents), day)


def overview_page(tools: Tools, documents: Sequence[Document], day: dt.date) -> dict[str, Any]:
    """The overview for a page: as JSON, with the lines by urgency and the key of what each was read from."""
    found = _overview(tools, documents, day)
    rows = [(item.urgency(day), item) for item in found.items]
    shown = [
        (URGENCY_TEXT[urgency], [
            {**item_document(item, day), "frist_text": deadline_text(item, day), "quelle": item.source} for its, item in rows if its is urgency
        ])
        for urgency in Urgency
    ]  # fmt: skip
    return {**overview_document(found), "zusammenfassung": summary(found), "gruppen": [(name, items) for name, items in shown if items]}


def overview_file(tools: Tools, documents: Sequence[Document], day: dt.date, fmt: str) -> bytes:
    """The overview as a document, table or JSON. Raises InputProblems, RenderProblem, TemplateProblem."""
    found = _overview(tools, documents, day)
    return _json(overview_document(found)) if fmt == "json" else overview_files(found, tools.office, fmt, Path(f"uebersicht.{fmt}"))


def case_with_partners(tools: Tools, task: str, keys: Sequence[str]) -> str:
    """The text of a case file on the task between these. Raises InputProblems."""
    return case_bytes(start_case(task, keys, _here(), tools.rulebase)).decode()


def _json(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"
