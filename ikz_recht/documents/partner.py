"""The document of the partner search: what the template templates/partner.md gets to see, and its picture."""

from __future__ import annotations

from typing import Any

import jinja2

from ..planning.explain import BENEFIT, BORDER, CLARIFY, LEVEL, MEAN, PRACTICE, SIZE, USUAL, Reason, reasons
from ..planning.partner_lines import by_task, form_text, points_text
from ..planning.partners import LEGAL, Suggestion
from ..planning.search import Result
from ..planning.units import Unit
from ..rulebase.evidence import Certainty, Evidence
from ..rulebase.fact import show_date, show_number
from ..rulebase.partner import NOT_COVERED
from .citations import bibliography
from .dialect import tidy
from .markdown_text import MarkdownText
from .notes import Notes
from .partner_picture import Spoke, partner_picture, weight
from .pictures import Picture, picture_mark
from .templating import render

DETAILED = 6
LISTED = 25
MOST_PARTNERS = 15
GOOD_OUTLOOKS = ("sicher", "durch_gestaltung", "im_regelfall")
SHORT_OUTLOOK = {
    "sicher": "möglich",
    "durch_gestaltung": "durch Gestaltung",
    "im_regelfall": "im Regelfall",
    "ungewiss": "ungewiss",
    "nicht_erfasst": "nicht beurteilt",
}
_EARLIER = (LEGAL, BORDER, USUAL, LEVEL, BENEFIT, PRACTICE, CLARIFY, MEAN, SIZE)


def partner_markdown(result: Result, env: jinja2.Environment, *, every: bool = False) -> tuple[str, Picture]:
    """The document as Markdown with its picture; with `every` it lists all tasks. Raises TemplateProblem."""
    notes = Notes(result.rulebase.sources)
    picture = partner_picture(result.region.municipality(result.findings.own), spokes(result))
    done = notes.finish(tidy(render(env, "partner.md", partner_context(result, notes, every=every))))
    literature, practice = bibliography(done.sources)
    sources = render(env, "partner_quellen.md", {"literatur": literature, "praxis": practice, **_origin(result)}).strip()
    return f"{done.markdown}\n\n{sources}\n\n{done.definitions}\n", picture


def spokes(result: Result) -> list[Spoke]:
    """Every suggested partner with the number of tasks, and the best prospect among them; who is most often the best first."""
    found: dict[str, list[Suggestion]] = {}
    best = {id(pairs[0]) for pairs, _ in by_task(result)}
    for item in result.findings.suggestions:
        found.setdefault(item.partners[0].key, []).append(item)
    made = [Spoke(items[0].partners[0], sum(id(item) in best for item in items), len(items), _outlook(items)) for items in found.values()]
    return sorted(made, key=weight)


def _outlook(items: list[Suggestion]) -> str:
    outlooks = {item.verdict.outlook for item in items}
    if outlooks & set(GOOD_OUTLOOKS):
        return "gut"
    return NOT_COVERED if NOT_COVERED in outlooks else "ungewiss"


def partner_context(result: Result, notes: Notes, *, every: bool = False) -> dict[str, Any]:
    """Everything the template may name; docs/partner.md describes it."""
    findings, tasks = result.findings, by_task(result)
    own = result.region.municipality(findings.own)
    everything = every or bool(result.wish.tasks)
    shown = tasks if result.wish.tasks else tasks[:DETAILED]
    return {
        "gemeinde": own.name,
        "ags": own.key,
        "einwohner": "" if own.inhabitants is None else show_number(own.inhabitants),
        "kreis": result.district,
        "bild": picture_mark(0),
        "partner": _partners(result),
        "anzahl": len(tasks),
        "aufgaben": [_row(pairs, group) for pairs, group in (tasks if everything else tasks[:LISTED])],
        "einzeln": [_task(pairs, group, result, notes) for pairs, group in shown],
        "ohne": _without(result),
        "verglichen": show_number(findings.compared),
        "radius": show_number(result.wish.radius_km),
        "hinweise": list(result.remarks),
        "kriterien": [
            {
                "name": item.name,
                "gewicht": show_number(result.given.weights.get(item.id, item.weight)),
                "geaendert": item.id in result.given.weights,
                "gruppe": item.of_group,
            }
            for item in result.rulebase.partner.criteria
        ],
    }


def _origin(result: Result) -> dict[str, Any]:
    rulebase = result.rulebase
    return {
        "stichtag": show_date(result.day),
        "register_stand": show_date(result.region.register.as_of),
        "beispiel": result.region.register.example,
        "version": rulebase.version,
        "fingerabdruck": rulebase.fingerprint,
        "geprueft": [(law.name, show_date(law.checked_until)) for law in rulebase.lands.values()],
    }


def _partners(result: Result) -> list[dict[str, Any]]:
    """The table beside the picture: every suggested partner, with the tasks in which it is the best."""
    names: dict[str, list[str]] = {}
    for pairs, _ in by_task(result):
        names.setdefault(pairs[0].partners[0].key, []).append(pairs[0].task.name)
    own = result.region.municipality(result.findings.own)
    return [
        {
            "name": row.partner.name,
            "einwohner": "unbekannt" if row.partner.inhabitants is None else show_number(row.partner.inhabitants),
            "entfernung": _distance(result, own, row.partner),
            "erste": row.first,
            "anzahl": row.tasks,
            "aufgaben": names.get(row.partner.key, []),
        }
        for row in spokes(result)[:MOST_PARTNERS]
    ]


def _distance(result: Result, own: Unit, partner: Unit) -> str:
    distance = result.region.distance_km(own, partner)
    return "–" if distance is None else f"{show_number(round(distance, 1))} km"


def _row(pairs: list[Suggestion], group: Suggestion | None) -> dict[str, Any]:
    first = pairs[0]
    return {
        "name": first.task.name,
        "fuer": first.own.name if first.level else "",
        "partner": first.partners[0].name,
        "punkte": show_number(round(first.points, 1)),
        "form": form_text(first),
        "form_name": first.verdict.name or "–",
        "aussicht": SHORT_OUTLOOK.get(first.verdict.outlook, first.verdict.outlook),
        "gruppe": [unit.name for unit in group.partners] if group else [],
    }


def _task(pairs: list[Suggestion], group: Suggestion | None, result: Result, notes: Notes) -> dict[str, Any]:
    first = pairs[0]
    found = reasons(first, result.rulebase, result.district)
    return {
        **_row(pairs, group),
        "punkte_text": points_text(first.points),
        "ebene": _sentences(found, (LEVEL,), notes),
        "recht": _sentences(found, (LEGAL, BORDER, USUAL), notes),
        "dafuer": [_view(item, notes) for item in found if _counts(item) and (item.points or 0) > 0],
        "dagegen": [_view(item, notes) for item in found if _counts(item) and (item.points or 0) < 0],
        "ausserdem": [_view(item, notes) for item in found if _counts(item) and not item.points],
        "nutzen": _sentences(found, (BENEFIT,), notes),
        "praxis": _sentences(found, (PRACTICE,), notes),
        "zu_klaeren": _sentences(found, (CLARIFY,), notes),
        "weitere": [{"name": item.partners[0].name, "punkte": points_text(item.points), "form": form_text(item)} for item in pairs[1:]],
        "als_gruppe": _group(group, result, notes) if group else None,
    }


def _group(group: Suggestion, result: Result, notes: Notes) -> dict[str, Any]:
    found = reasons(group, result.rulebase, result.district)
    return {
        "partner": [unit.name for unit in group.partners],
        "punkte": points_text(group.points),
        "form": form_text(group),
        "gruende": [_view(item, notes) for item in found if item.kind in (MEAN, SIZE) or _counts(item)],
    }


def _counts(item: Reason) -> bool:
    return item.kind not in _EARLIER


def _sentences(found: list[Reason], kinds: tuple[str, ...], notes: Notes) -> list[dict[str, Any]]:
    return [_view(item, notes) for item in found if item.kind in kinds]


def _view(item: Reason, notes: Notes) -> dict[str, Any]:
    certainties = {str(certainty) for certainty in Certainty}
    known = item.certainty in certainties and item.source in notes.sources
    evidence = Evidence(item.source, Certainty(item.certainty)) if known else None
    points = item.points or 0
    return {
        "text": item.text,
        "punkte": f"{'+' if points > 0 else ''}{show_number(round(points, 1))}",
        "fussnote": notes.mark("; ".join(item.norms), evidence) if evidence or item.norms else MarkdownText(""),
        "unbelegt": item.certainty == Certainty.MEMORY,
    }


def _without(result: Result) -> list[dict[str, Any]]:
    """The tasks without a suggestion by reason."""
    found: dict[str, list[str]] = {}
    for item in result.findings.left:
        found.setdefault(item.reason, []).append(item.task.name)
    return [{"grund": reason, "aufgaben": names} for reason, names in found.items()]
