"""Small cost models for tests, and the calculation on a case."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

from ikz_recht.advice.case import Case, case_from, read_case
from ikz_recht.advice.opinion import Opinion, advise
from ikz_recht.inference.facts import Participant
from ikz_recht.planning.benefit.benefit import Benefit, benefit_of
from ikz_recht.planning.benefit.model import Amount, CostItem, CostKind, CostModel, Key, PartnerCosts
from ikz_recht.planning.benefit.read_costs import cost_model
from ikz_recht.rulebase.nodes import parse_nodes
from tests.real import DAY, PROJECT, RULES

EXAMPLES = PROJECT / "docs" / "beispiele"
THREE = EXAMPLES / "standesamt-lossetal.yaml"
THREE_COSTS = EXAMPLES / "kosten" / "standesamt-lossetal.yaml"
FIVE = EXAMPLES / "personalabrechnung-fuenf.yaml"
BORDER = EXAMPLES / "vergabestelle-landesgrenze.yaml"


def item(amount: int | str, kind: CostKind = CostKind.STAFF, **more: object) -> CostItem:
    return CostItem(kind, str(kind), Amount.exactly(amount), **more)  # type: ignore[arg-type]


def model(costs: dict[str, int], joint: int, **more: object) -> CostModel:
    """Partners that spend so much today, and what all spend together; equal shares, five years."""
    partners = tuple(PartnerCosts(name, (item(cost),), cases=Decimal(10)) for name, cost in costs.items())
    settings: dict[str, object] = {"start": dt.date(2027, 1, 1), "years": 5, "key": Key.EQUAL, **more}
    return CostModel(partners, (item(joint),), **settings)  # type: ignore[arg-type]


def read(text: str, names: str = "AB") -> CostModel:
    """The model of YAML text for partners A, B, …"""
    return cost_model(parse_nodes(text, Path("kosten.yaml")), [Participant(name, "gemeinde", "HE") for name in names])


def opinion_of(path: Path, day: dt.date = DAY) -> Opinion:
    return advise(case_from(read_case(path), RULES), RULES, day)


def benefit_of_text(text: str, case: str, day: dt.date = DAY) -> Benefit:
    """The calculation on a case and costs, both as text."""
    found: Case = case_from(parse_nodes(case, Path("fall.yaml")), RULES)
    return benefit_of(advise(found, RULES, day), parse_nodes(text, Path("kosten.yaml")))
