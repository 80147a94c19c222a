"""Conditions and criteria of the partner files on plain facts, with the meaning that inference/evaluator.py gives them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..inference.evaluator import Evaluation
from ..rulebase.condition import Condition, facts_in
from ..rulebase.fact import Value
from ..rulebase.partner import Grade, PartnerCriterion

Facts = Mapping[str, Value | None]


class _Plain(Evaluation):
    """The evaluation of conditions over facts that are all given."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def value(self, fact: str) -> Value | None:
        """The fact; None if unknown."""
        return self.facts.get(fact)


def holds_for(condition: Condition, facts: Facts) -> bool:
    """Whether the condition is certainly true: what depends on something unknown is not."""
    return _Plain(facts).truth(condition) is True


def needed_facts(conditions: Iterable[Condition]) -> tuple[str, ...]:
    """The facts that the conditions name."""
    return tuple(sorted({fact for condition in conditions for fact in facts_in(condition)}))


@dataclass(frozen=True)
class Mark:
    """What a criterion gives: its grade (None: no line holds) and the weighted points."""

    criterion: PartnerCriterion
    grade: Grade | None
    points: float


@dataclass
class Judge:
    """Applies criteria with the user's weights; equal facts are judged once."""

    criteria: Sequence[PartnerCriterion]
    weights: Mapping[str, float]
    _seen: dict[tuple[object, ...], Mark] = field(default_factory=dict)
    _needs: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._needs = {item.id: needed_facts(grade.when for grade in item.grades) for item in self.criteria}

    def marks(self, facts: Facts) -> list[Mark]:
        """The mark of every criterion."""
        return [self._mark(item, facts) for item in self.criteria]

    def _mark(self, item: PartnerCriterion, facts: Facts) -> Mark:
        key = (item.id, *(facts.get(fact) for fact in self._needs[item.id]))
        found = self._seen.get(key)
        if found is None:
            grade = next((grade for grade in item.grades if holds_for(grade.when, facts)), None)
            weight = self.weights.get(item.id, item.weight)
            found = self._seen[key] = Mark(item, grade, grade.points * weight if grade else 0.0)
        return found

    def most(self) -> float:
        """The most points that all criteria together can give."""
        return sum(self.weights.get(item.id, item.weight) * max(0.0, *(grade.points for grade in item.grades)) for item in self.criteria)
