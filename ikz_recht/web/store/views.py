"""What the parties of a case said. Nothing is overwritten: a later view of the same party stands beside its earlier one."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select, update

from ...advice.case import written_value
from ...rulebase.fact import Value
from .database import writing
from .projects import Conflict, StoredCase
from .schema import cases, links, projects, views


@dataclass(frozen=True, slots=True)
class StoredView:
    """One thing said; `party` is the participant's name ("" for the coordination), `value` as JSON holds it (None: „weiß nicht“).

    `counts`: it did not come by a link that was revoked and not replaced.
    """

    id: int
    party: str
    question: str
    value: Any
    at: float
    counts: bool


@dataclass(frozen=True, slots=True)
class Said:
    """Something to be recorded; `link_id` None for the coordination."""

    link_id: str | None
    question: str
    value: Value | None


def list_views(engine: Engine, case_id: str) -> list[StoredView]:
    """Everything that was said, the oldest first."""
    query = (
        select(views, links.c.name)
        .select_from(views.outerjoin(links, views.c.link_id == links.c.id))
        .where(views.c.case_id == case_id)
        .order_by(views.c.id)
    )
    standing = select(links.c.name).where(links.c.case_id == case_id, links.c.revoked.is_(False))
    with engine.connect() as connection:
        parties = {row.name for row in connection.execute(standing)}
        rows = list(connection.execute(query))
    return [
        StoredView(row.id, row.name or "", row.question, json.loads(row.value), row.at, row.link_id is None or row.name in parties)
        for row in rows
    ]


def last_view(found: Sequence[StoredView]) -> int:
    """The number of the newest view; 0 if there is none."""
    return max((view.id for view in found), default=0)


def adding(case_id: str, seen: int, said: Sequence[Said]) -> Callable[[Connection], None]:
    """Records views in a transaction. Raises Conflict there if somebody has spoken since view number `seen`."""

    def add(connection: Connection) -> None:
        if (
            connection.execute(select(cases.c.id).where(cases.c.id == case_id).with_for_update()).first() is None
        ):  # PostgreSQL: one at a time
            raise Conflict
        newest = connection.execute(select(func.max(views.c.id)).where(views.c.case_id == case_id)).scalar() or 0
        if newest > seen:
            raise Conflict
        now = time.time()
        rows = [
            {"case_id": case_id, "link_id": item.link_id, "question": item.question, "value": _json(item.value), "at": now} for item in said
        ]
        if rows:
            connection.execute(insert(views), rows)

    return add


def add_views(engine: Engine, stored: StoredCase, seen: int, said: Sequence[Said]) -> None:
    """Record views that change nothing about the case. Raises Conflict if case or views are no longer those that were looked at."""
    with writing(engine) as connection:
        adding(stored.id, seen, said)(connection)
        if connection.execute(select(cases.c.version).where(cases.c.id == stored.id)).scalar() != stored.version:
            raise Conflict
        connection.execute(update(projects).where(projects.c.id == stored.project_id).values(updated=time.time()))


def _json(value: Value | None) -> str:
    return json.dumps(None if value is None else written_value(value), ensure_ascii=False)
