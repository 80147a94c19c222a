"""Entering the participants one by one."""

from __future__ import annotations

from collections.abc import Callable

import click

from ..advice.case import MAX_PARTICIPANTS, parse_inhabitants, parse_name
from ..inference.facts import Participant
from ..rulebase.fact import LAND_OPTIONS, LANDS, PARTICIPANT_KINDS, ROLES, FactType, Kind, ValueProblem, show_number
from .prompt import Back, Change, read_line, show_options, understand

_KINDS = FactType(Kind.CHOICE, tuple(PARTICIPANT_KINDS.items()))
_LANDS = FactType(Kind.CHOICE, LAND_OPTIONS)
_ROLES = FactType(Kind.CHOICE, tuple(ROLES.items()))
_HELP = {
    "Art": "Die Gesetze unterscheiden danach, wer sich beteiligen darf und welche Behörde zuständig ist.",
    "Land": "Das Land bestimmt, welches Recht gilt. Nummer oder Kürzel, zum Beispiel HE.",
    "Rolle": "Wer die Aufgabe abgibt und wer sie übernimmt, steht im Entwurf; bei Verbänden sind alle gleichberechtigt.",
}


def participant_line(item: Participant) -> str:
    """A participant in one line."""
    inhabitants = "" if item.inhabitants is None else f", {show_number(item.inhabitants)} Einwohner"
    return f"{item.name}: {PARTICIPANT_KINDS[item.kind]}, {LANDS.get(item.land, 'außerhalb Deutschlands')}{inhabitants}"


def ask_participants(
    known: tuple[Participant, ...], save: Callable[[tuple[Participant, ...]], None], reason: str
) -> tuple[Participant, ...]:
    """Ask for participants until the user enters nothing; at least two. „zurück“ removes the last one."""
    entered = list(known)
    for item in entered:
        click.echo(f"  {participant_line(item)}")
    while len(entered) < MAX_PARTICIPANTS:
        click.echo(f"Name der {len(entered) + 1}. Beteiligten" + (" (leer = fertig)" if len(entered) >= 2 else ""))
        try:
            name = read_line()
            if name == "?":
                click.echo(reason)
            elif name:
                last = entered[-1].land if entered else ""
                entered.append(_one(parse_name(name), last))
                save(tuple(entered))
            elif len(entered) >= 2:
                return tuple(entered)
            else:
                click.echo("Zusammenarbeit braucht mindestens zwei Beteiligte.")
        except Back:
            if not entered:
                raise
            click.echo(f"Gestrichen: {entered.pop().name}")
            save(tuple(entered))
        except Change:
            click.echo("Erst die Beteiligten; „zurück“ streicht die letzte Eingabe.")
        except ValueProblem as problem:
            click.echo(f"{problem} {problem.remedy}".strip())
    click.echo(f"Mehr als {MAX_PARTICIPANTS} Beteiligte sind nicht vorgesehen.")
    return tuple(entered)


def _one(name: str, last_land: str) -> Participant:
    kind = _choose("Art", _KINDS, "")
    land = _choose("Land", _LANDS, last_land)
    inhabitants = _inhabitants() if kind in ("gemeinde", "kreisfreie_stadt", "kreis") else None
    role = _choose("Rolle (leer = noch offen)", _ROLES, "", optional=True)
    return Participant(name, kind, land, inhabitants, role)


def _choose(title: str, fact_type: FactType, default: str, *, optional: bool = False) -> str:
    click.echo(title)
    show_options(fact_type)
    if default:
        click.echo(f"  Enter = {fact_type.option_text(default)}")
    while True:
        text = read_line()
        if text == "?":
            click.echo(_HELP[title.split(" ")[0]])
            continue
        if not text and (default or optional):
            return default
        try:
            return str(understand(text, fact_type))
        except ValueProblem as problem:
            click.echo(str(problem))


def _inhabitants() -> int | None:
    click.echo("Einwohnerzahl (leer = nicht bekannt)")
    while True:
        text = read_line()
        if text == "?":
            click.echo("Sie wird für Größenvergleiche und Verteilungsmaßstäbe gebraucht und darf fehlen.")
            continue
        if not text or text.lower() in ("weiß nicht", "weiss nicht", "w"):
            return None
        try:
            return parse_inhabitants(text)
        except ValueProblem as problem:
            click.echo(f"{problem} {problem.remedy}".strip())
