"""Opening the database. Every change is on the disk before a page answers: a kill at any time loses nothing that was given."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event

from ...advice.files import check_target, sync_folder
from .schema import metadata

FILE = "ikz-recht.sqlite"
_BUSY_MS = 10_000
_WRITES = "ikz_writes"


def open_database(folder: Path, url: str = "") -> Engine:
    """The database at `url` (PostgreSQL), else the SQLite file in `folder`; tables that are missing are made. Raises SQLAlchemyError, OSError."""
    if url:
        engine = create_engine(_with_driver(url), pool_pre_ping=True, pool_size=10, max_overflow=20)
    else:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / FILE
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": _BUSY_MS / 1000})
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    metadata.create_all(engine)
    return engine


def _with_driver(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1) if url.startswith("postgresql://") else url


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy begins transactions itself, see `_begin`
    for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={_BUSY_MS}", "secure_delete=ON"):
        connection.execute(f"PRAGMA {setting}")


def _begin(connection: Any) -> None:
    """Who will write takes the lock at the start: two that read first and write later would get in each other's way."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(_WRITES) else "BEGIN")


@contextlib.contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that changes something: all of it or nothing."""
    with engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
        yield connection


def alone(connection: Connection, table: Table) -> None:
    """Nobody else changes the table until this transaction ends; SQLite has only one who writes anyway."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"LOCK TABLE {table.name} IN EXCLUSIVE MODE")


def forget_traces(engine: Engine) -> None:
    """After a deletion: what was deleted also leaves the log beside the SQLite file."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def back_up(engine: Engine, target: Path) -> None:
    """A consistent copy of the SQLite database while it is used; in place only once it is complete and on the disk. Raises OSError, ValueError.

    One read transaction copies everything, so who writes meanwhile is not held up and none of it is seen by halves.
    """
    if engine.dialect.name != "sqlite":
        raise ValueError("Eine PostgreSQL-Datenbank sichert „pg_dump“.")
    own, real = Path(str(engine.url.database)).resolve(), target.resolve()
    if real.parent == own.parent and real.name in {own.name, f"{own.name}-wal", f"{own.name}-shm"}:
        raise ValueError("Das Ziel ist die Datenbank selbst.")
    check_target(real)
    with tempfile.TemporaryDirectory(prefix=".ikz-sichern.", dir=real.parent) as folder:  # only its owner gets in
        beside = Path(folder) / "kopie"
        beside.touch(mode=0o600)
        with closing(sqlite3.connect(own)) as source, closing(sqlite3.connect(beside)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        with beside.open("rb") as handle:
            os.fsync(handle.fileno())
        os.replace(beside, real)
    sync_folder(real.parent)
