"""Outlines in degrees as paths of a drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import cos, radians

from openmbi.catalog.maps import Ring

WIDTH = 820
_MARGIN = 10
_SHORTEST = 0.4


class Outlines:
    """Projects outlines into a drawing `WIDTH` wide: plate carrée with the middle latitude true to scale, north at the top."""

    def __init__(self, outlines: Mapping[str, Sequence[Ring]]) -> None:
        points = [point for rings in outlines.values() for ring in rings for point in ring]
        self._west, self._north = min(x for x, _y in points), max(y for _x, y in points)
        east, south = max(x for x, _y in points), min(y for _x, y in points)
        self._narrowing = cos(radians((self._north + south) / 2))
        self._scale = (WIDTH - 2 * _MARGIN) / max((east - self._west) * self._narrowing, 1e-9)
        self.height = round((self._north - south) * self._scale) + 2 * _MARGIN

    def path(self, rings: Sequence[Ring]) -> str:
        """Return the path of a place; points closer than 0.4 of the drawing's units to the one before are left out."""
        return "".join(self._ring(ring) for ring in rings)

    def middle(self, rings: Sequence[Ring]) -> tuple[float, float]:
        """Return where a place's label stands: the centroid of its largest ring."""
        found = [self._centroid([self._at(point) for point in ring]) for ring in rings]
        _area, x, y = max(found)
        return round(x, 1), round(y, 1)

    def _at(self, point: tuple[float, float]) -> tuple[float, float]:
        x, y = point
        return _MARGIN + (x - self._west) * self._narrowing * self._scale, _MARGIN + (self._north - y) * self._scale

    def _ring(self, ring: Ring) -> str:
        kept: list[tuple[float, float]] = []
        for x, y in map(self._at, ring):
            if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= _SHORTEST:
                kept.append((x, y))
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + "Z"

    def _centroid(self, points: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
        """Return area (twice, without sign), x and y of a closed ring's centroid (the shoelace formula)."""
        pairs = list(pairwise(points))
        crossed = [x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs]
        area = sum(crossed)
        if not area:
            return 0.0, *points[0]
        x = sum((a[0] + b[0]) * cross for (a, b), cross in zip(pairs, crossed, strict=True)) / (3 * area)
        y = sum((a[1] + b[1]) * cross for (a, b), cross in zip(pairs, crossed, strict=True)) / (3 * area)
        return abs(area), x, y
