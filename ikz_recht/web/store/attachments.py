"""Files that belong to a case beside it: when the councils meet, what is ready for the change, how costs are divided. Each has its own version."""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, Engine, insert, select, update

from .database import writing
from .projects import Conflict, StoredCase
from .schema import attachments, cases, projects


class Kind(StrEnum):
    """What such a file is about; the value is its name without ending."""

    SITTINGS = "sitzungen"
    READINESS = "bereitschaft"
    SHARES = "teilung"


@dataclass(frozen=True, slots=True)
class Attachment:
    """The YAML text of the file ("": there is none), the number of its changes, who made the last, and when."""

    kind: Kind
    document: str = ""
    version: int = 0
    who: str = ""
    updated: float = 0.0


def find_attachment(engine: Engine, case_id: str, kind: Kind) -> Attachment:
    """The file of that kind; an empty one of version 0 if there is none."""
    return find_attachments(engine, case_id)[kind]


def find_attachments(engine: Engine, case_id: str) -> dict[Kind, Attachment]:
    """The file of every kind."""
    with engine.connect() as connection:
        rows = list(connection.execute(select(attachments).where(attachments.c.case_id == case_id)))
    found = {row.kind: Attachment(Kind(row.kind), row.document, row.version, row.who, row.updated) for row in rows}
    return {kind: found.get(kind, Attachment(kind)) for kind in Kind}


def save_attachment(engine: Engine, stored: StoredCase, seen: Attachment, document: str, who: str) -> None:
    """Keep a new text ("": the file is no longer wanted). Raises Conflict if `seen` is no longer the newest, or the case is gone."""
    now, same = time.time(), (attachments.c.case_id == stored.id) & (attachments.c.kind == seen.kind)
    values = {"document": document, "version": seen.version + 1, "who": who[:200], "updated": now}
    with writing(engine) as connection:
        if connection.execute(select(cases.c.id).where(cases.c.id == stored.id).with_for_update()).first() is None:
            raise Conflict
        if _version(connection, stored.id, seen.kind) != seen.version:
            raise Conflict
        if seen.version:
            connection.execute(update(attachments).where(same).values(**values))
        else:
            connection.execute(insert(attachments).values(case_id=stored.id, kind=seen.kind, **values))
        connection.execute(update(projects).where(projects.c.id == stored.project_id).values(updated=now))


def copy_attachments(engine: Engine, source: StoredCase, target: StoredCase) -> None:
    """A variant begins with the files of the case it was copied from."""
    for item in find_attachments(engine, source.id).values():
        if item.document:
            save_attachment(engine, target, Attachment(item.kind), item.document, item.who)


def _version(connection: Connection, case_id: str, kind: Kind) -> int:
    query = select(attachments.c.version).where(attachments.c.case_id == case_id, attachments.c.kind == kind)
    return int(connection.execute(query).scalar() or 0)
