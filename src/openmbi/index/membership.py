"""Who the level counts, from when to when, and against which base mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from openmbi.catalog.indexes import LevelSpec
from openmbi.core.adjusted import AdjustedPanel, DayStatus
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Days, Flags, Floats, Names

DayNumbers = NDArray[np.intp]


@dataclass(frozen=True)
class Membership:
    """`base_day` (T,): days of the base period that the panel has; `base_mean` (n,): resolved use a day in the base, NaN for subjects that are
    never members; `first` and `stop` (n,): day numbers of membership, `stop` not included.
    """

    base_day: Flags
    base_mean: Floats
    first: DayNumbers
    stop: DayNumbers

    def on_days(self) -> Flags:
        """Return who is a member on which day (n, T)."""
        day = np.arange(len(self.base_day))
        return (day >= self.first[:, None]) & (day < self.stop[:, None])


def membership(adjusted: AdjustedPanel, use: Floats, spec: LevelSpec, exits: Mapping[str, date]) -> Membership:
    """Return base members and entrants.

    A base member is active on at least `minimum_base_days` days of the base; its base mean is over the days of the base before its exit. An entrant joins
    on the day after its `entry_active_days`-th active day (counted from the start of the base), not before the base is over; its base mean is over those
    active days. An exit takes effect on its day.

    Raises
    ------
    Problem
        `index.no-base-days` where the panel has no day of the base period. That nobody is a member is no error here: another stratum may have some.
    """
    base_day = base_days(adjusted.days, spec)
    first_base, last_base = np.flatnonzero(base_day)[[0, -1]]
    stop = _exit_days(adjusted.subjects, adjusted.days, exits)
    counted = (adjusted.status == DayStatus.ACTIVE) & (np.arange(len(base_day)) < stop[:, None])
    counted[:, :first_base] = False
    in_base = counted[:, base_day].sum(axis=1) >= spec.minimum_base_days
    entry_days, entry = _entrants(counted, spec.entry_active_days, last_base)
    mean = np.where(in_base, _mean(use, base_day & (np.arange(len(base_day)) < stop[:, None])), np.nan)
    newcomer = np.flatnonzero(~in_base & (entry < stop))
    mean[newcomer] = _mean(use[newcomer], entry_days[newcomer])
    return Membership(base_day, mean, np.where(in_base, 0, entry), np.where(np.isnan(mean), 0, stop))


def base_days(days: Days, spec: LevelSpec) -> Flags:
    """Return which days (T,) belong to the base period.

    Raises
    ------
    Problem
        `index.no-base-days` where none does.
    """
    inside = (days >= np.datetime64(spec.base_first)) & (days <= np.datetime64(spec.base_last))
    if not inside.any():
        raise Problem(
            "index.no-base-days",
            Text("数据没有基期内的日子", "the data have no day of the base period"),
            Text(
                "请补入基期数据，或在目录中改定基期",
                "ingest data of the base period, or change the base in the catalog",
            ),
            expected=Text("{first} 至 {last}", "{first} to {last}").fill(first=spec.base_first, last=spec.base_last),
        )
    return inside


def _exit_days(subjects: Names, days: Days, exits: Mapping[str, date]) -> DayNumbers:
    known = np.array([exits.get(subject, date.max) for subject in subjects.tolist()], "datetime64[D]")
    return np.searchsorted(days, known).astype(np.intp)


def _entrants(counted: Flags, needed: int, last_base: int) -> tuple[Flags, DayNumbers]:
    """Return the first `needed` active days (n, T) and the day of entry (n,), T for those who have not that many."""
    so_far = np.cumsum(counted, axis=1, dtype=np.int32)
    entry = np.maximum((so_far < needed).sum(axis=1) + 1, last_base + 1)
    return counted & (so_far <= needed), np.where(so_far[:, -1] >= needed, entry, counted.shape[1])


def _mean(use: Floats, counted: Flags) -> Floats:
    return np.where(counted, use, 0.0).sum(axis=1) / np.maximum(counted.sum(axis=1), 1)
