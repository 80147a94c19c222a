"""Networks of cooperations: each is the text of its file; a change carries the version it was made from."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, delete, insert, select, update

from .database import forget_traces, writing
from .people import User, user_from
from .projects import Conflict, new_id
from .schema import network_members, networks, users


@dataclass(frozen=True, slots=True)
class StoredNetwork:
    """A network as it is kept; `owner` began it, `version` counts its changes."""

    id: str
    title: str
    owner: int | None
    document: str
    version: int
    updated: float


def create_network(engine: Engine, title: str, document: str, owner: int | None) -> StoredNetwork:
    """A new network."""
    now = time.time()
    stored = StoredNetwork(new_id(), title[:200], owner, document, 1, now)
    with writing(engine) as connection:
        connection.execute(
            insert(networks).values(id=stored.id, title=stored.title, owner=owner, document=document, version=1, created=now, updated=now)
        )
    return stored


def list_networks(engine: Engine) -> list[StoredNetwork]:
    """All networks, those changed last first."""
    with engine.connect() as connection:
        return [_network(row) for row in connection.execute(select(networks).order_by(networks.c.updated.desc(), networks.c.id))]


def find_network(engine: Engine, network_id: str) -> StoredNetwork | None:
    """The network of the id."""
    with engine.connect() as connection:
        row = connection.execute(select(networks).where(networks.c.id == network_id)).first()
    return _network(row) if row else None


def save_network(engine: Engine, stored: StoredNetwork, document: str, title: str) -> None:
    """Another text. Raises Conflict if `stored` is no longer the newest."""
    same = (networks.c.id == stored.id) & (networks.c.version == stored.version)
    values = {"document": document, "title": title[:200], "version": stored.version + 1, "updated": time.time()}
    with writing(engine) as connection:
        if connection.execute(update(networks).where(same).values(**values)).rowcount != 1:
            raise Conflict


def delete_network(engine: Engine, network_id: str) -> None:
    """The network with everything that belongs to it."""
    with writing(engine) as connection:
        connection.execute(delete(networks).where(networks.c.id == network_id))
    forget_traces(engine)


def delete_untouched_networks(engine: Engine, before: float) -> int:
    """Delete the networks that nobody has changed since; how many."""
    with writing(engine) as connection:
        count = connection.execute(delete(networks).where(networks.c.updated < before)).rowcount
    if count:
        forget_traces(engine)
    return count


def list_network_members(engine: Engine, network_id: str) -> list[User]:
    """The accounts that see the network, by name."""
    joined = select(users).join(network_members, network_members.c.user_id == users.c.id)
    with engine.connect() as connection:
        rows = connection.execute(joined.where(network_members.c.network_id == network_id).order_by(users.c.name))
        return [user_from(row) for row in rows]


def set_network_members(engine: Engine, network_id: str, user_ids: frozenset[int]) -> None:
    """These accounts and no others see the network; unknown ones are left out."""
    with writing(engine) as connection:
        known = [row.id for row in connection.execute(select(users.c.id).where(users.c.id.in_(user_ids)))]
        connection.execute(delete(network_members).where(network_members.c.network_id == network_id))
        if known:
            connection.execute(insert(network_members), [{"network_id": network_id, "user_id": user_id} for user_id in known])


def is_network_member(engine: Engine, network_id: str, user_id: int) -> bool:
    """Whether the account was let into the network."""
    query = select(network_members.c.user_id).where(network_members.c.network_id == network_id, network_members.c.user_id == user_id)
    with engine.connect() as connection:
        return connection.execute(query).first() is not None


def _network(row: Any) -> StoredNetwork:
    return StoredNetwork(row.id, row.title, row.owner, row.document, row.version, row.updated)
