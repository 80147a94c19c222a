"""Requests straight to the ASGI application, also those that no client library would send."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlencode

from ikz_recht.web.desk import Desk
from ikz_recht.web.store.sessions import find_session

Headers = Sequence[tuple[bytes, bytes]]
HOST = (b"host", b"testserver")
FORM = (b"content-type", b"application/x-www-form-urlencoded")


@dataclass
class Answer:
    """What came back."""

    status: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""

    def header(self, name: str) -> str:
        return next((value.decode("latin-1") for key, value in self.headers if key.decode().lower() == name), "")


async def send(
    app: Any,
    method: str,
    path: bytes,
    query: bytes = b"",
    headers: Headers = (),
    body: Sequence[bytes] = (b"",),
    client: tuple[str, int] = ("127.0.0.1", 4),
) -> Answer:
    """One request, its body in pieces."""
    pieces, answer = list(body) or [b""], Answer()
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "server": ("127.0.0.1", 8000),
        "client": client,
        "scheme": "http",
        "method": method,
        "root_path": "",
        "path": unquote(path.decode("ascii")),
        "raw_path": path,
        "query_string": query,
        "headers": list(headers),
        "state": {},
    }

    async def receive() -> dict[str, Any]:
        if not pieces:
            await asyncio.sleep(3600)
        piece = pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

    async def sending(message: Any) -> None:
        if message["type"] == "http.response.start":
            answer.status, answer.headers = message["status"], list(message["headers"])
        else:
            answer.body += message.get("body", b"")

    try:
        await app(scope, receive, sending)
    except Exception:
        if answer.status != 500:  # Starlette answers, then raises again for the server's log
            raise
    return answer


def mark(desk: Desk, secret: str) -> str:
    """The mark that a form of this session carries."""
    session = find_session(desk.engine, secret) if secret else None
    return f"0.{hashlib.sha256(f'0.{session.csrf}'.encode()).hexdigest()}" if session else ""


def fields(values: Sequence[tuple[str, str]]) -> bytes:
    """A form's body."""
    return urlencode([(name.encode("utf-8", "surrogatepass"), value.encode("utf-8", "surrogatepass")) for name, value in values]).encode()
