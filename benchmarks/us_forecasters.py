"""Forecasters of the first print of US manufacturing production, and what they learn from.

A panel's indicators are regressors, `<name>.<lag>`, at the month that they are for: as known now, and, ending in `@then`, as known on the eve of that month's
own release (before the first vintage: as known now). `production.0` is the growth of production as known now. The target is the first print where there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.us_vintages import TARGET, Vintages, eve, first_days
from openmbi.core.language import Text
from openmbi.core.periods import Frequency
from openmbi.core.tables import Floats
from openmbi.index.backtest.protocol import NO_FORECAST, Density, KnownAt, TargetSeries, Vintage
from openmbi.index.indicator_panel import IndicatorPanel
from openmbi.index.supervised.bounded_influence import Bounds, bounded_influence

START = np.datetime64("1972-01", "M")
FEWEST = 120
BOUNDS = Bounds(penalty=0.1, residual=2.0, leverage=6.0, clip=4.0, reject=6.0)
HALF_LIVES = (60, 120, 240)  # months
STATES = ((False, ""), (True, "@then"))
Known = Mapping[str, Floats]


def _growth(level: Floats) -> Floats:
    """Return growth over the month before (T,), in per cent."""
    with np.errstate(invalid="ignore"):
        return 100 * np.concatenate([[np.nan], level[1:] / level[:-1] - 1])


def _change(level: Floats) -> Floats:
    return np.concatenate([[np.nan], np.diff(level)])


REGRESSORS: dict[str, Callable[[Known], Floats]] = {
    "production": lambda k: _growth(k[TARGET]),
    "hours": lambda k: _growth(k["AWHMAN"]),
    "jobs": lambda k: _growth(k["MANEMP"]),
    "worked": lambda k: _growth(k["AWHMAN"] * k["MANEMP"]),
    "durable": lambda k: _growth(k["DMANEMP"]),
    "nondurable": lambda k: _growth(k["NDMANEMP"]),
    "overtime": lambda k: _change(k["AWOTMAN"]),
    "claims": lambda k: _growth(k["CLAIMSx"]),
    "goods": lambda k: _growth(k["USGOOD"]),
    "construction": lambda k: _growth(k["USCONS"]),
    "payroll": lambda k: _growth(k["PAYEMS"]),
    "unemployment": lambda k: _change(k["UNRATE"]),
    "premium": lambda k: k["BAA"] - k["AAA"],
    "premium_change": lambda k: _change(k["BAA"] - k["AAA"]),
    "slope": lambda k: k["GS10"] - k["TB3MS"],
    "yield_change": lambda k: _change(k["GS10"]),
    "materials": lambda k: _growth(k["IPMAT"]),
    "final": lambda k: _growth(k["IPFINAL"]),
    "utilisation": lambda k: k["CUMFNS"],
}
FREE = frozenset({"hours.0", "jobs.0", "worked.0", "durable.0", "nondurable.0"})
"""Work done in the month itself: what is made moves in proportion, in a crisis too."""

BASE = (
    *("hours.0", "hours.1", "hours.2", "hours.3", "jobs.0", "jobs.1", "jobs.2", "jobs.3"),
    *("production.1", "production.2", "production.3", "claims.0", "claims.1"),
)
MEMBERS: dict[str, tuple[str, ...]] = {
    "hours and jobs": ("hours.0", "jobs.0"),
    "work and claims": ("worked.0", "claims.0", "claims.1"),
    "base": BASE,
    "goods": (*BASE, "goods.0", "goods.1", "construction.0", "construction.1"),
    "jobs": (*BASE, "payroll.0", "unemployment.0"),
    "overtime": (*BASE, "overtime.0", "overtime.1", "durable.0", "durable.1", "nondurable.0", "nondurable.1"),
    "money": (*BASE, "premium.0", "premium_change.0", "slope.0", "yield_change.0"),
    "production": (*BASE, "materials.1", "materials.2", "final.1", "final.2", "utilisation.1"),
}
COLUMNS = tuple(sorted({name for names in MEMBERS.values() for name in names} | {"production.0", "worked.0"}))


def stacked(known: Known) -> Floats:
    """Return the regressors (n, T) of `COLUMNS` from levels as known at one moment."""
    value = {name: work(known) for name, work in REGRESSORS.items()}
    parts = [column.rsplit(".", 1) for column in COLUMNS]
    return np.array([_lagged(value[name], int(lag)) for name, lag in parts])


def _lagged(value: Floats, lag: int) -> Floats:
    return np.concatenate([np.full(lag, np.nan), value[: len(value) - lag]])


def occasions(vintages: Vintages) -> dict[np.datetime64, KnownAt]:
    """Return what may be seen on the eve of every release that can be forecast, by vintage."""
    found: dict[np.datetime64, KnownAt] = {}
    seen: dict[int, tuple[Floats, float]] = {}  # by month: its regressors as then known, its first print
    for vintage in vintages.judged():
        month = int(np.flatnonzero(vintages.months == vintage - 1)[0])
        now = stacked(vintages.known(vintage))[:, : month + 1]
        found[vintage] = _known_at(vintages, vintage, now, seen)
        seen[month] = now[:, month], vintages.first_print(vintage)
    return found


def _known_at(
    vintages: Vintages, vintage: np.datetime64, now: Floats, seen: Mapping[int, tuple[Floats, float]]
) -> KnownAt:
    then, target = now.copy(), now[COLUMNS.index("production.0")].copy()
    for month, (row, first_print) in seen.items():
        then[:, month], target[month] = row, first_print
    periods = first_days(vintages.months[: now.shape[1]])
    value = np.vstack([now, then])
    names = np.array([*COLUMNS, *(f"{name}@then" for name in COLUMNS)])
    panel = IndicatorPanel(names, Frequency.MONTHLY, periods, value, np.zeros(value.shape, bool))
    there = np.isfinite(target)
    there[-1] = False
    figures = TargetSeries(TARGET, Frequency.MONTHLY, periods[there], target[there], Vintage.FIRST)
    return KnownAt(eve(vintage), panel, figures, periods[-1])


@dataclass(frozen=True)
class Rows:
    """Regressors x (T, n) and target y (T,) of past months in order, and the regressors (n,) of the month to forecast."""

    x: Floats
    y: Floats
    wanted: Floats


def rows(known: KnownAt, columns: tuple[str, ...], *, then: bool) -> Rows | None:
    """Return what to learn from: of past months as known now, or as known when each was due. None where too little is known."""
    place = {str(name): row for row, name in enumerate(known.panel.indicators)}
    value = known.panel.value[[place[f"{name}@then" if then else name] for name in columns]].T
    target = known.panel.value[place["production.0"]].copy()
    if then:
        target = np.full(len(known.panel.periods), np.nan)
        target[np.searchsorted(known.panel.periods, known.target.periods)] = known.target.value
    wanted = int(np.searchsorted(known.panel.periods, known.wanted))
    kept = np.isfinite(value).all(axis=1) & np.isfinite(target) & (known.panel.periods >= START)
    kept[wanted:] = False
    if not np.isfinite(value[wanted]).all() or kept.sum() < FEWEST:
        return None
    return Rows(value[kept], target[kept], value[wanted])


@dataclass(frozen=True)
class Bounded:
    """Regression of bounded influence on some columns; `then`: on each month's figures as they were when its first print was due."""

    name: str
    label: Text
    columns: tuple[str, ...]
    then: bool = False
    bounds: Bounds = BOUNDS

    def forecast(self, known: KnownAt) -> Density:
        """Return the prediction, with the robust deviation of the residuals."""
        found = rows(known, self.columns, then=self.then)
        if found is None:
            return NO_FORECAST
        free = np.array([name in FREE for name in self.columns])
        fit = bounded_influence(found.x, found.y, free, self.bounds)
        return Density(float(fit.predict(found.wanted[None])[0]), fit.deviation)


@dataclass(frozen=True)
class LeastSquares:
    """Ordinary regression on some columns, all months alike: AR(1) with `production.1`, the labour regression with `worked.0`."""

    name: str
    label: Text
    columns: tuple[str, ...]
    then: bool = False

    def forecast(self, known: KnownAt) -> Density:
        """Return the prediction, with the deviation of the residuals."""
        found = rows(known, self.columns, then=self.then)
        if found is None:
            return NO_FORECAST
        x = np.column_stack([np.ones(len(found.y)), found.x])
        coefficients = np.linalg.lstsq(x, found.y, rcond=None)[0]
        deviation = np.sqrt(((found.y - x @ coefficients) ** 2).sum() / (len(x) - x.shape[1]))
        return Density(float(coefficients[0] + found.wanted @ coefficients[1:]), float(deviation))


@dataclass(frozen=True)
class Mean:
    """The mean of the members' forecasts and standard errors, each counting alike (Timmermann 2006, Handbook of Economic Forecasting 1:135)."""

    name: str
    label: Text
    members: tuple[Bounded, ...]

    def forecast(self, known: KnownAt) -> Density:
        """Return the mean over the members that have a forecast."""
        found = [density for density in (member.forecast(known) for member in self.members) if density.known]
        if not found:
            return NO_FORECAST
        mean, error = (float(np.mean([getattr(one, part) for one in found])) for part in ("mean", "standard_error"))
        return Density(mean, error)


def pool() -> list[Mean | LeastSquares]:
    """Return what is combined: each set of columns over all half-lives, and the labour regression, on months as known now and as known then."""
    bounded: list[Mean | LeastSquares] = [
        Mean(f"{name}{tail}", Text(name, name), _half_lives(name, then)) for name in MEMBERS for then, tail in STATES
    ]
    return [*bounded, *(LeastSquares(f"labour{tail}", Text("工时回归", "labour regression"), ("worked.0",), then) for then, tail in STATES)]  # fmt: skip


def _half_lives(name: str, then: bool) -> tuple[Bounded, ...]:
    return tuple(Bounded(name, Text(name, name), MEMBERS[name], then, replace(BOUNDS, half_life=h)) for h in HALF_LIVES)


def without_bounds(one: Bounded) -> Bounded:
    """Return the same regression with every month counting alike, whatever it was like."""
    return replace(one, bounds=replace(one.bounds, residual=np.inf, leverage=np.inf, clip=np.inf, reject=np.inf))
