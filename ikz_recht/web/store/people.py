"""Accounts and links for participants. Passwords as argon2id, secrets of links only as hashes."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Engine, delete, func, insert, select, update

from .database import alone, writing
from .schema import attempts, links, sessions, users

ATTEMPTS = 5
ATTEMPTS_FROM_ONE_ADDRESS = 20  # a whole office may stand behind one address
ATTEMPT_SECONDS = 15 * 60
MIN_PASSWORD = 12
MAX_PASSWORD = 1000
_HASHING = threading.Semaphore(2)  # each takes 64 MB: a burst of logins must not take the memory of the pages


class Role(StrEnum):
    """What an account may do: read, answer questions too, or also make projects, links and accounts."""

    READ = "lesen"
    ANSWER = "antworten"
    COORDINATE = "koordinieren"


@dataclass(frozen=True, slots=True)
class User:
    """An account. `temporary`: its password was given by somebody else and must be changed before anything else."""

    id: int
    name: str
    role: Role
    disabled: bool = False
    temporary: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A participant's way to one case. `id` is the hash of the secret in the address."""

    id: str
    case_id: str
    name: str
    created: float
    expires: float
    revoked: bool
    finished: bool

    @property
    def valid(self) -> bool:
        """Whether it still opens the case."""
        return not self.revoked and self.expires > time.time()


class NameTaken(Exception):
    """An account of that name exists."""


def hashed(secret: str) -> str:
    """What is kept of a random secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _hasher() -> Any:
    from argon2 import PasswordHasher

    return PasswordHasher()


def create_user(engine: Engine, name: str, password: str, role: Role, *, temporary: bool = False) -> User:
    """A new account. Raises NameTaken, ValueError (password unfit)."""
    secret = _password_hash(password, name)
    with writing(engine) as connection:
        alone(connection, users)
        if connection.execute(select(users.c.id).where(func.lower(users.c.name) == name.lower())).first():
            raise NameTaken
        values = {"name": name, "password": secret, "role": str(role), "disabled": False, "temporary": temporary, "created": time.time()}
        created = connection.execute(insert(users).values(**values)).inserted_primary_key
    return User(int(created[0]) if created else 0, name, role, temporary=temporary)


def _password_hash(password: str, name: str) -> str:
    """What is kept of a password. Raises ValueError with what is wrong with it."""
    if len(password) < MIN_PASSWORD:
        raise ValueError(f"Das Kennwort braucht mindestens {MIN_PASSWORD} Zeichen.")
    if len(password) > MAX_PASSWORD:
        raise ValueError(f"Das Kennwort ist länger als {MAX_PASSWORD} Zeichen.")
    if _is_easily_guessed(password, name):
        raise ValueError(
            "Das Kennwort ist leicht zu erraten: Es besteht aus wenigen verschiedenen Zeichen, aus dem Namen oder aus üblichen Wörtern."
        )
    with _HASHING:
        return str(_hasher().hash(password))


def _is_easily_guessed(password: str, name: str) -> bool:
    """Whether little is left of it without the name, the words everybody tries first, digits and signs."""
    rest = "".join(char for char in password.casefold() if char.isalpha())
    for word in sorted((*_USUAL_WORDS, *name.casefold().split()), key=len, reverse=True):
        rest = rest.replace("".join(char for char in word if char.isalpha()), "") if len(word) > 2 else rest
    return len(set(password)) < 5 or len(rest) < 4


_USUAL_WORDS = (
    *("kennwort", "passwort", "password", "geheim", "willkommen", "welcome", "hallo", "admin", "administrator", "qwertz", "qwerty", "asdf"),
    *(
        "ikz",
        "recht",
        "gemeinde",
        "stadt",
        "landkreis",
        "kreis",
        "rathaus",
        "verwaltung",
        "bürgermeister",
        "koordination",
        "sommer",
        "winter",
    ),
)


def _name_of(engine: Engine, user_id: int) -> str:
    with engine.connect() as connection:
        return str(connection.execute(select(users.c.name).where(users.c.id == user_id)).scalar() or "")


def list_users(engine: Engine) -> list[User]:
    """All accounts by name."""
    with engine.connect() as connection:
        return [user_from(row) for row in connection.execute(select(users).order_by(users.c.name))]


def find_user(engine: Engine, name: str) -> User | None:
    """The account of that name, if it is not disabled."""
    with engine.connect() as connection:
        row = connection.execute(select(users).where(func.lower(users.c.name) == name.lower())).first()
    return user_from(row) if row and not row.disabled else None


def change_user(
    engine: Engine, user_id: int, *, role: Role | None = None, disabled: bool | None = None, password: str = "", temporary: bool = False
) -> None:
    """Change an account; its sessions end. Raises ValueError (password unfit)."""
    values: dict[str, Any] = {}
    if role is not None:
        values["role"] = str(role)
    if disabled is not None:
        values["disabled"] = disabled
    if password:
        values |= {"password": _password_hash(password, _name_of(engine, user_id)), "temporary": temporary}
    with writing(engine) as connection:
        if values:
            connection.execute(update(users).where(users.c.id == user_id).values(**values))
        connection.execute(delete(sessions).where(sessions.c.user_id == user_id))


def check_password(engine: Engine, name: str, password: str) -> User | None:
    """The account if the password is right. Takes the same time whether the name exists or not."""
    from argon2.exceptions import Argon2Error

    with engine.connect() as connection:
        row = connection.execute(select(users).where(func.lower(users.c.name) == name.lower())).first()
    stored = row.password if row and len(password) <= MAX_PASSWORD else _NOBODY
    try:
        with _HASHING:
            _hasher().verify(stored, password if len(password) <= MAX_PASSWORD else "")
    except Argon2Error:
        return None
    return user_from(row) if row and not row.disabled else None


_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$vZ8lEX2oKx3bxGD6gZFKLb3Ud0iVmkRmdMdVZcFGxUg"


def note_attempt(engine: Engine, keys: tuple[str, str]) -> bool:
    """Note a login with that name and address before its password is looked at, so that many at once do not get past the limit.

    False if this one must wait.
    """
    now = time.time()
    with writing(engine) as connection:
        alone(connection, attempts)  # before anything else: two that both have changed a row already would wait for each other
        connection.execute(delete(attempts).where(attempts.c.at < now - ATTEMPT_SECONDS))
        for key, limit in zip(keys, (ATTEMPTS, ATTEMPTS_FROM_ONE_ADDRESS), strict=True):
            count = select(func.count()).where(attempts.c.key == key[:200])
            if (connection.execute(count).scalar() or 0) >= limit:
                return False
        connection.execute(insert(attempts), [{"key": key[:200], "at": now} for key in keys])
    return True


def forget_attempts(engine: Engine, keys: tuple[str, str]) -> None:
    """A login succeeded: its name is free again, and its own attempt no longer counts for the address."""
    name, peer = keys
    with writing(engine) as connection:
        connection.execute(delete(attempts).where(attempts.c.key == name[:200]))
        newest = select(func.max(attempts.c.id)).where(attempts.c.key == peer[:200]).scalar_subquery()
        connection.execute(delete(attempts).where(attempts.c.id == newest))


def create_link(engine: Engine, case_id: str, name: str, days: int) -> tuple[Link, str]:
    """A link for a participant and the secret for its address, which is shown once. An earlier link of that name no longer works."""
    secret, now = secrets.token_urlsafe(32), time.time()
    link = Link(hashed(secret), case_id, name[:200], now, now + days * 86400, revoked=False, finished=False)
    with writing(engine) as connection:
        alone(connection, links)
        earlier = select(links.c.id).where(links.c.case_id == case_id, links.c.name == link.name)
        connection.execute(delete(sessions).where(sessions.c.link_id.in_(earlier)))
        connection.execute(update(links).where(links.c.case_id == case_id, links.c.name == link.name).values(revoked=True))
        connection.execute(
            insert(links).values(
                id=link.id, case_id=case_id, name=link.name, created=now, expires=link.expires, revoked=False, finished=False
            )
        )
    return link, secret


def find_link(engine: Engine, secret: str) -> Link | None:
    """The link of a secret, if it is still valid."""
    with engine.connect() as connection:
        row = connection.execute(select(links).where(links.c.id == hashed(secret))).first()
    link = link_from(row) if row else None
    return link if link and link.valid else None


def list_links(engine: Engine, case_id: str) -> list[Link]:
    """All links to a case, the oldest first."""
    with engine.connect() as connection:
        return [link_from(row) for row in connection.execute(select(links).where(links.c.case_id == case_id).order_by(links.c.created))]


def change_link(engine: Engine, link_id: str, case_id: str, *, revoked: bool | None = None, finished: bool | None = None) -> None:
    """Revoke a link, or note that its participant is through."""
    values = {name: value for name, value in (("revoked", revoked), ("finished", finished)) if value is not None}
    with writing(engine) as connection:
        connection.execute(update(links).where(links.c.id == link_id, links.c.case_id == case_id).values(**values))
        if revoked:
            connection.execute(delete(sessions).where(sessions.c.link_id == link_id))


def user_from(row: Any) -> User:
    """The account of a row."""
    return User(row.id, row.name, Role(row.role), bool(row.disabled), bool(row.temporary))


def link_from(row: Any) -> Link:
    """The link of a row."""
    return Link(row.id, row.case_id, row.name, row.created, row.expires, bool(row.revoked), bool(row.finished))
