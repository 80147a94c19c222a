"""What the parts of a project have in common: who may see them, what was wished for, how a job is run, how what is wrong is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Concatenate, ParamSpec, TypeVar

from starlette.responses import Response

from ...documents.formats import FORMATS
from ...documents.meta import RenderProblem
from ...planning.benefit.workbook import CellPlace
from ...rulebase.fact import ValueProblem, parse_date
from ...rulebase.problem import InputProblems, Problem
from ..call import Call, case_of
from ..cases import complete, interview_of
from ..planning_jobs import check_file, possible_forms
from ..planning_views import Shown, Wanted
from ..store.attachments import Attachment, Kind, find_attachment, find_attachments, save_attachment
from ..store.people import Role
from ..store.projects import Conflict, StoredCase
from ..workers import Tools
from .questions import standing
from .result import download

PARTS = (
    ("nutzen", "Nutzen", "was die Zusammenarbeit jedem Beteiligten bringt"),
    ("teilung", "Kosten teilen", "wer wie viel zahlt, und wer allein günstiger wegkäme"),
    ("gremien", "Durch die Gremien", "wer wann beschließt; Vorlagen, Präsentation, Faktenblatt, Kalender"),
    ("veraenderung", "Veränderungsplan", "Schritte, Beteiligung, Risiken; was schon bereit ist"),
    ("dossier", "Dossier", "alle Unterlagen in einem Archiv"),
)
MOST_TOLD = 50
Faults = list[tuple[str, str]]
P = ParamSpec("P")
T = TypeVar("T")


def opened(call: Call, role: Role = Role.READ) -> tuple[StoredCase, Response | None]:
    """The case, and what is answered while there is no result yet to build on (None: there is one). Raises NotFound, Forbidden."""
    stored = case_of(call, role)
    state = interview_of(call, stored)
    if complete(state):
        return stored, None
    return stored, call.page("unvollstaendig.html", fall=stored, zustand=state, stand=standing(state))


def wanted_of(call: Call, stored: StoredCase) -> tuple[Wanted, Faults]:
    """What a job needs; with what is wrong with the wishes in the address."""
    faults: Faults = []
    days: dict[str, dt.date | None] = {}
    for name in ("start", "beginn"):
        text = call.query(name)
        try:
            days[name] = parse_date(text) if text else None
        except ValueProblem as problem:
            days[name] = None
            faults.append((name, f"{problem} {problem.remedy}".strip()))
    kept = find_attachments(call.desk.engine, stored.id)
    wanted = Wanted(
        stored.document,
        call.desk.today(),
        call.query("form")[:100],
        days["start"],
        days["beginn"],
        kept[Kind.SITTINGS].document,
        kept[Kind.READINESS].document,
        kept[Kind.SHARES].document,
    )
    return wanted, faults


def tried(call: Call, job: Callable[Concatenate[Tools, P], T], *args: P.args, **kwargs: P.kwargs) -> tuple[T | None, Faults]:
    """What the job gives, or what is wrong. Raises Busy."""
    try:
        return call.desk.workers.run(job, *args, **kwargs), []
    except InputProblems as found:
        return None, told(found)
    except RenderProblem as found:
        return None, [("", str(found))]


def forms_for(call: Call, wanted: Wanted, shown: Shown | None) -> tuple[tuple[str, str], ...]:
    """The forms to choose from; also where nothing could be planned, perhaps for want of a form."""
    return shown.forms if shown is not None else tried(call, possible_forms, wanted)[0] or ()


def told(found: InputProblems, field: str = "", *, placed: bool = False) -> Faults:
    """Sentences for the list of faults; with `placed` also where in the uploaded file."""
    return [(field, _sentence(problem, placed=placed)) for problem in found.problems[:MOST_TOLD]]


def _sentence(problem: Problem, *, placed: bool) -> str:
    """Without the remedies of the terminal, which a page does not have."""
    remedy = "" if "--" in problem.remedy or "ikz-recht" in problem.remedy else problem.remedy
    place, where = problem.place, ""
    if placed and isinstance(place, CellPlace):
        where = f"{place}: "
    elif placed and place.line:
        where = f"Zeile {place.line}, Spalte {place.column}: "
    return f"{where}{problem.text} {remedy}".strip()


def part_page(call: Call, template: str, stored: StoredCase, part: str, faults: Faults, **context: Any) -> Response:
    """A page of a part; 400 for what was entered wrongly, 422 for what cannot be computed."""
    status = 200 if not faults else 400 if any(field for field, _ in faults) else 422
    return call.page(template, status, fall=stored, teil=part, fehler=faults, query=call.request.url.query, **context)


def planned_page(call: Call, template: str, part: str, job: Callable[[Tools, Wanted], Shown], kind: Kind) -> Response:
    """What a job plans for the form and the days that the address names, with the file that belongs to it."""
    stored, early = opened(call)
    if early is not None:
        return early
    wanted, faults = wanted_of(call, stored)
    shown, more = (None, []) if faults else tried(call, job, wanted)
    return part_page(
        call,
        template,
        stored,
        part,
        faults + more,
        gezeigt=shown,
        formen=forms_for(call, wanted, shown),
        formate=FORMATS,
        **{str(kind): find_attachment(call.desk.engine, stored.id, kind)},
    )


def file_of(
    call: Call,
    part: str,
    name: str,
    kind: str,
    job: Callable[..., bytes | None],
    *rest: Any,
    change: Callable[[Wanted], Wanted] | None = None,
) -> Response:
    """A file of a part; where there is nothing to make it of, the way leads to the page that says so."""
    stored, early = opened(call)
    if early is not None:
        return call.to(f"/fall/{stored.id}/{part}")
    wanted, faults = wanted_of(call, stored)
    data = None
    if not faults:
        data, faults = tried(call, job, change(wanted) if change else wanted, *rest)
    if faults:
        return call.page("meldung.html", 422, titel="Die Datei ließ sich nicht erzeugen", text=" ".join(text for _, text in faults[:5]))
    return download(data, name, kind) if data is not None else call.to(f"/fall/{stored.id}/{part}")


def seen(call: Call, version: int) -> None:
    """Raises Conflict if the page was shown before the newest change."""
    text = call.value("stand")
    if text and text.isdecimal() and len(text) < 10 and int(text) != version:
        raise Conflict


def keep_file(call: Call, stored: StoredCase, before: Attachment, document: str) -> None:
    """Store the new text of a file beside the case. Raises Conflict."""
    seen(call, before.version)
    save_attachment(call.desk.engine, stored, before, document, call.who)


def uploaded(call: Call, example: str) -> tuple[str, bytes, Faults]:
    """Name and content of the file sent with the form."""
    name, content = call.files.get("datei", ("", b""))
    faults = [] if content else [("datei", f"Wählen Sie eine Datei aus, zum Beispiel {example}.")]
    return "".join(char for char in name if char.isprintable())[-100:], content, faults


def uploaded_text(call: Call, kind: Kind) -> tuple[str, Faults]:
    """The text of an uploaded YAML file."""
    _, content, faults = uploaded(call, f"{kind}.yaml")
    try:
        return content.decode("utf-8-sig"), faults
    except UnicodeDecodeError:
        return "", [("datei", "Die Datei ist kein Text in UTF-8. Speichern Sie sie mit dieser Kodierung.")]


def checked(call: Call, stored: StoredCase, kind: Kind, text: str) -> Faults:
    """What is wrong with an uploaded file that shall belong to the case, by line. Raises Busy."""
    wanted = _with_text(wanted_of(call, stored)[0], kind, text)
    try:
        call.desk.workers.run(check_file, wanted, kind)
    except InputProblems as found:
        return told(found, "datei", placed=True)
    return []


def attached(call: Call, kind: Kind, otherwise: str) -> Response:
    """A file beside the case; where there is none, the way leads to the page for it."""
    stored = case_of(call)
    found = find_attachment(call.desk.engine, stored.id, kind)
    if not found.document:
        return call.to(f"/fall/{stored.id}/{otherwise}")
    return download(found.document.encode(), f"{kind}.yaml", "application/yaml; charset=utf-8")


def _with_text(wanted: Wanted, kind: Kind, text: str) -> Wanted:
    match kind:
        case Kind.SITTINGS:
            return replace(wanted, sittings=text)
        case Kind.READINESS:
            return replace(wanted, readiness=text)
        case Kind.SHARES:
            return replace(wanted, shares=text)
