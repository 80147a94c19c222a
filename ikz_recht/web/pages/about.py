"""Pages about the pages: data protection, accessibility, health."""

from __future__ import annotations

from starlette.responses import JSONResponse, Response

from ... import __version__
from ..call import Call


def privacy(call: Call) -> Response:
    """What is kept, where, how long."""
    settings = call.desk.settings
    return call.page("datenschutz.html", einstellungen=settings, datenbank=call.desk.engine.dialect.name)


def accessibility(call: Call) -> Response:
    """What is accessible and what is not."""
    return call.page("barrierefreiheit.html")


def health(call: Call) -> Response:
    """Whether the database answers, for whoever watches the server; what runs here is told only to those who have logged in."""
    from sqlalchemy import text

    with call.desk.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    if call.session is None or call.session.user is None:
        return JSONResponse({"ok": True})
    rules = call.desk.rulebase
    return JSONResponse({"ok": True, "version": __version__, "regelwerk": rules.version, "abgeschaltet": list(rules.disabled)})


ROUTES = (
    ("/datenschutz", "GET", privacy, None),
    ("/barrierefreiheit", "GET", accessibility, None),
    ("/gesundheit", "GET", health, None),
)
