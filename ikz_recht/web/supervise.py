"""Several server processes at one socket: each answers what it takes; one that ends is replaced."""

from __future__ import annotations

import multiprocessing
import signal
import socket
import time
from dataclasses import replace
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from types import FrameType

from .settings import Settings
from .workers import end_with_parent

_PAUSE = 1.0
_GRACE = 10


def supervise(settings: Settings, listening: socket.socket, processes: int) -> None:
    """Run so many processes until this one is told to stop (SIGINT, SIGTERM)."""
    signal.signal(signal.SIGTERM, stop)
    settings = replace(settings, workers=max(1, settings.workers // processes))
    running: list[SpawnProcess] = []
    try:
        running = [_started(settings, listening) for _ in range(processes)]
        while True:
            wait([process.sentinel for process in running])
            time.sleep(_PAUSE)  # one that cannot start must not be started without end at full speed
            running = [process if process.is_alive() else _started(settings, listening) for process in running]
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.join(_GRACE)
            process.kill()


def stop(_signal: int, _frame: FrameType | None) -> None:
    """End as a program ends that is through: what it started is ended too."""
    raise SystemExit(0)


def _started(settings: Settings, listening: socket.socket) -> SpawnProcess:
    # Not by fork: the engines and the database must not be shared. Not daemonic: each has workers of its own.
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(settings, listening))
    process.start()
    return process


def _serve(settings: Settings, listening: socket.socket) -> None:
    from .app import build
    from .serve import run

    end_with_parent()
    run(build(settings), listening, trace=not settings.single_seat)
