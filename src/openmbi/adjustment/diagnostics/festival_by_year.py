"""The Spring Festival of a series year by year: how deep, and when."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from openmbi.catalog.calendar import Calendar
from openmbi.core.diagnosis import FestivalCurve, FestivalYear
from openmbi.core.periods import Frequency
from openmbi.core.tables import Days, Floats, Numbers

WINDOW = (-35, 45)
COVERED = (-10, 15)
"""Days from New Year that the data must cover for a year to be told."""
SHALLOWEST = 0.01
"""Log points below which there is no festival to speak of."""


def festival_years(effect: Floats, days: Days, calendar: Calendar) -> Iterator[FestivalYear]:
    """Yield the years of a daily festival effect (T,), in log points, that has any."""
    for year, offset, values in _years(effect, days, calendar):
        low = int(values.argmin())
        if -values[low] >= SHALLOWEST:
            deep = offset[values <= values[low] / 2]
            yield FestivalYear(year, float(values[low]), int(offset[low]), int(deep[0]), int(deep[-1]))


def festival_curve(effect: Floats, days: Days, calendar: Calendar, frequency: Frequency) -> FestivalCurve:
    """Return a festival effect (T,) by year: by day from New Year of a daily series, else by month of the year, 1 to 3."""
    if frequency is Frequency.DAILY:
        offsets = np.arange(WINDOW[0], WINDOW[1] + 1)
        rows = [(year, _on(offsets, offset, values)) for year, offset, values in _years(effect, days, calendar)]
    else:
        offsets = np.arange(1, 4)
        month, years = days.astype("M8[M]").astype(int) % 12 + 1, days.astype("M8[Y]").astype(int) + 1970
        first = month <= 3
        rows = [
            (int(year), _on(offsets, month[first & (years == year)], effect[first & (years == year)]))
            for year in np.unique(years[first])
        ]
    rows = [(year, values) for year, values in rows if np.nanmax(np.abs(values)) >= SHALLOWEST / 10]
    effects = np.array([values for _, values in rows]).reshape(len(rows), len(offsets))
    return FestivalCurve(np.array([year for year, _ in rows], np.intp), offsets, effects)


def _years(effect: Floats, days: Days, calendar: Calendar) -> Iterator[tuple[int, Numbers, Floats]]:
    offset, years = calendar.days_from_new_year(days), calendar.festival_year(days)
    inside = (offset >= WINDOW[0]) & (offset <= WINDOW[1])
    for year in np.unique(years[inside]).tolist():
        mine = inside & (years == year)
        if offset[mine].min() <= COVERED[0] and offset[mine].max() >= COVERED[1]:
            yield year, offset[mine].astype(np.intp), effect[mine]


def _on(places: Numbers, there: Numbers, values: Floats) -> Floats:
    """Return values on all places, NaN where there is none; the last of a place stands."""
    found = np.full(len(places), np.nan)
    found[there - places[0]] = values
    return found
