"""Readings far above anything that a subject has shown: a meter's fault until they last."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from openmbi.catalog.indexes import LevelSpec
from openmbi.core.adjusted import AdjustedPanel, DayStatus
from openmbi.core.tables import Flags, Floats


def spike_cap(adjusted: AdjustedPanel, spec: LevelSpec) -> Floats:
    """Return the most (n, T) that a reading may be and not be a spike, in the unit of the panel; infinite where there is no fit to judge by.

    capᵢₜ = fitᵢₜ · max(factor, exp(multiple · scaleᵢ)): an unsteady subject has a higher one.
    """
    reach = np.exp(np.minimum(spec.spike_scale_multiple * adjusted.scale, 50.0))
    cap = adjusted.fit * np.maximum(reach, spec.spike_least_factor)[:, None]
    return np.where(np.isnan(cap), np.inf, cap)


def capped_days(adjusted: AdjustedPanel, cap: Floats, days_capped: int) -> Flags:
    """Return the days (n, T) of every run of spikes that is no longer than `days_capped`; a longer run is no fault and counts in full."""
    with np.errstate(invalid="ignore"):
        spike = (adjusted.status == DayStatus.ACTIVE) & (adjusted.value > cap)
    rows = np.flatnonzero(spike.any(axis=1))
    spike[rows] &= _run_lengths(spike[rows]) <= days_capped
    return spike


def _run_lengths(flag: Flags) -> NDArray[np.int64]:
    """Return the length (n, T) of the run of flagged days that each day lies in; meaningless on other days."""
    position = np.arange(flag.shape[1])
    before = np.maximum.accumulate(np.where(flag, -1, position), axis=1)
    after = np.minimum.accumulate(np.where(flag, flag.shape[1], position)[:, ::-1], axis=1)[:, ::-1]
    return after - before - 1
