"""Projects and their cases. A case is its file's text and where the interview stands; each change carries the version it was made from."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update

from ...advice.case import Case, case_bytes, written_value
from ...advice.interview import Interview
from ...advice.progress import progress_document, progress_of
from ...rulebase.fact import Value
from .database import forget_traces, writing
from .schema import answers, cases, projects, results


class Conflict(Exception):
    """Somebody else has changed the case since the page was shown."""


@dataclass(frozen=True, slots=True)
class Project:
    """A planned cooperation with its variants."""

    id: str
    title: str
    owner: int | None
    status: str
    created: float
    updated: float


@dataclass(frozen=True, slots=True)
class StoredCase:
    """A case as it is kept: the text of its file, the state of the interview, the number of changes."""

    id: str
    project_id: str
    title: str
    document: str
    progress: Mapping[str, Any]
    version: int
    updated: float


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer as it was given; `value` is JSON."""

    version: int
    question: str
    value: str
    who: str
    at: float


@dataclass(frozen=True, slots=True)
class Reached:
    """A result that was shown: on which version of the case, on the law of which day, by which rules, and what was recommended."""

    version: int
    day: str
    rulebase: str
    fingerprint: str
    recommended: str
    at: float


def new_id() -> str:
    """An id that cannot be guessed."""
    return secrets.token_urlsafe(16)


def create_project(engine: Engine, title: str, owner: int | None) -> Project:
    """A project without cases."""
    now = time.time()
    project = Project(new_id(), title[:200], owner, "", now, now)
    with writing(engine) as connection:
        connection.execute(insert(projects).values(id=project.id, title=project.title, owner=owner, status="", created=now, updated=now))
    return project


def list_projects(engine: Engine, owner: int | None = None) -> list[Project]:
    """The projects, those changed last first; of one owner if given."""
    query = select(projects).order_by(projects.c.updated.desc())
    if owner is not None:
        query = query.where(projects.c.owner == owner)
    with engine.connect() as connection:
        return [_project(row) for row in connection.execute(query)]


def find_project(engine: Engine, project_id: str) -> Project | None:
    """The project of the id."""
    with engine.connect() as connection:
        row = connection.execute(select(projects).where(projects.c.id == project_id)).first()
    return _project(row) if row else None


def rename_project(engine: Engine, project_id: str, title: str, status: str) -> None:
    """New title and state."""
    with writing(engine) as connection:
        connection.execute(
            update(projects).where(projects.c.id == project_id).values(title=title[:200], status=status[:40], updated=time.time())
        )


def delete_project(engine: Engine, project_id: str) -> None:
    """The project with everything that belongs to it."""
    with writing(engine) as connection:
        connection.execute(delete(projects).where(projects.c.id == project_id))
    forget_traces(engine)


def delete_untouched(engine: Engine, before: float) -> int:
    """Delete the projects that nobody has changed since; how many."""
    with writing(engine) as connection:
        count = connection.execute(delete(projects).where(projects.c.updated < before)).rowcount
    if count:
        forget_traces(engine)
    return count


def add_case(engine: Engine, project_id: str, case: Case, progress: Mapping[str, Any], title: str) -> StoredCase:
    """A new case in a project."""
    now = time.time()
    stored = StoredCase(new_id(), project_id, title[:200], case_bytes(case).decode(), dict(progress), 1, now)
    with writing(engine) as connection:
        connection.execute(
            insert(cases).values(
                id=stored.id,
                project_id=project_id,
                title=stored.title,
                document=stored.document,
                progress=json.dumps(progress, ensure_ascii=False),
                version=1,
                created=now,
                updated=now,
            )
        )
        _touch(connection, project_id, now)
    return stored


def list_cases(engine: Engine, project_id: str) -> list[StoredCase]:
    """The cases of a project, the oldest first."""
    with engine.connect() as connection:
        rows = connection.execute(select(cases).where(cases.c.project_id == project_id).order_by(cases.c.created, cases.c.id))
        return [_case(row) for row in rows]


def find_case(engine: Engine, case_id: str) -> StoredCase | None:
    """The case of the id."""
    with engine.connect() as connection:
        row = connection.execute(select(cases).where(cases.c.id == case_id)).first()
    return _case(row) if row else None


def delete_case(engine: Engine, case_id: str) -> None:
    """A variant that is no longer wanted."""
    with writing(engine) as connection:
        connection.execute(delete(cases).where(cases.c.id == case_id))


def save_state(
    engine: Engine,
    stored: StoredCase,
    state: Interview,
    given: Mapping[str, Value | None],
    who: str,
    also: Callable[[Connection], None] | None = None,
) -> int:
    """Keep the state with what was answered, and `also` whatever belongs to it, in one go; the new version.

    Raises Conflict if `stored` is no longer the newest.
    """
    now, version = time.time(), stored.version + 1
    with writing(engine) as connection:
        changed = connection.execute(
            update(cases)
            .where(cases.c.id == stored.id, cases.c.version == stored.version)
            .values(
                document=case_bytes(state.case).decode(),
                progress=json.dumps(progress_document(progress_of(state)), ensure_ascii=False),
                version=version,
                updated=now,
            )
        )
        if changed.rowcount != 1:
            raise Conflict
        if also is not None:
            also(connection)
        rows = [
            {"case_id": stored.id, "version": version, "question": name, "value": _json(value), "who": who[:200], "at": now}
            for name, value in given.items()
        ]
        if rows:
            connection.execute(insert(answers), rows)
        _touch(connection, stored.project_id, now)
    return version


def history(engine: Engine, case_id: str, limit: int = 500) -> Sequence[Entry]:
    """Every answer as it was given, the newest first."""
    query = select(answers).where(answers.c.case_id == case_id).order_by(answers.c.id.desc()).limit(limit)
    with engine.connect() as connection:
        return [Entry(row.version, row.question, row.value, row.who, row.at) for row in connection.execute(query)]


def keep_result(engine: Engine, stored: StoredCase, day: str, rulebase: tuple[str, str], recommended: str) -> None:
    """Note by which rules a result was reached; once for each version of the case, day and rules."""
    version, fingerprint = rulebase
    same = (results.c.case_id == stored.id) & (results.c.version == stored.version) & (results.c.day == day)
    with writing(engine) as connection:
        if connection.execute(select(results.c.id).where(same, results.c.fingerprint == fingerprint)).first() is None:
            connection.execute(
                insert(results).values(
                    case_id=stored.id,
                    version=stored.version,
                    day=day,
                    rulebase=version,
                    fingerprint=fingerprint,
                    recommended=recommended[:200],
                    at=time.time(),
                )
            )


def list_results(engine: Engine, case_id: str) -> list[Reached]:
    """By which rules results were reached, the oldest first."""
    query = select(results).where(results.c.case_id == case_id).order_by(results.c.id)
    with engine.connect() as connection:
        return [Reached(row.version, row.day, row.rulebase, row.fingerprint, row.recommended, row.at) for row in connection.execute(query)]


def _touch(connection: Connection, project_id: str, now: float) -> None:
    connection.execute(update(projects).where(projects.c.id == project_id).values(updated=now))


def _json(value: Value | None) -> str:
    return json.dumps(None if value is None else written_value(value), ensure_ascii=False)


def _project(row: Any) -> Project:
    return Project(row.id, row.title, row.owner, row.status, row.created, row.updated)


def _case(row: Any) -> StoredCase:
    return StoredCase(row.id, row.project_id, row.title, row.document, json.loads(row.progress), row.version, row.updated)
