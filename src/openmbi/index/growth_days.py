"""The periods that growth is told of, and the days that each is compared with."""

# Scipy says less of its sparse matrices than they can do:
# pyright: reportAttributeAccessIssue=false

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from openmbi.catalog.calendar import Calendar
from openmbi.core.growth import GrowthPeriods
from openmbi.core.periods import Frequency, last_days
from openmbi.core.tables import Days, Flags, Numbers

WEEKS_52 = 364
LONGEST_HALF_YEAR = 192
"""Half of the longest lunar year (384 days): a day farther than this from every New Year of the table is nearer to one that is not in it."""
FEBRUARY = 1  # of the months of a year, from 0
DAY = "datetime64[D]"


@dataclass(frozen=True)
class DaySets:
    """A set of days for each of R periods: `counted` (R, T) of 0 and 1, sparse; `length` (R,): how many days it has, 0 where some are not in the data."""

    counted: sparse.csr_matrix
    length: NDArray[np.int64]


@dataclass(frozen=True)
class GrowthDays:
    """The days of R periods (`now`), of the same dates a year before (`year_before`) and of the month before (`month_before`; none for two together).

    `lunar` (T,): the day number that a day is compared with in lunar alignment, −1 where the data do not reach it; `aligned`: the days of periods all of
    whose days have one.
    """

    periods: GrowthPeriods
    now: DaySets
    year_before: DaySets
    month_before: DaySets
    lunar: Numbers
    aligned: DaySets


def growth_days(days: Days, calendar: Calendar, festival_window: tuple[int, int]) -> GrowthDays:
    """Return the days of every period of consecutive days (T,).

    A period that is not over is compared with as many days of the year before, and with the whole month before. `festival_window`: days from New Year within
    which lunar alignment goes by the New Year, both ends included.
    """
    periods = growth_periods(days)
    lunar = lunar_days(days, calendar, festival_window)
    reached = _sets(days, periods.first, periods.last)
    whole = np.asarray(reached.counted @ (lunar >= 0)) == reached.length
    first, last = _a_year_before(periods)
    return GrowthDays(
        periods=periods,
        now=reached,
        year_before=_sets(days, first, last),
        month_before=_sets(days, *_a_month_before(periods)),
        lunar=lunar,
        aligned=_of(reached, whole),
    )


def growth_periods(days: Days) -> GrowthPeriods:
    """Return the periods of consecutive days (T,)."""
    months = np.unique(days.astype("datetime64[M]"))
    months = months[months.astype(DAY) >= days[0]]
    number = months.astype(np.int64) % 12
    february = months[(number == FEBRUARY) & np.isin(months - 1, months)]
    first = np.concatenate([months, february - 1]).astype(DAY)
    end = last_days(np.concatenate([months, february]).astype(DAY), Frequency.MONTHLY)
    combined = np.arange(len(first)) >= len(months)
    order = np.lexsort((combined, end))
    return GrowthPeriods(
        first=first[order],
        last=np.minimum(end, days[-1])[order],
        combined=combined[order],
        complete=(end <= days[-1])[order],
    )


def lunar_days(days: Days, calendar: Calendar, festival_window: tuple[int, int]) -> Numbers:
    """Return the day number (T,) of the year before that each of consecutive days is compared with; −1 where it is not in the data, or no New Year known.

    A day within the window around New Year, or whose own day 52 weeks before is within the window of the year before, has the day with the same offset from
    the New Year of the year before; any other has that of the same weekday, 52 weeks (364 days) before.
    """
    back = _to_new_year_before(days, calendar)
    first, last = festival_window
    offset, offset_before = (calendar.days_from_new_year(each) for each in (days, days - WEEKS_52))
    near = ((offset >= first) & (offset <= last)) | ((offset_before >= first) & (offset_before <= last))
    place = np.arange(len(days)) - np.where(near, back, WEEKS_52)
    unknown = near & ((back == 0) | (np.abs(offset) > LONGEST_HALF_YEAR))
    return np.where(unknown, -1, np.maximum(place, -1)).astype(np.intp)


def _to_new_year_before(days: Days, calendar: Calendar) -> NDArray[np.int64]:
    """Return the days (T,) from the nearest New Year back to the one before it; 0 where that is not in the table."""
    known = calendar.moving.new_years
    place = np.searchsorted(known, calendar.moving.nearest_new_year(days))
    return np.where(place > 0, (known[place] - known[place - 1]).astype(np.int64), 0)


def _a_year_before(periods: GrowthPeriods) -> tuple[Days, Days]:
    """Return the same dates (R,) of the year before: a whole month for a whole month, as many days for one that is not over."""
    months = periods.last.astype("datetime64[M]")
    first = (periods.first.astype("datetime64[M]") - 12).astype(DAY)
    part = (months - 12).astype(DAY) + (periods.last - months.astype(DAY))
    whole = last_days((months - 12).astype(DAY), Frequency.MONTHLY)
    return first, np.where(periods.complete, whole, np.minimum(part, whole))


def _a_month_before(periods: GrowthPeriods) -> tuple[Days, Days]:
    """Return first and last day (R,) of the month before; the first after the last for two months together."""
    first = (periods.first.astype("datetime64[M]") - 1).astype(DAY)
    last = last_days(first, Frequency.MONTHLY)
    return np.where(periods.combined, last + 1, first), last


def _sets(days: Days, first: Days, last: Days) -> DaySets:
    """Return the days from `first` to `last` (R,), both included; none where the days (T,) do not hold them all."""
    inside = (days >= first[:, None]) & (days <= last[:, None])
    length = (last - first).astype(np.int64) + 1
    return _of(DaySets(sparse.csr_matrix(inside.astype(np.float64)), length), inside.sum(axis=1) == length)


def _of(sets: DaySets, kept: Flags) -> DaySets:
    """Return the same sets (R,), empty but where they are kept."""
    return DaySets(sparse.diags_array(kept.astype(np.float64)).tocsr() @ sets.counted, np.where(kept, sets.length, 0))
