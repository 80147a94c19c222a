"""What the cooperation brings each partner: the cost figures by form, workbook or file, and the result."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import yaml
from starlette.responses import Response

from ...advice.case import case_bytes
from ...advice.interview import Interview
from ...documents.formats import FORMATS
from ...planning.benefit.asked import costs_bytes
from ...planning.benefit.asked_again import Answers, answers_in
from ...rulebase.fact import show_date
from ...rulebase.nodes import Node, parse_nodes, plain_data
from ...rulebase.problem import InputProblems
from ..call import Call, NotFound
from ..casefile import case_in
from ..cases import interview_of, keep, with_case
from ..costs_form import costs_entered, costs_form
from ..form_fields import Group, faults_of
from ..planning_jobs import COSTS, benefit_file, benefit_page, costs_read, costs_table
from ..planning_views import Wanted
from ..store.people import Role
from ..store.projects import StoredCase
from .parts import Faults, file_of, opened, part_page, told, tried, uploaded, wanted_of
from .result import TYPES, download

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HISTORY = "kosten"
PART = "nutzen"


def page(call: Call) -> Response:
    """The result; without figures the way to them."""
    stored, early = opened(call)
    if early is not None:
        return early
    wanted, faults = wanted_of(call, stored)
    shown, more = tried(call, benefit_page, wanted)
    if shown is None and not more:
        return call.to(f"/fall/{stored.id}/kosten")
    return part_page(call, "nutzen.html", stored, PART, faults + more, gezeigt=shown, formate=FORMATS)


def document(call: Call) -> Response:
    """The same as a file."""
    fmt = call.path("format")
    if fmt not in FORMATS:
        raise NotFound
    return file_of(call, PART, f"nutzen.{fmt}", TYPES[fmt], benefit_file, fmt)


def costs(call: Call) -> Response:
    """The form with the questions on costs, the workbook to fill in, the upload."""
    stored, early = opened(call)
    return early or _show(call, stored, interview_of(call, stored), None, [])


def _show(call: Call, stored: StoredCase, state: Interview, groups: tuple[Group, ...] | None, faults: Faults) -> Response:
    participants, node, earlier = state.case.participants or (), state.case.costs, _earlier(state)
    start = state.case.answers.get("beginn")
    return part_page(
        call,
        "kosten.html",
        stored,
        PART,
        faults,
        gruppen=groups or costs_form(participants, show_date(start) if isinstance(start, dt.date) else "", earlier),
        vorhanden=node is not None,
        anders=node is not None and not earlier,
    )


def _earlier(state: Interview) -> Answers:
    """The figures of the case as answers to the questions; none if they were not given that way."""
    return answers_in(state.case.costs, state.case.participants or ()) if state.case.costs is not None else {}


def enter_costs(call: Call) -> Response:
    """The answers of the form as the figures of the case."""
    stored, early = opened(call, Role.ANSWER)
    if early is not None:
        return early
    state = interview_of(call, stored)
    participants = state.case.participants or ()
    entered = costs_entered(participants, call.form, _earlier(state))
    faults = faults_of(entered.groups)
    if faults:
        return _show(call, stored, state, entered.groups, faults)
    text, more = tried(
        call, costs_read, Wanted(stored.document, call.desk.today()), "kosten.yaml", costs_bytes(participants, entered.answers)
    )
    if text is None:
        return _show(call, stored, state, entered.groups, [("beginn", problem) for _, problem in more])
    return _kept(call, stored, state, text, "nach den Fragen")


def upload_costs(call: Call) -> Response:
    """Figures from a workbook or a YAML file; what is wrong is told by cell or line."""
    stored, early = opened(call, Role.ANSWER)
    if early is not None:
        return early
    state = interview_of(call, stored)
    name, content, faults = uploaded(call, COSTS)
    text = ""
    if not faults:
        try:
            text = call.desk.workers.run(costs_read, Wanted(stored.document, call.desk.today()), name, content)
        except InputProblems as found:
            faults = told(found, "datei", placed=True)
    if faults:
        return _show(call, stored, state, None, faults)
    return _kept(call, stored, state, text, f"aus {name}")


def strike_costs(call: Call) -> Response:
    """The case has no figures any more."""
    stored, early = opened(call, Role.ANSWER)
    if early is not None:
        return early
    state = interview_of(call, stored)
    keep(call, stored, with_case(state, replace(state.case, costs=None)), {HISTORY: "gestrichen"})
    return call.to(f"/fall/{stored.id}/kosten")


def _kept(call: Call, stored: StoredCase, state: Interview, text: str, origin: str) -> Response:
    node: Node = parse_nodes(text, Path("kosten.yaml"))
    case = replace(state.case, costs=node)
    case_in(case_bytes(case).decode(), call.desk.rulebase)  # what is stored can be read again
    keep(call, stored, with_case(state, case), {HISTORY: origin})
    return call.to(f"/fall/{stored.id}/{PART}")


def table(call: Call) -> Response:
    """The workbook to fill in."""
    return file_of(call, "kosten", COSTS, XLSX, costs_table)


def costs_file(call: Call) -> Response:
    """The figures of the case, as the terminal takes them."""
    stored, early = opened(call)
    node = interview_of(call, stored).case.costs if early is None else None
    if node is None:
        return call.to(f"/fall/{stored.id}/kosten")
    text = yaml.safe_dump(plain_data(node), allow_unicode=True, sort_keys=False, width=120)
    return download(text.encode(), "kosten.yaml", "application/yaml; charset=utf-8")


ROUTES = (
    ("/fall/{fall}/nutzen", "GET", page, Role.READ),
    ("/fall/{fall}/nutzen.{format}", "GET", document, Role.READ),
    ("/fall/{fall}/kosten", "GET", costs, Role.READ),
    ("/fall/{fall}/kosten", "POST", enter_costs, Role.ANSWER),
    ("/fall/{fall}/kosten/datei", "POST", upload_costs, Role.ANSWER),
    ("/fall/{fall}/kosten/streichen", "POST", strike_costs, Role.ANSWER),
    ("/fall/{fall}/kosten.xlsx", "GET", table, Role.READ),
    ("/fall/{fall}/kosten.yaml", "GET", costs_file, Role.READ),
)
