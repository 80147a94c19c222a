"""What a participant says about itself: inhabitants, Kreis, association, whether it holds the task. Nobody else is asked that."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ..advice import interview as state_of
from ..inference.facts import Participant
from .call import Call, NotFound
from .cases import interview_of
from .participants_form import typed
from .store.people import Link
from .store.projects import Conflict, find_case, save_state

FIELDS = ("einwohner", "kreis", "verband")
HOLDS = {"ja": True, "nein": False, "weiss_nicht": None}
_TRIES = 20


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form says: the participant as it then is, or what is wrong by field. `values` is shown again."""

    participant: Participant | None
    problems: Mapping[str, str]
    values: Mapping[str, str]


def own_participant(participants: tuple[Participant, ...] | None, name: str) -> Participant | None:
    """The participant of that name; None if the coordination has renamed it or struck it out."""
    return next((item for item in participants or () if item.name == name), None)


def as_values(own: Participant) -> Mapping[str, str]:
    """The fields as the form shows them."""
    held = next(text for text, value in HOLDS.items() if value is own.holds_task)
    number = "" if own.inhabitants is None else str(own.inhabitants)
    return {"einwohner": number, "kreis": own.district, "verband": own.association, "traegt": held}


def fingerprint(own: Participant) -> str:
    """Tells whether what is said of it has changed since the form was shown."""
    return hashlib.sha256(repr(sorted(as_values(own).items())).encode()).hexdigest()[:16]


def read(own: Participant, value: Callable[[str], str]) -> Typed:
    """The form; name, kind and Land stay as the coordination has them."""
    fixed = {"name": own.name, "art": own.kind, "land": own.land}
    found = typed(lambda name: fixed.get(name) or value(name))
    values = {**{name: value(name) for name in FIELDS}, "traegt": value("traegt")}
    problems = dict(found.problems)
    if value("traegt") not in HOLDS:
        problems["traegt"] = "Wählen Sie eine Antwort, oder „weiß nicht“."
    if problems or found.participant is None:
        return Typed(None, problems, values)
    said = found.participant
    changed = replace(
        own, inhabitants=said.inhabitants, district=said.district, association=said.association, holds_task=HOLDS[value("traegt")]
    )
    return Typed(_no_longer_from_register(own, changed), {}, values)


def _no_longer_from_register(before: Participant, after: Participant) -> Participant:
    """What the participant says itself is its own word, and is written into the case file."""
    if after.register is None:
        return after
    said = {name for name in ("inhabitants", "district", "association") if getattr(before, name) != getattr(after, name)}
    return replace(after, register=replace(after.register, attributes=after.register.attributes - said))


def keep(call: Call, link: Link, own: Participant, shown: str) -> None:
    """Put the participant into the case. Raises Conflict if it was changed since the form was shown; other changes to the case are none."""
    for _ in range(_TRIES):
        stored = find_case(call.desk.engine, link.case_id)
        if stored is None:
            raise NotFound
        state = interview_of(call, stored)
        now = own_participant(state.case.participants, link.name)
        if now is None or fingerprint(now) != shown:
            raise Conflict
        participants = tuple(own if item is now else item for item in state.case.participants or ())
        try:
            save_state(call.desk.engine, stored, state_of.name_participants(state, participants), {}, call.who)
        except Conflict:
            continue
        return
    raise Conflict
