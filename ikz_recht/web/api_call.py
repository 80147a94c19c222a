"""One request of a program: a key instead of a session, a bounded body, and every error as JSON."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import yaml
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from ..documents.meta import RenderProblem
from ..rulebase.problem import InputProblems, Problem
from .desk import Desk
from .events import note
from .store.members import user_of_token
from .store.people import User
from .workers import Busy

MAX_API_BODY = 500_000
_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_YAML_TYPES = ("application/yaml", "application/x-yaml", "text/yaml")
_log = logging.getLogger("ikz_recht.web")


class Refused(Exception):
    """The request is answered with an error: its status and a German sentence."""

    def __init__(self, status: int, text: str, remedy: str = "") -> None:
        self.status, self.text, self.remedy = status, text, remedy
        super().__init__(text)


@dataclass(frozen=True)
class ApiCall:
    """`case` is the text of a case file, also if it was sent as JSON."""

    request: Request
    desk: Desk
    user: User | None
    case: str = ""

    def query(self, name: str) -> str:
        """A value from the address after the question mark; at most one is allowed."""
        values = self.request.query_params.getlist(name)
        if len(values) > 1:
            raise Refused(422, f"„{name}“ steht mehrfach in der Adresse.", "Nennen Sie einen Wert.")
        return values[0] if values else ""


ApiHandler = Callable[[ApiCall], Response]


def api_endpoint(handler: ApiHandler, *, public: bool = False) -> Callable[[Request], Any]:
    """The function as an endpoint; `public`: also without a key."""

    async def answering(request: Request) -> Response:
        desk: Desk = request.app.state.desk
        try:
            user = None if public else await run_in_threadpool(_caller, request, desk)
            text = await _case_text(request) if request.method == "POST" else ""
            return await run_in_threadpool(handler, ApiCall(request, desk, user, text))
        except Refused as refused:
            headers = {"www-authenticate": "Bearer"} if refused.status == 401 else None
            return _errors(refused.status, [{"text": refused.text, "abhilfe": refused.remedy}], headers)
        except ClientDisconnect:
            return _errors(408, [{"text": "Der Fall kam nicht rechtzeitig vollständig an.", "abhilfe": ""}], {"connection": "close"})
        except InputProblems as found:
            return _errors(422, _listed(found.problems))
        except (RenderProblem, Busy) as problem:
            busy = isinstance(problem, Busy)
            text = "Der Server hat gerade zu viel zu tun." if busy else str(problem)
            return _errors(503 if busy else 422, [{"text": text, "abhilfe": ""}])

    return answering


def _caller(request: Request, desk: Desk) -> User:
    """Whose key it is. Cookies do not count here, so no other site can call in somebody's name."""
    kind, _, secret = request.headers.get("authorization", "").partition(" ")
    user = user_of_token(desk.engine, secret.strip()) if kind.lower() == "bearer" and secret.strip() else None
    if user is None or user.temporary:
        note(request, user.name if user else "", "schlüssel ungültig")
        raise Refused(
            401, "Es fehlt ein gültiger Schlüssel.", "Legen Sie unter „Ihr Konto“ einen an und senden Sie „Authorization: Bearer …“."
        )
    return user


async def _case_text(request: Request) -> str:
    """The body as the text of a case file."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and kind not in _YAML_TYPES:
        raise Refused(415, "Gesendet wird ein Fall als application/json oder application/yaml.")
    if int(request.headers.get("content-length", "0")) > MAX_API_BODY:
        raise Refused(413, "Der Fall ist zu groß.")
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > MAX_API_BODY:
            raise Refused(413, "Der Fall ist zu groß.")
    try:
        text = received.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(400, "Der Fall ist kein Text in UTF-8.") from None
    return await run_in_threadpool(_from_json, text) if kind == "application/json" else text


def _from_json(text: str) -> str:
    """JSON as the YAML of a case file, so that one reader judges both."""
    try:
        document = json.loads(text, parse_constant=_no_number)
        if not isinstance(document, dict):
            raise Refused(422, "Ein Fall ist ein JSON-Objekt.")
        dumped: str = yaml.dump(document, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=120)
        dumped.encode()
    except (ValueError, RecursionError, yaml.YAMLError, OverflowError):  # ValueError: also halves of characters, and numbers too long
        raise Refused(400, "Das ist kein lesbares JSON.") from None
    return dumped


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _listed(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    return [
        {"text": item.text, "abhilfe": item.remedy, "zeile": item.place.line, "spalte": item.place.column} for item in list(problems)[:50]
    ]


def _errors(status: int, errors: list[dict[str, Any]], headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"fehler": errors}, status, headers)
