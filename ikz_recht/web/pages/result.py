"""The result: recommendation with conditions first, comparison, per form why and why not; the summary of answers; downloads."""

from __future__ import annotations

from starlette.responses import Response

from ...advice.changes import remedies
from ...advice.interview import Interview
from ...advice.opinion import FormOpinion, Opinion
from ...advice.opinion_json import opinion_document
from ...advice.question_texts import current
from ...advice.why import explain
from ...documents.formats import FORMATS
from ...documents.meta import RenderProblem
from ...documents.summary import settled_lines, summary_sentences
from ...rulebase.fact import PARTICIPANTS, TASK
from ...rulebase.problem import InputProblems
from ..call import Call, NotFound, case_of
from ..cases import complete, interview_of, opinion_of
from ..desk_entry import with_section
from ..jobs import case_document
from ..store.desk_entries import find_entry
from ..store.people import Role
from ..store.projects import history, keep_result
from .questions import standing

TYPES = {
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
}
KINDS = {"vermerk": "Vermerk", "kurzfassung": "Kurzfassung", "entwurf": "Entwurf"}


def result(call: Call) -> Response:
    """The opinion on the case as it stands."""
    stored = case_of(call)
    state = interview_of(call, stored)
    if not complete(state):
        return call.page("unvollstaendig.html", 200, fall=stored, zustand=state, stand=standing(state))
    opinion = opinion_of(call, stored)
    document = opinion_document(opinion)
    found = document["empfehlung"]
    rules = call.desk.rulebase
    keep_result(call.desk.engine, stored, opinion.day.isoformat(), (rules.version, rules.fingerprint), found["form"] if found else "")
    return call.page(
        "ergebnis.html",
        fall=stored,
        zustand=state,
        stand=standing(state),
        gutachten=opinion,
        d=document,
        saetze=summary_sentences(opinion),
        empfehlung=list(settled_lines(opinion)),
        fragen=rules.questions,
        formate=FORMATS,
    )


def form(call: Call) -> Response:
    """One form: why, why not, and what would have to change."""
    stored = case_of(call)
    opinion = opinion_of(call, stored)
    chosen = _form(opinion, call.path("land"), call.path("form"))
    return call.page(
        "form.html",
        fall=stored,
        gutachten=opinion,
        form=chosen,
        gruende=explain(opinion, chosen),
        abhilfen=remedies(opinion, chosen.form),
        d=next(
            item
            for item in (*opinion_document(opinion)["formen"], *opinion_document(opinion)["wege"])
            if item["form"] == chosen.form.id and item["land"] == chosen.form.land
        ),
    )


def _form(opinion: Opinion, land: str, name: str) -> FormOpinion:
    for item in (*opinion.forms, *opinion.ways):
        if item.form.land == land.upper() and item.form.id == name:
            return item
    raise NotFound


def summary(call: Call) -> Response:
    """Every answer, to be checked and corrected."""
    stored = case_of(call)
    state = interview_of(call, stored)
    return call.page(
        "zusammenfassung.html",
        fall=stored,
        zustand=state,
        stand=standing(state),
        gruppen=_answered(state),
        verlauf=history(call.desk.engine, stored.id, 50),
    )


def _answered(state: Interview) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    """Section, its title, and its questions with what counts as their answer."""
    names = {TASK, *state.case.answers, *state.case.unknown, *state.presets()} - {PARTICIPANTS}
    groups = []
    for section in state.rulebase.sections:
        items = [
            (question.id, question.text, current(state, question))
            for question in state.program.questions.values()
            if question.section == section.id and question.id in names
        ]
        if items:
            groups.append((section.id, section.title, items))
    return groups


def document(call: Call) -> Response:
    """A document in a format."""
    stored = case_of(call)
    kind, fmt = call.path("art"), call.path("format")
    if kind not in KINDS or fmt not in FORMATS or not complete(interview_of(call, stored)):
        raise NotFound
    try:
        data = call.desk.workers.run(case_document, stored.document, call.desk.today(), kind, fmt, call.query("form"))
    except (InputProblems, RenderProblem) as problem:
        return call.page("meldung.html", 422, titel="Das Dokument ließ sich nicht erzeugen", text=str(problem))
    if data is None:
        raise NotFound
    return download(data, f"{kind}.{fmt}", TYPES[fmt])


def case_file(call: Call) -> Response:
    """The case file, as the terminal writes it."""
    stored = case_of(call)
    section = find_entry(call.desk.engine, stored.project_id).section
    return download(with_section(stored.document, section).encode(), "fall.yaml", "application/yaml; charset=utf-8")


def download(data: bytes, name: str, kind: str) -> Response:
    """A file for the desk; the browser never shows it as a page of ours."""
    return Response(data, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})


ROUTES = (
    ("/fall/{fall}/ergebnis", "GET", result, Role.READ),
    ("/fall/{fall}/form/{land}/{form}", "GET", form, Role.READ),
    ("/fall/{fall}/zusammenfassung", "GET", summary, Role.READ),
    ("/fall/{fall}/dokument/{art}.{format}", "GET", document, Role.READ),
    ("/fall/{fall}/fall.yaml", "GET", case_file, Role.READ),
)
