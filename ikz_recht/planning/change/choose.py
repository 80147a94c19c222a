"""Which form a change is planned for."""

from __future__ import annotations

from pathlib import Path

from ...advice.opinion import FormOpinion, Opinion
from ...advice.prospect import Prospect
from ...rulebase.problem import InputProblems, Place, Problem


def form_to_plan(opinion: Opinion, named: FormOpinion | None) -> FormOpinion | None:
    """The named form, unless it is excluded, else the recommended one; None if nothing is recommended. Raises InputProblems."""
    if named is None:
        return opinion.recommendation.chosen if opinion.recommendation else None
    if named.prospect is Prospect.EXCLUDED:
        text = f"Die Form „{named.form.name}“ ist ausgeschlossen; für sie gibt es keinen Plan."
        remedy = f"Warum, zeigt „ikz-recht warum FALL.yaml {named.form.id}“."
        raise InputProblems([Problem(Place(Path("Fall")), text, remedy)])
    return named
