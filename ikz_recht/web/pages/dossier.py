"""Everything for a project in one archive."""

from __future__ import annotations

from starlette.responses import Response

from ...documents.formats import FORMATS
from ..call import Call
from ..cases import interview_of
from ..planning_jobs import dossier
from ..store.attachments import find_attachments
from ..store.people import Role
from .bodies import PAPERS, chosen_formats
from .parts import file_of, opened, part_page

PART = "dossier"


def page(call: Call) -> Response:
    """What will be in it, and the button."""
    stored, early = opened(call)
    if early is not None:
        return early
    return part_page(
        call,
        "dossier.html",
        stored,
        PART,
        [],
        formate=FORMATS,
        ueblich=PAPERS,
        kosten=interview_of(call, stored).case.costs is not None,
        dateien=find_attachments(call.desk.engine, stored.id),
    )


def archive(call: Call) -> Response:
    """The archive."""
    return file_of(call, PART, "dossier.zip", "application/zip", dossier, chosen_formats(call))


ROUTES = (
    ("/fall/{fall}/dossier", "GET", page, Role.READ),
    ("/fall/{fall}/dossier.zip", "GET", archive, Role.READ),
)
