"""The two databases a server may have. A test module that imports `storage` runs on both; PostgreSQL is left out where it is not installed."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest


def _programs() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)


def _owner() -> str | None:
    """PostgreSQL does not run as root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        pytest.skip("PostgreSQL läuft nicht als root, und ein Konto „postgres“ gibt es nicht")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a server, without a database: that in IKZ_POSTGRESQL (its account may make databases), else one of our own."""
    if os.environ.get("IKZ_POSTGRESQL"):
        yield os.environ["IKZ_POSTGRESQL"].rstrip("/")
        return
    pytest.importorskip("psycopg")
    programs = _programs()
    if programs is None or not (programs / "initdb").exists():
        pytest.skip("PostgreSQL ist nicht eingerichtet")
    with tempfile.TemporaryDirectory(prefix="ikz-pg-") as folder:  # not among the folders of the tests: the owner could not get there
        yield from _server(programs, Path(folder), _owner())


def _server(programs: Path, folder: Path, owner: str | None) -> Iterator[str]:
    data = folder / "data"
    data.mkdir()
    if owner:
        shutil.chown(folder, owner)
        shutil.chown(data, owner)
    options: dict[str, Any] = {"user": owner, "cwd": str(folder), "capture_output": True, "text": True, "timeout": 120}
    made = subprocess.run(
        [programs / "initdb", "-D", data, "-U", "ikz", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"], **options
    )
    if made.returncode:
        pytest.skip(f"initdb: {made.stderr[-300:]}")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200"
    start = [programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", settings, "start"]
    begun = subprocess.run(start, **{**options, "capture_output": False, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL})
    if begun.returncode:
        pytest.skip("PostgreSQL startet nicht")
    yield f"postgresql://ikz@127.0.0.1:{port}"
    subprocess.run([programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **options)


@pytest.fixture(params=["sqlite", "postgresql"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, Any]:
    """The settings for an empty database of each kind."""
    if request.param == "sqlite":
        return {"data": tmp_path / "daten"}
    import psycopg

    server = request.getfixturevalue("postgresql")
    name = f"t{uuid4().hex}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return {"data": tmp_path / "daten", "database": f"{server}/{name}"}
