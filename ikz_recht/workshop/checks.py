"""Every check of the rule base beyond reading it, as `regeln pruefen` runs them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from ..rulebase.model import Rulebase
from ..rulebase.problem import Problem
from .norms import check_norms
from .rule_files import RuleFiles
from .unreachable import check_forms, check_reach

CHECKS: tuple[Callable[[Rulebase, RuleFiles], Iterator[Problem]], ...] = (check_norms, check_reach, check_forms)


def check_rules(root: Path, rulebase: Rulebase) -> tuple[Problem, ...]:
    """What is wrong with rules that can be read, in the order of the files. `rulebase` is what was loaded from the folder."""
    files = RuleFiles(root)
    return tuple(sorted((problem for check in CHECKS for problem in check(rulebase, files)), key=lambda problem: problem.place))


def gathered(problems: tuple[Problem, ...]) -> Iterator[str]:
    """One line per defect; what is wrong in the same way in several places is told once, with all of them."""
    by_text: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        by_text.setdefault((problem.text, problem.remedy), []).append(problem)
    for first, *others in by_text.values():
        yield str(first)
        if others:
            yield f"    ebenso: {', '.join(str(problem.place) for problem in others)}"
