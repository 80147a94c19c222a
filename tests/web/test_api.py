"""The JSON interface says what the command line says, refuses what it cannot read, and keeps nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import yaml
from starlette.testclient import TestClient

from ikz_recht.advice.case import case_from, read_case
from ikz_recht.advice.opinion import advise
from ikz_recht.advice.opinion_json import opinion_document, questions_document
from ikz_recht.rulebase.cache import cached_rulebase
from ikz_recht.rulebase.locate import rules_folder
from ikz_recht.web.store.members import create_token
from ikz_recht.web.store.people import Role, change_user, create_user

from .conftest import DAY, Browser, Build, desk

EXAMPLE = Path(__file__).resolve().parents[2] / "docs/beispiele/standesamt-lossetal.yaml"


@pytest.fixture
def program(server: Build) -> TestClient:
    """A program with the key of somebody who may only read."""
    client = server(single_seat=False)
    engine = desk(client).engine
    client.headers["authorization"] = (
        f"Bearer {create_token(engine, create_user(engine, 'Leserin', 'ein langes Kennwort', Role.READ).id, 'Test')}"
    )
    return client


def case() -> dict[str, object]:
    return dict(yaml.load(EXAMPLE.read_text(encoding="utf-8"), yaml.BaseLoader)) | {"fall": 1}


def test_advice_is_that_of_the_library_from_yaml_and_from_json(program: TestClient) -> None:
    rulebase = cached_rulebase(rules_folder())
    wanted = json.loads(json.dumps(opinion_document(advise(case_from(read_case(EXAMPLE), rulebase), rulebase, DAY))))
    as_yaml = program.post("/api/beraten", content=EXAMPLE.read_bytes(), headers={"content-type": "application/yaml"})
    assert as_yaml.json() == wanted
    assert program.post("/api/beraten", json=case()).json() == wanted
    assert program.post("/api/beraten?stichtag=2024-01-01", json=case()).json()["stichtag"] == "2024-01-01"


def test_questions_are_those_of_the_library(program: TestClient) -> None:
    rulebase = cached_rulebase(rules_folder())
    found = program.get("/api/fragen").json()["fragen"]
    assert found == json.loads(json.dumps(questions_document(rulebase.questions.values())))
    hesse = {item["id"] for item in program.get("/api/fragen?land=he").json()["fragen"]}
    assert "he_sonderstatus" in hesse
    assert not any(name.startswith("by_") for name in hesse)


@pytest.mark.parametrize(
    ("path", "start"), [("vermerk.docx", b"PK"), ("kurzfassung.md", b"#"), ("entwurf.html?form=HE:zweckverband", b"<!")]
)
def test_documents(program: TestClient, path: str, start: bytes) -> None:
    answer = program.post(f"/api/dokument/{path}", json=case())
    assert answer.status_code == 200, answer.text
    assert answer.content.lower().startswith(start.lower())


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 422),
        (b"NaN", "application/json", 400),
        (b'{"titel": "\\ud800"}', "application/json", 400),
        (b'{"antworten": ' + b"[" * 5000 + b"]" * 5000 + b"}", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"beteiligte": 1' + b"0" * 5000 + b"}", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"a: &x [1]\nb: *x", "application/yaml", 422),
        (b"antworten: {gibt_es_nicht: ja}", "application/yaml", 422),
        (b"", "application/yaml", 422),
        (b"fall: 1", "text/plain", 415),
        (b"fall: 1", "", 415),
        (b"x" * 600_000, "application/yaml", 413),
        (b"{}", "application/json", 422),
    ],
)
def test_what_cannot_be_read_is_refused_with_reasons(program: TestClient, content: bytes, kind: str, status: int) -> None:
    answer = program.post("/api/beraten", content=content, headers={"content-type": kind})
    assert answer.status_code == status, answer.text[:300]
    assert answer.json()["fehler"][0]["text"]


@pytest.mark.parametrize(
    "address",
    ["/api/beraten?stichtag=morgen", "/api/beraten?stichtag=2024-01-01&stichtag=2025-01-01", "/api/dokument/entwurf.md?form=XX:nichts"],
)
def test_a_wrong_address_is_refused(program: TestClient, address: str) -> None:
    assert program.post(address, json=case()).status_code == 422
    assert program.get("/api/fragen?land=XX").status_code == 422
    assert program.post("/api/dokument/vermerk.exe", json=case()).status_code == 404


def test_only_a_key_opens_it(program: TestClient) -> None:
    key = program.headers.pop("authorization")
    for wrong in ("", "Bearer ", "Bearer falsch", key.replace("Bearer", "Basic")):
        answer = program.get("/api/fragen", headers={"authorization": wrong} if wrong else {})
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
    engine = desk(program).engine
    change_user(engine, 1, disabled=True)
    assert program.get("/api/fragen", headers={"authorization": key}).status_code == 401


def test_a_cookie_does_not_open_it(browser: Browser) -> None:
    assert browser.client.get("/api/fragen").status_code == 401


def test_a_key_is_made_and_withdrawn_on_the_own_page(browser: Browser) -> None:
    browser.open("/konto")
    page = browser.send("/konto/schluessel", programm="Fachverfahren").text
    key = page.split("<code>")[1].split("</code>")[0]
    client = TestClient(browser.client.app)
    assert client.get("/api/fragen", headers={"authorization": f"Bearer {key}"}).status_code == 200
    token = page.split('name="schluessel" value="')[1].split('"')[0]
    browser.send("/konto/schluessel/loeschen", schluessel=token)
    assert client.get("/api/fragen", headers={"authorization": f"Bearer {key}"}).status_code == 401


def test_figures_are_for_coordinators_and_for_nobody_else(server: Build, browser: Browser) -> None:
    text = browser.open("/metriken").text
    assert 'ikz_anfragen_total{methode="GET",status="303"}' in text
    assert "ikz_anfrage_sekunden_count" in text
    assert "ikz_vorhaben 0" in text
    others = TestClient(browser.client.app)
    assert others.get("/metriken").status_code == 404
    client = server(single_seat=False)
    engine = desk(client).engine
    for role, status in ((Role.READ, 404), (Role.COORDINATE, 200)):
        key = create_token(engine, create_user(engine, str(role), "ein langes Kennwort", role).id, "Prometheus")
        assert client.get("/metriken", headers={"authorization": f"Bearer {key}"}).status_code == status


@pytest.mark.parametrize(
    ("client", "headers", "changes", "status"),
    [
        (("127.0.0.1", 1), {}, {}, 200),
        (("127.0.0.1", 1), {"x-forwarded-for": "10.0.0.9"}, {}, 404),
        (("127.0.0.1", 1), {"x-forwarded-for": "127.0.0.1"}, {}, 404),
        (("127.0.0.1", 1), {}, {"secure": True}, 404),
        (("10.0.0.9", 1), {"x-forwarded-for": "127.0.0.1"}, {}, 404),
    ],
)
def test_this_machine_sees_the_figures_only_without_a_proxy(
    server: Build, client: tuple[str, int], headers: dict[str, str], changes: dict[str, object], status: int
) -> None:
    found = TestClient(server(**changes).app, client=client)
    assert found.get("/metriken", headers=headers).status_code == status


def test_health_needs_no_session(server: Build) -> None:
    assert server().get("/gesundheit").json()["ok"] is True


def test_the_description_holds_for_generated_requests(program: TestClient) -> None:
    schemathesis = pytest.importorskip("schemathesis")
    from hypothesis import HealthCheck, Phase, given, seed, settings
    from schemathesis import checks

    schema = schemathesis.openapi.from_asgi("/api/openapi.json", program.app, headers={"host": "testserver"})
    # What a form cannot say about a case is refused (422) though it fits the schema; and without a key is tested above: here it is sent along.
    left_out = [getattr(checks, name) for name in ("positive_data_acceptance", "ignored_auth") if hasattr(checks, name)]
    count = int(os.environ.get("IKZ_ANFRAGEN", "40"))
    for result in schema.get_all_operations():
        operation = result.ok()

        @seed(1)
        @settings(
            max_examples=count,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
            database=None,
        )
        @given(case=operation.as_strategy())
        def run(case: object) -> None:
            case.call_and_validate(
                headers={"authorization": program.headers["authorization"], "host": "testserver"}, excluded_checks=left_out
            )  # type: ignore[attr-defined]

        run()


def test_every_example_in_the_docs_works(program: TestClient) -> None:
    text = (EXAMPLE.parents[1] / "web-api.md").read_text(encoding="utf-8").replace("\\\n", "")
    lines = [line for line in text.splitlines() if line.startswith("curl")]
    assert len(lines) == 3
    for line in lines:
        path = line.rpartition("http://127.0.0.1:8000")[2]
        body = {"content": EXAMPLE.read_bytes(), "headers": {"content-type": "application/yaml"}} if "--data-binary" in line else {}
        assert program.request("POST" if body else "GET", path, **body).status_code == 200, line  # type: ignore[arg-type]
    described = set(program.get("/api/openapi.json").json()["paths"])
    assert {part for part in text.split("`") if part.startswith(("GET /", "POST /"))} == {
        f"{method.upper()} {path}" for path in described for method in program.get("/api/openapi.json").json()["paths"][path]
    }
