"""Our detector, day after day, on series whose calendar effects are learnt from the days before: once, from the history, or anew every eight weeks.

Nobody tells it which alerts were right: what it has found lasts until the data return.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import numpy as np

from benchmarks.detection_truth import Floats32, Truth
from openmbi.adjustment.adjust import adjust
from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.alerts.detection.day_classes import DayClasses, day_classes
from openmbi.alerts.detection.parameters import DetectionParameters
from openmbi.alerts.detection.replay import replay
from openmbi.alerts.detection.watch import Explained, Members, Series
from openmbi.catalog.calendar import load_calendar
from openmbi.core.alerts import Alert
from openmbi.core.cell_codes import cell_code
from openmbi.core.tables import CellPanel, Flags, Names, Numbers, Reading
from openmbi.simulation.province.event_kinds import EventKind
from openmbi.simulation.province.places import PROVINCE

CALENDAR = load_calendar(None)
PARAMETERS = DetectionParameters()
IDLE_SHARE = 0.1  # of its usual use: below it an enterprise stands still
DOUBTFUL_DAYS = 3  # so many days that may be missing are no standstill
ANEW_DAYS = 56
WITHOUT_DETAIL = AdjustmentParameters(detail=False)
FAR_FROM_NEW_YEAR = 180
LEAST_DAYS = 60


def every_source(truth: Truth) -> tuple[Alert, ...]:
    """Return the alerts by electricity, freight and persons on site."""
    freight = _adjusted(truth, "freight_t", "t", truth.freight, _idle(truth, truth.freight))
    onsite = _adjusted(truth, "onsite_persons", "person", truth.onsite, _idle(truth, truth.onsite))
    series = (electricity(truth), freight, replace(onsite, scale=_of_whole_persons(truth, onsite.scale)))
    return watched(truth, series, _classes(truth))


def electricity_alone(truth: Truth) -> tuple[Alert, ...]:
    """Return the alerts by electricity."""
    return watched(truth, (electricity(truth),), _classes(truth))


def learning_anew(truth: Truth) -> tuple[Alert, ...]:
    """Return the alerts by electricity, its calendar effects learnt anew every eight weeks."""
    series = _adjusted(truth, "use_kwh", "kWh", truth.use, _idle(truth, truth.use), anew_days=ANEW_DAYS)
    return watched(truth, (series,), _classes(truth))


def without_festivals(truth: Truth) -> tuple[Alert, ...]:
    """Return the alerts by electricity where the weekdays alone are taken out, and no day is known to be a holiday."""
    level = _logs(truth.use)
    weekday = (truth.days.astype(int) + 3) % 7
    effect = np.stack(
        [_mean(level[:, : truth.history][:, weekday[: truth.history] == one]) for one in range(7)], axis=1
    )
    effect -= effect.mean(axis=1, keepdims=True)
    bare = level - effect[:, weekday]
    series = _series("use_kwh", "kWh", bare, _idle(truth, truth.use), _spread(bare[:, : truth.history]))
    usual = np.where(weekday >= 5, 1, 0).astype(np.uint8)
    nowhere = np.full(len(truth.days), FAR_FROM_NEW_YEAR)
    return watched(truth, (series,), day_classes(usual, nowhere, PARAMETERS.deep_festival))


@lru_cache(maxsize=1)
def electricity(truth: Truth) -> Series:
    """Return the electricity with its calendar effects taken out."""
    idle = _idle(truth, truth.use)
    return _adjusted(truth, "use_kwh", "kWh", truth.use, idle)


def _of_whole_persons(truth: Truth, scale: np.ndarray) -> np.ndarray:
    """Return scales (n,) of no less than half a person: what is read as three is anything from two and a half to three and a half."""
    usual = _median(np.where(truth.onsite[:, : truth.history] > 0, truth.onsite[:, : truth.history], np.nan))
    return np.fmax(scale, 0.5 / usual) + 0 * scale


def _idle(truth: Truth, values: Floats32) -> Flags:
    """Mark (n, T) the days on which hardly anything is read, against the history; of readings that may be missing, from the fourth in a row."""
    usual = _median(np.where(values[:, : truth.history] > 0, values[:, : truth.history], np.nan))
    with np.errstate(invalid="ignore"):
        idle = values < IDLE_SHARE * usual[:, None]
    doubtful = truth.reading == Reading.ZERO_OR_MISSING
    if doubtful.any():
        long = idle.copy()
        for lag in range(1, DOUBTFUL_DAYS + 1):
            long[:, lag:] &= idle[:, :-lag]
            long[:, :lag] = False
        idle &= long | ~doubtful
    return idle


def _adjusted(
    truth: Truth, indicator: str, unit: str, values: Floats32, idle: Flags, *, anew_days: int | None = None
) -> Series:
    """Take out what the days before say of the calendar, industry by industry; learnt once, or anew after so many days."""
    level, scale = _logs(values), np.full(len(values), np.nan)
    length = values.shape[1]
    for industry in np.unique(truth.industry):
        rows = np.flatnonzero((truth.industry == industry) & (values > 0).any(axis=1))
        for start in range(truth.history, length, anew_days or length) if len(rows) else ():
            stop = min(start + (anew_days or length), length)
            fitted = adjust(_panel(truth, rows, values[rows, :stop], start), CALENDAR, parameters=WITHOUT_DETAIL)
            days = slice(0 if start == truth.history else start, stop)
            level[rows, days] -= fitted.effect[:, days].astype(np.float32)
            scale[rows] = np.where(np.isfinite(scale[rows]), scale[rows], fitted.scale)
    return _series(indicator, unit, level, idle, scale)


def _panel(truth: Truth, rows: Numbers, values: Floats32, known: int) -> CellPanel:
    """Return the days that are known, and days to come without readings."""
    value = values.astype(np.float64)
    value[:, known:] = np.nan
    doubtful = truth.reading[rows, : values.shape[1]] == Reading.ZERO_OR_MISSING
    nothing = np.where(doubtful, np.uint8(Reading.ZERO_OR_MISSING), np.uint8(Reading.ZERO))
    reading = np.where(value > 0, np.uint8(Reading.NORMAL), nothing)
    reading[np.isnan(value)] = Reading.ABSENT
    return CellPanel("value", "", truth.subjects[rows], truth.days[: values.shape[1]], value, reading)


def _series(indicator: str, unit: str, level: Floats32, idle: Flags, scale: np.ndarray) -> Series:
    fitted = np.isfinite(scale)[:, None]
    return Series(indicator, unit, np.where(fitted & ~idle, level, np.float32(np.nan)), idle & fitted, scale)


def watched(truth: Truth, series: tuple[Series, ...], classes: DayClasses) -> tuple[Alert, ...]:
    """Return the alerts of the days after the history."""
    members = _members(truth)
    known = tuple(_explained(truth, members))
    return replay(series, members, truth.days, classes, explained=known, first_alert=truth.history).alerts


def _members(truth: Truth) -> Members:
    cells = np.array([cell_code(*pair) for pair in zip(truth.city, truth.industry, strict=True)])
    (cities, city), (industries, industry), (names, cell) = map(_numbered, (truth.city, truth.industry, cells))
    owners, owner = _numbered(truth.owner)
    owner = np.where(owners[owner] == "", -1, owner)
    return Members(truth.subjects, city, industry, cell, owner, cities, industries, names, PROVINCE, truth.stop)


def _numbered(names: Names) -> tuple[Names, Numbers]:
    found, number = np.unique(names, return_inverse=True)
    return found, number


def _explained(truth: Truth, members: Members) -> Iterator[Explained]:
    """Yield the typhoons and power rationing, which are in the register of known events."""
    for event in truth.events:
        if event.kind in {EventKind.TYPHOON, EventKind.POWER_RATIONING}:
            rows, about = np.array(event.rows), event.about.split()
            struck = np.zeros(len(members.subjects), bool)
            struck[rows] = True
            groups = np.concatenate([np.isin(members.cities, about), np.isin(members.industries, about)])
            cells = np.bincount(members.cell[rows], minlength=len(members.cells)) > 0
            zone = event.kind is EventKind.POWER_RATIONING
            yield Explained(str(event.kind), event.first, event.last, struck, groups, cells, zone)


def _classes(truth: Truth) -> DayClasses:
    from_new_year = CALENDAR.days_from_new_year(truth.days)
    return day_classes(CALENDAR.day_class(truth.days), from_new_year, PARAMETERS.deep_festival)


def _logs(values: Floats32) -> Floats32:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log(np.where(values > 0, values, np.float32(np.nan)))


def _mean(values: Floats32) -> Floats32:
    """Return the means (n,) of the known values, 0 where there is none."""
    known = np.isfinite(values)
    return np.where(known, values, 0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)


def _median(values: Floats32) -> Floats32:
    """Return the medians (n,) of the known values, not a number where there are too few."""
    known = np.isfinite(values).sum(axis=1)
    found = np.take_along_axis(np.sort(values, axis=1), np.maximum(known - 1, 0)[:, None] // 2, axis=1)[:, 0]
    return np.where(known >= LEAST_DAYS, found, np.float32(np.nan))


def _spread(level: Floats32) -> np.ndarray:
    """Return the robust standard deviation (n,) of a day from the one before."""
    step = np.abs(np.diff(level, axis=1))
    return (_median(step) / (0.6745 * np.sqrt(2))).astype(np.float64)
