"""Figures that only the pages of a province have."""

from __future__ import annotations

from math import isnan

import numpy as np

from openmbi.core.tables import Floats
from openmbi.reports.overview.figures import published


def share(fraction: float) -> str | None:
    """Return a weight as a percentage with three digits, as small cells need; None where not known."""
    return None if isnan(fraction) else f"{100 * fraction:.3f}"


def one_digit(value: float | None) -> str | None:
    """Return a figure in per cent, or in points, with one digit; None where not known."""
    return None if value is None or isnan(value) else f"{value + 0:.1f}"


def published_row(values: Floats) -> list[str | None]:
    """Return index points (T,) as `published` does, faster: only what lies close to a tie, or near zero, is rounded as a decimal."""
    hundredths = np.abs(values) * 100
    doubtful = ~((np.abs(hundredths % 1 - 0.5) > 1e-6) & (hundredths > 1))
    texts: list[str | None] = [f"{value:.2f}" for value in values.tolist()]
    for place in np.flatnonzero(doubtful).tolist():
        texts[place] = published(float(values[place]))
    return texts
