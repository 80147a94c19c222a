"""What conditions in rules/change may name: the case, what follows from it, and facts of the plan itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from ...advice.opinion import FormOpinion, Opinion
from ...inference.evaluator import Evaluation
from ...inference.support import open_questions
from ...rulebase.condition import Condition
from ...rulebase.fact import LANDS, PRIVATE_KINDS, TASK, Value
from ...rulebase.model import FORMS, Task
from ..task_facts import task_facts

# What a person is told where a fact of the plan itself is unknown.
OWN_TEXTS = {
    "form": "Welche Rechtsform wird gewählt?",
    "eigene_rechtsperson": "Welche Rechtsform wird gewählt?",
    "verfahren": "Welche Rechtsform wird gewählt?",
    "digital": "Welche Aufgabe soll gemeinsam erledigt werden?",
    "gruppe": "Welche Aufgabe soll gemeinsam erledigt werden?",
    "buero": "Welche Aufgabe soll gemeinsam erledigt werden?",
    "einstiegseignung": "Welche Aufgabe soll gemeinsam erledigt werden?",
    "groesse_kleinster": "Wie viele Einwohner haben die Beteiligten?",
    "groesse_groesster": "Wie viele Einwohner haben die Beteiligten?",
    "groessenverhaeltnis": "Wie viele Einwohner haben die Beteiligten?",
    "land": "In welchem Land soll die gemeinsame Einrichtung ihren Sitz haben?",
    "stufe": "Welche Stufe der digitalen Zusammenarbeit ist das Ziel?",
}


class _Conditional(Protocol):
    @property
    def when(self) -> Condition: ...


Item = TypeVar("Item", bound=_Conditional)


class PlanFacts(Evaluation):
    """The evaluation of a case with the facts of its plan laid over it."""

    def __init__(self, base: Evaluation, own: Mapping[str, Value | None]) -> None:
        super().__init__(base.program, base.answers)
        self.own = own

    def value(self, fact: str) -> Value | None:
        """The value of a question, a derivation or a fact of the plan; None if unknown."""
        return self.own[fact] if fact in self.own else super().value(fact)

    def with_facts(self, more: Mapping[str, Value | None]) -> PlanFacts:
        """The same case with further facts of the plan."""
        return PlanFacts(self, {**self.own, **more})

    def first(self, items: Iterable[Item]) -> Item | None:
        """The first whose condition certainly holds."""
        return next((item for item in items if self.truth(item.when)), None)

    def all(self, items: Iterable[Item]) -> tuple[Item, ...]:
        """All whose conditions certainly hold: what depends on something unknown does not."""
        return tuple(item for item in items if self.truth(item.when))

    def missing(self, condition: Condition) -> tuple[str, ...]:
        """The questions, in German, whose answers would decide an open condition."""
        names = open_questions(condition, self)
        questions = self.program.questions
        return tuple(dict.fromkeys(OWN_TEXTS.get(name) or (questions[name].text if name in questions else name) for name in names))


def plan_facts(opinion: Opinion, chosen: FormOpinion | None) -> PlanFacts:
    """The facts of the case before the stage of digital work is known."""
    task = task_of(opinion)
    known = task_facts(task) if task else {}
    participants = opinion.case.participants or ()
    sizes = [item.inhabitants for item in participants if item.kind not in PRIVATE_KINDS and item.kind != "kreis"]
    numbers = [size for size in sizes if size]
    complete = bool(sizes) and len(numbers) == len(sizes)
    own: dict[str, Value | None] = {
        "form": form_name(chosen),
        "eigene_rechtsperson": chosen.form.legal_personality if chosen else None,
        "verfahren": frozenset(finding.rule.step for finding in chosen.steps()) if chosen else None,
        "anzahl": len(participants),
        "digital": known.get("digital"),
        "gruppe": known.get("gruppe"),
        "einstiegseignung": known.get("einstiegseignung"),
        "groesse_kleinster": min(numbers) if complete else None,
        "groesse_groesster": max(numbers) if complete else None,
        "groessenverhaeltnis": max(numbers) / min(numbers) if complete and len(numbers) > 1 else None,
        "land": _land(opinion),
        "buero": None,
        "stufe": None,
    }
    return PlanFacts(opinion.evaluation, own)


def task_of(opinion: Opinion) -> Task | None:
    """The task of the case in the catalogue."""
    return opinion.program.rulebase.tasks.get(str(opinion.evaluation.value(TASK) or ""))


def form_name(chosen: FormOpinion | None) -> str | None:
    """The form that counts in conditions: for a path beside the forms the one general form that it takes the place of, else the path itself."""
    if chosen is None:
        return None
    form = chosen.form
    if form.way is None:
        return form.id
    found = [name for name in FORMS if name in {form.id, form.like, *form.way.replaces}]
    return found[0] if len(found) == 1 else form.id


def _land(opinion: Opinion) -> str | None:
    """The Land of the seat, else the only one of the case."""
    seat = opinion.evaluation.value("sitzland")
    if isinstance(seat, str) and seat in LANDS:
        return seat
    lands = opinion.case.lands()
    return lands[0] if len(lands) == 1 else None
