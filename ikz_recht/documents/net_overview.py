"""The document of the overview: what the template templates/netz_uebersicht.md gets to see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import jinja2

from ..planning.network.items import URGENCY_TEXT, Item, Urgency
from ..planning.network.overview import Overview
from ..planning.network.overview_lines import deadline_text, summary
from ..rulebase.fact import show_date
from .dialect import tidy
from .templating import render


def overview_markdown(overview: Overview, env: jinja2.Environment) -> str:
    """The document as Markdown. Raises TemplateProblem."""
    return tidy(render(env, "netz_uebersicht.md", overview_context(overview)))


def overview_context(overview: Overview) -> dict[str, Any]:
    """Everything the template may name; docs/netz.md describes it."""
    groups = [(urgency, [item for item in overview.items if item.urgency(overview.day) is urgency]) for urgency in Urgency]
    return {
        "tag": show_date(overview.day),
        "zusammenfassung": summary(overview),
        "gruppen": [
            {"dringlichkeit": URGENCY_TEXT[urgency], "vorhaben": [_item(item, overview) for item in items]}
            for urgency, items in groups
            if items
        ],
        "am_zug": _by_name(overview.turns()),
        "belastung": _by_name(overview.loads()),
        "sitzungen": [
            {
                "tag": show_date(item.day),
                "gemeinde": item.body,
                "gremium": item.committee,
                "vorlage_bis": show_date(item.papers) if item.papers else "–",
                "vorhaben": list(item.titles),
            }
            for item in overview.agenda
        ],
        "nicht_lesbar": [str(problem) for problem in overview.broken],
    }


def _by_name(found: Mapping[str, Sequence[Item]]) -> list[dict[str, Any]]:
    return [
        {"wer": name, "anzahl": len(items), "vorhaben": list(dict.fromkeys(item.title for item in items))} for name, items in found.items()
    ]


def _item(item: Item, overview: Overview) -> dict[str, Any]:
    return {
        "titel": item.title,
        "herkunft": item.origin,
        "beteiligte": list(item.members),
        "stand": item.state,
        "naechster_schritt": item.next_step,
        "am_zug": list(item.turn),
        "frist": deadline_text(item, overview.day),
        "steht": item.stalled,
        "hinweise": list(item.notes),
    }
