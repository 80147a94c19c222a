"""Accounts: for coordinators all of them, for everybody the own one with its password and the keys of its programs."""

from __future__ import annotations

import secrets

from starlette.responses import Response

from ..call import CHANGE_PASSWORD, Call, Forbidden, NotFound, with_session
from ..store.members import create_token, delete_token, list_tokens
from ..store.people import NameTaken, Role, User, change_user, check_password, create_user, forget_attempts, list_users, note_attempt
from ..store.second_factor import has_second_factor, remove_second_factor
from ..store.sessions import list_logins, open_session
from ..texts import parse_line
from .login import attempt_keys

ROLES = {
    Role.READ: "lesen: Ergebnisse und Dokumente ansehen",
    Role.ANSWER: "antworten: auch Fragen beantworten und Varianten anlegen",
    Role.COORDINATE: "koordinieren: alle Vorhaben, auch Links und Konten",
}
MAX_TOKENS = 20


def overview(call: Call) -> Response:
    """All accounts."""
    return _overview(call)


def _overview(call: Call, problem: str = "", name: str = "", given: tuple[str, str] = ("", "")) -> Response:
    _only_with_accounts(call)
    return call.page(
        "konten.html",
        400 if problem else 200,
        konten=list_users(call.desk.engine),
        rollen=ROLES,
        fehler=problem,
        name=name,
        neu=given,
        mit_kennwort=has_password(call),
    )


def create(call: Call) -> Response:
    """A new account with a password that is shown once and must be changed at the first login."""
    _only_with_accounts(call)
    if call.value("rolle") not in ROLES:
        return _overview(call, "Wählen Sie eine Berechtigung.", call.value("name"))
    password = secrets.token_urlsafe(12)
    try:
        name = parse_line(call.value("name"), 100)
        create_user(call.desk.engine, name, password, Role(call.value("rolle")), temporary=not call.desk.settings.trusted_header)
    except ValueError as problem:
        return _overview(call, str(problem), call.value("name"))
    except NameTaken:
        return _overview(call, "Ein Konto mit diesem Namen gibt es schon.", call.value("name"))
    call.note("konto angelegt", konto=name, rolle=call.value("rolle"))
    return _overview(call, given=(name, password)) if has_password(call) else call.to("/konten")


def change(call: Call) -> Response:
    """Another role, locked or open again, a new password. One's own account is not changed here, so that one coordinator is always left."""
    user = _account(call)
    if call.session and call.session.user and user.id == call.session.user.id:
        raise Forbidden("Das eigene Konto ändert hier nur jemand anderes; das Kennwort ändern Sie unter „Ihr Konto“.")
    engine, wanted = call.desk.engine, call.value("tun")
    call.note("konto geändert", konto=user.name, was=f"{wanted} {call.value('rolle')}".strip())
    if wanted == "rolle" and call.value("rolle") in ROLES:
        change_user(engine, user.id, role=Role(call.value("rolle")))
    elif wanted in ("sperren", "oeffnen"):
        change_user(engine, user.id, disabled=wanted == "sperren")
    elif wanted == "kennwort" and has_password(call):
        password = secrets.token_urlsafe(12)
        change_user(engine, user.id, password=password, temporary=True)
        return _overview(call, given=(user.name, password))
    elif wanted == "faktor" and has_password(call):
        remove_second_factor(engine, user.id)
        change_user(engine, user.id)  # its logins end, as the page says of every change
    else:
        return _overview(call, "Wählen Sie, was sich ändern soll.")
    return call.to("/konten")


def _account(call: Call) -> User:
    _only_with_accounts(call)
    for user in list_users(call.desk.engine):
        if str(user.id) == call.path("konto"):
            return user
    raise NotFound


def _only_with_accounts(call: Call) -> None:
    """A single seat has nobody else."""
    if call.desk.settings.single_seat:
        raise NotFound


def own(call: Call) -> Response:
    """The own account."""
    return _own(call)


def _own(call: Call, problem: tuple[str, str] = ("", ""), token: str = "", *, done: bool = False) -> Response:
    user = user_of(call)
    return call.page(
        "konto.html",
        400 if problem[1] else 200,
        konto=user,
        rolle=ROLES[user.role],
        fehler=problem,
        geaendert=done,
        schluessel=list_tokens(call.desk.engine, user.id),
        neuer_schluessel=token,
        mit_kennwort=has_password(call),
        faktor=has_second_factor(call.desk.engine, user.id),
        anmeldungen=list_logins(call.desk.engine, user.id),
    )


def change_own(call: Call) -> Response:
    """A new password; every session ends and this one begins anew."""
    user = user_of(call)
    if not has_password(call):
        raise NotFound
    now, new = (call.form.get(name, ("",))[0] for name in ("bisher", "neu"))
    keys = attempt_keys(call, user.name)
    if not note_attempt(call.desk.engine, keys):
        return _own(call, ("bisher", "Zu viele Versuche. Warten Sie eine Viertelstunde."))
    if check_password(call.desk.engine, user.name, now) is None:
        call.note("kennwort falsch", konto=user.name)
        return _own(call, ("bisher", "Das bisherige Kennwort stimmt nicht."))
    forget_attempts(call.desk.engine, keys)
    if new != call.form.get("noch_einmal", ("",))[0]:
        return _own(call, ("noch_einmal", "Die beiden neuen Kennwörter sind verschieden."))
    if new == now:
        return _own(call, ("neu", "Das neue Kennwort ist das bisherige."))
    try:
        change_user(call.desk.engine, user.id, password=new)
    except ValueError as problem:
        return _own(call, ("neu", str(problem)))
    call.note("kennwort geändert", konto=user.name)
    return with_session(call.to("/konto/geaendert"), call.desk, open_session(call.desk.engine, user.id))


def changed(call: Call) -> Response:
    """That it worked."""
    return _own(call, done=True)


def add_key(call: Call) -> Response:
    """A key for a program, shown once."""
    user = user_of(call)
    if len(list_tokens(call.desk.engine, user.id)) >= MAX_TOKENS:
        return _own(call, ("programm", f"Mehr als {MAX_TOKENS} Schlüssel sind nicht vorgesehen. Löschen Sie einen."))
    try:
        name = parse_line(call.value("programm"), 100)
    except ValueError as problem:
        return _own(call, ("programm", str(problem)))
    call.note("schlüssel angelegt", programm=name)
    return _own(call, token=create_token(call.desk.engine, user.id, name))


def remove_key(call: Call) -> Response:
    """A key no longer works."""
    call.note("schlüssel gelöscht")
    delete_token(call.desk.engine, user_of(call).id, call.value("schluessel"))
    return call.to(CHANGE_PASSWORD)


def user_of(call: Call) -> User:
    """The account that asks. Raises NotFound for a participant with a link."""
    if call.session is None or call.session.user is None:
        raise NotFound
    return call.session.user


def has_password(call: Call) -> bool:
    """Whether one logs in here with a password."""
    return not call.desk.settings.single_seat and not call.desk.settings.trusted_header


ROUTES = (
    ("/konten", "GET", overview, Role.COORDINATE),
    ("/konten", "POST", create, Role.COORDINATE),
    ("/konten/{konto}", "POST", change, Role.COORDINATE),
    (CHANGE_PASSWORD, "GET", own, Role.READ),
    (CHANGE_PASSWORD, "POST", change_own, Role.READ),
    ("/konto/geaendert", "GET", changed, Role.READ),
    ("/konto/schluessel", "POST", add_key, Role.READ),
    ("/konto/schluessel/loeschen", "POST", remove_key, Role.READ),
)
