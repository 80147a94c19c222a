"""The first page: projects, a new one, a case file from the desk."""

from __future__ import annotations

from starlette.responses import Response

from ...advice.case import Case
from ...advice.progress import progress_document, progress_of
from ...rulebase.problem import InputProblems
from ..call import Call, project_of
from ..casefile import case_in
from ..cases import begin
from ..store.people import Role
from ..store.projects import add_case, create_project, delete_project, list_cases, list_projects


def home(call: Call) -> Response:
    """What can be done here, and the projects this person may see."""
    from ..call import NotFound

    shown = []
    for project in list_projects(call.desk.engine) if call.session and call.session.user else ():
        try:
            project_of(call, project.id)
        except NotFound:
            continue
        shown.append((project, list_cases(call.desk.engine, project.id)))
    return call.page("start.html", projekte=shown, laender=call.desk.rulebase.lands, fehler=())


def new(call: Call) -> Response:
    """A project with one empty case."""
    title = call.value("titel") or "Neues Vorhaben"
    return _begun(call, title, Case(title=title if call.value("titel") else ""))


def upload(call: Call) -> Response:
    """A project from a case file."""
    name, content = call.files.get("datei", ("", b""))
    if not content:
        return call.page("hochladen.html", 400, fehler=("Wählen Sie eine Falldatei aus, zum Beispiel fall.yaml.",))
    try:
        case = case_in(content.decode("utf-8-sig"), call.desk.rulebase)
    except UnicodeDecodeError:
        return call.page("hochladen.html", 400, fehler=("Die Datei ist kein Text in UTF-8. Speichern Sie sie mit dieser Kodierung.",))
    except InputProblems as found:
        return call.page("hochladen.html", 400, fehler=tuple(str(problem) for problem in found.problems[:50]))
    return _begun(call, case.title or name.rpartition(".")[0] or "Vorhaben", case)


def upload_form(call: Call) -> Response:
    """Choose a case file."""
    return call.page("hochladen.html", fehler=())


def remove(call: Call) -> Response:
    """Delete a project after it was confirmed."""
    project = project_of(call, call.path("projekt"))
    if call.request.method == "GET":
        return call.page("loeschen.html", projekt=project, faelle=list_cases(call.desk.engine, project.id))
    call.note("vorhaben gelöscht", vorhaben=project.id)
    delete_project(call.desk.engine, project.id)
    return call.to("/")


def _begun(call: Call, title: str, case: Case) -> Response:
    owner = call.session.user.id if call.session and call.session.user else None
    project = create_project(call.desk.engine, title, owner)
    state = begin(call, case)
    stored = add_case(call.desk.engine, project.id, state.case, progress_document(progress_of(state)), title)
    return call.to(f"/fall/{stored.id}")


ROUTES = (
    ("/", "GET", home, Role.READ),
    ("/vorhaben", "POST", new, Role.COORDINATE),
    ("/hochladen", "GET", upload_form, Role.COORDINATE),
    ("/hochladen", "POST", upload, Role.COORDINATE),
    ("/vorhaben/{projekt}/loeschen", "GET", remove, Role.COORDINATE),
    ("/vorhaben/{projekt}/loeschen", "POST", remove, Role.COORDINATE),
)
