"""Variants of a case: copy, change an answer, see both results side by side."""

from __future__ import annotations

from starlette.responses import Response

from ...advice.compare import different_answers, paired_forms
from ...documents.summary import recommendation_sentence
from ..call import Call, NotFound, case_of, project_of
from ..casefile import case_in
from ..cases import complete, interview_of, opinion_of
from ..store.attachments import copy_attachments
from ..store.people import Role
from ..store.projects import add_case, delete_case, find_case, list_cases, rename_project


def project(call: Call) -> Response:
    """The variants of a project."""
    found = project_of(call, call.path("projekt"))
    return call.page("vorhaben.html", projekt=found, faelle=list_cases(call.desk.engine, found.id))


def rename(call: Call) -> Response:
    """New title and state of a project."""
    found = project_of(call, call.path("projekt"))
    rename_project(call.desk.engine, found.id, call.value("titel") or found.title, call.value("status"))
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
    """Delete a variant; the last one goes with its project."""
    stored = case_of(call, Role.ANSWER)
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
    ("/fall/{fall}/kopie", "POST", copy, Role.ANSWER),
    ("/fall/{fall}/loeschen", "POST", remove, Role.ANSWER),
    ("/vergleich", "GET", choose, Role.READ),
    ("/vergleich/{erster}/{zweiter}", "GET", compare, Role.READ),
)
