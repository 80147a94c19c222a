"""What the result hangs on: each group of costs moved up and down (tornado), and the point up to which it pays (break-even).

One-at-a-time sensitivity analysis. The balance is linear in every cost, so the break-even follows from two readings; in the number of cases
it is not (steps), so there it is looked for by bisection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from ...rulebase.benefit import BenefitRules, Lever
from .amounts import show
from .flow import flows
from .model import HUNDRED, NOTHING, ONE, ZERO, Amount, CostItem, CostModel, Driver, Pick, alone, joint_cost
from .span import Readings

MOST_CASES = Decimal(4)
_STEPS = 40
_FAR = Decimal(1000)  # a bound that many times as high as what is assumed tells nobody anything
_PROBE = Decimal("0.1")
UNITS = {
    Driver.GROUP: "Euro im Jahr",
    Driver.CASE: "Euro je Fall",
    Driver.PARTNER: "Euro im Jahr je Beteiligte",
    Driver.STEP: "Euro im Jahr je Stufe",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the tornado: the balance at the one end and at the other, with what each end means."""

    name: str
    down: Decimal
    up: Decimal
    down_means: str
    up_means: str

    @property
    def swing(self) -> Decimal:
        """How far apart both ends are."""
        return abs(self.up - self.down)


@dataclass(frozen=True, slots=True)
class BreakEven:
    """Up to (`at_most`) or from which bound on it pays. `assumed`: what the calculation goes by; None if unknown. Euro a year, Euro, or cases."""

    name: str
    bound: Decimal
    at_most: bool
    assumed: Decimal | None
    unit: str


def central(model: CostModel) -> Decimal:
    """The measure of all comparisons: what all partners together gain over the horizon, discounted if there is a rate; middle of each range."""
    return flows(model).total.present_value(model.interest_percent)


def bars(readings: Readings, rules: BenefitRules) -> list[Bar]:
    """All bars, the widest first: groups of costs by the percentages of the rules, and everything that was given as a range."""
    found = [*_of_rules(readings.model, rules), *_of_ranges(readings.model), *_of_tax(readings.model)]
    return sorted((bar for bar in found if bar.swing), key=lambda bar: (-bar.swing, bar.name))


def _of_rules(model: CostModel, rules: BenefitRules) -> Iterator[Bar]:
    for lever in rules.levers:
        change = lever.percent / HUNDRED
        down, up = (central(moved(model, lever, ONE + sign * change)) for sign in (-1, 1))
        yield Bar(lever.name, down, up, f"−{show(lever.percent)} %", f"+{show(lever.percent)} %")


def _of_ranges(model: CostModel) -> Iterator[Bar]:
    for name, _, amount, put in _amounts(model):
        if not amount.known and not amount.open_ended and amount.high is not None:
            down, up = (central(put(Amount(end, end))) for end in (amount.low, amount.high))
            yield Bar(name, down, up, f"{show(amount.low)} Euro", f"{show(amount.high)} Euro")


def _of_tax(model: CostModel) -> Iterator[Bar]:
    if not model.vat_percent.known and model.vat_percent.high is not None:
        down, up = (central(replace(model, vat_percent=Amount(end, end))) for end in (ZERO, model.vat_percent.high))
        yield Bar("Umsatzsteuer", down, up, "keine", f"{show(model.vat_percent.high)} %")


def moved(model: CostModel, lever: Lever, factor: Decimal) -> CostModel:
    """The model with what the lever stands for multiplied."""
    if lever.side == "faelle":
        return replace(model, case_factor=model.case_factor * factor, planned_cases=model.planned())
    if lever.side == "einmalig":
        return replace(model, one_off=tuple(replace(item, amount=item.amount.times(factor)) for item in model.one_off))
    if lever.side == "gemeinsam":
        return replace(model, joint=_multiplied(model.joint, lever, factor))
    return replace(model, partners=tuple(replace(item, items=_multiplied(item.items, lever, factor)) for item in model.partners))


def _multiplied(items: tuple[CostItem, ...], lever: Lever, factor: Decimal) -> tuple[CostItem, ...]:
    return tuple(replace(item, amount=item.amount.times(factor)) if item.kind in lever.kinds else item for item in items)


def _amounts(model: CostModel) -> Iterator[tuple[str, str, Amount, Callable[[Amount], CostModel]]]:
    """Every amount with its name and unit, and how to put another in its place."""
    for number, one in enumerate(model.joint):
        yield one.label, UNITS[one.driver], one.amount, _joint_setter(model, number)
    for place, partner in enumerate(model.partners):
        for number, one in enumerate(partner.items):
            yield f"{one.label} ({partner.name}, bisher)", UNITS[one.driver], one.amount, _present_setter(model, place, number)
    for number, once in enumerate(model.one_off):
        yield f"{once.label} (einmalig)", "Euro", once.amount, _once_setter(model, number)


def _joint_setter(model: CostModel, number: int) -> Callable[[Amount], CostModel]:
    return lambda amount: replace(model, joint=_put(model.joint, number, amount))


def _present_setter(model: CostModel, place: int, number: int) -> Callable[[Amount], CostModel]:
    partner = model.partners[place]

    def put(amount: Amount) -> CostModel:
        changed = replace(partner, items=_put(partner.items, number, amount))
        return replace(model, partners=(*model.partners[:place], changed, *model.partners[place + 1 :]))

    return put


def _once_setter(model: CostModel, number: int) -> Callable[[Amount], CostModel]:
    items = model.one_off
    return lambda amount: replace(model, one_off=(*items[:number], replace(items[number], amount=amount), *items[number + 1 :]))


def _put(items: tuple[CostItem, ...], number: int, amount: Amount) -> tuple[CostItem, ...]:
    return (*items[:number], replace(items[number], amount=amount), *items[number + 1 :])


def break_evens(readings: Readings, rules: BenefitRules) -> list[BreakEven]:
    """For every group of costs, for what is unknown, and for the cases, the bound at which the balance of all is nil; none where there is none."""
    model = readings.model
    base = central(model)
    found = [_of_lever(model, lever, base) for lever in rules.levers if lever.side not in ("faelle",)]
    found += [_of_unknown(name, unit, put) for name, unit, amount, put in _amounts(model) if amount.open_ended]
    if any(lever.side == "faelle" for lever in rules.levers):
        found.append(_of_cases(model, base))
    return [item for item in found if item is not None]


def _of_lever(model: CostModel, lever: Lever, base: Decimal) -> BreakEven | None:
    assumed = _assumed(model, lever)
    slope = (central(moved(model, lever, ONE + _PROBE)) - base) / _PROBE
    if not assumed or not slope:
        return None
    factor = ONE - base / slope
    if not 0 <= factor <= _FAR:  # it pays, or does not, whatever they are
        return None
    return BreakEven(lever.name, assumed * factor, slope < 0, assumed, "Euro" if lever.side == "einmalig" else "Euro im Jahr")


def _assumed(model: CostModel, lever: Lever) -> Decimal:
    """What the costs of a lever come to: in a full year at first prices, or once."""
    if lever.side == "einmalig":
        return sum((item.amount.at(Pick.MIDDLE) for item in model.one_off), ZERO)
    if lever.side == "gemeinsam":
        chosen = (item for item in model.joint if item.kind in lever.kinds)
        return sum((joint_cost(item, Pick.MIDDLE, model.cases(), model.planned(), len(model.partners)) for item in chosen), ZERO)
    partners = (replace(item, items=tuple(one for one in item.items if one.kind in lever.kinds)) for item in model.partners)
    return sum((alone(item) for item in partners), ZERO)


def _of_unknown(name: str, unit: str, put: Callable[[Amount], CostModel]) -> BreakEven | None:
    """The bound for an amount that nobody knows: the balance without it, divided by what one Euro of it costs."""
    without = central(put(NOTHING))
    thousand = Decimal(1000)
    slope = (central(put(Amount(thousand, thousand))) - without) / thousand
    if not slope or -without / slope < 0:
        return None
    return BreakEven(name, -without / slope, slope < 0, None, unit)


def _of_cases(model: CostModel, base: Decimal) -> BreakEven | None:
    """The number of cases at which the balance turns, if it does between none and MOST_CASES times as many."""
    cases = model.cases()

    def at(factor: Decimal) -> Decimal:
        return central(replace(model, case_factor=model.case_factor * factor, planned_cases=model.planned()))

    if not cases or base == 0:
        return None
    for end in (_PROBE, MOST_CASES):
        if (at(end) < 0) != (base < 0):
            turning = _bisected(at, ONE, end)
            return BreakEven("Fälle aller Beteiligten", cases * turning, (at(turning * Decimal("1.05")) < 0), cases, "Fälle im Jahr")
    return None


def _bisected(at: Callable[[Decimal], Decimal], same: Decimal, other: Decimal) -> Decimal:
    """Where the sign changes between two factors: the last factor found on the side that pays."""
    sign = at(same) < 0
    for _ in range(_STEPS):
        middle = (same + other) / 2
        if (at(middle) < 0) == sign:
            same = middle
        else:
            other = middle
        if abs(same - other) < Decimal("0.0001"):
            break
    return other if sign else same
