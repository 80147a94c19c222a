"""Where the day of the opinion lies outside the time for which the law was checked: said, never passed over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ..rulebase.fact import show_date
from .opinion import Opinion

LONG = dt.timedelta(days=365)


def law_date_remarks(opinion: Opinion) -> tuple[str, ...]:
    """A sentence for each Land whose law was checked more than a year before the day of the opinion, or more than a year after it."""
    return tuple(_remarks(opinion))


def _remarks(opinion: Opinion) -> Iterator[str]:
    laws = opinion.program.rulebase.lands
    for law in (laws[land] for land in opinion.program.lands):
        if opinion.day - law.checked_until > LONG:
            yield (
                f"Das Recht des Landes {law.name} ist nur bis zum {show_date(law.checked_until)} geprüft. Ob es sich bis zum Stichtag "
                f"({show_date(opinion.day)}) geändert hat, ist vor dem Beschluss zu klären."
            )
        elif law.checked_until - opinion.day > LONG:
            yield (
                f"Geprüft ist das Recht des Landes {law.name} mit Stand vom {show_date(law.checked_until)}. Was am Stichtag "
                f"({show_date(opinion.day)}) anders galt, ist nur erfasst, wo eine Regel ein Datum trägt."
            )
