"""Several parties answer one case: through the pages, and the rules of agreement as such."""

from __future__ import annotations

import html
import re
import threading
from dataclasses import replace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from ikz_recht.advice.joint import Standing, View, standings
from ikz_recht.web.store.people import list_links
from ikz_recht.web.store.projects import history
from ikz_recht.web.store.views import list_views

from .conftest import KEY, Browser, Build, desk
from .databases import storage as storage
from .test_questionnaire import PEOPLE, begun

HELSA, KAUFUNGEN = (name for name, *_ in PEOPLE)


@pytest.fixture
def coordination(server: Build) -> Browser:
    """The coordination with a case whose task and participants are known."""
    found = Browser(server())
    found.open(f"/start/{KEY}")
    begun(found, "standesamt")
    found.send()
    return found


def invited(coordination: Browser, *names: str) -> dict[str, Browser]:
    """Each participant in a browser of its own, arrived by its link."""
    case = coordination.case
    coordination.open(f"/fall/{case}/gemeinsam")
    page = coordination.send(name=list(names), tage="30")
    assert page.status_code == 200, page.text
    addresses = re.findall(r'href="http://testserver(/gemeinsam/[^"]+)"', page.text)
    assert len(addresses) == len(names)
    return {name: arrived(coordination.client.app, address) for name, address in zip(names, addresses, strict=True)}


def arrived(app: object, address: str) -> Browser:
    browser = Browser(TestClient(app, raise_server_exceptions=False))  # type: ignore[arg-type]
    browser.open(address)
    assert "eingeladen" in browser.page.text
    browser.send()
    assert browser.path == "/mein-teil"
    return browser


def answers(coordination: Browser, case: str) -> dict[str, str]:
    return dict(yaml.safe_load(coordination.client.get(f"/fall/{case}/fall.yaml").text)["antworten"])


def says(browser: Browser, question: str, value: str) -> None:
    browser.open(f"/mein-teil/frage/{question}")
    assert browser.send(antwort=value).status_code == 200, browser.page.text


def test_what_all_say_the_case_takes_and_what_they_differ_on_stays_open(coordination: Browser) -> None:
    case = coordination.case
    both = invited(coordination, HELSA, KAUFUNGEN)
    helsa, kaufungen = both[HELSA], both[KAUFUNGEN]
    helsa.open("/mein-teil/weiter")
    assert helsa.path.endswith("/frage/uebergang")
    helsa.send(antwort="zustaendigkeit")
    assert answers(coordination, case)["uebergang"] == "zustaendigkeit"

    kaufungen.open("/mein-teil/weiter")
    assert kaufungen.path.endswith("/frage/uebergang")
    kaufungen.send(antwort="durchfuehrung")
    assert answers(coordination, case)["uebergang"] == "weiß nicht"
    for page in (helsa.open("/mein-teil"), kaufungen.open("/mein-teil"), coordination.open(f"/fall/{case}/gemeinsam")):
        text = html.unescape(page.text)
        assert "widersprech" in text.lower()
        assert f">{HELSA}</dt>" in text
        assert f">{KAUFUNGEN}</dt>" in text
        assert "käme an die erste Stelle" in text

    says(kaufungen, "uebergang", "zustaendigkeit")
    assert answers(coordination, case)["uebergang"] == "zustaendigkeit"
    assert "Wo die Antworten sich widersprechen" not in helsa.open("/mein-teil").text
    assert [entry.who for entry in history(desk(coordination.client).engine, case)[:3]] == [
        f"Gemeinsam, zuletzt {KAUFUNGEN}",
        f"Gemeinsam, zuletzt {KAUFUNGEN}",
        f"Gemeinsam, zuletzt {HELSA}",
    ]


def test_the_coordinations_answer_counts_as_one_of_them(coordination: Browser) -> None:
    case = coordination.case
    coordination.send(f"/fall/{case}/frage/uebergang", antwort="zustaendigkeit")
    helsa = invited(coordination, HELSA)[HELSA]
    says(helsa, "uebergang", "durchfuehrung")
    assert answers(coordination, case)["uebergang"] == "weiß nicht"
    assert "Koordination" in helsa.open("/mein-teil").text
    coordination.open(f"/fall/{case}/frage/uebergang")
    coordination.send(antwort="zustaendigkeit")  # says it again: they still differ
    assert answers(coordination, case)["uebergang"] == "weiß nicht"
    coordination.open(f"/fall/{case}/frage/uebergang")
    coordination.send(antwort="weiss_nicht")  # leaves it to the participants
    assert answers(coordination, case)["uebergang"] == "durchfuehrung"


def disagreeing(coordination: Browser) -> dict[str, Browser]:
    """Both participants, who have said different things about „uebergang“."""
    both = invited(coordination, HELSA, KAUFUNGEN)
    says(both[HELSA], "uebergang", "zustaendigkeit")
    says(both[KAUFUNGEN], "uebergang", "durchfuehrung")
    return both


def revoke(coordination: Browser, name: str) -> None:
    case = coordination.case
    link = next(item for item in list_links(desk(coordination.client).engine, case) if item.name == name)
    coordination.open(f"/fall/{case}/gemeinsam")
    coordination.send(f"/fall/{case}/gemeinsam/{link.id}/sperren")


def test_the_answers_of_a_revoked_link_no_longer_count(coordination: Browser) -> None:
    case = coordination.case
    both = disagreeing(coordination)
    revoke(coordination, HELSA)
    assert answers(coordination, case)["uebergang"] == "durchfuehrung"
    assert "Ihre Anmeldung ist beendet" in both[HELSA].open("/mein-teil").text
    assert both[KAUFUNGEN].open("/mein-teil").status_code == 200
    says(both[KAUFUNGEN], "uebergang", "zustaendigkeit")  # the revoked view does not stand in the way
    assert answers(coordination, case)["uebergang"] == "zustaendigkeit"


def test_a_new_link_replaces_the_old_one_and_keeps_the_answers(coordination: Browser) -> None:
    case = coordination.case
    first = invited(coordination, HELSA)[HELSA]
    says(first, "uebergang", "zustaendigkeit")
    coordination.open(f"/fall/{case}")
    second = invited(Browser(coordination.client, coordination.client.get(f"/fall/{case}/gemeinsam")), HELSA)[HELSA]
    assert "Ihre Anmeldung ist beendet" in first.open("/mein-teil").text
    assert "Ihre Antworten" in second.open("/mein-teil").text
    assert answers(coordination, case)["uebergang"] == "zustaendigkeit"


def test_a_link_given_again_brings_its_contradictions_back(coordination: Browser) -> None:
    case = coordination.case
    disagreeing(coordination)
    revoke(coordination, HELSA)
    assert answers(coordination, case)["uebergang"] == "durchfuehrung"
    coordination.open(f"/fall/{case}")
    invited(Browser(coordination.client, coordination.client.get(f"/fall/{case}/gemeinsam")), HELSA)
    assert answers(coordination, case)["uebergang"] == "weiß nicht"


def test_who_no_longer_takes_part_no_longer_speaks(coordination: Browser) -> None:
    case = coordination.case
    both = disagreeing(coordination)
    page = coordination.open(f"/fall/{case}/beteiligte").text
    place = re.search(rf'name="streichen" value="(\d)"[^<]*(?:<[^>]*>)*[^<]*{HELSA}', page)
    assert place
    coordination.send(streichen=place[1])
    assert "Ihre Anmeldung ist beendet" in both[HELSA].open("/mein-teil").text
    assert HELSA not in coordination.open(f"/fall/{case}/gemeinsam").text
    assert answers(coordination, case)["uebergang"] == "durchfuehrung"


def test_the_coordinator_sees_who_is_through(coordination: Browser) -> None:
    case = coordination.case
    helsa = invited(coordination, HELSA)[HELSA]
    assert re.search(rf"{HELSA}: noch \d+ Fragen", coordination.open(f"/fall/{case}/gemeinsam").text)
    says(helsa, "uebergang", "zustaendigkeit")
    helsa.open("/mein-teil")
    helsa.send("/mein-teil/fertig", fertig="ja")
    page = coordination.open(f"/fall/{case}/gemeinsam").text
    assert f"{HELSA}: <strong>fertig</strong>" in page
    assert re.search(r"/frage/uebergang\">[^<]+</a></th><td class=\"kern-table__cell\"[^>]*>[^–<]+</td>", page)


def test_a_participant_changes_only_itself(coordination: Browser) -> None:
    case = coordination.case
    helsa = invited(coordination, HELSA)[HELSA]
    helsa.open("/mein-teil/gemeinde")
    assert 'value="5600"' in helsa.page.text
    page = helsa.send(einwohner="viele", kreis="Landkreis Kassel", traegt="ja")
    assert page.status_code == 400
    assert 'href="#einwohner"' in page.text
    helsa.open("/mein-teil/gemeinde")
    helsa.send(einwohner="5.700", kreis="Landkreis Kassel", traegt="ja", name="Gemeinde Kaufungen", land="BY")
    assert helsa.path == "/mein-teil"
    own, other = yaml.safe_load(coordination.client.get(f"/fall/{case}/fall.yaml").text)["beteiligte"]
    assert (own["name"], own["land"], own["einwohner"], own["traegt_aufgabe"]) == (HELSA, "HE", 5700, "ja")
    assert other["einwohner"] == 12900


def test_a_number_from_the_register_gives_way_to_the_participants_own(coordination: Browser) -> None:
    from ikz_recht.web.own_situation import read
    from ikz_recht.web.participants_form import from_register

    own = from_register("06635014", desk(coordination.client).rulebase)
    said = {"einwohner": "2.900", "kreis": own.district, "verband": own.association, "traegt": "ja"}
    changed = read(own, lambda name: said.get(name, "")).participant
    assert changed is not None
    assert changed.register is not None
    assert changed.inhabitants == 2900
    assert "inhabitants" not in changed.register.attributes
    assert changed.name == own.name


def test_a_link_from_two_windows_overwrites_nothing(coordination: Browser) -> None:
    helsa = invited(coordination, HELSA)[HELSA]
    first, second = Browser(helsa.client), Browser(helsa.client)
    first.open("/mein-teil/frage/uebergang")
    second.open("/mein-teil/frage/uebergang")
    first.send(antwort="zustaendigkeit")
    assert second.send(antwort="durchfuehrung").status_code == 409


def test_an_address_alone_changes_nothing_and_a_wrong_one_says_so(coordination: Browser) -> None:
    case = coordination.case
    coordination.open(f"/fall/{case}/gemeinsam")
    page = coordination.send(name=[HELSA], tage="30")
    address = re.search(r'href="http://testserver(/gemeinsam/[^"]+)"', page.text)
    assert address
    assert "angemeldet" in coordination.open(address[1]).text
    assert coordination.open("/").status_code == 200  # still the coordinator
    assert coordination.open("/gemeinsam/falsch").status_code == 404
    assert coordination.send("/gemeinsam/falsch").status_code in (403, 404)


@pytest.mark.parametrize(
    ("fields", "told"),
    [({"tage": "30"}, "mindestens eine"), ({"name": HELSA, "tage": "0"}, "1 bis 365"), ({"name": "X", "tage": "9"}, "mindestens eine")],
)
def test_links_for_nobody_or_for_no_time(coordination: Browser, fields: dict[str, str], told: str) -> None:
    coordination.open(f"/fall/{coordination.case}/gemeinsam")
    page = coordination.send(**fields)
    assert page.status_code == 400
    assert told in page.text


def test_nobody_is_lost_when_all_answer_at_once(coordination: Browser) -> None:
    case = coordination.case
    both = invited(coordination, HELSA, KAUFUNGEN)
    wanted = {"uebergang": "zustaendigkeit", "personal": "bleibt", "befristung": "unbefristet", "finanzierung": "kostenersatz"}
    statuses: list[int] = []

    def answering(browser: Browser) -> None:
        for question, value in wanted.items():
            browser.open(f"/mein-teil/frage/{question}")
            statuses.append(browser.send(antwort=value).status_code)

    threads = [threading.Thread(target=answering, args=(browser,)) for browser in both.values()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 8
    said = {(view.party, view.question, view.value) for view in list_views(desk(coordination.client).engine, case)}
    assert said == {(name, question, value) for name in both for question, value in wanted.items()}
    assert answers(coordination, case).items() >= wanted.items()


views = st.lists(st.builds(View, st.sampled_from("abc"), st.just("q"), st.sampled_from([None, "x", "y"])), min_size=1, max_size=8)


@given(views)
def test_agreement_is_what_all_say_last_who_know(said: list[View]) -> None:
    last = {view.party: view.value for view in said}
    known = {value for value in last.values() if value is not None}
    found = standings(said)["q"]
    assert found.said == last
    assert found.disputed == (len(known) == 2)
    assert found.agreed == (known.pop() if len(known) == 1 else None)


def test_sets_are_compared_as_sets() -> None:
    one, other = frozenset({"a", "b"}), frozenset({"b", "a"})
    standing = Standing("q", {"x": one, "y": other})
    assert standing.agreed == one
    assert replace(standing, said={"x": one, "y": frozenset()}).disputed


def test_a_participant_leaves_and_nothing_stays_open(coordination: Browser) -> None:
    helsa = invited(coordination, HELSA)[HELSA]
    assert helsa.open("/").url.path == "/mein-teil"
    assert helsa.title == "Mein Teil"
    helsa.send("/mein-teil/beenden")
    assert "gespeichert" in helsa.page.text
    assert "Ihre Anmeldung ist beendet" in helsa.open("/mein-teil").text
