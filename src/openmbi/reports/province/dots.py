"""The size of a light's dot: its area grows with the weight."""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt


class Dots:
    """Diameters of dots that are drawn together: `largest` px for the heaviest; none is smaller than `smallest` px, so that it can be seen and hit."""

    def __init__(self, weights: Iterable[str | None], largest: float = 30, smallest: float = 7) -> None:
        self.heaviest = max((float(weight) for weight in weights if weight is not None), default=0.0)
        self.largest, self.smallest = largest, smallest

    def size(self, weight: str | float | None) -> str:
        """Return the diameter for a weight in per cent."""
        if weight is None or not self.heaviest:
            return f"{self.smallest:g}"
        return f"{max(self.smallest, self.largest * sqrt(float(weight) / self.heaviest)):.1f}"

    def examples(self) -> list[tuple[str, str]]:
        """Return weights for a legend with their diameters: the heaviest, and round ones below it."""
        steps = [step for step in (10.0, 5.0, 1.0, 0.2) if self._smallest_drawn() < step < self.heaviest]
        return [(f"{weight:.3g}", self.size(weight)) for weight in (self.heaviest, *steps)] if self.heaviest else []

    def _smallest_drawn(self) -> float:
        return self.heaviest * (self.smallest / self.largest) ** 2
