"""The partner finder: which tasks with which partners, as a page and as files."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from starlette.responses import Response

from ...documents.formats import FORMATS
from ...documents.partner import partner_markdown
from ...documents.write import partner_files
from ...planning.search import Result, search
from ...planning.wishes import prepared, wish_of
from ...register.store import shared_register
from ...rulebase.model import Rulebase
from ...rulebase.problem import InputProblems
from ..call import Call, NotFound
from ..embedded import embedded
from ..store.people import Role
from .participants import found_in_register
from .result import RENDER_SECONDS, TYPES, download


def form(call: Call) -> Response:
    """Choose a municipality."""
    found, source, trouble = found_in_register(call.query("suche"))
    return call.page("partner.html", suche=call.query("suche"), treffer=found, register=source, stoerung=trouble, fehler="")


def page(call: Call) -> Response:
    """The suggestions for a municipality."""
    try:
        result = _waited(call)
    except InputProblems as problems:
        text = " ".join(f"{item.text} {item.remedy}" for item in problems.problems[:5])
        return call.page("meldung.html", 422, titel="Das ging nicht", text=text)
    markdown, picture = partner_markdown(result, call.desk.office.environment(), every=bool(call.query("alle")))
    return call.page(
        "dokument.html",
        titel=f"Partner für {result.findings.own.full_name}",
        inhalt=embedded(markdown, (picture,)),
        hinweise=(),
        adressen=[(fmt, f"/partner/{call.path('ags')}.{fmt}?{call.request.url.query}") for fmt in FORMATS],
        zurueck=("/partner", "Andere Gemeinde"),
    )


def document(call: Call) -> Response:
    """The same as a file."""
    fmt = call.path("format")
    if fmt not in FORMATS:
        raise NotFound
    files = call.desk.renderers.submit(lambda: partner_files(_searched(call), call.desk.office, [fmt], every=bool(call.query("alle"))))
    return download(files.result(RENDER_SECONDS)[fmt], f"partner.{fmt}", TYPES[fmt])


def _waited(call: Call) -> Result:
    """Searching takes a second of computing: only so many at once as documents are made."""
    return call.desk.renderers.submit(_searched, call).result(RENDER_SECONDS)


def _searched(call: Call) -> Result:
    return _result(call.desk.rulebase, call.path("ags"), call.query("aufgaben"), call.query("radius"), call.desk.today())


@lru_cache(maxsize=32)
def _result(rulebase: Rulebase, ags: str, tasks: str, radius: str, day: dt.date) -> Result:
    start = prepared(shared_register(), ags, wish_of(tasks, "", radius, ""), (), None, lambda _: rulebase)
    return search(*start, day)


ROUTES = (
    ("/partner", "GET", form, Role.READ),
    ("/partner/{ags}.{format}", "GET", document, Role.READ),
    ("/partner/{ags}", "GET", page, Role.READ),
)
