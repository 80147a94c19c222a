"""Running the server."""

from __future__ import annotations

import logging
import secrets
import signal
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from ..rulebase.cache import cached_rulebase
from ..rulebase.locate import rules_folder
from ..rulebase.problem import InputProblems, Place, Problem
from .accounts import unusable
from .app import build
from .events import to_stderr
from .settings import Settings
from .store.database import open_database
from .supervise import stop, supervise
from .upkeep import keep_up


def serve(settings: Settings, ready: Callable[[str], None], processes: int = 1) -> None:
    """Serve until it is stopped; `ready` gets the address to open. Raises InputProblems (port taken, database not usable, broken rules)."""
    listening = _listening(settings.host, settings.port)
    port = listening.getsockname()[1]
    settings = replace(settings, port=port, start_key=secrets.token_urlsafe(16) if settings.single_seat else "")
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{host}:{port}/" + (f"start/{settings.start_key}" if settings.start_key else "")
    try:
        keep_up(open_database(settings.data, settings.database), settings.retention_days)
        if processes == 1:
            app = build(settings)
            ready(address)
            run(app, listening, trace=not settings.single_seat)
        else:
            cached_rulebase(rules_folder(settings.rules))  # what is wrong with it is said once, here
            ready(address)
            supervise(settings, listening, processes)
    except (SQLAlchemyError, OSError) as error:
        raise unusable(settings.data, error) from None
    finally:
        listening.close()


def run(app: Any, listening: socket.socket, *, trace: bool) -> None:
    """Answer what comes in at the socket until a signal ends it. `trace`: write down logins and the like."""
    import uvicorn

    from .timely import TimelyProtocol

    if trace:
        to_stderr()
    signal.signal(signal.SIGTERM, stop)  # uvicorn ends its work first and then passes the signal on
    logging.getLogger("uvicorn.access").disabled = True  # addresses hold secrets of links
    config = uvicorn.Config(
        app,
        http=TimelyProtocol,
        ws="none",
        log_level="warning",
        server_header=False,
        proxy_headers=False,  # `proxy` looks at them, and only at those of the proxy
        timeout_keep_alive=15,
        timeout_graceful_shutdown=20,
        limit_concurrency=400,
        h11_max_incomplete_event_size=65536,
    )
    uvicorn.Server(config).run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError:
        listening.close()
        text = f"Auf {host}, Port {port} lässt sich nicht hören; vielleicht läuft dort schon ein Server."
        raise InputProblems([Problem(Place(Path("ikz-recht web")), text, "Nehmen Sie mit --port einen anderen, oder --port 0.")]) from None
    listening.listen(128)
    return listening
