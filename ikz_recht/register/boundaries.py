"""Boundaries of municipalities for pictures: simplified polygons, in metres of UTM zone 32 (EPSG:25832), rounded to whole metres.

They say where a municipality lies and with whom it has a border; they are too coarse to measure anything.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass

Ring = tuple[tuple[int, int], ...]
Polygon = tuple[Ring, ...]  # the outer ring, then holes


@dataclass(frozen=True, slots=True)
class Boundary:
    """Where a municipality lies; several polygons if it has exclaves or islands. Every ring ends where it begins."""

    ags: str
    polygons: tuple[Polygon, ...]

    @property
    def box(self) -> tuple[int, int, int, int]:
        """The smallest and largest easting and northing: west, south, east, north."""
        points = [point for polygon in self.polygons for point in polygon[0]]
        east, north = [x for x, _ in points], [y for _, y in points]
        return min(east), min(north), max(east), max(north)


def packed(polygons: tuple[Polygon, ...]) -> bytes:
    """The polygons as the register stores them: JSON, each ring as the first point and the steps from point to point, compressed."""
    return zlib.compress(json.dumps([[_steps(ring) for ring in polygon] for polygon in polygons], separators=(",", ":")).encode())


def unpacked(data: bytes) -> tuple[Polygon, ...]:
    """What `packed` made of polygons. Raises ValueError or zlib.error if it is damaged."""
    return tuple(tuple(map(_ring, polygon)) for polygon in json.loads(zlib.decompress(data)))


def _steps(ring: Ring) -> list[int]:
    before, found = (0, 0), []
    for x, y in ring:
        found += [x - before[0], y - before[1]]
        before = (x, y)
    return found


def _ring(steps: list[int]) -> Ring:
    x = y = 0
    found = []
    for step_x, step_y in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + step_x, y + step_y
        found.append((x, y))
    return tuple(found)
