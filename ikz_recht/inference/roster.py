"""The participants of many cases as columns, and the values over them that derivations need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..rulebase.fact import LAND_OPTIONS, PARTICIPANT_KINDS, ROLES
from ..rulebase.model import Aggregate
from .facts import NO_ASSOCIATION, Participant, attribute_of
from .planes import Column, Flags, Numbers, Plane, Sets, Truths, pack

KIND_CODES = {kind: code for code, kind in enumerate(PARTICIPANT_KINDS)}
LAND_CODES = {land: code for code, (land, _) in enumerate(LAND_OPTIONS)}
_ROLES = {role: code for code, role in enumerate(ROLES)}
_ATTRIBUTES = ("land", "kreis", "verband")
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Roster:
    """All participants, case after case. `owner`: the case of each; codes are -1 where an attribute is unknown, `none` marks cases without list.

    `attributes` holds codes of Land, Kreis and association as `facts.attribute_of` compares them; `without` is the code of „no association“.
    """

    count: int
    none: Flags
    owner: Codes
    kind: Codes
    role: Codes
    inhabitants: npt.NDArray[np.float64]
    holds_task: npt.NDArray[np.int8]
    land: Codes
    attributes: Mapping[str, Codes]
    without: int

    @property
    def listed(self) -> Plane:
        """Where somebody has said who takes part."""
        return pack(~self.none)


def roster_of(cases: Sequence[tuple[Participant, ...] | None]) -> Roster:
    """The roster of single lists of participants."""
    people = [(number, item) for number, items in enumerate(cases) for item in items or ()]
    names: dict[str, int] = {"": -1, NO_ASSOCIATION: 0}

    def codes(attribute: str) -> Codes:
        return np.array([names.setdefault(attribute_of(item, attribute), len(names)) for _, item in people], dtype=np.int64)

    return Roster(
        count=len(cases),
        none=np.array([items is None for items in cases], dtype=np.bool_),
        owner=np.array([number for number, _ in people], dtype=np.int64),
        kind=np.array([KIND_CODES[item.kind] for _, item in people], dtype=np.int64),
        role=np.array([_ROLES.get(item.role, -1) for _, item in people], dtype=np.int64),
        inhabitants=np.array([np.nan if item.inhabitants is None else item.inhabitants for _, item in people], dtype=np.float64),
        holds_task=np.array([-1 if item.holds_task is None else int(item.holds_task) for _, item in people], dtype=np.int8),
        land=np.array([LAND_CODES[item.land] for _, item in people], dtype=np.int64),
        attributes={attribute: codes(attribute) for attribute in _ATTRIBUTES},
        without=0,
    )


def aggregate_column(rule: Aggregate, roster: Roster) -> Column:
    """A value over the participants of every case, as `facts.aggregate` defines it."""
    no, maybe = _passes(rule, roster)
    passes = ~no & ~maybe
    if rule.operation == "alle":
        return _all(roster, no, passes)
    if rule.operation == "gleich":
        return _same(rule, roster, no, passes)
    known = ~roster.none & ~_any(roster, maybe)
    if rule.operation == "sammelt":
        elements = {land: pack(_any(roster, passes & (roster.land == code))) for code, (land, _) in enumerate(LAND_OPTIONS)}
        return Sets(pack(known), elements)
    if rule.operation == "zaehlt":
        return _numbers(_count(roster, passes).astype(np.float64), known)
    if rule.operation == "zaehlt_verschiedene":
        codes = roster.attributes[rule.attribute]
        return _numbers(_distinct(roster, codes, passes).astype(np.float64), known & ~_any(roster, passes & (codes < 0)))
    return _over_inhabitants(rule, roster, passes, known)


def _passes(rule: Aggregate, roster: Roster) -> tuple[Flags, Flags]:
    """Who does not pass the filter, and of whom it is unknown."""
    no = np.zeros(len(roster.owner), dtype=np.bool_)
    maybe = no.copy()
    if rule.kinds:
        no |= ~np.isin(roster.kind, [KIND_CODES[kind] for kind in rule.kinds])
    if rule.lands:
        no |= ~np.isin(roster.land, [LAND_CODES[land] for land in rule.lands])
    if rule.roles:
        no |= (roster.role >= 0) & ~np.isin(roster.role, [_ROLES[role] for role in rule.roles])
        maybe |= roster.role < 0
    if rule.holds_task is not None:
        no |= roster.holds_task == int(not rule.holds_task)
        maybe |= roster.holds_task < 0
    return no, maybe & ~no


def _all(roster: Roster, no: Flags, passes: Flags) -> Truths:
    """`alle`: everyone who passes holds the task."""
    considered = ~no
    lacks = roster.holds_task == 0
    nobody = roster.none | ~_any(roster, considered)
    false = _any(roster, passes & lacks) | ~_any(roster, considered & ~lacks)
    true = ~false & ~_any(roster, considered & (roster.holds_task != 1))
    return Truths(pack(true & ~nobody), pack(false & ~nobody))


def _same(rule: Aggregate, roster: Roster, no: Flags, passes: Flags) -> Truths:
    """`gleich`: all who pass have the same value."""
    codes = roster.attributes[rule.attribute]
    considered = ~no
    nobody = roster.none | ~_any(roster, considered)
    sure = passes & (codes >= 0)
    false = (_distinct(roster, codes, sure) > 1) | _any(roster, sure & (codes == roster.without))
    odd = _any(roster, considered & ((codes < 0) | (codes == roster.without)))
    true = ~false & ~odd & (_distinct(roster, codes, considered) == 1)
    return Truths(pack(true & ~nobody), pack(false & ~nobody))


def _over_inhabitants(rule: Aggregate, roster: Roster, passes: Flags, known: Flags) -> Numbers:
    """The sum, the largest or the smallest number of inhabitants."""
    counted = np.where(passes, roster.inhabitants, np.nan)
    known = known & ~_any(roster, passes & np.isnan(roster.inhabitants))
    if rule.operation == "summiert":
        return _numbers(np.bincount(roster.owner, np.nan_to_num(counted), roster.count).astype(np.float64), known)
    most = rule.operation == "groesste"
    result = np.full(roster.count, -np.inf if most else np.inf)
    counts = passes & ~np.isnan(roster.inhabitants)
    (np.maximum if most else np.minimum).at(result, roster.owner[counts], roster.inhabitants[counts])
    return _numbers(result, known & _any(roster, passes))


def _numbers(values: npt.NDArray[np.float64], known: Flags) -> Numbers:
    return Numbers(np.where(known, values, np.nan))


def _count(roster: Roster, chosen: Flags) -> Codes:
    return np.bincount(roster.owner[chosen], minlength=roster.count)


def _any(roster: Roster, chosen: Flags) -> Flags:
    found = np.zeros(roster.count, dtype=np.bool_)
    found[roster.owner[chosen]] = True
    return found


def _distinct(roster: Roster, codes: Codes, chosen: Flags) -> Codes:
    """How many different codes the chosen participants of each case have."""
    span = int(codes.max(initial=0)) + 2
    pairs = np.sort(roster.owner[chosen] * span + codes[chosen] + 1, kind="stable")  # nearly in order: owners are
    first = np.ones(len(pairs), dtype=np.bool_)
    np.not_equal(pairs[1:], pairs[:-1], out=first[1:])
    return np.bincount(pairs[first] // span, minlength=roster.count)
