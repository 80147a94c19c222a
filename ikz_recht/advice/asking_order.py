"""The order in which questions are asked and open points are listed."""

from __future__ import annotations

from collections.abc import Iterable

from ..inference.program import Program
from ..rulebase.model import Nature, Question

_ORDER = {Nature.FACT: 0, Nature.CHOICE: 1, Nature.JUDGEMENT: 2, Nature.THIRD_PARTY: 3}


def in_asking_order(questions: Iterable[Question], program: Program) -> list[Question]:
    """Facts before choices before evaluations before the consent of others; among these, as the questionnaire has them."""
    sections = {section.id: position for position, section in enumerate(program.rulebase.sections)}
    position = {name: number for number, name in enumerate(program.questions)}
    return sorted(questions, key=lambda item: (_ORDER[item.nature], sections.get(item.section, len(sections)), position[item.id]))
