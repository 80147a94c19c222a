"""How far a project is, as its coordination says: the text of the section „vorhaben“ of a case file, one for all variants of a project."""

from __future__ import annotations

import time
from dataclasses import dataclass

from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from .database import writing
from .projects import Conflict
from .schema import desk_entries, projects


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """`section` is YAML, "" if nothing was said yet; `version` counts the changes."""

    section: str = ""
    version: int = 0


def find_entry(engine: Engine, project_id: str) -> StoredEntry:
    """What is said of the project."""
    with engine.connect() as connection:
        row = connection.execute(select(desk_entries).where(desk_entries.c.project_id == project_id)).first()
    return StoredEntry(row.section, row.version) if row else StoredEntry()


def list_sections(engine: Engine) -> dict[str, str]:
    """What is said, by project."""
    with engine.connect() as connection:
        return {row.project_id: row.section for row in connection.execute(select(desk_entries))}


def save_entry(engine: Engine, project_id: str, seen: int, section: str, status: str) -> None:
    """Say something else; `status` is the name of the state for lists. Raises Conflict if somebody has changed it since version `seen`."""
    with writing(engine) as connection:
        if seen:
            same = (desk_entries.c.project_id == project_id) & (desk_entries.c.version == seen)
            if connection.execute(update(desk_entries).where(same).values(section=section, version=seen + 1)).rowcount != 1:
                raise Conflict
        else:
            try:
                connection.execute(insert(desk_entries).values(project_id=project_id, section=section, version=1))
            except IntegrityError:
                raise Conflict from None
        connection.execute(update(projects).where(projects.c.id == project_id).values(status=status[:40], updated=time.time()))
