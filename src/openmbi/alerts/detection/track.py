"""One indicator of n subjects, day after day: what its last days say against the subject's own days before, on several channels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from openmbi.alerts.detection.look_back import look_back, weekend_contrast
from openmbi.alerts.detection.parameters import DetectionParameters
from openmbi.core.tables import Flags, Floats, Numbers

Floats32 = NDArray[np.float32]
SCALE_MEMORY = 100  # days over which a scale that was not given is learnt
WEEKEND, WORKDAY, OTHER_DAY = 1, 0, 2  # for the shape of the week
SLOW_AT_MOST = 4.0  # scales that a day adds to a slow change: one alone is none
LEAST_SCALE = 0.5  # of the median of all: a group that hardly moved so far is no surer than that


@dataclass(frozen=True)
class Reading:
    """A day of an indicator: `level` (n,) in logs with common moves taken out, NaN where nothing was read; `idle` (n,): read as standing still."""

    level: Floats
    idle: Flags

    @property
    def known(self) -> Flags:
        """Where anything was read."""
        return self.idle | np.isfinite(self.level)


class Track:
    """The last days of an indicator. Changed by `take` and `settle`, once a day.

    `level`, `regular` (n, W): rings, day t in column t mod W; `weekend` (W,): which days are weekend days, workdays or others. `scale` (n,): of one day's
    deviation in log points. `drift` (n,): EWMA of deviations from the eldest reference, in scales. `reference` (n, L): of today, by lag.
    """

    def __init__(self, subjects: int, scale: Floats | None, parameters: DetectionParameters) -> None:
        window = parameters.window
        self.parameters = parameters
        self.lags = np.array(parameters.lags, dtype=np.intp)
        self.level: Floats32 = np.full((subjects, window), np.nan, np.float32)
        self.regular = np.zeros((subjects, window), np.bool_)
        self.weekend = np.full(window, OTHER_DAY, np.int8)
        self.scale = np.full(subjects, np.nan) if scale is None else scale.astype(np.float64)
        self.learnt = self.scale.copy()
        self.drift = np.zeros(subjects)
        self.reference = np.full((subjects, len(self.lags)), np.nan)
        self._learns_scale = scale is None
        self._learnt_days = np.zeros(subjects)
        self._before = np.full(subjects, np.nan)
        self._products = np.zeros(2)  # of neighbouring days, and of days with themselves: persistence is their ratio
        self._total = self._number = np.zeros((subjects, len(self.lags)))

    @property
    def channels(self) -> int:
        """The lags, the slow change and the shape of the week."""
        return len(self.lags) + 2

    @property
    def persistence(self) -> float:
        """First autocorrelation of regular deviations, pooled."""
        product, square = self._products
        return float(np.clip(product / square, 0.0, 0.95)) if square > 0 else 0.0

    def look_back(self, today: int) -> Floats:
        """Return what is expected of each subject today (n,), in logs; NaN where history is short."""
        p = self.parameters
        self.reference, self._total, self._number = look_back(
            self.level, self.regular, today, self.lags, p.reference_days, p.needed_days
        )
        return self.reference[:, 0]

    def take(self, today: int, level: Floats, known: Flags, *, weekend: int, festive: bool) -> Floats:
        """Take in today's levels (n,) and return the deviation on each channel, in scales (n, C); NaN where it cannot be judged.

        Days around a Spring Festival add nothing to the slow change that is gathered.
        """
        p, column = self.parameters, today % self.level.shape[1]
        self.level[:, column] = np.where(known, level, np.nan)
        self.weekend[column] = weekend
        deviation = level - self.reference[:, 0]
        found = np.full((len(level), self.channels), np.nan)
        persistence = self.persistence
        _judge(
            level,
            known,
            self.reference,
            self._total,
            self._number,
            self.lags,
            self._before,
            persistence,
            self.scale,
            found,
        )
        scale = np.where(self.scale > 0, self.scale, np.nan)
        late = (level - self.reference[:, -1]) / scale
        counts = known & np.isfinite(late)
        if not festive:
            gathered = self.drift + p.smoothing * (np.clip(late, -SLOW_AT_MOST, SLOW_AT_MOST) - self.drift)
            self.drift = np.where(counts, gathered, self.drift)
        found[:, len(self.lags)] = np.where(counts, self.drift, np.nan)
        self._deviation = np.where(known, deviation, np.nan)
        if weekend == WEEKEND:  # the shape of a week moves on its weekends
            now, earlier = weekend_contrast(
                self.level, self.regular, self.weekend, today, p.pattern_days, p.reference_days
            )
            found[:, -1] = np.where(known, (now - earlier) / scale, np.nan)
        return found

    def settle(self, today: int, regular: Flags, *, deep: bool) -> None:
        """Say which subjects (n,) had a regular day: they make the references of days to come.

        A `deep` day of a festival is judged by itself alone, and enters no window.
        """
        column = today % self.level.shape[1]
        self.regular[:, column] = regular
        if deep:
            self.level[:, column] = np.nan
        deviation, before = self._deviation, self._before
        both = regular & np.isfinite(deviation) & np.isfinite(before)
        within = both & (np.abs(deviation) < 4 * self.scale) & (np.abs(before) < 4 * self.scale)
        self._products = 0.99 * self._products + np.array(
            [(deviation[within] * before[within]).sum(), (deviation[within] ** 2).sum()]
        )
        if self._learns_scale:
            self._learn_scale(regular & np.isfinite(deviation))
        self._before = deviation

    def forget(self, rows: Numbers, days: int, today: int) -> None:
        """Take the last `days` of some subjects out of references."""
        columns = (today - np.arange(min(days, self.level.shape[1]))) % self.level.shape[1]
        self.regular[np.ix_(rows, columns)] = False

    def erase(self, row: int, days: int, today: int, *, but: int) -> None:
        """Take the last `days` of a subject for unread: an episode is no measure of anything; but the very last `but`, on which it was back, are regular."""
        columns = (today - np.arange(min(days, self.level.shape[1]))) % self.level.shape[1]
        self.level[row, columns[but:]] = np.nan
        self.regular[row, columns] = np.isfinite(self.level[row, columns])
        self.drift[row] = 0.0

    def begin_anew(self, row: int) -> None:
        """Let a subject's level be learnt anew: no day before is a reference."""
        self.regular[row] = False
        self.drift[row] = 0.0

    def _learn_scale(self, regular: Flags) -> None:
        """Learn the scale of each subject from its regular days: a running mean of clipped absolute deviations, as a normal law's."""
        size = np.abs(self._deviation[regular]) * np.sqrt(np.pi / 2)
        if not regular.any():
            return
        old = self.learnt[regular]
        size = np.where(np.isnan(old), size, np.minimum(size, 3 * old))
        self._learnt_days[regular] += 1
        share = 1 / np.minimum(self._learnt_days[regular], SCALE_MEMORY)
        self.learnt[regular] = np.where(np.isnan(old), size, old + share * (size - old))
        known = self.learnt[np.isfinite(self.learnt)]
        self.scale = np.maximum(self.learnt, LEAST_SCALE * np.median(known))


@njit(cache=True)
def _judge(
    level: Floats,
    known: Flags,
    reference: Floats,
    total: Floats,
    number: Floats,
    lags: Numbers,
    before: Floats,
    persistence: float,
    scale: Floats,
    found: Floats,
) -> None:
    """Fill the channels of the lags: means of the last days minus reference; of one day, what yesterday does not foretell."""
    innovation = (1 - persistence**2) ** 0.5
    for i in range(len(level)):
        if not known[i] or not scale[i] > 0:
            continue
        for k in range(len(lags)):
            days = number[i, k] + 1
            if days < 0.6 * lags[k]:
                continue
            deviation = (total[i, k] + level[i]) / days - reference[i, k]
            if lags[k] == 1 and not np.isnan(before[i]):
                deviation = (deviation - persistence * before[i]) / innovation
            found[i, k] = deviation / scale[i]
