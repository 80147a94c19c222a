"""The server as its own process, as `ikz-recht web` starts it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

from ikz_recht.rulebase.locate import rules_folder

from .conftest import Browser

PROJECT = Path(__file__).resolve().parents[2]


@contextmanager
def running(storage: dict[str, Any], *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and the address it shows; whatever is left of it is killed at the end."""
    where = ["--daten", str(storage["data"]), *(["--datenbank", storage["database"]] if "database" in storage else [])]
    command = [sys.executable, "-m", "ikz_recht", "web", "--port", "0", "--kein-browser", *where, *options]
    environment = {**os.environ, "IKZ_REGELN": str(rules_folder())}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT, env=environment) as process:
        try:
            assert process.stdout
            found = re.search(r"http://\S+", process.stdout.readline())
            assert found
            yield process, found[0]
        finally:
            if process.poll() is None:
                process.kill()
            process.wait(30)


def arrived(address: str) -> Browser:
    """A browser at the first page of a single seat."""
    client = httpx2.Client(base_url=address.partition("/start/")[0], follow_redirects=True, timeout=60)
    found = Browser(client)  # type: ignore[arg-type]
    found.open(address)
    return found
