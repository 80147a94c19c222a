"""How somebody logs in: the second factor of the own account and where it is logged in."""

from __future__ import annotations

from starlette.responses import Response

from ..call import CHANGE_PASSWORD, SECOND_FACTOR, Call, NotFound
from ..store.people import Role, User, check_password, forget_attempts, note_attempt
from ..store.second_factor import check_code, has_second_factor, prepare_second_factor, prepared_secret, remove_second_factor
from ..store.sessions import end_logins, list_logins
from .accounts import has_password, user_of
from .login import attempt_keys

ISSUER = "ikz-recht"


def second_factor(call: Call) -> Response:
    """Whether there is one, and how to get or lose it."""
    return _page(call)


def _page(call: Call, problem: tuple[str, str] = ("", "")) -> Response:
    user = _with_password(call)
    secret = prepared_secret(call.desk.engine, user.id)
    return call.page(
        "faktor.html",
        400 if problem[1] else 200,
        konto=user,
        aktiv=has_second_factor(call.desk.engine, user.id),
        geheimnis=" ".join(secret[place : place + 4] for place in range(0, len(secret), 4)),
        adresse=_address(secret, user) if secret else "",
        bild=_picture(_address(secret, user)) if secret else "",
        fehler=problem,
    )


def _address(secret: str, user: User) -> str:
    """What an app reads (Key Uri Format of the Google Authenticator)."""
    from pyotp import TOTP

    return TOTP(secret).provisioning_uri(name=user.name, issuer_name=ISSUER)


def _picture(address: str) -> str:
    """The address as a QR code, an SVG for the page."""
    import segno

    return str(segno.make(address, error="m").svg_inline(scale=5, border=4, omitsize=True))


def change_second_factor(call: Call) -> Response:
    """Prepare it, confirm it with a first code, or remove it with the password."""
    user, engine, wanted = _with_password(call), call.desk.engine, call.value("tun")
    if wanted == "einrichten":
        prepare_second_factor(engine, user.id)
        return call.to(SECOND_FACTOR)
    field = {"bestaetigen": "code", "entfernen": "kennwort"}.get(wanted)
    if field is None:
        return _page(call)
    keys = attempt_keys(call, user.name)
    if not note_attempt(engine, keys):
        return _page(call, (field, "Zu viele Versuche. Warten Sie eine Viertelstunde."))
    if wanted == "bestaetigen" and not check_code(engine, user.id, call.value("code")[:20]):
        return _page(call, (field, "Der Code stimmt nicht. Prüfen Sie die Uhr des Geräts und nehmen Sie den nächsten Code."))
    if wanted == "entfernen" and check_password(engine, user.name, call.form.get("kennwort", ("",))[0]) is None:
        return _page(call, (field, "Das Kennwort stimmt nicht."))
    forget_attempts(engine, keys)
    if wanted == "entfernen":
        remove_second_factor(engine, user.id)
    others = frozenset(item.id for item in list_logins(engine, user.id) if not call.session or item.id != call.session.id)
    end_logins(engine, user.id, others)
    call.note("zweiter faktor", was=wanted)
    return call.to(SECOND_FACTOR)


def end(call: Call) -> Response:
    """End logins of the own account: one, or all but this one."""
    user = user_of(call)
    logins = frozenset(item.id for item in list_logins(call.desk.engine, user.id))
    own = {call.session.id} if call.session else set()
    chosen = logins - own if call.value("anmeldung") == "andere" else logins & {call.value("anmeldung")}
    end_logins(call.desk.engine, user.id, chosen)
    call.note("anmeldungen beendet", zahl=str(len(chosen)))
    return call.to(CHANGE_PASSWORD)


def _with_password(call: Call) -> User:
    if not has_password(call):
        raise NotFound
    return user_of(call)


ROUTES = (
    (SECOND_FACTOR, "GET", second_factor, Role.READ),
    (SECOND_FACTOR, "POST", change_second_factor, Role.READ),
    ("/konto/anmeldungen", "POST", end, Role.READ),
)
