"""Funding programmes of the Länder: whether their thresholds are met, and what the grant would change. Never counted unless the user says so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from ...advice.opinion import Opinion
from ...rulebase.benefit import Programme, Threshold
from ...rulebase.fact import PRIVATE_KINDS
from .flow import flows
from .model import HUNDRED, ZERO, Amount, CostModel, Grant, Pick
from .span import Readings, Span, Standing

MET, EXCEPTION, MISSED, OPEN = "erfuellt", "nur_ausnahmsweise", "verfehlt", "offen"


@dataclass(frozen=True, slots=True)
class Test:
    """A threshold on the case. `value`: what it is measured by, None if nobody has said it; `first_year`: when it is first met, counted from 1."""

    threshold: Threshold
    standing: str
    value: Span | None
    first_year: int | None = None


@dataclass(frozen=True, slots=True)
class Funding:
    """A programme on the case. `sure`: its conditions certainly hold. `most`: the most it gives; with it the payback would be `payback_years`."""

    programme: Programme
    sure: bool
    tests: tuple[Test, ...]
    most: Decimal | None = None
    payback_years: Decimal | None = None


def fundings(readings: Readings, opinion: Opinion) -> list[Funding]:
    """Every programme that may concern the case on the day of the opinion."""
    found = []
    for programme in opinion.program.rulebase.benefit.programmes:
        truth = opinion.evaluation.truth(programme.when)
        count = _partners_of(programme.land, opinion)
        least, most = programme.partners
        fits = programme.validity.covers(opinion.day) and truth is not False and _form_fits(programme, opinion)
        if fits and least <= count and (most is None or count <= most):
            found.append(_funding(programme, truth is True, count, readings, opinion))
    return found


def _partners_of(land: str, opinion: Opinion) -> int:
    """The public participants of a Land."""
    return sum(item.land == land and item.kind not in PRIVATE_KINDS for item in opinion.case.participants or ())


def _form_fits(programme: Programme, opinion: Opinion) -> bool:
    chosen = opinion.recommendation.chosen.form.id if opinion.recommendation else ""
    return programme.forms is None or not chosen or chosen in programme.forms


def _funding(programme: Programme, sure: bool, count: int, readings: Readings, opinion: Opinion) -> Funding:
    tests = tuple(_test(item, count, readings, opinion) for item in programme.thresholds)
    most = _ceiling(programme, count, readings.model)
    if most is None:
        return Funding(programme, sure, tests)
    extra = Grant(programme.name, Amount(most, most), readings.model.start)
    model = replace(readings.model, grants=(*readings.model.grants, extra))
    return Funding(programme, sure, tests, most, flows(model).total.payback_years())


def _ceiling(programme: Programme, count: int, model: CostModel) -> Decimal | None:
    """The most that the programme gives; nothing beyond the share of one-off costs that it bears."""
    rule = programme.ceiling
    if rule is None:
        return None
    bounds = []
    if rule.base is not None:
        bounds.append(rule.base + (rule.per_further or ZERO) * max(0, count - rule.base_partners))
    if rule.percent is not None:
        bounds.append(eligible(model).at(Pick.MIDDLE) * rule.percent / HUNDRED)
    return min(bounds)


def eligible(model: CostModel) -> Amount:
    """One-off costs that a grant may count."""
    total = Amount(ZERO, ZERO)
    for item in model.one_off:
        if item.eligible:
            total = total.plus(item.amount)
    return total


def _test(threshold: Threshold, count: int, readings: Readings, opinion: Opinion) -> Test:
    value = _value(threshold, count, readings, opinion)
    first = _first_year(threshold, readings) if threshold.kind == "ersparnis_prozent" else None
    if value is None:
        return Test(threshold, OPEN, None)
    standing = {Standing.GAINS: MET, Standing.LOSES: MISSED, Standing.OPEN: OPEN}[value.standing(threshold.at_least)]
    if standing == MISSED and threshold.exception is not None and value.standing(threshold.exception) is Standing.GAINS:
        standing = EXCEPTION
    return Test(threshold, standing, value, first)


def _value(threshold: Threshold, count: int, readings: Readings, opinion: Opinion) -> Span | None:
    if threshold.kind == "ersparnis_prozent":
        return readings.rate_percent(without=threshold.without)
    if threshold.kind == "einmalkosten":
        amount = eligible(readings.model)
        return Span(amount.low, amount.at(Pick.MIDDLE), amount.high)
    if threshold.kind == "partner":
        return _exactly(count)
    years = opinion.case.answers.get("laufzeit_jahre")
    if opinion.case.answers.get("befristung") == "unbefristet":
        return Span(threshold.at_least, threshold.at_least, None)
    return _exactly(Decimal(str(years))) if isinstance(years, int | float) and not isinstance(years, bool) else None


def _exactly(number: Decimal | int) -> Span:
    value = Decimal(number)
    return Span(value, value, value)


def _first_year(threshold: Threshold, readings: Readings) -> int | None:
    """The first year from which on the rate is surely reached to the end."""
    first = None
    for number in range(readings.model.years):
        rate = readings.rate_percent(without=threshold.without, year=number)
        if rate is None or rate.standing(threshold.at_least) is not Standing.GAINS:
            first = None
        elif first is None:
            first = number + 1
    return first
