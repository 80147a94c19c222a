"""The files in docs/web-betrieb.md as they are written there: nginx in front of the server, and the unit of systemd."""

from __future__ import annotations

import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

from ikz_recht.web.store.database import open_database
from ikz_recht.web.store.people import Role, create_user
from ikz_recht.web.store.schema import attempts
from ikz_recht.web.store.sessions import find_session

from .conftest import Browser
from .running import PROJECT, running
from .world import PASSWORD

NAME = "ikz.kreis.example"
TEXT = (PROJECT / "docs/web-betrieb.md").read_text(encoding="utf-8")
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def block(kind: str) -> str:
    found = re.search(rf"```{kind}\n(.*?)```", TEXT, re.S)
    assert found
    return found[1]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def proxied(folder: Path, behind: int, change: Callable[[str], str]) -> Iterator[httpx2.Client]:
    """nginx with the file of the docs, on other ports and with a certificate of its own."""
    assert NGINX
    subject = ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", "k.pem", "-out", "c.pem", *subject]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    port = free_port()
    site = block("nginx")
    for before, after in (
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{port} ssl http2;"),
        ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
        ("/etc/ssl/ikz/fullchain.pem", str(folder / "c.pem")),
        ("/etc/ssl/ikz/privkey.pem", str(folder / "k.pem")),
        ("http://127.0.0.1:8000", f"http://127.0.0.1:{behind}"),
    ):
        assert before in site
        site = site.replace(before, after)
    paths = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;"
        f"events {{}}\nhttp {{ access_log {folder}/access.log; {paths}\n{change(site)}\n}}\n"
    )
    with subprocess.Popen([NGINX, "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]) as process:
        try:
            trusted = ssl.create_default_context(cafile=str(folder / "c.pem"))
            yield waited(httpx2.Client(base_url=f"https://127.0.0.1:{port}", verify=trusted, timeout=60), process)
        finally:
            process.kill()


def waited(client: httpx2.Client, process: Any) -> httpx2.Client:
    """The client that calls the server by its name, as soon as there is an answer."""
    client.headers["host"] = NAME
    client.event_hooks = {"request": [lambda request: request.extensions.update(sni_hostname=NAME)]}
    for _ in range(200):
        assert process.poll() is None
        try:
            client.get("/gesundheit")
        except httpx2.ConnectError:
            time.sleep(0.05)
        else:
            return client
    raise AssertionError("nginx antwortet nicht")


def port_of(address: str) -> int:
    return int(address.split(":")[2].partition("/")[0])


needs_nginx = pytest.mark.skipif(not (NGINX and shutil.which("openssl")), reason="nginx oder openssl fehlt")


@needs_nginx
def test_behind_nginx(storage: dict[str, Any], tmp_path: Path) -> None:
    engine = open_database(storage["data"])
    create_user(engine, "amt", PASSWORD, Role.COORDINATE)
    with (
        running(storage, "--konten", "--https", "--name", NAME) as (_, address),
        proxied(tmp_path, port_of(address), lambda site: site) as client,
    ):
        spoofed = {"x-forwarded-for": "10.9.9.9", "x-remote-user": "amt"}
        assert client.get("/konten", headers=spoofed).headers["location"].startswith("/anmelden")
        wrong = client.post("/anmelden", data={"name": "amt", "kennwort": "falsch falsch"}, headers=spoofed)
        assert wrong.status_code == 400
        with engine.connect() as connection:
            assert {row.key for row in connection.execute(attempts.select())} == {"name:amt", "von:127.0.0.1"}
        sent = client.post("/anmelden", data={"name": "amt", "kennwort": PASSWORD}, headers={"origin": f"https://{NAME}"})
        assert sent.headers["location"] == "/"
        cookie = sent.headers["set-cookie"]
        assert cookie.startswith("__Host-ikz=")
        assert cookie.endswith("; Secure")
        assert sent.headers["strict-transport-security"]
        client.headers["cookie"] = cookie.partition(";")[0]
        client.cookies.clear()
        browser = Browser(client)  # type: ignore[arg-type]
        browser.open("/")
        browser.send("/vorhaben", titel="Hinter nginx")
        assert browser.page.headers["location"].startswith("/fall/")
        assert client.post("/hochladen", content=b"x" * 4_000_000).status_code == 413
        assert client.get("/metriken").status_code == 200
        client.headers.pop("cookie")
        client.cookies.clear()
        assert client.get("/metriken").status_code == 404  # the request comes from this machine, and does not count as that
        client.get("/gemeinsam/geheim-geheim")
    assert "geheim-geheim" not in (tmp_path / "access.log").read_text()
    assert "/metriken" in (tmp_path / "access.log").read_text()


@needs_nginx
def test_nginx_says_who_has_logged_in(storage: dict[str, Any], tmp_path: Path) -> None:
    engine = open_database(storage["data"])
    for role in Role:
        create_user(engine, str(role), PASSWORD, role)
    (tmp_path / "namen").write_text("lesen:{PLAIN}geheim\nfremd:{PLAIN}geheim\n")

    def with_login(site: str) -> str:
        before, after = 'proxy_set_header X-Remote-User "";', re.search(r"^proxy_set_header X-Remote-User \$.*;$", TEXT, re.M)
        assert before in site
        assert after
        return site.replace(before, f"{after[0]} auth_basic ikz; auth_basic_user_file {tmp_path}/namen;")

    options = ("--vertraue-kopf", "X-Remote-User", "--https", "--name", NAME)
    with running(storage, *options) as (_, address), proxied(tmp_path, port_of(address), with_login) as client:
        assert client.get("/").status_code == 401
        found = client.get("/", auth=("lesen", "geheim"), headers={"x-remote-user": "koordinieren"})
        assert found.status_code == 200
        secret = found.headers["set-cookie"].partition("=")[2].partition(";")[0]
        session = find_session(engine, secret)
        assert session
        assert session.user
        assert session.user.name == "lesen"
        client.cookies.clear()
        assert client.get("/", auth=("fremd", "geheim")).headers["location"].startswith("/anmelden")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd fehlt")
def test_the_unit_is_one(tmp_path: Path) -> None:
    unit = tmp_path / "ikz-recht.service"
    unit.write_text(
        block("ini")
        .replace("/opt/ikz-recht/bin/ikz-recht", "/bin/true")
        .replace("User=ikz", "User=root")
        .replace("Group=ikz", "Group=root")
    )
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, timeout=60)
    assert "ikz-recht.service" not in done.stderr, done.stderr
    assert done.returncode == 0, done.stderr


def test_every_option_in_the_docs_exists() -> None:
    from ikz_recht.cli.web import start

    known = {name for item in start.params for name in item.opts}
    used = {
        name
        for line in (*block("ini").splitlines(), *TEXT.splitlines())
        if "ikz-recht web" in line
        for name in re.findall(r"--[a-z][\w-]*", line)
    }
    assert used <= known | {"--upgrade"}
    assert set(re.findall(r"^\| `(--[\w-]+)", TEXT, re.M)) <= known
