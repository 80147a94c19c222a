"""Which accounts see a project or a network: the page to choose them, and what was chosen."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.responses import Response

from .call import Call, NotFound
from .store.people import Role, User, list_users


def accounts_page(call: Call, what: str, name: str, address: str, chosen: Iterable[User]) -> Response:
    """The accounts that may be chosen, with those that are ticked; `what` („Vorhaben“, „Netz“) names what they see. Raises NotFound."""
    if call.desk.settings.single_seat:
        raise NotFound
    return call.page(
        "mitglieder.html",
        was=what,
        name=name,
        adresse=address,
        konten=[user for user in list_users(call.desk.engine) if not user.disabled and user.role is not Role.COORDINATE],
        dabei={user.id for user in chosen},
    )


def chosen_accounts(call: Call) -> frozenset[int]:
    """The accounts ticked on the page; what is no number of an account is left out."""
    return frozenset(int(text) for text in call.form.get("konto", ()) if text.isascii() and text.isdecimal() and len(text) < 10)
