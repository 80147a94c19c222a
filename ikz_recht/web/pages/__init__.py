"""One module for each kind of page. A page reads what was sent, asks the library, and renders; it decides nothing of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..call import Access
from . import (
    about,
    accounts,
    benefit,
    bodies,
    change,
    dossier,
    figures,
    joint,
    login,
    network_form,
    networks,
    overview,
    own_logins,
    participants,
    partner,
    projects,
    questions,
    result,
    rules,
    shares,
    start,
    variants,
)
from .api import API_ROUTES as API_ROUTES

Table = tuple[tuple[str, str, Callable[[Any], Any], Access], ...]
ROUTES: Table = (
    *start.ROUTES,
    *login.ROUTES,
    *questions.ROUTES,
    *participants.ROUTES,
    *result.ROUTES,
    *rules.ROUTES,
    *variants.ROUTES,
    *partner.ROUTES,
    *networks.ROUTES,
    *network_form.ROUTES,
    *overview.ROUTES,
    *accounts.ROUTES,
    *own_logins.ROUTES,
    *projects.ROUTES,
    *joint.ROUTES,
    *benefit.ROUTES,
    *shares.ROUTES,
    *bodies.ROUTES,
    *change.ROUTES,
    *dossier.ROUTES,
    *about.ROUTES,
    *figures.ROUTES,
)
