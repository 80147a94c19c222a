"""Who sees a project, and everything about it as one file."""

from __future__ import annotations

from starlette.responses import Response

from ..call import Call, NotFound, project_of
from ..export import project_archive
from ..store.members import list_members, set_members
from ..store.people import Role, list_users
from .result import download


def members(call: Call) -> Response:
    """The accounts of a project."""
    project = project_of(call, call.path("projekt"))
    if call.desk.settings.single_seat:
        raise NotFound
    return call.page(
        "mitglieder.html",
        projekt=project,
        konten=[user for user in list_users(call.desk.engine) if not user.disabled and user.role is not Role.COORDINATE],
        dabei={user.id for user in list_members(call.desk.engine, project.id)},
    )


def choose_members(call: Call) -> Response:
    """These and no others."""
    project = project_of(call, call.path("projekt"))
    chosen = frozenset(int(text) for text in call.form.get("konto", ()) if text.isascii() and text.isdecimal() and len(text) < 10)
    set_members(call.desk.engine, project.id, chosen)
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
