"""A participant typed into a form, or taken from the register; and who takes the task over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..advice.case import parse_inhabitants, parse_name
from ..advice.participant_line import parse_district, spelled_out
from ..inference.facts import NO_ASSOCIATION, Participant
from ..rulebase.fact import LAND_OPTIONS, PARTICIPANT_KINDS, ValueProblem
from ..rulebase.model import Rulebase
from .casefile import case_in

FIELDS = ("name", "art", "land", "einwohner", "kreis", "verband")
TOGETHER, OPEN = "gemeinsam", "offen"


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form says: a participant, or what is wrong by field. `values` is shown again."""

    participant: Participant | None
    problems: Mapping[str, str]
    values: Mapping[str, str]


def typed(form: Callable[[str], str]) -> Typed:
    """The participant of the form; every defect at its field."""
    values = {name: form(name) for name in FIELDS}
    problems: dict[str, str] = {}

    def read(name: str, parse: Callable[[str], Any], empty: Any) -> Any:
        if not values[name]:
            return empty
        try:
            return parse(values[name])
        except ValueProblem as problem:
            problems[name] = f"{problem} {problem.remedy}".strip()
            return empty

    name = read("name", parse_name, "")
    if not name and "name" not in problems:
        problems["name"] = "Geben Sie den Namen ein, zum Beispiel „Gemeinde Helsa“."
    for field, allowed, text in (
        ("art", dict(PARTICIPANT_KINDS), "Wählen Sie, was für eine Körperschaft das ist."),
        ("land", dict(LAND_OPTIONS), "Wählen Sie das Land; es bestimmt, welches Recht gilt."),
    ):
        if values[field] not in allowed:
            problems[field] = text
    inhabitants = read("einwohner", parse_inhabitants, None)
    district = read("kreis", parse_district, "")
    association = NO_ASSOCIATION if values["verband"].casefold() in ("keiner", "keine", "kein") else read("verband", parse_name, "")
    if problems:
        return Typed(None, problems, values)
    district = "" if values["art"] == "kreisfreie_stadt" else district  # filled in from the one before; it belongs to no Kreis
    found = Participant(name, values["art"], values["land"], inhabitants, district=district, association=association)
    return Typed(spelled_out(found), {}, values)


def from_register(ags: str, rulebase: Rulebase) -> Participant:
    """The municipality or Kreis of the official key. Raises InputProblems."""
    digits = "".join(char for char in ags if char.isdigit())[:12]
    found = case_in(f"fall: 1\nbeteiligte:\n  - ags: '{digits}'\n", rulebase).participants
    assert found
    return found[0]


def with_roles(participants: tuple[Participant, ...], choice: str) -> tuple[Participant, ...]:
    """Who takes over: the number of one (from 0), all together, or still open."""
    if choice.isdecimal() and len(choice) < 4 and int(choice) < len(participants):
        chosen = int(choice)
        return tuple(replace(item, role="uebernehmend" if place == chosen else "abgebend") for place, item in enumerate(participants))
    return tuple(replace(item, role="mitglied" if choice == TOGETHER else "") for item in participants)


def role_choice(participants: tuple[Participant, ...]) -> str:
    """What the roles say, as `with_roles` takes it."""
    for place, item in enumerate(participants):
        if item.role == "uebernehmend":
            return str(place)
    return TOGETHER if participants and all(item.role == "mitglied" for item in participants) else OPEN
