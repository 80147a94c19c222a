"""What a portfolio file says: municipalities, cooperations, projects, goals; docs/netz.md describes the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ...inference.facts import Participant
from ...rulebase.model import Rulebase
from ...rulebase.problem import Place
from ..units import Unit

MUNICIPAL = frozenset({"gemeinde", "kreisfreie_stadt"})
OTHER_TASK = "andere"


@dataclass(frozen=True, slots=True)
class Body:
    """A municipality or another body of the network. `key`: of the register, or the id that the file gives it."""

    key: str
    unit: Unit
    participant: Participant
    short: str
    place: Place

    @property
    def municipal(self) -> bool:
        """Whether it is a municipality: only these should be carrier at least once."""
        return self.participant.kind in MUNICIPAL

    @property
    def position(self) -> tuple[float, float] | None:
        """Longitude and latitude in degrees (WGS 84), if known."""
        centre = self.unit.centre
        if centre is None or centre.longitude is None or centre.latitude is None:
            return None
        return centre.longitude, centre.latitude


@dataclass(frozen=True, slots=True)
class Cooperation:
    """A cooperation that exists. `carrier` performs the task for the `takers` (keys).

    `positions` are full-time positions that it binds, `payments` what each taker pays (euros a year), `needs` ids of what it builds on.
    """

    id: str
    task: str
    title: str
    carrier: str
    takers: tuple[str, ...]
    form: str
    since: dt.date | None
    until: dt.date | None
    positions: float | None
    people: tuple[str, ...]
    payments: Mapping[str, float]
    contact: str
    needs: tuple[str, ...]
    place: Place

    @property
    def members(self) -> tuple[str, ...]:
        """The carrier and the takers."""
        return (self.carrier, *self.takers)

    def runs_on(self, day: dt.date) -> bool:
        """Whether it is in operation on that day; without dates it always is."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Project:
    """A project: a task that is to be shared. `carrier` "" where nobody is named; `members` are all participants (none named: to be found).

    `benefit`: what a member says it gains (euros a year, negative: loses). `decided`: on which day its council agreed.
    """

    id: str
    task: str
    title: str
    carrier: str
    members: tuple[str, ...]
    wish: dt.date | None
    state: str
    state_since: dt.date | None
    next_step: str
    turn: str
    deadline: dt.date | None
    decided: Mapping[str, dt.date]
    benefit: Mapping[str, float]
    needs: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of a council: `papers` is the day by which its papers must be in."""

    body: str
    committee: str
    day: dt.date
    papers: dt.date | None
    place: Place


@dataclass(frozen=True, slots=True)
class Goals:
    """What the network is to become. `tasks`: to be shared; `every_carrier`: each municipality carries at least one, True: whatever it costs.

    None: where it fits well enough. `start`: planning begins.
    """

    tasks: tuple[str, ...] = ()
    every_carrier: bool | None = None
    start: dt.date | None = None
    until: dt.date | None = None
    quantities: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Portfolio:
    """The whole file. `as_of`: the day it describes, if it says so; `software`: by task and key the name of the program.

    `weights`: of criteria of the partner finder.
    """

    path: Path
    title: str
    as_of: dt.date | None
    coordinator: str
    bodies: Mapping[str, Body]
    cooperations: tuple[Cooperation, ...]
    projects: tuple[Project, ...]
    goals: Goals
    meetings: tuple[Meeting, ...]
    software: Mapping[str, Mapping[str, str]]
    weights: Mapping[str, float]
    remarks: tuple[str, ...]
    rulebase: Rulebase

    def name(self, key: str) -> str:
        """The name of a body."""
        return self.bodies[key].unit.name

    def short(self, key: str) -> str:
        """Its short name."""
        return self.bodies[key].short

    def task_name(self, item: Cooperation | Project) -> str:
        """What the task is called: the file's own title, else that of the catalogue."""
        task = self.rulebase.tasks.get(item.task)
        return item.title or (task.name if task else item.task)

    @property
    def municipalities(self) -> tuple[Body, ...]:
        """The municipalities, in the order of the file."""
        return tuple(body for body in self.bodies.values() if body.municipal)

    @property
    def municipal(self) -> frozenset[str]:
        """The keys of the municipalities."""
        return frozenset(key for key, body in self.bodies.items() if body.municipal)
