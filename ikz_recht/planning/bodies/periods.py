"""Durations: statutory periods read from the words of a rule, and moving dates by months and days."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from ...rulebase.bodies import DAY, MONTH, WEEK, Span

_WORDS = ("null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")
_COUNT = rf"(\d{{1,3}}|(?:{'|'.join(_WORDS[1:])})(?:e[nrms]?)?)"
_PERIOD = re.compile(rf"\b{_COUNT} (?:weiteren? )?(Tag|Woche|Monat|Jahr)(?:en?|n)?\b", re.IGNORECASE)
_MORE = re.compile(rf"\bweitere[nr]? {_COUNT} (Tag|Woche|Monat)(?:en?|n)?\b", re.IGNORECASE)
_NEW_YEAR = re.compile(r"\bnur zum 1\. Januar\b")


@dataclass(frozen=True, slots=True, order=True)
class Length:
    """A length of time: whole months, then days."""

    months: int = 0
    days: int = 0

    def rough(self) -> int:
        """About how many days: to tell the longer of two."""
        return self.months * 30 + self.days

    def after(self, day: dt.date) -> dt.date:
        """The day so much later; the last day of a shorter month. Raises OverflowError beyond the calendar."""
        return _by_months(day, self.months) + dt.timedelta(days=self.days)

    def before(self, day: dt.date) -> dt.date:
        """The latest day from which `after` does not pass the given one."""
        return _by_months(day - dt.timedelta(days=self.days), -self.months)


def _by_months(day: dt.date, months: int) -> dt.date:
    if months == 0:
        return day
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise OverflowError(f"year {year}")
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def length_of(span: Span, *, cautious: bool) -> Length:
    """The long or the short end of a duration."""
    count = span.long if cautious else span.short
    return {MONTH: Length(months=count), WEEK: Length(days=7 * count), DAY: Length(days=count)}[span.unit]


def statutory_length(deadlines: Iterable[str]) -> Length | None:
    """The longest period that the words name; „vier Wochen … und weitere vier Wochen“ add up. None if they name no length.

    „unverzüglich“ or „vor der Genehmigung“ name none, and a period that is counted in years is no part of the way to the start.
    """
    found = [length for text in deadlines if (length := _length(text))]
    return max(found, key=Length.rough, default=None)


def only_new_year(deadlines: Iterable[str]) -> bool:
    """True if the law lets it begin on 1 January only."""
    return any(_NEW_YEAR.search(text) for text in deadlines)


def _length(text: str) -> Length | None:
    parts = [*(_MORE.findall(text)), *(_PERIOD.findall(_MORE.sub(" ", text)))]
    lengths = [_one(count, unit.lower()) for count, unit in parts if unit.lower() != "jahr"]
    if not lengths:
        return None
    return Length(sum(item.months for item in lengths), sum(item.days for item in lengths))


def _one(count: str, unit: str) -> Length:
    word = count.lower()
    number = int(word) if word.isdigit() else next(n for n in range(len(_WORDS) - 1, 0, -1) if word.startswith(_WORDS[n]))
    return Length(months=number) if unit == "monat" else Length(days=number * (7 if unit == "woche" else 1))
