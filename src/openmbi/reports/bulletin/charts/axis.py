"""An axis of round steps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, log10


@dataclass(frozen=True)
class Axis:
    """Maps values from `low` to `high` onto places from `start` to `stop`."""

    low: float
    high: float
    step: float
    start: float
    stop: float

    @classmethod
    def over(cls, values: Iterable[float], start: float, stop: float, *, steps: int = 4, least: float = 1.0) -> Axis:
        """Return an axis of about `steps` round steps that holds every value; it spans `least` at the least."""
        known = list(values)
        low, high = (min(known), max(known)) if known else (95.0, 105.0)
        rough = max(high - low, least) / steps
        ten = 10 ** floor(log10(rough))
        step = next(each for factor in (1, 2, 2.5, 5, 10) if (each := factor * ten) >= rough * 0.999)
        bottom = floor(low / step + 1e-9) * step
        return cls(bottom, max(ceil(high / step - 1e-9) * step, bottom + step), step, start, stop)

    def at(self, value: float) -> float:
        """Return the place of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.stop - self.start)

    def ticks(self) -> list[float]:
        """Return the values that are marked."""
        return [
            round(self.low + place * self.step, 6) for place in range(round((self.high - self.low) / self.step) + 1)
        ]


def tick_text(value: float) -> str:
    """Return a mark's figure with a true minus."""
    return f"{value:g}".replace("-", "−")
