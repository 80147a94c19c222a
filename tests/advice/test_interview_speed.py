"""Every step of the interview takes less than half a second of processor time; of two Länder with an unknown task, less than one."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from ikz_recht.advice.case import Case
from ikz_recht.advice.interview import Interview, answer, back, confirm_presets, go_deeper, name_participants, start
from ikz_recht.advice.question_texts import hanging_lines
from ikz_recht.inference.facts import NO_ASSOCIATION, Participant
from ikz_recht.rulebase.fact import TASK
from tests.real import DAY, RULES


def timed(limit: float, step: Callable[..., Interview], *arguments: object) -> Interview:
    """The state after the step, with its next question known; the best of three runs counts, others may be using the machine."""
    taken = []
    for _ in range(3):
        before = time.process_time()
        state = step(*arguments)
        question = state.next()
        if question is not None:
            list(hanging_lines(state, question))
        taken.append(time.process_time() - before)
        if taken[-1] < limit:
            return state
    raise AssertionError(f"{step}: {taken}")


@pytest.mark.parametrize(
    ("lands", "task", "limit"), [(("BY", "HE"), "bauhof", 0.5), (("SN", "BY"), "andere", 1.0), (("NW",), "abwasser", 0.5)]
)
def test_no_step_keeps_anybody_waiting(lands: tuple[str, ...], task: str, limit: float) -> None:
    participants = tuple(
        Participant(f"G{number}", "gemeinde", lands[number % len(lands)], 9000, "", f"Kreis {number % 2}", NO_ASSOCIATION)
        for number in range(4)
    )
    state = answer(start(RULES, DAY, Case()), TASK, task)
    state = timed(limit, lambda: confirm_presets(name_participants(state, participants)))
    while (question := state.next()) is not None:
        state = timed(limit, answer, state, question.id, None)
    state = timed(limit, go_deeper, state)
    for _ in range(8):
        question = state.next()
        assert question is not None
        state = timed(limit, answer, state, question.id, None)
    timed(limit, lambda: back(state) or state)  # never None: something has been asked
    timed(limit, start, RULES, DAY, state.case)
