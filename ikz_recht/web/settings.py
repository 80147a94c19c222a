"""How the web server runs."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path

MAX_BODY = 2_500_000
DEFAULT_RETENTION_DAYS = 365
LOCAL = ("127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Settings:
    """`data` holds the SQLite file; `database` is a PostgreSQL address instead. `hosts`: the names under which the server may be called.

    `single_seat`: one person at this machine, without accounts; whoever has the start address is that person. `trusted_header`: the header in
    which a proxy names who has logged in there ("" for none); `proxies`: the addresses from which that and X-Forwarded-For count.
    `second_factor`: every account must set one up. `retention_days`: projects nobody touched for so long are deleted (0: never).
    `workers`: processes that make documents (0: threads of the server).
    """

    data: Path
    database: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    single_seat: bool = True
    secure: bool = False
    second_factor: bool = False
    trusted_header: str = ""
    proxies: tuple[str, ...] = LOCAL
    rules: Path | None = None
    templates: Path | None = None
    retention_days: int = DEFAULT_RETENTION_DAYS
    workers: int = 2
    start_key: str = field(default="", repr=False)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server that listens there."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def default_folder() -> Path:
    """The user's folder for data, or $IKZ_DATEN."""
    from ..register.locate import register_file

    return register_file().parent / "web"
