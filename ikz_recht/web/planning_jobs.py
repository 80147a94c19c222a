"""What the workers do for the parts of a project: benefit, shares, the way through the bodies, the change plan, the dossier.

A job gets the texts that are kept (`Wanted`) and gives back a part of a page, or the bytes of a file. What it computes on the way is kept a
while, for after a page come its files.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import yaml

from ..advice.opinion import FormOpinion, Opinion, uncovered_text
from ..advice.prospect import Prospect
from ..documents.benefit import benefit_markdown
from ..documents.benefit_files import benefit_files
from ..documents.bodies import bodies_markdown
from ..documents.bodies_calendar import path_calendar
from ..documents.bodies_files import bodies_files
from ..documents.bodies_set import bodies_set
from ..documents.change import change_markdown
from ..documents.change_files import change_files
from ..documents.dossier import dossier_files
from ..documents.shares import shares_files, shares_markdown
from ..planning.benefit.benefit import Benefit, benefit_of
from ..planning.benefit.costs_file import costs_from
from ..planning.benefit.form import form_bytes
from ..planning.bodies.choice import chosen_form
from ..planning.bodies.path import DecisionPath
from ..planning.bodies.read_given import given_from
from ..planning.change.model import ChangePlan
from ..planning.change.readiness import answers_from
from ..planning.change.task_list import task_list
from ..planning.project import ProjectFiles, benefit_in, form_in, path_in, plan_in, project, shares_in
from ..planning.shares.divide import SharesResult
from ..planning.shares.read_shares import shares_from
from ..planning.shares.recommend import recommend
from ..planning.shares.shares_lines import method_name
from ..planning.shares.to_case import clause_answers, name_remarks
from ..rulebase.change import READINESS_GROUPS
from ..rulebase.fact import Value
from ..rulebase.nodes import Node, parse_nodes, plain_data
from ..rulebase.problem import InputProblems, Place, Problem
from .casefile import FILE
from .embedded import embedded
from .jobs import opinion_of_text
from .planning_views import Shown, ShownNeed, ShownShares, Wanted
from .store.attachments import Kind
from .workers import Tools

COSTS = "kosten.xlsx"
WITHOUT_FIGURES = "Zahlen zum Nutzen stehen nicht in den Unterlagen, weil sie sich nicht rechnen lassen:"


def _opened(tools: Tools, wanted: Wanted) -> tuple[Opinion, ProjectFiles]:
    """The opinion, and where everything else stands. Raises InputProblems; also where no Land of the case is covered."""
    opinion = opinion_of_text(tools.rulebase, wanted.document, wanted.day)
    if opinion.uncovered and not opinion.forms:
        raise missing(uncovered_text(opinion.uncovered[0], tools.rulebase))
    files = ProjectFiles(
        FILE,
        parse_nodes(wanted.document, FILE),
        sittings=node_of(wanted.sittings, Kind.SITTINGS),
        shares=node_of(wanted.shares, Kind.SHARES),
        readiness=node_of(wanted.readiness, Kind.READINESS),
    )
    return opinion, files


def node_of(text: str, kind: Kind) -> Node | None:
    """The nodes of a file beside the case. Raises InputProblems."""
    return parse_nodes(text, Path(f"{kind}.yaml")) if text else None


def missing(text: str) -> InputProblems:
    """Something without which nothing can be computed."""
    return InputProblems([Problem(Place(FILE), text)])


def _name(form: FormOpinion | None) -> str:
    return f"{form.form.land}:{form.form.id}" if form else ""


def _forms(opinion: Opinion) -> tuple[tuple[str, str], ...]:
    several = len(opinion.program.lands) > 1
    possible = [item for item in (*opinion.forms, *opinion.ways) if item.prospect is not Prospect.EXCLUDED]
    return tuple((_name(item), f"{item.form.name} ({item.form.land})" if several else item.form.name) for item in possible)


@lru_cache(maxsize=8)
def _benefit(tools: Tools, wanted: Wanted) -> Benefit | None:
    return benefit_in(*_opened(tools, wanted))


@lru_cache(maxsize=8)
def _shares(tools: Tools, wanted: Wanted, chosen: str = "") -> SharesResult | None:
    return shares_in(*_opened(tools, wanted), chosen)


@lru_cache(maxsize=8)
def _path(tools: Tools, wanted: Wanted) -> tuple[DecisionPath, tuple[str, ...]]:
    """The way with remarks; figures on the benefit that cannot be computed are left out of the papers, and that is said."""
    opinion, files = _opened(tools, wanted)
    chosen = chosen_form(opinion, wanted.form or None)
    without: tuple[str, ...] = ()
    try:
        benefit, shares = _benefit(tools, wanted), _shares(tools, wanted)
    except InputProblems as found:
        benefit, shares, without = None, None, (f"{WITHOUT_FIGURES} {found.problems[0].text}",)
    path, remarks = path_in(opinion, files, chosen, wanted.start, benefit, shares)
    return path, (*remarks, *without)


@lru_cache(maxsize=8)
def _plan(tools: Tools, wanted: Wanted) -> ChangePlan:
    opinion, files = _opened(tools, wanted)
    return plan_in(opinion, files, form_in(opinion, wanted.form or None), wanted.start, wanted.begin)


def benefit_page(tools: Tools, wanted: Wanted) -> Shown | None:
    """The benefit with its pictures; None without costs. Raises InputProblems, TemplateProblem."""
    benefit = _benefit(tools, wanted)
    return Shown(embedded(*benefit_markdown(benefit, tools.office.environment()))) if benefit is not None else None


def benefit_file(tools: Tools, wanted: Wanted, fmt: str) -> bytes | None:
    """The same as a file; None without costs. Raises InputProblems, RenderProblem, TemplateProblem."""
    benefit = _benefit(tools, wanted)
    return benefit_files(benefit, tools.office, [fmt])[fmt] if benefit is not None else None


def costs_table(tools: Tools, wanted: Wanted) -> bytes:
    """The workbook to fill in. Raises InputProblems."""
    return form_bytes(opinion_of_text(tools.rulebase, wanted.document, wanted.day), Path(COSTS))


def costs_read(tools: Tools, wanted: Wanted, name: str, data: bytes) -> str:
    """The figures of an uploaded file as YAML, after all that can be wrong with them was looked at. Raises InputProblems."""
    node = costs_from(data, Path(name))
    benefit_of(opinion_of_text(tools.rulebase, wanted.document, wanted.day), node)
    return yaml.safe_dump(plain_data(node), allow_unicode=True, sort_keys=False, width=120)


def shares_page(tools: Tools, wanted: Wanted) -> ShownShares | None:
    """The division of the costs; None without costs. Raises InputProblems, TemplateProblem."""
    result = _shares(tools, wanted)
    if result is None:
        return None
    markdown, picture = shares_markdown(result, tools.office.environment(), wanted.day)
    methods = tuple((item.method, method_name(result, item)) for item in result.divisions)
    names = tuple(name_remarks(opinion_of_text(tools.rulebase, wanted.document, wanted.day).case, result))
    return ShownShares(embedded(markdown, (picture,)), methods, recommend(result).division.method, names)


def shares_file(tools: Tools, wanted: Wanted, fmt: str) -> bytes | None:
    """The same as a file; None without costs. Raises InputProblems, RenderProblem, TemplateProblem."""
    result = _shares(tools, wanted)
    return shares_files(result, tools.office, [fmt], wanted.day)[fmt] if result is not None else None


def key_answers(tools: Tools, wanted: Wanted, method: str) -> dict[str, Value] | None:
    """The answers with which that key goes into the draft; None if it cannot be computed. Raises InputProblems."""
    result = _shares(tools, wanted)
    division = result.of(method) if result is not None else None
    return clause_answers(result, division) if result is not None and division is not None else None


def possible_forms(tools: Tools, wanted: Wanted) -> tuple[tuple[str, str], ...]:
    """The forms that one may plan for, also where none is recommended. Raises InputProblems."""
    return _forms(_opened(tools, wanted)[0])


def bodies_page(tools: Tools, wanted: Wanted) -> Shown:
    """The way through the bodies. Raises InputProblems, TemplateProblem."""
    path, remarks = _path(tools, wanted)
    markdown, picture = bodies_markdown(path, tools.office.environment())
    return Shown(embedded(markdown, (picture,)), _forms(path.opinion), _name(path.form), remarks)


def bodies_file(tools: Tools, wanted: Wanted, fmt: str) -> bytes:
    """The same as a file. Raises InputProblems, RenderProblem, TemplateProblem."""
    return bodies_files(_path(tools, wanted)[0], tools.office, [fmt])[fmt]


def bodies_calendar(tools: Tools, wanted: Wanted) -> bytes:
    """The days as iCalendar. Raises InputProblems."""
    return path_calendar(_path(tools, wanted)[0])


@lru_cache(maxsize=2)
def bodies_papers(tools: Tools, wanted: Wanted, formats: Sequence[str]) -> bytes:
    """Council papers, presentation, fact sheet, way and calendar as a ZIP file. Raises InputProblems, RenderProblem, TemplateProblem."""
    return zipped(bodies_set(_path(tools, wanted)[0], tools.office, formats))


def check_file(tools: Tools, wanted: Wanted, kind: Kind) -> None:
    """Reads the file of that kind. Raises InputProblems with everything that is wrong with it."""
    opinion, files = _opened(tools, wanted)
    names = [item.name for item in opinion.case.participants or ()]
    if kind is Kind.SITTINGS and files.sittings is not None:
        given_from(files.sittings, names, tools.rulebase.bodies.steps, wanted.day)
    elif kind is Kind.READINESS and files.readiness is not None:
        answers_from(files.readiness, tools.rulebase.change, names)
    elif kind is Kind.SHARES and files.shares is not None:
        shares_from(files.shares, tools.rulebase)


def change_page(tools: Tools, wanted: Wanted) -> Shown:
    """The change plan. Raises InputProblems, TemplateProblem."""
    plan = _plan(tools, wanted)
    markdown, picture = change_markdown(plan, tools.office.environment())
    return Shown(embedded(markdown, (picture,)), _forms(plan.opinion), _name(plan.chosen))


def change_file(tools: Tools, wanted: Wanted, fmt: str) -> bytes:
    """The same as a file. Raises InputProblems, RenderProblem, TemplateProblem."""
    return change_files(_plan(tools, wanted), tools.office, [fmt])[fmt]


def change_tasks(tools: Tools, wanted: Wanted, ending: str) -> bytes:
    """The steps as a list (csv or xlsx). Raises InputProblems."""
    return task_list(_plan(tools, wanted), Path(f"aufgaben.{ending}"))


def readiness_needs(tools: Tools, wanted: Wanted) -> tuple[ShownNeed, ...]:
    """The questions of the readiness check that concern the case. Raises InputProblems."""
    plan = _plan(tools, wanted)
    steps = {step.number: step.said.text for step in plan.steps}
    return tuple(
        ShownNeed(
            item.question.id,
            READINESS_GROUPS[item.question.group],
            item.text,
            item.help,
            item.gap,
            item.answer,
            item.lacking,
            steps.get(item.step or 0, ""),
        )
        for item in plan.needs
    )


@lru_cache(maxsize=2)
def dossier(tools: Tools, wanted: Wanted, formats: Sequence[str]) -> bytes:
    """Everything for the project as a ZIP file. Raises InputProblems, RenderProblem, TemplateProblem."""
    made = project(*_opened(tools, wanted), wanted.form or None, wanted.start, wanted.begin)
    return zipped(dossier_files(made, tools.office, formats))


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files as one archive; the same files give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
