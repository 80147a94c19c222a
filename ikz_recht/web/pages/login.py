"""Logging in and out; the start address of a single seat."""

from __future__ import annotations

import secrets

from starlette.responses import Response

from ..call import Call, Forbidden, cookie_name, with_session
from ..store.people import NameTaken, Role, User, check_password, create_user, find_user, forget_attempts, note_attempt
from ..store.second_factor import check_code, has_second_factor
from ..store.sessions import close_session, open_session

SEAT = "Einzelplatz"


def form(call: Call) -> Response:
    """Name and password."""
    return call.page("anmelden.html", weiter=_inside(call.query("weiter")), fehler="", name="")


def login(call: Call) -> Response:
    """A session, if name and password are right; after several failures another try must wait."""
    name, target = call.value("name")[:100], _inside(call.value("weiter"))
    keys = attempt_keys(call, name)
    if call.desk.settings.single_seat or call.desk.settings.trusted_header:
        raise Forbidden("Hier meldet man sich nicht mit Kennwort an.")
    if not note_attempt(call.desk.engine, keys):
        call.note("anmeldung gebremst", name=name)
        return call.page("anmelden.html", 429, weiter=target, fehler="Zu viele Versuche. Warten Sie eine Viertelstunde.", name=name)
    user = check_password(call.desk.engine, name, call.form.get("kennwort", ("",))[0])
    if user is None or not _second_factor(call, user):
        call.note("anmeldung gescheitert", name=name)
        wrong = "Name, Kennwort oder Code stimmt nicht. Ein Code gilt nur einmal und rund eine Minute."
        return call.page("anmelden.html", 400, weiter=target, fehler=wrong, name=name)
    forget_attempts(call.desk.engine, keys)
    call.note("anmeldung", name=user.name)
    if call.session is not None:
        close_session(call.desk.engine, call.session.id)
    return with_session(call.to(target), call.desk, open_session(call.desk.engine, user.id))


def _second_factor(call: Call, user: User) -> bool:
    """True if the account needs no code, or the right one came along."""
    return not has_second_factor(call.desk.engine, user.id) or check_code(call.desk.engine, user.id, call.value("code")[:20])


def attempt_keys(call: Call, name: str) -> tuple[str, str]:
    """Under what a login is counted: its name, and where it comes from."""
    peer = call.request.client.host if call.request.client else ""
    return f"name:{name.lower()}", f"von:{peer}"


def logout(call: Call) -> Response:
    """End the session."""
    if call.session is not None:
        call.note("abmeldung")
        close_session(call.desk.engine, call.session.id)
    response = call.to("/anmelden")
    response.headers["clear-site-data"] = '"cache", "storage"'
    response.delete_cookie(cookie_name(call.desk), path="/")
    return response


def start(call: Call) -> Response:
    """The address that the program shows at the start of a single seat: whoever has it is the one person."""
    key = call.desk.settings.start_key
    if not call.desk.settings.single_seat or not key or not secrets.compare_digest(call.path("schluessel").encode(), key.encode()):
        raise Forbidden("Diese Startadresse gilt nicht mehr. Rufen Sie die auf, die „ikz-recht web“ beim Start gezeigt hat.")
    return with_session(call.to("/"), call.desk, open_session(call.desk.engine, _seat(call)))


def _seat(call: Call) -> int:
    user = find_user(call.desk.engine, SEAT)
    if user is None:
        try:
            user = create_user(call.desk.engine, SEAT, secrets.token_urlsafe(32), Role.COORDINATE)
        except NameTaken:  # made by another page of the same moment, or locked
            user = find_user(call.desk.engine, SEAT)
    if user is None:
        raise Forbidden("Das Konto des Einzelplatzes ist gesperrt.")
    return user.id


def _inside(address: str) -> str:
    """An address of this server only: never on to somewhere else."""
    ok = address.startswith("/") and not address.startswith(("//", "/\\")) and all(32 < ord(char) < 127 for char in address)
    return address if ok else "/"


ROUTES = (
    ("/anmelden", "GET", form, None),
    ("/anmelden", "POST", login, None),
    ("/abmelden", "POST", logout, None),
    ("/start/{schluessel}", "GET", start, None),
)
