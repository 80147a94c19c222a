"""The partner finder: which tasks with which partners, as a page and as files."""

from __future__ import annotations

import datetime as dt

from starlette.responses import Response

from ...documents.formats import FORMATS
from ...documents.meta import RenderProblem
from ...rulebase.problem import InputProblems
from ..call import Call, NotFound
from ..jobs import partner_document, partner_page
from ..store.people import Role
from .participants import found_in_register
from .result import TYPES, download


def form(call: Call) -> Response:
    """Choose a municipality."""
    found, source, trouble = found_in_register(call.query("suche"))
    return call.page("partner.html", suche=call.query("suche"), treffer=found, register=source, stoerung=trouble, fehler="")


def page(call: Call) -> Response:
    """The suggestions for a municipality."""
    try:
        name, content = call.desk.workers.run(partner_page, *_wanted(call), every=bool(call.query("alle")))
    except (InputProblems, RenderProblem) as found:
        return _refused(call, found)
    return call.page(
        "dokument.html",
        titel=f"Partner für {name}",
        inhalt=content,
        hinweise=(),
        adressen=[(fmt, f"/partner/{call.path('ags')}.{fmt}?{call.request.url.query}") for fmt in FORMATS],
        zurueck=("/partner", "Andere Gemeinde"),
    )


def document(call: Call) -> Response:
    """The same as a file."""
    fmt = call.path("format")
    if fmt not in FORMATS:
        raise NotFound
    try:
        data = call.desk.workers.run(partner_document, *_wanted(call), fmt, every=bool(call.query("alle")))
    except (InputProblems, RenderProblem) as found:
        return _refused(call, found)
    return download(data, f"partner.{fmt}", TYPES[fmt])


def _wanted(call: Call) -> tuple[str, str, str, dt.date]:
    return call.path("ags"), call.query("aufgaben"), call.query("radius"), call.desk.today()


def _refused(call: Call, found: InputProblems | RenderProblem) -> Response:
    text = " ".join(f"{item.text} {item.remedy}" for item in found.problems[:5]) if isinstance(found, InputProblems) else str(found)
    return call.page("meldung.html", 422, titel="Das ging nicht", text=text)


ROUTES = (
    ("/partner", "GET", form, Role.READ),
    ("/partner/{ags}.{format}", "GET", document, Role.READ),
    ("/partner/{ags}", "GET", page, Role.READ),
)
