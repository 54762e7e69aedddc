"""The growth that readers use, gathered stratum by stratum while each is adjusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.catalog.calendar import Calendar
from openmbi.catalog.indexes import LevelSpec
from openmbi.core.adjusted import AdjustedPanel
from openmbi.core.growth import ReaderGrowth
from openmbi.core.tables import CellPanel, Level, Reading, Stints
from openmbi.flow.electricity import Electricity
from openmbi.index.growth_days import growth_days
from openmbi.index.growth_sums import GrowthSums, growth_sums
from openmbi.index.growth_use import GrowthParameters
from openmbi.index.reader_growth import reader_growth
from openmbi.index.stint_rows import stint_rows

ADJUSTMENT = AdjustmentParameters()


class Growth:
    """What growth needs of each stratum of a panel: a few sums by group and period, nothing of any enterprise is kept."""

    def __init__(
        self, use: Electricity, belonging: Mapping[Level, Stints], calendar: Calendar, spec: LevelSpec
    ) -> None:
        panel = use.panel
        self._subjects, self._belonging, self._unmeasured = panel.subjects, belonging, use.unmeasured
        self._parameters = GrowthParameters(
            idle_days_filled=spec.idle_days_filled,
            deep_factor=ADJUSTMENT.deep_factor,
            festival_window=ADJUSTMENT.festival_window,
        )
        self._days = growth_days(panel.days, calendar, self._parameters.festival_window)
        self._stints = stint_rows(tuple(belonging.values()))
        self._sums: GrowthSums | None = None

    def watch(self, part: CellPanel, adjusted: AdjustedPanel) -> None:
        """Add the enterprises of a stratum; a day on which one generates and does not say how much is no valid day."""
        rows = np.searchsorted(self._subjects, part.subjects)
        if self._unmeasured is not None:
            part = replace(part, reading=np.where(self._unmeasured[rows], np.uint8(Reading.ABSENT), part.reading))
        sums = growth_sums(part, adjusted, self._stints.of_rows(rows), self._days, self._parameters)
        self._sums = sums if self._sums is None else self._sums.plus(sums)

    def by_level(self) -> Mapping[Level, ReaderGrowth]:
        """Return the growth of every group of each level."""
        if self._sums is None:
            return {}
        found = reader_growth(self._sums, tuple(self._belonging.values()), self._days)
        return {one.level: one for one in found}
