"""What each group of partners would pay in the settled year, and what of it a key divides.

The settled year is the last of the horizon, at its prices, as in the flow: so a key gives every partner the same saving here and there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from .flow import settled_joint, settled_partner
from .model import CENT, HUNDRED, ONE, ZERO, CostModel, PartnerCosts, Pick, weights

MAX_PARTNERS = 16  # of which every subgroup is looked at


@dataclass(frozen=True, slots=True)
class JointCosts:
    """What all spend together and a key divides; what stays with each partner; the tax in percent that each pays on its part. Euro a year."""

    amount: Decimal
    kept: dict[str, Decimal]
    vat_percent: dict[str, Decimal]


def joint_costs(model: CostModel, pick: Pick = Pick.MIDDLE) -> JointCosts:
    """The costs of all in the settled year. Who does the work for the others pays no tax on its part."""
    vat = model.vat_percent.at(pick)
    return JointCosts(
        settled_joint(model, model.partners, pick),
        {item.name: settled_partner(model, item, pick).kept for item in model.partners},
        {name: ZERO if name == model.performer else vat for name in model.names()},
    )


def coalition_costs(model: CostModel, pick: Pick = Pick.MIDDLE) -> dict[frozenset[str], Decimal]:
    """What the task costs each group of partners in the settled year, to the cent; every group that is not empty.

    One partner alone: what it spends today. A group: the joint costs for its cases and members, what its members keep, and the tax on payments
    among them. One-off costs and grants are left out. Costs without an upper bound count with their lower. Raises ValueError beyond MAX_PARTNERS.
    """
    if len(model.partners) > MAX_PARTNERS:
        raise ValueError(f"more than {MAX_PARTNERS} partners")
    settled = {item.name: settled_partner(model, item, pick) for item in model.partners}
    tax = model.vat_percent.at(pick) / HUNDRED
    found = {frozenset({name}): item.alone.quantize(CENT) for name, item in settled.items()}
    for size in range(2, len(model.partners) + 1):
        for group in combinations(model.partners, size):
            joint = settled_joint(model, group, pick)
            taxed = joint * tax * taxed_share(model, group) if tax else ZERO
            total = joint + taxed + sum((settled[item.name].kept for item in group), ZERO)
            found[frozenset(item.name for item in group)] = total.quantize(CENT)
    return found


def taxed_share(model: CostModel, group: Iterable[PartnerCosts]) -> Decimal:
    """The part of the joint costs that is paid to somebody else: all of it to an institution, else what the performing partner does not bear.

    A group without the partner foreseen for the work has its largest member do it.
    """
    members = list(group)
    if not model.performer:
        return ONE
    share = weights(model, members)
    doing = model.performer if model.performer in share else max(members, key=lambda item: (share[item.name], item.name)).name
    return ONE - share[doing]
