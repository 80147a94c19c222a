"""The council paper (Beschlussvorlage) of one participant: what the template templates/beschlussvorlage.md gets to see.

Every council gets the same operative text; only body, day and figures are its own.
"""

from __future__ import annotations

from typing import Any

import jinja2

from ..planning.bodies.path import MISSED, Council, DecisionPath
from ..planning.german_names import decline, upper_first
from ..rulebase.outline import Outlines
from .council_parts import gap, part_contents, task_phrase
from .dialect import tidy
from .markdown_text import MarkdownText, escape, german_date
from .templating import render

_OPERATIVE = "beschlusstext"
_LATER = ("unterzeichnung", "anzeige", "genehmigung", "bekanntmachung", "foerderantrag", "start")


def paper_markdown(path: DecisionPath, council: Council, deed: str, env: jinja2.Environment) -> str:
    """The paper as Markdown; `deed` is what the agreement or statute is called. Raises TemplateProblem."""
    return f"{tidy(render(env, 'beschlussvorlage.md', paper_context(path, council, deed)))}\n"


def deed_of(path: DecisionPath, outlines: Outlines) -> str:
    """What the deed of the form is called in its Land; „Vereinbarung“ for a path beside the forms."""
    form = path.form.form
    try:
        return outlines.of(form.land, form.id).deed_in(form.land)
    except KeyError:
        return "Vereinbarung"


def paper_context(path: DecisionPath, council: Council, deed: str) -> dict[str, Any]:
    """Everything the template may name; docs/gremien.md describes it."""
    party = council.decider.party
    catalogue = path.opinion.program.rulebase.bodies
    name = decline(party.name, party.kind, party.land)
    parts = [part for part in catalogue.parts if part.id != _OPERATIVE]
    return {
        "luecke": gap,
        "titel": path.opinion.case.title or path.opinion.value("aufgabe") or gap("Betreff"),
        "beteiligte": party.name,
        "gremium": council.decider.bare,
        "gremium_mit_artikel": upper_first(council.decider.name),
        "wessen": name.genitive,
        "sitzung": german_date(council.day) if council.day else gap("Sitzung"),
        "geschaetzt": council.day is not None and not _is_given(path, council),
        "alle": _all_names(path),
        "urkunde": deed,
        "entwurf_liegt_bei": path.form.form.way is None,
        "rechnung_liegt_bei": party.name in path.given.benefit,
        "wessen_urkunde": f"des {deed}s" if deed.lower().endswith("vertrag") else f"der {deed}",
        "satzung": deed.lower().endswith("satzung"),
        "form": path.form.form.name,
        "norm": path.form.form.norm,
        "aufgabe": task_phrase(path),
        "beginn": _start(path),
        "genehmigung": path.facts.value("genehmigung_noetig") is True,
        "anzeige": path.facts.value("anzeige_noetig") is True,
        "beitritt": _accession(path),
        "foerderung": path.facts.value("foerderung_erfasst") is True,
        "mehrheit": council.majority.words if council.majority else "",
        "mehrheit_norm": council.majority.norm if council.majority else "",
        "mehrheit_unbelegt": council.majority is None or council.majority.unproven,
        "bausteine": [{"name": part.name, "pflicht": part.required, "saetze": part_contents(part, path, party.name)} for part in parts],
        "termine": _dates(path),
    }


def _start(path: DecisionPath) -> str | MarkdownText:
    """The wished start where it can be had; else a gap that names the earliest."""
    if path.wish and path.outcome != MISSED:
        return german_date(path.wish)
    return gap(f"Beginn, frühestens {german_date(path.sure)}")


def _is_given(path: DecisionPath, council: Council) -> bool:
    """Whether the day comes from a calendar of sittings."""
    sittings = path.given.sittings.get((council.decider.party.name, "vertretung"))
    return sittings is not None and (sittings.every_weeks is not None or council.day in sittings.dates)


def _all_names(path: DecisionPath) -> MarkdownText:
    """All participants with their articles, the same in every paper: „zwischen der Gemeinde A, der Stadt B und dem Landkreis C“."""
    parties = path.opinion.case.participants or ()
    names = [str(escape(decline(item.name, item.kind, item.land).dative)) for item in parties]
    return MarkdownText(names[0] if len(names) == 1 else f"{', '.join(names[:-1])} und {names[-1]}")


def _accession(path: DecisionPath) -> bool:
    wanted = path.opinion.evaluation.value("erweiterbarkeit")
    return isinstance(wanted, frozenset) and bool(wanted & {"partner", "viele_partner", "landesweit"})


def _dates(path: DecisionPath) -> list[dict[str, str]]:
    """The days after the decision, in order."""
    shown = [stage for stage in path.dated() if stage.step in _LATER]
    return [{"name": stage.name, "wer": stage.who, "tag": german_date(path.plan[stage.id].end)} for stage in shown]
