"""The network on a day: giving and taking, what hangs together, risks, pictures."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikz_recht.documents.net_picture import graph_picture, map_picture
from ikz_recht.planning.network.graph import bridges, components
from ikz_recht.planning.network.show_json import network_document
from ikz_recht.planning.network.standing import standings
from ikz_recht.planning.network.view import NetworkView, view_of
from ikz_recht.planning.units import Region
from ikz_recht.register.build import build
from ikz_recht.register.store import open_register
from tests.planning.net_files import ALLENDORF, BATTENBERG, EXAMPLE, FOUR, FRANKENBERG, HATZFELD, example_region, portfolio
from tests.real import DAY, PROJECT

SCHEMA = json.loads((PROJECT / "docs" / "netz.schema.json").read_text(encoding="utf-8"))
DATA = PROJECT.parent / "shared" / "daten"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def region() -> Iterator[Region]:
    with example_region() as found:
        yield found


@pytest.fixture(scope="module")
def germany(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Region]:
    files = sorted(DATA.glob("*.csv"))
    if not files:
        pytest.skip("das vollständige Register liegt hier nicht")
    path = tmp_path_factory.mktemp("register") / "register.sqlite"
    path.write_bytes(build(files).data)
    with open_register(path) as register:
        yield Region(register)


def view(text: str, region: Region, day: dt.date = DAY) -> NetworkView:
    return view_of(portfolio(text, region), region, day)


def line(name: str, task: str, carrier: str, takers: str, more: str = "") -> str:
    return f"  - {{id: {name}, aufgabe: {task}, traeger: {carrier}, fuer: [{takers}]{more}}}\n"


def test_the_json_of_the_example_follows_its_schema(region: Region) -> None:
    document = json.loads(json.dumps(network_document(view(EXAMPLE.read_text(encoding="utf-8"), region))))
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    assert sum(item["saldo"] for item in document["gemeinden"]) == 0
    assert sum(item["erhaelt_euro"] for item in document["gemeinden"]) == sum(item["zahlt_euro"] for item in document["gemeinden"]) == 64000
    assert document["ohne_zusammenarbeit"] == ["06635012", "06635017"]


def test_days_decide_what_runs(region: Region) -> None:
    lines = line("a", "kasse", "Allendorf", "Hatzfeld", ", bis: 2026-11-21") + line(
        "b", "archiv", "Allendorf", "Hatzfeld", ", bis: 2026-11-22"
    )
    lines += line("c", "bauhof", "Allendorf", "Hatzfeld", ", seit: 2026-11-23")
    found = view(f"{FOUR}zusammenarbeit:\n{lines}", region)
    assert [[item.id for item in items] for items in (found.ended, found.running, found.waiting)] == [["a"], ["b"], ["c"]]


def test_bridge_and_single_points(region: Region) -> None:
    lines = line("a", "kasse", "Battenberg", "Hatzfeld, Allendorf", ", personen: [A]") + line(
        "b", "archiv", "Battenberg", "Frankenberg", ", personen: [A]"
    )
    found = view(f"{FOUR}zusammenarbeit:\n{lines}", region)
    assert found.bridging == {BATTENBERG}
    assert {risk.risk.id for risk in found.risks} == {"ein_traeger", "eine_person", "keine_vertretung", "bruecke"}
    texts = {risk.risk.id: risk.text for risk in found.risks}
    assert texts["ein_traeger"].startswith("Stadt Battenberg (Eder) trägt 100 % von allem")
    assert (
        texts["eine_person"]
        == "A (Battenberg (Eder)) ist in 2 Zusammenarbeiten für 3 Kommunen eingesetzt (Gemeindekasse, Zahlungsabwicklung, Buchhaltung; Kommunalarchiv)."
    )


def test_many_carriers_scatter_the_contacts(region: Region) -> None:
    keys = ("06635001", "06635004", "06635011", "06635006")
    lines = "".join(
        line(f"a{number}", task, key, "06635014")
        for number, (key, task) in enumerate(zip(keys, ("kasse", "archiv", "bauhof", "wohngeld"), strict=True))
    )
    found = view(f"netz: 1\ngemeinden: [{', '.join(keys)}, 06635014]\nzusammenarbeit:\n{lines}", region)
    assert {risk.risk.id: risk.subject for risk in found.risks}["zersplitterung"] == HATZFELD


def test_what_is_needed_but_does_not_run_is_told(region: Region) -> None:
    lines = line("a", "kasse", "Allendorf", "Hatzfeld", ", bis: 2026-01-01") + line(
        "b", "archiv", "Allendorf", "Hatzfeld", ", braucht: [a]"
    )
    assert any("setzt aber „Gemeindekasse" in remark for remark in view(f"{FOUR}zusammenarbeit:\n{lines}", region).remarks)


groups_strategy = st.lists(st.frozensets(st.sampled_from("abcdefg"), min_size=2, max_size=4), max_size=6)


@given(groups_strategy)
def test_parts_and_bridges_are_what_reachability_says(groups: list[frozenset[str]]) -> None:
    nodes = sorted(frozenset().union(*groups))

    def reachable(start: str, without: str = "") -> set[str]:
        found, waiting = {start}, [start]
        while waiting:
            node = waiting.pop()
            for group in groups:
                if node in group:
                    fresh = group - found - {without}
                    found |= fresh
                    waiting += fresh
        return found

    for part in components(nodes, groups):
        assert set(part) == reachable(part[0])
    for node in nodes:
        others = reachable(node) - {node}
        cut = any(second not in reachable(first, node) for first, second in combinations(sorted(others), 2))
        assert (node in bridges(nodes, groups)) == cut


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.frozensets(st.sampled_from("abcd"), min_size=1)), max_size=8))
def test_balances_add_up_to_nothing(region: Region, pairs: list[tuple[str, frozenset[str]]]) -> None:
    keys = dict(zip("abcd", (ALLENDORF, BATTENBERG, FRANKENBERG, HATZFELD), strict=True))
    lines = "".join(
        line(f"c{number}", "andere", keys[carrier], ", ".join(keys[key] for key in sorted(takers - {carrier})), f", titel: T{number}")
        for number, (carrier, takers) in enumerate(pairs)
        if takers - {carrier}
    )
    running = portfolio(FOUR + (f"zusammenarbeit:\n{lines}" if lines else ""), region).cooperations
    found = standings(keys.values(), running, keys.values())
    assert sum(item.balance for item in found.values()) == 0
    assert sum(item.served for item in found.values()) == sum(len(item.handed) for item in found.values())


def test_what_a_kreis_does_is_not_counted_in_the_balance(region: Region) -> None:
    text = "netz: 1\ngemeinden: [06635, 06635004, 06635014]\nzusammenarbeit:\n" + line("a", "archiv", "06635", "06635004, 06635014")
    found = view(text + line("b", "kasse", "06635004", "06635014"), region)
    assert {key: item.balance for key, item in found.standings.items()} == {"06635": 0, "06635004": 1, "06635014": -1}
    assert found.never_carrier == ("06635014",)


def test_published_networks_are_shown_as_they_are_described(germany: Region) -> None:
    eifel = view(
        "netz: 1\ngemeinden: [05366036, 05366012, 05366008, 05366024, 05366020]\nzusammenarbeit:\n"
        + line("a", "sozialhilfe_sgb12", "Schleiden", "Dahlem, Blankenheim")
        + line("b", "wohngeld", "Kall", "Schleiden")
        + line("c", "andere", "Hellenthal", "Schleiden", ", titel: eine Aufgabe"),
        germany,
    )
    assert len(eifel.parts) == 1
    assert eifel.bridging == {"05366036"}
    assert {key: item.balance for key, item in eifel.standings.items()} == {
        "05366036": 0,
        "05366012": -1,
        "05366008": -1,
        "05366024": 1,
        "05366020": 1,
    }
    swap = view(
        "netz: 1\ngemeinden: [01056049, 01056048]\nzusammenarbeit:\n"
        + line("a", "standesamt", "Uetersen", "Tornesch")
        + line("b", "wohngeld", "Tornesch", "Uetersen"),
        germany,
    )
    assert swap.never_carrier == ()
    assert {item.balance for item in swap.standings.values()} == {0}


def test_pictures_are_accessible_and_tell_roles_without_colour(region: Region) -> None:
    found = view(EXAMPLE.read_text(encoding="utf-8"), region)
    on_map = map_picture(found, {ALLENDORF: [[(8.6, 51.0), (8.7, 51.0), (8.7, 51.1)]]})
    assert on_map is not None
    for picture in (graph_picture(found), on_map):
        root = ElementTree.fromstring(picture.svg)
        title, described = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title is not None
        assert described is not None
        assert root.get("aria-labelledby") == f"{title.get('id')} {described.get('id')}"
        assert "Battenberg für Hatzfeld" in (described.text or "")
        boxes = [item for item in root.findall(f"{SVG}rect") if item.get("stroke-width") == "4" and float(item.get("width", "0")) > 60]
        assert len(boxes) == 8
        by_colour = {item.get("stroke"): (item.get("rx"), item.get("stroke-dasharray")) for item in boxes}
        assert len(set(by_colour.values())) == len(by_colour) == 4
        assert all(float(item.get("x", "-1")) > 0 and float(item.get("x", "0")) + float(item.get("width", "0")) < 900 for item in boxes)
    assert sum(item.tag == f"{SVG}polygon" and item.get("fill") == "#f2f2f2" for item in ElementTree.fromstring(on_map.svg)) == 1


def test_names_on_the_map_do_not_cover_each_other(region: Region) -> None:
    picture = map_picture(view(EXAMPLE.read_text(encoding="utf-8"), region))
    assert picture is not None
    boxes = [
        item
        for item in ElementTree.fromstring(picture.svg).findall(f"{SVG}rect")
        if item.get("stroke-width") == "4" and float(item.get("width", "0")) > 60
    ]
    edges = [tuple(float(item.get(name, "0")) for name in ("x", "y", "width", "height")) for item in boxes]
    for (x1, y1, w1, h1), (x2, y2, w2, h2) in combinations(edges, 2):
        assert x1 + w1 <= x2 or x2 + w2 <= x1 or y1 + h1 <= y2 or y2 + h2 <= y1


def test_hostile_names_stay_text(region: Region, tmp_path: Path) -> None:
    text = """netz: 1
titel: "<script>|*x*"
gemeinden: [{id: a, name: "A <b>&|*", land: HE}, {id: b, name: "=1+1", land: HE}]
zusammenarbeit: [{id: k, aufgabe: andere, titel: "](http://x) <i>", traeger: a, fuer: [b]}]
"""
    found = view(text, region)
    assert ElementTree.fromstring(graph_picture(found).svg).tag == f"{SVG}svg"
    assert map_picture(found) is None
