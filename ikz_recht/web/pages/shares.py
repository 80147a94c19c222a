"""How the costs are divided: every key, which is recommended, and the one chosen as answer of the case."""

from __future__ import annotations

from starlette.responses import Response

from ...documents.formats import FORMATS
from ...planning.shares.to_case import BASE, MEASURE, WORDING, with_answers
from ..call import Call, NotFound
from ..cases import interview_of, keep, with_case
from ..planning_jobs import key_answers, shares_file, shares_page
from ..store.attachments import Kind, find_attachment
from ..store.people import Role
from ..store.projects import StoredCase
from .parts import Faults, attached, checked, file_of, keep_file, opened, part_page, tried, uploaded_text, wanted_of
from .result import TYPES

PART = "teilung"


def page(call: Call) -> Response:
    """The division; without figures the way to them."""
    stored, early = opened(call)
    return early or _show(call, stored, [])


def _show(call: Call, stored: StoredCase, wrong: Faults) -> Response:
    wanted, faults = wanted_of(call, stored)
    shown, more = tried(call, shares_page, wanted)
    state = interview_of(call, stored)
    said = [
        (state.program.questions[name], state.case.answers.get(name))
        for name in (MEASURE, BASE, WORDING)
        if name in state.program.questions
    ]
    return part_page(
        call,
        "teilung.html",
        stored,
        PART,
        wrong + faults + more,
        gezeigt=shown,
        formate=FORMATS,
        eigene=find_attachment(call.desk.engine, stored.id, Kind.SHARES),
        eingetragen=[(question, value) for question, value in said if value is not None],
        massstab=state.case.answers.get(MEASURE),
    )


def document(call: Call) -> Response:
    """The same as a file."""
    fmt = call.path("format")
    if fmt not in FORMATS:
        raise NotFound
    return file_of(call, PART, f"kostenteilung.{fmt}", TYPES[fmt], shares_file, fmt)


def choose(call: Call) -> Response:
    """The chosen key as answers of the case."""
    stored, early = opened(call, Role.ANSWER)
    if early is not None:
        return early
    wanted, _ = wanted_of(call, stored)
    answers, faults = tried(call, key_answers, wanted, call.value("schluessel"))
    if answers is None:
        return _show(call, stored, faults or [("schluessel", "Wählen Sie einen Schlüssel, zu dem Zahlen da sind.")])
    state = interview_of(call, stored)
    keep(call, stored, with_case(state, with_answers(state.case, answers)), answers)
    return call.to(f"/fall/{stored.id}/{PART}")


def own_form(call: Call) -> Response:
    """Upload a division of one's own, or strike it out."""
    stored, early = opened(call)
    return early or _own(call, stored, [])


def _own(call: Call, stored: StoredCase, faults: Faults) -> Response:
    return part_page(call, "teilung_datei.html", stored, PART, faults, eigene=find_attachment(call.desk.engine, stored.id, Kind.SHARES))


def own_file(call: Call) -> Response:
    """The uploaded file in place of what follows from the costs."""
    stored, early = opened(call, Role.ANSWER)
    if early is not None:
        return early
    before, text = find_attachment(call.desk.engine, stored.id, Kind.SHARES), ""
    if not call.value("streichen"):
        text, faults = uploaded_text(call, Kind.SHARES)
        faults = faults or checked(call, stored, Kind.SHARES, text)
        if faults:
            return _own(call, stored, faults)
    keep_file(call, stored, before, text)
    return call.to(f"/fall/{stored.id}/{PART}")


def own_download(call: Call) -> Response:
    """The uploaded file."""
    return attached(call, Kind.SHARES, f"{PART}/datei")


ROUTES = (
    ("/fall/{fall}/teilung", "GET", page, Role.READ),
    ("/fall/{fall}/teilung", "POST", choose, Role.ANSWER),
    ("/fall/{fall}/teilung.{format}", "GET", document, Role.READ),
    ("/fall/{fall}/teilung/datei", "GET", own_form, Role.READ),
    ("/fall/{fall}/teilung/datei", "POST", own_file, Role.ANSWER),
    ("/fall/{fall}/teilung/datei.yaml", "GET", own_download, Role.READ),
)
