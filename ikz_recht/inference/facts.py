"""What is known about a case: typed answers and the participants."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..rulebase.fact import Value
from ..rulebase.model import Aggregate

NO_ASSOCIATION = "keiner"


@dataclass(frozen=True, slots=True)
class FromRegister:
    """Where a participant stands in the register of municipalities: its key there and the day of the register.

    `attributes` are the attributes of the participant that were taken from there („ags“: it was found by its name); `remarks` say in German
    where the participant differs.
    """

    ags: str
    as_of: dt.date | None = None
    attributes: frozenset[str] = frozenset()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Participant:
    """A municipality, Kreis, association, other body or private party.

    `land` is a two-letter code or AUSLAND. Unknown are: `inhabitants` None, `role`, `district` (Kreis) and `association` empty, `holds_task`
    None. An `association` of NO_ASSOCIATION says that the municipality belongs to none. `register` says where values come from; it
    decides nothing, and participants that differ in nothing else are equal.
    """

    name: str
    kind: str
    land: str
    inhabitants: int | None = None
    role: str = ""
    district: str = ""
    association: str = ""
    holds_task: bool | None = None
    register: FromRegister | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Answers:
    """Known answers by question id. A question that is not here is unknown. `participants` is None while nobody has been named."""

    values: Mapping[str, Value] = field(default_factory=dict)
    participants: tuple[Participant, ...] | None = None

    def without(self, names: frozenset[str]) -> Answers:
        """The same answers with some of them unknown."""
        return Answers({name: value for name, value in self.values.items() if name not in names}, self.participants)


def aggregate(rule: Aggregate, participants: tuple[Participant, ...] | None) -> Value | None:
    """A value over the participants; None if they, or an attribute that is needed, are unknown."""
    if participants is None:
        return None
    matches = [(item, _passes(rule, item)) for item in participants]
    if rule.operation in ("alle", "gleich"):
        return _for_all(rule, [(item, passes) for item, passes in matches if passes is not False])
    if any(passes is None for _, passes in matches):
        return None
    chosen = [item for item, passes in matches if passes]
    if rule.operation == "zaehlt":
        return len(chosen)
    if rule.operation == "sammelt":
        return frozenset(item.land for item in chosen)
    if rule.operation == "zaehlt_verschiedene":
        values = {attribute_of(item, rule.attribute) for item in chosen}
        return None if "" in values else len(values)
    numbers = [item.inhabitants for item in chosen]
    if any(number is None for number in numbers):
        return None
    known = [number for number in numbers if number is not None]
    if rule.operation == "summiert":
        return sum(known)
    if not known:
        return None
    return max(known) if rule.operation == "groesste" else min(known)


def _passes(rule: Aggregate, item: Participant) -> bool | None:
    """Whether the participant passes the filter; None if an attribute that decides is unknown."""
    if (rule.kinds and item.kind not in rule.kinds) or (rule.lands and item.land not in rule.lands):
        return False
    if rule.roles and item.role and item.role not in rule.roles:
        return False
    if rule.holds_task is not None and item.holds_task is not None and item.holds_task is not rule.holds_task:
        return False
    unknown = (rule.roles and not item.role) or (rule.holds_task is not None and item.holds_task is None)
    return None if unknown else True


def _for_all(rule: Aggregate, chosen: list[tuple[Participant, bool | None]]) -> bool | None:
    """`alle`: everyone who passes holds the task; `gleich`: all who pass have the same value. With nobody there is no answer.

    `alle` is false, whoever of them passes, where none of those who may pass holds the task.
    """
    if not chosen:
        return None
    if rule.operation == "alle":
        if any(passes and item.holds_task is False for item, passes in chosen) or all(item.holds_task is False for item, _ in chosen):
            return False
        return True if all(item.holds_task for item, _ in chosen) else None
    sure = {value for item, passes in chosen if passes and (value := attribute_of(item, rule.attribute))}
    if len(sure) > 1 or NO_ASSOCIATION in sure:
        return False
    values = {attribute_of(item, rule.attribute) for item, _ in chosen}
    return True if len(values) == 1 and not values & {"", NO_ASSOCIATION} else None


_PREFIX = re.compile(r"(landkreis|kreis|lkr\.?|lk) ")


def attribute_of(item: Participant, name: str) -> str:
    """Land, Kreis or association of a participant, written alike for comparison; "" if unknown. A Kreis and a kreisfreie Stadt are their own.

    Names mean something in one Land only: there is a Kreis Coburg in Bayern, and none of that name elsewhere is the same.
    """
    if name == "land":
        return item.land
    if name == "verband":
        own = _written_alike(item.association)
        return own if own in ("", NO_ASSOCIATION) else f"{item.land} {own}"
    if item.kind == "kreisfreie_stadt":  # the Stadt Kassel is not in the Landkreis Kassel
        return f"{item.land} kreisfrei {_written_alike(item.name)}"
    own = _PREFIX.sub("", _written_alike(item.name if item.kind == "kreis" else item.district), count=1)
    return own and f"{item.land} {own}"


def _written_alike(name: str) -> str:
    return " ".join(name.casefold().split())
