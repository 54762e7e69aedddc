"""The use that the level counts on each day: the reading, what stands in for it, or nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.catalog.indexes import LevelSpec
from openmbi.core.adjusted import AdjustedPanel, DayStatus
from openmbi.core.tables import Flags, Floats
from openmbi.index.idle_runs import stopped_days
from openmbi.index.spikes import capped_days, spike_cap


@dataclass(frozen=True)
class ResolvedUse:
    """`use` (n, T) in the unit of the panel, never NaN; `filled` (n, T) where it does not rest on a reading of that day; `capped` (n, T) where the reading is a
    spike and counts at its cap.
    """

    use: Floats
    filled: Flags
    capped: Flags


def resolve_use(adjusted: AdjustedPanel, spec: LevelSpec) -> ResolvedUse:
    """Return the adjusted value on active days (capped where it is a short spike), 0 on stopped days, and the fit on all others.

    Where the fit is NaN the mean of the subject's active values up to that day stands in, 0 before the first.
    """
    stopped = stopped_days(adjusted.status, spec.idle_days_filled)
    active = adjusted.status == DayStatus.ACTIVE
    cap = spike_cap(adjusted, spec)
    capped = capped_days(adjusted, cap, spec.spike_days_capped)
    value = np.where(capped, cap, adjusted.value)
    use = np.where(active, value, np.where(stopped, 0.0, expected_use(adjusted)))
    return ResolvedUse(use, ~active & (~stopped | (adjusted.status == DayStatus.ABSENT)), capped)


def expected_use(adjusted: AdjustedPanel) -> Floats:
    """Return the fit (n, T); where it is NaN the mean of the subject's active values up to that day, 0 before the first."""
    unfitted = np.flatnonzero(np.isnan(adjusted.fit).any(axis=1))
    if not len(unfitted):
        return adjusted.fit
    active, fit = adjusted.status == DayStatus.ACTIVE, adjusted.fit.copy()
    fit[unfitted] = np.where(
        np.isnan(fit[unfitted]), _mean_so_far(adjusted.value[unfitted], active[unfitted]), fit[unfitted]
    )
    return fit


def _mean_so_far(value: Floats, active: Flags) -> Floats:
    total = np.cumsum(np.where(active, value, 0.0), axis=1)
    return total / np.maximum(np.cumsum(active, axis=1), 1)
