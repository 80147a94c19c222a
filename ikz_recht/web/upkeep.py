"""What the server does by itself: delete what its retention period has ended."""

from __future__ import annotations

import logging
import threading
import time

from sqlalchemy import Engine, delete
from sqlalchemy.exc import SQLAlchemyError

from .store.database import writing
from .store.networks import delete_untouched_networks
from .store.people import ATTEMPT_SECONDS
from .store.projects import delete_untouched
from .store.schema import attempts, sessions
from .store.sessions import IDLE_SECONDS

DAY = 86400
_PAUSE = 6 * 3600.0
_log = logging.getLogger("ikz_recht.web")


def delete_expired(engine: Engine, retention_days: int, now: float) -> int:
    """Delete sessions and failed logins that have ended, and projects and networks nobody touched for so long (0: none); how many."""
    with writing(engine) as connection:
        connection.execute(delete(sessions).where(sessions.c.seen < now - IDLE_SECONDS))
        connection.execute(delete(attempts).where(attempts.c.at < now - ATTEMPT_SECONDS))
    if not retention_days:
        return 0
    before = now - retention_days * DAY
    return delete_untouched(engine, before) + delete_untouched_networks(engine, before)


def keep_up(engine: Engine, retention_days: int) -> None:
    """Do that now and every few hours, beside the pages."""
    delete_expired(engine, retention_days, time.time())

    def again() -> None:
        while True:
            time.sleep(_PAUSE)
            try:
                delete_expired(engine, retention_days, time.time())
            except SQLAlchemyError:
                _log.exception("Fristen ließen sich nicht prüfen")

    threading.Thread(target=again, name="fristen", daemon=True).start()
