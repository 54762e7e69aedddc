"""The Conference Board's composite: symmetric changes, each divided by its own volatility, summed and chained.

Source: The Conference Board, Calculating the Composite Indexes. xᵢ: change of component i, σᵢ: its standard deviation, rᵢ: standardisation factor,
a: trend adjustment, s: growth of the index, I: its level.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.catalog.composites import ChangingComponent, ConferenceBoardSpec
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Floats, IndexSeries, Names
from openmbi.index.composite.base import base_periods
from openmbi.index.composite.whole_run import whole_run
from openmbi.index.indicator_panel import IndicatorPanel


@dataclass(frozen=True)
class ConferenceBoardIndex:
    """The index and what each component added to it; NaN in the first period and where the index has no value.

    `factor` (n,): rᵢ, summing to 1. `contribution` (n, T): rᵢxᵢ in percentage points of growth, and `trend`: a, the same in every period. `points` (n, T) and
    `trend_points` (T,): the same in index points; in each period they sum to the change of `series.close` since the one before.
    """

    series: IndexSeries
    components: Names
    factor: Floats
    contribution: Floats
    trend: float
    points: Floats
    trend_points: Floats


def conference_board(
    panel: IndicatorPanel, spec: ConferenceBoardSpec, *, subject: str = "zone"
) -> ConferenceBoardIndex:
    """Return the index over the periods in which every component has a value; its mean over the base is 100.

    rᵢ = (1/σᵢ) / Σⱼ(1/σⱼ), a = target trend − mean of Σ rᵢxᵢ (0 without a target), s = Σ rᵢxᵢ + a, Iₜ = Iₜ₋₁ (200 + s)/(200 − s). The level is not linear
    in the components, but Iₜ − Iₜ₋₁ = s (Iₜ + Iₜ₋₁)/200 is, so each contribution in index points is exact. σᵢ and a are over all changes that the panel has.

    Raises
    ------
    Problem
        `index.no-indicator`, `index.held-component`, `index.gap`, `index.no-symmetric-change`, `index.flat-component`,
        `index.growth-out-of-range`, `index.base-incomplete`.
    """
    names = [one.indicator for one in spec.components]
    chosen = panel.of(names)
    value = chosen.value
    first, last = whole_run(chosen)
    change = np.array([_change(one, row[first : last + 1]) for one, row in zip(spec.components, value, strict=True)])
    factor = standardisation_factors(names, change)
    contribution = factor[:, None] * change
    trend = 0.0 if spec.target_trend is None else spec.target_trend - float(contribution.sum(axis=0).mean())
    level = np.full(len(panel.periods), np.nan)
    level[first : last + 1] = chained(1.0, contribution.sum(axis=0) + trend)
    level *= 100 / level[base_periods(chosen, spec.base)].mean()
    spread = np.full(value.shape, np.nan)
    spread[:, first + 1 : last + 1] = contribution
    midpoint = np.append(np.nan, level[1:] + level[:-1]) / 200
    return ConferenceBoardIndex(
        series=_series(chosen, spec, subject, level),
        components=chosen.indicators,
        factor=factor,
        contribution=spread,
        trend=trend,
        points=spread * midpoint,
        trend_points=trend * midpoint,
    )


def symmetric_change(before: Floats, now: Floats) -> Floats:
    """Return x = 200 (now − before) / (now + before), in per cent: a rise and the fall that undoes it are equal and opposite."""
    return 200 * (now - before) / (now + before)


def standardisation_factors(names: list[str], change: Floats) -> Floats:
    """Return rᵢ (n,) of changes (n, T): they sum to 1 and make every rᵢxᵢ equally volatile.

    Raises
    ------
    Problem
        `index.flat-component` where a component's changes do not differ.
    """
    flat = [name for name, row in zip(names, change, strict=True) if len(np.unique(row)) < 2]
    if flat:
        raise Problem(
            "index.flat-component",
            Text("各期变化全无差别，无法定标：{names}", "changes do not differ, so they have no scale: {names}").fill(
                names=", ".join(flat)
            ),
            Text("请补入更多时期，或不计这些指标", "ingest more periods, or leave these indicators out"),
        )
    inverse = 1 / change.std(axis=1)
    return inverse / inverse.sum()


def chained(start: float, growth: Floats) -> Floats:
    """Return the levels (T + 1,) from `start` on, Iₜ = Iₜ₋₁ (200 + s)/(200 − s) for growth s (T,) in per cent.

    Raises
    ------
    Problem
        `index.growth-out-of-range` where |s| ≥ 200: no level has such a symmetric change.
    """
    if np.abs(growth).max(initial=0) >= 200:
        raise Problem(
            "index.growth-out-of-range",
            Text("某期变化达 ±200%，指数无法衔接", "a change reaches ±200 %: the index cannot be chained"),
            Text("请核对各分量及其 change 声明", "check the components and the `change` that they declare"),
        )
    return np.asarray(start * np.cumprod(np.append(1.0, (200 + growth) / (200 - growth))), np.float64)


def _change(component: ChangingComponent, level: Floats) -> Floats:
    before, now = level[:-1], level[1:]
    sign = -1.0 if component.inverted else 1.0
    if component.change == "difference":
        return sign * (now - before)
    if (level < 0).any() or (now + before <= 0).any():
        raise Problem(
            "index.no-symmetric-change",
            Text("指标「{name}」有负值，或连续两期为零", "“{name}” is negative, or zero twice running").fill(
                name=component.indicator
            ),
            Text("比率或增速请声明 change: difference", "declare `change: difference` for a rate or a growth"),
        )
    return sign * symmetric_change(before, now)


def _series(panel: IndicatorPanel, spec: ConferenceBoardSpec, subject: str, level: Floats) -> IndexSeries:
    return IndexSeries(
        index=spec.code,
        subject=subject,
        days=panel.periods,
        close=level,
        coverage=(~np.isnan(panel.value)).mean(axis=0),
        provisional=np.zeros(len(panel.periods), bool),
    )
