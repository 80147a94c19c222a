"""The arithmetic behind the days: chains of steps, steps left out, months."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikz_recht.planning.change.chain import Link, in_order, reduced, resolved, spans
from ikz_recht.planning.change.dates import first_of_month, months_later, step_days

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2150, 1, 1))


@st.composite
def graphs(draw: st.DrawFn) -> list[Link]:
    """Steps each of which waits for some of those before it, in a mixed order."""
    count = draw(st.integers(1, 12))
    links = []
    for number in range(count):
        after = draw(st.lists(st.integers(0, number - 1), unique=True)) if number else []
        links.append(Link(f"s{number}", draw(st.sampled_from([0.0, 0.5, 1.0, 2.0, 3.0])), tuple(f"s{item}" for item in after)))
    return draw(st.permutations(links))


def ancestors(links: dict[str, tuple[str, ...]], name: str) -> set[str]:
    direct = set(links[name])
    return direct.union(*(ancestors(links, item) for item in direct))


@given(graphs())
def test_a_step_begins_when_all_are_done_that_it_waits_for(links: list[Link]) -> None:
    found = spans(links)
    for link in links:
        span = found[link.id]
        assert span.start == pytest.approx(max((found[name].end for name in link.after), default=0.0))
        assert -1e-9 <= span.start <= span.end <= 1 + 1e-9
        assert span.latest >= span.end - 1e-9
    if any(link.effort for link in links):
        assert max(span.end for span in found.values()) == pytest.approx(1.0)
        assert any(span.critical and span.end == pytest.approx(1.0) for span in found.values())


@given(graphs(), st.randoms(use_true_random=False))
def test_a_delay_within_the_reserve_moves_nothing(links: list[Link], rng) -> None:  # type: ignore[no-untyped-def]
    total = max(sum(link.effort for link in links), 1.0)
    end = max((span.end for span in spans(links).values()), default=0.0)
    chosen = rng.choice(links)
    length = _length(links)
    reserve = (spans(links)[chosen.id].latest - spans(links)[chosen.id].end) * length
    delayed = [Link(link.id, link.effort + (reserve if link is chosen else 0.0), link.after) for link in links]
    assert _length(delayed) == pytest.approx(length)
    assert end <= 1 + 1e-9
    assert total >= length - 1e-9


def _length(links: list[Link]) -> float:
    finish: dict[str, float] = {}
    for link in in_order(links):
        finish[link.id] = max((finish[name] for name in link.after), default=0.0) + link.effort
    return max(finish.values(), default=0.0)


@given(graphs())
def test_reduction_keeps_who_comes_before_whom(links: list[Link]) -> None:
    before = {link.id: link.after for link in links}
    after = reduced(before)
    for name in before:
        assert ancestors(after, name) == ancestors(before, name)
        assert not any(item in ancestors(before, other) for item in after[name] for other in after[name])


@given(graphs(), st.data())
def test_where_a_step_is_left_out_the_order_of_the_others_stays(links: list[Link], data: st.DataObject) -> None:
    before = {link.id: link.after for link in links}
    kept = data.draw(st.sets(st.sampled_from(sorted(before)), min_size=1))
    after = resolved(before, {name: name for name in kept})
    assert set(after) == kept
    for name in kept:
        assert ancestors(after, name) == ancestors(before, name) & kept


def test_a_circle_is_no_order() -> None:
    with pytest.raises(ValueError, match="wartet auf sich selbst"):
        in_order([Link("a", 1, ("b",)), Link("b", 1, ("a",))])


@given(DAYS, st.floats(0, 4000), st.floats(0, 400))
def test_a_step_takes_at_least_a_day(begin: dt.date, first: float, length: float) -> None:
    start, end = step_days(begin, first, first + length, ())
    assert start <= end
    assert start.weekday() < 5
    assert end.weekday() < 5


@given(DAYS, st.integers(0, 200))
def test_months_later(day: dt.date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + dt.timedelta(days=1)).day == 1)
    assert first_of_month(day).day == 1
    assert 0 <= (first_of_month(day) - day).days <= 30


def test_holidays_of_the_land_are_no_working_days() -> None:
    pytest.importorskip("holidays")
    begin = dt.date(2027, 1, 1)
    assert step_days(begin, 0, 1, ("HE",)) == (dt.date(2027, 1, 4), dt.date(2027, 1, 4))
    assert step_days(dt.date(2027, 1, 6), 0, 1, ("HE",))[0] == dt.date(2027, 1, 6)
    assert step_days(dt.date(2027, 1, 6), 0, 1, ("BY",))[0] == dt.date(2027, 1, 7)  # Heilige Drei Könige


def test_known_days() -> None:
    assert months_later(dt.date(2027, 1, 31), 1) == dt.date(2027, 2, 28)
    assert months_later(dt.date(2027, 12, 15), 12) == dt.date(2028, 12, 15)
    assert spans([Link("a", 2, ()), Link("b", 1, ("a",)), Link("c", 1, ())])["c"].latest == 1.0
