"""A server with accounts of every kind, a project that some belong to and one that they do not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from starlette.testclient import TestClient

from ikz_recht.advice.progress import progress_document, progress_of
from ikz_recht.web.cases import case_in
from ikz_recht.web.desk import Desk
from ikz_recht.web.store.members import set_members
from ikz_recht.web.store.networks import create_network, set_network_members
from ikz_recht.web.store.people import Role, User, create_link, create_user
from ikz_recht.web.store.projects import add_case, create_project
from ikz_recht.web.store.sessions import open_session

from .conftest import DAY, desk

EXAMPLE = Path(__file__).resolve().parents[2] / "docs/beispiele/standesamt-lossetal.yaml"
NETWORK = """netz: 1
titel: Netz
gemeinden: [06635001, 06635004, 06635011, 06635014]
zusammenarbeit:
- {id: kaemmerei, aufgabe: kaemmerei, traeger: 06635004, fuer: [06635014], seit: 2022-01-01}
vorhaben:
- {id: standesamt, aufgabe: standesamt, beteiligte: [06635001, 06635004], stand: beschluss, frist: 2026-12-18}
"""
PASSWORD = "ein langes Kennwort"
LINK = "beteiligt"
NOBODY = "niemand"


@dataclass(frozen=True)
class Ids:
    """A project with one case and a link to it, and a network."""

    project: str
    case: str
    link: str
    secret: str
    network: str


@dataclass
class World:
    """Accounts by role; `ids` makes another project, theirs or not."""

    client: TestClient
    desk: Desk
    users: dict[Role, User]
    state: object

    def ids(self, *, own: bool = True) -> Ids:
        from ikz_recht.advice.case import case_bytes

        state = self.state
        engine = self.desk.engine
        project = create_project(engine, "Vorhaben", self.users[Role.COORDINATE].id)
        case = case_in(case_bytes(state.case).decode(), self.desk.rulebase)  # type: ignore[attr-defined]
        stored = add_case(engine, project.id, case, progress_document(progress_of(state)), "Fall")  # type: ignore[arg-type]
        link, secret = create_link(engine, stored.id, "Gemeinde Helsa", 30)
        if own:
            set_members(engine, project.id, frozenset(user.id for user in self.users.values()))
        network = create_network(engine, "Netz", NETWORK, self.users[Role.COORDINATE].id)
        if own:
            set_network_members(engine, network.id, frozenset(user.id for user in self.users.values()))
        return Ids(project.id, stored.id, link.id, secret, network.id)

    def session(self, who: str, ids: Ids) -> str:
        """The cookie of somebody."""
        if who == NOBODY:
            return ""
        if who == LINK:
            return open_session(self.desk.engine, None, ids.link)
        return open_session(self.desk.engine, self.users[Role(who)].id)


def world_of(server: Callable[..., TestClient]) -> World:
    from ikz_recht.advice.interview import start

    client = server(single_seat=False, start_key="")
    found = desk(client)
    users = {role: create_user(found.engine, str(role), PASSWORD, role) for role in Role}
    case = case_in(EXAMPLE.read_text(encoding="utf-8"), found.rulebase)
    return World(client, found, users, start(found.rulebase, DAY, case))
