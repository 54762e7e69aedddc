"""Series that have no calendar effect taken out: weekly, monthly and quarterly ones, with what they were lately as their fit."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from openmbi.adjustment.robust import robust_scale
from openmbi.adjustment.status import active_days, period_status
from openmbi.core.adjusted import AdjustedPanel
from openmbi.core.tables import CellPanel, DayClass, Flags, Floats

ROWS = 512


def plain(panel: CellPanel, *, fit_periods: int) -> AdjustedPanel:
    """Return a panel of n subjects and T periods as it was read; effect 0, every period a workday, none provisional.

    The fit is the median of the subject's last `fit_periods` active periods before, fewer at the start, NaN before the second; nothing is corrected, as nothing
    is transformed. The scale is the robust standard deviation of log(value / fit), NaN for a subject with fewer than two active periods. A reading of
    nothing is idle, whatever the calendar.
    """
    active = active_days(panel)
    fit = _median_before(panel.value, active, fit_periods)
    judged = active & (np.nan_to_num(fit) > 0)
    residual = np.full(panel.value.shape, np.nan)
    residual[judged] = np.log(panel.value[judged] / fit[judged])
    scale = np.full(len(panel.subjects), np.nan)
    known = judged.any(axis=1)
    scale[known] = robust_scale(residual[known], judged[known])
    return AdjustedPanel(
        subjects=panel.subjects,
        days=panel.days,
        value=np.where(active, panel.value, np.nan),
        fit=fit,
        effect=np.zeros(panel.value.shape),
        residual=residual,
        scale=scale,
        day_class=np.full(len(panel.days), DayClass.WORKDAY, np.uint8),
        status=period_status(panel),
        provisional=np.zeros(len(panel.days), bool),
    )


def _median_before(value: Floats, active: Flags, count: int) -> Floats:
    """Return the median (n, T) of the last `count` active values before each period, some rows at a time."""
    found = np.full(value.shape, np.nan)
    for start in range(0, len(value), ROWS):
        rows = slice(start, start + ROWS)
        found[rows] = _median_of_last(value[rows], active[rows], count)
    return found


def _median_of_last(value: Floats, active: Flags, count: int) -> Floats:
    seen = np.cumsum(active, axis=1)
    row, period = np.nonzero(active)
    in_order = np.full(
        (len(value), count + int(seen[:, -1].max(initial=0))), np.nan
    )  # active values, `count` gaps before them
    in_order[row, count + seen[row, period] - 1] = value[row, period]
    last = np.sort(
        sliding_window_view(in_order, count, axis=1), axis=2
    )  # window k ends with the k-th active value; NaN last
    held = np.minimum(np.arange(last.shape[1]), count)
    median = (_pick(last, np.maximum(held - 1, 0) // 2) + _pick(last, held // 2)) / 2
    return np.take_along_axis(median, seen - active, axis=1)


def _pick(ordered: Floats, place: NDArray[np.intp]) -> Floats:
    """Return the element at its place (m,) of each window (n, m, k)."""
    return np.take_along_axis(ordered, place[None, :, None], axis=2)[:, :, 0]
