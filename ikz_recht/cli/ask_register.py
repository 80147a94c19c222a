"""A participant entered by official key, or by the bare name of a municipality: proposed from the register, taken only if the user agrees."""

from __future__ import annotations

import re

from ..advice.case import parse_inhabitants
from ..advice.participant_line import parse_line
from ..inference.facts import FromRegister, Participant
from ..register.participants import Entry, entries_named, entry_of, key_problem, land_of
from ..register.store import Register, shared_register
from ..rulebase.fact import LANDS, ValueProblem, show_date
from ..rulebase.problem import InputProblems
from .prompt import Change, Deeper, accepted, ask_yes_no, numbered, read_line
from .screen import say

_KEY = re.compile(r"(?P<ags>\d{4,12})(?P<rest> *[,;].*)?\Z", re.ASCII)
_MOST = 9
_OTHERWISE = "Verworfen. Was anders ist, schreiben Sie dahinter, zum Beispiel: {ags}, 6300."


def from_register(line: str) -> Participant | None:
    """The participant that the line names by key, or by its name alone, with what else the line says; None if it is to be entered as usual.

    Raises ValueProblem for a key that is wrong or unknown, and if the user does not want what the register says.
    """
    found = _KEY.match(line)
    if found:
        return _by_key(found["ags"], found["rest"] or "")
    return None if re.search("[,;]", line) else _by_name(line)


def _by_key(ags: str, rest: str) -> Participant:
    problem = key_problem(ags)
    if problem:
        raise ValueProblem(problem, "Zum Beispiel: 06635009")
    try:
        register = shared_register()
    except InputProblems as problems:
        raise ValueProblem(str(problems), "") from None
    entry = entry_of(register, ags)
    if entry is None:
        where = "in der Beispielregion" if register.example else f"im Register vom {show_date(register.as_of)}"
        raise ValueProblem(f"Den Schlüssel {ags} gibt es {where} nicht.", "Geben Sie Name, Einwohnerzahl, Land und Kreis selbst ein.")
    item = _participant(entry, rest, register)
    _show(entry, register)
    if rest:
        say(f"Was die Zeile sagt, geht vor:{rest.replace(',', ' ').replace(';', ' ')}")
    if not ask_yes_no("Stimmt das? Enter = ja", default=True):
        raise ValueProblem(_OTHERWISE.format(ags=ags))
    return item


def _by_name(name: str) -> Participant | None:
    """The municipality of this name, if there is one and the user means it; a damaged register changes nothing here."""
    try:
        register = shared_register()
        entries = [entry for entry in entries_named(register, name) if "art" in entry.values]
    except InputProblems:
        return None
    if not entries or len(entries) > _MOST:
        if entries:
            say(f"{len(entries)} Gemeinden heißen so; mit dem Schlüssel (AGS) statt des Namens ergänzt das Register das Übrige.")
        return None
    if len(entries) == 1:
        _show(entries[0], register)
        agreed = ask_yes_no("Ist sie gemeint, und stimmt das? Enter = ja", default=True)
        return _participant(entries[0], "", register) if agreed else None
    say("So heißen mehrere Gemeinden:")
    for number, entry in enumerate(entries, start=1):
        say(f"  {number}. {entry.line()}")
    say("Nummer (Enter = keine davon)")
    while True:
        try:
            text = read_line()
        except (Change, Deeper):
            text = "?"
        chosen = numbered(text, len(entries))
        if chosen is not None:
            accepted()
            return _participant(entries[chosen], "", register)
        if not text or text in ("0", "nein", "n"):
            return None
        say(f"Bitte eine Nummer von 1 bis {len(entries)}; Enter heißt: keine davon.")


def _show(entry: Entry, register: Register) -> None:
    where = "Beispielregion" if register.example else "Register"
    say(f"{where}, Stand {show_date(register.as_of)}: {entry.line()}")


def _participant(entry: Entry, rest: str, register: Register) -> Participant:
    """What the line says, completed by the register. All of it counts as given: the user has seen it. Raises ValueProblem."""
    values = entry.values
    said = parse_line(f"{values['name'].replace(',', ' ')}{rest}") if rest else Participant("", "", "")
    if said.land and said.land != land_of(entry.ags):
        text = f"Der Schlüssel {entry.ags} gehört zu {LANDS[land_of(entry.ags)]}, die Zeile nennt {LANDS.get(said.land, said.land)}."
        raise ValueProblem(text, "Berichtigen Sie eines davon.")
    inhabitants = values.get("einwohner")
    kind = values.get("art", "") or said.kind
    if said.kind == "kreisfreie_stadt" and kind == "gemeinde":
        kind = said.kind
    if not kind:
        raise ValueProblem(
            f"{values['name']} ist ein gemeindefreies Gebiet, keine Gemeinde.", "Nennen Sie die Art, zum Beispiel „sonstige_oeffentliche“."
        )
    return Participant(
        values["name"],
        kind,
        values["land"],
        said.inhabitants if said.inhabitants is not None else parse_inhabitants(inhabitants) if inhabitants else None,
        district=said.district or (values.get("kreis", "") if kind == "gemeinde" else ""),
        association=said.association or values.get("verband", ""),
        register=FromRegister(entry.ags, register.as_of),
    )
