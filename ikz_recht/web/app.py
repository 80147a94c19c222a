"""The web application: settings in, ASGI application out."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any

from sqlalchemy.exc import IntegrityError, OperationalError
from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Match, Route

from ..documents.write import Office
from ..rulebase.cache import cached_rulebase
from ..rulebase.locate import own_templates, rules_folder, templates_folder
from ..rulebase.problem import InputProblems
from .call import Forbidden, NotFound, Unreadable, endpoint
from .desk import Desk
from .metrics import Meter
from .pages import API_ROUTES, ROUTES
from .pages.parts import PARTS
from .render import page_environment
from .security import Guard, TooLarge
from .settings import Settings
from .static_files import serve, style_address
from .store.database import open_database
from .store.projects import Conflict
from .workers import Busy, Tools, Workers

_log = logging.getLogger("ikz_recht.web")


def build(settings: Settings, today: Callable[[], dt.date] = dt.date.today) -> Any:
    """The application. Raises InputProblems if rules or templates cannot be read, OSError or SQLAlchemyError for the database."""
    tools = Tools(cached_rulebase(rules_folder(settings.rules)), Office(templates_folder(), own_templates(settings.templates)))
    desk = Desk(
        settings=settings,
        rulebase=tools.rulebase,
        engine=open_database(settings.data, settings.database),
        office=tools.office,
        pages=page_environment(),
        workers=Workers(tools, settings.workers),
        today=today,
    )
    desk.pages.globals.update(style_address=style_address(), VORHABENTEILE=PARTS)
    routes = [Route(path, endpoint(handler, access), methods=[method]) for path, method, handler, access in ROUTES]
    routes += [Route(path, answering, methods=[method]) for path, method, answering in API_ROUTES]

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        desk.workers.close()

    app = Starlette(
        lifespan=lifespan,
        routes=[*routes, Route("/static/{datei}", serve)],
        exception_handlers={
            NotFound: _not_found,
            404: _not_found,
            405: _wrong_method,
            Forbidden: _forbidden,
            Conflict: _conflict,
            IntegrityError: _conflict,  # what it belongs to was deleted at the same moment
            OperationalError: _no_database,
            InputProblems: _problems,
            TooLarge: _too_large,
            Unreadable: _unreadable,
            ClientDisconnect: _not_in_time,
            TimeoutError: _too_busy,
            Busy: _busy,
            500: _broken,
        },
    )
    app.router.redirect_slashes = False  # that would lead to an absolute address, behind a proxy one without HTTPS
    app.state.desk = desk
    app.state.meter = Meter(Guard(GZipMiddleware(app, minimum_size=1000), settings))
    return app.state.meter


def _message(request: Request, status: int, title: str, text: str, again: str = "") -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"fehler": [{"text": f"{title}.", "abhilfe": text}]}, status)
    desk: Desk = request.app.state.desk
    return HTMLResponse(desk.pages.get_template("meldung_schlicht.html").render(titel=title, text=text, noch_einmal=again), status)


def _not_found(request: Request, _: Exception) -> Response:
    text = "Die Adresse ist falsch geschrieben, oder was dort stand, ist gelöscht oder gehört jemand anderem."
    return _message(request, 404, "Diese Seite gibt es nicht", text)


def _wrong_method(request: Request, error: Exception) -> Response:
    response = _message(request, 405, "So lässt sich diese Seite nicht aufrufen", "Gehen Sie zurück und nehmen Sie die Schaltfläche dort.")
    response.headers.update(getattr(error, "headers", None) or {})  # which methods there are
    return response


def _forbidden(request: Request, error: Exception) -> Response:
    return _message(request, 403, "Das ist nicht erlaubt", str(error))


def _conflict(request: Request, _: Exception) -> Response:
    text = (
        "Jemand hat hier etwas geändert, seit Ihnen diese Seite gezeigt wurde. Ihre Eingabe ist nicht übernommen, die andere gilt. "
        "Öffnen Sie die Seite noch einmal und geben Sie Ihre ein, wenn sie noch nötig ist."
    )
    return _message(request, 409, "Zwei haben zugleich geändert", text, again=request.url.path if _can_be_opened(request) else "")


def _can_be_opened(request: Request) -> bool:
    """Whether the address of a form is a page, too."""
    scope = {**request.scope, "method": "GET"}
    return any(route.matches(scope)[0] is Match.FULL for route in request.app.routes)


def _no_database(request: Request, error: Exception) -> Response:
    _log.error("Datenbank bei %s", request.url.path, exc_info=error)
    text = (
        "Die Datenbank antwortet nicht. Ihre letzte Eingabe ist vielleicht nicht gespeichert. Versuchen Sie es in einer Minute noch einmal."
    )
    return _message(request, 503, "Das ging gerade nicht", text)


def _problems(request: Request, error: Exception) -> Response:
    assert isinstance(error, InputProblems)
    return _message(request, 400, "Das ließ sich nicht lesen", " ".join(problem.text for problem in error.problems[:5]))


def _unreadable(request: Request, error: Exception) -> Response:
    return _message(request, 400, "Das ließ sich nicht lesen", str(error))


def _not_in_time(request: Request, _: Exception) -> Response:
    response = _message(request, 408, "Das kam nicht an", "Die Anfrage kam nicht rechtzeitig vollständig an. Senden Sie sie noch einmal.")
    response.headers["connection"] = "close"
    return response


def _too_busy(request: Request, _: Exception) -> Response:
    return _message(request, 503, "Das dauert gerade zu lange", "Der Server hat viel zu tun. Versuchen Sie es in einer Minute noch einmal.")


def _too_large(request: Request, _: Exception) -> Response:
    return _message(request, 413, "Das ist zu groß", "Die Anfrage ist größer, als dieser Server annimmt.")


def _busy(request: Request, _: Exception) -> Response:
    text = "Gerade werden viele Dokumente geschrieben. Ihre Antworten sind gesichert. Versuchen Sie es in einer Minute noch einmal."
    response = _message(request, 503, "Bitte warten Sie einen Augenblick", text)
    response.headers["retry-after"] = "30"
    return response


def _broken(request: Request, error: Exception) -> Response:
    _log.error("Fehler bei %s", request.url.path, exc_info=error)
    return _message(request, 500, "Das hat nicht geklappt", "Das Programm hat einen Fehler. Ihre bisherigen Antworten sind gesichert.")
