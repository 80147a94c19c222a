"""What is evaluated for one case: the part of a rule base that concerns its Länder and its day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from ..rulebase.check import in_order, needs
from ..rulebase.condition import AllOf, Compare, Condition, facts_in
from ..rulebase.fact import TASK, FactType
from ..rulebase.model import FORMS, CriterionEffect, DecisionList, Derivation, DerivedAnswer, LegalForm, Question, Rule, Rulebase


@dataclass(frozen=True, eq=False)
class Program:
    """A slice of the rule base. `derivations` come in an order in which each follows those it needs; `forms` the looser ones first.

    `undated`: facts of which no version covers the day; they stay unknown.
    """

    rulebase: Rulebase
    lands: tuple[str, ...]
    day: dt.date
    questions: dict[str, Question]
    derivations: tuple[Derivation, ...]
    derived_answers: dict[str, DerivedAnswer]
    forms: tuple[LegalForm, ...]
    ways: tuple[LegalForm, ...]
    rules: tuple[Rule, ...]
    effects: tuple[CriterionEffect, ...]
    undated: tuple[Derivation, ...]

    @cached_property
    def derivation(self) -> dict[str, Derivation]:
        """Derivations by id."""
        return {item.id: item for item in self.derivations}

    @cached_property
    def types(self) -> dict[str, FactType]:
        """Type of every question and derivation."""
        types = {item.id: item.type for item in self.questions.values()}
        types.update((item.id, item.type) for item in self.derivations)
        return types

    @cached_property
    def conditions(self) -> dict[str, Condition]:
        """The condition of every statement, by the statement's id."""
        conditions = {item.id: item.trigger for item in self.rules}
        conditions.update((item.id, item.trigger) for item in self.effects)
        return conditions

    @cached_property
    def behind(self) -> dict[str, frozenset[str]]:
        """The questions that each derivation and each statement rests on, by its id: through derivations, whatever their values are."""
        known: dict[str, frozenset[str]] = {}

        def behind(facts: Iterable[str]) -> frozenset[str]:
            return frozenset[str]().union(*(known.get(fact, {fact}) for fact in facts))

        for derivation in self.derivations:  # each follows those it needs
            known[derivation.id] = behind(needs(derivation))
        return {**known, **{name: behind(facts_in(condition)) for name, condition in self.conditions.items()}}

    @cached_property
    def resting_on(self) -> dict[str, frozenset[str]]:
        """The derivations and statements that rest on each question."""
        return _inverse(self.behind)

    @cached_property
    def following(self) -> dict[str, frozenset[str]]:
        """The derivations and derived answers that rest on each question, also through other derived answers."""
        return _inverse(self._behind_answers)

    @cached_property
    def _behind_answers(self) -> dict[str, frozenset[str]]:
        items: dict[str, Derivation | DerivedAnswer] = {**self.derivation, **self.derived_answers}
        known: dict[str, frozenset[str]] = {}

        def behind(name: str) -> frozenset[str]:
            if name not in items:
                return frozenset()
            if name not in known:
                known[name] = frozenset[str]().union(*({fact} | behind(fact) for fact in needs(items[name])))
            return known[name]

        return {name: behind(name) for name in items}

    def rules_of(self, form: LegalForm) -> tuple[Rule, ...]:
        """The rules of the form's Land and of the federation that speak of the form."""
        return self._rules_by_form[form.land, form.id]

    @cached_property
    def _rules_by_form(self) -> dict[tuple[str, str], tuple[Rule, ...]]:
        return {
            (form.land, form.id): tuple(rule for rule in self.rules if rule.land in (form.land, "BUND") and rule.concerns(form))
            for form in self.forms
        } | {
            (way.land, way.id): tuple(rule for rule in self.rules if rule.forms == frozenset({way.id}) and rule.land == way.land)
            for way in self.ways
        }

    def effects_of(self, form: LegalForm) -> tuple[CriterionEffect, ...]:
        """The suitability effects that speak of the form."""
        return self._effects_by_form[form.land, form.id]

    @cached_property
    def _effects_by_form(self) -> dict[tuple[str, str], tuple[CriterionEffect, ...]]:
        return {
            (form.land, form.id): tuple(effect for effect in self.effects if not form.kinds.isdisjoint(effect.forms or FORMS))
            for form in (*self.forms, *self.ways)
        }


def _inverse(behind: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, facts in behind.items():
        for fact in facts:
            found.setdefault(fact, set()).add(name)
    return {fact: frozenset(names) for fact, names in found.items()}


def slice_program(rulebase: Rulebase, lands: Collection[str], day: dt.date, task: str = "") -> Program:
    """The program for the given Länder on the given day. Länder that the rule base does not cover are ignored.

    With a `task`, statements that speak of other tasks only are left out: for this task they are false.
    """
    return _slice(rulebase, tuple(land for land in sorted(set(lands)) if land in rulebase.lands), day, task)


@lru_cache(maxsize=128)
def _slice(rulebase: Rulebase, covered: tuple[str, ...], day: dt.date, task: str) -> Program:
    prefixes = tuple(f"{land.lower()}_" for land in rulebase.lands if land not in covered)
    derivations, undated = _versions(rulebase, prefixes, day)
    here = (*covered, "BUND")
    return Program(
        rulebase=rulebase,
        lands=covered,
        day=day,
        questions={name: item for name, item in rulebase.questions.items() if not name.startswith(prefixes)},
        derivations=tuple(in_order(derivations)),
        derived_answers={
            item.question: item for item in rulebase.derived_answers if not item.question.startswith(prefixes) and item.validity.covers(day)
        },
        forms=tuple(
            sorted((_on(form, day) for (land, _), form in rulebase.forms.items() if land in covered), key=lambda form: FORMS.index(form.id))
        ),
        ways=tuple(way for way in rulebase.ways if way.land in here and way.validity.covers(day)),
        rules=tuple(
            rule for rule in rulebase.rules if rule.land in here and rule.validity.covers(day) and not _of_other_task(rule.trigger, task)
        ),
        effects=tuple(
            effect for criterion in rulebase.criteria for effect in criterion.effects if not _of_other_task(effect.trigger, task)
        ),
        undated=undated,
    )


def _of_other_task(condition: Condition, task: str) -> bool:
    """True if the condition demands, at its top, another task than the chosen one."""
    parts = condition.parts if isinstance(condition, AllOf) else (condition,)
    named = (part for part in parts if isinstance(part, Compare) and part.fact == TASK)
    return bool(task) and any(task not in (part.value if isinstance(part.value, frozenset) else (part.value,)) for part in named)


def _on(form: LegalForm, day: dt.date) -> LegalForm:
    """The form as it is on that day."""
    return replace(form, available=form.available and form.validity.covers(day))


def _versions(rulebase: Rulebase, prefixes: tuple[str, ...], day: dt.date) -> tuple[dict[str, Derivation], tuple[Derivation, ...]]:
    """The version of each derivation that covers the day; where none does, one that is never known, and which these are."""
    named = [item for item in rulebase.derivations if not item.id.startswith(prefixes)]
    current = {item.id: item for item in named if item.validity.covers(day)}
    undated = {item.id: item for item in named if item.id not in current}
    return {**current, **{name: replace(item, rule=DecisionList(())) for name, item in undated.items()}}, tuple(undated.values())
