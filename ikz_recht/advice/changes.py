"""What would have to change for a form to become admissible: all minimal sets of up to two changed answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from ..inference.evaluator import Evaluation
from ..inference.facts import Answers, Participant
from ..inference.program import Program
from ..rulebase.check import needs
from ..rulebase.condition import MORE, Condition, comparisons, facts_in
from ..rulebase.fact import LANDS, NUMERIC, PARTICIPANT_KINDS, PARTICIPANTS, FactType, Kind, Value, show_value
from ..rulebase.model import BARRIERS, LegalForm, Rule
from .opinion import Opinion


@dataclass(frozen=True, slots=True)
class Change:
    """One changed answer. `value` is None for a change of the participants; `text` says it in German."""

    question: str
    value: Value | None
    participants: tuple[Participant, ...] | None
    text: str
    changeable: bool


@dataclass(frozen=True, slots=True)
class Remedy:
    """A minimal set of changes that admits the form, and the rules that it satisfies."""

    changes: tuple[Change, ...]
    rules: tuple[Rule, ...]

    def own_doing(self) -> bool:
        """True if the municipality can arrange every change itself."""
        return all(change.changeable for change in self.changes)


def remedies(opinion: Opinion, form: LegalForm) -> list[Remedy]:
    """All minimal sets of one or two changes after which no barrier stands; those the municipality can arrange first."""
    program, answers = opinion.program, opinion.known.answers
    barriers = [rule for rule in program.rules_of(form) if rule.kind in BARRIERS]
    standing = [rule for rule in barriers if opinion.evaluation.truth(rule.trigger) is not False]
    if not standing or not form.available:
        return []
    candidates = list(_candidates(standing, barriers, opinion))
    found: list[Remedy] = []
    done: list[frozenset[tuple[str, str]]] = []
    for size in (1, 2):
        for changes in combinations(candidates, size):
            key = frozenset((change.question, change.text) for change in changes)
            if len({change.question for change in changes}) < size or any(earlier <= key for earlier in done):
                continue
            evaluation = Evaluation(program, _apply(answers, changes))
            if all(evaluation.truth(rule.trigger) is False for rule in barriers):
                done.append(key)
                found.append(Remedy(changes, tuple(rule for rule in standing if evaluation.truth(rule.trigger) is False)))
    return sorted(found, key=lambda remedy: (not remedy.own_doing(), len(remedy.changes)))


def _apply(answers: Answers, changes: tuple[Change, ...]) -> Answers:
    values, participants = dict(answers.values), answers.participants
    for change in changes:
        if change.value is None:
            participants = change.participants
        else:
            values[change.question] = change.value
    return Answers(values, participants)


def _candidates(standing: list[Rule], barriers: list[Rule], opinion: Opinion) -> Iterator[Change]:
    program, answers = opinion.program, opinion.known.answers
    constants: dict[str, set[Value]] = {}
    for rule in barriers:
        for comparison in comparisons(rule.trigger):
            values = comparison.value if isinstance(comparison.value, frozenset) else [comparison.value]
            constants.setdefault(comparison.fact, set()).update(values)
            if comparison.operator == MORE and isinstance(comparison.value, int):
                constants[comparison.fact].add(comparison.value + 1)
    names = dict.fromkeys(name for rule in standing for name in questions_behind(rule.trigger, program))
    for name in names:
        if name == PARTICIPANTS:
            yield from _participant_changes(answers.participants or (), opinion)
            continue
        question = program.questions[name]
        current = answers.values.get(name)
        for value in _values(question.type, constants.get(name, set())):
            if value != current:
                shown = show_value(value, question.type)
                text = f"{question.text} – „{shown}“" + ("" if current is None else f" statt „{show_value(current, question.type)}“")
                yield Change(name, value, None, text, question.changeable)


def questions_behind(condition: Condition, program: Program) -> Iterator[str]:
    """Every question that a condition rests on, through derivations."""
    for fact in dict.fromkeys(facts_in(condition)):
        yield from _questions_behind_fact(fact, program)


def _questions_behind_fact(fact: str, program: Program) -> Iterator[str]:
    derivation = program.derivation.get(fact)
    if derivation is None:
        yield fact
        return
    for needed in dict.fromkeys(needs(derivation)):
        yield from _questions_behind_fact(needed, program)


def _values(fact_type: FactType, constants: set[Value]) -> list[Value]:
    """The values worth trying: every option; for numbers the thresholds of the rules and their neighbours."""
    if fact_type.kind is Kind.YES_NO:
        return [True, False]
    if fact_type.kind is Kind.LAND:
        return list(LANDS)
    if fact_type.kind is Kind.CHOICE:
        return list(fact_type.option_ids())
    if fact_type.kind in NUMERIC:
        numbers = {value + step for value in constants if isinstance(value, int | float) for step in (-1, 0, 1)}
        low, high = fact_type.minimum or 0, fact_type.maximum or 0
        return sorted(number for number in numbers if low <= number <= high)
    return []


def _participant_changes(participants: tuple[Participant, ...], opinion: Opinion) -> Iterator[Change]:
    """Leave out one kind of participant or one Land, or take in one more municipality."""
    kinds = dict.fromkeys(item.kind for item in participants)
    for kind in kinds:
        rest = tuple(item for item in participants if item.kind != kind)
        yield Change(PARTICIPANTS, None, rest, f"ohne Beteiligte der Art „{PARTICIPANT_KINDS[kind]}“", True)
    lands = dict.fromkeys(item.land for item in participants)
    if len(lands) > 1:
        for land in lands:
            rest = tuple(item for item in participants if item.land != land)
            yield Change(PARTICIPANTS, None, rest, f"ohne Beteiligte aus {LANDS.get(land, 'dem Ausland')}", True)
    home = next(iter(opinion.case.lands()), "")
    if home:
        for kind in ("gemeinde", "kreis"):
            more = (*participants, Participant("weitere", kind, home))
            yield Change(PARTICIPANTS, None, more, f"mit einer weiteren beteiligten Körperschaft der Art „{PARTICIPANT_KINDS[kind]}“", True)
