"""The nowcast of a target's period, its density, and its path as data came in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from openmbi.core.tables import Days, Floats
from openmbi.index.backtest.density import Density
from openmbi.index.dynamic_factor import MixedPanel
from openmbi.index.nowcast.estimator import Estimator


@dataclass(frozen=True)
class Nowcast:
    """The nowcast of `target` in `period` (a first day of the grid) in the target's unit; `contribution` (n,): of each series' data, summing with `constant` to
    the mean.
    """

    target: str
    period: np.datetime64
    density: Density
    constant: float
    contribution: Floats


def nowcast(panel: MixedPanel, estimator: Estimator, target: str, period: np.datetime64) -> Nowcast:
    """Return the density of a target in a period of the grid: past, present or ahead, as far as the grid goes.

    The density is normal: what the data leave open at these parameters. That the parameters themselves are estimated it does not hold; `conformal` does.
    """
    made = estimator.estimate(panel, target, period)
    contribution = np.where(np.isnan(panel.value), 0.0, made.weight * np.nan_to_num(panel.value)).sum(axis=1)
    return Nowcast(target, period, Density(made.mean, made.standard_error), made.constant, contribution)


def as_known(panel: MixedPanel, known_on: Days, day: np.datetime64) -> MixedPanel:
    """Return a panel as it would have been known at the end of a day: items (n, T) known later, or on no known day (NaT), are taken out.

    Values are today's: pseudo-real-time, blind to revisions.
    """
    return replace(panel, value=np.where(known_on <= day, panel.value, np.nan))


@dataclass(frozen=True)
class Path:
    """Nowcasts of one period as known at the end of days (k,): mean (k,) and standard error (k,)."""

    days: Days
    mean: Floats
    standard_error: Floats


def path(
    vintages: Sequence[tuple[np.datetime64, MixedPanel]], estimator: Estimator, target: str, period: np.datetime64
) -> Path:
    """Return how the nowcast of a period moved over vintages, at the same parameters."""
    made = [estimator.estimate(panel, target, period) for _, panel in vintages]
    return Path(
        np.array([day for day, _ in vintages], "datetime64[D]"),
        np.array([one.mean for one in made]),
        np.array([one.standard_error for one in made]),
    )


def growth_on_a_year_before(one: Nowcast, year_before: float) -> Density:
    """Return the density of year-on-year growth in per cent, of a target that is told as a level, from the level of the year before, which is known."""
    if not year_before > 0:
        raise ValueError("growth needs a positive level of the year before")
    return Density(100 * (one.density.mean / year_before - 1), 100 * one.density.standard_error / year_before)
