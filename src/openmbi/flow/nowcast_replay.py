"""What the nowcast would have said of figures that are out by now, as early before each as it is before the next: past errors, and the path since."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from openmbi.core.tables import Days, Floats
from openmbi.flow.nowcast_model import fitted_many, model_of
from openmbi.flow.nowcast_vintage import Vintage
from openmbi.index.dynamic_factor import MixedPanel
from openmbi.index.nowcast.estimator import Estimator, FactorEstimator
from openmbi.index.nowcast.growth_panel import FLAT, TARGET
from openmbi.index.nowcast.nowcast import Path, as_known, path

FEWEST_FIGURES = 10
"""A past figure is replayed once so many before it are on the grid: fewer say nothing of how the target follows the domains."""
FEWEST_THEN = 6
PATH_DAYS = 84
PATH_STEP = 7


@dataclass(frozen=True)
class Replayed:
    """Nowcasts of past figures (k,), each by parameters of its own day: `months`, `days` (as of), `mean`, `standard_error`, `released`, `last_known`.

    `last_known` (k,): the latest figure known then, which a no-change forecast holds on. Values are today's (blind to revisions), dates by the usual lags.
    """

    months: Days
    days: Days
    mean: Floats
    standard_error: Floats
    released: Floats
    last_known: Floats

    @property
    def error(self) -> Floats:
        """What was released less what had been said (k,)."""
        return self.released - self.mean


def replayed(made: Vintage, month: np.datetime64) -> Replayed:
    """Nowcast every past figure again, as many days before its release as the vintage is before that of `month`."""
    ahead = made.figures.release_day(month) - made.day
    wanted = _past_months(made)
    days = np.array([made.figures.release_day(each) - ahead for each in wanted], "datetime64[D]")
    panels = [_known_then(made, each, day) for each, day in zip(wanted, days, strict=True)]
    usable = np.array([_varies(panel) for panel in panels], bool)
    wanted, days = wanted[usable], days[usable]
    panels = [panel for panel, can in zip(panels, usable, strict=True) if can]
    model = model_of(made.growth)
    fits = fitted_many(panels, model) if panels else []
    said = [
        FactorEstimator(model, fit.parameters).estimate(panel, TARGET, made.growth.period_of(each))
        for fit, panel, each in zip(fits, panels, wanted, strict=True)
    ]
    figures = dict(zip(made.figures.growth.months.tolist(), made.figures.growth.growth_pct.tolist(), strict=True))
    return Replayed(
        months=wanted,
        days=days,
        mean=np.array([one.mean for one in said]),
        standard_error=np.array([one.standard_error for one in said]),
        released=np.array([figures[each] for each in wanted.tolist()]),
        last_known=np.array([_latest(panel) for panel in panels]),
    )


def _past_months(made: Vintage) -> Days:
    """Return the months of the figures on the grid that have enough before them."""
    on, figures = made.growth.grid, made.figures.growth.months
    there = figures[on.ends(figures) >= 0]
    return there[FEWEST_FIGURES:]


def _known_then(made: Vintage, month: np.datetime64, day: np.datetime64) -> MixedPanel:
    """Return what was known at the end of a day, without the figure itself and those after it; the grid ends with the month, or where more was known."""
    panel = as_known(made.growth.panel, made.known_on, day)
    value = panel.value.copy()
    place = int(np.searchsorted(panel.periods, made.growth.period_of(month)))
    value[-1, place:] = np.nan
    known = np.flatnonzero(~np.isnan(value).all(axis=0))
    stop = max(place, int(known[-1]) if len(known) else 0) + 1
    return replace(panel, periods=panel.periods[:stop], value=value[:, :stop], starts=panel.starts[:, :stop])


def _varies(panel: MixedPanel) -> bool:
    """Whether every series had figures then, and not all alike: without them its model cannot be fitted."""
    known = ~np.isnan(panel.value)
    there = known.sum(axis=1) >= FEWEST_THEN
    return bool(there.all() and (np.nanstd(panel.value, axis=1) > FLAT).all())


def _latest(panel: MixedPanel) -> float:
    known = panel.value[-1, ~np.isnan(panel.value[-1])]
    return float(known[-1]) if len(known) else np.nan


def path_to_now(made: Vintage, judge: Estimator, month: np.datetime64) -> Path:
    """Return the nowcast of a month week by week over the last twelve weeks, at today's parameters and values, as the usual lags would have let it be known."""
    days = made.day - np.arange(PATH_DAYS, -1, -PATH_STEP)
    vintages = [(day, as_known(made.growth.panel, made.known_on, day)) for day in days]
    return path(vintages, judge, TARGET, made.growth.period_of(month))
