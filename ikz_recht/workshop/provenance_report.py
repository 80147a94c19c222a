"""The account of the dossiers as text and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..rulebase.model import Rulebase
from ..rulebase.problem import InputProblems, Place, Problem
from .dossier import VARIABLE, Dossier, dossier_of, read_dossier
from .provenance import FEDERAL, LEFT_OUT, MISSING, Account, account, items_of

TITLES = {
    "bedingung": "Bedingung",
    "auflage": "Auflage",
    "weg": "Weg",
    "mindestinhalt": "Inhalt",
    "schritt": "Schritt",
    "rechtsfolge": "Folge",
    "hinweis": "Hinweis",
    "form": "Form",
    LEFT_OUT: "ohne Regel",
    MISSING: "offen",
}


_ERRORS = "falsche Angaben zur Herkunft"
_DEVIATIONS = "Regeln, deren Fundstelle oder Sicherheit von ihrer Aussage abweicht"


def accounts(rulebase: Rulebase, folder: Path, lands: tuple[str, ...] = ()) -> list[Account]:
    """The accounts of the dossiers of the given Länder (BUND too), or of all that have rules; one that several share comes once.

    Raises InputProblems where a dossier is missing or unreadable.
    """
    wanted = tuple(dict.fromkeys(dossier_of(land) for land in lands or (*rulebase.lands, FEDERAL)))
    named = {name.partition(":")[0] for item in items_of(rulebase) for name in item.statements}
    found: dict[str, Dossier] = {}
    for land in dict.fromkeys((*wanted, *sorted(named))):
        dossier = read_dossier(folder, land)
        if dossier is not None:
            found[land] = dossier
    absent = [land for land in wanted if land not in found]
    if absent:
        remedy = f"Nennen Sie den Ordner mit --dossiers oder in der Variable {VARIABLE}."
        raise InputProblems([Problem(Place(folder / f"{land}.yaml"), "Dieses Rechtsdossier gibt es nicht.", remedy) for land in absent])
    return [account(land, rulebase, found) for land in wanted]


def report_lines(item: Account, gaps: bool) -> Iterator[str]:
    """One Land as text; with `gaps` only what is left to do."""
    if not gaps:
        yield from _table(item)
        yield from _reasons(item)
    if item.missing:
        yield f"{item.land}: {len(item.missing)} Aussagen ohne Regel und ohne Grund"
        for statement in item.missing:
            yield f"  {item.land}:{statement.path} [{statement.norm}; {', '.join(statement.sources) or 'ohne Quelle'}, {statement.certainty}]"
            yield f"      {statement.text}"
        yield ""
    for title, problems in ((_ERRORS, item.errors), (_DEVIATIONS, item.deviations)):
        if problems:
            yield f"{item.land}: {title}"
            yield from (f"  {problem}" for problem in problems)
            yield ""
    if item.unsupported and not gaps:
        yield f"{item.land}: {len(item.unsupported)} Regeln, die keine Aussage des Dossiers nennen"
        yield from (f"  {rule.place}: {rule.id} [{rule.norm or 'ohne Fundstelle'}]" for rule in item.unsupported)
        yield ""
    if item.foreign_sources and not gaps:
        yield f"{item.land}: Quellen, die das Dossier nicht hat: {', '.join(item.foreign_sources)}"
        yield ""


def _table(item: Account) -> Iterator[str]:
    sections = item.by_section()
    total = sum(sections.values(), Counter[str]())
    columns = [fate for fate in TITLES if total[fate] or fate == MISSING]
    width = max(len(name.rpartition(".")[2]) + 2 for name in (*sections, "zusammen"))
    yield f"{item.land}: {len(item.fates)} Aussagen im Dossier"
    yield "  ".join([" " * width, *(TITLES[fate] for fate in columns)])
    form = ""
    for name, counted in (*sections.items(), ("zusammen", total)):
        owner, _, section = name.rpartition(".")
        if owner and owner != form:
            yield owner
        form = owner
        cells = [(str(counted[fate]) if counted[fate] else "·").rjust(len(TITLES[fate])) for fate in columns]
        yield "  ".join([f"{'  ' if owner else ''}{section}".ljust(width), *cells])
    yield ""


def _reasons(item: Account) -> Iterator[str]:
    if item.reasons:
        yield f"{item.land}: ohne Regel, weil"
        by_reason: dict[str, list[str]] = {}
        for path, reason in item.reasons.items():
            by_reason.setdefault(reason, []).append(path)
        yield from (f"  {reason} ({', '.join(paths)})" for reason, paths in by_reason.items())
        yield ""


def report_json(item: Account) -> dict[str, Any]:
    """One Land as JSON."""
    return {
        "land": item.land,
        "aussagen": {
            path: {"verbleib": fate, "regeln": list(item.users[path]), **({"grund": item.reasons[path]} if path in item.reasons else {})}
            for path, fate in item.fates.items()
        },
        "summen": {name: dict(sorted(counted.items())) for name, counted in item.by_section().items()},
        "offen": [statement.path for statement in item.missing],
        "fehler": [_problem(problem) for problem in item.errors],
        "abweichungen": [_problem(problem) for problem in item.deviations],
        "ohne_aussage": [{"id": rule.id, "ort": str(rule.place), "norm": rule.norm} for rule in item.unsupported],
        "fremde_quellen": list(item.foreign_sources),
    }


def _problem(problem: Problem) -> dict[str, str]:
    return {"ort": str(problem.place), "text": problem.text, "abhilfe": problem.remedy}
