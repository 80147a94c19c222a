"""From "open" to advice: under which open answers a form is admissible, and how good the prospect of that is.

The sets of conditions are computed from the rules: each is a smallest set of open answers under which no barrier is left. Design: a choice
of the municipalities themselves costs nothing, what normally comes out well has to be reasoned, everything else is uncertain.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import product
from math import prod

from ..inference.evaluator import Evaluation
from ..inference.facts import Answers
from ..inference.terms import MAX_TERMS, Constraint, Expansion, Term, simplified, witnesses
from ..rulebase.model import BARRIERS, Certainty, LegalForm, Nature, Rule
from .finding import USABLE, Finding, Status


class Prospect(StrEnum):
    """How sure it is that a form is admissible; the first three compete by points. Texts of a reader are in PROSPECT_TEXT."""

    SURE = "sicher"
    BY_CHOICE = "durch_gestaltung"
    NORMALLY = "im_regelfall"
    UNCERTAIN = "ungewiss"
    EXCLUDED = "ausgeschlossen"


PROSPECT_TEXT = {
    Prospect.SURE: "steht offen",
    Prospect.BY_CHOICE: "steht offen, wenn die Beteiligten es so gestalten",
    Prospect.NORMALLY: "steht im Regelfall offen",
    Prospect.UNCERTAIN: "ungewiss",
    Prospect.EXCLUDED: "ausgeschlossen",
}
GOOD = (Prospect.SURE, Prospect.BY_CHOICE, Prospect.NORMALLY)


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that must be so: an answer to a question (or a value of a derived fact), with the barriers that demand it.

    `normal`: every one of these barriers says that it normally does not stand in the way.
    """

    fact: str
    constraint: Constraint
    nature: Nature
    barriers: tuple[Rule, ...]
    normal: bool

    def prospect(self) -> Prospect:
        """What this condition alone makes of the form."""
        if self.nature is Nature.CHOICE:
            return Prospect.BY_CHOICE
        return Prospect.NORMALLY if self.normal else Prospect.UNCERTAIN


@dataclass(frozen=True, slots=True)
class ConditionSet:
    """A smallest set of conditions under which a form is admissible. `doubts`: barriers that stand, but rest on memory only."""

    conditions: tuple[Condition, ...]
    doubts: tuple[Rule, ...]
    prospect: Prospect


@dataclass(frozen=True, slots=True)
class Outlook:
    """Prospect of a form and its sets of conditions, the best first.

    `base` are the answers from which the sets start; `complete` is False where there are more sets than could be listed.
    """

    prospect: Prospect
    sets: tuple[ConditionSet, ...] = ()
    base: Answers | None = None
    complete: bool = True


class Deferred:
    """The outlook of a form, computed when it is first asked for: of excluded forms and of most paths nobody asks."""

    def __init__(self, form: LegalForm, status: Status, findings: Sequence[Finding]) -> None:
        self.form, self.status, self.findings = form, status, findings

    @cached_property
    def value(self) -> Outlook:
        """The outlook."""
        return outlook(self.form, self.status, self.findings)


MAX_TRIED = 256
_ORDER = {prospect: position for position, prospect in enumerate(Prospect)}


def outlook(form: LegalForm, status: Status, findings: Sequence[Finding]) -> Outlook:
    """The outlook of a form with its findings."""
    if status in USABLE:
        return Outlook(Prospect.SURE)
    if status is not Status.OPEN:
        return Outlook(Prospect.EXCLUDED)
    if not form.available:
        return Outlook(Prospect.UNCERTAIN)
    standing = [finding for finding in findings if finding.leaves_open()]
    base = _base(standing)
    doubts = tuple(finding.rule for finding in standing if base.truth(finding.rule.trigger) is True)
    rules = [rule for rule in _barriers(findings, base, standing) if base.truth(rule.trigger) is None]
    expansion = Expansion(base)
    options = {rule.id: expansion.alternatives(rule.trigger, False) for rule in rules}
    terms = _without_needless(expansion.all_of(options.values()), rules, base)
    assumed = standing[0].evaluation
    sets = sorted((_condition_set(term, rules, options, doubts, base, assumed) for term in terms), key=_preference)
    if sets:
        return Outlook(sets[0].prospect, tuple(sets), base.answers, expansion.complete)
    evidenced = [options[rule.id] for rule in rules if rule.evidence.certainty is not Certainty.MEMORY]
    never = not expansion.all_of(evidenced) and expansion.complete
    return Outlook(Prospect.EXCLUDED if never else Prospect.UNCERTAIN, (), base.answers)


def _without_needless(terms: list[Term], rules: Sequence[Rule], base: Evaluation) -> list[Term]:
    """The terms without conditions that a number given beside them makes needless: a closed derived fact hides what it already decides."""
    if all(item.values is not None for term in terms for item in term.values()):
        return terms
    deep = Expansion(base, MAX_TERMS)
    barred = [deep.alternatives(rule.trigger, True) for rule in rules]
    return simplified(_minimal(term, barred, deep, rules) for term in terms)


def _minimal(term: Term, barred: Sequence[list[Term]], deep: Expansion, rules: Sequence[Rule]) -> Term:
    """The term without each condition that is provably needless; `barred`: under which answers each barrier stands."""
    for fact in term if any(item.values is None for item in term.values()) else ():
        rest = {name: item for name, item in term.items() if name != fact}
        stands = any(deep.compatible(rest, alternative) for alternatives in barred for alternative in alternatives)
        if not stands and deep.complete and _seen_to_admit(rest, rules, deep.evaluation):
            term = rest
    return term


def _seen_to_admit(term: Term, rules: Sequence[Rule], base: Evaluation) -> bool:
    """True if the evaluator, too, sees no barrier under any answers that are tried (it calls open what every answer would decide alike)."""
    if any(fact not in base.program.questions for fact in term):
        return False
    choices = [witnesses(item, base.program.types[fact]) for fact, item in term.items()]
    if prod(map(len, choices)) > MAX_TRIED:
        return False
    for values in product(*choices):
        met = Evaluation(base.program, Answers({**base.answers.values, **dict(zip(term, values, strict=True))}, base.answers.participants))
        if any(met.truth(rule.trigger) is not False for rule in rules):
            return False
    return True


def _base(standing: Iterable[Finding]) -> Evaluation:
    """The evaluation to start from: without unconfirmed assumptions if one of them stands in the way."""
    standing = list(standing)
    return next((finding.confirmed for finding in standing if finding.assumed), standing[0].evaluation)


def _barriers(findings: Sequence[Finding], base: Evaluation, standing: Sequence[Finding]) -> list[Rule]:
    """Barriers that may be open under the base: those that stand, and with another base those that only an assumption removed."""
    if base is standing[0].evaluation:
        return [finding.rule for finding in standing]
    return [finding.rule for finding in findings if finding.rule.kind in BARRIERS]


def _condition_set(
    term: Term, rules: Sequence[Rule], options: dict[str, list[Term]], doubts: tuple[Rule, ...], base: Evaluation, assumed: Evaluation
) -> ConditionSet:
    demanding: dict[str, list[Rule]] = {fact: [] for fact in term}
    for rule in rules:
        for fact in _met_by(term, options[rule.id]):
            demanding[fact].append(rule)
    conditions = tuple(_condition(fact, constraint, demanding[fact], base, assumed) for fact, constraint in term.items())
    parts = [condition.prospect() for condition in conditions]
    parts += [Prospect.UNCERTAIN for _ in doubts]  # what normally does not stand in the way does so here
    return ConditionSet(conditions, doubts, max(parts, key=_ORDER.__getitem__, default=Prospect.BY_CHOICE))


def _met_by(term: Term, alternatives: Sequence[Term]) -> Iterable[str]:
    """The facts of the alternative that the term meets."""
    return next((option for option in alternatives if all(fact in term and item.covers(term[fact]) for fact, item in option.items())), {})


def _condition(fact: str, constraint: Constraint, barriers: Sequence[Rule], base: Evaluation, assumed: Evaluation) -> Condition:
    question = base.program.questions.get(fact)
    nature = question.nature if question else Nature.FACT
    value = assumed.value(fact)  # what is assumed to be otherwise here is not what is normally so
    normal = bool(barriers) and all(rule.normal is not None for rule in barriers) and (value is None or constraint.allows(value))
    return Condition(fact, constraint, nature, tuple(barriers), normal)


def _preference(item: ConditionSet) -> tuple[int, int, int]:
    reasoned = sum(condition.nature is not Nature.CHOICE for condition in item.conditions)
    return _ORDER[item.prospect], reasoned + len(item.doubts), len(item.conditions)
