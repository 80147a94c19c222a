"""What whoever runs the server must be able to trace: logins, refusals, changes to accounts and links. One line of JSON each, never a secret."""

from __future__ import annotations

import datetime as dt
import json
import logging
import sys

from starlette.requests import Request

_log = logging.getLogger("ikz_recht.web.ereignisse")


def note(request: Request, who: str, event: str, **more: str) -> None:
    """One event. Everything beyond ASCII is escaped, so what somebody typed cannot look like another line."""
    if not _log.isEnabledFor(logging.INFO):
        return
    moment = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
    peer = request.client.host if request.client else ""
    _log.info(
        json.dumps({"zeit": moment, "ereignis": event, "wer": who[:200], "von": peer, **{name: text[:200] for name, text in more.items()}})
    )


def to_stderr() -> None:
    """Write the events where systemd or the container's engine collects them."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)
    _log.propagate = False
