"""Heating and cooling degrees, so that what the weather uses can be told from what the economy uses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Days, Floats

DEGREES = 10.0
"""Degrees that a coefficient is for, so that its size is that of the other effects."""


@dataclass(frozen=True)
class Temperature:
    """Daily mean temperatures `mean_c` (S, D) in °C of each stratum's weather station, from `first_day` on, without gaps."""

    first_day: np.datetime64
    mean_c: Floats

    def degree_days(self, stratum: int, days: Days, parameters: AdjustmentParameters) -> Floats:
        """Return heating and cooling degrees (D, 2), in tens, of one stratum.

        Raises
        ------
        Problem
            `adjustment.no-temperature` where a day has none.
        """
        place = (days - self.first_day).astype(int)
        inside = (place >= 0) & (place < self.mean_c.shape[1])
        mean = np.where(inside, self.mean_c[stratum, np.clip(place, 0, self.mean_c.shape[1] - 1)], np.nan)
        if np.isnan(mean).any():
            raise _missing(days[np.isnan(mean)][0], stratum)
        below = np.maximum(parameters.heating_below - mean, 0.0)
        above = np.maximum(mean - parameters.cooling_above, 0.0)
        return np.column_stack([below, above]) / DEGREES


def _missing(day: np.datetime64, stratum: int) -> Problem:
    return Problem(
        "adjustment.no-temperature",
        Text("第 {stratum} 层 {day} 没有气温", "stratum {stratum} has no temperature on {day}").fill(
            stratum=stratum, day=day
        ),
        Text(
            "请补齐序列所有日期的日平均气温，或不作气温调整",
            "give a mean temperature for every day of the series, or adjust without temperature",
        ),
    )
