"""The MBI: 100 + (ĝ − g*), with ĝ from a bridge regression of the target's growth on the composite's growth of the same month, or by another estimator.

g: year-on-year growth of the target as released, in per cent; x: that of the composite; ĝ = a + b·x; g*: reference growth, from the catalog. Source of the
method: bridge equations as central banks use them (Baffigi, Golinelli and Parigi 2004, Int. J. Forecasting 20:447).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

import numpy as np

from openmbi.catalog.targets import Target
from openmbi.core.language import Text
from openmbi.core.tables import Days, Floats, Names, Numbers
from openmbi.index.figure_months import FigureMonths, figure_months, year_on_year
from openmbi.index.indicator_panel import IndicatorPanel
from openmbi.index.least_squares import LeastSquares, least_squares

CONSTANT = "constant"
FEWEST = 12  # one regressor and a constant on fewer figures than a year's say nothing
MOST = 60  # the window of the reference growth: older years had another productivity and other industries


class NoMbi(StrEnum):
    """Why a month has no MBI."""

    KNOWN = ""
    NO_GROWTH = "no_growth"
    TOO_FEW = "too_few"
    FLAT = "flat"
    TOO_FEW_INDICATORS = "too_few_indicators"
    NO_REFERENCE = "no_reference"

    def text(self) -> Text:
        """Return the reason as a sentence."""
        return _SAID[self]


_SAID = {
    NoMbi.KNOWN: Text("有 MBI", "there is an MBI"),
    NoMbi.NO_GROWTH: Text(
        "综合指数当月或上年同月未知，没有同比增速",
        "the composite of the month, or of the same month a year before, is not known: it has no growth",
    ),
    NoMbi.TOO_FEW: Text(
        "该月之前已发布且可比的目标指标不足 {needed} 个",
        "fewer than {needed} figures of the target before this month can be compared with the composite",
    ).fill(needed=FEWEST),
    NoMbi.FLAT: Text(
        "综合指数增速没有变化，无法回归", "the composite's growth does not vary: nothing can be estimated"
    ),
    NoMbi.TOO_FEW_INDICATORS: Text(
        "当月有值的领域太少，声明的估计方法无法使用",
        "too few domains are known in the month for the declared method of estimation",
    ),
    NoMbi.NO_REFERENCE: Text("目录中没有当时有效的参照增速", "no reference growth was in force then"),
}


@dataclass(frozen=True)
class TargetFigures:
    """The target's growth (k,) in per cent as known at one moment, by the first days (k,) of its months, rising.

    One for January and February together stands at either month, at February if there are two.
    """

    months: Days
    growth_pct: Floats


@dataclass(frozen=True)
class Estimated:
    """The growth of one figure, in per cent, from `observations` earlier ones, and its standard error as a forecast; NaN with a `reason` where there is none.

    `parts` (k + 1,): a constant, then what each regressor adds; None of an estimator that is not additive or says none.
    """

    reason: NoMbi
    observations: int
    growth: float = np.nan
    standard_error: float = np.nan
    parts: Floats | None = None


class Estimator(Protocol):
    """How a figure is estimated from those before it."""

    def __call__(self, g: Floats, x: Floats, now: Floats) -> Estimated:
        """Return the estimate at regressors (k,), from g (t,) and x (t, k) of the figures before, rising; NaN where not known."""
        ...


@dataclass(frozen=True)
class ForecastError:
    """Root mean squared error, in percentage points, of `months` estimates against what was released later, and of the last released figure held on."""

    months: int
    rmse: float
    no_change_rmse: float


@dataclass(frozen=True)
class Bridge:
    """The MBI of S months of figures, each estimated from target figures of earlier months alone.

    In percentage points, NaN where there is none: `growth` (S,): ĝ; `standard_error` (S,): of ĝ as a forecast; `released` (S,): g; `reference` (S,): g*. `mbi`
    (S,): in points. `observations` (S,): figures that the estimate rests on. `reason` (S,): why there is no MBI. `latest`: the regression that a
    next month would be estimated from; None where they are too few, or another estimator was asked for. `error`: None before any estimate could be compared
    with a release. `parts` (S, k + 1): what ĝ is made of, a constant first, NaN where there is none; None where the estimator says no parts.
    """

    target: str
    regressors: Names
    months: FigureMonths
    growth: Floats
    standard_error: Floats
    released: Floats
    reference: Floats
    mbi: Floats
    observations: Numbers
    reason: tuple[NoMbi, ...]
    latest: LeastSquares | None
    error: ForecastError | None
    parts: Floats | None = None

    def figures(self) -> dict[str, Floats]:
        """Return the figures (S,) by the names under which they are kept; the parts of ĝ are the constant's and each regressor's."""
        kept = {
            "mbi": self.mbi,
            "mbi.growth": self.growth,
            "mbi.standard_error": self.standard_error,
            "mbi.reference": self.reference,
        }
        names = [] if self.parts is None else [CONSTANT, *self.regressors.tolist()]
        parts = [] if self.parts is None else list(self.parts.T)
        return kept | {f"mbi.growth.{name}": part for name, part in zip(names, parts, strict=True)}


def regression(g: Floats, x: Floats, now: Floats) -> Estimated:
    """Estimate by least squares on the last figures for which all regressors are known: an `Estimator`."""
    before = np.flatnonzero(~np.isnan(g) & ~np.isnan(x).any(axis=1))
    if np.isnan(now).any():
        return Estimated(NoMbi.NO_GROWTH, len(before))
    if len(before) < FEWEST:
        return Estimated(NoMbi.TOO_FEW, len(before))
    before = before[-MOST:]
    fit = least_squares(g[before], x[before])
    if fit is None:
        return Estimated(NoMbi.FLAT, len(before))
    return Estimated(NoMbi.KNOWN, len(before), *fit.forecast(now))


def bridge(panel: IndicatorPanel, figures: TargetFigures, target: Target, estimator: Estimator = regression) -> Bridge:
    """Return the MBI of every month of a monthly panel (k, M): by the regression, of the composite: one row, or very few, as figures are few.

    The estimate of a month is from the last 60 months before it for which both growths are known, at least 12, and so is its reference: what is released later
    never enters it. Where the target combines January and February, the two are one observation of the growth of their mean, and January alone has none.
    """
    months = figure_months(panel.periods, combined_january_february=target.combined_january_february)
    x = year_on_year(panel.value, panel.periods, months).T
    g = _released(figures, months)
    usable = ~np.isnan(g) & ~np.isnan(x).any(axis=1)
    estimates = [estimator(g[:place], x[:place], x[place]) for place in range(len(g))]
    growth, error = (np.array([getattr(one, part) for one in estimates]) for part in ("growth", "standard_error"))
    ends = zip(months.last.tolist(), months.combined.tolist(), strict=True)
    reference = np.array([_reference(figures, target, last, pair=pair) for last, pair in ends])
    mbi = 100 + (growth - reference)
    return Bridge(
        target=target.code,
        regressors=panel.indicators,
        months=months,
        growth=growth,
        standard_error=error,
        released=g,
        reference=reference,
        mbi=mbi,
        observations=np.array([one.observations for one in estimates], np.intp),
        reason=tuple(
            one.reason or (NoMbi.NO_REFERENCE if np.isnan(value) else NoMbi.KNOWN)
            for one, value in zip(estimates, mbi, strict=True)
        ),
        latest=least_squares(g[usable][-MOST:], x[usable][-MOST:])
        if estimator is regression and usable.sum() >= FEWEST
        else None,
        error=_error(growth, g),
        parts=_parts(estimates, len(panel.indicators) + 1),
    )


def _parts(estimates: Sequence[Estimated], width: int) -> Floats | None:
    if all(one.parts is None for one in estimates):
        return None
    return np.array([np.full(width, np.nan) if one.parts is None else one.parts for one in estimates])


def _released(figures: TargetFigures, months: FigureMonths) -> Floats:
    """Return the released growth (S,) of each figure, NaN where there is none."""
    known = dict(zip(figures.months.tolist(), figures.growth_pct.tolist(), strict=True))
    january = (months.last.astype("datetime64[M]") - months.combined.astype(np.int64)).astype("datetime64[D]")
    found = [
        known.get(last, known.get(first)) for last, first in zip(months.last.tolist(), january.tolist(), strict=True)
    ]
    return np.array([np.nan if growth is None else growth for growth in found], np.float64)


def _reference(figures: TargetFigures, target: Target, last: date, *, pair: bool) -> float:
    """Return g* of a figure from the figures of earlier months; one of two months counts as two."""
    first = np.datetime64(last, "M") - int(pair)
    earlier = figures.months.astype("datetime64[M]") < first
    known = figures.growth_pct[earlier & ~np.isnan(figures.growth_pct)]
    number = figures.months[earlier & ~np.isnan(figures.growth_pct)].astype("datetime64[M]").astype(np.int64) % 12
    times = np.where(target.combined_january_february & (number < 2), 2, 1)
    agreed = target.reference_growth.growth_pct(np.repeat(known, times).tolist(), last)
    return np.nan if agreed is None else agreed


def _error(growth: Floats, released: Floats) -> ForecastError | None:
    """Return the error over the figures that were estimated and released since, each with a figure released before it."""
    known = ~np.isnan(released)
    last = np.maximum.accumulate(np.where(known, np.arange(len(released)), -1))
    before = np.append(-1, last[:-1])
    compared = known & ~np.isnan(growth) & (before >= 0)
    if not compared.any():
        return None
    rmse, held = (
        float(np.sqrt(np.mean((released[compared] - guess[compared]) ** 2))) for guess in (growth, released[before])
    )
    return ForecastError(int(compared.sum()), rmse, held)
