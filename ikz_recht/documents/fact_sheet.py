"""A fact sheet for citizens: one page in short sentences, without paragraphs of law."""

from __future__ import annotations

from typing import Any

import jinja2

from ..planning.bodies.path import DecisionPath
from ..planning.bodies.stages import START
from ..planning.german_names import decline, upper_first
from ..rulebase.fact import show_date
from .council_parts import figure_sentences, gap, has_own_body, task_phrase
from .council_texts import PLAIN, is_inside, names
from .dialect import tidy
from .markdown_text import german_date
from .templating import render

_MOST_ROWS = 10
_FEW = 5


def fact_sheet_markdown(path: DecisionPath, env: jinja2.Environment) -> str:
    """The sheet as Markdown. Raises TemplateProblem."""
    return f"{tidy(render(env, 'faktenblatt.md', fact_sheet_context(path)))}\n"


def fact_sheet_context(path: DecisionPath) -> dict[str, Any]:
    """Everything the template may name; docs/gremien.md describes it."""
    value = path.opinion.evaluation.value
    approval = next((stage for stage in path.stages if stage.step == "genehmigung"), None)
    figures = [
        f"{name}: {' '.join(map(str, figure_sentences(item, short=True)))}"
        for name, item in path.given.benefit.items()
        if figure_sentences(item, short=True)
    ]
    councils = [
        {"name": item.decider.party.name, "gremium": item.decider.name, "tag": show_date(item.day) if item.day else "–"}
        for item in path.councils
    ]
    return {
        "luecke": gap,
        "aufgabe": task_phrase(path),
        "beteiligte": upper_first(_named(path)),
        "verantwortung": _responsible(path),
        "selbstaendig": value("aufgabenbreite") != "ganze_verwaltung" and value("vorstufe") is not True,
        "innen": is_inside(path),
        "digital": value("digital_verteilt") is True,
        "personal_bleibt": value("personal") == "bleibt",
        "kosten": figures,
        "beschluesse": councils[:_MOST_ROWS],
        "weitere": max(0, len(councils) - _MOST_ROWS),
        "aufsicht": german_date(path.plan[approval.id].end) if approval else "",
        "beginn": german_date(path.plan[START].end),
        "gewuenscht": path.last is not None,
    }


def _named(path: DecisionPath) -> str:
    """The participants with their articles, as far as they are few."""
    parties = [council.decider.party for council in path.councils]
    if len(parties) > _FEW:
        return names(path)
    told = [decline(item.name, item.kind, item.land).nominative for item in parties]
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} und {told[-1]}"


def _responsible(path: DecisionPath) -> str:
    """Who is responsible, in plain words; with the name of the one who takes over, if it is one."""
    transfer = str(path.opinion.evaluation.value("uebergang"))
    taking = [council.decider.party for council in path.councils if council.decider.party.role == "uebernehmend"]
    if transfer in ("zustaendigkeit", "durchfuehrung") and len(taking) == 1 and not has_own_body(path):
        name = decline(taking[0].name, taking[0].kind, taking[0].land).nominative
        if transfer == "durchfuehrung":
            return f"Alle bleiben zuständig. Die Arbeit macht {name} für alle."
        return f"{upper_first(name)} übernimmt die Aufgabe ganz, entscheidet und ist verantwortlich."
    if transfer == "durchfuehrung" and has_own_body(path):
        return "Alle bleiben zuständig. Die Arbeit macht eine gemeinsame Einrichtung für sie."
    return PLAIN.get(transfer, "")
