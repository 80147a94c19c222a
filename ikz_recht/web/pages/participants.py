"""The participants: found in the register or typed in, and who takes the task over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from ...advice import interview as state_of
from ...advice.case import MAX_PARTICIPANTS
from ...advice.interview import Interview
from ...inference.facts import Participant
from ...register.model import Municipality
from ...register.store import open_register
from ...register.views import origin
from ...rulebase.fact import LAND_OPTIONS, PARTICIPANT_KINDS, PARTICIPANTS
from ...rulebase.problem import InputProblems
from ..call import Call, case_of
from ..cases import interview_of, keep
from ..joint import joint_of, revoke_links
from ..participants_form import FIELDS, from_register, role_choice, typed, with_roles
from ..store.people import Role, list_links
from ..store.projects import StoredCase
from .questions import standing

_EMPTY: Mapping[str, str] = dict.fromkeys(FIELDS, "")


def page(call: Call) -> Response:
    """The list, the search in the register, the form."""
    stored = case_of(call)
    return _show(call, stored, interview_of(call, stored))


def _show(
    call: Call, stored: StoredCase, state: Interview, problems: Mapping[str, str] | None = None, values: Mapping[str, str] | None = None
) -> Response:
    found, source, trouble = found_in_register(call.query("suche"))
    participants = state.case.participants or ()
    return call.page(
        "beteiligte.html",
        400 if problems else 200,
        fall=stored,
        zustand=state,
        stand=standing(state),
        frage=state.program.questions[PARTICIPANTS],
        beteiligte=participants,
        rolle=role_choice(participants),
        suche=call.query("suche"),
        treffer=found,
        register=source,
        stoerung=trouble,
        fehler=problems or {},
        werte=values or _from_before(participants),
        arten=PARTICIPANT_KINDS,
        laender=LAND_OPTIONS,
    )


def _from_before(participants: tuple[Participant, ...]) -> Mapping[str, str]:
    """Land and Kreis go on as with the one before."""
    last = participants[-1] if participants else None
    return {**_EMPTY, "land": last.land, "kreis": last.district} if last else _EMPTY


def found_in_register(word: str) -> tuple[tuple[Municipality, ...], str, str]:
    """What the register finds, which register that is, and what is wrong with it."""
    try:
        with open_register() as register:
            if not word:
                return (), origin(register), ""
            key = word.replace(" ", "")
            if key.isdecimal():
                one = register.municipality(key)
                return ((one,) if one else ()), origin(register), ""
            return register.search(word[:100], limit=15), origin(register), ""
    except InputProblems as found:
        return (), "", "; ".join(str(problem) for problem in found.problems)


def change(call: Call) -> Response:
    """Add one (from the register or typed), strike one out, or go on with who takes over."""
    stored = case_of(call, Role.ANSWER)
    state = interview_of(call, stored)
    participants = state.case.participants or ()
    problems: Mapping[str, str] = {}
    values: Mapping[str, str] | None = None
    if len(participants) >= MAX_PARTICIPANTS and not call.value("streichen"):
        problems = {"name": f"Mehr als {MAX_PARTICIPANTS} Beteiligte sind nicht vorgesehen."}
    elif call.value("ags"):
        try:
            participants, problems = _with(participants, from_register(call.value("ags"), call.desk.rulebase), "suche")
        except InputProblems as found:
            problems = {"suche": found.problems[0].text}
    elif call.value("streichen"):
        return _strike(call, stored, state, call.value("streichen"))
    elif call.value("weiter"):
        if len(participants) < 2:
            problems = {"name": "Zusammenarbeit braucht mindestens zwei Beteiligte."}
        else:
            return _done(call, stored, state, with_roles(participants, call.value("rolle")))
    else:
        entered = typed(call.value)
        problems, values = entered.problems, entered.values
        if entered.participant is not None:
            participants, problems = _with(participants, entered.participant, "name")
    if problems:
        return _show(call, stored, state, problems, values)
    _keep_partial(call, stored, state, participants)
    return call.to(f"/fall/{stored.id}/beteiligte")


def _with(participants: tuple[Participant, ...], new: Participant, field: str) -> tuple[tuple[Participant, ...], Mapping[str, str]]:
    """The participants with one more, or what is wrong with it at the field."""
    if any(_same(item, new) for item in participants):
        return participants, {field: f"„{new.name}“ ist schon genannt."}
    return (*participants, new), {}


def _same(one: Participant, other: Participant) -> bool:
    if one.register and other.register and one.register.ags == other.register.ags:
        return True
    return (one.name.casefold(), one.kind, one.land) == (other.name.casefold(), other.kind, other.land)


def _strike(call: Call, stored: StoredCase, state: Interview, place: str) -> Response:
    """The participant no longer takes part: its links end, and what it said no longer counts."""
    participants = state.case.participants or ()
    left = tuple(item for number, item in enumerate(participants) if str(number) != place)
    before = joint_of(call, stored)
    _keep_partial(call, stored, state, left)
    gone = {item.name for item in participants} - {item.name for item in left}
    links = [link.id for link in list_links(call.desk.engine, stored.id) if link.name in gone and not link.revoked]
    if links:
        revoke_links(call, before, links)
    return call.to(f"/fall/{stored.id}/beteiligte")


def _keep_partial(call: Call, stored: StoredCase, state: Interview, participants: tuple[Participant, ...]) -> None:
    """Every participant is kept as it is entered."""
    keep(call, stored, state_of.name_participants(state, participants), {})


def _done(call: Call, stored: StoredCase, state: Interview, participants: tuple[Participant, ...]) -> Response:
    changed: Any = state_of.name_participants(state, participants)
    keep(call, stored, changed, {})
    return call.to(f"/fall/{stored.id}")


ROUTES = (
    ("/fall/{fall}/beteiligte", "GET", page, Role.READ),
    ("/fall/{fall}/beteiligte", "POST", change, Role.ANSWER),
)
