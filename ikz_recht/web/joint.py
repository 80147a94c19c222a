"""Joint answering over the store: who says what about a case, and the way of an answer into it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from ..advice.interview import Interview
from ..advice.joint import Standings, View, settle, spoken, standings
from ..rulebase.fact import Value
from .call import Call, NotFound
from .cases import interview_of
from .coordination import typed, with_views
from .store.people import Link, change_link
from .store.projects import Conflict, StoredCase, find_case, save_state
from .store.views import Said, StoredView, add_views, adding, last_view, list_views

TOGETHER = "Gemeinsam"
_TRIES = 20


@dataclass(frozen=True)
class Joint:
    """A case with what its parties said, as of one moment."""

    stored: StoredCase
    state: Interview
    views: tuple[StoredView, ...]
    now: Standings

    def own_stand(self, party: str, question: str) -> int:
        """The number of the party's last view on a question; 0 if it has not spoken."""
        return max((view.id for view in self.views if view.party == party and view.question == question), default=0)


def joint_of(call: Call, stored: StoredCase) -> Joint:
    """The case and its views."""
    views = tuple(list_views(call.desk.engine, stored.id))
    return Joint(stored, interview_of(call, stored), views, standings(typed(views, call.desk.rulebase)))


def say(call: Call, link: Link, question: str, value: Value | None, stand: int) -> Joint:
    """Record what a participant says, and what the case takes from it.

    `stand`: the participant's own last view when the page was shown. Raises Conflict if it has spoken since (from a second window), and NotFound
    if the case is gone. That others speak at the same moment is no conflict: it is looked at again with what they said.
    """
    for _ in range(_TRIES):
        stored = find_case(call.desk.engine, link.case_id)
        if stored is None:
            raise NotFound
        joint = joint_of(call, stored)
        if joint.own_stand(link.name, question) != stand:
            raise Conflict
        with suppress(Conflict):
            _record(call, joint, link, View(link.name, question, value))
            return joint
    raise Conflict


def _record(call: Call, joint: Joint, link: Link, view: View) -> None:
    spoken_now = spoken(joint.state, joint.now, view)
    said = [Said(link.id if item.party == link.name else None, item.question, item.value) for item in spoken_now]
    standing = with_views(joint.now, spoken_now)[view.question]
    state = settle(joint.state, standing)
    if state is joint.state:
        add_views(call.desk.engine, joint.stored, last_view(joint.views), said)
        return
    also = adding(joint.stored.id, last_view(joint.views), said)
    save_state(call.desk.engine, joint.stored, state, {view.question: standing.agreed}, f"{TOGETHER}, zuletzt {link.name}", also)


def revoke_links(call: Call, before: Joint, ids: Iterable[str]) -> None:
    """These links no longer open the case, and what came by them no longer counts."""
    for link in ids:
        change_link(call.desk.engine, link, before.stored.id, revoked=True)
        call.note("link gesperrt", fall=before.stored.id)
    settle_again(call, before)


def settle_again(call: Call, before: Joint) -> None:
    """After a link was revoked or given anew: the case takes up what those say whose answers count now."""
    for _ in range(_TRIES):
        stored = find_case(call.desk.engine, before.stored.id)
        if stored is None:
            return
        joint = joint_of(call, stored)
        state, given = joint.state, {}
        for name, standing in joint.now.items():
            changed = settle(state, standing) if standing.said != _said(before.now, name) else state
            if changed is not state:
                state, given[name] = changed, standing.agreed
        if state is joint.state:
            return
        with suppress(Conflict):
            save_state(call.desk.engine, stored, state, given, TOGETHER, adding(stored.id, last_view(joint.views), ()))
            return


def _said(now: Standings, name: str) -> Mapping[str, Value | None]:
    return now[name].said if name in now else {}
