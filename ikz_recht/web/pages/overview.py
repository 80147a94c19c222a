"""The coordinator's overview: of everything the person may see, how far it is, what comes next, by when and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.responses import Response

from ...documents.formats import FORMATS
from ...documents.meta import RenderProblem
from ...planning.network.overview import Document
from ...rulebase.problem import InputProblems
from ..call import Call, NotFound
from ..desk_entry import with_section
from ..network_jobs import overview_file, overview_page
from ..networks import networks_seen
from ..store.desk_entries import list_sections
from ..store.people import Role
from ..store.projects import list_cases
from .networks import FILE_TYPES, problem_text
from .result import download
from .start import projects_seen

TABLES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
TYPES = {**FILE_TYPES, **TABLES}


def page(call: Call) -> Response:
    """The most urgent first, with links to each."""
    found = call.desk.workers.run(overview_page, tuple(_documents(call)), call.desk.today())
    return call.page("uebersicht.html", d=found, formate=(*FORMATS, *TABLES, "json"), adresse=_address)


def _address(key: str) -> str:
    kind, _, identifier = key.partition(":")
    return f"/{kind}/{identifier}"


def _documents(call: Call) -> Iterator[Document]:
    """Every network, and of every project its first case with what is said of the project."""
    for network in networks_seen(call):
        yield Document(f"netz:{network.id}", network.title, network.document)
    sections = list_sections(call.desk.engine)
    for project in projects_seen(call):
        for case in list_cases(call.desk.engine, project.id)[:1]:
            yield Document(f"vorhaben:{project.id}", project.title, with_section(case.document, sections.get(project.id, "")))


def document(call: Call) -> Response:
    """The same as a file or table."""
    fmt = call.path("format")
    if fmt not in (*FORMATS, *TABLES, "json"):
        raise NotFound
    try:
        data = call.desk.workers.run(overview_file, tuple(_documents(call)), call.desk.today(), fmt)
    except InputProblems as found:
        return call.page("meldung.html", 422, titel="Das ging nicht", text=" ".join(map(problem_text, found.problems[:5])))
    except RenderProblem as found:
        return call.page("meldung.html", 422, titel="Das ging nicht", text=str(found))
    return download(data, f"uebersicht.{fmt}", TYPES[fmt])


ROUTES = (
    ("/uebersicht", "GET", page, Role.READ),
    ("/uebersicht.{format}", "GET", document, Role.READ),
)
