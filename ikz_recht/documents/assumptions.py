"""What nobody has answered but follows: from the task, the participants or other answers; told with where it comes from, equal reasons once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..advice.opinion import Opinion
from ..inference.support import answers_behind, deciding_facts
from ..rulebase.fact import PARTICIPANTS, TASK, show_value
from ..rulebase.model import Certainty, Preset
from .notes import Notes

_TASK, _PARTICIPANTS, _ANSWERS = "Aufgabenkatalog", "Beteiligte", "andere Angaben"
_LEADS = {
    _TASK: "Aus der gewählten Aufgabe (Aufgabenkatalog)",
    _PARTICIPANTS: "Aus den Beteiligten und ihren Zuständigkeiten",
    _ANSWERS: "Aus anderen Angaben",
}


def origin(opinion: Opinion, name: str) -> str:
    """Where an answer that nobody gave comes from: the catalogue of tasks, the participants, or other answers."""
    derived = opinion.program.derived_answers.get(name)
    task = opinion.program.rulebase.tasks.get(str(opinion.case.answers.get(TASK, "")))
    if derived is None or any(opinion.known.presets[name] is preset for preset in (task.presets if task else ())):
        return _TASK
    behind = set(_behind(opinion, name))
    if PARTICIPANTS in behind:
        return _PARTICIPANTS
    return _TASK if behind <= {TASK} else _ANSWERS


def _behind(opinion: Opinion, name: str) -> Iterator[str]:
    """The answers that the deciding line rests on; through presets that themselves rest on the participants."""
    evaluation = opinion.evaluation
    for condition, _ in opinion.program.derived_answers[name].rule.lines:
        if evaluation.truth(condition):
            for fact in deciding_facts(condition, evaluation):
                for answer in answers_behind(fact, evaluation):
                    preset = answer in opinion.known.presets and answer in opinion.program.derived_answers
                    yield from _behind(opinion, answer) if preset else (answer,)
            return


def assumptions(opinion: Opinion, notes: Notes) -> list[dict[str, Any]]:
    """The assumptions by origin: `herkunft`, and `gruende`, each with its `grund`, its note and its `angaben` (question and answer).

    What follows from the task alone needs no reason beside the task (`begruendet` is False).
    """
    found: dict[str, dict[tuple[str, str, bool], list[dict[str, str]]]] = {lead: {} for lead in _LEADS}
    questions = opinion.program.questions
    for name, preset in opinion.known.presets.items():
        if name in questions:
            shown = {"frage": questions[name].text, "antwort": show_value(preset.value, questions[name].type).rstrip(".")}
            found[origin(opinion, name)].setdefault(_reason(preset, notes), []).append(shown)
    return [
        {
            "herkunft": _LEADS[where],
            "begruendet": where != _TASK,
            "gruende": [
                {"grund": grund, "fussnote": notes_mark, "unbelegt": unproven, "angaben": shown}
                for (grund, notes_mark, unproven), shown in groups.items()
            ],
        }
        for where, groups in found.items()
        if groups
    ]


def _reason(preset: Preset, notes: Notes) -> tuple[str, str, bool]:
    return preset.text, notes.mark(preset.norm, preset.evidence), preset.evidence.certainty is Certainty.MEMORY


def origins_in_words(opinion: Opinion) -> str:
    """The origins of all assumptions, after „folgen aus“: „dem Aufgabenkatalog, den Beteiligten oder anderen Angaben“."""
    words = {_TASK: "dem Aufgabenkatalog", _PARTICIPANTS: "den Beteiligten", _ANSWERS: "anderen Angaben"}
    seen = {origin(opinion, name) for name in opinion.known.presets if name in opinion.program.questions}
    named = [words[where] for where in words if where in seen]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} und {named[-1]}" if named else ""
