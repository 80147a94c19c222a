"""The questionnaire: one question on a page, or a section; the same questions in the same order as at the terminal."""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.responses import Response

from ...advice import interview as state_of
from ...advice.interview import Interview
from ...advice.question_texts import current, proposal, reason, section_title
from ...rulebase.fact import PARTICIPANTS, TASK, Kind, Value
from ...rulebase.model import Question
from ..call import Call, NotFound, case_of
from ..cases import complete, interview_of, keep
from ..forms import Sent, answer_sent
from ..store.people import Role
from ..store.projects import StoredCase

_SHORT = 4  # words up to this length say too little inside of others


def go_on(call: Call) -> Response:
    """To the next thing to do: what the task answers, the next question, or the result."""
    stored = case_of(call)
    return call.to(next_address(interview_of(call, stored), stored))


def next_address(state: Interview, stored: StoredCase) -> str:
    """Where the next thing to do is done."""
    start = f"/fall/{stored.id}"
    begun = {PARTICIPANTS, TASK} <= set(state.asked) or state.case.answers.keys() == {TASK}  # the latter from the partner finder
    if begun and _unconfirmed(state):
        return f"{start}/vorgaben"
    question = state.next()
    if question is None:
        return f"{start}/ergebnis"
    return f"{start}/beteiligte" if question.id == PARTICIPANTS else f"{start}/frage/{question.id}"


def _unconfirmed(state: Interview) -> bool:
    """Whether the catalogue answers something that nobody has confirmed yet; what follows from the participants is shown with it."""
    return state.case.participants is not None and any(not preset.text for preset in state.presets().values())


@dataclass(frozen=True, slots=True)
class Shown:
    """A question with everything that stands around it."""

    question: Question
    sent: Sent
    current: str
    proposal: Value | None
    proposal_from: str
    help: tuple[str, ...]
    given: Value | None
    unknown: bool


def question_page(call: Call) -> Response:
    """One question."""
    stored = case_of(call)
    state = interview_of(call, stored)
    question = _question(state, call.path("frage"))
    if question.id == PARTICIPANTS:
        return call.to(f"/fall/{stored.id}/beteiligte")
    return _show(call, stored, state, question, Sent())


def answer_question(call: Call) -> Response:
    """Take the answer; what is wrong with it is said beside the field."""
    stored = case_of(call, Role.ANSWER)
    state = interview_of(call, stored)
    question = _question(state, call.path("frage"))
    if question.id == PARTICIPANTS:
        raise NotFound
    sent = answer_sent(question, call.form)
    if not sent.answered:
        return _show(call, stored, state, question, sent)
    changed = state_of.answer(state, question.id, sent.value)
    keep(call, stored, changed, {question.id: sent.value})
    return call.to(f"/fall/{stored.id}/zusammenfassung" if call.value("danach") == "zusammenfassung" else next_address(changed, stored))


def _question(state: Interview, name: str) -> Question:
    question = state.program.questions.get(name)
    if question is None:
        raise NotFound
    return question


def shown(state: Interview, question: Question, sent: Sent) -> Shown:
    """The question for the templates."""
    offered = proposal(state, question)
    case = state.case
    return Shown(
        question,
        sent,
        current(state, question) if question.id in {*case.answers, *case.unknown, *state.presets()} else "",
        offered[0] if offered else None,
        offered[1] if offered else "",
        tuple(line for line in reason(state, question).splitlines() if line),
        case.answers.get(question.id),
        question.id in case.unknown,
    )


def _show(call: Call, stored: StoredCase, state: Interview, question: Question, sent: Sent) -> Response:
    danach = call.query("danach") or call.value("danach")
    tasks = _task_groups(call, state, question) if question.type.kind is Kind.TASK else ()
    return call.page(
        "frage.html",
        400 if sent.problem else 200,
        fall=stored,
        zustand=state,
        stand=standing(state),
        abschnitt=section_title(state, question),
        f=shown(state, question, sent),
        aufgaben=tasks,
        suche=call.query("suche"),
        danach=danach,
        zurueck=f"/fall/{stored.id}/zusammenfassung" if danach or question.id in {*state.case.answers, *state.case.unknown} else "",
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """How the result stands while questions are answered."""

    complete: bool
    settled: bool
    left: int
    more: int
    state: Interview


def standing(state: Interview) -> Standing:
    """The figures of progress; with task and participants also the provisional result."""
    ready = complete(state)
    left = len(state.turns) if ready else 0
    return Standing(ready, ready and state.settled(), left, len(state.pending()) if ready and state.settled() else 0, state)


def _task_groups(call: Call, state: Interview, question: Question) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """The tasks by group; with a search word those that it finds."""
    word = call.query("suche").casefold()
    keywords = dict(question.type.keywords)
    groups: dict[str, list[tuple[str, str]]] = {}
    for name, text in question.type.options:
        task = state.rulebase.tasks.get(name)
        if _matches(word, f"{text} {keywords.get(name, '')}".casefold()):
            groups.setdefault(task.group_title if task else "Sonstiges", []).append((name, text))
    return tuple((group, tuple(items)) for group, items in groups.items())


def _matches(word: str, known: str) -> bool:
    """Whether the word is part of what is known of a task, or one of its words part of it: „Gehaltsabrechnung“ finds „Gehalt“."""
    return word in known or any(len(part) > _SHORT and part in word for part in re.findall(r"\w+", known))


def presets_page(call: Call) -> Response:
    """What task and participants answer, to be confirmed or doubted."""
    stored = case_of(call)
    state = interview_of(call, stored)
    if not state.presets() or state.case.participants is None:
        return call.to(f"/fall/{stored.id}")
    items = [(state.program.questions[name], preset) for name, preset in state.presets().items()]
    return call.page("vorgaben.html", fall=stored, zustand=state, stand=standing(state), vorgaben=items)


def confirm_presets(call: Call) -> Response:
    """Confirm all but those that are marked as wrong."""
    stored = case_of(call, Role.ANSWER)
    state = interview_of(call, stored)
    presets = state.presets()
    wrong = frozenset(name for name in call.form.get("falsch", ()) if name in presets)
    confirmed = {name: preset.value for name, preset in presets.items() if name not in wrong and not preset.text}
    changed = state_of.confirm_presets(state_of.doubt_presets(state, wrong))
    keep(call, stored, changed, confirmed)
    return call.to(next_address(changed, stored))


def back(call: Call) -> Response:
    """One question back; its answer becomes a proposal."""
    stored = case_of(call, Role.ANSWER)
    state = interview_of(call, stored)
    if not state.asked:
        return call.to(f"/fall/{stored.id}/zusammenfassung")
    name = state.asked[-1]
    if name == PARTICIPANTS:  # the list is not thrown away: it is shown again
        return call.to(f"/fall/{stored.id}/beteiligte")
    earlier = state_of.back(state)
    assert earlier is not None
    keep(call, stored, earlier, {})
    return call.to(f"/fall/{stored.id}/frage/{name}")


def deeper(call: Call) -> Response:
    """Go on with the questions that only refine the opinion."""
    stored = case_of(call, Role.ANSWER)
    state = state_of.go_deeper(interview_of(call, stored))
    keep(call, stored, state, {})
    return call.to(next_address(state, stored))


def section_page(call: Call) -> Response:
    """All questions of a section that can still matter, on one page."""
    stored = case_of(call)
    state = interview_of(call, stored)
    return _section(call, stored, state, {})


def answer_section(call: Call) -> Response:
    """Take every answer that was given; the others stay open."""
    stored = case_of(call, Role.ANSWER)
    state = interview_of(call, stored)
    given: dict[str, Value | None] = {}
    wrong: dict[str, Sent] = {}
    for question in _of_section(state, call.path("abschnitt")):
        sent = answer_sent(question, call.form, question.id)
        if sent.answered:
            given[question.id] = sent.value
        elif any(text.strip() for text in sent.texts):
            wrong[question.id] = sent
    for name, value in given.items():
        state = state_of.answer(state, name, value)
    if given:
        keep(call, stored, state, given)
    if wrong:
        renewed = case_of(call)
        return _section(call, renewed, interview_of(call, renewed), wrong)
    return call.to(f"/fall/{stored.id}/zusammenfassung")


def _section(call: Call, stored: StoredCase, state: Interview, wrong: dict[str, Sent]) -> Response:
    name = call.path("abschnitt")
    title = next((section.title for section in state.rulebase.sections if section.id == name), None)
    if title is None:
        raise NotFound
    fields = [shown(state, question, wrong.get(question.id, Sent())) for question in _of_section(state, name)]
    return call.page(
        "abschnitt.html", 400 if wrong else 200, fall=stored, zustand=state, stand=standing(state), titel=title, fragen=fields, kennung=name
    )


def _of_section(state: Interview, section: str) -> list[Question]:
    """The questions of the section that matter or are answered, without task and participants."""
    pending = {question.id for question in state.pending()}
    return [
        question
        for question in state.program.questions.values()
        if question.section == section
        and question.id not in (TASK, PARTICIPANTS)
        and (question.id in pending or question.id in state.case.answers or question.id in state.case.unknown or question.for_draft_only)
    ]


ROUTES = (
    ("/fall/{fall}", "GET", go_on, Role.READ),
    ("/fall/{fall}/frage/{frage}", "GET", question_page, Role.READ),
    ("/fall/{fall}/frage/{frage}", "POST", answer_question, Role.ANSWER),
    ("/fall/{fall}/vorgaben", "GET", presets_page, Role.READ),
    ("/fall/{fall}/vorgaben", "POST", confirm_presets, Role.ANSWER),
    ("/fall/{fall}/zurueck", "POST", back, Role.ANSWER),
    ("/fall/{fall}/vertiefen", "POST", deeper, Role.ANSWER),
    ("/fall/{fall}/abschnitt/{abschnitt}", "GET", section_page, Role.READ),
    ("/fall/{fall}/abschnitt/{abschnitt}", "POST", answer_section, Role.ANSWER),
)
