"""A network without its file: who takes part, what exists, what is planned. The file is changed by the library and stays the truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.responses import Response

from ...planning.network.edit_portfolio import LISTS, has_comments
from ...rulebase.fact import ValueProblem, parse_date
from ...rulebase.problem import InputProblems
from ..call import Call
from ..network_jobs import network_changed, network_contents, network_with, network_without
from ..networks import check_newest, network_of
from ..store.networks import StoredNetwork, save_network
from ..store.people import Role
from ..texts import parse_line
from .networks import unreadable
from .participants import found_in_register

Problems = dict[str, str]
Entry = str | Mapping[str, str | Sequence[str]]
OTHER = "andere"
MAX_TEXT = 200


def page(call: Call) -> Response:
    """The lists of the network, and a form for each."""
    return _show(call, network_of(call, Role.ANSWER))


def _show(call: Call, stored: StoredNetwork, problems: Mapping[str, str] | None = None) -> Response:
    try:
        found = call.desk.workers.run(network_contents, stored.document)
    except InputProblems as broken:
        return unreadable(call, stored, broken)
    matches, source, trouble = found_in_register(call.query("suche"))
    rules = call.desk.rulebase
    return call.page(
        "netz_bearbeiten.html",
        400 if problems else 200,
        netz=stored,
        inhalt=found,
        kommentare=has_comments(stored.document),
        suche=call.query("suche"),
        treffer=matches,
        register=source,
        stoerung=trouble,
        aufgaben=[(task.id, task.name) for task in rules.tasks.values()],
        staende=[(state.id, state.name) for state in rules.network.states],
        vorhaben=[(str(number), item.title) for number, item in enumerate(found.projects)],
        offen={name[:2] for name in problems or ()},
        fehler=problems or {},
        werte=lambda name: call.form.get(name, ()),
    )


def change(call: Call) -> Response:
    """Add or strike out one line of one list. Raises Conflict if somebody else has changed the network meanwhile."""
    stored = network_of(call, Role.ANSWER)
    check_newest(call, stored)
    wanted, problems = call.value("tun"), Problems()
    try:
        if wanted.partition("-")[0] == "streichen":
            text = _struck(call, stored, wanted)
        elif wanted == "stand-vorhaben":
            number, changes = _standing(call, problems)
            if problems:
                return _show(call, stored, problems)
            text = call.desk.workers.run(network_changed, stored.document, "vorhaben", number, changes)
        else:
            entry = _entry(call, wanted, problems)
            if entry is None or problems:
                return _show(call, stored, problems or {"suche": "Wählen Sie, was sich ändern soll."})
            text = call.desk.workers.run(network_with, stored.document, *entry)
        found = call.desk.workers.run(network_contents, text)
    except InputProblems as broken:
        field = {"zusammenarbeit": "z-aufgabe", "vorhaben": "v-aufgabe", "stand-vorhaben": "f-vorhaben"}.get(wanted, "suche")
        return _show(call, stored, {field: " ".join(f"{item.text} {item.remedy}".strip() for item in broken.problems[:3])})
    save_network(call.desk.engine, stored, text, found.title or stored.title)
    return call.to(f"/netz/{stored.id}/bearbeiten{_anchor(wanted)}")


def _anchor(wanted: str) -> str:
    """Back to the list that was changed."""
    return next((f"#{name}" for name in LISTS if name in wanted), "")


def _struck(call: Call, stored: StoredNetwork, wanted: str) -> str:
    """„streichen-vorhaben-2“."""
    _, _, rest = wanted.partition("-")
    name, _, number = rest.partition("-")
    if name not in LISTS or not number.isascii() or not number.isdecimal() or len(number) > 4:
        return stored.document
    return call.desk.workers.run(network_without, stored.document, name, int(number))


def _entry(call: Call, wanted: str, problems: Problems) -> tuple[str, Entry] | None:
    """The list and what to add to it; what is wrong is noted at its field."""
    if call.value("ags"):
        return "gemeinden", call.value("ags")
    if wanted == "zusammenarbeit":
        return wanted, _cooperation(call, problems)
    if wanted == "vorhaben":
        return wanted, _project(call, problems)
    return None


def _cooperation(call: Call, problems: Problems) -> Entry:
    entry: dict[str, str | Sequence[str]] = {
        **_task(call, "z", problems),
        "traeger": call.value("z-traeger"),
        "fuer": _several(call, "z-fuer"),
    }
    if not entry["traeger"]:
        problems["z-traeger"] = "Wählen Sie, wer die Aufgabe erledigt."
    if not entry["fuer"]:
        problems["z-fuer"] = "Wählen Sie, für wen."
    return {**entry, "seit": _day(call, "z-seit", problems), "bis": _day(call, "z-bis", problems)}


def _project(call: Call, problems: Problems) -> Entry:
    return {
        **_task(call, "v", problems),
        "traeger": call.value("v-traeger"),
        "beteiligte": _several(call, "v-beteiligte"),
        "stand": call.value("v-stand"),
        "stand_seit": call.desk.today().isoformat() if call.value("v-stand") else "",
        "naechster_schritt": _line(call, "v-schritt", problems),
        "am_zug": _line(call, "v-zug", problems),
        "frist": _day(call, "v-frist", problems),
    }


def _standing(call: Call, problems: Problems) -> tuple[int, dict[str, str]]:
    """Which project of the list, and what is new about it; what was left empty stays as it is."""
    number = call.value("f-vorhaben")
    if not number.isascii() or not number.isdecimal() or len(number) > 4:
        problems["f-vorhaben"] = "Wählen Sie das Vorhaben."
    changes = {
        "stand": call.value("f-stand"),
        "stand_seit": call.desk.today().isoformat() if call.value("f-stand") else "",
        "naechster_schritt": _line(call, "f-schritt", problems),
        "am_zug": _line(call, "f-zug", problems),
        "frist": _day(call, "f-frist", problems),
    }
    return (0 if problems else int(number)), changes


def _task(call: Call, prefix: str, problems: Problems) -> dict[str, str]:
    task, title = call.value(f"{prefix}-aufgabe"), _line(call, f"{prefix}-titel", problems)
    if task not in (*call.desk.rulebase.tasks, OTHER):
        problems[f"{prefix}-aufgabe"] = "Wählen Sie die Aufgabe."
    elif task == OTHER and not title and f"{prefix}-titel" not in problems:
        problems[f"{prefix}-titel"] = "Sagen Sie, welche Aufgabe das ist."
    return {"aufgabe": task, "titel": title}


def _several(call: Call, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.strip() for text in call.form.get(name, ()) if text.strip()))


def _line(call: Call, name: str, problems: Problems) -> str:
    try:
        return parse_line(call.value(name), MAX_TEXT) if call.value(name) else ""
    except ValueError as problem:
        problems[name] = str(problem)
        return ""


def _day(call: Call, name: str, problems: Problems) -> str:
    try:
        return parse_date(call.value(name)).isoformat() if call.value(name) else ""
    except ValueProblem as problem:
        problems[name] = f"{problem} {problem.remedy}".strip()
        return ""


ROUTES = (
    ("/netz/{netz}/bearbeiten", "GET", page, Role.ANSWER),
    ("/netz/{netz}/bearbeiten", "POST", change, Role.ANSWER),
)
