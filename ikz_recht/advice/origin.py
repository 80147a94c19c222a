"""Where an answer that nobody gave comes from."""

from __future__ import annotations

from collections.abc import Iterator

from ..inference.support import answers_behind, deciding_facts
from ..rulebase.fact import PARTICIPANTS, TASK
from .opinion import Opinion

FROM_TASK, FROM_PARTICIPANTS, FROM_ANSWERS = "Aufgabenkatalog", "Beteiligte", "andere Angaben"


def origin(opinion: Opinion, name: str) -> str:
    """Where an answer that nobody gave comes from: the catalogue of tasks, the participants, or other answers."""
    derived = opinion.program.derived_answers.get(name)
    task = opinion.program.rulebase.tasks.get(str(opinion.case.answers.get(TASK, "")))
    if derived is None or any(opinion.known.presets[name] is preset for preset in (task.presets if task else ())):
        return FROM_TASK
    behind = set(_behind(opinion, name))
    if PARTICIPANTS in behind:
        return FROM_PARTICIPANTS
    return FROM_TASK if behind <= {TASK} else FROM_ANSWERS


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
