"""The latest days of a group's level, with the runs of its light."""

from __future__ import annotations

from typing import Any

import numpy as np

from openmbi.core.tables import Codes, Colour, Days, Flags, GroupSeries, Level
from openmbi.reports.overview.band import band
from openmbi.reports.province.entries import Entries
from openmbi.reports.province.figures import published_row

DAYS = 400
MEAN_DAYS = 28


def history(entries: Entries, level: Level, code: str) -> dict[str, Any]:
    """Return consecutive days from `first_day` to `last_day`: `close` in points (null: not known), its `band`, `runs` of the
    light, the days of the mean, on which days the chain began anew, and spans of provisional days.
    """
    series: GroupSeries = entries.source.series[level]
    row = entries.series_row(level)[code]
    close = series.close[row, -DAYS:]
    rule = entries.source.rules.get(level)
    return {
        "first_day": str(series.days[-len(close)]),
        "last_day": str(series.days[-1]),
        "close": published_row(close),
        "band": band(series.days, entries.error(level, code)),
        "mean_days": rule.recent_days if rule else MEAN_DAYS,
        "provisional": _spans(series.days[-len(close) :], series.provisional[-len(close) :]),
        "restarted": [str(day) for day in series.days[-len(close) :][series.restarted[row, -len(close) :]]],
        "runs": _runs_of(entries, level, code),
    }


def _runs_of(entries: Entries, level: Level, code: str) -> list[dict[str, str]]:
    lights, row = entries.source.lights.get(level), entries.lights_row(level).get(code)
    return [] if lights is None or row is None else runs(lights.colour[row, -DAYS:], lights.days[-DAYS:])


def _spans(days: Days, flags: Flags) -> list[dict[str, str]]:
    """Return the flagged days (T,) as spans of consecutive ones."""
    changes = np.flatnonzero(np.diff(np.r_[False, flags, False].astype(np.int8)))
    return [
        {"first": str(days[first]), "last": str(days[stop - 1])}
        for first, stop in zip(changes[::2], changes[1::2], strict=True)
    ]


def runs(colour: Codes, days: Days) -> list[dict[str, str]]:
    """Return colours (T,) as runs of one colour, in order of time."""
    starts = np.flatnonzero(np.r_[True, colour[1:] != colour[:-1]])
    ends = np.append(starts[1:], len(colour)) - 1
    return [
        {"colour": Colour(int(colour[first])).name.lower(), "first": str(days[first]), "last": str(days[last])}
        for first, last in zip(starts, ends, strict=True)
    ]
