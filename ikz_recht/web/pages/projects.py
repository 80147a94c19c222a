"""Who sees a project, and everything about it as one file."""

from __future__ import annotations

from starlette.responses import Response

from ..call import Call, project_of
from ..choose_accounts import accounts_page, chosen_accounts
from ..export import project_archive
from ..store.members import list_members, set_members
from ..store.people import Role
from .result import download


def members(call: Call) -> Response:
    """The accounts of a project."""
    project = project_of(call, call.path("projekt"))
    return accounts_page(call, "Vorhaben", project.title, f"/vorhaben/{project.id}", list_members(call.desk.engine, project.id))


def choose_members(call: Call) -> Response:
    """These and no others."""
    project = project_of(call, call.path("projekt"))
    set_members(call.desk.engine, project.id, chosen_accounts(call))
    call.note("mitglieder geändert", vorhaben=project.id)
    return call.to(f"/vorhaben/{project.id}")


def export(call: Call) -> Response:
    """The ZIP file."""
    project = project_of(call, call.path("projekt"))
    call.note("vorhaben ausgegeben", vorhaben=project.id)
    return download(project_archive(call.desk.engine, project), "vorhaben.zip", "application/zip")


ROUTES = (
    ("/vorhaben/{projekt}/mitglieder", "GET", members, Role.COORDINATE),
    ("/vorhaben/{projekt}/mitglieder", "POST", choose_members, Role.COORDINATE),
    ("/vorhaben/{projekt}/vorhaben.zip", "GET", export, Role.READ),
)
