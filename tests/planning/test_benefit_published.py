"""Published cases recomputed from what they state; docs/nutzen.md has the same figures in its table.

They are single cases and no expectation for anybody else. What is not published is not filled in.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from ikz_recht.planning.benefit.model import CostModel
from ikz_recht.planning.benefit.span import Readings, readings
from tests.planning.benefit_models import read
from tests.real import PROJECT

PAGE = (PROJECT / "docs" / "nutzen.md").read_text(encoding="utf-8")


def recomputed(text: str, names: str = "AB") -> Readings:
    model: CostModel = read(text, names)
    return readings(model)


def test_data_protection_bad_kissingen() -> None:
    """43.000 Euro outside, 19.500 Euro with the Kreis, both for two years."""
    found = recomputed(
        "beginn: 2018-05-25\njahre: 2\nschluessel: anteile\n"
        "beteiligte: [{name: A, anteil: 100, bisher: [{art: sachkosten, betrag: 21.500}]}, {name: B, anteil: 0, bisher: []}]\n"
        "gemeinsam: {kosten: [{art: sachkosten, betrag: 9.750}]}"
    )
    assert found.balance("A").middle == 43_000 - 19_500 == 23_500
    rate = found.rate_percent("A")
    assert rate is not None
    assert rate.text("%", 1) == "54,7 %"
    assert "23.500 Euro in zwei Jahren, 54,7 Prozent" in PAGE


def test_finance_freudenberg_wilnsdorf() -> None:
    """Staff 47.000 and 89.000, software 30.000 and 19.000 Euro a year less, 2012 to 2016; published: more than one million together."""
    found = recomputed(
        "beginn: 2012-01-01\njahre: 5\nschluessel: gleich\n"
        "beteiligte:\n"
        "  - {name: A, bisher: [{art: personal, betrag: 47.000}, {art: it, betrag: 30.000}]}\n"
        "  - {name: B, bisher: [{art: personal, betrag: 89.000}, {art: it, betrag: 19.000}]}\n"
        "gemeinsam: {kosten: []}"
    )
    assert (found.saving("A").middle, found.saving("B").middle, found.saving().middle) == (77_000, 108_000, 185_000)
    assert found.balance().middle == 925_000
    deviation = (Decimal(925_000) / 1_000_000 - 1) * 100
    assert round(deviation, 1) == Decimal("-7.5")
    assert "185.000 Euro im Jahr, 925.000 Euro in fünf Jahren" in PAGE


@pytest.mark.parametrize(("price", "year"), [("7.37", "139.80"), ("5.91", "122.28")])
def test_payroll_laubach(price: str, year: str) -> None:
    """7,37 Euro (5,91 with the full grant) a case and month, and 4,28 Euro for the program: what one case costs a year."""
    per_year = (Decimal(price) + Decimal("4.28")) * 12
    assert per_year == Decimal(year)
    found = recomputed(
        "beginn: 2013-01-01\njahre: 1\nschluessel: faelle\ndurch: B\n"
        "beteiligte: [{name: A, faelle: 1, bisher: []}, {name: B, faelle: 0, bisher: []}]\n"
        f"gemeinsam: {{kosten: [{{art: sonstige, betrag: {per_year}, je: fall}}]}}"
    )
    assert found.saving("A").middle == -Decimal(year)
    assert year.replace(".", ",") in PAGE


def test_apprentices_aartal() -> None:
    """About 36.000 Euro a year are more than 40 percent: then the costs before were below 90.000 Euro, and the grant paid for 2.8 years of saving."""
    found = recomputed(
        "beginn: 2027-01-01\njahre: 5\nschluessel: gleich\n"
        "beteiligte: [{name: A, bisher: [{art: personal, betrag: 90.000}]}, {name: B, bisher: []}]\n"
        "gemeinsam: {kosten: [{art: personal, betrag: 54.000}]}"
    )
    rate = found.rate_percent()
    assert rate is not None
    assert (found.saving().middle, rate.middle) == (36_000, 40)
    assert "unter 90.000 Euro" in PAGE
