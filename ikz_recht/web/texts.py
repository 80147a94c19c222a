"""A line of text typed into a form."""

from __future__ import annotations

from ..advice.case import parse_name
from ..rulebase.fact import ValueProblem


def parse_line(text: str, limit: int) -> str:
    """The line without control characters, with single spaces. Raises ValueError with what is wrong with it."""
    try:
        found = parse_name(text)
    except ValueProblem as problem:
        raise ValueError(f"{problem} {problem.remedy}".strip() if text.strip() else "Geben Sie einen Namen ein.") from None
    if len(found) > limit:
        raise ValueError(f"Der Name ist länger als {limit} Zeichen. Kürzen Sie ihn.")
    return found
