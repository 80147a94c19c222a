"""The JSON interface: the questions, the opinion on a case, its documents. Nothing is kept; what a program sends is forgotten."""

from __future__ import annotations

import datetime as dt

from starlette.responses import JSONResponse, Response

from ...advice.opinion_json import questions_document
from ...documents.formats import FORMATS
from ...rulebase.fact import LANDS, TASK, ValueProblem, parse_date
from ...rulebase.model import Rulebase
from ..api_call import ApiCall, Refused, api_endpoint
from ..api_description import description
from ..casefile import case_in
from ..jobs import case_document, case_json
from .result import KINDS, TYPES, download


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
    """The opinion, as „ikz-recht beraten --json“. Computed beside the pages, so that programs do not slow them down."""
    day = _day(call)
    _check(call)
    return JSONResponse(call.desk.workers.run(case_json, call.case, day))


def _check(call: ApiCall) -> None:
    case = case_in(call.case, call.desk.rulebase)
    if TASK not in {*case.answers, *case.unknown} or len(case.participants or ()) < 2:
        raise Refused(422, "Der Fall nennt keine Aufgabe oder weniger als zwei Beteiligte.", "Beides braucht es zum Beraten.")


def _day(call: ApiCall) -> dt.date:
    text = call.query("stichtag")
    if not text:
        return call.desk.today()
    try:
        return parse_date(text)
    except ValueProblem as problem:
        raise Refused(422, f"stichtag: {problem}", problem.remedy) from None


def document(call: ApiCall) -> Response:
    """Memo, short form or draft in a format; the draft of the form „LAND:form“, else of the recommended one."""
    kind, fmt = str(call.request.path_params["art"]), str(call.request.path_params["format"])
    if kind not in KINDS or fmt not in FORMATS:
        raise Refused(404, "Dieses Dokument gibt es nicht.", f"Möglich sind: {', '.join(KINDS)}; Formate: {', '.join(FORMATS)}.")
    day = _day(call)
    _check(call)
    data = call.desk.workers.run(case_document, call.case, day, kind, fmt, call.query("form"))
    if data is None:
        raise Refused(422, "Zu dieser Form gibt es keinen Entwurf.", "Nennen Sie mit „form“ eine andere, zum Beispiel HE:zweckverband.")
    return download(data, f"{kind}.{fmt}", TYPES[fmt])


def openapi(call: ApiCall) -> Response:
    """The description of all this."""
    return JSONResponse(description(call.desk.rulebase.version))


API_ROUTES = (
    ("/api/openapi.json", "GET", api_endpoint(openapi, public=True)),
    ("/api/fragen", "GET", api_endpoint(questions)),
    ("/api/beraten", "POST", api_endpoint(advice)),
    ("/api/dokument/{art}.{format}", "POST", api_endpoint(document)),
)
