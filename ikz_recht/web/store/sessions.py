"""Sessions: who is logged in where. The secret of the cookie is kept only as its hash."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from sqlalchemy import Engine, delete, insert, select, update

from .database import writing
from .people import Link, Role, User, hashed, link_from, user_from
from .schema import links, sessions, users

SESSION_SECONDS = 12 * 3600
IDLE_SECONDS = 2 * 3600
_ROLES = (Role.READ, Role.ANSWER, Role.COORDINATE)


@dataclass(frozen=True, slots=True)
class Session:
    """Who asks: an account, or a participant with a link to one case."""

    id: str
    csrf: str
    user: User | None
    link: Link | None

    def may(self, role: Role) -> bool:
        """Whether the account has that role or one that includes it."""
        return self.user is not None and _ROLES.index(self.user.role) >= _ROLES.index(role)


@dataclass(frozen=True, slots=True)
class Login:
    """A session of an account as its owner sees it: when it began and was last used."""

    id: str
    created: float
    seen: float


def open_session(engine: Engine, user_id: int | None, link_id: str | None = None) -> str:
    """A new session; the secret for the cookie. Never goes on with an older one, so nobody can plant one beforehand."""
    secret, now = secrets.token_urlsafe(32), time.time()
    with writing(engine) as connection:
        connection.execute(delete(sessions).where(sessions.c.created < now - SESSION_SECONDS))
        connection.execute(
            insert(sessions).values(
                id=hashed(secret), user_id=user_id, link_id=link_id, csrf=secrets.token_urlsafe(24), created=now, seen=now
            )
        )
    return secret


def find_session(engine: Engine, secret: str) -> Session | None:
    """The session of a cookie, if it has not ended."""
    now = time.time()
    with engine.connect() as connection:
        row = connection.execute(select(sessions).where(sessions.c.id == hashed(secret))).first()
        if row is None or row.created < now - SESSION_SECONDS or row.seen < now - IDLE_SECONDS:
            return None
        user = connection.execute(select(users).where(users.c.id == row.user_id)).first() if row.user_id is not None else None
        link = connection.execute(select(links).where(links.c.id == row.link_id)).first() if row.link_id else None
    found = Session(row.id, row.csrf, user_from(user) if user and not user.disabled else None, link_from(link) if link else None)
    if found.user is None and (found.link is None or not found.link.valid):
        return None
    if row.seen < now - 60:  # noting every request would write at every request
        with writing(engine) as connection:
            connection.execute(update(sessions).where(sessions.c.id == row.id).values(seen=now))
    return found


def close_session(engine: Engine, session_id: str) -> None:
    """Log out."""
    with writing(engine) as connection:
        connection.execute(delete(sessions).where(sessions.c.id == session_id))


def list_logins(engine: Engine, user_id: int) -> list[Login]:
    """The sessions of the account that have not ended, the newest first."""
    now = time.time()
    running = (sessions.c.created >= now - SESSION_SECONDS) & (sessions.c.seen >= now - IDLE_SECONDS)
    query = select(sessions).where(sessions.c.user_id == user_id, running).order_by(sessions.c.created.desc())
    with engine.connect() as connection:
        return [Login(row.id, row.created, row.seen) for row in connection.execute(query)]


def end_logins(engine: Engine, user_id: int, ids: frozenset[str]) -> None:
    """End these sessions of the account; those of others stay."""
    with writing(engine) as connection:
        connection.execute(delete(sessions).where(sessions.c.user_id == user_id, sessions.c.id.in_(ids)))
