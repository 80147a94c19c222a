"""Every page for everybody: nobody, a participant with a link, and each role, at the own project and at somebody else's."""

from __future__ import annotations

import hashlib
import re

import pytest
from sqlalchemy import select

from ikz_recht.web.call import Link
from ikz_recht.web.pages import API_ROUTES, ROUTES
from ikz_recht.web.store.people import Role, find_session
from ikz_recht.web.store.schema import cases, links, metadata, projects, sessions, users

from .conftest import Build
from .world import LINK, NOBODY, Ids, World, world_of

WHO = (NOBODY, LINK, *map(str, Role))
ORDER = list(Role)
PARTS = {
    "frage": "uebergang",
    "abschnitt": "gestaltung",
    "land": "HE",
    "form": "zweckverband",
    "art": "kurzfassung",
    "format": "md",
    "ags": "06635014",
    "thema": "bund",
    "id": "he.kgg.ziele",
    "schluessel": "falsch",
    "konto": "1",
    "geheimnis": "falsch",
}
"""Values for the parts of addresses; {fall}, {projekt}, {link} and the cases of a comparison are those of the world."""
SCOPED = ("{fall}", "{projekt}", "{erster}")
REST = {"/vergleich": "?erster={fall}&zweiter={fall}"}
MAY_BE_MISSING = ("/regeln/", "/partner/", "/start/", "/gemeinsam/", "/metriken")  # 404 or 422 for other reasons than who asks


@pytest.fixture(scope="module")
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> World:
    from dataclasses import replace

    from starlette.testclient import TestClient

    from ikz_recht.rulebase.locate import rules_folder
    from ikz_recht.web.app import build
    from ikz_recht.web.settings import Settings

    from .conftest import DAY

    settings = Settings(data=tmp_path_factory.mktemp("rollen"), hosts=("testserver",), rules=rules_folder())
    return world_of(lambda **changes: TestClient(build(replace(settings, **changes), today=lambda: DAY), raise_server_exceptions=False))


def address(path: str, ids: Ids) -> str:
    own = {"fall": ids.case, "projekt": ids.project, "link": ids.link, "erster": ids.case, "zweiter": ids.case}
    filled = re.sub(r"{(\w+)}", lambda found: own.get(found[1]) or PARTS[found[1]], path + REST.get(path, ""))
    assert "{" not in filled
    return filled


def call(world: World, method: str, path: str, secret: str, *, marked: bool = True) -> int:
    world.client.cookies.clear()
    headers = {"cookie": f"ikz={secret}"} if secret else {}
    if method == "GET":
        return int(world.client.get(path, headers=headers, follow_redirects=False).status_code)
    session = find_session(world.desk.engine, secret) if secret else None
    mark = f"0.{hashlib.sha256(f'0.{session.csrf}'.encode()).hexdigest()}" if session and marked else ""
    sent = world.client.post(path, data={"marke": mark, "titel": "x"}, headers=headers, follow_redirects=False)
    if sent.status_code == 303 and sent.headers["location"].startswith("/anmelden"):
        return 401 if path != "/abmelden" else 303
    return int(sent.status_code)


def allowed(who: str, access: object) -> bool:
    if access is None:
        return True
    if isinstance(access, Link):
        return who == LINK
    return who not in (NOBODY, LINK) and ORDER.index(Role(who)) >= ORDER.index(Role(str(access)))


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("own", [True, False], ids=["eigenes", "fremdes"])
def test_every_page_for_everybody(world: World, who: str, own: bool) -> None:
    shared = world.ids(own=own)
    for path, method, _, access in ROUTES:
        ids = world.ids(own=own) if method == "POST" else shared
        secret = world.session(who, ids)
        status = call(world, method, address(path, ids), secret)
        told = f"{who}: {method} {path} → {status}"
        assert status < 500, told
        sees = own or who == str(Role.COORDINATE) or not any(part in path for part in SCOPED)
        if path.startswith(MAY_BE_MISSING) and allowed(who, access):
            continue
        if allowed(who, access) and sees:
            assert status not in (401, 404), told
            assert status != 403 or path in ("/anmelden", "/konten/{konto}"), told  # not with a wrong password; not the own account
        elif who == NOBODY:
            assert status in (303, 401), told
        elif allowed(who, access):
            assert status == 404, told  # somebody else's: as if it did not exist
        else:
            assert status in ((303, 404) if LINK in (who, str(getattr(access, "value", ""))) else (403, 404)), told


def test_no_form_works_without_its_mark(world: World) -> None:
    ids = world.ids()
    before = snapshot(world)
    for path, method, _, access in ROUTES:
        if method != "POST" or path in ("/anmelden",):
            continue
        who = LINK if isinstance(access, Link) else str(Role.COORDINATE)
        secret = world.session(who, ids)
        assert call(world, method, address(path, ids), secret, marked=False) == 403, path
    assert snapshot(world) == before


def test_reading_changes_nothing(world: World) -> None:
    """Following every link of a page (as a browser does ahead, or a search engine) leaves everything as it was."""
    ids = world.ids()
    before = snapshot(world)
    for path, method, _, access in ROUTES:
        if method == "GET":
            call(world, method, address(path, ids), world.session(LINK if isinstance(access, Link) else str(Role.COORDINATE), ids))
    assert snapshot(world) == before


def snapshot(world: World) -> list[object]:
    with world.desk.engine.connect() as connection:
        return [tuple(map(tuple, connection.execute(select(table)))) for table in (projects, cases, links, users)]


def test_programs_need_a_key_for_everything_but_the_description(world: World) -> None:
    ids = world.ids()
    for path, method, _ in API_ROUTES:
        status = call(world, method, address(path, ids), world.session(str(Role.COORDINATE), ids))
        assert status == (200 if path == "/api/openapi.json" else 401), path


def test_a_participant_reaches_no_other_case_by_any_address(world: World) -> None:
    mine, other = world.ids(), world.ids()
    secret = world.session(LINK, mine)
    for path, method, _, _ in ROUTES:
        if any(part in path for part in SCOPED):
            assert call(world, method, address(path, other), secret) == 404, path
            assert call(world, method, address(path, mine), secret) == 404, path


def test_deleting_a_project_leaves_nothing_of_it(world: World, server: Build) -> None:
    ids = world.ids()
    from ikz_recht.web.store.projects import delete_project

    world.session(LINK, ids)
    delete_project(world.desk.engine, ids.project)
    with world.desk.engine.connect() as connection:
        for table in metadata.sorted_tables:
            for column in ("project_id", "case_id"):
                if column in table.c:
                    left = connection.execute(select(table).where(table.c[column].in_([ids.project, ids.case]))).first()
                    assert left is None, table.name
        assert connection.execute(select(sessions).where(sessions.c.link_id == ids.link)).first() is None
