"""With a map in the register, the picture of a network shows boundaries."""

from __future__ import annotations

from pathlib import Path

import pytest

from ikz_recht.documents.net import network_markdown
from ikz_recht.documents.templating import environment
from ikz_recht.planning.network.view import view_of
from ikz_recht.planning.units import Region
from ikz_recht.register.build import build
from ikz_recht.register.store import open_register
from ikz_recht.rulebase.locate import templates_folder
from tests.planning.net_files import EXAMPLE, portfolio
from tests.real import DAY

pytest.importorskip("pyogrio")
pytest.importorskip("shapely")


def test_the_map_shows_the_boundaries_of_everyone_in_the_network(tmp_path: Path) -> None:
    from tests.register.conftest import MUNICIPALITIES
    from tests.register.test_vg250 import grid, map_file

    (tmp_path / "g.csv").write_text(MUNICIPALITIES, encoding="utf-8")
    (tmp_path / "register").write_bytes(build([tmp_path / "g.csv", map_file(tmp_path / "karte.gpkg", grid())]).data)
    with open_register(tmp_path / "register") as register:
        region = Region(register)
        found = view_of(portfolio(EXAMPLE.read_text(encoding="utf-8"), region), region, DAY)
        _, pictures = network_markdown(found, environment([templates_folder()]))
        municipal = [body for body in found.portfolio.bodies.values() if body.key in region.municipalities]
    assert pictures[1].svg.count('fill="#f2f2f2"') == len(municipal) > 5
