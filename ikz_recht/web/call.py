"""One request as a page sees it, and the rules every page is under: who may call it, and that a form was sent from our own page."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from .desk import Desk
from .events import note
from .store.members import is_member
from .store.people import Role, find_user
from .store.projects import Project, StoredCase, find_case, find_project
from .store.second_factor import has_second_factor
from .store.sessions import Session, find_session, open_session

COOKIE = "ikz"
CHANGE_PASSWORD = "/konto"
SECOND_FACTOR = "/konto/faktor"
OWN_PART = "/mein-teil"


class Link(Enum):
    """Who may call a page that is for participants with a link to a case, and for nobody else."""

    ONLY = "beteiligt"


Access = Role | Link | None


class NotFound(Exception):
    """There is no such page, or not for this person: the answer is the same."""


class Forbidden(Exception):
    """The account may not do that; the message is a German sentence."""


class Unreadable(Exception):
    """What was sent cannot be read; the message is a German sentence."""


@dataclass(frozen=True)
class Call:
    """`form` holds the fields sent, each with all its values; `files` what was uploaded (name, content)."""

    request: Request
    desk: Desk
    session: Session | None
    form: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)

    def path(self, name: str) -> str:
        """A part of the address."""
        return str(self.request.path_params[name])

    def value(self, name: str) -> str:
        """The only value of a field; "" if it was not sent."""
        return (self.form.get(name) or ("",))[0].strip()

    def query(self, name: str) -> str:
        """A value from the address after the question mark."""
        return self.request.query_params.get(name, "").strip()

    @property
    def mark(self) -> str:
        """The mark of a form: another at every showing (compressed pages would give a constant one away), checked by `_from_own_page`."""
        if self.session is None:
            return ""
        salt = secrets.token_hex(8)
        return f"{salt}.{_marked(salt, self.session.csrf)}"

    @property
    def who(self) -> str:
        """Name of the person, for the record of answers."""
        if self.session is None:
            return ""
        return self.session.user.name if self.session.user else f"{self.session.link.name} (Link)" if self.session.link else ""

    def note(self, event: str, **more: str) -> None:
        """Write down what must be traceable."""
        note(self.request, self.who, event, **more)

    def page(self, template: str, status: int = 200, **context: Any) -> Response:
        """A rendered page."""
        shared = {"call": self, "session": self.session, "single_seat": self.desk.settings.single_seat, "roles": Role}
        return HTMLResponse(self.desk.pages.get_template(template).render(**shared, **context), status)

    def to(self, address: str) -> Response:
        """Go on at another page of this server."""
        return RedirectResponse(address, 303)


Handler = Callable[[Call], Response]


def endpoint(handler: Handler, access: Access) -> Callable[[Request], Any]:
    """The page as an endpoint. `access`: the role it needs; Link.ONLY: participants with a link; None: everybody, also without a session."""

    async def answering(request: Request) -> Response:
        desk: Desk = request.app.state.desk
        session = await run_in_threadpool(_session, request, desk)
        form, files = await _sent(request) if request.method == "POST" else ({}, {})
        call = Call(request, desk, session, form, files)
        try:
            response = _turned_away(call, access)
            if response is None:
                if request.method == "POST" and not _from_own_page(call):
                    raise Forbidden("Die Seite war zu alt. Gehen Sie zurück, laden Sie sie neu und senden Sie sie noch einmal.")
                response = await run_in_threadpool(handler, call)
        except Forbidden as refused:
            call.note("verweigert", seite=handler.__name__, grund=str(refused))
            raise
        fresh = getattr(request.state, "new_cookie", "")
        return with_session(response, desk, fresh) if fresh else response

    return answering


def _turned_away(call: Call, access: Access) -> Response | None:
    """Where somebody is sent who may not see the page; None if he may. Raises NotFound, Forbidden."""
    request, session = call.request, call.session
    if access is None:
        return None
    if session is None and access is Link.ONLY:  # it had one: the link was revoked, or the session has ended
        text = "Öffnen Sie Ihren Link noch einmal. Gilt er nicht mehr, bitten Sie die Koordination um einen neuen. Ihre Antworten sind gespeichert."
        return call.page("meldung_schlicht.html", 403, titel="Ihre Anmeldung ist beendet", text=text, nur_link=True)
    if session is None:
        return call.to(f"/anmelden?weiter={quote(request.url.path)}" if request.method == "GET" else "/anmelden")
    if isinstance(access, Link) != (session.user is None):  # a link opens the pages of links only, an account all others
        if request.url.path == "/" and session.link is not None:
            return call.to(OWN_PART)
        raise NotFound
    if isinstance(access, Role) and not session.may(access):
        raise Forbidden("Dafür reicht die Berechtigung Ihres Kontos nicht.")
    if session.user is not None and session.user.temporary and request.url.path != CHANGE_PASSWORD:
        return call.to(CHANGE_PASSWORD)
    return call.to(SECOND_FACTOR) if _lacks_second_factor(call, session) else None


def _lacks_second_factor(call: Call, session: Session) -> bool:
    """Whether every account needs one and this has none; where one sets it up, everybody may go."""
    settings, user = call.desk.settings, session.user
    needed = settings.second_factor and not settings.single_seat and not settings.trusted_header
    open_pages = (CHANGE_PASSWORD, SECOND_FACTOR)
    return needed and user is not None and call.request.url.path not in open_pages and not has_second_factor(call.desk.engine, user.id)


def _session(request: Request, desk: Desk) -> Session | None:
    secret = request.cookies.get(cookie_name(desk), "")
    found = find_session(desk.engine, secret) if secret else None
    header = desk.settings.trusted_header
    if header:  # the proxy has checked who it is; a session of somebody else does not count
        name = request.headers.get(header, "")
        if not name:  # participants with a link do not log in at the proxy
            return found if found is not None and found.link is not None else None
        user = find_user(desk.engine, name)
        if user is None:
            return None
        if found is None or found.user is None or found.user.id != user.id:
            request.state.new_cookie = open_session(desk.engine, user.id)
            return find_session(desk.engine, request.state.new_cookie)
    return found


async def _sent(request: Request) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, bytes]]]:
    try:
        data: FormData = await request.form(max_files=1, max_fields=2000, max_part_size=2_500_000)
    except (MultiPartException, HTTPException, UnicodeError, ValueError) as problem:
        raise Unreadable("Das Formular kam nicht lesbar an. Gehen Sie zurück und senden Sie es noch einmal.") from problem
    form: dict[str, list[str]] = {}
    files: dict[str, tuple[str, bytes]] = {}
    for name, value in data.multi_items():
        if isinstance(value, UploadFile) and not _unprintable(name + (value.filename or "")):
            files[name] = (value.filename or "", await value.read())
        elif isinstance(value, UploadFile) or _unprintable(name + value):
            raise Unreadable("Das Formular enthält Zeichen, die kein Text sind. Entfernen Sie sie.")
        else:
            form.setdefault(name, []).append(value)
    return {name: tuple(values) for name, values in form.items()}, files


def _unprintable(text: str) -> bool:
    """Whether a database or a document could not hold the text: NUL, and halves of characters."""
    return "\0" in text or any("\ud800" <= char <= "\udfff" for char in text)


def _from_own_page(call: Call) -> bool:
    """A form counts only with the mark of the session; without one (login) only if the browser does not say that it comes from elsewhere."""
    headers = call.request.headers
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    if "origin" in headers and _host_of(headers["origin"]) != call.request.url.hostname:
        return False
    if call.session is None:
        return True
    salt, _, rest = call.value("marke").partition(".")
    return secrets.compare_digest(rest.encode(), _marked(salt, call.session.csrf).encode())


def _host_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).hostname
    except ValueError:
        return None


def _marked(salt: str, secret: str) -> str:
    return hashlib.sha256(f"{salt}.{secret}".encode()).hexdigest()


def cookie_name(desk: Desk) -> str:
    """The cookie of the session; over HTTPS one that no other host can set."""
    return f"__Host-{COOKIE}" if desk.settings.secure else COOKIE


def with_session(response: Response, desk: Desk, secret: str) -> Response:
    """The response with the session's cookie: not for scripts, not for other sites."""
    response.set_cookie(cookie_name(desk), secret, httponly=True, samesite="lax", secure=desk.settings.secure, path="/")
    return response


def project_of(call: Call, project_id: str) -> Project:
    """The project, if this person may see it. Raises NotFound."""
    project = find_project(call.desk.engine, project_id)
    if project is None or call.session is None:
        raise NotFound
    if not _sees(call, project):
        call.note("fremdes vorhaben", vorhaben=project_id)
        raise NotFound
    return project


def case_of(call: Call, role: Role = Role.READ) -> StoredCase:
    """The case of the address, if this person may see it (and, with a higher role, change it). Raises NotFound, Forbidden."""
    stored = find_case(call.desk.engine, call.path("fall"))
    if stored is None or call.session is None:
        raise NotFound
    if call.session.link is not None:
        raise NotFound  # participants with a link have pages of their own
    project_of(call, stored.project_id)
    if not call.session.may(role):
        raise Forbidden("Dafür reicht die Berechtigung Ihres Kontos nicht.")
    return stored


def _sees(call: Call, project: Project) -> bool:
    """Coordinators see every project, others those they belong to."""
    session = call.session
    if session is None or session.user is None:
        return False
    if session.may(Role.COORDINATE) or project.owner == session.user.id:
        return True
    return is_member(call.desk.engine, project.id, session.user.id)
