"""The best group of partners for a task, put together from rated pairs and checked under the law."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..rulebase.partner import GroupSize
from .groups import best_groups
from .judging import holds_for
from .task_facts import task_facts
from .units import DISTRICT

if TYPE_CHECKING:
    from .partners import Finder, Suggestion

LEAST_PARTNERS = 2  # one partner is a pair


def group_size(finder: Finder, item: Suggestion) -> GroupSize | None:
    """The size that groups for the task should have."""
    facts = task_facts(item.task)
    return next((size for size in finder.rulebase.partner.sizes if holds_for(size.when, facts)), None)


def best_group(finder: Finder, rated: Sequence[Suggestion]) -> Suggestion | None:
    """The best lawful group of at least two partners; None if there is none. A Kreis is no member: its own municipalities would be, too."""
    from .partners import Suggestion

    first = rated[0]
    size = group_size(finder, first)
    candidates = [item for item in rated if item.partners[0].kind != DISTRICT and not _fails(item)]
    if size is None or len(candidates) < LEAST_PARTNERS or size.at_most <= LEAST_PARTNERS:
        return None
    own, region = first.own, finder.region
    units = [item.partners[0] for item in candidates]

    def touches(one: int, other: int) -> bool:
        return region.touch(units[one], own if other < 0 else units[other], across=True)

    def extra(members: tuple[int, ...]) -> float:
        facts = finder.pair_facts.of_group(own, [units[item] for item in members], first.task)
        return sum(mark.points for mark in finder.of_group.marks(facts))

    sizes = (max(LEAST_PARTNERS, size.at_least - 1), size.at_most - 1)
    found = best_groups([item.points for item in candidates], touches if size.connected else None, sizes, extra, finder.of_group.most())
    for group in found.groups:
        partners = tuple(units[item] for item in group.members)
        facts = finder.pair_facts.of_group(own, partners, first.task)
        marks = tuple(finder.of_group.marks(facts))
        judged = finder.with_law(
            Suggestion(first.task, own, first.level, partners, group.points, first.verdict, marks, facts, found.exact, size)
        )
        if judged is not None:
            return judged
    return None


def _fails(item: Suggestion) -> bool:
    """A partner that would only drag a group down."""
    return item.points <= 0
