"""Every check of the rule base beyond reading it, as `regeln pruefen` runs them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
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


def gathered(problems: Iterable[Problem], base: Path) -> Iterator[str]:
    """One line per defect, in the order of the files; what is wrong alike in several places is told once, with all of them.

    Paths are shown as seen from `base` where they lie below it.
    """
    by_text: dict[tuple[str, str], list[Problem]] = {}
    for problem in sorted((_seen_from(base, problem) for problem in problems), key=lambda problem: problem.place):
        by_text.setdefault((problem.text, problem.remedy), []).append(problem)
    for first, *others in by_text.values():
        yield str(first)
        if others:
            yield f"    ebenso: {', '.join(str(problem.place) for problem in others)}"


def _seen_from(base: Path, problem: Problem) -> Problem:
    path = problem.place.path
    if not path.is_relative_to(base):
        return problem
    return replace(problem, place=replace(problem.place, path=path.relative_to(base)))
