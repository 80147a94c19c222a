"""The Gantt chart: every bar in its place, told in words too, the same bytes for the same plan."""

from __future__ import annotations

import datetime as dt
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikz_recht.documents.gantt import WIDTH, Bar, gantt
from ikz_recht.documents.gantt_axis import Axis, ticks
from ikz_recht.documents.pictures import _png

_SVG = "{http://www.w3.org/2000/svg}"
_DAY = dt.date(2027, 3, 1)
_KINDS = {"rat": "Rat", "aufsicht": "Aufsicht"}
_DATES = st.dates(dt.date(2020, 1, 1), dt.date(2090, 12, 31))


def test_every_bar_is_drawn_and_told() -> None:
    bars = [
        Bar("Beschluss <Helsa> & Nieste", _DAY, _DAY, "rat", milestone=True, critical=True),
        Bar("Genehmigung", dt.date(2027, 3, 2), dt.date(2027, 5, 31), "aufsicht"),
    ]
    root = ElementTree.fromstring(gantt("Weg", bars, _KINDS).svg)
    described = root.findtext(f"{_SVG}desc")
    assert described == "Beschluss <Helsa> & Nieste: 1. März 2027, auf dem kritischen Weg; Genehmigung: 2. März 2027 bis 31. Mai 2027"
    texts = [item.text for item in root.iter(f"{_SVG}text")]
    assert {"Beschluss <Helsa> & Nieste", "Genehmigung", "Rat", "Aufsicht", "Meilenstein"} <= set(texts)
    assert any(text and text.startswith("kritischer Weg") for text in texts)


def test_a_bar_ends_after_its_last_day() -> None:
    axis = Axis.over([dt.date(2027, 1, 1), dt.date(2027, 1, 31)], 0.0, 310.0)
    assert axis.x(dt.date(2027, 1, 1)) == 0
    assert axis.x(dt.date(2027, 2, 1)) == 310
    svg = gantt("Weg", [Bar("Januar", dt.date(2027, 1, 1), dt.date(2027, 1, 31), "rat")], _KINDS).svg
    width = max(float(found) for found in re.findall(r'<rect width="([\d.]+)" height="16"', svg))
    assert width == WIDTH - 290 - 14  # the whole axis is January


def test_end_before_start_and_an_unnamed_kind_are_refused() -> None:
    with pytest.raises(ValueError, match="liegt vor dem Anfang"):
        Bar("Falsch", _DAY, _DAY - dt.timedelta(days=1), "rat")
    with pytest.raises(KeyError, match="Art ohne Namen in der Legende: x"):
        gantt("Weg", [Bar("Schritt", _DAY, _DAY, "x")], _KINDS)


def test_an_empty_and_a_crowded_chart_are_images() -> None:
    assert gantt("Leer", [], {}).alt == "Leer: keine Termine."
    many = [Bar(f"Schritt {number}", _DAY, _DAY + dt.timedelta(days=number * 40), "rat") for number in range(60)]
    crowded = gantt("Viel", many, _KINDS)
    assert crowded.width_cm < 16  # it stays on one page
    for item in (gantt("Leer", [], {}), crowded):
        assert _png(item).startswith(b"\x89PNG")
        assert _png(item) == _png(item)


@given(st.lists(_DATES, min_size=1, max_size=8))
def test_days_keep_their_order_and_stay_on_the_axis(days: list[dt.date]) -> None:
    axis = Axis.over(days, 100.0, 800.0)
    places = [axis.x(day) for day in sorted(days)]
    assert places == sorted(places)
    assert all(100 <= place < 800 for place in places)
    marks = ticks(axis)
    assert len(marks) <= 16
    assert marks[0] == (100.0, marks[0][1])
    assert all(100 <= place < 800 for place, _ in marks)
