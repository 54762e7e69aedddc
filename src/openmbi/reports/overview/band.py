"""The band of a level: how far the closes of the latest days may be off, as published."""

from __future__ import annotations

from typing import Any

from openmbi.core.language import Text
from openmbi.core.tables import Days, Floats
from openmbi.reports.overview.figures import published

WIDTH = 1.96
"""Standard errors on either side that hold 95 % of a normal law."""
PLUS_MINUS = Text(
    "±：95% 区间，只含日历效应的估计误差", "±: 95 % band; it holds the errors of the estimated calendar effects alone"
)
BAND = Text("浅色带：95% 区间", "shaded: 95 % band")


def plus_minus(error: Floats | None) -> str | None:
    """Return half the width of the band on the last day, in points, from standard errors (D,); None where not known."""
    return None if error is None else published(float(WIDTH * error[-1]))


def band(days: Days, error: Floats | None) -> dict[str, Any] | None:
    """Return half the width of the band on each of the last days (D,) of `days`; None where not known."""
    if error is None:
        return None
    return {
        "first_day": str(days[-len(error)]),
        "plus_minus": [published(float(WIDTH * each)) for each in error],
    }
