"""Indicators of different frequency and ragged ends on one frequency: complete periods only, and what is missing said by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from openmbi.core.language import Text
from openmbi.core.periods import Frequency, Period, first_days, last_days
from openmbi.core.problems import Problem
from openmbi.core.tables import Days, Flags, Floats
from openmbi.index.indicator_panel import IndicatorPanel
from openmbi.index.missing import Missing, missing_runs

FINEST_FIRST = list(Frequency)
Counts = NDArray[np.intp]


@dataclass(frozen=True)
class IndicatorSeries:
    """An indicator as it came: values (k,) of periods (k,) of its own frequency, given by their first days, ascending.

    A longer period's value is the sum of the shorter ones' (a flow) or that of its end (a stock).
    """

    indicator: str
    frequency: Frequency
    kind: Literal["flow", "stock"]
    periods: Days
    value: Floats


@dataclass(frozen=True)
class Alignment:
    """Indicators on one frequency, NaN in every period that is not complete; `missing` names every such run; `complete` (T,): no indicator is missing."""

    panel: IndicatorPanel
    missing: tuple[Missing, ...]
    complete: Flags

    @property
    def latest(self) -> Period | None:
        """The latest period in which every indicator is complete."""
        places = np.flatnonzero(self.complete)
        return self.panel.period(int(places[-1])) if len(places) else None


def align(series: Sequence[IndicatorSeries], frequency: Frequency, *, through: date) -> Alignment:
    """Return the indicators on `frequency`, from the earliest that any has to the last period that is over on the day `through`.

    A flow is complete where every shorter period has a value; a week counts by its days, a seventh each. A stock, and any indicator of a lower frequency,
    stands at its latest period that is over by then; where that one has no value, nothing stands in for it. A value of an earlier period is marked `held`.

    Raises
    ------
    Problem
        `index.unordered-periods`, `index.no-period-over`.
    """
    _check(series)
    first = min((one.periods[0] for one in series if len(one.periods)), default=np.datetime64(through))
    periods = periods_over(first, frequency, through)
    found = [_row(one, periods, frequency) for one in series]
    value, held = np.array([row.value for row in found]), np.array([row.held for row in found])
    panel = IndicatorPanel(np.array([one.indicator for one in series]), frequency, periods, value, held)
    missing = [
        run
        for one, row in zip(series, found, strict=True)
        for run in missing_runs(one.indicator, periods, frequency, row.present, row.needed)
    ]
    return Alignment(panel, tuple(missing), np.asarray(~np.isnan(value).any(axis=0)))


@dataclass(frozen=True)
class _Row:
    value: Floats
    held: Flags
    present: Counts
    needed: Counts


def _row(series: IndicatorSeries, periods: Days, frequency: Frequency) -> _Row:
    lower = FINEST_FIRST.index(series.frequency) > FINEST_FIRST.index(frequency)
    if lower or series.kind == "stock":
        return _latest(series, periods, frequency)
    straddles = series.frequency is Frequency.WEEKLY and frequency is not Frequency.WEEKLY
    return _summed(_by_day(series) if straddles else series, periods, frequency)


def _latest(series: IndicatorSeries, periods: Days, frequency: Frequency) -> _Row:
    """Return the value (T,) of the latest period of the indicator's own frequency that is over by the end of each period."""
    ends = last_days(periods, frequency)
    over = first_days(first_days(ends + 1, series.frequency) - 1, series.frequency)
    value = _on(over, series)
    there = ~np.isnan(value)
    held = there & (last_days(over, series.frequency) < periods)
    return _Row(value, held, there.astype(np.intp), np.ones(len(periods), np.intp))


def _summed(series: IndicatorSeries, periods: Days, frequency: Frequency) -> _Row:
    """Return the sum (T,) over the shorter periods of each period, and how many of them it needs and has."""
    days = np.arange(periods[0], last_days(periods[-1:], frequency)[0] + 1)
    short = np.unique(first_days(days, series.frequency))
    value = _on(short, series)
    owner = np.searchsorted(periods, first_days(short, frequency))
    there = ~np.isnan(value)
    present, needed = (np.bincount(place, minlength=len(periods)) for place in (owner[there], owner))
    total = np.bincount(owner[there], value[there], minlength=len(periods))
    return _Row(np.where(present == needed, total, np.nan), np.zeros(len(periods), bool), present, needed)


def _by_day(series: IndicatorSeries) -> IndicatorSeries:
    """Return a weekly flow as a daily one."""
    days = (series.periods[:, None] + np.arange(7)).ravel()
    return replace(series, frequency=Frequency.DAILY, periods=days, value=np.repeat(series.value / 7, 7))


def _on(periods: Days, series: IndicatorSeries) -> Floats:
    """Return the values of a series in periods (m,) of its frequency, NaN where it has none."""
    place = np.searchsorted(series.periods, periods)
    known = np.append(series.periods, np.datetime64("NaT"))[place] == periods
    return np.where(known, np.append(series.value, np.nan)[place], np.nan)


def periods_over(first: np.datetime64, frequency: Frequency, through: date) -> Days:
    """Return the first days (T,) of the periods from the one of the day `first` to the last that is over on the day `through`.

    Raises
    ------
    Problem
        `index.no-period-over` where none is.
    """
    days = np.arange(first, np.datetime64(through) + 1)
    periods = np.unique(first_days(days, frequency))
    periods = periods[last_days(periods, frequency) <= np.datetime64(through)]
    if not len(periods):
        raise Problem(
            "index.no-period-over",
            Text("截至 {through}，没有一个完整时期结束", "no period is over by {through}").fill(through=through),
            Text("请选更晚的截止日，或更高的频率", "choose a later day, or a higher frequency"),
        )
    return periods


def _check(series: Sequence[IndicatorSeries]) -> None:
    for one in series:
        if not np.array_equal(np.unique(first_days(one.periods, one.frequency)), one.periods):
            raise Problem(
                "index.unordered-periods",
                Text(
                    "指标「{name}」的时期不是按序且不重复的首日", "the periods of “{name}” are not first days in order"
                ).fill(name=one.indicator),
                Text("每期以其首日表示，按时间排列", "give each period once, by its first day, in order of time"),
            )
