"""The figures for whoever watches the server: coordinators, their programs, and this machine itself where no proxy stands in front."""

from __future__ import annotations

from starlette.responses import PlainTextResponse, Response

from ..call import Call, NotFound
from ..metrics import as_text
from ..settings import is_loopback
from ..store.members import user_of_token
from ..store.people import Role


def figures(call: Call) -> Response:
    """All figures."""
    if not (_coordinator(call) or _this_machine(call)):
        raise NotFound
    return PlainTextResponse(as_text(call.request.app.state.meter, call.desk.engine), media_type="text/plain; version=0.0.4; charset=utf-8")


def _coordinator(call: Call) -> bool:
    if call.session is not None and call.session.may(Role.COORDINATE):
        return True
    kind, _, secret = call.request.headers.get("authorization", "").partition(" ")
    user = user_of_token(call.desk.engine, secret.strip()) if kind.lower() == "bearer" else None
    return user is not None and user.role is Role.COORDINATE and not user.temporary


def _this_machine(call: Call) -> bool:
    """Behind a proxy every request comes from this machine, so there a coordinator's key is needed."""
    settings, client = call.desk.settings, call.request.client
    if settings.secure or settings.trusted_header or call.request.scope.get("ikz.proxied"):
        return False
    return client is not None and is_loopback(client.host)


ROUTES = (("/metriken", "GET", figures, None),)
