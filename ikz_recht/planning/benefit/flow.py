"""The flow of money: for each partner and year of the horizon what it spends without and with the cooperation.

Years run from the day on which the cooperation begins; what starts or ends within a year counts by days. Amounts are rounded to the cent per
partner, year and cost kind; shares of a joint amount add up to it (largest remainder). Discounting as usual in investment appraisal: running
amounts at the end of their year, one-off ones at its start.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

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
    share = weights(model, model.partners)
    joint = [_joint(model, number, pick.other()) for number in range(model.years)]
    parts = [_split(amounts, share) for amounts in joint]
    once = [_split_once(model, number, pick, share) for number in range(model.years)]
    found = tuple(
        Flow(
            partner.name,
            tuple(
                _year(model, partner, number, pick, parts[number][partner.name], once[number][partner.name])
                for number in range(model.years)
            ),
        )
        for partner in model.partners
    )
    return Flows(found, Flow("", tuple(_together([item.years[number] for item in found]) for number in range(model.years))))


def year_start(model: CostModel, number: int) -> dt.date:
    """The first day of a year of the horizon, counted from 0."""
    year = model.start.year + number
    leap_day = (model.start.month, model.start.day) == (2, 29)
    return dt.date(year, 2, 28) if leap_day and not _leap(year) else model.start.replace(year=year)


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _year(model: CostModel, partner: PartnerCosts, number: int, pick: Pick, part: ByKind, once: tuple[Decimal, Decimal]) -> Year:
    before: dict[CostKind, Decimal] = {}
    after: dict[CostKind, Decimal] = dict(part)
    planned = partner.cases or ZERO
    for item in partner.items:
        cost = present_cost(item, pick, planned * model.case_factor, planned) * _growth(model, item, number)
        before[item.kind] = before.get(item.kind, ZERO) + cents(cost)
        kept = _kept(model, item, number)
        if kept:
            after[item.kind] = after.get(item.kind, ZERO) + cents(cost * kept)
    rate = ZERO if partner.name == model.performer else model.vat_percent.at(pick.other())
    tax = cents(sum(part.values(), ZERO) * rate / HUNDRED) if rate else ZERO
    return Year(before, after, tax, *once)


def _joint(model: CostModel, number: int, pick: Pick) -> dict[CostKind, Decimal]:
    """The joint costs of a year by kind."""
    found: dict[CostKind, Decimal] = {}
    for item in model.joint:
        cost = joint_cost(item, pick, model.cases(), model.planned(), len(model.partners))
        cost *= _growth(model, item, number) * _present(model, number, item.begins, item.ends)
        found[item.kind] = found.get(item.kind, ZERO) + cents(cost)
    return found


def _kept(model: CostModel, item: CostItem, number: int) -> Decimal:
    """The part of a present cost that a partner still has in a year of the cooperation."""
    if item.stays:
        return ONE
    lasting = _present(model, number, None, item.ends) if item.ends else ZERO
    return lasting + (ONE - lasting) * item.residual


def _present(model: CostModel, number: int, begins: dt.date | None, ends: dt.date | None) -> Decimal:
    """The part of a year, by days, in which something is there."""
    if begins is None and ends is None:
        return ONE
    first, beyond = year_start(model, number), year_start(model, number + 1)
    start, end = max(first, begins or first), min(beyond, ends or beyond)
    return Decimal(max(0, (end - start).days)) / (beyond - first).days


def _growth(model: CostModel, item: CostItem, number: int) -> Decimal:
    percent = model.staff_growth_percent if item.kind in _STAFF else model.price_growth_percent
    return (ONE + percent / HUNDRED) ** number if percent and number else ONE


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
