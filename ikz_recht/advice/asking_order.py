"""The order in which questions are asked and open points are listed."""

from __future__ import annotations

from collections.abc import Iterable

from ..inference.program import Program
from ..rulebase.model import Nature, Question

_FIRST = "uebergang"  # nothing settles more at once
_AGREED = "entgelt"  # a fact, but one of the agreement to come: asked with the choices
_ORDER = {Nature.FACT: 0, Nature.CHOICE: 1, Nature.JUDGEMENT: 2, Nature.THIRD_PARTY: 3}


def in_asking_order(questions: Iterable[Question], program: Program) -> list[Question]:
    """What passes over, then facts before choices before evaluations before the consent of others.

    Among these, as the questionnaire has them.
    """
    sections = {section.id: position for position, section in enumerate(program.rulebase.sections)}
    position = {name: number for number, name in enumerate(program.questions)}

    def stage(item: Question) -> int:
        if item.id == _FIRST:
            return -1
        return _ORDER[Nature.CHOICE if item.id == _AGREED else item.nature]

    return sorted(questions, key=lambda item: (stage(item), sections.get(item.section, len(sections)), position[item.id]))
