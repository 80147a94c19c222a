"""What holds for every request: known host names, bounded and timely bodies, headers that forbid all a page does not need."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from .proxy import Contradictory, seen_through
from .settings import MAX_BODY, Settings

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; script-src 'none'; connect-src 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
BODY_SECONDS = 30.0


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: App, settings: Settings) -> None:
        self.app, self.settings = app, settings
        self.hosts, self.proxies = frozenset(settings.hosts), frozenset(settings.proxies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if it is one that this server answers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        send = self._with_headers(scope, send)
        headers = dict(scope["headers"])
        if "*" not in self.hosts and _host(headers.get(b"host", b"")) not in self.hosts:
            await _plain(scope, send, 400, "Unter diesem Namen ist der Server nicht zu erreichen.")
            return
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or len(length) > 10 or int(length) > MAX_BODY:
            await _plain(
                scope,
                send,
                413,
                "Das ist zu groß: Der Server nimmt höchstens 2,5 MB an. Gehen Sie zurück und nehmen Sie eine kleinere Datei.",
            )
            return
        if "\0" in scope["path"] or b"%00" in scope.get("query_string", b""):
            await _plain(scope, send, 400, "Die Adresse enthält ein Zeichen, das kein Text ist.")
            return
        try:
            scope = seen_through(scope, self.proxies, self.settings.trusted_header)
        except Contradictory:
            await _plain(scope, send, 400, "Die Anmeldung des Proxys ist nicht eindeutig.")
            return
        await self.app(scope, _bounded(receive, MAX_BODY), send)

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        own = dict(HEADERS)
        if self.settings.secure:
            own["strict-transport-security"] = "max-age=31536000"
        if not scope["path"].startswith("/static/"):
            own["cache-control"] = "no-store"

        async def sending(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                extra = [(name.encode(), value.encode()) for name, value in own.items() if name.encode() not in present]
                message = {**message, "headers": [*message["headers"], *extra]}
            await send(message)

        return sending


class TooLarge(Exception):
    """The body is larger than allowed, or does not arrive in time."""


def _bounded(receive: Receive, limit: int) -> Receive:
    """The body up to its limit, and all of it within BODY_SECONDS: dripping byte by byte does not hold a place for long."""
    received, complete = 0, False
    deadline = asyncio.get_running_loop().time() + BODY_SECONDS

    async def receiving() -> MutableMapping[str, Any]:
        nonlocal received, complete
        if complete:
            return await receive()
        try:
            async with asyncio.timeout_at(deadline):
                message = await receive()
        except TimeoutError:
            return {"type": "http.disconnect"}
        received += len(message.get("body", b""))
        if received > limit:
            raise TooLarge
        complete = not message.get("more_body", False)
        return message

    return receiving


def _host(value: bytes) -> str:
    text = value.decode("latin-1").lower()
    return text[: text.index("]") + 1] if text.startswith("[") and "]" in text else text.rpartition(":")[0] or text


async def _plain(scope: Scope, send: Send, status: int, text: str) -> None:
    """An answer without a page; for programs as JSON, like all their errors."""
    for_program = scope["path"].startswith("/api/")
    body = json.dumps({"fehler": [{"text": text, "abhilfe": ""}]}, ensure_ascii=False).encode() if for_program else text.encode()
    kind = b"application/json" if for_program else b"text/plain; charset=utf-8"
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode()), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
