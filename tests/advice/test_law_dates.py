"""A day far from the day on which the law was checked is told."""

from __future__ import annotations

import datetime as dt

import pytest

from ikz_recht.advice.case import Case
from ikz_recht.advice.law_dates import law_date_remarks
from ikz_recht.advice.opinion import advise
from ikz_recht.advice.opinion_json import opinion_document
from ikz_recht.inference.facts import Participant
from tests.real import RULES

CHECKED = RULES.lands["SN"].checked_until


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(("days", "words"), [(-366, "Geprüft ist das Recht"), (-365, ""), (0, ""), (365, ""), (366, "ist nur bis zum")])
def test_a_day_more_than_a_year_from_the_checked_law_is_told(days: int, words: str) -> None:
    case = Case(participants=(Participant("A", "gemeinde", "SN"), Participant("B", "gemeinde", "SN")), answers={"aufgabe": "bauhof"})
    opinion = advise(case, RULES, CHECKED + dt.timedelta(days=days))
    remarks = law_date_remarks(opinion)
    assert len(remarks) == bool(words)
    assert all(words in remark and "Sachsen" in remark for remark in remarks)
    assert opinion_document(opinion)["rechtsstand"] == list(remarks)
