"""Both engines on one case, and what happens if they differ."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from .durable_engine import DurableEngine, EngineUnavailable
from .evaluator import TRUTH_TEXT, Verdicts, evaluate
from .facts import Answers
from .network import CannotCarry
from .program import Program

EVALUATOR = "Auswerter"
DURABLE = "durable-rules"


class EnginesDisagree(Exception):
    """The engines gave different results; no opinion may be built on that. The message is a German report."""

    def __init__(self, differences: tuple[str, ...]) -> None:
        self.differences = differences
        shown = "\n".join(f"  {line}" for line in differences[:20])
        super().__init__(f"Die beiden Maschinen kommen zu verschiedenen Ergebnissen; das Gutachten wird nicht erstattet.\n{shown}")


@dataclass(frozen=True, slots=True)
class Run:
    """The verdicts, the engines that computed them, and why one did not run, if so."""

    verdicts: Verdicts
    engines: tuple[str, ...]
    remark: str = ""


@lru_cache(maxsize=64)
def _compiled(program: Program) -> DurableEngine:
    return DurableEngine(program)


def run_engines(program: Program, answers: Answers) -> Run:
    """Evaluate with both engines. Raises EnginesDisagree; where durable-rules is missing or cannot carry the rules, the run says so."""
    try:
        waiting = _compiled(program).begin(answers)
        verdicts = evaluate(program, answers)
        other = waiting()
    except (EngineUnavailable, CannotCarry) as missing:
        return Run(evaluate(program, answers), (EVALUATOR,), f"{missing} Es hat nur der Auswerter gerechnet.")
    found = differences(verdicts, other)
    if found:
        raise EnginesDisagree(found)
    return Run(verdicts, (EVALUATOR, DURABLE))


def differences(first: Verdicts, second: Verdicts) -> tuple[str, ...]:
    """One line per value or statement on which the two differ."""
    lines = [
        f"{name}: {EVALUATOR} {value!r}, {DURABLE} {second.values.get(name)!r}"
        for name, value in first.values.items()
        if value != second.values.get(name)
    ]
    lines += [
        f"{name}: {EVALUATOR} {TRUTH_TEXT[truth]}, {DURABLE} {TRUTH_TEXT[second.truths.get(name)]}"
        for name, truth in first.truths.items()
        if truth is not second.truths.get(name)
    ]
    return tuple(lines)
