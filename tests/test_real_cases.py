"""Published cooperations, answered with what is published alone: there is a recommendation, and the form that was really chosen has a good prospect."""

from __future__ import annotations

from pathlib import Path

import pytest

from ikz_recht.advice.finding import Status
from ikz_recht.advice.opinion import advise
from ikz_recht.advice.prospect import GOOD
from tests.real import DAY, REAL_CASES, RULES, real_case

# The form really chosen and its rank.
CHOSEN = {
    "BB-02": ("oeffentlich_rechtliche_vereinbarung_delegierend", 1),
    "BW-01": ("oeffentlich_rechtliche_vereinbarung_delegierend", 1),
    "BY-07": ("gemeinsame_anstalt", 2),
    "HE-06": ("arbeitsgemeinschaft", 1),
    "HE-07": ("oeffentlich_rechtliche_vereinbarung_delegierend", 1),
    "MV-04": ("verwaltungsgemeinschaft_vereinbart", 1),
    "NI-03": ("gemeinsame_anstalt", 1),
    "NW-13": ("oeffentlich_rechtliche_vereinbarung_mandatierend", 1),
    "NW-15": ("oeffentlich_rechtliche_vereinbarung_delegierend", 1),
    "RP-06": ("zweckverband", 3),
    "SH-04": ("zweckverband", 2),
    "SL-01": ("zweckverband", 2),
    "SN-07": ("zweckverband", 1),
    "ST-03": ("zweckverband", 1),
    "TH-02": ("oeffentlich_rechtliche_vereinbarung_delegierend", 1),
}


def test_every_case_names_its_form() -> None:
    assert {path.stem for path in REAL_CASES} == CHOSEN.keys()


@pytest.mark.parametrize("path", REAL_CASES, ids=lambda path: path.stem)
def test_the_chosen_form_has_a_good_prospect_and_ranks_high(path: Path) -> None:
    form, rank = CHOSEN[path.stem]
    opinion = advise(real_case(path), RULES, DAY)
    found = opinion.form(form)
    assert opinion.recommendation is not None
    assert opinion.recommendation.chosen.prospect in GOOD
    assert found is not None
    assert found.status is not Status.INADMISSIBLE
    assert found.prospect in GOOD
    assert found.rank == rank
    assert opinion.engines == ("Auswerter", "durable-rules")
