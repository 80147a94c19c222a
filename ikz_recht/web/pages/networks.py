"""Networks of cooperations: a list, the picture of one, its plan, its file."""

from __future__ import annotations

from starlette.responses import Response

from ...documents.formats import FORMATS
from ...documents.meta import RenderProblem
from ...planning.network.edit_portfolio import new_text
from ...rulebase.problem import InputProblems, Problem
from ..call import Call, NotFound
from ..choose_accounts import accounts_page, chosen_accounts
from ..network_jobs import network_contents, network_file, network_page, plan_page
from ..networks import check_newest, network_of, networks_seen
from ..store.networks import (
    StoredNetwork,
    create_network,
    delete_network,
    find_network,
    list_network_members,
    save_network,
    set_network_members,
)
from ..store.people import Role
from ..store.projects import Conflict
from ..texts import parse_line
from .result import TYPES, download

MAX_TITLE = 200
MOST_PROBLEMS = 50
FILE_TYPES = {**TYPES, "json": "application/json", "yaml": "application/yaml; charset=utf-8"}


def index(call: Call) -> Response:
    """The networks this person may see."""
    return call.page("netze.html", netze=networks_seen(call))


def new_form(call: Call) -> Response:
    """Begin with a name, a file or a text."""
    return call.page("netz_neu.html", fehler=[], name="", text="")


def create(call: Call) -> Response:
    """A new network: of the file, else of the text, else with nobody yet."""
    _, content = call.files.get("datei", ("", b""))
    try:
        text = content.decode("utf-8-sig") if content else _text(call)
    except UnicodeDecodeError:
        return _begin_again(call, [("datei", "Die Datei ist kein Text in UTF-8. Speichern Sie sie mit dieser Kodierung.")])
    field = "datei" if content else "text"
    if "\0" in text:
        return _begin_again(call, [(field, "Der Text enthält Zeichen, die kein Text sind. Entfernen Sie sie.")])
    try:
        title = parse_line(call.value("name"), MAX_TITLE) if call.value("name") or not text.strip() else ""
    except ValueError as problem:
        return _begin_again(call, [("name", str(problem))], text)
    try:
        found = call.desk.workers.run(network_contents, text) if text.strip() else None
    except InputProblems as problems:
        return _begin_again(call, problem_lines(problems, field), text)
    owner = call.session.user.id if call.session and call.session.user else None
    stored = create_network(call.desk.engine, (found.title if found else "") or title or "Netz", text if found else new_text(title), owner)
    return call.to(f"/netz/{stored.id}" if found and not found.empty else f"/netz/{stored.id}/bearbeiten")


def _text(call: Call) -> str:
    """The text as typed: blanks at its ends may be indentation."""
    return (call.form.get("text") or ("",))[0].replace("\r\n", "\n")


def problem_lines(found: InputProblems, field: str) -> list[tuple[str, str]]:
    """What is wrong with the file, with lines; each leads to the field."""
    return [(field, problem_text(item)) for item in found.problems[:MOST_PROBLEMS]]


def problem_text(item: Problem) -> str:
    """One defect with its place in the text."""
    column = f", Spalte {item.place.column}" if item.place.column else ""
    line = f"Zeile {item.place.line}{column}: " if item.place.line else ""
    return f"{line}{item.text} {item.remedy}".strip()


def _begin_again(call: Call, problems: list[tuple[str, str]], text: str = "") -> Response:
    return call.page("netz_neu.html", 400, fehler=problems, name=call.value("name"), text=text or _text(call))


def show(call: Call) -> Response:
    """Who works for whom, with pictures, tables and risks."""
    stored = network_of(call)
    try:
        content = call.desk.workers.run(network_page, stored.document, call.desk.today())
    except (InputProblems, RenderProblem) as found:
        return unreadable(call, stored, found)
    return call.page("netz.html", netz=stored, inhalt=content, formate=FORMATS, plan=False)


def plan(call: Call) -> Response:
    """The way from today's network to its goals."""
    stored = network_of(call)
    try:
        content = call.desk.workers.run(plan_page, stored.document, call.desk.today())
    except (InputProblems, RenderProblem) as found:
        return unreadable(call, stored, found)
    return call.page("netz.html", netz=stored, inhalt=content, formate=FORMATS, plan=True)


def unreadable(call: Call, stored: StoredNetwork, found: InputProblems | RenderProblem) -> Response:
    """The network as a page that says what is missing or wrong: also a finished one may become so, when a municipality is dissolved."""
    problems = [problem_text(item) for item in found.problems[:MOST_PROBLEMS]] if isinstance(found, InputProblems) else [str(found)]
    return call.page("netz_fehler.html", netz=stored, fehler=problems)


def network_document(call: Call) -> Response:
    """The network as a file; its own text as „yaml“."""
    stored, fmt = network_of(call), call.path("format")
    if fmt == "yaml":
        return download(stored.document.encode(), "netz.yaml", FILE_TYPES["yaml"])
    return _file(call, stored, fmt, "netz")


def plan_document(call: Call) -> Response:
    """The plan as a file."""
    return _file(call, network_of(call), call.path("format"), "plan")


def _file(call: Call, stored: StoredNetwork, fmt: str, name: str) -> Response:
    if fmt not in (*FORMATS, "json"):
        raise NotFound
    try:
        data = call.desk.workers.run(network_file, stored.document, call.desk.today(), fmt, plan=name == "plan")
    except (InputProblems, RenderProblem) as found:
        return unreadable(call, stored, found)
    return download(data, f"{name}.{fmt}", FILE_TYPES[fmt])


def text_form(call: Call) -> Response:
    """The file in a field."""
    stored = network_of(call, Role.ANSWER)
    return call.page("netz_text.html", netz=stored, text=stored.document, fehler=[], anderes="")


def save_text(call: Call) -> Response:
    """Another text; one with errors stays in the field and is not kept. If somebody else was faster, both texts are shown."""
    stored, text = network_of(call, Role.ANSWER), _text(call)
    try:
        found = call.desk.workers.run(network_contents, text)
        check_newest(call, stored)
        save_network(call.desk.engine, stored, text, found.title or stored.title)
    except InputProblems as problems:
        shown = {"netz": stored, "text": text, "fehler": problem_lines(problems, "text"), "anderes": ""}
        return call.page("netz_text.html", 400, **{**shown, "stand": call.value("stand")})
    except Conflict:
        newest = find_network(call.desk.engine, stored.id)
        if newest is None:
            raise NotFound from None
        return call.page("netz_text.html", 409, netz=newest, text=text, fehler=[], anderes=newest.document)
    return call.to(f"/netz/{stored.id}")


def remove(call: Call) -> Response:
    """Delete a network after it was confirmed."""
    stored = network_of(call, Role.COORDINATE)
    if call.request.method == "GET":
        return call.page("netz_loeschen.html", netz=stored)
    delete_network(call.desk.engine, stored.id)
    call.note("netz gelöscht", netz=stored.id)
    return call.to("/netze")


def members(call: Call) -> Response:
    """The accounts that see the network."""
    stored = network_of(call, Role.COORDINATE)
    return accounts_page(call, "Netz", stored.title, f"/netz/{stored.id}", list_network_members(call.desk.engine, stored.id))


def choose_members(call: Call) -> Response:
    """These and no others."""
    stored = network_of(call, Role.COORDINATE)
    set_network_members(call.desk.engine, stored.id, chosen_accounts(call))
    call.note("mitglieder geändert", netz=stored.id)
    return call.to(f"/netz/{stored.id}")


ROUTES = (
    ("/netze", "GET", index, Role.READ),
    ("/netze/neu", "GET", new_form, Role.COORDINATE),
    ("/netze/neu", "POST", create, Role.COORDINATE),
    ("/netz/{netz}", "GET", show, Role.READ),
    ("/netz/{netz}/plan", "GET", plan, Role.READ),
    ("/netz/{netz}/netz.{format}", "GET", network_document, Role.READ),
    ("/netz/{netz}/plan.{format}", "GET", plan_document, Role.READ),
    ("/netz/{netz}/text", "GET", text_form, Role.ANSWER),
    ("/netz/{netz}/text", "POST", save_text, Role.ANSWER),
    ("/netz/{netz}/loeschen", "GET", remove, Role.COORDINATE),
    ("/netz/{netz}/loeschen", "POST", remove, Role.COORDINATE),
    ("/netz/{netz}/mitglieder", "GET", members, Role.COORDINATE),
    ("/netz/{netz}/mitglieder", "POST", choose_members, Role.COORDINATE),
)
