"""Values: what is accepted, what is refused, and that writing and reading a value gives the value back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ikz_recht.rulebase.fact import FactType, Kind, ValueProblem, parse_date, parse_value, show_number
from ikz_recht.rulebase.problem import Place, Problem, suggestion

NUMBER = FactType(Kind.NUMBER, (), -1_000_000, 1_000_000)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("-3", -3),
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("1.234", 1234),
        ("12.345,5", 12345.5),
        ("0.125", 0.125),
        ("112583.34", 112583.34),
        ("010", 10),
        ("1,125", 1.125),
    ],
)
def test_numbers_are_read_the_german_way_and_with_a_decimal_point(text: str, number: float) -> None:
    assert parse_value(text, NUMBER) == number


@pytest.mark.parametrize("text", ["", "drei", "1_000", "12:30", "1e3", "0x10", "nan", "inf", "1.2.3", "12,", "1" * 5000, "²", "--1"])
def test_anything_else_is_no_number(text: str) -> None:
    with pytest.raises(ValueProblem, match="ist keine Zahl"):
        parse_value(text, NUMBER)


@pytest.mark.parametrize("text", ["1000001", "-1000001", "1000000000000"])
def test_a_number_outside_the_bounds_is_refused(text: str) -> None:
    with pytest.raises(ValueProblem, match=r"außerhalb des Bereichs von −1\.000\.000 bis 1\.000\.000"):
        parse_value(text, NUMBER)


@pytest.mark.parametrize("text", ["2027-01-31", "31.01.2027", "31.1.2027"])
def test_dates(text: str) -> None:
    assert parse_date(text) == dt.date(2027, 1, 31)


@pytest.mark.parametrize("text", ["0000-01-01", "2027-02-30", "32.1.2027", "1899-12-31", "2201-01-01", "morgen", "", "2027-01-31T00:00"])
def test_what_is_no_date_says_how_to_write_one(text: str) -> None:
    with pytest.raises(ValueProblem) as refused:
        parse_date(text)
    assert "31.01.2027" in refused.value.remedy


@pytest.mark.parametrize("text", ["yes", "no", "true", "1", "", "JA", "Nein"])
def test_only_ja_and_nein_are_yes_and_no(text: str) -> None:
    with pytest.raises(ValueProblem, match="weder „ja“ noch „nein“"):
        parse_value(text, FactType(Kind.YES_NO))


@pytest.mark.parametrize("text", ["a\x00b", "a\x1b[31mb", "a\x85b", "", "   ", "x" * 2001])
def test_text_with_control_characters_or_without_content_is_refused(text: str) -> None:
    with pytest.raises(ValueProblem):
        parse_value(text, FactType(Kind.TEXT))


@pytest.mark.parametrize("text", ["<b>*x*</b>", "{{ 7*7 }}", "🏛️", "שלום", "„Zitat“", "a\nb"])
def test_text_is_kept_as_it_is(text: str) -> None:
    assert parse_value(text, FactType(Kind.TEXT)) == text


def test_a_message_never_steers_the_terminal_and_stays_short() -> None:
    problem = Problem(Place(Path("a.yaml")), "Den Schlüssel „\x1b[2J\n" + "x" * 100_000 + "“ gibt es nicht.")
    assert str(problem).isprintable()
    assert len(str(problem)) < 1200


def test_a_suggestion_is_the_nearest_word_or_a_short_list() -> None:
    assert suggestion("zwekverband", ["zweckverband", "anstalt"]) == "Gemeint ist vielleicht „zweckverband“."
    assert suggestion("qqq", ["b", "a"]) == "Möglich sind: a, b."
    assert suggestion("qqq", [f"frage_{number}" for number in range(100)]) == ""


def test_numbers_are_shown_the_german_way() -> None:
    assert [show_number(number) for number in (1234, -12345.5, 2.0, None)] == ["1.234", "−12.345,5", "2", "∞"]
