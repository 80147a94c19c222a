"""Variants of a case: copy, change an answer, see both results side by side."""

from __future__ import annotations

from starlette.responses import Response

from ...advice.compare import different_answers, paired_forms
from ...documents.summary import recommendation_sentence
from ...planning.network.desk_entry import desk_entry_document
from ..call import Call, NotFound, case_of, project_of
from ..casefile import case_in
from ..cases import complete, interview_of, opinion_of
from ..desk_entry import FIELDS, Typed, entry_in, section_of, typed
from ..store.attachments import copy_attachments
from ..store.desk_entries import find_entry, save_entry
from ..store.people import Role
from ..store.projects import Project, add_case, delete_case, find_case, list_cases, rename_project


def project(call: Call) -> Response:
    """The variants of a project."""
    found = project_of(call, call.path("projekt"))
    return _project(call, found)


def _project(call: Call, found: Project, typed: Typed | None = None) -> Response:
    rules, stored = call.desk.rulebase, find_entry(call.desk.engine, found.id)
    said = desk_entry_document(typed.entry if typed else entry_in(stored.section, rules))
    return call.page(
        "vorhaben.html",
        400 if typed else 200,
        projekt=found,
        faelle=list_cases(call.desk.engine, found.id),
        staende=[(state.id, state.name) for state in rules.network.states],
        eintrag={name: call.value(name) if typed else said.get(key, "") for key, name in FIELDS.items()},
        fassung=stored.version,
        fehler=typed.problems if typed else {},
    )


def rename(call: Call) -> Response:
    """New title of a project."""
    found = project_of(call, call.path("projekt"))
    rename_project(call.desk.engine, found.id, call.value("titel") or found.title, found.status)
    return call.to(f"/vorhaben/{found.id}")


def standing(call: Call) -> Response:
    """How far the project is, what comes next, by when and whose turn it is. Raises Conflict."""
    found, rules = project_of(call, call.path("projekt")), call.desk.rulebase
    said = typed(call.value, rules)
    if said.problems:
        return _project(call, found, said)
    state, seen = rules.network.state(said.entry.state), call.value("fassung")
    version = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else 0
    save_entry(call.desk.engine, found.id, version, section_of(said.entry), state.name if state else "")
    return call.to(f"/vorhaben/{found.id}")


def copy(call: Call) -> Response:
    """Another case with the same answers."""
    stored = case_of(call, Role.ANSWER)
    number = len(list_cases(call.desk.engine, stored.project_id)) + 1
    title = call.value("titel") or f"Variante {number}"
    case = case_in(stored.document, call.desk.rulebase)
    made = add_case(call.desk.engine, stored.project_id, case, stored.progress, title)
    copy_attachments(call.desk.engine, stored, made)
    return call.to(f"/fall/{made.id}/zusammenfassung")


def remove(call: Call) -> Response:
    """Delete a variant, after asking; the last one goes with its project."""
    stored = case_of(call, Role.ANSWER)
    if call.request.method == "GET":
        return call.page("variante_loeschen.html", fall=stored)
    if len(list_cases(call.desk.engine, stored.project_id)) > 1:
        delete_case(call.desk.engine, stored.id)
    return call.to(f"/vorhaben/{stored.project_id}")


def choose(call: Call) -> Response:
    """From the form to the comparison."""
    first, second = call.query("erster"), call.query("zweiter")
    if not first or not second:
        raise NotFound
    return call.to(f"/vergleich/{first}/{second}")


def compare(call: Call) -> Response:
    """Two results side by side."""
    stored = [find_case(call.desk.engine, call.path(name)) for name in ("erster", "zweiter")]
    cases = [item for item in stored if item is not None]
    for item in cases:
        project_of(call, item.project_id)
    if len(cases) != 2 or (call.session and call.session.link):
        raise NotFound
    if not all(complete(interview_of(call, item)) for item in cases):
        text = "Beide brauchen eine Aufgabe und mindestens zwei Beteiligte."
        return call.page("meldung.html", 422, titel="Noch kein Vergleich", text=text)
    first, second = (opinion_of(call, item) for item in cases)
    return call.page(
        "vergleich.html",
        erster=cases[0],
        zweiter=cases[1],
        saetze=[recommendation_sentence(opinion) for opinion in (first, second)],
        antworten=different_answers(first, second),
        formen=paired_forms(first, second),
        gewichte=[opinion.case.weights for opinion in (first, second)],
    )


ROUTES = (
    ("/vorhaben/{projekt}", "GET", project, Role.READ),
    ("/vorhaben/{projekt}", "POST", rename, Role.COORDINATE),
    ("/vorhaben/{projekt}/stand", "POST", standing, Role.COORDINATE),
    ("/fall/{fall}/kopie", "POST", copy, Role.ANSWER),
    ("/fall/{fall}/loeschen", "GET", remove, Role.ANSWER),
    ("/fall/{fall}/loeschen", "POST", remove, Role.ANSWER),
    ("/vergleich", "GET", choose, Role.READ),
    ("/vergleich/{erster}/{zweiter}", "GET", compare, Role.READ),
)
