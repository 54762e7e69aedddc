"""What detection needs of each adjusted indicator: logs without the calendar, of the last days, gathered stratum by stratum while each is adjusted."""

from __future__ import annotations

import numpy as np

from openmbi.alerts.detection.parameters import DetectionParameters
from openmbi.alerts.detection.watch import Series
from openmbi.core.adjusted import AdjustedPanel, DayStatus
from openmbi.core.tables import CellPanel, Days, Flags, Names, Reading


class WatchedSeries:
    """One indicator of the enterprises `subjects` (n,) on the last `history_days` of `days` (T,); in 32 bits, so that a large province fits."""

    def __init__(
        self, subjects: Names, days: Days, indicator: str, unit: str, parameters: DetectionParameters | None = None
    ) -> None:
        parameters = parameters or DetectionParameters()
        self.subjects, self.days = subjects, days[-parameters.history_days :]
        self._idle_share = parameters.idle_share
        shape = len(subjects), len(self.days)
        self.indicator, self.unit = indicator, unit
        self._level = np.full(shape, np.nan, np.float32)
        self._effect = np.zeros(shape, np.float32)
        self._idle = np.zeros(shape, bool)
        self._scale = np.full(len(subjects), np.nan)

    def watch(self, part: CellPanel, adjusted: AdjustedPanel) -> None:
        """Take what is needed of a stratum; enterprises and days that are not watched are left out."""
        place = np.minimum(np.searchsorted(self.subjects, part.subjects), len(self.subjects) - 1)
        here = np.flatnonzero((self.subjects[place] == part.subjects) & np.isfinite(adjusted.scale))
        common, mine, theirs = np.intersect1d(self.days, part.days, assume_unique=True, return_indices=True)
        if not len(here) or not len(common):
            return
        rows, picked = np.ix_(place[here], mine), np.ix_(here, theirs)
        status, value = adjusted.status[picked], part.value[picked]
        active = status == DayStatus.ACTIVE
        low = active & (value < self._idle_share * _usual(part.value[here], adjusted.status[here])[:, None])
        with np.errstate(divide="ignore", invalid="ignore"):
            level = np.log(value) - adjusted.effect[picked]
        self._level[rows] = np.where(active & ~low, level, np.nan)
        self._effect[rows] = adjusted.effect[picked]
        self._idle[rows] = low | ((status != DayStatus.ACTIVE) & (part.reading[picked] != Reading.ABSENT))
        floor = _resolution(part.value[here], adjusted.status[here])
        self._scale[place[here]] = np.where(adjusted.scale[here] > 0, np.maximum(adjusted.scale[here], floor), np.nan)

    def series(self, unjudged: Flags | None = None) -> Series:
        """Return the indicator; `unjudged` (n,): enterprises of which it does not tell the whole."""
        scale = self._scale if unjudged is None else np.where(unjudged, np.nan, self._scale)
        kept = np.isfinite(scale)[:, None]
        level = np.where(kept, self._level, np.float32(np.nan))
        return Series(self.indicator, self.unit, level, self._idle & kept, scale, self._effect)


def _usual(value: np.ndarray, status: np.ndarray) -> np.ndarray:
    """Return the median (m,) of the active days; 0 where there is none."""
    active = np.sort(np.where(status == DayStatus.ACTIVE, value, np.inf), axis=1)
    number = (status == DayStatus.ACTIVE).sum(axis=1)
    middle = np.take_along_axis(active, np.maximum(number - 1, 0)[:, None] // 2, axis=1)[:, 0]
    return np.where(number > 0, middle, 0.0)


def _resolution(value: np.ndarray, status: np.ndarray) -> np.ndarray:
    """Return half a unit in log points (m,), where all readings of a subject are whole numbers, as of persons: no reading tells more; else 0."""
    usual = _usual(value, status)
    whole = (np.where(status == DayStatus.ACTIVE, value % 1, 0.0) == 0).all(axis=1)
    return np.where(whole & (usual > 0), 0.5 / np.maximum(usual, 0.5), 0.0)
