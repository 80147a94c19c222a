"""What holds for every request: known host names, bounded and timely bodies, headers that forbid all a page does not need."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

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

    def __init__(self, app: App, hosts: tuple[str, ...], max_body: int, *, secure: bool) -> None:
        self.app, self.hosts, self.max_body, self.secure = app, frozenset(hosts), max_body, secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if it is one that this server answers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        if "*" not in self.hosts and _host(headers.get(b"host", b"")) not in self.hosts:
            await _plain(send, 400, "Unter diesem Namen ist der Server nicht zu erreichen.")
            return
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > self.max_body:
            await _plain(send, 413, "Die Anfrage ist zu groß.")
            return
        await self.app(scope, _bounded(receive, self.max_body), self._with_headers(scope, send))

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        own = dict(HEADERS)
        if self.secure:
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
    received = 0

    async def receiving() -> MutableMapping[str, Any]:
        nonlocal received
        try:
            message = await asyncio.wait_for(receive(), BODY_SECONDS if received < limit else None)
        except TimeoutError:
            return {"type": "http.disconnect"}
        received += len(message.get("body", b""))
        if received > limit:
            raise TooLarge
        return message

    return receiving


def _host(value: bytes) -> str:
    text = value.decode("latin-1").lower()
    return text[: text.index("]") + 1] if text.startswith("[") and "]" in text else text.rpartition(":")[0] or text


async def _plain(send: Send, status: int, text: str) -> None:
    body = text.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
