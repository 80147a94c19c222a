"""The cost model of a cooperation: what each partner spends on a task today, and what all of them would spend together.

Amounts are Euro a year (one-off costs: Euro), exact decimals. What is not known exactly is a range, what is not known at all has no upper end;
nothing is filled in. Method: fixed costs and variable costs times cases (the saving of a group is the fixed costs that fall away less what
coordination costs), read with rules/nutzen and docs/nutzen.md.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from ...rulebase.problem import Place

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
CENT = Decimal("0.01")


class Pick(StrEnum):
    """Which value of a range counts."""

    LOW = "niedrig"
    MIDDLE = "mitte"
    HIGH = "hoch"

    def other(self) -> Pick:
        """The opposite end."""
        if self is Pick.MIDDLE:
            return self
        return Pick.LOW if self is Pick.HIGH else Pick.HIGH


@dataclass(frozen=True, slots=True)
class Amount:
    """A number between two bounds; `high` None: nobody knows an upper bound. Known exactly if both are equal."""

    low: Decimal
    high: Decimal | None

    @classmethod
    def exactly(cls, value: Decimal | int | str) -> Amount:
        """A known number."""
        return cls(Decimal(value), Decimal(value))

    @property
    def known(self) -> bool:
        """Whether there is just one value."""
        return self.low == self.high

    @property
    def open_ended(self) -> bool:
        """Whether an upper bound is missing."""
        return self.high is None

    def at(self, pick: Pick) -> Decimal:
        """One value of the range; of one without upper bound always the lower: whoever asks says that it is unknown."""
        if self.high is None or pick is Pick.LOW:
            return self.low
        return self.high if pick is Pick.HIGH else (self.low + self.high) / 2

    def times(self, factor: Decimal) -> Amount:
        """The range times a factor that is not negative."""
        return Amount(self.low * factor, None if self.high is None else self.high * factor)

    def plus(self, other: Amount) -> Amount:
        """The sum of two ranges."""
        return Amount(self.low + other.low, None if self.high is None or other.high is None else self.high + other.high)


NOTHING = Amount(ZERO, ZERO)


class CostKind(StrEnum):
    """The cost kinds of rules/nutzen, in the order in which they are shown."""

    STAFF = "personal"
    MATERIAL = "sachkosten"
    OVERHEAD = "gemein"
    IT = "it"
    STEP = "sprungfix"
    COORDINATION = "koordination"
    OTHER = "sonstige"


class Driver(StrEnum):
    """What an amount is for: the group as a whole, each case, each partner, each step of cases begun."""

    GROUP = "gruppe"
    CASE = "fall"
    PARTNER = "beteiligte"
    STEP = "stufe"


class Key(StrEnum):
    """How the joint costs are shared out. (Fair shares: planning/shares.)"""

    CASES = "faelle"
    INHABITANTS = "einwohner"
    EQUAL = "gleich"
    SHARES = "anteile"


@dataclass(frozen=True, slots=True)
class CostItem:
    """A cost that comes every year.

    `fixed_share` (0 to 1): the part of an amount for the group that does not follow the number of cases. `begins`, `ends` (first day without
    it): of a joint cost, when it is there at all; of a present cost, `ends` is when it falls away under the cooperation. `residual` (0 to 1):
    the part of a present cost that stays for good. `stays`: a present cost that does not fall away. `positions`: full-time equivalents behind it.
    """

    kind: CostKind
    label: str
    amount: Amount
    driver: Driver = Driver.GROUP
    fixed_share: Decimal = ONE
    step_cases: Decimal = ZERO
    begins: dt.date | None = None
    ends: dt.date | None = None
    residual: Decimal = ZERO
    stays: bool = False
    positions: Decimal = ZERO
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Quality:
    """Who is there today, or would be: qualified persons; days of a year with somebody qualified present. None: not said."""

    persons: int | None = None
    days_covered: int | None = None


@dataclass(frozen=True, slots=True)
class PartnerCosts:
    """A partner: what the task costs it today. `cases` a year and `inhabitants` are None if not said."""

    name: str
    items: tuple[CostItem, ...] = ()
    cases: Decimal | None = None
    inhabitants: Decimal | None = None
    share_percent: Decimal | None = None
    quality: Quality = Quality()
    land: str = ""
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class OneOff:
    """A cost that comes once, on a day; `partner` "": of all, shared out by the key. `eligible`: a grant may count it."""

    label: str
    amount: Amount
    day: dt.date
    partner: str = ""
    eligible: bool = True
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Grant:
    """Money that the user says is granted or expected, on a day; shared out by the key if `partner` is ""."""

    label: str
    amount: Amount
    day: dt.date
    partner: str = ""
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class CostModel:
    """Everything that is computed from. `performer`: the partner that does the work for all ("": an institution of their own).

    `vat_percent`: tax on what partners pay for the service, a range where it is open; `vat_stated`: ja, nein or offen if the user says it.
    `case_factor`: times as many cases as given; `planned_cases`: those for which the joint costs were planned (None: those of all partners).
    Percentages are plain: 19 means 19 %.
    """

    partners: tuple[PartnerCosts, ...]
    joint: tuple[CostItem, ...]
    start: dt.date
    years: int
    one_off: tuple[OneOff, ...] = ()
    grants: tuple[Grant, ...] = ()
    key: Key = Key.EQUAL
    performer: str = ""
    interest_percent: Decimal | None = None
    staff_growth_percent: Decimal = ZERO
    price_growth_percent: Decimal = ZERO
    vat_percent: Amount = NOTHING
    vat_stated: str = ""
    case_factor: Decimal = ONE
    planned_cases: Decimal | None = None
    quality: Quality = Quality()
    work_days: int | None = None
    cases_per_position: Decimal | None = None
    remarks: tuple[str, ...] = ()

    def partner(self, name: str) -> PartnerCosts:
        """The partner of that name."""
        return next(item for item in self.partners if item.name == name)

    def names(self) -> tuple[str, ...]:
        """All partners, in their order."""
        return tuple(item.name for item in self.partners)

    def cases(self, group: Iterable[PartnerCosts] | None = None) -> Decimal:
        """The cases a year of a group, or of all; what is not said counts nothing."""
        return self.case_factor * sum((item.cases or ZERO for item in (self.partners if group is None else group)), ZERO)

    def planned(self) -> Decimal:
        """The cases a year for which the joint costs were planned."""
        given = sum((item.cases or ZERO for item in self.partners), ZERO)
        return given if self.planned_cases is None else self.planned_cases


def joint_cost(item: CostItem, pick: Pick, cases: Decimal, planned_cases: Decimal, members: int) -> Decimal:
    """What a joint cost comes to in a full year for a group with that many cases and members; `planned_cases` are those of all partners."""
    amount = item.amount.at(pick)
    if item.driver is Driver.CASE:
        return amount * cases
    if item.driver is Driver.PARTNER:
        return amount * members
    if item.driver is Driver.STEP:
        steps = (cases / item.step_cases).to_integral_value(ROUND_CEILING) if item.step_cases else ONE
        return amount * max(ONE, steps)
    moving = cases / planned_cases if planned_cases else ONE
    return amount * (item.fixed_share + (ONE - item.fixed_share) * moving)


def present_cost(item: CostItem, pick: Pick, cases: Decimal, planned_cases: Decimal) -> Decimal:
    """What a present cost of a partner comes to in a full year with that many cases; `planned_cases` are its cases as given."""
    return joint_cost(item, pick, cases, planned_cases, 1)


def alone(partner: PartnerCosts, pick: Pick = Pick.MIDDLE) -> Decimal:
    """What the task costs the partner in a year today."""
    cases = partner.cases or ZERO
    return sum((present_cost(item, pick, cases, cases) for item in partner.items), ZERO)


def weights(model: CostModel, group: Iterable[PartnerCosts]) -> dict[str, Decimal]:
    """The share of each member of a group in its joint costs by the key; together they are 1."""
    members = list(group)
    size = {item.name: key_size(model.key, item) for item in members}
    total = sum(size.values(), ZERO)
    if not total:
        return {name: ONE / len(members) for name in size}
    return {name: value / total for name, value in size.items()}


def key_size(key: Key, partner: PartnerCosts) -> Decimal:
    """The number by which the key measures a partner."""
    found = {Key.CASES: partner.cases, Key.INHABITANTS: partner.inhabitants, Key.SHARES: partner.share_percent}.get(key, ONE)
    return found or ZERO
