"""Attacks by name: what is sent to break out of a page, a document, a folder, a session, or to hold the server up."""

from __future__ import annotations

import asyncio
import io
import re
import time
import zipfile
from pathlib import Path
from typing import Any

import pypdf
import pytest

from ikz_recht.documents.formats import FORMATS
from ikz_recht.web.settings import MAX_BODY
from ikz_recht.web.store.people import Role, create_user, find_user
from ikz_recht.web.store.projects import list_cases, list_projects
from ikz_recht.web.store.sessions import find_session

from .conftest import KEY, Browser, Build, desk
from .raw import FORM, HOST, fields, mark, send
from .test_access import login
from .world import EXAMPLE, LINK, PASSWORD, world_of

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 9999991*9999973 }}{% include '/etc/passwd' %}",
    "![x](/etc/passwd)",
    "![x](http://boese.example/x.png)",
    "[x](javascript:alert(1))",
    '#read("/etc/passwd")',
    "$\\input{/etc/passwd}$",
    "`=cmd|' /C calc'!A0`{=html}<b>",
    "]]><!ENTITY x SYSTEM 'file:///etc/passwd'>",
)


def upload(browser: Browser, content: bytes, name: str = "fall.yaml") -> Any:
    browser.open("/hochladen")
    return browser.client.post("/hochladen", data={"marke": browser.hidden("marke")}, files={"datei": (name, content)})


@pytest.fixture
def office(server: Build) -> Browser:
    """A server with accounts, seen from the network."""
    client = server(single_seat=False, start_key="")
    for role in Role:
        create_user(desk(client).engine, str(role), PASSWORD, role)
    return Browser(client)


# --- uploads ---------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(b"b%d: &b%d [*a,*a,*a,*a,*a,*a,*a,*a]\n" % (n, n) for n in range(30)),
        b"fall: 1\nbeteiligte: &x [*x]\n",
        b"[" * 100_000,
        b"{a: " * 50_000,
        b"- " * 400_000,
        b"a: !!python/object/apply:os.system ['touch /tmp/ikz-geknackt']\n",
        b"%TAG ! tag:x\n---\na: !x b\n",
        b"<<: {a: b}\nfall: 1\n",
        b"fall: 1\nantworten:\n" + b"".join(b"  k%d: ja\n" % number for number in range(150_000)),
        b"fall: 1\nbeteiligte:\n" + b"  - {name: x, art: gemeinde, land: HE}\n" * 50_000,
        b"fall: 1\ntitel: " + b"x" * 1_900_000,
        b"fall: 1\nantworten: {zahl: " + b"9" * 100_000 + b"}\n",
        b"fall: 1\nstichtag: 9999999999-01-01\n",
        b"\x00" * 1000,
        b"\xff\xfe\x00\x00",
        b"PK\x03\x04" + b"\x00" * 500,
        b'"' + b"\\x41" * 100_000,
        b"? " * 100_000,
        b"# " + b"x" * 1_000_000,
    ],
    ids=lambda content: repr(content[:24]),
)
def test_bombs_are_refused_quickly_and_shortly(browser: Browser, content: bytes) -> None:
    begun = time.process_time()
    answer = upload(browser, content)
    assert answer.status_code == 400
    assert time.process_time() - begun < 12
    assert len(answer.content) < 100_000
    assert not Path("/tmp/ikz-geknackt").exists()
    assert list_projects(desk(browser.client).engine) == []


@pytest.mark.parametrize("name", ["../../../tmp/x.yaml", "/etc/passwd", "..\\..\\x.yaml", "a\r\nX-Boese: 1.yaml", "<b>.yaml", "x" * 5000])
def test_the_name_of_an_uploaded_file_is_only_a_title(browser: Browser, name: str, storage: dict[str, Any]) -> None:
    before = set(storage["data"].parent.rglob("*"))
    text = EXAMPLE.read_text(encoding="utf-8")
    answer = upload(browser, re.sub(r"^titel:.*\n", "", text, flags=re.M).encode(), name)
    assert answer.status_code in (200, 400)
    assert set(storage["data"].parent.rglob("*")) == before
    assert "x-boese" not in answer.headers
    for project in list_projects(desk(browser.client).engine):
        page = browser.open(f"/vorhaben/{project.id}")
        assert "<b>.yaml" not in page.text
        assert "<b>" not in page.text
        packed = browser.client.get(f"/vorhaben/{project.id}/vorhaben.zip")
        assert packed.headers["content-disposition"] == 'attachment; filename="vorhaben.zip"'
        with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
            assert all(re.fullmatch(r"(fall-\d+/)?[a-z]+\.(json|yaml)", item) for item in archive.namelist())


def test_forms_with_too_many_or_endless_parts(browser: Browser) -> None:
    browser.open("/")
    many = b"".join(b'--x\r\nContent-Disposition: form-data; name="a%d"\r\n\r\n1\r\n' % n for n in range(5000)) + b"--x--\r\n"
    heads = b"--x\r\n" + b"X-Kopf: y\r\n" * 50_000
    files = b"".join(b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n1\r\n' for _ in range(5)) + b"--x--\r\n"
    for body in (many, heads, files, b"--x\r\n" * 1000, b"--y--", b"-" * 100_000):
        answer = browser.client.post("/hochladen", content=body, headers={"content-type": "multipart/form-data; boundary=x"})
        assert answer.status_code in (400, 403), body[:20]
    pairs = "&".join(f"a{n}=1" for n in range(50_000))
    assert browser.client.post("/vorhaben", content=pairs, headers={"content-type": FORM[1].decode()}).status_code in (400, 403)


def test_a_body_without_a_length_ends_at_the_limit(server: Build) -> None:
    app = server().app
    pieces = [b"x" * 100_000] * (MAX_BODY // 100_000 + 2)
    for path in (b"/anmelden", b"/api/beraten"):
        answer = asyncio.run(send(app, "POST", path, headers=[HOST, FORM], body=pieces))
        assert answer.status in (401, 413), path  # 401: a program without a key is not listened to


# --- pages and documents ---------------------------------------------------------------------------------------------------------------


def hostile_case(text: str) -> bytes:
    quoted = text.replace("'", "''")
    return (
        f"fall: 1\ntitel: '{quoted}'\nbeteiligte:\n"
        f"  - {{name: '{quoted}', art: gemeinde, land: HE, einwohner: 5600, kreis: '{quoted}'}}\n"
        f"  - {{name: 'Gemeinde Kaufungen', art: gemeinde, land: HE, einwohner: 12900, verband: '{quoted}'}}\n"
        "antworten:\n  aufgabe: standesamt\n  uebergang: zustaendigkeit\n"
    ).encode()


@pytest.mark.parametrize("text", HOSTILE)
def test_names_and_titles_are_text_on_every_page(browser: Browser, text: str) -> None:
    answer = upload(browser, hostile_case(text))
    assert answer.status_code == 200, answer.text
    engine = desk(browser.client).engine
    [project] = list_projects(engine)
    case = list_cases(engine, project.id)[0].id
    start = f"/fall/{case}"
    for page in (
        "/",
        f"/vorhaben/{project.id}",
        f"/vorhaben/{project.id}/loeschen",
        f"/vergleich/{case}/{case}",
        *(f"{start}/{part}" for part in ("beteiligte", "ergebnis", "zusammenfassung", "vorgaben", "gemeinsam", "frage/personal")),
    ):
        shown = browser.open(page)
        assert shown.status_code == 200, page
        harmless(shown.text)


def harmless(html: str) -> None:
    """No mark-up of the attacker's: neither a script nor an attribute nor an address that runs or loads something."""
    assert "<script" not in html
    assert not re.search(r"<[^>]*\son\w+\s*=", re.sub(r'"[^"]*"', '""', html))
    assert not re.search(r'(?:href|src)\s*=\s*"?\s*(?:javascript:|http://boese|/etc|file:)', html)
    assert "<img" not in html.replace('<img src="data:', "")
    assert "99999640000243" not in html
    assert "root:" not in html


@pytest.mark.parametrize("fmt", FORMATS)
def test_names_and_titles_are_text_in_every_document(browser: Browser, fmt: str) -> None:
    upload(browser, hostile_case(" ".join(HOSTILE)[:199]))
    upload(browser, hostile_case(" ".join(HOSTILE[5:])))
    engine = desk(browser.client).engine
    for project in list_projects(engine):
        case = list_cases(engine, project.id)[0].id
        for kind in ("vermerk", "entwurf?form=HE:zweckverband"):
            name, _, rest = kind.partition("?")
            answer = browser.client.get(f"/fall/{case}/dokument/{name}.{fmt}" + (f"?{rest}" if rest else ""))
            assert answer.status_code == 200, answer.text
            assert answer.headers["content-disposition"] == f'attachment; filename="{name}.{fmt}"'
            content = answer.content
            if fmt in ("docx", "odt"):
                with zipfile.ZipFile(io.BytesIO(content)) as archive:
                    assert not any("passwd" in item or "boese" in item for item in archive.namelist())
                    content = b"".join(archive.read(item) for item in archive.namelist() if item.endswith((".xml", ".rels")))
                assert b'Target="http://boese' not in content
                assert b'Target="javascript' not in content
                assert b'href="javascript' not in content
            if fmt == "pdf":
                pages = pypdf.PdfReader(io.BytesIO(content)).pages
                links = [str(item.get_object().get("/A", {}).get("/URI", "")) for page in pages for item in page.get("/Annots") or ()]
                assert not any(link.startswith(("javascript:", "file:", "http://boese")) for link in links)
                content = "".join(page.extract_text() for page in pages).encode()
                assert b"passwd" in content  # it stands there as text
            if fmt == "html":
                harmless(answer.text)
            assert b"root:x" not in content
            assert b"99999640000243" not in content


def test_no_line_break_gets_into_a_header(office: Browser) -> None:
    login(office, "koordinieren")
    office.open("/")
    office.send("/vorhaben", titel="a\r\nSet-Cookie: ikz=geknackt")
    engine = desk(office.client).engine
    [project] = list_projects(engine)
    case = list_cases(engine, project.id)[0].id
    for page in (f"/fall/{case}/fall.yaml", f"/vorhaben/{project.id}/vorhaben.zip", f"/vorhaben/{project.id}"):
        assert "geknackt" not in str(office.client.get(page).headers)
    sent = office.client.get("/frage%0d%0aSet-Cookie:%20ikz=geknackt")
    assert "geknackt" not in str(sent.headers)


# --- ways out of the folder and off the server --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        b"/static/../settings.py",
        b"/static/..%2f..%2fsettings.py",
        b"/static/%2e%2e/%2e%2e/etc/passwd",
        b"/static/....//....//etc/passwd",
        b"/static/%2fetc%2fpasswd",
        b"/static/fira%00.woff2",
        b"/static/..\\settings.py",
        b"/static/%c0%ae%c0%ae/etc/passwd",
        b"/regeln/..%2f..%2fetc/passwd",
        b"/fall/..%2f..%2fetc",
        b"/../etc/passwd",
        b"/.git/config",
        b"/ikz-recht.sqlite",
    ],
)
def test_no_address_leads_out_of_what_is_served(browser: Browser, path: bytes) -> None:
    cookie = (b"cookie", f"ikz={browser.client.cookies['ikz']}".encode())
    answer = asyncio.run(send(browser.client.app, "GET", path, headers=[HOST, cookie]))
    assert answer.status in (400, 404)
    assert b"root:" not in answer.body
    assert b"import" not in answer.body


@pytest.mark.parametrize(
    "address",
    [
        "//boese.example",
        "/\\boese.example",
        "https://boese.example",
        "javascript:alert(1)",
        "/\t/boese.example",
        "\\\\boese.example",
        " //b",
    ],
)
def test_no_address_leads_to_another_server(office: Browser, address: str) -> None:
    page = office.client.get("/anmelden", params={"weiter": address})
    assert "boese" not in page.text
    office.open("/anmelden")
    sent = office.client.post("/anmelden", data={"name": "lesen", "kennwort": PASSWORD, "weiter": address}, follow_redirects=False)
    assert sent.headers["location"] == "/"
    for path in (b"//boese.example/", b"//boese.example/%2e%2e", b"/konten/", b"/%5cboese.example/"):
        cookie = (b"cookie", f"ikz={office.client.cookies['ikz']}".encode())
        location = asyncio.run(send(office.client.app, "GET", path, headers=[HOST, cookie])).header("location")
        assert re.match(r"^(?:$|/[^/\\]|http://testserver/)", location), location


# --- sessions --------------------------------------------------------------------------------------------------------------------------


def test_a_planted_session_does_not_become_the_victims(office: Browser) -> None:
    engine = desk(office.client).engine
    login(office, "lesen")
    planted = office.client.cookies["ikz"]  # the attacker's own
    office.client.cookies.clear()
    office.client.cookies.set("ikz", planted)
    login(office, "koordinieren")
    session, before = (
        find_session(engine, office.client.cookies.get("ikz", path="/", domain="testserver.local") or ""),
        find_session(engine, planted),
    )
    assert before is None or (before.user and before.user.name == "lesen")
    assert session is None or (session.user and session.user.name == "koordinieren")
    for made_up in ("", "x", "ikz", "0" * 64, before.id if before else "y"):  # the hash that is stored is no secret that opens
        assert find_session(engine, made_up) is None


def test_logging_out_ends_the_session_on_the_server(office: Browser) -> None:
    login(office, "lesen")
    secret = office.client.cookies["ikz"]
    office.send("/abmelden")
    assert find_session(desk(office.client).engine, secret) is None


def test_the_cookie_is_for_this_server_alone(server: Build) -> None:
    plain = server().get(f"/start/{KEY}", follow_redirects=False).headers["set-cookie"]
    assert re.fullmatch(r"ikz=[\w-]{43}; HttpOnly; Path=/; SameSite=lax", plain)
    secure = server(secure=True).get(f"/start/{KEY}", follow_redirects=False)
    assert re.fullmatch(r"__Host-ikz=[\w-]{43}; HttpOnly; Path=/; SameSite=lax; Secure", secure.headers["set-cookie"])
    assert secure.headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "https://boese.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://[::1"}, 403),
        ({"origin": "http://testserver.boese.example"}, 403),
        ({"origin": "http://testserver", "sec-fetch-site": "same-origin"}, 303),
        ({}, 303),
    ],
)
def test_nobody_is_logged_in_from_elsewhere(office: Browser, headers: dict[str, str], status: int) -> None:
    """Logging somebody in under the attacker's name would be a way to get at what is typed then."""
    sent = office.client.post("/anmelden", data={"name": "lesen", "kennwort": PASSWORD}, headers=headers, follow_redirects=False)
    assert sent.status_code == status


def test_a_mark_of_another_session_does_not_count(office: Browser) -> None:
    login(office, "koordinieren")
    office.open("/")
    mark = office.hidden("marke")
    login(office, "koordinieren")
    assert office.client.post("/vorhaben", data={"titel": "x", "marke": mark}).status_code == 403
    assert list_projects(desk(office.client).engine) == []


def test_marks_differ_at_every_showing(browser: Browser) -> None:
    browser.open("/")
    first = browser.hidden("marke")
    browser.open("/")
    assert browser.hidden("marke") != first


# --- guessing passwords ------------------------------------------------------------------------------------------------------------------


def test_many_names_from_one_address_must_wait_too(office: Browser) -> None:
    statuses = [
        office.client.post(
            "/anmelden", data={"name": f"niemand{number}", "kennwort": "x" * 12}, headers={"x-forwarded-for": f"10.0.0.{number}"}
        ).status_code
        for number in range(22)
    ]
    assert statuses == [400] * 20 + [429] * 2  # an address that was made up does not help


def test_a_name_that_does_not_exist_answers_alike(office: Browser) -> None:
    pages = []
    for name in ("lesen", "gibt-es-nicht"):
        office.open("/anmelden")
        pages.append(office.send(name=name, kennwort="falsch falsch falsch").text.replace(name, "NAME"))
    assert pages[0] == pages[1]


# --- a proxy that says who it is -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("client", "headers", "status"),
    [
        ("127.0.0.1", [(b"x-remote-user", b"lesen")], 200),
        ("127.0.0.1", [(b"x-remote-user", b"LESEN")], 200),
        ("127.0.0.1", [], 303),
        ("127.0.0.1", [(b"x-remote-user", b"")], 303),
        ("127.0.0.1", [(b"x-remote-user", b"unbekannt")], 303),
        ("127.0.0.1", [(b"x_remote_user", b"lesen")], 303),
        ("127.0.0.1", [(b"x-remote-user", b"lesen"), (b"x-remote-user", b"koordinieren")], 400),
        ("10.0.0.9", [(b"x-remote-user", b"lesen")], 303),
        ("10.0.0.9", [(b"x-remote-user", b"lesen"), (b"x-forwarded-for", b"127.0.0.1")], 303),
    ],
)
def test_who_has_logged_in_counts_only_from_the_proxy(server: Build, client: str, headers: list[tuple[bytes, bytes]], status: int) -> None:
    found = server(single_seat=False, trusted_header="X-Remote-User")
    for role in Role:
        create_user(desk(found).engine, str(role), PASSWORD, role)
    answer = asyncio.run(send(found.app, "GET", b"/", headers=[HOST, *headers], client=(client, 5)))
    assert answer.status == status
    if status == 303:
        assert answer.header("location").startswith("/anmelden")
        page = asyncio.run(send(found.app, "GET", b"/anmelden", headers=[HOST, *headers], client=(client, 5))).body.decode()
        assert "<form" not in page.split("<main")[1]  # there is no other way in
        assert "Proxy" in page


def test_without_that_header_a_name_in_it_means_nothing(office: Browser) -> None:
    answer = asyncio.run(send(office.client.app, "GET", b"/", headers=[HOST, (b"x-remote-user", b"koordinieren")]))
    assert answer.status == 303


def test_a_session_does_not_outlive_the_login_at_the_proxy(server: Build) -> None:
    found = server(single_seat=False, trusted_header="X-Remote-User")
    for role in Role:
        create_user(desk(found).engine, str(role), PASSWORD, role)

    def asked(name: bytes, cookie: str) -> Any:
        sent = [HOST, *([(b"x-remote-user", name)] if name else []), *([(b"cookie", cookie.encode())] if cookie else [])]
        return asyncio.run(send(found.app, "GET", b"/konten", headers=sent))

    cookie = asked(b"koordinieren", "").header("set-cookie").partition(";")[0]
    assert asked(b"koordinieren", cookie).status == 200
    assert asked(b"", cookie).status == 303  # logged out there
    assert asked(b"lesen", cookie).status == 403  # somebody else at the same browser


def test_participants_with_a_link_need_no_login_at_the_proxy(server: Build) -> None:
    found = world_of(lambda **changes: server(**{**changes, "trusted_header": "X-Remote-User"}))
    ids = found.ids()
    link, account = found.session(LINK, ids), found.session(str(Role.COORDINATE), ids)

    def asked(path: bytes, cookie: str, *more: tuple[bytes, bytes]) -> int:
        return asyncio.run(send(found.client.app, "GET", path, headers=[HOST, (b"cookie", f"ikz={cookie}".encode()), *more])).status

    assert asked(b"/mein-teil", link) == 200
    assert asked(b"/konten", link) == 404
    assert asked(b"/konten", account) == 303
    assert asked(b"/mein-teil", link, (b"x-remote-user", b"lesen")) == 404


def test_where_the_proxy_logs_in_there_are_no_passwords(server: Build) -> None:
    found = world_of(lambda **changes: server(**{**changes, "trusted_header": "X-Remote-User"}))
    head = [HOST, (b"x-remote-user", b"koordinieren")]
    first = asyncio.run(send(found.client.app, "GET", b"/konten", headers=head))
    secret = first.header("set-cookie").partition("=")[2].partition(";")[0]
    assert b'value="kennwort"' not in first.body
    head += [(b"cookie", f"ikz={secret}".encode()), FORM]
    for path, form in ((b"/konten", [("name", "Neu"), ("rolle", "lesen")]), (b"/konten/1", [("tun", "kennwort")])):
        body = fields([*form, ("marke", mark(found.desk, secret))])
        answer = asyncio.run(send(found.client.app, "POST", path, headers=head, body=[body]))
        assert answer.status in (303, 400)
        assert b"<code>" not in answer.body
    assert find_user(found.desk.engine, "Neu")
