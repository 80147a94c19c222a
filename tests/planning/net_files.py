"""Portfolio files for tests, over the example region."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ikz_recht.planning.network.portfolio import Portfolio
from ikz_recht.planning.network.read_portfolio import portfolio_from
from ikz_recht.planning.units import Region
from ikz_recht.register.store import open_register
from ikz_recht.rulebase.nodes import parse_nodes
from ikz_recht.rulebase.problem import InputProblems
from tests.real import PROJECT, RULES

EXAMPLE = PROJECT / "docs" / "beispiele" / "netz-waldeck-frankenberg.yaml"
FOUR = "netz: 1\ngemeinden: [06635001, 06635004, 06635011, 06635014]\n"  # Allendorf, Battenberg, Frankenberg, Hatzfeld
ALLENDORF, BATTENBERG, FRANKENBERG, HATZFELD = "06635001", "06635004", "06635011", "06635014"


@contextmanager
def example_region() -> Iterator[Region]:
    """The region that comes with the program, whatever is loaded here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IKZ_DATEN", "/gibt/es/nicht")
        with open_register() as register:
            yield Region(register)


def portfolio(text: str, region: Region) -> Portfolio:
    """A portfolio with the shipped rules."""
    return portfolio_from(parse_nodes(text, Path("netz.yaml")), Path("netz.yaml"), region, lambda _: RULES)


def messages(text: str, region: Region) -> list[str]:
    """What is wrong with the text."""
    with pytest.raises(InputProblems) as caught:
        portfolio(text, region)
    return [str(problem) for problem in caught.value.problems]
