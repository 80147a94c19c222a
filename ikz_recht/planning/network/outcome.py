"""The network as the plan leaves it: the cooperations that then run, looked at like those of today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from ..units import Region
from .portfolio import Cooperation, Portfolio
from .schedule import Booking
from .view import NetworkView, view_of


def outcome_of(portfolio: Portfolio, region: Region, bookings: Sequence[Booking], day: dt.date) -> NetworkView:
    """The view on the day of the last step; on `day` if there is none."""
    end = max((booking.start for booking in bookings), default=day)
    found = {item.id: item for item in portfolio.cooperations}
    for booking in bookings:
        running = booking.target.running
        name = running.id if running else f"schritt {booking.target.id}"
        known = found.get(name)
        found[name] = replace(known, takers=known.takers + booking.partners) if known else _new(name, booking)
    return view_of(replace(portfolio, cooperations=tuple(found.values()), remarks=()), region, end)


def _new(name: str, booking: Booking) -> Cooperation:
    project = booking.target.project
    return Cooperation(
        id=name,
        task=booking.target.task.id,
        title=project.title if project else "",
        carrier=booking.carrier,
        takers=booking.partners,
        form="",
        since=booking.start,
        until=None,
        positions=None,
        people=(),
        payments={},
        contact="",
        needs=(),
        place=booking.target.task.place,
    )
