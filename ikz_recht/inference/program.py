"""What is evaluated for one case: the part of a rule base that concerns its Länder and its day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ..rulebase.check import in_order
from ..rulebase.condition import Condition
from ..rulebase.fact import FactType
from ..rulebase.model import FORMS, CriterionEffect, Derivation, LegalForm, Question, Rule, Rulebase


@dataclass(frozen=True, eq=False)
class Program:
    """A slice of the rule base. `derivations` come in an order in which each follows those it needs; `forms` the looser ones first."""

    rulebase: Rulebase
    lands: tuple[str, ...]
    day: dt.date
    questions: dict[str, Question]
    derivations: tuple[Derivation, ...]
    forms: tuple[LegalForm, ...]
    rules: tuple[Rule, ...]
    effects: tuple[CriterionEffect, ...]

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

    def rules_of(self, form: LegalForm) -> tuple[Rule, ...]:
        """The rules of the form's Land and of the federation that speak of the form."""
        return self._rules_by_form[form.land, form.id]

    @cached_property
    def _rules_by_form(self) -> dict[tuple[str, str], tuple[Rule, ...]]:
        return {
            (form.land, form.id): tuple(rule for rule in self.rules if rule.land in (form.land, "BUND") and rule.concerns(form.id))
            for form in self.forms
        }

    def effects_of(self, form: LegalForm) -> tuple[CriterionEffect, ...]:
        """The suitability effects that speak of the form."""
        return tuple(effect for effect in self.effects if effect.forms is None or form.id in effect.forms)


def slice_program(rulebase: Rulebase, lands: Collection[str], day: dt.date) -> Program:
    """The program for the given Länder on the given day. Länder that the rule base does not cover are ignored."""
    return _slice(rulebase, tuple(land for land in sorted(set(lands)) if land in rulebase.lands), day)


@lru_cache(maxsize=64)
def _slice(rulebase: Rulebase, covered: tuple[str, ...], day: dt.date) -> Program:
    prefixes = tuple(f"{land.lower()}_" for land in rulebase.lands if land not in covered)
    derivations = {name: item for name, item in rulebase.derivations.items() if not name.startswith(prefixes)}
    return Program(
        rulebase=rulebase,
        lands=covered,
        day=day,
        questions={name: item for name, item in rulebase.questions.items() if not name.startswith(prefixes)},
        derivations=tuple(in_order(derivations)),
        forms=tuple(sorted((form for (land, _), form in rulebase.forms.items() if land in covered), key=lambda form: FORMS.index(form.id))),
        rules=tuple(rule for rule in rulebase.rules if rule.land in (*covered, "BUND") and rule.validity.covers(day)),
        effects=tuple(effect for criterion in rulebase.criteria for effect in criterion.effects),
    )
