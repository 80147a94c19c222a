"""What is to be reached: each task that the network is to share, with who may take part and who may carry it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...rulebase.model import Rulebase, Task
from ...rulebase.network import Stage
from ..judging import holds_for
from ..task_facts import task_facts
from .portfolio import Cooperation, Portfolio, Project

MOST_SUGGESTED = 10


@dataclass(frozen=True)
class Target:
    """A task to be shared. `members`: who may take part; `named`: the file names them, so all do. `running`: a cooperation to be extended.

    `stage` is its place among the stages of growth; `together`: all named members begin at once, because the decision is at hand.
    """

    id: str
    task: Task
    project: Project | None
    running: Cooperation | None
    members: tuple[str, ...]
    carriers: tuple[str, ...]
    stage: int
    named: bool
    together: bool

    @property
    def wish(self) -> dt.date | None:
        """The day that is wished for."""
        return self.project.wish if self.project else None

    def benefit(self, key: str) -> float | None:
        """What the member says it gains, in euros a year."""
        return self.project.benefit.get(key) if self.project else None


@dataclass(frozen=True)
class Untargeted:
    """Something that is not planned, and why."""

    title: str
    reason: str


def targets_of(portfolio: Portfolio, day: dt.date) -> tuple[list[Target], list[Untargeted], list[str]]:
    """The targets, what is left out, and remarks."""
    left: list[Untargeted] = []
    targets = [target for project in portfolio.projects if (target := _of_project(project, portfolio, day, left)) is not None]
    planned = {target.task.id for target in targets} | {item.task for item in portfolio.projects}
    tasks, remarks = list(portfolio.goals.tasks), []
    if not tasks and not targets:
        tasks = suggested_tasks(portfolio.rulebase, len(portfolio.municipalities), {item.task for item in portfolio.cooperations})
        remarks = [
            f"Ohne Ziele und Vorhaben sind die {len(tasks)} Aufgaben geplant, die sich nach dem Aufgabenkatalog am besten zum Einstieg eignen."
        ]
    for name in tasks:
        if name not in planned:
            targets.append(_target(name, portfolio.rulebase.tasks[name], None, portfolio, day))
    return targets, left, remarks


def suggested_tasks(rulebase: Rulebase, count: int, taken: set[str]) -> list[str]:
    """The tasks of the catalogue that fit best for a beginning, as many as there are municipalities: early stages and well-tried ones first."""
    fitting = [
        task for task in rulebase.tasks.values() if task.practice.entry >= 3 and task.practice.digital == "hoch" and task.id not in taken
    ]
    fitting.sort(key=lambda task: (stage_of(task, rulebase), -len(task.practice.examples), task.id))
    return [task.id for task in fitting[: min(count, MOST_SUGGESTED)]]


def stage_of(task: Task, rulebase: Rulebase) -> int:
    """The place of the task's stage; after all others if none fits."""
    facts = task_facts(task)
    stages = rulebase.network.stages
    return next((number for number, stage in enumerate(stages) if holds_for(stage.when, facts)), len(stages))


def stage_named(target: Target, rulebase: Rulebase) -> Stage | None:
    """The stage of the target."""
    stages = rulebase.network.stages
    return stages[target.stage] if target.stage < len(stages) else None


def _of_project(project: Project, portfolio: Portfolio, day: dt.date, left: list[Untargeted]) -> Target | None:
    title = portfolio.task_name(project)
    state = portfolio.rulebase.network.state(project.state)
    task = portfolio.rulebase.tasks.get(project.task)
    if state is not None and (state.over or state.id in ("betrieb", "ruht")):
        return None
    if task is None:
        left.append(Untargeted(title, "Die Aufgabe steht nicht im Aufgabenkatalog; rechtlich lässt sie sich hier nicht prüfen."))
        return None
    return _target(project.id, task, project, portfolio, day)


def _target(name: str, task: Task, project: Project | None, portfolio: Portfolio, day: dt.date) -> Target:
    running = _running(task, project, portfolio, day)
    named = bool(project and project.members)
    everybody = tuple(body.key for body in portfolio.municipalities)
    members = tuple(dict.fromkeys((*project.members, *filter(None, [project.carrier])))) if project and named else everybody
    if project and project.carrier and project.carrier not in members:
        members = (project.carrier, *members)
    if running is not None and running.carrier not in members:
        members = (running.carrier, *members)
    carriers = (running.carrier,) if running else (project.carrier,) if project and project.carrier else _may_carry(members, portfolio)
    return Target(
        name, task, project, running, members, carriers, stage_of(task, portfolio.rulebase), named, named and _at_hand(project, portfolio)
    )


def _may_carry(members: tuple[str, ...], portfolio: Portfolio) -> tuple[str, ...]:
    return tuple(key for key in members if portfolio.bodies[key].municipal) or members


def _running(task: Task, project: Project | None, portfolio: Portfolio, day: dt.date) -> Cooperation | None:
    """The cooperation in this task that can be extended: the one with the named carrier, else the largest."""
    carrier = project.carrier if project else ""
    fitting = [item for item in portfolio.cooperations if item.task == task.id and item.runs_on(day) and carrier in ("", item.carrier)]
    if project and project.members and not carrier:
        fitting = [item for item in fitting if item.carrier in project.members]
    return max(fitting, key=lambda item: len(item.takers), default=None)


def _at_hand(project: Project | None, portfolio: Portfolio) -> bool:
    """Whether the project has come as far as the decision."""
    states = [state.id for state in portfolio.rulebase.network.states]
    decides = next((number for number, state in enumerate(portfolio.rulebase.network.states) if state.decides), len(states))
    return project is not None and project.state in states and states.index(project.state) >= decides


def taken_elsewhere(target: Target, portfolio: Portfolio, day: dt.date) -> Mapping[str, Cooperation]:
    """Who already shares the task in another cooperation."""
    return dict(_elsewhere(target, portfolio, day))


def _elsewhere(target: Target, portfolio: Portfolio, day: dt.date) -> Iterator[tuple[str, Cooperation]]:
    for item in portfolio.cooperations:
        if item.task == target.task.id and item is not target.running and item.runs_on(day):
            yield from ((key, item) for key in item.members)
