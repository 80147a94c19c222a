"""The flow of money: for each partner and year of the horizon what it spends without and with the cooperation.

Years run from the day on which the cooperation begins; what starts or ends within a year counts by days. Amounts are rounded to the cent per
partner, year and cost kind; shares of a joint amount add up to it (largest remainder). Discounting as usual in investment appraisal: running
amounts at the end of their year, one-off ones at its start.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from functools import lru_cache

from .amounts import cents
from .model import CENT, HUNDRED, ONE, ZERO, CostItem, CostKind, CostModel, PartnerCosts, Pick, joint_cost, present_cost, weights

_STAFF = frozenset({CostKind.STAFF, CostKind.OVERHEAD})
ByKind = Mapping[CostKind, Decimal]


@dataclass(frozen=True, slots=True)
class Year:
    """A year of a partner or of all: running costs before and after by kind, tax, one-off costs and grants. Euro."""

    before: ByKind
    after: ByKind
    tax: Decimal = ZERO
    one_off: Decimal = ZERO
    grant: Decimal = ZERO

    def cost_before(self, without: Iterable[str] = ()) -> Decimal:
        """Running costs without the cooperation, some kinds left out."""
        return _sum(self.before, without)

    def cost_after(self, without: Iterable[str] = ()) -> Decimal:
        """Running costs with it, tax included."""
        return _sum(self.after, without) + self.tax

    @property
    def saving(self) -> Decimal:
        """Running costs that fall away; negative if there are more."""
        return self.cost_before() - self.cost_after()

    @property
    def net(self) -> Decimal:
        """The saving with what comes once."""
        return self.saving - self.one_off + self.grant


@dataclass(frozen=True, slots=True)
class Flow:
    """All years of a partner, or of all partners together."""

    name: str
    years: tuple[Year, ...]

    @property
    def settled(self) -> Year:
        """The last year, when everything has settled."""
        return self.years[-1]

    def balance(self) -> Decimal:
        """What is gained over the horizon, everything counted, without discounting."""
        return sum((year.net for year in self.years), ZERO)

    def present_value(self, interest_percent: Decimal | None) -> Decimal:
        """The balance, discounted if there is a rate."""
        if not interest_percent:
            return self.balance()
        rate = ONE + interest_percent / HUNDRED
        return cents(
            sum(
                ((year.grant - year.one_off) / rate**number + year.saving / rate ** (number + 1) for number, year in enumerate(self.years)),
                ZERO,
            )
        )

    def one_off(self) -> Decimal:
        """One-off costs less grants."""
        return sum((year.one_off - year.grant for year in self.years), ZERO)

    def payback_years(self) -> Decimal | None:
        """After how many years the savings have paid for what was spent once, to stay so; None if not within the horizon."""
        reached: Decimal | None = ZERO
        total = ZERO
        for number, year in enumerate(self.years):
            opening = total - year.one_off + year.grant
            total = opening + year.saving
            if total < 0:
                reached = None
            elif opening < 0:
                reached = Decimal(number) - opening / year.saving
            elif reached is None:
                reached = Decimal(number)
        return reached


@dataclass(frozen=True, slots=True)
class Flows:
    """The flows of all partners, and of them together."""

    partners: tuple[Flow, ...]
    total: Flow

    def of(self, name: str) -> Flow:
        """The flow of a partner."""
        return next(item for item in self.partners if item.name == name)


def flows(model: CostModel, pick: Pick = Pick.MIDDLE) -> Flows:
    """The flows, seen unfavourably (LOW saving), in the middle, or favourably (HIGH): costs today at one end of their ranges, all others at the
    other end."""
    clock = _clock(model)
    share = weights(model, model.partners)
    joint = _joint_years(model.joint, model.cases(), model.planned(), len(model.partners), pick.other(), clock)
    parts = [_split(amounts, share) for amounts in joint]
    once = [_split_once(model, number, pick, share) for number in range(model.years)]
    found = tuple(
        Flow(
            partner.name,
            tuple(
                _year(model, partner, present, pick, parts[number][partner.name], once[number][partner.name])
                for number, present in enumerate(_present_years(partner, pick, clock, model.case_factor))
            ),
        )
        for partner in model.partners
    )
    return Flows(found, Flow("", tuple(_together([item.years[number] for item in found]) for number in range(model.years))))


@dataclass(frozen=True, slots=True)
class _Clock:
    """What the same costs come to in other years hangs on."""

    start: dt.date
    years: int
    staff_growth_percent: Decimal
    price_growth_percent: Decimal

    def first_day(self, number: int) -> dt.date:
        """The first day of a year, counted from 0."""
        year = self.start.year + number
        leap_day = (self.start.month, self.start.day) == (2, 29)
        return dt.date(year, 2, 28) if leap_day and not _leap(year) else self.start.replace(year=year)

    def growth(self, item: CostItem, number: int) -> Decimal:
        """By what costs have multiplied by a year."""
        percent = self.staff_growth_percent if item.kind in _STAFF else self.price_growth_percent
        return (ONE + percent / HUNDRED) ** number if percent and number else ONE

    def present(self, number: int, begins: dt.date | None, ends: dt.date | None) -> Decimal:
        """The part of a year, by days, in which something is there."""
        if begins is None and ends is None:
            return ONE
        first, beyond = self.first_day(number), self.first_day(number + 1)
        start, end = max(first, begins or first), min(beyond, ends or beyond)
        return Decimal(max(0, (end - start).days)) / (beyond - first).days

    def kept(self, item: CostItem, number: int) -> Decimal:
        """The part of a present cost that a partner still has in a year of the cooperation."""
        if item.stays:
            return ONE
        lasting = self.present(number, None, item.ends) if item.ends else ZERO
        return lasting + (ONE - lasting) * item.residual


def _clock(model: CostModel) -> _Clock:
    return _Clock(model.start, model.years, model.staff_growth_percent, model.price_growth_percent)


def year_start(model: CostModel, number: int) -> dt.date:
    """The first day of a year of the horizon, counted from 0."""
    return _clock(model).first_day(number)


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


@lru_cache(maxsize=4096)  # scenarios change one thing at a time: most partners stay as they are
def _present_years(partner: PartnerCosts, pick: Pick, clock: _Clock, case_factor: Decimal) -> tuple[tuple[ByKind, ByKind], ...]:
    """For each year what a partner spends today by kind, and what of it stays under the cooperation. Nobody may change the answer."""
    found = []
    planned = partner.cases or ZERO
    for number in range(clock.years):
        before: dict[CostKind, Decimal] = {}
        kept: dict[CostKind, Decimal] = {}
        for item in partner.items:
            cost = present_cost(item, pick, planned * case_factor, planned) * clock.growth(item, number)
            before[item.kind] = before.get(item.kind, ZERO) + cents(cost)
            part = cents(cost * clock.kept(item, number))
            if part:
                kept[item.kind] = kept.get(item.kind, ZERO) + part
        found.append((before, kept))
    return tuple(found)


def _year(
    model: CostModel, partner: PartnerCosts, present: tuple[ByKind, ByKind], pick: Pick, part: ByKind, once: tuple[Decimal, Decimal]
) -> Year:
    before, kept = present
    after = dict(part)
    for kind, amount in kept.items():
        after[kind] = after.get(kind, ZERO) + amount
    rate = ZERO if partner.name == model.performer else model.vat_percent.at(pick.other())
    tax = cents(sum(part.values(), ZERO) * rate / HUNDRED) if rate else ZERO
    return Year(before, after, tax, *once)


@lru_cache(maxsize=1024)
def _joint_years(
    items: tuple[CostItem, ...], cases: Decimal, planned: Decimal, members: int, pick: Pick, clock: _Clock
) -> tuple[ByKind, ...]:
    """The joint costs of each year by kind. Nobody may change the answer."""
    return tuple(_joint_year(items, cases, planned, members, pick, clock, number) for number in range(clock.years))


def _joint_year(
    items: tuple[CostItem, ...], cases: Decimal, planned: Decimal, members: int, pick: Pick, clock: _Clock, number: int
) -> dict[CostKind, Decimal]:
    found: dict[CostKind, Decimal] = {}
    for item in items:
        cost = joint_cost(item, pick, cases, planned, members)
        cost *= clock.growth(item, number) * clock.present(number, item.begins, item.ends)
        found[item.kind] = found.get(item.kind, ZERO) + cents(cost)
    return found


@dataclass(frozen=True, slots=True)
class SettledPartner:
    """What a partner spends in the settled year: on its own, and of that, what stays with it under the cooperation. Euro."""

    alone: Decimal
    kept: Decimal


def settled_partner(model: CostModel, partner: PartnerCosts, pick: Pick = Pick.MIDDLE) -> SettledPartner:
    """The partner in the settled year, at its prices."""
    before, kept = _present_years(partner, pick, _clock(model), model.case_factor)[-1]
    return SettledPartner(_sum(before, ()), _sum(kept, ()))


def settled_joint(model: CostModel, group: Sequence[PartnerCosts], pick: Pick = Pick.MIDDLE) -> Decimal:
    """What a group spends together in the settled year, without tax, at its prices."""
    clock = _clock(model)
    return _sum(_joint_year(model.joint, model.cases(group), model.planned(), len(group), pick, clock, clock.years - 1), ())


def _split(amounts: ByKind, share: Mapping[str, Decimal]) -> dict[str, dict[CostKind, Decimal]]:
    """Each joint amount in parts for the partners."""
    found: dict[str, dict[CostKind, Decimal]] = {name: {} for name in share}
    for kind, amount in amounts.items():
        for name, part in divided(amount, share).items():
            found[name][kind] = part
    return found


def _split_once(model: CostModel, number: int, pick: Pick, share: Mapping[str, Decimal]) -> dict[str, tuple[Decimal, Decimal]]:
    """One-off costs and grants of a year for each partner."""
    costs, grants = dict.fromkeys(share, ZERO), dict.fromkeys(share, ZERO)
    once = [(costs, item, pick.other()) for item in model.one_off] + [(grants, item, pick) for item in model.grants]
    for into, item, end in once:
        if year_of(model, item.day) == number:
            amount = cents(item.amount.at(end))
            parts = {item.partner: amount} if item.partner in share else divided(amount, share)
            for name, part in parts.items():
                into[name] += part
    return {name: (costs[name], grants[name]) for name in share}


def year_of(model: CostModel, day: dt.date) -> int:
    """The year of the horizon into which a day falls; what comes before the start counts in the first, what comes after in the last."""
    number = next((number for number in range(model.years) if day < year_start(model, number + 1)), model.years - 1)
    return max(0, number)


def divided(amount: Decimal, share: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """An amount in parts to the cent that add up to it; cents left over go where most was cut off (largest remainder)."""
    exact = {name: amount * part for name, part in share.items()}
    found = {name: value.quantize(CENT, ROUND_FLOOR) for name, value in exact.items()}
    left = int((amount - sum(found.values(), ZERO)) / CENT)
    if not left:
        return found
    for name in sorted(found, key=lambda name: (found[name] - exact[name], name))[:left]:
        found[name] += CENT
    return found


def _together(years: list[Year]) -> Year:
    return Year(
        _added([item.before for item in years]),
        _added([item.after for item in years]),
        sum((item.tax for item in years), ZERO),
        sum((item.one_off for item in years), ZERO),
        sum((item.grant for item in years), ZERO),
    )


def _added(parts: Iterable[ByKind]) -> dict[CostKind, Decimal]:
    found: dict[CostKind, Decimal] = {}
    for part in parts:
        for kind, amount in part.items():
            found[kind] = found.get(kind, ZERO) + amount
    return {kind: found[kind] for kind in CostKind if kind in found}


def _sum(amounts: ByKind, without: Iterable[str]) -> Decimal:
    if not without:
        return sum(amounts.values(), ZERO)
    left_out = set(without)
    return sum((amount for kind, amount in amounts.items() if kind not in left_out), ZERO)
