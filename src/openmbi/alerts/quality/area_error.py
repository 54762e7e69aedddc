"""The standard error of an AUROC.

Hanley and McNeil (1982), The meaning and use of the area under a receiver operating characteristic (ROC) curve, Radiology 143:29–36, equations 2 to 4: A the
area, n₁ units with an event and n₂ without, Q₁ = A / (2 − A), Q₂ = 2 A² / (1 + A); units are taken as independent.
"""

from __future__ import annotations

from math import nan, sqrt


def area_error(area: float, events: int, quiet: int) -> float:
    """Return the standard error of an area over so many units with an event and without; NaN where there are none of one kind."""
    if not events or not quiet:
        return nan
    one, two = area / (2 - area), 2 * area**2 / (1 + area)
    variance = area * (1 - area) + (events - 1) * (one - area**2) + (quiet - 1) * (two - area**2)
    return sqrt(max(variance, 0.0) / (events * quiet))
