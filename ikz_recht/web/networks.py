"""Which networks a person may see and change."""

from __future__ import annotations

from .call import Call, Forbidden, NotFound
from .store.networks import StoredNetwork, find_network, is_network_member, list_networks
from .store.people import Role
from .store.projects import Conflict


def network_of(call: Call, role: Role = Role.READ) -> StoredNetwork:
    """The network of the address, if this person may see it (and, with a higher role, change it). Raises NotFound, Forbidden."""
    stored = find_network(call.desk.engine, call.path("netz"))
    if stored is None or not sees_network(call, stored):
        raise NotFound
    if call.session is None or not call.session.may(role):
        raise Forbidden("Dafür reicht die Berechtigung Ihres Kontos nicht.")
    return stored


def sees_network(call: Call, stored: StoredNetwork) -> bool:
    """Coordinators see every network, others those they belong to."""
    session = call.session
    if session is None or session.user is None:
        return False
    if session.may(Role.COORDINATE) or stored.owner == session.user.id:
        return True
    return is_network_member(call.desk.engine, stored.id, session.user.id)


def networks_seen(call: Call) -> list[StoredNetwork]:
    """The networks this person may see, those changed last first."""
    return [stored for stored in list_networks(call.desk.engine) if sees_network(call, stored)]


def check_newest(call: Call, stored: StoredNetwork) -> None:
    """Raises Conflict if the network has changed since the page was shown."""
    seen = call.value("stand")
    if seen and seen.isdecimal() and len(seen) < 10 and int(seen) != stored.version:
        raise Conflict
