"""Clients that are slow on purpose hold no place for long, and nobody else waits for them."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import uvicorn

from ikz_recht.web import security, timely

from .conftest import Build
from .running import running

SECONDS = 0.6
HEAD = b"Host: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"


@pytest.fixture
def hasty(server: Build, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, uvicorn.Server]]:
    """A server with short limits in a thread of its own: its port, and what it knows of its connections."""
    monkeypatch.setattr(timely, "HEAD_SECONDS", SECONDS)
    monkeypatch.setattr(timely, "TAKE_SECONDS", SECONDS)
    monkeypatch.setattr(security, "BODY_SECONDS", SECONDS)
    app = server(hosts=("127.0.0.1",)).app
    config = uvicorn.Config(app, http=timely.TimelyProtocol, ws="none", lifespan="off", log_level="critical", timeout_keep_alive=1)
    listening = socket.create_server(("127.0.0.1", 0))
    found = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(found.serve(sockets=[listening])))
    thread.start()
    while not found.started:
        time.sleep(0.01)
    yield listening.getsockname()[1], found
    found.should_exit = True
    thread.join()


def connected(port: int) -> socket.socket:
    found = socket.socket()
    found.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)  # takes little at once
    found.settimeout(30)
    found.connect(("127.0.0.1", port))
    return found


def until_closed(sock: socket.socket, drip: bytes = b"") -> tuple[float, bytes]:
    """How long the server keeps the connection, sent a byte now and then; and what it says."""
    begun, said = time.monotonic(), b""
    sock.settimeout(0.05)
    while time.monotonic() - begun < 40:
        try:
            if drip:
                sock.sendall(drip)
            received = sock.recv(65536)
        except TimeoutError:
            continue
        except OSError:
            break
        if not received:
            break
        said += received
    sock.close()
    return time.monotonic() - begun, said


@pytest.mark.parametrize("head", [b"", b"GET / HT", b"GET / HTTP/1.1\r\n" + HEAD])
def test_who_does_not_finish_the_head_is_cut_off(hasty: tuple[int, Any], head: bytes) -> None:
    sock = connected(hasty[0])
    sock.sendall(head)
    seconds, said = until_closed(sock, b"x" if head else b"")
    assert SECONDS * 0.8 < seconds < SECONDS + 3
    assert said == b""


@pytest.mark.parametrize("path", [b"/anmelden", b"/hochladen"])
def test_who_does_not_finish_the_body_is_told_and_cut_off(hasty: tuple[int, Any], path: bytes) -> None:
    sock = connected(hasty[0])
    sock.sendall(b"POST " + path + b" HTTP/1.1\r\n" + HEAD + b"Content-Length: 1000\r\n\r\n")
    seconds, said = until_closed(sock, b"x")
    assert seconds < 2 * SECONDS + 3
    assert said.startswith(b"HTTP/1.1 408"), said[:200]


def test_who_does_not_take_the_answer_is_cut_off(hasty: tuple[int, uvicorn.Server]) -> None:
    port, server = hasty
    page = connected(port)
    page.sendall(b"GET /anmelden HTTP/1.1\r\n" + HEAD + b"Connection: close\r\n\r\n")
    style = next(part for part in until_closed(page)[1].split(b'"') if part.startswith(b"/static/") and part.endswith(b".css"))
    idle = [connected(port) for _ in range(5)]
    for sock in idle:
        sock.sendall((b"GET " + style + b" HTTP/1.1\r\n" + HEAD + b"\r\n") * 20)  # more than the buffers of both systems hold
    wait(lambda: len(server.server_state.connections) >= 5)
    wait(lambda: not server.server_state.connections)
    for sock in idle:
        sock.close()


def wait(until: Callable[[], bool], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_others_are_answered_meanwhile(hasty: tuple[int, Any]) -> None:
    port = hasty[0]
    waiting = [connected(port) for _ in range(100)]
    for sock in waiting:
        sock.sendall(b"POST /anmelden HTTP/1.1\r\n" + HEAD + b"Content-Length: 1000\r\n\r\nx")
    begun = time.monotonic()
    sock = connected(port)
    sock.sendall(b"GET /gesundheit HTTP/1.1\r\n" + HEAD + b"Connection: close\r\n\r\n")
    _, said = until_closed(sock)
    assert said.startswith(b"HTTP/1.1 200")
    assert time.monotonic() - begun < 3
    for sock in waiting:
        sock.close()


def test_the_server_as_it_is_started_has_these_limits(storage: dict[str, Any]) -> None:
    with running(storage) as (_, address):
        sock = connected(int(address.split(":")[2].partition("/")[0]))
        sock.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ")
        seconds, _ = until_closed(sock, b"x")
        assert seconds < timely.HEAD_SECONDS + 5
