"""The JSON interface: the questions, the opinion on a case, its documents. Nothing is kept; what a program sends is forgotten."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from starlette.responses import JSONResponse, Response

from ...advice.case import Case
from ...advice.opinion import FormOpinion, Opinion, advise
from ...advice.opinion_json import opinion_document, questions_document
from ...documents.formats import FORMATS
from ...documents.write import draft_files, memo_files
from ...rulebase.fact import LANDS, TASK, ValueProblem, parse_date
from ...rulebase.model import Rulebase
from ..api_call import ApiCall, Refused, api_endpoint
from ..api_description import description
from ..cases import case_in
from .result import KINDS, RENDER_SECONDS, TYPES, download


def questions(call: ApiCall) -> Response:
    """Every question, or the common ones and those of a Land; as „ikz-recht fragen --json“."""
    land = call.query("land").upper()
    if land and land not in LANDS:
        raise Refused(422, "Dieses Land gibt es nicht.", "Land ist ein Kürzel, zum Beispiel HE.")
    found = [item for item in call.desk.rulebase.questions.values() if not land or _of(item.id, call.desk.rulebase) in ("", land)]
    return JSONResponse({"fragen": questions_document(found)})


def _of(name: str, rulebase: Rulebase) -> str:
    """The Land whose question it is; "" for a common one."""
    prefix = name.partition("_")[0].upper()
    return prefix if "_" in name and prefix in rulebase.lands else ""


def advice(call: ApiCall) -> Response:
    """The opinion, as „ikz-recht beraten --json“."""
    return JSONResponse(opinion_document(_opinion_on(call)))


def _opinion_on(call: ApiCall) -> Opinion:
    """Computing is bounded like making documents, so that programs do not slow down the pages."""
    case, day = case_in(call.case, call.desk.rulebase), _day(call)
    if not _complete(case):
        raise Refused(422, "Der Fall nennt keine Aufgabe oder weniger als zwei Beteiligte.", "Beides braucht es zum Beraten.")
    return call.desk.renderers.submit(_opinion, call.desk.rulebase, call.case, day).result(RENDER_SECONDS)


def _complete(case: Case) -> bool:
    return TASK in {*case.answers, *case.unknown} and len(case.participants or ()) >= 2


@lru_cache(maxsize=32)
def _opinion(rulebase: Rulebase, document: str, day: dt.date) -> Opinion:
    return advise(case_in(document, rulebase), rulebase, day)


def _day(call: ApiCall) -> dt.date:
    text = call.query("stichtag")
    if not text:
        return call.desk.today()
    try:
        return parse_date(text)
    except ValueProblem as problem:
        raise Refused(422, f"stichtag: {problem}", problem.remedy) from None


def document(call: ApiCall) -> Response:
    """Memo, short form or draft in a format."""
    kind, fmt = str(call.request.path_params["art"]), str(call.request.path_params["format"])
    if kind not in KINDS or fmt not in FORMATS:
        raise Refused(404, "Dieses Dokument gibt es nicht.", f"Möglich sind: {', '.join(KINDS)}; Formate: {', '.join(FORMATS)}.")
    opinion = _opinion_on(call)
    form = _form(opinion, call.query("form")) if kind == "entwurf" else None
    data = call.desk.renderers.submit(_rendered, call, opinion, form, kind, fmt).result(RENDER_SECONDS)
    return download(data, f"{kind}.{fmt}", TYPES[fmt])


def _rendered(call: ApiCall, opinion: Opinion, form: FormOpinion | None, kind: str, fmt: str) -> bytes:
    if form is not None:
        return draft_files(opinion, form, call.desk.office, [fmt])[fmt]
    return memo_files(opinion, call.desk.office, [fmt], short=kind == "kurzfassung")[fmt]


def _form(opinion: Opinion, name: str) -> FormOpinion:
    """The form „LAND:form“, else the recommended one."""
    found = opinion.recommended() if not name else next((f for f in opinion.forms if f"{f.form.land}:{f.form.id}" == name), None)
    if found is None or found.form.way:
        raise Refused(422, "Zu dieser Form gibt es keinen Entwurf.", "Nennen Sie mit „form“ eine andere, zum Beispiel HE:zweckverband.")
    return found


def openapi(call: ApiCall) -> Response:
    """The description of all this."""
    return JSONResponse(description(call.desk.rulebase.version))


API_ROUTES = (
    ("/api/openapi.json", "GET", api_endpoint(openapi, public=True)),
    ("/api/fragen", "GET", api_endpoint(questions)),
    ("/api/beraten", "POST", api_endpoint(advice)),
    ("/api/dokument/{art}.{format}", "POST", api_endpoint(document)),
)
