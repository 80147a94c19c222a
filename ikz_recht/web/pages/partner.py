"""The partner finder: which tasks with which partners, as a page and as files."""

from __future__ import annotations

import datetime as dt

from starlette.responses import Response

from ...documents.formats import FORMATS
from ...documents.meta import RenderProblem
from ...rulebase.problem import InputProblems
from ..call import Call, NotFound
from ..casefile import case_in
from ..jobs import partner_document, partner_page
from ..network_jobs import case_with_partners
from ..store.people import Role
from .participants import found_in_register
from .result import TYPES, download
from .start import begun


def form(call: Call) -> Response:
    """Choose a municipality."""
    found, source, trouble = found_in_register(call.query("suche"))
    return call.page("partner.html", suche=call.query("suche"), treffer=found, register=source, stoerung=trouble, fehler="")


def page(call: Call) -> Response:
    """The suggestions for a municipality."""
    try:
        name, content, choices = call.desk.workers.run(partner_page, *_wanted(call), every=bool(call.query("alle")))
    except (InputProblems, RenderProblem) as found:
        return _refused(call, found)
    return call.page(
        "partner_fuer.html",
        titel=f"Partner für {name}",
        inhalt=content,
        hinweise=(),
        adressen=[(fmt, f"/partner/{call.path('ags')}.{fmt}?{call.request.url.query}") for fmt in FORMATS],
        zurueck=("/partner", "Andere Gemeinde"),
        ags=call.path("ags"),
        auswahl=choices,
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


def start(call: Call) -> Response:
    """A project on a task with a partner: „aufgabe/schlüssel/schlüssel“."""
    task, _, keys = call.value("wahl").partition("/")
    if not keys:
        return call.page("meldung.html", 400, titel="Das ging nicht", text="Wählen Sie eine Aufgabe mit einem Partner.")
    try:
        text = call.desk.workers.run(case_with_partners, task, tuple(keys.split("/")[:2]))
    except InputProblems as found:
        return _refused(call, found, 400)
    case = case_in(text, call.desk.rulebase)
    return begun(call, case.title, case)


def _wanted(call: Call) -> tuple[str, str, str, dt.date]:
    return call.path("ags"), call.query("aufgaben"), call.query("radius"), call.desk.today()


def _refused(call: Call, found: InputProblems | RenderProblem, status: int = 422) -> Response:
    text = " ".join(f"{item.text} {item.remedy}" for item in found.problems[:5]) if isinstance(found, InputProblems) else str(found)
    return call.page("meldung.html", status, titel="Das ging nicht", text=text)


ROUTES = (
    ("/partner", "GET", form, Role.READ),
    ("/partner/{ags}.{format}", "GET", document, Role.READ),
    ("/partner/{ags}/vorhaben", "POST", start, Role.COORDINATE),
    ("/partner/{ags}", "GET", page, Role.READ),
)
