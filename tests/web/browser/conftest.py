"""A real browser: headless Chromium (Debian's package) driven by Playwright, against a running server. Skipped where one of them is missing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ikz_recht.rulebase.locate import rules_folder

pytest.importorskip("playwright.sync_api")
pytest.importorskip("uvicorn")
pytest.importorskip("argon2")

from playwright.sync_api import Browser, Page, sync_playwright

PROJECT = Path(__file__).resolve().parents[3]
CHROMIUM = os.environ.get("IKZ_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
PASSWORD = "ein langes Kennwort"
SECONDS = 10


@contextmanager
def running(data: Path, *options: str) -> Iterator[str]:
    """A server on an empty database; the address it shows at the start."""
    command = [sys.executable, "-m", "ikz_recht", "web", "--port", "0", "--daten", str(data), "--kein-browser", *options]
    environment = {**os.environ, "IKZ_REGELN": str(rules_folder())}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT, env=environment) as process:
        try:
            assert process.stdout
            found = re.search(r"http://\S+", process.stdout.readline())
            assert found
            yield found[0]
        finally:
            process.terminate()
            process.wait(30)


@pytest.fixture(scope="package")
def seat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The start address of a single seat."""
    with running(tmp_path_factory.mktemp("einzelplatz")) as address:
        yield address


@pytest.fixture(scope="package")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with accounts; there is one, „amt“."""
    from ikz_recht.web.store.database import open_database
    from ikz_recht.web.store.people import Role, create_user

    folder = tmp_path_factory.mktemp("amt")
    engine = open_database(folder)
    create_user(engine, "amt", PASSWORD, Role.COORDINATE)
    engine.dispose()
    with running(folder, "--konten") as address:
        yield address


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium ist nicht eingerichtet")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def new_page(chromium: Browser, *, script: bool = False, width: int = 1100, height: int = 900, **options: Any) -> Page:
    """A page in a window of its own; waits seconds, not half a minute, for what does not come."""
    context = chromium.new_context(java_script_enabled=script, viewport={"width": width, "height": height}, locale="de-DE", **options)
    context.set_default_timeout(SECONDS * 1000)
    return context.new_page()


Open = Callable[..., Page]


@pytest.fixture
def window(chromium: Browser, seat: str) -> Iterator[Open]:
    """A new window in which the single seat has begun; whatever goes wrong in it, or is asked of another host, fails the test."""
    pages: list[Page] = []
    wrong: list[str] = []

    def complains(message: Any) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            wrong.append(message.text)

    def leaves(request: Any) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:")):
            wrong.append(request.url)

    def opened(**options: Any) -> Page:
        page = new_page(chromium, **options)
        pages.append(page)
        page.on("console", complains)
        page.on("request", leaves)
        page.goto(seat)
        return page

    yield opened
    for page in pages:
        page.context.close()
    assert wrong == []
