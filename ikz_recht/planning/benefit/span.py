"""Results that are ranges: from the least to the most favourable reading of what was given; an end that nobody knows is None."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from .amounts import rounded as rounded
from .flow import Flow, Flows, flows
from .model import ZERO, CostModel, Pick


class Standing(StrEnum):
    """Whether something is gained."""

    GAINS = "gewinnt"
    LOSES = "verliert"
    OPEN = "offen"


@dataclass(frozen=True, slots=True)
class Span:
    """A result: unfavourable, in the middle, favourable. `middle` leaves out what is unknown."""

    low: Decimal | None
    middle: Decimal
    high: Decimal | None

    @property
    def known(self) -> bool:
        """Whether there is just one value."""
        return self.low == self.high and self.low is not None

    def standing(self, bound: Decimal = ZERO) -> Standing:
        """Surely at least the bound, surely below it, or neither."""
        if self.low is not None and self.low >= bound:
            return Standing.GAINS
        return Standing.LOSES if self.high is not None and self.high < bound else Standing.OPEN

    def text(self, unit: str = "Euro", digits: int = 0) -> str:
        """In words: „12.000 Euro“, „10.000 bis 12.000 Euro“, „höchstens 12.000 Euro“."""
        low, high = (None if end is None else rounded(end, digits) for end in (self.low, self.high))
        unit = f" {unit}" if unit else ""
        if low is None and high is None:
            return "unbekannt"
        if low is None or high is None:
            return f"höchstens {high}{unit}" if low is None else f"mindestens {low}{unit}"
        return f"{low}{unit}" if low == high else f"{low} bis {high}{unit}"


@dataclass(frozen=True, slots=True)
class Readings:
    """A model in its three readings, and what in it nobody knows: costs today (the saving may be higher), costs to come (it may be lower)."""

    model: CostModel
    by_pick: dict[Pick, Flows]

    def span(self, figure: Callable[[Flow], Decimal], name: str = "") -> Span:
        """A figure of all partners, or of one, in its range. The figure must grow with the saving."""
        found = {pick: figure(item.of(name) if name else item.total) for pick, item in self.by_pick.items()}
        low = None if self.unknown_after(name) else found[Pick.LOW]
        high = None if self.unknown_before(name) else found[Pick.HIGH]
        return Span(low, found[Pick.MIDDLE], high)

    def saving(self, name: str = "") -> Span:
        """What is saved in the settled year."""
        return self.span(lambda item: item.settled.saving, name)

    def balance(self, name: str = "") -> Span:
        """What is gained over the horizon."""
        return self.span(Flow.balance, name)

    def present_value(self, name: str = "") -> Span:
        """The same, discounted."""
        return self.span(lambda item: item.present_value(self.model.interest_percent), name)

    def rate_percent(self, name: str = "", without: tuple[str, ...] = (), year: int = -1) -> Span | None:
        """The saving of a year in percent of the costs without the cooperation; None without such costs."""
        if any(not _flow(item, name).years[year].cost_before(without) for item in self.by_pick.values()):
            return None

        def rate(item: Flow) -> Decimal:
            at = item.years[year]
            return (at.cost_before(without) - at.cost_after(without)) / at.cost_before(without) * 100

        return self.span(rate, name)

    def unknown_before(self, name: str = "") -> tuple[str, ...]:
        """Costs today, and grants, without an upper bound."""
        partners = [item for item in self.model.partners if name in ("", item.name)]
        present = [f"{item.label} ({partner.name})" for partner in partners for item in partner.items if item.amount.open_ended]
        return (
            *present,
            *(item.label for item in self.model.grants if item.amount.open_ended and item.partner in ("", name or item.partner)),
        )

    def unknown_after(self, name: str = "") -> tuple[str, ...]:
        """Costs to come without an upper bound."""
        once = [item.label for item in self.model.one_off if item.amount.open_ended and item.partner in ("", name or item.partner)]
        return (*(item.label for item in self.model.joint if item.amount.open_ended), *once)


def _flow(item: Flows, name: str) -> Flow:
    return item.of(name) if name else item.total


def readings(model: CostModel) -> Readings:
    """The model read unfavourably, in the middle and favourably; three times the same where everything is known."""
    middle = flows(model)
    if _all_known(model):
        return Readings(model, dict.fromkeys(Pick, middle))
    return Readings(model, {Pick.LOW: flows(model, Pick.LOW), Pick.MIDDLE: middle, Pick.HIGH: flows(model, Pick.HIGH)})


def _all_known(model: CostModel) -> bool:
    amounts = [item.amount for partner in model.partners for item in partner.items]
    amounts += [item.amount for item in model.joint] + [item.amount for item in model.one_off] + [item.amount for item in model.grants]
    return model.vat_percent.known and all(item.known for item in amounts)
