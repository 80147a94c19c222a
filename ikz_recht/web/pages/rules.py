"""A reader for the rule base: Land, form, rule in sentences with norm and evidence; every reason in a result leads here."""

from __future__ import annotations

from starlette.responses import Response

from ...rulebase.fact import LANDS
from ...rulebase.locate import rules_folder
from ...workshop.reader import case_names, chapters, rules_of
from ..call import Call, NotFound
from ..store.people import Role

FEDERATION = "bund"
BESIDE = {"aufgabe": "Einzelne Aufgaben", "weg": "Wege neben den Formen"}


def index(call: Call) -> Response:
    """All Länder, and the topics of the federal law."""
    rules = call.desk.rulebase
    lands = sorted(rules.lands.values(), key=lambda law: law.name)
    return call.page("regeln.html", regelwerk=rules, laender=lands, themen={**rules.topics, **BESIDE})


def land(call: Call) -> Response:
    """The forms of a Land; its rules that speak of no single form."""
    rules, key = call.desk.rulebase, call.path("land").upper()
    if key not in rules.lands:
        raise NotFound
    forms = [form for (own, _), form in rules.forms.items() if own == key]
    ways = [way for way in rules.ways if way.land == key]
    general = [rule for rule in rules.rules if rule.land == key and rule.forms is None]
    return call.page(
        "regeln_land.html", gesetze=rules.lands[key], formen=forms, wege=ways, kapitel=chapters(general, rules), quellen=rules.sources
    )


def form(call: Call) -> Response:
    """The rules of a form, or of a path beside the forms."""
    rules, key, name = call.desk.rulebase, call.path("land").upper(), call.path("form")
    found = rules.forms.get((key, name)) or next((way for way in rules.ways if way.land == key and way.id == name), None)
    if found is None:
        raise NotFound
    own = [rule for rule in rules_of(found, rules) if rule.forms is not None]
    return call.page(
        "regeln_form.html",
        form=found,
        land_name=LANDS.get(key, "Bund"),
        kapitel=chapters(own, rules),
        quellen=rules.sources,
        faelle=case_names(rules_folder(call.desk.settings.rules), key, name),
    )


def topic(call: Call) -> Response:
    """The federal rules on a topic."""
    rules, name = call.desk.rulebase, call.path("thema")
    titles = {**rules.topics, **BESIDE}
    if name not in titles:
        raise NotFound
    own = [rule for rule in rules.rules if rule.topic == name and rule.land == FEDERATION.upper()]
    return call.page("regeln_thema.html", titel_des_themas=titles[name], kapitel=chapters(own, rules), quellen=rules.sources)


def rule(call: Call) -> Response:
    """From the full id of a rule to its place."""
    rules, name = call.desk.rulebase, call.path("id")
    found = next((item for item in rules.rules if item.id == name), None)
    if found is None:
        raise NotFound
    if found.land == FEDERATION.upper():
        return call.to(f"/regeln/thema/{found.topic}#{found.id}")
    named = sorted(found.forms or ())
    for key in named:
        if (found.land, key) in rules.forms or any(way.land == found.land and way.id == key for way in rules.ways):
            return call.to(f"/regeln/{found.land.lower()}/{key}#{found.id}")
    if found.land in rules.lands:
        return call.to(f"/regeln/{found.land.lower()}#{found.id}")
    raise NotFound


ROUTES = (
    ("/regeln", "GET", index, Role.READ),
    ("/regeln/thema/{thema}", "GET", topic, Role.READ),
    ("/regeln/regel/{id}", "GET", rule, Role.READ),
    ("/regeln/{land}", "GET", land, Role.READ),
    ("/regeln/{land}/{form}", "GET", form, Role.READ),
)
