"""Which form or path the way is planned for."""

from __future__ import annotations

from pathlib import Path

from ...advice.opinion import FormOpinion, Opinion
from ...advice.prospect import Prospect
from ...rulebase.problem import InputProblems, Place, Problem, suggestion

_WHERE = Place(Path("Fall"))


def chosen_form(opinion: Opinion, name: str | None) -> FormOpinion:
    """The named form or path (`form` or `LAND:form`), else the recommended one. Raises InputProblems if there is none, or it is excluded."""
    if not opinion.program.rulebase.bodies.steps:
        text = "Im Regelwerk fehlen die Schritte des Wegs."
        raise _problem(text, "Ohne den Ordner „gremien“ der Regeln lässt sich kein Weg planen.")
    if name is None:
        found = opinion.recommendation
        if found is None:
            raise _problem("Keine Form ist empfohlen.", "Nennen Sie eine mit --form, oder klären Sie die offenen Fragen.")
        return found.chosen
    land, _, identifier = name.rpartition(":")
    ways = [way for way in opinion.ways if way.form.id == identifier and land.upper() in ("", way.form.land)]
    chosen = opinion.form(identifier, land.upper()) or next(iter(ways), None)
    if chosen is None:
        known = sorted({item.form.id for item in (*opinion.forms, *opinion.ways)})
        raise _problem(
            f"Die Form „{name}“ gibt es in diesem Fall nicht.", suggestion(identifier, known) or f"Möglich sind: {', '.join(known)}."
        )
    if chosen.prospect is Prospect.EXCLUDED:
        raise _problem(f"Die Form „{chosen.form.name}“ ist ausgeschlossen.", f"Warum, zeigt „ikz-recht warum FALL.yaml {chosen.form.id}“.")
    return chosen


def _problem(text: str, remedy: str) -> InputProblems:
    return InputProblems([Problem(_WHERE, text, remedy)])
