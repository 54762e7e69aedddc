"""The real input: does the zone's total stay level through the Spring Festival, and what does the adjustment explain?"""

from __future__ import annotations

import csv
import os
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from openmbi.adjustment.adjust import adjust
from openmbi.adjustment.status import active_days
from openmbi.catalog.calendar import load_calendar, weekday
from openmbi.core.adjusted import AdjustedPanel, DayStatus
from openmbi.core.tables import CellPanel, Reading

pytestmark = pytest.mark.real_data
CALENDAR = load_calendar(None)
OUTAGES = np.array(["2015-02-28", "2015-03-05", "2015-03-06"], "M8[D]")


@pytest.fixture(scope="module")
def panel() -> CellPanel:
    if not (root := os.environ.get("MBI_DATA_DIR")):
        pytest.skip("MBI_DATA_DIR is not set: the Yangzhong data set is not on this machine")
    with (Path(root) / "yangzhong_power" / "yangzhong_daily_wide.csv").open(encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    days = np.array([row[0].replace("/", "-") for row in rows], "M8[D]")
    value = np.array([row[1:-1] for row in rows], float).T
    reading = np.where(value == 1, Reading.ZERO_OR_MISSING, Reading.NORMAL).astype(np.uint8)
    return CellPanel("electricity", "kWh", np.array(head[1:-1]), days, np.where(value == 1, 0.0, value), reading)


@pytest.fixture(scope="module")
def found(panel: CellPanel) -> AdjustedPanel:
    return adjust(panel, CALENDAR)


def total(value: np.ndarray, found: AdjustedPanel) -> np.ndarray:
    """Return the zone's total (T,), a festival closure taking its fit."""
    filled = np.where(found.status == DayStatus.FESTIVAL_CLOSURE, found.fit, value)
    return np.nansum(np.where(found.status == DayStatus.IDLE, 0.0, filled), axis=0)


def unevenness(series: np.ndarray, days: np.ndarray, year: int) -> float:
    """Return the RMS log distance of a festival's days, but for collective outages, from the median of the days around the festival."""
    offset, mine = CALENDAR.days_from_new_year(days), CALENDAR.festival_year(days) == year
    around = mine & (np.abs(offset) < 80) & ((offset < -25) | ((offset > 35) & (offset < 70)))
    inside = mine & (offset >= -20) & (offset <= 28) & ~np.isin(days, OUTAGES)
    return float(np.sqrt(np.mean(np.log(series[inside] / np.median(series[around])) ** 2)))


@pytest.mark.parametrize("year", [2015, 2016])
def test_the_zone_is_level_through_the_festival(panel: CellPanel, found: AdjustedPanel, year: int) -> None:
    raw = unevenness(panel.value.sum(axis=0), panel.days, year)
    adjusted = unevenness(total(found.value, found), panel.days, year)
    assert raw > 0.2
    assert adjusted < 0.1


def test_a_zone_light_would_not_turn_yellow_by_the_festival(panel: CellPanel, found: AdjustedPanel) -> None:
    season = (panel.days >= np.datetime64("2016-01-15")) & (panel.days <= np.datetime64("2016-04-15"))

    def moves(series: np.ndarray) -> np.ndarray:
        means = np.convolve(series, np.ones(28) / 28, "valid")
        change = np.full(len(series), np.nan)
        change[55:] = means[28:] / means[:-28] - 1
        return change[season]

    assert moves(panel.value.sum(axis=0)).min() < -0.15
    assert moves(total(found.value, found)).min() > -0.06


def test_the_variance_that_the_calendar_explains(panel: CellPanel, found: AdjustedPanel) -> None:
    fitted = active_days(panel).sum(axis=1) > 200
    week = weekday(panel.days)
    with_effect = (np.log(np.where(active_days(panel), panel.value, np.nan)) - np.log(found.fit))[fitted]
    by_weekday = (
        with_effect - np.array([np.nanmedian(with_effect[:, week == day], axis=1) for day in range(7)]).T[:, week]
    )
    variance = [np.median(np.nanvar(each, axis=1)) for each in (with_effect, by_weekday, found.residual[fitted])]
    assert variance[2] < 0.6 * variance[0]
    assert variance[2] < 0.65 * variance[1]


def test_memory_stays_small(panel: CellPanel) -> None:
    tracemalloc.start()
    adjust(panel, CALENDAR)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 250e6


def test_the_same_bits_every_time(panel: CellPanel, found: AdjustedPanel) -> None:
    again = adjust(panel, CALENDAR)
    for field in ("value", "fit", "effect", "residual", "scale"):
        np.testing.assert_array_equal(getattr(found, field), getattr(again, field))


def test_large_users_keep_their_sum(panel: CellPanel, found: AdjustedPanel) -> None:
    """Outside the festivals, adjusting moves kWh between days and hardly makes any: the ten largest users' sums agree."""
    quiet = (np.abs(CALENDAR.days_from_new_year(panel.days)) > 45) & (found.day_class <= 1)
    largest = np.argsort(-panel.value.sum(axis=1))[:10]
    ratio = np.nansum(found.value[largest][:, quiet]) / panel.value[largest][:, quiet].sum()
    assert ratio == pytest.approx(1, abs=0.02)
