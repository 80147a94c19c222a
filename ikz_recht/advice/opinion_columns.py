"""The opinion on many cases of the same Länder: status, prospect, points and rank of every form, as `opinion.assess` gives them for one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..inference.columns import ColumnEvaluation
from ..inference.planes import Choices, Flags, unpack
from ..rulebase.fact import LANDS
from ..rulebase.model import BARRIERS, Certainty, LegalForm, RuleKind
from .finding import USABLE, Status
from .known_columns import KnownColumns
from .prospect import GOOD, Prospect
from .signatures import signatures

STATUSES, PROSPECTS = tuple(Status), tuple(Prospect)
_STATUS = {status: code for code, status in enumerate(STATUSES)}
_PROSPECT = {prospect: code for code, prospect in enumerate(PROSPECTS)}
_LATER = 10_000  # behind every rank
Codes = npt.NDArray[np.int8]
Outlooks = Callable[[LegalForm, npt.NDArray[np.int64], npt.NDArray[np.uint64]], Sequence[Prospect]]


@dataclass(frozen=True)
class FormColumns:
    """One form over many cases. `status` and `prospect` are positions in STATUSES and PROSPECTS; `rank` is 0 where there is none."""

    form: LegalForm
    status: Codes
    prospect: Codes
    points: npt.NDArray[np.float64]
    rank: npt.NDArray[np.int16]


def opinion_columns(known: KnownColumns, outlooks: Outlooks, weights: Mapping[str, float] | None = None) -> list[FormColumns]:
    """Every form of the program over all cases.

    What an open form's prospect is depends on its conditions; cases that agree in everything its rules read share one. `outlooks` gives the
    prospects of a form for single cases (by number, each with a signature that is the same in every batch of the same program): the
    definition stays that of one case.
    """
    evaluation = known.everything
    program = evaluation.program
    if not program.forms:
        return []
    looked_at = np.zeros(evaluation.count, dtype=np.bool_)  # single cases that some form has asked for: others should ask for the same
    found = [_form(form, known, outlooks, weights or {}, looked_at) for form in program.forms]
    governing = [_governs(form, evaluation) for form in program.forms]
    ranks = _ranks(found, governing)
    return [FormColumns(form, status, prospect, points, rank) for (form, status, prospect, points), rank in zip(found, ranks, strict=True)]


def _form(
    form: LegalForm, known: KnownColumns, outlooks: Outlooks, weights: Mapping[str, float], looked_at: Flags
) -> tuple[LegalForm, Codes, Codes, npt.NDArray[np.float64]]:
    status = _status(form, known)
    prospect = np.full_like(status, _PROSPECT[Prospect.EXCLUDED])
    prospect[np.isin(status, [_STATUS[item] for item in USABLE])] = _PROSPECT[Prospect.SURE]
    is_open = status == _STATUS[Status.OPEN]
    if not form.available:
        prospect[is_open] = _PROSPECT[Prospect.UNCERTAIN]
    elif is_open.any():
        prospect[is_open] = _open_prospects(form, known, np.flatnonzero(is_open), outlooks, looked_at)
    return form, status, prospect, _points(form, known.everything, weights)


def _status(form: LegalForm, known: KnownColumns) -> Codes:
    evaluation, confirmed = known.everything, known.confirmed
    if not form.available:
        evidenced = form.evidence is not None and form.evidence.certainty is not Certainty.MEMORY
        return np.full(evaluation.count, _STATUS[Status.NOT_PROVIDED if evidenced else Status.OPEN], dtype=np.int8)
    excluded, open_, bound = evaluation.nowhere, evaluation.nowhere, evaluation.nowhere
    for rule in evaluation.program.rules_of(form):
        truth = evaluation.truth(rule.trigger) if rule.kind in BARRIERS or rule.kind is RuleKind.OBLIGATION else None
        if truth is None:
            continue
        if rule.kind is RuleKind.OBLIGATION:
            bound = bound | truth.true
            continue
        open_ = open_ | ~truth.false
        if rule.evidence.certainty is not Certainty.MEMORY:
            excluded = excluded | (truth.true & confirmed.truth(rule.trigger).true)
    codes = np.full(evaluation.count, _STATUS[Status.ADMISSIBLE], dtype=np.int8)
    for plane, status in ((bound, Status.WITH_OBLIGATIONS), (open_, Status.OPEN), (excluded, Status.INADMISSIBLE)):
        codes[unpack(plane, evaluation.count)] = _STATUS[status]
    return codes


def _points(form: LegalForm, evaluation: ColumnEvaluation, weights: Mapping[str, float]) -> npt.NDArray[np.float64]:
    total = np.zeros(evaluation.count)
    for effect in evaluation.program.effects_of(form):
        if effect.points():
            total += unpack(evaluation.truth(effect.trigger).true, evaluation.count) * (effect.points() * weights.get(effect.group, 1.0))
    return total


def _governs(form: LegalForm, evaluation: ColumnEvaluation) -> Flags:
    seat = evaluation.value("sitzland")
    if not isinstance(seat, Choices) or form.land not in LANDS:
        return np.ones(evaluation.count, dtype=np.bool_)
    elsewhere = [code for code, name in enumerate(seat.options) if name in LANDS and name != form.land]
    return ~np.isin(seat.codes, elsewhere)


def _ranks(
    found: Sequence[tuple[LegalForm, Codes, Codes, npt.NDArray[np.float64]]], governing: Sequence[Flags]
) -> list[npt.NDArray[np.int16]]:
    """Forms of good prospect first, then uncertain ones, each class by points; at equal points the looser form leads."""
    good = [_PROSPECT[item] for item in GOOD]
    keys = []
    for (_, _, prospect, points), governs in zip(found, governing, strict=True):
        classes = np.where(np.isin(prospect, good), 0.0, np.where(prospect == _PROSPECT[Prospect.UNCERTAIN], 1.0, 2.0))
        keys.append(np.where(governs, classes, 2.0) * _LATER - points)
    table = np.stack(keys)
    order = np.argsort(table, axis=0, kind="stable")
    ranks = np.empty(table.shape, dtype=np.int16)
    np.put_along_axis(ranks, order, np.arange(1, len(found) + 1, dtype=np.int16)[:, None], axis=0)
    unranked = table > 2 * _LATER - _LATER / 2
    return list(np.where(unranked, 0, ranks))


def _open_prospects(form: LegalForm, known: KnownColumns, cases: npt.NDArray[np.int64], outlooks: Outlooks, looked_at: Flags) -> Codes:
    """The prospects of the open cases; of each group of cases that the form's rules cannot tell apart one is looked at."""
    barriers = [rule for rule in known.everything.program.rules_of(form) if rule.kind in BARRIERS]
    order = np.argsort(~looked_at[cases], kind="stable")
    own, first, group = np.unique(signatures(barriers, known)[cases[order]], return_index=True, return_inverse=True)
    chosen = cases[order[first]]
    looked_at[chosen] = True
    codes = np.empty(len(cases), dtype=np.int8)
    codes[order] = np.array([_PROSPECT[item] for item in outlooks(form, chosen, own)], dtype=np.int8)[group]
    return codes
