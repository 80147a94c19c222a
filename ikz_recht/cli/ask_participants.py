"""Entering the participants, each in one line; only what the line does not say is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..advice.case import MAX_PARTICIPANTS, parse_inhabitants, parse_name
from ..advice.participant_line import EXAMPLE, parse_line
from ..inference.facts import NO_ASSOCIATION, Participant
from ..rulebase.fact import LAND_OPTIONS, LANDS, PARTICIPANT_KINDS, FactType, Kind, ValueProblem, show_number
from .prompt import Back, Change, accepted, numbered, read_line, show_options, understand
from .screen import say

_KINDS = FactType(Kind.CHOICE, tuple(PARTICIPANT_KINDS.items()))
_LANDS = FactType(Kind.CHOICE, LAND_OPTIONS)
_COUNTED = ("gemeinde", "kreisfreie_stadt", "kreis")
_HELP = {
    "Art": "Die Gesetze unterscheiden danach, wer sich beteiligen darf und welche Behörde zuständig ist.",
    "Land": "Das Land bestimmt, welches Recht gilt. Nummer oder Kürzel, zum Beispiel HE.",
    "Kreis": "Ob alle in demselben Kreis liegen, entscheidet oft über die zuständige Aufsichtsbehörde.",
    "Einwohnerzahl": "Von ihr hängt ab, wer für manche Aufgaben zuständig ist; außerdem dient sie als Verteilungsmaßstab. Sie darf fehlen.",
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
    """Ask for participants until the user enters nothing; at least two. „zurück“ removes the last one."""
    entered = list(known)
    say(f"Eine Zeile je Beteiligte, zum Beispiel: {EXAMPLE}")
    for item in entered:
        say(f"  {participant_line(item)}")
    while len(entered) < MAX_PARTICIPANTS:
        say(f"{len(entered) + 1}. Beteiligte" + (" (leer = fertig)" if len(entered) >= 2 else ""))
        try:
            line = read_line()
            if line == "?":
                say(reason)
            elif line:
                entered.append(_completed(line, entered))
                say(f"  {participant_line(entered[-1])}")
                save(tuple(entered))
                accepted()
            elif len(entered) >= 2:
                return _with_roles(tuple(entered))
            else:
                say("Zusammenarbeit braucht mindestens zwei Beteiligte.")
        except Back:
            if not entered:
                raise
            say(f"Gestrichen: {entered.pop().name}")
            save(tuple(entered))
        except Change:
            say("Erst die Beteiligten; „zurück“ streicht die letzte Eingabe.")
        except ValueProblem as problem:
            say(f"{problem} {problem.remedy}".strip())
    say(f"Mehr als {MAX_PARTICIPANTS} Beteiligte sind nicht vorgesehen.")
    return tuple(entered)


def _completed(line: str, entered: list[Participant]) -> Participant:
    """The participant of the line, with questions for what it leaves out; Land and Kreis go on as with the one before."""
    found = parse_line(line)
    before = entered[-1] if entered else None
    if not found.kind:
        found = replace(found, kind=_choose("Art", _KINDS, ""))
    if not found.land:
        found = replace(found, land=before.land if before else _choose("Land", _LANDS, ""))
    if found.kind in _COUNTED and found.inhabitants is None:
        found = replace(found, inhabitants=_inhabitants())
    if found.kind == "gemeinde" and not found.district:
        found = replace(found, district=_district(before.district if before and before.land == found.land else ""))
    return found


def _with_roles(entered: tuple[Participant, ...]) -> tuple[Participant, ...]:
    """Who takes the task over for the others; asked once for all."""
    if any(item.role for item in entered):
        return entered
    say("Soll eine oder einer von ihnen die Aufgabe für die anderen übernehmen?")
    for number, item in enumerate(entered, start=1):
        say(f"  {number}. {item.name}")
    say("  0. nein, sie erledigen sie gemeinsam   (leer = noch offen)")
    while True:
        try:
            text = read_line()
        except (Back, Change):
            return entered
        if not text or text == "?":
            return entered
        if text == "0":
            return tuple(replace(item, role="mitglied") for item in entered)
        chosen = numbered(text, len(entered))
        if chosen is not None:
            return tuple(replace(item, role="uebernehmend" if place == chosen else "abgebend") for place, item in enumerate(entered))
        say(f"Bitte eine Nummer von 0 bis {len(entered)}; Enter heißt: noch offen.")


def _choose(title: str, fact_type: FactType, default: str) -> str:
    say(title)
    show_options(fact_type)
    while True:
        text = read_line()
        if text == "?":
            say(_HELP[title])
            continue
        if not text and default:
            accepted()
            return default
        try:
            chosen = str(understand(text, fact_type))
            accepted()
            return chosen
        except ValueProblem as problem:
            say(str(problem))


def _inhabitants() -> int | None:
    say("Einwohnerzahl (leer = nicht bekannt)")
    while True:
        text = read_line()
        if text == "?":
            say(_HELP["Einwohnerzahl"])
            continue
        if not text or text.lower() in ("weiß nicht", "weiss nicht", "w"):
            return None
        try:
            return parse_inhabitants(text)
        except ValueProblem as problem:
            say(f"{problem} {problem.remedy}".strip())


def _district(before: str) -> str:
    """The Kreis: as with the one before, unless the line said otherwise."""
    if before:
        return before
    say("In welchem Kreis oder Landkreis? (leer = nicht bekannt)")
    while True:
        text = read_line()
        if text == "?":
            say(_HELP["Kreis"])
            continue
        try:
            return parse_name(text) if text else ""
        except ValueProblem as problem:
            say(f"{problem} {problem.remedy}".strip())
