"""Which accounts belong to a project, and the keys with which programs call in the name of an account."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from sqlalchemy import Engine, delete, insert, select

from .database import alone, writing
from .people import User, hashed, user_from
from .schema import members, tokens, users


@dataclass(frozen=True, slots=True)
class Token:
    """A program's key; `id` is the hash of its secret."""

    id: str
    name: str
    created: float


def list_members(engine: Engine, project_id: str) -> list[User]:
    """The accounts that see the project, by name."""
    query = select(users).join(members, members.c.user_id == users.c.id).where(members.c.project_id == project_id).order_by(users.c.name)
    with engine.connect() as connection:
        return [user_from(row) for row in connection.execute(query)]


def is_member(engine: Engine, project_id: str, user_id: int) -> bool:
    """Whether the account was let into the project."""
    query = select(members.c.user_id).where(members.c.project_id == project_id, members.c.user_id == user_id)
    with engine.connect() as connection:
        return connection.execute(query).first() is not None


def set_members(engine: Engine, project_id: str, user_ids: frozenset[int]) -> None:
    """These accounts and no others see the project; unknown ones are left out."""
    with writing(engine) as connection:
        alone(connection, members)
        known = [row.id for row in connection.execute(select(users.c.id).where(users.c.id.in_(user_ids)))]
        connection.execute(delete(members).where(members.c.project_id == project_id))
        if known:
            connection.execute(insert(members), [{"project_id": project_id, "user_id": user_id} for user_id in known])


def create_token(engine: Engine, user_id: int, name: str) -> str:
    """A key for a program of that account; the secret, which is shown once."""
    secret = secrets.token_urlsafe(32)
    with writing(engine) as connection:
        connection.execute(insert(tokens).values(id=hashed(secret), user_id=user_id, name=name[:100], created=time.time()))
    return secret


def list_tokens(engine: Engine, user_id: int) -> list[Token]:
    """The keys of an account, the oldest first."""
    query = select(tokens).where(tokens.c.user_id == user_id).order_by(tokens.c.created, tokens.c.id)
    with engine.connect() as connection:
        return [Token(row.id, row.name, row.created) for row in connection.execute(query)]


def delete_token(engine: Engine, user_id: int, token_id: str) -> None:
    """The key no longer works."""
    with writing(engine) as connection:
        connection.execute(delete(tokens).where(tokens.c.user_id == user_id, tokens.c.id == token_id))


def user_of_token(engine: Engine, secret: str) -> User | None:
    """The account of a key, if neither was withdrawn."""
    query = select(users).join(tokens, tokens.c.user_id == users.c.id).where(tokens.c.id == hashed(secret))
    with engine.connect() as connection:
        row = connection.execute(query).first()
    return user_from(row) if row and not row.disabled else None
