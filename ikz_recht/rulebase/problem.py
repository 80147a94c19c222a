"""What can be wrong with a file that a person wrote, and where."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a file; line and column count from 1, 0 means the whole file."""

    path: Path
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else str(self.path)


@dataclass(frozen=True, slots=True)
class Problem:
    """One defect: where, what is wrong, and how to mend it (both German sentences)."""

    place: Place
    text: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.text}" + (f" {self.remedy}" if self.remedy else "")


class InputProblems(Exception):
    """Input that cannot be used; carries every problem found, not just the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def suggestion(word: str, known: Iterable[str]) -> str:
    """A remedy sentence naming the closest known word, or the list of known words if it is short."""
    known = sorted(known)
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return f"Gemeint ist vielleicht „{close[0]}“."
    if 0 < len(known) <= 12:
        return f"Möglich sind: {', '.join(known)}."
    return ""
