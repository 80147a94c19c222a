"""Dates in a case that have passed: a draft cannot name them, and whoever reads the memo has to know."""

from __future__ import annotations

import datetime as dt

from ..advice.opinion import Opinion
from .markdown_text import german_date


def is_past(opinion: Opinion, name: str) -> bool:
    """True if a question of the draft is answered with a day before the day of the opinion."""
    value = opinion.evaluation.value(name)
    question = opinion.program.questions.get(name)
    return isinstance(value, dt.date) and question is not None and question.for_draft_only and value < opinion.day


def date_warnings(opinion: Opinion) -> list[str]:
    """One sentence for each date of the draft that lies before the day of the opinion."""
    warnings = []
    for name, question in opinion.program.questions.items():
        value = opinion.evaluation.value(name)
        if isinstance(value, dt.date) and is_past(opinion, name):
            warnings.append(f"„{question.text}“ – der {german_date(value)} ist am Stichtag vorbei; im Entwurf bleibt die Stelle offen.")
    return warnings
