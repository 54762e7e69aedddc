"""The composite leading indicator of the OECD: the growth cycles of the components, each as volatile as the others, averaged.

x: component, in logarithms where declared, c: its cycle, d: the mean of |c − mean of c|, z = 100 + (c − mean of c)/d.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from openmbi.catalog.composite_methods import OecdCliSpec
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Flags, Floats
from openmbi.index.composite.weighted_mean import WeightedIndex, weighted_mean
from openmbi.index.composite.whole_run import whole_run
from openmbi.index.hodrick_prescott import smoothness_of, trend
from openmbi.index.indicator_panel import IndicatorPanel

CENTRE = 100.0
_NORMAL = 1.4826  # standard deviations in a median absolute deviation, of normal values
REVISES = Text(
    "两端的趋势只有一侧数据支持，新数据到来后最近约一年的数值会修订",
    "the trend at the end rests on one side alone: the latest year or so is revised as data come in",
)


@dataclass(frozen=True)
class OecdCli:
    """The index, 100 where the components are on their trends on average, and its terms: `weight` 1/n, `relative` z (n, T).

    `cycle` (n, T): c, in per cent of trend where logged. `amplitude` (n,): d. `outlier` (n, T): values that were replaced. NaN outside the run of periods in
    which every component has a value.
    """

    index: WeightedIndex
    cycle: Floats
    amplitude: Floats
    outlier: Flags


def oecd_cli(panel: IndicatorPanel, spec: OecdCliSpec, *, subject: str = "zone") -> OecdCli:
    """Return the index over the periods in which every component has a value, with exact terms at the trends and amplitudes estimated from all of them.

    Outliers are replaced by a line between their neighbours; c is what a Hodrick–Prescott filter at `trend_months` leaves, smoothed by one at
    `smooth_months`; the index is the mean of z. Trends and amplitudes are of the data now known: every figure revises, those at the end the most.

    Raises
    ------
    Problem
        `index.too-short` below `minimum_months` periods; `index.not-positive` where logged; `index.no-indicator`, `index.held-component`, `index.gap`,
        `index.flat-component`.

    Source: OECD (2012), OECD System of Composite Leading Indicators; Nilsson, Gyomai (2011), Cycle Extraction, OECD Statistics Working Papers 2011/04.
    """
    chosen = panel.of([one.indicator for one in spec.components])
    first, last = whole_run(chosen)
    inside = slice(first, last + 1)
    _refuse_short(last + 1 - first, spec)
    level = _logged(chosen, inside) if spec.logged else chosen.value[:, inside]
    _refuse_flat(chosen, level)
    outlier = outliers(level, spec.outlier_scales)
    cycle = growth_cycle(bridged(level, outlier), spec.trend_months, spec.smooth_months)
    centred = cycle - cycle.mean(axis=1, keepdims=True)
    amplitude = np.abs(centred).mean(axis=1)
    sign = np.array([-1.0 if one.inverted else 1.0 for one in spec.components])
    relative = CENTRE + sign[:, None] * centred / amplitude[:, None]
    whole = replace(chosen, value=_spread(relative, chosen.value.shape, inside))
    return OecdCli(
        index=weighted_mean(whole, np.full(len(sign), 1 / len(sign)), index=spec.code, subject=subject),
        cycle=_spread(cycle, chosen.value.shape, inside),
        amplitude=amplitude,
        outlier=np.nan_to_num(_spread(outlier, chosen.value.shape, inside)) > 0,
    )


def growth_cycle(level: Floats, trend_months: float, smooth_months: float) -> Floats:
    """Return c (n, T) of series (n, T): between the two lengths of cycles, by two Hodrick–Prescott filters one after the other."""
    detrended = level - trend(level, smoothness_of(trend_months))
    return trend(detrended, smoothness_of(smooth_months))


def outliers(level: Floats, scales: float) -> Flags:
    """Return which values (n, T) lie farther from the median of the five around them than so many robust standard deviations of such distances.

    The first and last two are never told: at an end an outlier and a turn look alike. Distances of 0, a value that is itself the median, do not count in the
    scale. At 5 scales, 2 to 13 in 100,000 values of white noise, random walks and their sums are told.
    """
    away = np.zeros(level.shape)
    away[:, 2:-2] = np.abs(level[:, 2:-2] - np.median(sliding_window_view(level, 5, axis=1), axis=2))
    spread = [_NORMAL * np.median(row[row > 0]) if row.any() else 0.0 for row in away]
    return away > scales * np.array(spread)[:, None]


def bridged(level: Floats, outlier: Flags) -> Floats:
    """Return series (n, T) with a line between the neighbours in the place of outliers; the nearest value at an end."""
    place = np.arange(level.shape[1])
    return np.array([np.interp(place, place[~out], row[~out]) for row, out in zip(level, outlier, strict=True)])


def _logged(panel: IndicatorPanel, inside: slice) -> Floats:
    value = panel.value[:, inside]
    below = panel.indicators[(value <= 0).any(axis=1)]
    if len(below):
        raise Problem(
            "index.not-positive",
            Text("有零值或负值，不能取对数：{names}", "zero or negative, so they have no logarithm: {names}").fill(
                names=", ".join(below)
            ),
            Text("请声明 logged: false，或不计这些指标", "declare `logged: false`, or leave them out"),
        )
    return 100 * np.log(value)


def _spread(value: np.ndarray, shape: tuple[int, ...], inside: slice) -> Floats:
    result = np.full(shape, np.nan)
    result[:, inside] = value
    return result


def _refuse_short(periods: int, spec: OecdCliSpec) -> None:
    if periods < spec.minimum_months:
        raise Problem(
            "index.too-short",
            Text(
                "各分量齐全的只有 {n} 期，看不出增长周期",
                "all components together have {n} periods: no growth cycle can be seen",
            ).fill(n=periods),
            Text("请补入更早的数据", "ingest earlier data"),
            expected=Text("至少 {n} 期", "at least {n} periods").fill(n=spec.minimum_months),
        )


def _refuse_flat(panel: IndicatorPanel, level: Floats) -> None:
    flat = panel.indicators[np.ptp(level, axis=1) == 0]
    if len(flat):
        raise Problem(
            "index.flat-component",
            Text("各期变化全无差别，无法定标：{names}", "changes do not differ, so they have no scale: {names}").fill(
                names=", ".join(flat)
            ),
            Text("请补入更多时期，或不计这些指标", "ingest more periods, or leave these indicators out"),
        )
