"""The way through the bodies: when the councils meet, the plan with its picture, calendar and papers."""

from __future__ import annotations

from starlette.responses import Response

from ...documents.formats import FORMATS
from ...planning.bodies.given import Given
from ...planning.bodies.read_given import given_from
from ...planning.bodies.sitting_answers import Asked, asked_of, problems_of, sittings_bytes
from ...rulebase.fact import PRIVATE_KINDS
from ...rulebase.problem import InputProblems
from ..call import Call, NotFound
from ..cases import interview_of
from ..form_fields import Group, faults_of
from ..planning_jobs import bodies_calendar, bodies_file, bodies_page, bodies_papers, node_of
from ..sittings_form import sittings_entered, sittings_form
from ..store.attachments import Attachment, Kind, find_attachment
from ..store.people import Role
from ..store.projects import StoredCase
from .parts import (
    Faults,
    attached,
    checked,
    file_of,
    keep_file,
    opened,
    part_page,
    planned_page,
    uploaded_text,
)
from .result import TYPES

PART = "gremien"
FORM = "gremien/sitzungen"
PAPERS = ("docx", "pdf")


def page(call: Call) -> Response:
    """The plan for the form and the start that the address names."""
    return planned_page(call, "gremien.html", PART, bodies_page, Kind.SITTINGS)


def document(call: Call) -> Response:
    """The same as a file."""
    fmt = call.path("format")
    if fmt not in FORMATS:
        raise NotFound
    return file_of(call, PART, f"gremienweg.{fmt}", TYPES[fmt], bodies_file, fmt)


def calendar(call: Call) -> Response:
    """The days for a calendar program."""
    return file_of(call, PART, "gremienweg.ics", "text/calendar; charset=utf-8", bodies_calendar)


def papers(call: Call) -> Response:
    """All papers in one archive."""
    return file_of(call, PART, "unterlagen.zip", "application/zip", bodies_papers, chosen_formats(call))


def chosen_formats(call: Call) -> tuple[str, ...]:
    """The formats that the address names, else those for the desk and for the council's system."""
    chosen = call.request.query_params.getlist("format")
    return tuple(fmt for fmt in FORMATS if fmt in chosen) or PAPERS


def sittings(call: Call) -> Response:
    """When the councils meet: the form, and the upload of a file that says more."""
    stored, early = opened(call)
    if early is not None:
        return early
    kept = find_attachment(call.desk.engine, stored.id, Kind.SITTINGS)
    return _show(call, stored, kept, sittings_form(_before(call, stored, kept)), [])


def _parties(call: Call, stored: StoredCase) -> list[str]:
    participants = interview_of(call, stored).case.participants or ()
    return [item.name for item in participants if item.kind not in PRIVATE_KINDS]


def _before(call: Call, stored: StoredCase, kept: Attachment) -> list[Asked]:
    """What was said before; what no longer fits the participants is left out."""
    parties, given = _parties(call, stored), Given()
    node = node_of(kept.document, Kind.SITTINGS)
    if node is not None:
        names = [item.name for item in interview_of(call, stored).case.participants or ()]
        try:
            given = given_from(node, names, call.desk.rulebase.bodies.steps, call.desk.today())
        except InputProblems:
            return [Asked(name) for name in parties]
    return asked_of(given, parties)


def _show(call: Call, stored: StoredCase, kept: Attachment, groups: tuple[Group, ...], faults: Faults) -> Response:
    return part_page(call, "sitzungen.html", stored, PART, faults, gruppen=groups, sitzungen=kept)


def enter_sittings(call: Call) -> Response:
    """The days entered in place of the earlier ones."""
    stored, early = opened(call, Role.ANSWER)
    if early is not None:
        return early
    kept = find_attachment(call.desk.engine, stored.id, Kind.SITTINGS)
    asked = sittings_entered(_parties(call, stored), call.form)
    groups = sittings_form(asked, problems_of(asked, call.desk.rulebase.bodies.steps, call.desk.today()))
    faults = faults_of(groups)
    if faults:
        return _show(call, stored, kept, groups, faults)
    text = sittings_bytes(node_of(kept.document, Kind.SITTINGS), asked).decode()
    keep_file(call, stored, kept, "" if text.strip() == "{}" else text)
    return call.to(f"/fall/{stored.id}/{PART}")


def upload_sittings(call: Call) -> Response:
    """A file that says more than the form: committees, what is done, durations, votes."""
    stored, early = opened(call, Role.ANSWER)
    if early is not None:
        return early
    kept = find_attachment(call.desk.engine, stored.id, Kind.SITTINGS)
    text, faults = uploaded_text(call, Kind.SITTINGS)
    faults = faults or checked(call, stored, Kind.SITTINGS, text)
    if faults:
        return _show(call, stored, kept, sittings_form(_before(call, stored, kept)), faults)
    keep_file(call, stored, kept, text)
    return call.to(f"/fall/{stored.id}/{PART}")


def sittings_file(call: Call) -> Response:
    """The file as it is kept."""
    return attached(call, Kind.SITTINGS, FORM)


ROUTES = (
    ("/fall/{fall}/gremien", "GET", page, Role.READ),
    ("/fall/{fall}/gremien.{format}", "GET", document, Role.READ),
    ("/fall/{fall}/gremien/gremienweg.ics", "GET", calendar, Role.READ),
    ("/fall/{fall}/gremien/unterlagen.zip", "GET", papers, Role.READ),
    ("/fall/{fall}/gremien/sitzungen", "GET", sittings, Role.READ),
    ("/fall/{fall}/gremien/sitzungen", "POST", enter_sittings, Role.ANSWER),
    ("/fall/{fall}/gremien/datei", "POST", upload_sittings, Role.ANSWER),
    ("/fall/{fall}/gremien/sitzungen.yaml", "GET", sittings_file, Role.READ),
)
