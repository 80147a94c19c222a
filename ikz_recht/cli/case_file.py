"""From a case file on the command line to an opinion."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from ..advice.case import Case, case_from, lands_of, read_case
from ..advice.opinion import FormOpinion, Opinion, advise, uncovered_text
from ..register.remarks import register_remarks
from ..rulebase.model import FORMS, Rulebase
from ..rulebase.problem import InputProblems, Place, Problem, suggestion
from .options import load_rules


def load_case(path: Path, rules: Path | None) -> tuple[Case, Rulebase]:
    """The case and the rules of its Länder. Raises InputProblems."""
    node = read_case(path)
    rulebase = load_rules(rules, lands_of(node))
    return case_from(node, rulebase), rulebase


def opinion_on(path: Path, rules: Path | None, day: dt.date | None) -> Opinion:
    """The opinion on a case file. Raises InputProblems; one that names nobody cannot be advised on."""
    case, rulebase = load_case(path, rules)
    check_participants(case, path)
    today = day or dt.date.today()
    for remark in register_remarks(case.participants or (), today):
        click.echo(remark, err=True)
    return advise(case, rulebase, today)


def check_participants(case: Case, path: Path) -> None:
    """At least two participants are what cooperation means. Raises InputProblems."""
    count = len(case.participants or ())
    if count < 2:
        named = "keine Beteiligten" if count == 0 else "nur eine Beteiligte oder einen Beteiligten"
        text = f"Der Fall nennt {named}; Zusammenarbeit braucht mindestens zwei."
        raise InputProblems([Problem(Place(path), text, "Ergänzen Sie „beteiligte:“ mit name, art und land.")])


def refuse_uncovered(opinion: Opinion) -> None:
    """Raises InputProblems if no Land of the case is covered: there is no form to speak of."""
    if opinion.uncovered and not opinion.forms:
        raise InputProblems([Problem(Place(Path("Fall")), uncovered_text(opinion.uncovered[0], opinion.program.rulebase))])


def form_in(opinion: Opinion, name: str) -> FormOpinion:
    """The form that the user named, as `form` or `LAND:form`. Raises a usage error, or InputProblems if no Land of the case is covered."""
    land, _, identifier = name.rpartition(":")
    refuse_uncovered(opinion)
    found = opinion.form(identifier, land.upper())
    if found is None:
        known = sorted({form.form.id for form in opinion.forms}) or list(FORMS)
        hint = suggestion(identifier, known) or f"Möglich sind: {', '.join(known)}."
        raise click.UsageError(f"Die Form „{name}“ gibt es in diesem Fall nicht. {hint}")
    return found
