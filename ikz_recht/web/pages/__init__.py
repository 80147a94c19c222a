"""One module for each kind of page. A page reads what was sent, asks the library, and renders; it decides nothing of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..store.people import Role
from . import about, login, participants, partner, questions, result, rules, start, variants

Table = tuple[tuple[str, str, Callable[[Any], Any], Role | None], ...]
ROUTES: Table = (
    *start.ROUTES,
    *login.ROUTES,
    *questions.ROUTES,
    *participants.ROUTES,
    *result.ROUTES,
    *rules.ROUTES,
    *variants.ROUTES,
    *partner.ROUTES,
    *about.ROUTES,
)
