"""The change plan with its picture and task list, and the readiness check as a form."""

from __future__ import annotations

from starlette.responses import Response

from ...documents.formats import FORMATS
from ...planning.change.readiness import Answered, answers_bytes, answers_from, with_word
from ...rulebase.problem import InputProblems
from ..call import Call, NotFound
from ..cases import interview_of
from ..planning_jobs import change_file, change_page, change_tasks, node_of, readiness_needs
from ..store.attachments import Attachment, Kind, find_attachment
from ..store.people import Role
from ..store.projects import StoredCase
from .benefit import XLSX
from .parts import (
    Faults,
    attached,
    checked,
    file_of,
    keep_file,
    opened,
    part_page,
    planned_page,
    tried,
    uploaded_text,
    wanted_of,
)
from .result import TYPES

PART = "veraenderung"
FORM = "veraenderung/bereitschaft"
LISTS = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX}
MOST_NAMED = 12  # participants that can be ticked one by one


def page(call: Call) -> Response:
    """The plan for the form and the days that the address names."""
    return planned_page(call, "veraenderung.html", PART, change_page, Kind.READINESS)


def document(call: Call) -> Response:
    """The same as a file."""
    fmt = call.path("format")
    if fmt not in FORMATS:
        raise NotFound
    return file_of(call, PART, f"veraenderungsplan.{fmt}", TYPES[fmt], change_file, fmt)


def tasks(call: Call) -> Response:
    """The steps as a list."""
    ending = call.path("liste")
    if ending not in LISTS:
        raise NotFound
    return file_of(call, PART, f"aufgabenliste.{ending}", LISTS[ending], change_tasks, ending)


def readiness(call: Call) -> Response:
    """The questions of the readiness check, and the gaps with the steps that close them."""
    stored, early = opened(call)
    return early or _show(call, stored, [])


def _show(call: Call, stored: StoredCase, faults: Faults) -> Response:
    kept, names = find_attachment(call.desk.engine, stored.id, Kind.READINESS), _names(call, stored)
    needs, more = tried(call, readiness_needs, wanted_of(call, stored)[0])
    return part_page(
        call,
        "bereitschaft.html",
        stored,
        PART,
        faults + more,
        fragen=needs or (),
        bereitschaft=kept,
        namen=names if len(names) <= MOST_NAMED else [],
    )


def _names(call: Call, stored: StoredCase) -> list[str]:
    return [item.name for item in interview_of(call, stored).case.participants or ()]


def enter_readiness(call: Call) -> Response:
    """The answers of the form; questions left open stay open."""
    stored, early = opened(call, Role.ANSWER)
    if early is not None:
        return early
    kept, names = find_attachment(call.desk.engine, stored.id, Kind.READINESS), _names(call, stored)
    answered = _before(call, kept, names)
    catalogue = call.desk.rulebase.change
    for question in (item for item in catalogue.readiness if item.id in call.form):
        lacking = [names[int(text)] for text in call.form.get(f"{question.id}-bei", ()) if text in map(str, range(len(names)))]
        answered = with_word(answered, question.id, call.value(question.id), lacking)
    asked = [item for item in catalogue.readiness if item.id in answered.answers]
    keep_file(call, stored, kept, answers_bytes(answered, asked).decode() if asked else "")
    return call.to(f"/fall/{stored.id}/{FORM}")


def _before(call: Call, kept: Attachment, names: list[str]) -> Answered:
    """What was answered before; answers that no longer fit the participants are left out."""
    node = node_of(kept.document, Kind.READINESS)
    try:
        return answers_from(node, call.desk.rulebase.change, names) if node is not None else Answered()
    except InputProblems:
        return Answered()


def upload_readiness(call: Call) -> Response:
    """The answers of a file."""
    stored, early = opened(call, Role.ANSWER)
    if early is not None:
        return early
    kept = find_attachment(call.desk.engine, stored.id, Kind.READINESS)
    text, faults = uploaded_text(call, Kind.READINESS)
    faults = faults or checked(call, stored, Kind.READINESS, text)
    if faults:
        return _show(call, stored, faults)
    keep_file(call, stored, kept, text)
    return call.to(f"/fall/{stored.id}/{FORM}")


def readiness_file(call: Call) -> Response:
    """The file as it is kept."""
    return attached(call, Kind.READINESS, FORM)


ROUTES = (
    ("/fall/{fall}/veraenderung", "GET", page, Role.READ),
    ("/fall/{fall}/veraenderung.{format}", "GET", document, Role.READ),
    ("/fall/{fall}/veraenderung/aufgaben.{liste}", "GET", tasks, Role.READ),
    ("/fall/{fall}/veraenderung/bereitschaft", "GET", readiness, Role.READ),
    ("/fall/{fall}/veraenderung/bereitschaft", "POST", enter_readiness, Role.ANSWER),
    ("/fall/{fall}/veraenderung/datei", "POST", upload_readiness, Role.ANSWER),
    ("/fall/{fall}/veraenderung/bereitschaft.yaml", "GET", readiness_file, Role.READ),
)
