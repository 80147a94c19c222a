"""What the user says about the way: sittings, what is done, own durations, days without sittings, expected votes, figures on the benefit.

The file (`--sitzungen`), every key optional:

    sitzungen:
      - {beteiligte: Gemeinde Helsa, gremium: vertretung, termine: [2027-01-14, 2027-02-18], vorlauf_tage: 14}
      - {beteiligte: Gemeinde Nieste, gremium: ausschuss, alle_wochen: 6, ab: 2027-01-12}
    erledigt: [pruefauftrag, absichtserklaerung]
    dauern: {genehmigung: 8 Wochen}
    sitzungsfrei: [{von: 2027-07-19, bis: 2027-08-28, text: Sommerferien}]
    stimmen:
      Gemeinde Helsa: {mitglieder: 31, ja: 20, nein: 5, enthaltung: 6}
    nutzen:
      Gemeinde Helsa: {ersparnis_jahr: 12000, einmalig: 5000, schluessel: nach Einwohnern}
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from ...rulebase.bodies import Span

MAX_LEAD = 120
MAX_DATES = 500


@dataclass(frozen=True, slots=True)
class Sittings:
    """When a body meets: single dates in order, and after them perhaps every so many weeks from a day on. `lead`: days before, for the paper."""

    dates: tuple[dt.date, ...]
    every_weeks: int | None = None
    first: dt.date | None = None
    lead: int | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """Days without sittings."""

    start: dt.date
    end: dt.date
    text: str


@dataclass(frozen=True, slots=True)
class Votes:
    """The votes that somebody expects in a body. `members`: its statutory number; None where unknown."""

    yes: int
    no: int
    abstaining: int
    members: int | None


@dataclass(frozen=True, slots=True)
class BenefitFigures:
    """What a participant gains, in euros: per year (negative: costs more) and once; the key of the costs in words. None and "": unknown.

    Where it was computed, `told` says the whole benefit in a sentence and `short` the saving of a year in a few words; `posts` how many posts the
    task takes today and then, `leaving` what happens if a partner leaves, `funding` which programmes were looked at.
    """

    saving_per_year: Decimal | None = None
    one_off: Decimal | None = None
    key: str = ""
    told: str = ""
    short: str = ""
    posts: str = ""
    leaving: str = ""
    funding: str = ""


@dataclass(frozen=True)
class Given:
    """Everything that was said; `path` is the file it stands in (None: nothing was given)."""

    sittings: Mapping[tuple[str, str], Sittings] = field(default_factory=dict)
    done: frozenset[str] = frozenset()
    spans: Mapping[str, Span] = field(default_factory=dict)
    breaks: tuple[Break, ...] = ()
    votes: Mapping[str, Votes] = field(default_factory=dict)
    benefit: Mapping[str, BenefitFigures] = field(default_factory=dict)
    path: Path | None = None
