"""Working days in a Land: neither weekend nor statutory holiday there (package `holidays`; without it weekends alone count)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from functools import lru_cache

from ...rulebase.fact import LANDS

_DAY = dt.timedelta(days=1)
NO_HOLIDAYS = "Feiertage sind nicht berücksichtigt, nur Wochenenden: Das Paket „holidays“ fehlt (pip install 'ikz-recht[termine]')."


def is_workday(day: dt.date, lands: Collection[str]) -> bool:
    """True if offices work on that day in all of the Länder."""
    return day.weekday() < 5 and not any(holiday(day, land) for land in lands)


def holiday(day: dt.date, land: str) -> str:
    """The name of the statutory holiday on that day in the whole Land; "" if there is none. Holidays of single places do not count."""
    return _holidays(land, day.year).get(day, "") if land in LANDS else ""


def next_workday(day: dt.date, lands: Collection[str]) -> dt.date:
    """The day itself or the first working day after it."""
    while not is_workday(day, lands):
        day += _DAY
    return day


def previous_workday(day: dt.date, lands: Collection[str]) -> dt.date:
    """The day itself or the last working day before it."""
    while not is_workday(day, lands):
        day -= _DAY
    return day


def holidays_known() -> bool:
    """Whether the package that knows holidays is installed."""
    try:
        import holidays  # noqa: F401
    except ImportError:
        return False
    return True


@lru_cache(maxsize=512)
def _holidays(land: str, year: int) -> dict[dt.date, str]:
    try:
        from holidays.countries.germany import Germany
    except ImportError:
        return {}
    return dict(Germany(subdiv=land, years=year, language="de").items())
