"""The document of a network: what the template templates/netz.md gets to see, and its pictures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jinja2

from ..planning.network.check_portfolio import everything
from ..planning.network.portfolio import Cooperation, Portfolio
from ..planning.network.risks import FoundRisk
from ..planning.network.show_lines import count, signed
from ..planning.network.view import NetworkView
from ..register.utm import degrees_of
from ..rulebase.evidence import Certainty, Evidence
from ..rulebase.fact import show_date, show_number
from .citations import bibliography
from .dialect import tidy
from .markdown_text import MarkdownText
from .net_picture import Shapes, graph_picture, map_picture
from .notes import Notes
from .pictures import Picture, picture_mark
from .templating import render


def network_markdown(view: NetworkView, env: jinja2.Environment) -> tuple[str, tuple[Picture, ...]]:
    """The document as Markdown with its pictures. Raises TemplateProblem."""
    notes = Notes(view.portfolio.rulebase.sources)
    on_map = map_picture(view, _shapes(view))
    pictures = (graph_picture(view), on_map) if on_map else (graph_picture(view),)
    text = render(env, "netz.md", {**network_context(view, notes), "karte": picture_mark(1) if on_map else ""})
    return with_sources(text, view, notes, env), pictures


def _shapes(view: NetworkView) -> Shapes:
    """The boundaries of everyone in the network, as far as a map was loaded: of an association those of its members."""
    areas = {body.key: body.unit.members or {body.key} for body in view.portfolio.bodies.values()}
    found = view.region.register.boundaries({ags for keys in areas.values() for ags in keys})
    return {
        key: [[degrees_of(*point) for point in polygon[0]] for ags in sorted(keys) if ags in found for polygon in found[ags].polygons]
        for key, keys in areas.items()
    }


def with_sources(text: str, view: NetworkView, notes: Notes, env: jinja2.Environment) -> str:
    """The filled template with footnotes, sources and what it rests on."""
    done = notes.finish(tidy(text))
    literature, practice = bibliography(done.sources)
    sources = render(env, "netz_quellen.md", {"literatur": literature, "praxis": practice, **_origin(view)}).strip()
    return f"{done.markdown}\n\n{sources}\n\n{done.definitions}\n"


def _origin(view: NetworkView) -> dict[str, Any]:
    rulebase, register = view.portfolio.rulebase, view.region.register
    return {
        "stichtag": show_date(view.day),
        "datei_stand": show_date(view.portfolio.as_of) if view.portfolio.as_of else "",
        "register_stand": show_date(register.as_of),
        "beispiel": register.example,
        "version": rulebase.version,
        "fingerabdruck": rulebase.fingerprint,
        "geprueft": [(law.name, show_date(law.checked_until)) for law in rulebase.lands.values()],
    }


def network_context(view: NetworkView, notes: Notes) -> dict[str, Any]:
    """Everything the template may name; docs/netz.md describes it."""
    portfolio = view.portfolio
    return {
        "titel": portfolio.title,
        "tag": show_date(view.day),
        "koordination": portfolio.coordinator,
        "bild": picture_mark(0),
        "gemeinden": [_body(number, key, view) for number, key in enumerate(portfolio.bodies, start=1)],
        "zusammenarbeit": [_cooperation(number, item, view) for number, item in enumerate(view.running, start=1)],
        "kommende": [_cooperation(0, item, view) for item in view.waiting],
        "beendete": [_cooperation(0, item, view) for item in view.ended],
        "vorhaben": len(portfolio.projects),
        "teile": [[portfolio.short(key) for key in part] for part in view.parts],
        "ohne": [portfolio.short(key) for key in view.apart],
        "bruecken": [portfolio.short(key) for key in portfolio.bodies if key in view.bridging],
        "nie_traeger": [portfolio.short(key) for key in view.never_carrier] if portfolio.goals.every_carrier is not False else [],
        "abhaengig": _needs(portfolio),
        "risiken": [_risk(item, notes) for item in view.risks],
        "grundsaetze": principles(portfolio, notes),
        "mit_betraegen": any(item.received or item.paid for item in view.standings.values()),
        "hinweise": list(view.remarks),
    }


def principles(portfolio: Portfolio, notes: Notes) -> list[dict[str, Any]]:
    """The sentences of rules/netz that hold for every network."""
    return [sentence(item.text, item.evidence, notes) for item in portfolio.rulebase.network.remarks if item.occasion == "grundsatz"]


def sentence(text: str, evidence: Evidence | None, notes: Notes, norm: str = "") -> dict[str, Any]:
    """A sentence with its footnote; „unbelegt“ if it is an estimate."""
    return {
        "text": text,
        "fussnote": notes.mark(norm, evidence) if evidence or norm else MarkdownText(""),
        "unbelegt": evidence is not None and evidence.certainty is Certainty.MEMORY,
    }


def _body(number: int, key: str, view: NetworkView) -> dict[str, Any]:
    body, standing = view.portfolio.bodies[key], view.standings[key]
    people = body.unit.inhabitants
    return {
        "nummer": number,
        "name": body.unit.name,
        "kurz": body.short,
        "einwohner": "unbekannt" if people is None else show_number(people),
        "traegt": len(standing.carried),
        "leistet": standing.served,
        "gibt_ab": len(standing.handed),
        "saldo": signed(standing.balance),
        "traeger": [view.portfolio.short(other) for other in standing.carriers],
        "stellen": "–" if standing.positions is None else show_number(standing.positions),
        "erhaelt": show_number(standing.received),
        "zahlt": show_number(standing.paid),
    }


def _cooperation(number: int, item: Cooperation, view: NetworkView) -> dict[str, Any]:
    portfolio = view.portfolio
    return {
        "nummer": number,
        "name": portfolio.task_name(item),
        "traeger": portfolio.short(item.carrier),
        "fuer": [portfolio.short(key) for key in item.takers],
        "form": form_name(item, portfolio),
        "seit": show_date(item.since) if item.since else "–",
        "bis": show_date(item.until) if item.until else "",
        "stellen": count(item.positions, "Stelle", "Stellen") if item.positions is not None else "",
        "personen": list(item.people),
        "ansprechpartner": item.contact,
    }


def form_name(item: Cooperation, portfolio: Portfolio) -> str:
    """The form as the Land of the carrier calls it; "" if the file does not say."""
    form = portfolio.rulebase.forms.get((portfolio.bodies[item.carrier].unit.land, item.form))
    return form.name if form else item.form.replace("_", " ")


def _needs(portfolio: Portfolio) -> list[Mapping[str, Any]]:
    names = {item.id: portfolio.task_name(item) for item in everything(portfolio)}
    return [{"name": names[item.id], "braucht": [names[need] for need in item.needs]} for item in everything(portfolio) if item.needs]


def _risk(item: FoundRisk, notes: Notes) -> dict[str, Any]:
    return {"name": item.risk.name, "abhilfe": item.remedy, **sentence(item.text, item.risk.evidence, notes)}
