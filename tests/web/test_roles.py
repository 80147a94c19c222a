"""Every page for everybody: nobody, a participant with a link, and each role, at the own project and at somebody else's."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import replace

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from ikz_recht.rulebase.locate import rules_folder
from ikz_recht.web.app import build
from ikz_recht.web.call import Link
from ikz_recht.web.pages import API_ROUTES, ROUTES
from ikz_recht.web.settings import Settings
from ikz_recht.web.store.attachments import Attachment, Kind, save_attachment
from ikz_recht.web.store.people import Role
from ikz_recht.web.store.projects import delete_project, find_case
from ikz_recht.web.store.schema import (
    attachments,
    attempts,
    cases,
    desk_entries,
    links,
    members,
    metadata,
    network_members,
    networks,
    projects,
    sessions,
    users,
    views,
)
from ikz_recht.web.store.sessions import find_session

from .conftest import DAY
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
    "thema": "vergabe",
    "id": "he.kooperationsverbot",
    "schluessel": "falsch",
    "liste": "csv",
    "konto": "1",
}
"""Values for the parts of addresses; {fall}, {projekt}, {link}, {geheimnis} and the cases of a comparison are those of the world."""
SCOPED = ("{fall}", "{projekt}", "{erster}", "{netz}")
REST = {
    "/vergleich": "?erster={fall}&zweiter={fall}",
    "/fall/{fall}/dossier.zip": "?format=md",
    "/fall/{fall}/gremien/unterlagen.zip": "?format=md",
}
REFUSED_ANYWAY = {
    "/start/{schluessel}": 403,  # there is no single seat
    "/anmelden": 400,  # without a password
    "/konten/{konto}": 400,  # nothing chosen
}


@pytest.fixture(scope="module")
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> World:
    database = os.environ.get("IKZ_TESTDATENBANK", "")  # an empty one; else a file
    settings = Settings(data=tmp_path_factory.mktemp("rollen"), database=database, hosts=("testserver",), rules=rules_folder())
    return world_of(lambda **changes: TestClient(build(replace(settings, **changes), today=lambda: DAY), raise_server_exceptions=False))


def address(path: str, ids: Ids) -> str:
    own = {"fall": ids.case, "projekt": ids.project, "link": ids.link, "erster": ids.case, "zweiter": ids.case, "netz": ids.network}
    own["geheimnis"] = ids.secret
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


def may_see(who: str, access: object, path: str, *, own: bool) -> bool:
    if path == "/metriken":  # also for programs with a key, so the page itself decides
        return who == str(Role.COORDINATE)
    return allowed(who, access) and (own or who == str(Role.COORDINATE) or not path_is_scoped(path))


def path_is_scoped(path: str) -> bool:
    return any(part in path for part in SCOPED)


def refusals(who: str, access: object, path: str) -> tuple[int, ...]:
    """How the page may be refused: to the login, as if it did not exist, or because the account may not do that."""
    if path == "/metriken":
        return (404,)
    if who == NOBODY:
        return (403,) if access is Link.ONLY else (303, 401)
    if LINK in (who, str(getattr(access, "value", ""))):
        return (303,) if path == "/" else (404,)  # a link leads from the first page to its own
    return (404,) if allowed(who, access) else (403,)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("own", [True, False], ids=["eigenes", "fremdes"])
def test_every_page_for_everybody(world: World, who: str, own: bool) -> None:
    """Who may gets an answer (a page, a way on, or what is wrong with an empty form); who may not is refused, and nothing has changed."""
    shared = world.ids(own=own)
    with world.desk.engine.begin() as connection:
        connection.execute(attempts.delete())
    for path, method, _, access in ROUTES:
        ids = world.ids(own=own) if method == "POST" else shared
        secret = world.session(who, ids)
        before = snapshot(world)
        status = call(world, method, address(path, ids), secret)
        told = f"{who}: {method} {path} → {status}"
        if not may_see(who, access, path, own=own):
            assert status in refusals(who, access, path), told
            assert snapshot(world) == before, told
        elif path in REFUSED_ANYWAY and not (path == "/anmelden" and method == "GET"):
            assert status in (REFUSED_ANYWAY[path], 429), told
        else:
            assert status in ((200, 303) if method == "GET" else (200, 303, 400)), told


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
    """All that a page may change, but for sessions and attempts to log in."""
    kept = (projects, cases, attachments, links, users, members, views, networks, network_members, desk_entries)
    with world.desk.engine.connect() as connection:
        return [tuple(map(tuple, connection.execute(select(table)))) for table in kept]


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


def test_addresses_that_mix_two_projects_open_nothing(world: World) -> None:
    mine, other = world.ids(), world.ids(own=False)
    reader = world.session(str(Role.READ), mine)
    for mixed in (f"/vergleich/{mine.case}/{other.case}", f"/vergleich/{other.case}/{mine.case}"):
        assert call(world, "GET", mixed, reader) == 404
    coordinator = world.session(str(Role.COORDINATE), mine)
    before = snapshot(world)
    assert call(world, "POST", f"/fall/{mine.case}/gemeinsam/{other.link}/sperren", coordinator) == 404
    assert snapshot(world) == before


def test_nobody_raises_the_own_role_by_fields_of_a_form(world: World) -> None:
    ids = world.ids()
    secret = world.session(str(Role.READ), ids)
    session = find_session(world.desk.engine, secret)
    assert session
    before = snapshot(world)
    fields = {"marke": f"0.{hashlib.sha256(f'0.{session.csrf}'.encode()).hexdigest()}", "rolle": "koordinieren", "role": "koordinieren"}
    world.client.post("/konto", data={**fields, "tun": "rolle", "bisher": "x", "neu": "y"}, headers={"cookie": f"ikz={secret}"})
    assert snapshot(world) == before


def test_deleting_a_project_leaves_nothing_of_it(world: World) -> None:
    ids = world.ids()
    world.session(LINK, ids)
    stored = find_case(world.desk.engine, ids.case)
    assert stored
    save_attachment(world.desk.engine, stored, Attachment(Kind.SITTINGS), "sitzungen: []\n", "")
    delete_project(world.desk.engine, ids.project)
    with world.desk.engine.connect() as connection:
        for table in metadata.sorted_tables:
            for column in ("project_id", "case_id"):
                if column in table.c:
                    left = connection.execute(select(table).where(table.c[column].in_([ids.project, ids.case]))).first()
                    assert left is None, table.name
        assert connection.execute(select(sessions).where(sessions.c.link_id == ids.link)).first() is None
