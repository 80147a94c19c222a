"""Entering the participants, each in one line; only what the line does not say is asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from ..advice.case import MAX_PARTICIPANTS, parse_inhabitants
from ..advice.participant_line import EXAMPLE, nearby_district, parse_district, parse_line, similar_district, spelled_out
from ..inference.facts import NO_ASSOCIATION, Participant
from ..rulebase.fact import LAND_OPTIONS, LANDS, PARTICIPANT_KINDS, FactType, Kind, ValueProblem, show_number
from .ask_register import from_register
from .prompt import Back, Change, Deeper, accepted, ask_yes_no, is_unknown, numbered, read_line, show_options, understand
from .screen import say

_KINDS = FactType(Kind.CHOICE, tuple(PARTICIPANT_KINDS.items()))
_LANDS = FactType(Kind.CHOICE, LAND_OPTIONS)
_COUNTED = ("gemeinde", "kreisfreie_stadt", "kreis")
_FREE = ("kreisfrei", "kreisfreie stadt", "keiner", "keinem")
_STRIKE = re.compile(r"streichen *(?P<number>\d*)")
_HELP = {
    "Art": "Die Gesetze unterscheiden danach, wer sich beteiligen darf und welche Behörde zuständig ist.",
    "Land": "Das Land bestimmt, welches Recht gilt. Nummer oder Kürzel, zum Beispiel HE.",
    "Kreis": "Ob alle in demselben Kreis liegen, entscheidet oft über die zuständige Aufsichtsbehörde. Eine kreisfreie Stadt gehört keinem an.",
    "Einwohnerzahl": "Von ihr hängt ab, wer für manche Aufgaben zuständig ist; außerdem dient sie als Verteilungsmaßstab. Sie darf fehlen.",
    "Zeile": "Name, Einwohnerzahl, Kürzel des Landes und Kreis, durch Kommas getrennt; was fehlt, wird gefragt. Gehört eine Gemeinde zu einer "
    "Verwaltungsgemeinschaft oder einem Verwaltungsverband, nennen Sie sie dahinter, zum Beispiel „VG Oberes Tal“, sonst „keine VG“. "
    "Statt dessen genügt der amtliche Gemeindeschlüssel (AGS) oder der bloße Name, wenn das Gemeinderegister sie kennt. "
    "Private und andere Beteiligte: zum Beispiel „Müller GmbH, HE, privat“. „streichen 1“ streicht die erste Zeile wieder.",
    "Rolle": "Übernimmt jemand die Aufgabe für die anderen, kommen vor allem Vereinbarungen in Betracht; eine gemeinsame Einrichtung hat "
    "gleichberechtigte Mitglieder. Enter lässt es offen.",
}


def participant_line(item: Participant) -> str:
    """A participant in one line."""
    inhabitants = "" if item.inhabitants is None else f", {show_number(item.inhabitants)} Einwohner"
    district = f", {item.district}" if item.district else ""
    association = "" if item.association in ("", NO_ASSOCIATION) else f", {item.association}"
    land = LANDS.get(item.land, "außerhalb Deutschlands")
    return f"{item.name}: {PARTICIPANT_KINDS[item.kind]}, {land}{inhabitants}{district}{association}"


def ask_participants(
    known: tuple[Participant, ...], save: Callable[[tuple[Participant, ...]], None], reason: str
) -> tuple[Participant, ...]:
    """Ask for participants until the user enters nothing; at least two. „zurück“ removes the last one, „streichen 2“ the second."""
    entered = list(known)
    say(f"Eine Zeile je Beteiligte, zum Beispiel: {EXAMPLE}")
    for number, item in enumerate(entered, start=1):
        say(f"  {number}. {participant_line(item)}")
    while len(entered) < MAX_PARTICIPANTS:
        say(f"Beteiligte, Nr. {len(entered) + 1}" + (" (Enter = alle sind genannt)" if len(entered) >= 2 else ""))
        try:
            line = read_line()
            if line == "?" or is_unknown(line):
                say(f"{reason}\n{_HELP['Zeile']}")
            elif (struck := _STRIKE.fullmatch(line.casefold())) is not None:
                _strike(numbered(struck["number"], len(entered)), entered, save)
            elif line:
                _enter(line, entered, save)
            elif len(entered) < 2:
                say("Zusammenarbeit braucht mindestens zwei Beteiligte.")
            elif (done := _with_roles(tuple(entered))) is not None:
                return done
        except Back:
            if not entered:
                raise
            _strike(len(entered) - 1, entered, save)
        except (Change, Deeper):
            say("Erst die Beteiligten; „zurück“ streicht die letzte Eingabe, „streichen 1“ die erste.")
        except ValueProblem as problem:
            say(f"{problem} {problem.remedy}".strip())
    say(f"Mehr als {MAX_PARTICIPANTS} Beteiligte sind nicht vorgesehen.")
    return tuple(entered)


def _strike(place: int | None, entered: list[Participant], save: Callable[[tuple[Participant, ...]], None]) -> None:
    if place is None:
        say(f"Bitte eine Nummer von 1 bis {len(entered)}." if entered else "Die Liste ist noch leer.")
        return
    say(f"Gestrichen: {entered.pop(place).name}")
    save(tuple(entered))


def _enter(line: str, entered: list[Participant], save: Callable[[tuple[Participant, ...]], None]) -> None:
    """Take one more participant into the list. „zurück“ at a question about it gives up this line alone. Raises ValueProblem."""
    try:
        item = _completed(line, entered)
    except Back:
        say("Diese Zeile ist verworfen.")
        return
    if item in entered:
        say(f"{item.name} steht schon in der Liste.")
        return
    entered.append(item)
    say(f"  {participant_line(item)}")
    save(tuple(entered))
    accepted()


def _completed(line: str, entered: list[Participant]) -> Participant:
    """The participant of the line, with questions for what it leaves out; the Land goes on as with the one before."""
    registered = from_register(line)
    if registered is not None:
        return registered
    found = parse_line(line)
    if not found.kind:
        found = replace(found, kind=_choose("Art", _KINDS))
    if not found.land:
        found = replace(found, land=entered[-1].land if entered else _choose("Land", _LANDS))
    if found.kind in _COUNTED and found.inhabitants is None:
        found = replace(found, inhabitants=_inhabitants())
    if found.kind == "gemeinde" and not found.district:
        found = _located(found, nearby_district(entered, found.land))
    similar = similar_district(found, entered)
    if similar and ask_yes_no(f"Ist mit „{found.district}“ derselbe Kreis gemeint wie mit „{similar}“? Enter = ja", default=True):
        found = replace(found, district=similar)
    return spelled_out(found)


def _with_roles(entered: tuple[Participant, ...]) -> tuple[Participant, ...] | None:
    """Who takes the task over for the others; asked once for all. None to go back to the list."""
    if any(item.role for item in entered):
        return _roles_of_all(entered)
    say("Soll jemand von ihnen die Aufgabe für die anderen übernehmen?")
    for number, item in enumerate(entered, start=1):
        say(f"  {number}. {item.name}")
    say("  0. nein, sie erledigen sie gemeinsam")
    say("  Enter = noch offen")
    while True:
        try:
            text = read_line()
        except Back:
            return None
        except (Change, Deeper):
            text = "?"
        if not text or is_unknown(text):
            accepted()
            return entered
        if text in ("0", "nein", "n"):
            accepted()
            return tuple(replace(item, role="mitglied") for item in entered)
        chosen = numbered(text, len(entered))
        if chosen is not None:
            accepted()
            return tuple(replace(item, role="uebernehmend" if place == chosen else "abgebend") for place, item in enumerate(entered))
        say(_HELP["Rolle"] if text == "?" else f"Bitte eine Nummer von 0 bis {len(entered)}; Enter heißt: noch offen.")


def _roles_of_all(entered: tuple[Participant, ...]) -> tuple[Participant, ...]:
    """The roles given before; who joined later has the role of those who are not taking over."""
    others = {item.role for item in entered if item.role not in ("", "uebernehmend")}
    joined = others.pop() if len(others) == 1 else ""
    return tuple(item if item.role else replace(item, role=joined) for item in entered)


def _choose(title: str, fact_type: FactType) -> str:
    say(title)
    show_options(fact_type)
    while True:
        text = read_line()
        if text == "?":
            say(_HELP[title])
            continue
        try:
            chosen = str(understand(text, fact_type))
        except ValueProblem:
            say(f"Bitte wählen Sie eine Nummer von 1 bis {len(fact_type.options)}; „zurück“ verwirft die Zeile.")
            continue
        accepted()
        return chosen


def _inhabitants() -> int | None:
    say("Einwohnerzahl (Enter = nicht bekannt)")
    while True:
        text = read_line()
        if text == "?":
            say(_HELP["Einwohnerzahl"])
            continue
        if not text or is_unknown(text):
            return None
        try:
            return parse_inhabitants(text)
        except ValueProblem as problem:
            say(f"{problem} {problem.remedy}".strip())


def _located(item: Participant, nearby: str) -> Participant:
    """In which Kreis the municipality lies, or that it belongs to none."""
    usual = f"{nearby}, wie zuvor" if nearby else "nicht bekannt"
    say(f"In welchem Kreis liegt {item.name}? (Enter = {usual}; „kreisfrei“, wenn in keinem)")
    while True:
        text = read_line()
        if text == "?":
            say(_HELP["Kreis"])
        elif is_unknown(text):
            return item
        elif text.casefold() in _FREE:
            return replace(item, kind="kreisfreie_stadt")
        else:
            try:
                return replace(item, district=parse_district(text) if text else nearby)
            except ValueProblem as problem:
                say(f"{problem} {problem.remedy}".strip())
