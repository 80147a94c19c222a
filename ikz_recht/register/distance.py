"""How far apart municipalities are, as the crow flies."""

from __future__ import annotations

import math

from .model import Municipality

EARTH_RADIUS_KM = 6371.0088  # mean radius (IUGG)


def great_circle_km(first: Municipality, second: Municipality) -> float | None:
    """Haversine on a sphere of `EARTH_RADIUS_KM`; None if a coordinate is unknown."""
    if first.latitude is None or first.longitude is None or second.latitude is None or second.longitude is None:
        return None
    one, two = math.radians(first.latitude), math.radians(second.latitude)
    up, aside = math.sin((two - one) / 2), math.sin(math.radians(second.longitude - first.longitude) / 2)
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(up * up + math.cos(one) * math.cos(two) * aside * aside))
