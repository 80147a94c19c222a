"""From UTM zone 32 (EPSG:25832) to longitude and latitude: the inverse transverse Mercator projection.

Krüger's series to the third order on the ellipsoid GRS 80 (Kawase, A General Formula for Calculating Meridian Arc Length and its Application to
Coordinate Conversion in the Gauss-Krüger Projection, Bulletin of the Geospatial Information Authority of Japan 59, 2011); within Germany it is
exact to less than a millimetre. ETRS89 and WGS 84 are the same here, to within a metre.
"""

from __future__ import annotations

from math import asin, atan2, cos, cosh, degrees, sin, sinh

_AXIS, _FLATTENING = 6_378_137.0, 1 / 298.257222101  # GRS 80
_SCALE, _EASTING, _MERIDIAN = 0.9996, 500_000.0, 9.0
_N = _FLATTENING / (2 - _FLATTENING)
_RADIUS = _AXIS / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_BETA = (_N / 2 - 2 / 3 * _N**2 + 37 / 96 * _N**3, _N**2 / 48 + _N**3 / 15, 17 / 480 * _N**3)
_DELTA = (2 * _N - 2 / 3 * _N**2 - 2 * _N**3, 7 / 3 * _N**2 - 8 / 5 * _N**3, 56 / 15 * _N**3)


def degrees_of(easting: float, northing: float) -> tuple[float, float]:
    """Longitude and latitude in degrees of a point in metres."""
    along, across = northing / (_SCALE * _RADIUS), (easting - _EASTING) / (_SCALE * _RADIUS)
    north = along - sum(beta * sin(2 * k * along) * cosh(2 * k * across) for k, beta in enumerate(_BETA, start=1))
    east = across - sum(beta * cos(2 * k * along) * sinh(2 * k * across) for k, beta in enumerate(_BETA, start=1))
    conformal = asin(sin(north) / cosh(east))
    latitude = conformal + sum(delta * sin(2 * k * conformal) for k, delta in enumerate(_DELTA, start=1))
    return _MERIDIAN + degrees(atan2(sinh(east), cos(north))), degrees(latitude)
