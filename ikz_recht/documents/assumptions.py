"""What nobody has answered but follows: from the task, the participants or other answers; told with where it comes from, equal reasons once."""

from __future__ import annotations

from typing import Any

from ..advice.opinion import Opinion
from ..advice.origin import FROM_ANSWERS, FROM_PARTICIPANTS, FROM_TASK, origin
from ..rulebase.fact import show_value
from ..rulebase.model import Certainty, Preset
from .notes import Notes

_LEADS = {
    FROM_TASK: "Aus der gewählten Aufgabe (Aufgabenkatalog)",
    FROM_PARTICIPANTS: "Aus den Beteiligten und ihren Zuständigkeiten",
    FROM_ANSWERS: "Aus anderen Angaben",
}


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
            "begruendet": where != FROM_TASK,
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
    words = {FROM_TASK: "dem Aufgabenkatalog", FROM_PARTICIPANTS: "den Beteiligten", FROM_ANSWERS: "anderen Angaben"}
    seen = {origin(opinion, name) for name in opinion.known.presets if name in opinion.program.questions}
    named = [words[where] for where in words if where in seen]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} und {named[-1]}" if named else ""
