"""Which likely answers could turn the recommendation: the interview asks these and stops when there are none.

First those that could turn it a few together (swings.py, quick); when there are none, each open question is tried with each of its likely
answers alone. An answer is unlikely where it would make a barrier stand of which the rules say that it normally does not (`regelfall`).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ..inference.engines import EVALUATOR, Run
from ..inference.evaluator import Evaluation, evaluate
from ..inference.program import Program
from ..inference.support import open_questions
from ..rulebase.fact import PARTICIPANTS, TASK, Value
from ..rulebase.model import BARRIERS, CriterionEffect, Nature, Question, Rule
from .asking_order import in_asking_order
from .case import Case
from .finding import Assessor, Finding
from .known import Before, Known, known_answers
from .opinion import FormKey, FormOpinion, Opinion, assess, assess_form, governs, ranked, recommend
from .prospect import GOOD
from .ranking import FormScore, by_points
from .swings import likely_answers, turning_together


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that could turn the recommendation: alone (`answers`, each with the form that then leads), or together with others."""

    question: Question
    answers: tuple[tuple[Value, str], ...]


def provisional(case: Case, program: Program, known: Known) -> Opinion:
    """The opinion of the evaluator alone, for the interview; the result is computed with both engines."""
    return assess(case, program, known, Run(evaluate(program, known.answers), (EVALUATOR,)), program.day)


def turns(opinion: Opinion) -> list[Question]:
    """The questions that can turn the recommendation: facts before choices before evaluations, in the order of the questionnaire."""
    together = turning_together(opinion)
    return in_asking_order(together, opinion.program) if together else [turn.question for turn in single_turns(opinion)]


def single_turns(opinion: Opinion) -> Iterator[Turn]:
    """The questions of which a single likely answer turns the recommendation, each computed anew."""
    look = _Lookahead(opinion)
    for question in look.questions():
        turn = turn_of(question, opinion, look)
        if turn.answers:
            yield turn


def turn_of(question: Question, opinion: Opinion, look: _Lookahead | None = None) -> Turn:
    """What each likely answer to the question would do alone."""
    look = look or _Lookahead(opinion)
    answers = ((value, look.leader_with(question, value)) for value in likely_answers(question) if question.id in look.affected)
    return Turn(question, tuple((value, leader) for value, leader in answers if leader))


class _Lookahead:
    """What the forms that can still come first would be under one more answer."""

    def __init__(self, opinion: Opinion) -> None:
        self.opinion = opinion
        self.leading = _name(opinion.forms, opinion.ways, opinion.case.weights)
        known = opinion.known
        self.confirmed = opinion.evaluation if known.confirmed is known.answers else Evaluation(opinion.program, known.confirmed)
        self.truths = _Truths(opinion.evaluation)
        self.forms = {form.key: form for form in opinion.forms}
        self.barriers = {
            form.key: tuple(finding for finding in form.findings if finding.rule.kind in BARRIERS)
            for form in (*opinion.forms, *opinion.ways)
        }
        self.affected: dict[str, set[FormKey]] = {}
        for form in opinion.living:
            for statement in _open_statements(form, opinion):
                for name in open_questions(statement.trigger, opinion.evaluation):
                    self.affected.setdefault(name, set()).add(form.key)

    def questions(self) -> Iterable[Question]:
        """The open questions about forms that can still come first, in the order of asking."""
        program, case = self.opinion.program, self.opinion.case
        open_names = (name for name in self.affected if name not in case.unknown and name not in (PARTICIPANTS, TASK))
        questions = [program.questions[name] for name in open_names if name in program.questions]
        return in_asking_order(questions, program)

    def leader_with(self, question: Question, value: Value) -> str:
        """Which form then leads, if another one; "" if the same, or if the answer is unlikely."""
        opinion, program = self.opinion, self.opinion.program
        case = replace(opinion.case, answers={**opinion.case.answers, question.id: value})
        known = known_answers(case, program, opinion.known.doubted, Before(question.id, opinion.evaluation, self.confirmed))
        changed = frozenset(_changed(opinion.known, known))
        touched = frozenset[str]().union(*(program.resting_on.get(name, ()) for name in changed))
        evaluation = Evaluation(program, known.answers, opinion.evaluation, touched)
        same = known.confirmed is known.answers
        confirmed = evaluation if same else Evaluation(program, known.confirmed, self.confirmed, touched)
        if self._unlikely(question, evaluation):
            return ""
        again = _Again(touched, self.barriers, Assessor(_Truths(evaluation, self.truths, touched), evaluation, confirmed))
        forms = [again.form(self.forms[form.land, form.id]) for form in program.forms]  # at equal points the looser form leads
        leader = _leader(forms, lambda: tuple(map(again.form, opinion.ways)), case)
        return "" if leader == self.leading else leader

    def _unlikely(self, question: Question, evaluation: Evaluation) -> bool:
        """True if the answer makes a barrier stand that normally does not."""
        if question.nature is Nature.CHOICE:
            return False
        keys = self.affected[question.id]
        rules = (
            finding.rule
            for form in self.opinion.living
            if form.key in keys
            for finding in form.findings
            if finding.rule.normal is not None and finding.truth is None
        )
        return any(evaluation.truth(rule.trigger) for rule in rules)


class _Truths(Mapping[str, bool | None]):
    """The truths of statements, each computed when it is first asked for; `earlier` ones hold where nothing touched them."""

    def __init__(self, evaluation: Evaluation, earlier: _Truths | None = None, touched: Container[str] = ()) -> None:
        self.evaluation, self.earlier, self.touched = evaluation, earlier, touched
        self._known: dict[str, bool | None] = {}

    def __getitem__(self, name: str) -> bool | None:
        if self.earlier is not None and name not in self.touched:
            return self.earlier[name]
        if name not in self._known:
            self._known[name] = self.evaluation.truth(self.evaluation.program.conditions[name])
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.evaluation.program.conditions)

    def __len__(self) -> int:
        return len(self.evaluation.program.conditions)


def _changed(before: Known, after: Known) -> Iterator[str]:
    """The questions that have another value, also those that an answer brings along."""
    for old, new in ((before.answers.values, after.answers.values), (before.confirmed.values, after.confirmed.values)):
        yield from (name for name in {**old, **new} if old.get(name) != new.get(name))


@dataclass(frozen=True, slots=True)
class _Again:
    """Forms under the changed answers; what these do not touch is not computed anew."""

    touched: frozenset[str]
    barriers: Mapping[FormKey, tuple[Finding, ...]]
    assessor: Assessor

    def form(self, form: FormOpinion) -> FormOpinion:
        """The form: as it was, with other points, or assessed anew where a barrier may have moved."""
        program = self.assessor.evaluation.program
        barriers = self.barriers[form.key]
        touched = [finding for finding in barriers if finding.rule.id in self.touched]
        if any(map(self._moves, touched)) and not any(finding.excludes() for finding in barriers if finding.rule.id not in self.touched):
            return assess_form(form.form, self.assessor, BARRIERS)
        effects = program.effects_of(form.form)
        if any(effect.id in self.touched for effect in effects):
            form = replace(form, score=FormScore(tuple(effect for effect in effects if self.assessor.truths[effect.id])))
        governing = governs(form.form, self.assessor.evaluation)
        return form if governing is form.governing else replace(form, governing=governing)

    def _moves(self, finding: Finding) -> bool:
        now = self.assessor.finding(finding.rule)
        return now.truth is None or (now.truth, now.assumed) != (finding.truth, finding.assumed)


def _leader(forms: list[FormOpinion], ways: Callable[[], tuple[FormOpinion, ...]], case: Case) -> str:
    """What `recommend` would choose, looking into the prospects of as few forms as that takes: each costs an expansion of its barriers."""
    suitable = [form for form in forms if form.governing and form.score.total(case.weights) >= 0]
    for form in by_points([(form, form.score) for form in suitable], case.weights):
        if form.prospect in GOOD:
            return f"{form.form.name} ({form.form.land})"
    some = ranked(suitable, case)
    return _name(some if any(form.rank for form in some) else ranked(forms, case), ways(), case.weights)


def _open_statements(form: FormOpinion, opinion: Opinion) -> Iterator[Rule | CriterionEffect]:
    yield from (finding.rule for finding in form.findings if finding.rule.kind in BARRIERS and finding.truth is None)
    for effect in opinion.program.effects_of(form.form):
        if effect.points() and opinion.evaluation.truth(effect.trigger) is None:
            yield effect


def _name(forms: tuple[FormOpinion, ...], ways: tuple[FormOpinion, ...], weights: Mapping[str, float]) -> str:
    found = recommend(forms, ways, weights)
    return f"{found.chosen.form.name} ({found.chosen.form.land})" if found else ""
