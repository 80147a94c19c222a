"""Random requests by everybody to every address: no error of the program, no header missing, nothing leads elsewhere.

A small number here; IKZ_ANFRAGEN=100000 sends so many (docs/sicherheit.md).
"""

from __future__ import annotations

import asyncio
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update

from ikz_recht.web.pages import API_ROUTES, ROUTES
from ikz_recht.web.store.people import Role
from ikz_recht.web.store.schema import attempts, networks, projects, tokens, users

from .raw import FORM, HOST, Answer, fields, mark, send
from .test_roles import PARTS, WHO
from .test_roles import world as world
from .world import EXAMPLE, NETWORK, NOBODY, Ids, World

COUNT = int(os.environ.get("IKZ_ANFRAGEN", "1000"))
IN_A_ROW = 20
NASTY = (
    "",
    " ",
    "0",
    "-1",
    "9" * 30,
    "1e999",
    "NaN",
    "٣",
    "²",
    "\0",
    "\ud800",
    "a\r\nSet-Cookie: ikz=x",
    "\u202e\u0000\u200b",
    "../../../../etc/passwd",
    "..\\..\\x",
    "%2e%2e%2f",
    "%00",
    "'; DROP TABLE users; --",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}{% for x in y %}",
    "${7*7}",
    "![x](file:///etc/passwd)",
    "//boese.example",
    "https://boese.example/",
    "javascript:alert(1)",
    "31.02.2027",
    "weiss_nicht",
    "keine_davon",
    "a" * 3000,
    "ß" * 200,
)
FIELDS = (
    *("antwort", "antwort_unbekannt", "uebergang", "personal", "aufgabe", "falsch", "stand", "danach", "marke"),
    *("titel", "status", "name", "art", "land", "kreis", "verband", "einwohner", "rolle", "ags", "streichen", "weiter", "suche"),
    *(
        "konto",
        "programm",
        "schluessel",
        "bisher",
        "neu",
        "noch_einmal",
        "kennwort",
        "tun",
        "code",
        "anmeldung",
        "tage",
        "fertig",
        "traegt",
        "datei",
    ),
    *("gewicht", "text", "wahl", "fassung", "frist", "stand_seit", "schritt", "zug", "f-vorhaben", "f-stand", "f-frist"),
    *("z-aufgabe", "z-traeger", "z-fuer", "z-seit", "v-aufgabe", "v-titel", "v-beteiligte", "v-stand", "v-frist"),
    *("beginn", "jahre", "durch", "b0-faelle", "b0-faelle_unbekannt", "gemeinsam-satz", "termine-0", "alle_wochen-0", "ab-0"),
    *("vorlauf_tage-1", "gleiches_fachverfahren", "gleiches_fachverfahren-bei"),
)
QUERIES = (
    *("suche", "danach", "weiter", "erster", "zweiter", "form", "land", "stichtag", "radius", "alle", "aufgaben"),
    *("start", "beginn", "format", "x"),
)
USUAL = (
    "ja",
    "nein",
    "zustaendigkeit",
    "durchfuehrung",
    "bleibt",
    "gemeinde",
    "HE",
    "BY",
    "Landkreis Kassel",
    "Gemeinde Helsa",
    "5600",
    "0",
    "1",
    "30",
    "lesen",
    "koordinieren",
    "sperren",
    "rolle",
    "06635014",
    "standesamt",
    "zusammenfassung",
    "2026-01-01",
    "25",
    *("06635004", "beschluss", "streichen-gemeinden-0", "zusammenarbeit", "stand-vorhaben", "vorhaben", "kasse/06635014/06635004", NETWORK),
    "gleich",
    "einrichtung",
    "01.01.2028",
    "10.000 bis 12.000",
    "HE:zweckverband",
    "md",
)
METHODS = ("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW")
BODIES = (
    b"",
    b"{}",
    b"[" * 2000,
    b"\xff\xfe",
    b"a: &a [x]\nb: [*a, *a]\n",
    b"fall: 1\nbeteiligte: []\nantworten: {}\n",
    b'--x\r\nContent-Disposition: form-data; name="datei"; filename="../../x"\r\n\r\nfall: 1\r\n--x--\r\n',
    b'--x\r\nContent-Disposition: form-data; name="datei"; filename="f.yaml"\r\n\r\n' + EXAMPLE.read_bytes() + b"\r\n--x--\r\n",
    b'--x\r\nContent-Disposition: form-data; name="\xff"\r\n\r\n\xff\r\n--x',
    EXAMPLE.read_bytes(),
)
KINDS = (
    b"application/x-www-form-urlencoded",
    b"multipart/form-data; boundary=x",
    b"multipart/form-data",
    b"multipart/form-data; boundary=\xff",
    b"application/json",
    b"application/yaml",
    b"text/plain; charset=nichts",
    b"application/x-www-form-urlencoded; charset=utf-16",
    b"",
)
HEADERS = (
    (b"range", b"bytes=0-18446744073709551615"),
    (b"if-none-match", b"*"),
    (b"accept-encoding", b"gzip;q=nan, *"),
    (b"accept-language", b"x" * 3000),
    (b"cookie", b"ikz=\xff\xfe; ikz=; =; ;;"),
    (b"cookie", b'ikz="\\777"'),
    (b"authorization", b"Bearer \xff"),
    (b"authorization", b"Basic Og=="),
    (b"content-length", b"-1"),
    (b"content-length", b"1e9"),
    (b"transfer-encoding", b"chunked"),
    (b"host", b"boese.example"),
    (b"host", b"[::1"),
    (b"x-forwarded-for", b"\xff, 10.0.0.9"),
    (b"x-forwarded-host", b"boese.example"),
    (b"x-remote-user", b"koordinieren"),
    (b"sec-fetch-site", b"cross-site"),
    (b"origin", b"https://boese.example"),
    (b"upgrade", b"websocket"),
    (b"expect", b"100-continue"),
)
text = st.one_of(st.sampled_from(USUAL), st.sampled_from(NASTY), st.text(max_size=12))
pairs = st.lists(st.tuples(st.one_of(st.sampled_from(FIELDS), st.text(max_size=6)), text), max_size=6)


@dataclass(frozen=True)
class Wish:
    """A request before it knows whose project it is about."""

    who: str
    method: str
    template: str
    parts: tuple[str, ...]
    query: tuple[tuple[str, str], ...]
    form: tuple[tuple[str, str], ...]
    marked: bool
    body: bytes | None
    kind: bytes
    headers: tuple[tuple[bytes, bytes], ...]


TEMPLATES = tuple((method, path) for method, path in {(row[1], row[0]) for row in (*ROUTES, *API_ROUTES)})
API = tuple((row[1], row[0]) for row in API_ROUTES)  # few beside the pages, so they come up more often
ELSEWHERE = tuple(
    ("GET", path)
    for path in ("/static/{x}", "/static/../../{x}", "/{x}", "/{x}/{x}", "//boese.example/{x}", "/fall//{x}", "/api/{x}", "/.git/{x}")
)


@st.composite
def wishes(draw: st.DrawFn) -> Wish:
    method, template = draw(st.sampled_from(sorted(TEMPLATES) * 3 + sorted(API) * 3 + list(ELSEWHERE)))
    usual = draw(st.integers(0, 9)) < 7
    parts = tuple("" if usual else draw(text) for _ in re.findall("{", template))  # "": the one that belongs there
    plain = draw(st.integers(0, 9)) < 8
    return Wish(
        draw(st.sampled_from(WHO)),
        method if draw(st.integers(0, 9)) < 9 else draw(st.sampled_from(METHODS)),
        template,
        parts,
        tuple(draw(st.lists(st.tuples(st.sampled_from(QUERIES), text), max_size=2))),
        tuple(draw(pairs)),
        draw(st.integers(0, 9)) < 8,
        None if plain else draw(st.one_of(st.sampled_from(BODIES), st.binary(max_size=60))),
        b"application/x-www-form-urlencoded" if plain else draw(st.sampled_from(KINDS)),
        tuple(draw(st.lists(st.sampled_from(HEADERS), max_size=1 if usual else 2))),
    )


def filled(wish: Wish, ids: Ids) -> bytes:
    own = {"fall": ids.case, "projekt": ids.project, "link": ids.link, "erster": ids.case, "zweiter": ids.case, "geheimnis": ids.secret}
    own["netz"] = ids.network
    given_parts = iter(wish.parts)

    def part(found: re.Match[str]) -> str:
        value = next(given_parts) or own.get(found[1]) or PARTS.get(found[1], "x")
        return quote(value.encode("utf-8", "surrogatepass"), safe="")

    return re.sub(r"{(\w+)}", part, wish.template).encode()


async def sent(world: World, wish: Wish, ids: Ids, sessions: dict[str, str]) -> Answer:
    secret = sessions[wish.who]
    headers = [HOST, *wish.headers]
    if secret:
        headers.append((b"cookie", f"ikz={secret}".encode()))
    if wish.template.startswith("/api/") and wish.who != NOBODY:
        headers.append((b"authorization", f"Bearer {sessions['schluessel']}".encode()))
    body = b""
    if wish.method != "GET":
        form = [*wish.form, *([("marke", mark(world.desk, secret))] if wish.marked else [])]
        body = fields(form) if wish.body is None else wish.body
        headers.append((b"content-type", wish.kind) if wish.kind else FORM)
    return await send(world.client.app, wish.method, filled(wish, ids), fields(wish.query), headers, [body[:40], body[40:]])


def check(wish: Wish, answer: Answer) -> None:
    told = f"{wish} → {answer.status}"
    assert 200 <= answer.status < 500, told
    assert answer.header("x-content-type-options") == "nosniff", told
    assert "script-src 'none'" in answer.header("content-security-policy"), told
    assert answer.header("server") == "", told
    for name, value in answer.headers:
        assert re.fullmatch(rb"[\x20-\x7e\x80-\xff]*", value), (name, told)
    assert all(key != b"set-cookie" or value.startswith(b"ikz=") for key, value in answer.headers), told
    target = urlsplit(answer.header("location"))
    assert target.netloc in ("", "testserver"), told
    assert b"Traceback" not in answer.body, told
    if answer.header("content-type").startswith("text/html") and not answer.header("content-disposition"):
        assert b"<script" not in answer.body.lower(), told
        assert b"onerror=alert(1)>" not in answer.body, told


@pytest.fixture
def again(world: World) -> Iterator[Any]:
    """A fresh project and sessions for each row of requests; what the last one left is gone, so that the pages stay of a size."""
    from ikz_recht.web.store.members import create_token

    names = [user.name for user in world.users.values()]

    def made() -> tuple[Ids, dict[str, str]]:
        with world.desk.engine.begin() as connection:
            for table in (projects, attempts, tokens, networks):
                connection.execute(delete(table))
            connection.execute(delete(users).where(users.c.name.not_in(names)))
            for role, user in world.users.items():
                connection.execute(update(users).where(users.c.id == user.id).values(role=str(role), disabled=False, temporary=False))
        ids = world.ids()
        sessions = {who: world.session(who, ids) for who in WHO}
        return ids, {**sessions, "schluessel": create_token(world.desk.engine, world.users[Role.READ].id, "Test")}

    yield made
    made()


def test_random_requests_never_break_the_server(world: World, again: Any) -> None:
    statuses: Counter[int] = Counter()

    async def row(found: list[Wish]) -> None:
        ids, sessions = again()
        for wish in found:
            answer = await sent(world, wish, ids, sessions)
            statuses[answer.status] += 1
            if sum(statuses.values()) % 5000 == 0:
                print(sum(statuses.values()), flush=True)
            check(wish, answer)

    @seed(9)
    @settings(
        max_examples=max(1, COUNT // IN_A_ROW),
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(wishes(), min_size=IN_A_ROW, max_size=IN_A_ROW))
    def run(found: list[Wish]) -> None:
        runner.run(row(found))

    with asyncio.Runner() as runner:
        run()
    print("Anfragen nach Status:", dict(sorted(statuses.items())))
    assert sum(statuses.values()) >= COUNT * 0.9
    assert {200, 303, 400, 401, 403, 404, 405} <= set(statuses)  # it got everywhere, not only to the door
