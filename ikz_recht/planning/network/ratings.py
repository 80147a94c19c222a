"""How well a taker and a carrier fit in a task, and whether the law lets them: the criteria of the partner finder, seen from the taker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ...rulebase.fact import Value
from ...rulebase.model import Task
from ...rulebase.partner import Grade
from ..acting import Actors
from ..given import Given
from ..judging import Judge, Mark, holds_for
from ..legal import EXCLUDED, Law, Verdict
from ..pair_facts import PairFacts
from ..partners import DEFAULT_RADIUS_KM, LEGAL
from ..task_facts import task_facts
from ..units import Region
from .portfolio import Body, Portfolio


@dataclass(frozen=True, slots=True)
class Rating:
    """Points of a taker with a carrier; `size` is the grade of rules/netz for the carrier; `refused` says in German why it cannot be ("" if it can)."""

    taker: Body
    carrier: Body
    points: float
    marks: tuple[Mark, ...]
    facts: dict[str, Value | None]
    verdict: Verdict
    size: Grade | None = None
    refused: str = ""


@dataclass
class Ratings:
    """Rates pairs under the law of `day`; each pair in each task once."""

    portfolio: Portfolio
    region: Region
    day: dt.date
    _laws: dict[dt.date, Law] = field(default_factory=dict)
    _seen: dict[tuple[str, str, str], Rating] = field(default_factory=dict)

    def __post_init__(self) -> None:
        catalogue = self.portfolio.rulebase.partner
        together = tuple((frozenset(item.members), item.task) for item in self.portfolio.cooperations if item.runs_on(self.day))
        given = Given(software=self.portfolio.software, together=together)
        self.pair_facts = PairFacts(self.region, {role.id: role for role in catalogue.roles}, given)
        pairs = [item for item in catalogue.criteria if not item.of_group]
        self.fit = Judge([item for item in pairs if item.id != LEGAL], self.portfolio.weights)
        self.legal = Judge([item for item in pairs if item.id == LEGAL], self.portfolio.weights)
        self.actors = Actors(self.region, self.portfolio.rulebase, DEFAULT_RADIUS_KM)

    def rate(self, task: Task, carrier: Body, taker: Body) -> Rating:
        """The rating of the pair."""
        key = (task.id, carrier.key, taker.key)
        if key not in self._seen:
            self._seen[key] = self._rated(task, carrier, taker)
        return self._seen[key]

    def _rated(self, task: Task, carrier: Body, taker: Body) -> Rating:
        verdict = self.verdict(task, carrier, [taker], self.day)
        facts = {**self.pair_facts.of(taker.unit, carrier.unit, task), "aussicht": verdict.outlook}
        marks = (*self.legal.marks(facts), *self.fit.marks(facts))
        refused = self.not_acting(task, carrier) or self.not_acting(task, taker) or _unlawful(verdict, taker)
        size = self._size(task, carrier, taker)
        points = sum(mark.points for mark in marks) + (size.points if size else 0.0)
        return Rating(taker, carrier, points, marks, facts, verdict, size, refused)

    def _size(self, task: Task, carrier: Body, taker: Body) -> Grade | None:
        """What rules/netz say of a carrier of this size for such a taker."""
        own, other = carrier.unit.inhabitants, taker.unit.inhabitants
        facts: dict[str, Value | None] = {
            **task_facts(task),
            "einwohner_traeger": own,
            "einwohner_abgebende": other,
            "abgebende_mal_traeger": round(other / own, 2) if own and other else None,
        }
        return next((grade for grade in self.portfolio.rulebase.network.carriers if holds_for(grade.when, facts)), None)

    def not_acting(self, task: Task, body: Body) -> str:
        """Why the body does not act in the task itself: its Amt or its Verbandsgemeinde does. "" if it does."""
        item = self.region.municipalities.get(body.key)
        if item is None:
            return ""
        acting = self.actors.acting(item, task)
        return "" if acting.unit.key == body.key else f"Für {body.unit.name} erledigt diese Aufgabe {acting.unit.name}."

    def verdict(self, task: Task, carrier: Body, takers: Sequence[Body], day: dt.date) -> Verdict:
        """What the law of the day says if the takers hand the task over to the carrier."""
        law = self._laws.setdefault(day, Law(self.portfolio.rulebase, day))
        return law.verdict(
            task, [replace(carrier.participant, role="uebernehmend"), *(replace(item.participant, role="abgebend") for item in takers)]
        )


def _unlawful(verdict: Verdict, taker: Body) -> str:
    if verdict.outlook == EXCLUDED:
        return "Rechtlich bleibt nach den Regeln keine Form der Zusammenarbeit."
    if len(verdict.holds) > 1 and verdict.holds[1] is False:
        return f"Nach dem Aufgabenkatalog hat {taker.unit.name} diese Aufgabe nicht und kann sie nicht abgeben."
    return ""
