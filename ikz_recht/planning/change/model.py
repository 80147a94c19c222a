"""A finished change plan: everything that text, JSON, task list and document show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from ...advice.finding import Finding
from ...advice.opinion import FormOpinion, Opinion
from ...rulebase.change import Phase, Readiness, Risk, Stage
from ...rulebase.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with what supports it."""

    text: str
    evidence: Evidence | None
    norm: str = ""


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step with its days; `number` tells it apart in the list, `after` are numbers. `reserve_days`: how much later it may end.

    `gap`: why the readiness check calls for it; "" if it does not. `details`: what the law demands here.
    """

    number: int
    id: str
    phase: str
    track: str
    said: Said
    roles: tuple[str, ...]
    start: dt.date
    end: dt.date
    after: tuple[int, ...]
    milestone: bool
    short: str
    anchor: bool
    critical: bool
    reserve_days: int
    outcome: str
    details: tuple[Said, ...] = ()
    gap: str = ""


@dataclass(frozen=True, slots=True)
class PlannedPhase:
    """A phase with its days. `months`: as planned, within the range of the phase; `reasons` say why there."""

    phase: Phase
    start: dt.date
    end: dt.date
    months: float
    reasons: tuple[Said, ...]
    outcome: str
    steps: tuple[PlannedStep, ...]


@dataclass(frozen=True, slots=True)
class PlannedRole:
    """Who acts, and what for."""

    id: str
    name: str
    said: Said


@dataclass(frozen=True, slots=True)
class PlannedMessage:
    """What a target group is told in a phase; `day` is when at the latest."""

    group: str
    phase: str
    day: dt.date
    said: Said
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlannedRisk:
    """A risk with the numbers of the steps that meet it."""

    risk: Risk
    pattern: Said
    signs: str
    remedy: Said
    steps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PlannedMeasure:
    """How success is measured."""

    id: str
    name: str
    said: Said


@dataclass(frozen=True, slots=True)
class Need:
    """A question of the readiness check that concerns this case, with its answer: True, False, None (unknown).

    `lacking` are the participants of whom it was said that it is not so; `step` is the number of the step that closes the gap.
    """

    question: Readiness
    text: str
    help: str
    gap: str
    answer: bool | None
    lacking: tuple[str, ...]
    step: int | None


@dataclass(frozen=True, slots=True)
class DigitalPath:
    """Which stage the case aims at and the stages up to it; `reached` is the stage that the readiness check confirms (None: not checked)."""

    goal: Stage | None
    reason: Said | None
    stages: tuple[Stage, ...]
    reached: int | None


@dataclass(frozen=True, slots=True)
class Open:
    """A question that is still open and what of the plan hangs on it."""

    question: str
    changes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class ChangePlan:
    """The plan. `start` is the day on which the cooperation begins, `begin` that on which the work on it begins.

    `anchored`: days of decisions, procedure and start are those of the way through the bodies.
    """

    opinion: Opinion
    chosen: FormOpinion | None
    begin: dt.date
    start: dt.date
    phases: tuple[PlannedPhase, ...]
    roles: tuple[PlannedRole, ...]
    messages: tuple[PlannedMessage, ...]
    risks: tuple[PlannedRisk, ...]
    measures: tuple[PlannedMeasure, ...]
    notes: Mapping[str, tuple[Said, ...]]
    observed: tuple[Said, ...]
    digital: DigitalPath
    needs: tuple[Need, ...]
    checked: bool
    done: tuple[Said, ...]
    open: tuple[Open, ...]
    remarks: tuple[str, ...]
    law: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    anchored: bool = False

    @property
    def steps(self) -> tuple[PlannedStep, ...]:
        """All steps in order."""
        return tuple(step for phase in self.phases for step in phase.steps)

    @property
    def title(self) -> str:
        """The title of the case, else its task."""
        return self.opinion.case.title or self.opinion.value("aufgabe") or "Interkommunale Zusammenarbeit"
