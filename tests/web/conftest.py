from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from ikz_recht.rulebase.locate import rules_folder

pytest.importorskip("starlette")
pytest.importorskip("argon2")

from starlette.testclient import TestClient

from ikz_recht.web import app as app_module
from ikz_recht.web.app import build
from ikz_recht.web.desk import Desk
from ikz_recht.web.settings import Settings
from tests.real import RULES

from .databases import postgresql as postgresql

DAY = dt.date(2026, 11, 22)
KEY = "schluessel-des-tests"


@dataclass
class Browser:
    """A browser without scripts: it opens pages, follows what they lead to, and sends the forms that they hold."""

    client: TestClient
    page: Any = None

    def open(self, address: str) -> Any:
        self.page = self.client.get(address)
        return self.page

    def send(self, action: str = "", **fields: Any) -> Any:
        """Send a form of the page with its hidden fields."""
        target = action or self.page.url.path
        data = {"marke": self.hidden("marke"), "stand": self.hidden("stand"), **fields}
        self.page = self.client.post(target, data={name: value for name, value in data.items() if value != ""})
        return self.page

    def hidden(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.page.text)
        return html.unescape(found[1]) if found else ""

    @property
    def path(self) -> str:
        return str(self.page.url.path)

    @property
    def title(self) -> str:
        found = re.search(r"<title>(.*?) – ikz-recht</title>", self.page.text, re.S)
        return html.unescape(found[1]) if found else ""

    @property
    def case(self) -> str:
        return self.path.split("/")[2]


def desk(client: TestClient) -> Desk:
    """What the server works with."""
    found: Desk = client.app.app.app.app.state.desk  # type: ignore[attr-defined]
    return found


@pytest.fixture(scope="session", autouse=True)
def rules_read_once() -> Iterator[None]:
    """Every server of these tests works with the same rules; reading them takes longer than most of the tests."""
    read = app_module.cached_rulebase
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app_module, "cached_rulebase", lambda root: RULES if root == rules_folder() else read(root))
        yield


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    data: Path = tmp_path_factory.mktemp("web")
    return Settings(data=data, hosts=("testserver",), rules=rules_folder(), start_key=KEY, workers=0)


Build = Callable[..., TestClient]


@pytest.fixture
def storage(tmp_path: Path) -> dict[str, Any]:
    """Where data is kept; test modules that import the other `storage` run on both databases."""
    return {"data": tmp_path / "daten"}


@pytest.fixture
def server(settings: Settings, storage: dict[str, Any]) -> Iterator[Build]:
    """A server on an empty database, with other settings if wanted."""
    clients: list[TestClient] = []

    def made(**changes: Any) -> TestClient:
        app = build(replace(settings, **{**storage, **changes}), today=lambda: DAY)
        clients.append(TestClient(app, raise_server_exceptions=False))
        return clients[-1]

    yield made
    for client in clients:
        desk(client).engine.dispose()
        client.close()


@pytest.fixture
def browser(server: Build) -> Browser:
    """The one person of a single seat, logged in."""
    found = Browser(server())
    found.open(f"/start/{KEY}")
    assert found.path == "/"
    return found
