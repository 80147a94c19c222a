"""A participant of a case file, named by key or name: what the file leaves out is taken from the register, what it says goes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..inference.facts import FromRegister
from ..rulebase.fact import LANDS, PARTICIPANT_KINDS, show_date, show_number
from ..rulebase.fields import Report
from ..rulebase.nodes import Mapping, Node, Scalar
from ..rulebase.problem import Place
from .participants import MUNICIPAL, Entry, entries_named, entry_of, key_problem, land_of

if TYPE_CHECKING:
    from .store import Register

_REQUIRED = ("name", "art", "land")
_ATTRIBUTES = {
    "ags": "ags",
    "name": "name",
    "art": "kind",
    "land": "land",
    "einwohner": "inhabitants",
    "kreis": "district",
    "verband": "association",
}
_LOAD = (
    "Prüfen Sie die Ziffern, und ob die Gemeinde eingemeindet ist; laden Sie ein vollständiges Register („ikz-recht register laden“), "
    "oder ergänzen Sie name, art und land."
)


def completed(node: Node, report: Report) -> tuple[Node, FromRegister | None]:
    """The node with what the register adds, and where that comes from; (node, None) if the participant is not named by the register.

    Wrong, unknown and contradictory keys are reported. Raises InputProblems if the loaded register is damaged.
    """
    if not isinstance(node, Mapping):
        return node, None
    if "ags" in node.entries:
        return _by_key(node, report)
    name, land = _text(node, "name"), _text(node, "land")
    if not name or not isinstance(node.entries["name"][1], Scalar) or all(_text(node, key) for key in _REQUIRED):
        return node, None
    register = _register()
    if register.example and not land:  # it cannot know whether another municipality elsewhere has the same name
        return node, None
    entries = entries_named(register, name, land if land in LANDS else "")
    if len(entries) > 1:
        listed = "; ".join(entry.line() for entry in entries[:5]) + (" …" if len(entries) > 5 else "")
        text = f"Eine Gemeinde „{name}“ gibt es {len(entries)}-mal: {listed}."
        report.add(node.entries["name"][1].place, text, "Nennen Sie die richtige mit „ags: …“.")
        return _filled(node, {"art": "gemeinde", "land": entries[0].values["land"]}), None
    return _with_entry(node, entries[0], register, report) if entries else (node, None)


def _by_key(node: Mapping, report: Report) -> tuple[Node, FromRegister | None]:
    place, key_node = node.entries["ags"][0], node.entries["ags"][1]
    ags = _text(node, "ags")
    problem = key_problem(ags) if isinstance(key_node, Scalar) else "Der Gemeindeschlüssel muss ein einzelner Wert sein."
    if problem:
        report.add(key_node.place, f"ags: {problem}", "Zum Beispiel: ags: 06635009")
        return _filled(node, {"name": "?", "art": "gemeinde", "land": "HE"}), None
    land = _text(node, "land")
    if land in LANDS and land != land_of(ags):
        text = f"Angegeben ist {LANDS[land]} ({land}), der Schlüssel {ags} gehört aber zu {LANDS[land_of(ags)]} ({land_of(ags)})."
        report.add(node.entries["land"][1].place, text, "Berichtigen Sie Land oder Schlüssel.")
        return _filled(node, {"name": "?", "art": "gemeinde"}), None
    register = _register()
    entry = entry_of(register, ags)
    if entry is not None:
        return _with_entry(node, entry, register, report)
    where = f"im Register vom {show_date(register.as_of)}" + (" (nur die Beispielregion)" if register.example else "")
    if all(_text(node, key) for key in _REQUIRED):
        return node, FromRegister(
            ags, None, frozenset(), (f"{_text(node, 'name')}: {ags} steht nicht {where}; es gilt, was die Datei sagt.",)
        )
    report.add(place, f"ags: Den Schlüssel {ags} gibt es {where} nicht.", _LOAD)
    return _filled(node, {"name": "?", "art": "gemeinde", "land": land_of(ags)}), None


def _register() -> Register:
    """Opened only for a case that needs it: most do not, and the program starts faster."""
    from .store import shared_register

    return shared_register()


def _with_entry(node: Mapping, entry: Entry, register: Register, report: Report) -> tuple[Node, FromRegister | None]:
    kind, own = _text(node, "art"), entry.values.get("art", "")
    if kind in PARTICIPANT_KINDS and own and kind != own and not {kind, own} <= set(MUNICIPAL):
        text = f"Angegeben ist die Art „{kind}“, der Schlüssel {entry.ags} bezeichnet aber: {entry.line()}."
        report.add(node.entries["art"][1].place, text, "Berichtigen Sie art oder ags.")
        return _filled(node, entry.values), None
    if not own and not kind:
        text = f"{entry.line()} ist ein gemeindefreies Gebiet, keine Gemeinde."
        report.add(node.place, text, "Geben Sie „art“ selbst an, zum Beispiel sonstige_oeffentliche.")
        return _filled(node, {**entry.values, "art": "gemeinde"}), None
    values = {key: value for key, value in entry.values.items() if key not in node.entries}
    if (kind or own) != "gemeinde":
        values.pop("kreis", None)
    remarks = tuple(_remark(node, key, value, entry) for key, value in entry.values.items() if _differs(node, key, value, register))
    attributes = frozenset(_ATTRIBUTES[key] for key in (*values, *(() if "ags" in node.entries else ("ags",))))
    return _filled(node, values), FromRegister(entry.ags, register.as_of, attributes, remarks)


def _differs(node: Mapping, key: str, value: str, register: Register) -> bool:
    """Whether the file says something else than the register; another spelling of the same name is not something else."""
    given = _text(node, key)
    if not given or given == value:
        return False
    if key == "name":
        return value not in [entry.values["name"] for entry in entries_named(register, given)]
    if key == "einwohner":
        return given.replace(".", "") != value
    if key == "kreis":
        return not value.casefold().endswith(given.casefold().removeprefix("kreis ").removeprefix("landkreis "))
    return key in ("art", "land") or (key == "verband" and not value.casefold().endswith(given.casefold()))


def _remark(node: Mapping, key: str, value: str, entry: Entry) -> str:
    given = _text(node, key)
    if key == "einwohner":
        given, value = (show_number(int(text)) if text.isascii() and text.isdigit() else text for text in (given, value))
    return f"{entry.values['name']} ({entry.ags}): Für {key} gilt die Angabe „{given}“; im Register steht „{value}“."


def _filled(node: Mapping, values: dict[str, str]) -> Mapping:
    """The node with values for keys that are missing; they stand where the key of the register stands."""
    place = node.entries["ags"][0] if "ags" in node.entries else node.place
    added: dict[str, tuple[Place, Node]] = {key: (place, Scalar(place, value, True)) for key, value in values.items()}
    return Mapping(node.place, {**added, **node.entries})


def _text(node: Mapping, key: str) -> str:
    found = node.entries.get(key)
    return " ".join(found[1].text.split()) if found and isinstance(found[1], Scalar) else ""
