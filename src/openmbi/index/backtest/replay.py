"""Replay: every method forecasts again at every origin, from what was known at that origin alone.

Origins are taken in the order of time, and what a forecaster is given cannot be written to: neither its memory nor its hands reach what came later.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Days, Flags, Floats, Names, Numbers
from openmbi.index.backtest.figure_grid import next_figure
from openmbi.index.backtest.protocol import Density, Forecaster, KnownAt

Progress = Callable[[date, int, int], None]
"""Is told the origin, its number from 1, and how many there are."""


@dataclass(frozen=True)
class Replay:
    """What M methods forecast on S occasions: an occasion is an origin and a period to forecast.

    `names` (M,), `labels` (M). `as_of` (S,): the origins; `wanted` (S,): first days of the periods; `horizon` (S,): 1 for the first period without a known
    figure; `last` (S,): the last figure known then; `outcome` (S,): what came out, NaN where it has not yet. `densities`: M rows of S.
    """

    names: Names
    labels: tuple[Text, ...]
    as_of: Days
    wanted: Days
    horizon: Numbers
    last: Floats
    outcome: Floats
    densities: tuple[tuple[Density, ...], ...]

    @property
    def mean(self) -> Floats:
        """The means (M, S), NaN where a method had no forecast."""
        return np.array([[one.mean for one in row] for row in self.densities]).reshape(len(self.names), -1)

    @property
    def error(self) -> Floats:
        """Outcome less mean (M, S), NaN where either is not there."""
        return self.outcome - self.mean

    @property
    def judged(self) -> Flags:
        """Where (M, S) there is both a forecast and an outcome."""
        return np.isfinite(self.error)

    def only(self, kept: Flags) -> Replay:
        """Return some of the occasions (S,)."""
        rows = tuple(tuple(density for density, keep in zip(row, kept, strict=True) if keep) for row in self.densities)
        parts = {name: getattr(self, name)[kept] for name in ("as_of", "wanted", "horizon", "last", "outcome")}
        return replace(self, densities=rows, **parts)


def replay(
    known_at: Callable[[date], KnownAt],
    origins: Sequence[date],
    forecasters: Sequence[Forecaster],
    outcome: Mapping[np.datetime64, float],
    *,
    horizons: Sequence[int] = (1,),
    progress: Progress | None = None,
) -> Replay:
    """Forecast at every origin, in the order of time, every horizon by every method.

    Parameters
    ----------
    known_at
        Gives what was known at the end of a day; its `wanted` is the period of horizon 1, each further horizon is the next period that has a figure of its own.
    origins
        Days; each counts once.
    forecasters
        Methods, each with a name of its own.
    outcome
        What came out, by first day of the period.
    progress
        Is told of every origin before it is worked out.

    Raises
    ------
    Problem
        `index.twice-named` where two methods share a name; `index.leak` where what was known at an origin holds the figure that is to be forecast, or is of
        another day.
    """
    _check_names(forecasters)
    days = sorted(set(origins))
    occasions: list[KnownAt] = []
    horizon: list[int] = []
    found: list[list[Density]] = []
    for number, day in enumerate(days, 1):
        if progress:
            progress(day, number, len(days))
        first = sealed(known_at(day), day)
        for ahead in sorted(set(horizons)):
            asked = replace(first, wanted=_further(first, ahead - 1))
            occasions.append(asked)
            horizon.append(ahead)
            found.append([one.forecast(asked) for one in forecasters])
    wanted = np.array([one.wanted for one in occasions], "datetime64[D]")
    return Replay(
        names=np.array([one.name for one in forecasters], np.str_),
        labels=tuple(one.label for one in forecasters),
        as_of=np.array([one.as_of for one in occasions], "datetime64[D]"),
        wanted=wanted,
        horizon=np.array(horizon, np.intp),
        last=np.array([_last(one) for one in occasions], np.float64),
        outcome=np.array([outcome.get(day, np.nan) for day in wanted], np.float64),
        densities=tuple(zip(*found, strict=True)) if found else tuple(() for _ in forecasters),
    )


def sealed(known: KnownAt, day: date) -> KnownAt:
    """Return what was known with every array closed to writing.

    Raises
    ------
    Problem
        `index.leak`, as `replay`.
    """
    if known.as_of != day or (known.target.periods >= known.wanted).any():
        raise _leak(known, day)
    panel, target = known.panel, known.target
    return replace(
        known,
        wanted=known.wanted.astype("datetime64[D]"),
        panel=replace(panel, periods=_closed(panel.periods), value=_closed(panel.value), held=_closed(panel.held)),
        target=replace(target, periods=_closed(target.periods), value=_closed(target.value)),
    )


def _closed(array: np.ndarray) -> np.ndarray:
    copy = array.copy()
    copy.flags.writeable = False
    return copy


def _last(known: KnownAt) -> float:
    there = known.target.value[~np.isnan(known.target.value)]
    return float(there[-1]) if len(there) else np.nan


def _further(known: KnownAt, steps: int) -> np.datetime64:
    """Return the first day of the period some figures after the wanted one."""
    period = known.wanted
    for _ in range(steps):
        period = next_figure(period, known.target)
    return period


def _check_names(forecasters: Sequence[Forecaster]) -> None:
    names = [one.name for one in forecasters]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise Problem(
            "index.twice-named",
            Text("预测方法重名：{names}", "methods share a name: {names}").fill(names=", ".join(twice)),
            Text("请为每种方法取不同的名称", "give every method a name of its own"),
        )


def _leak(known: KnownAt, day: date) -> Problem:
    return Problem(
        "index.leak",
        Text(
            "回测时点 {day}：所给信息截至 {as_of}，且含有 {last}，而待预测的是 {wanted}",
            "origin {day}: what is given is as of {as_of} and reaches {last}, and {wanted} is to be forecast",
        ).fill(
            day=day,
            as_of=known.as_of,
            last=known.target.periods.max() if len(known.target.periods) else "—",
            wanted=known.wanted,
        ),
        Text("请只提供该时点之前已发布的目标值", "give figures alone that were released by the origin"),
    )
