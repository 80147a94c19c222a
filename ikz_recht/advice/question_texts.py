"""What stands around a question: its section, how many are left, a proposal, what it means and what now counts as its answer."""

from __future__ import annotations

from collections.abc import Iterator

from ..rulebase.fact import PARTICIPANTS, TASK, Value, show_value
from ..rulebase.model import Question
from .interview import Interview
from .turning import turn_of


def section_title(state: Interview, question: Question) -> str:
    """The title of the section of the questionnaire."""
    return next((section.title for section in state.rulebase.sections if section.id == question.section), "")


def proposal(state: Interview, question: Question) -> tuple[Value, str] | None:
    """An earlier answer or the catalogue's, with where it comes from."""
    value = state.proposal(question.id)
    if value is None:
        return None
    return value, "Ihre frühere Antwort" if question.id in state.previous else "Vorschlag aus dem Aufgabenkatalog"


def progress(state: Interview) -> str:
    """How many questions are left until the recommendation stands, as far as is known now: an answer may raise further ones."""
    if state.case.participants is None or TASK not in {*state.case.answers, *state.case.unknown}:
        return ""
    if state.deep and not state.turns:
        return f" (vertiefend, derzeit noch {max(len(state.pending()) - 1, 0)} weitere)"
    count = len(state.turns)
    return f" (bis die Empfehlung steht, {'derzeit noch diese' if count <= 1 else f'derzeit noch {count}'})"


def reason(state: Interview, question: Question) -> str:
    """What the question means, an example for the chosen task, and what hangs on it."""
    lines = [question.help]
    task = str(state.case.answers.get(TASK, ""))
    group = state.rulebase.tasks[task].group if task in state.rulebase.tasks else ""
    example = question.examples.get(task) or question.examples.get(group) or question.examples.get("sonst")
    if example:
        lines.append(f"Beispiel: {example}")
    lines += hanging_lines(state, question)
    return "\n".join(lines)


def current(state: Interview, question: Question) -> str:
    """What now counts as the answer."""
    if question.id == PARTICIPANTS:
        return ""
    if question.id in state.case.answers:
        return show_value(state.case.answers[question.id], question.type)
    preset = state.presets().get(question.id)
    return f"{show_value(preset.value, question.type)} (aus Aufgabe und Beteiligten)" if preset else "weiß nicht"


def hanging_lines(state: Interview, question: Question) -> Iterator[str]:
    """What hangs on a question: which answer would put another form first, else on what it acts."""
    if question.id in (TASK, PARTICIPANTS) or not state.case.participants:
        return
    answers = turn_of(question, state.opinion).answers
    for value, leader in answers[:4]:
        yield f"Bei „{show_value(value, question.type)}“ käme an die erste Stelle: {leader}."
    if answers:
        return
    if question in state.turns:
        yield "Zusammen mit weiteren Antworten kann sie ändern, was empfohlen wird."
    relevance = state.relevance.get(question.id)
    if relevance is not None:
        names = [*relevance.deciding.values()] or [*relevance.touched.values()]
        acts = (
            "Sie entscheidet mit über die Zulässigkeit von"
            if relevance.deciding
            else "Sie wirkt auf Auflagen, Inhalt, Verfahren oder Eignung von"
        )
        yield f"{acts}: {'; '.join(dict.fromkeys(names))}."
