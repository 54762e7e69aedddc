"""Turning points beside those of a reference cycle: which were found, how many periods early or late, which are extra."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.core.tables import Floats, Numbers
from openmbi.index.turning_points.turns import Turns


@dataclass(frozen=True)
class AgainstReference:
    """`lag` (r,): periods from each turn of the reference to the series' own of its kind, negative where it leads, NaN where it has none near; `extra`:
    own turns that belong to none.
    """

    reference: Turns
    lag: Floats
    extra: Numbers

    @property
    def found(self) -> int:
        """How many turns of the reference the series has."""
        return int(np.isfinite(self.lag).sum())

    @property
    def mean_absolute_lag(self) -> float:
        """Mean distance in periods over those found; NaN where none is."""
        known = self.lag[np.isfinite(self.lag)]
        return float(np.abs(known).mean()) if len(known) else np.nan


def against_reference(own: Turns, reference: Turns, *, near: int) -> AgainstReference:
    """Match each turn of the reference with the nearest own of its kind within `near` periods, nearest pairs first; each own turn is taken once."""
    distances = sorted(
        (abs(place - other), row, column)
        for row, (other, kind) in enumerate(reference.pairs())
        for column, (place, own_kind) in enumerate(own.pairs())
        if kind == own_kind and abs(place - other) <= near
    )
    lag, taken = np.full(len(reference), np.nan), set[int]()
    for _, row, column in distances:
        if np.isnan(lag[row]) and column not in taken:
            lag[row] = own.place[column] - reference.place[row]
            taken.add(column)
    return AgainstReference(reference, lag, np.array([n for n in range(len(own)) if n not in taken], np.intp))
