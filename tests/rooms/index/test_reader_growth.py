"""Growth of two enterprises in two groups, worked by hand; and of a world whose only change is that the festival moves."""

from __future__ import annotations

import numpy as np
import pytest

from openmbi.catalog.calendar import load_calendar, weekday
from openmbi.core.adjusted import AdjustedPanel, AdjustmentDetail, DayStatus, Outliers
from openmbi.core.growth import ReaderGrowth
from openmbi.core.tables import CellPanel, Level, Reading, Stints
from openmbi.index.growth_days import growth_days
from openmbi.index.growth_sums import growth_sums
from openmbi.index.reader_growth import reader_growth
from openmbi.index.stint_rows import stint_rows

CALENDAR = load_calendar(None)
NOBODY = Outliers(*(np.zeros(0, kind) for kind in ("U1", "M8[D]", "u1", float, float)))
WINDOW = (-35, 45)


def days(first: str, last: str) -> np.ndarray:
    return np.arange(np.datetime64(first), np.datetime64(last) + 1)


def world(given: np.ndarray, value: np.ndarray, *, fit=None, festival=0.0, calendar=0.0, season=0.0, closed=None):
    """Return a panel (n, T) and its adjustment: zeros are closures where `closed` says so, else idle; NaN is absent."""
    shape = value.shape
    festival, calendar, season = (
        np.array(np.broadcast_to(np.asarray(part, float), shape)) for part in (festival, calendar, season)
    )
    effect = festival + calendar
    active = np.nan_to_num(value) > 0
    status = np.full(shape, DayStatus.IDLE, np.uint8)
    status[active], status[np.isnan(value)] = DayStatus.ACTIVE, DayStatus.ABSENT
    if closed is not None:
        status[closed] = DayStatus.FESTIVAL_CLOSURE
    reading = np.where(active, Reading.NORMAL, np.where(np.isnan(value), Reading.ABSENT, Reading.ZERO))
    subjects = np.array([f"e{row:04d}" for row in range(len(value))])
    normal = np.array(np.broadcast_to(np.asarray(100.0 if fit is None else fit, float), shape))
    return CellPanel("use_kwh", "kWh", subjects, given, value, reading.astype(np.uint8)), AdjustedPanel(
        subjects=subjects,
        days=given,
        value=np.where(active, value / np.exp(effect), np.nan),
        fit=normal,
        effect=effect,
        residual=np.zeros(shape),
        scale=np.ones(len(value)),
        day_class=CALENDAR.day_class(given),
        status=status,
        provisional=np.zeros(len(given), bool),
        detail=AdjustmentDetail(festival, np.zeros(shape), season, (), NOBODY),
    )


def stints(level: Level, group: list[int], count: int) -> Stints:
    rows = np.arange(len(group))
    names = np.array([f"g{k}" for k in range(max(group) + 1)])
    return Stints(level, names, rows, np.array(group), np.zeros(len(group), np.intp), np.full(len(group), count))


def grown(panel: CellPanel, adjusted: AdjustedPanel, *belonging: Stints) -> tuple[ReaderGrowth, ...]:
    compared = growth_days(panel.days, CALENDAR, WINDOW)
    belonging = belonging or (stints(Level.ZONE, [0] * len(panel.subjects), len(panel.days)),)
    return reader_growth(growth_sums(panel, adjusted, stint_rows(belonging), compared), belonging, compared)


def row_of(found: ReaderGrowth, month: str, *, combined: bool = False) -> int:
    periods = found.periods
    wanted = (periods.last.astype("M8[M]") == np.datetime64(month)) & (periods.combined == combined)
    return int(np.flatnonzero(wanted)[0])


def test_groups_and_the_zone_by_hand():
    given = days("2024-05-01", "2025-06-10")
    later = given >= np.datetime64("2025-01-01")
    value = np.vstack([np.where(later, 110.0, 100.0), np.where(later, 300.0, 200.0)])
    zone, city = stints(Level.ZONE, [0, 0], len(given)), stints(Level.CITY, [0, 1], len(given))
    whole, parts = grown(*world(given, value), zone, city)
    at = row_of(whole, "2025-05")
    assert whole.raw[0, at] == pytest.approx(410 / 300 - 1)
    assert parts.raw[:, at] == pytest.approx([0.1, 0.5])
    assert parts.enterprises[:, at].tolist() == [1, 1]
    assert whole.load_share[0, at] == 1
    for figure in (whole.excluding_festival, whole.working_day_adjusted, whole.lunar_aligned):
        assert figure[0, at] == pytest.approx(410 / 300 - 1)
    assert np.isnan(whole.temperature_adjusted).all()


def test_who_reports_too_seldom_in_either_month_does_not_count():
    given = days("2024-05-01", "2025-05-31")
    value = np.full((3, len(given)), 100.0)
    value[1, 6 : 6 + 7] = np.nan  # 24 of 31 days of May 2024; 25 are needed
    value[2, 6 : 6 + 6] = np.nan
    value[:, given >= np.datetime64("2025-05-01")] = [[120.0], [500.0], [180.0]]
    (found,) = grown(*world(given, value))
    at = row_of(found, "2025-05")
    assert found.enterprises[0, at] == 2
    assert found.raw[0, at] == pytest.approx(0.5)
    assert found.load_share[0, at] == pytest.approx(300 / 800)


def test_the_group_is_that_of_the_last_day_of_the_month():
    given = days("2024-05-01", "2025-06-30")
    value = np.vstack([np.where(given < np.datetime64("2025-01-01"), 100.0, 150.0)] * 2)
    moved = int(np.searchsorted(given, np.datetime64("2025-05-31")))
    moving = Stints(
        Level.CITY,
        np.array(["a", "b"]),
        row=np.array([0, 0, 1]),
        group=np.array([0, 1, 0]),
        first=np.array([0, moved, 0]),
        stop=np.array([moved, len(given), len(given)]),
    )
    (found,) = grown(*world(given, value), moving)
    assert found.enterprises[:, row_of(found, "2025-05")].tolist() == [1, 1]
    assert found.raw[:, row_of(found, "2025-05")] == pytest.approx([0.5, 0.5])


def test_a_month_on_the_month_before_as_a_rate_of_a_year():
    given = days("2025-03-01", "2025-05-15")
    value = np.where(given < np.datetime64("2025-05-01"), 100.0, 102.0 * 0.9)[None]
    season = np.where(given < np.datetime64("2025-05-01"), 0.0, np.log(0.9))
    (found,) = grown(*world(given, value, fit=100.0, season=season))
    assert found.seasonal
    assert found.month_annualised[0, row_of(found, "2025-04")] == pytest.approx(0.0)
    assert found.month_annualised[0, row_of(found, "2025-05")] == pytest.approx(1.02**12 - 1)
    (plain,) = grown(*world(given, value, fit=100.0))
    assert not plain.seasonal
    assert np.isnan(plain.month_annualised).all()


def test_a_closure_lowers_raw_growth_alone():
    """Two firms of 100 a day; one closes from eight days before New Year 2025 to seven after, and did not close the year before."""
    given = days("2024-01-01", "2025-02-28")
    value = np.full((2, len(given)), 100.0)
    closed = np.zeros(value.shape, bool)
    closed[0] = (given >= np.datetime64("2025-01-21")) & (given <= np.datetime64("2025-02-05"))
    value[closed] = 0.0
    (found,) = grown(*world(given, value, closed=closed))
    january, both = row_of(found, "2025-01"), row_of(found, "2025-02", combined=True)
    assert found.raw[0, january] == pytest.approx((100 * 20 / 31 + 100) / 200 - 1)
    assert found.raw[0, both] == pytest.approx((100 * 43 / 59 + 100) / 200 - 1)
    for figure in (found.excluding_festival, found.working_day_adjusted):
        assert figure[0, [january, both]] == pytest.approx([0.0, 0.0])


@pytest.fixture(scope="module")
def planted() -> ReaderGrowth:
    """A constant level, a dip of e^−1.2 around a festival that moves from 10 February 2024 to 29 January 2025, Sundays 20 % lower, noise of 10 %."""
    given = days("2023-01-01", "2025-06-30")
    offset = CALENDAR.days_from_new_year(given)
    festival = -np.interp(offset, [-15, -2, 5, 20], [0.0, 1.2, 1.2, 0.0])
    sundays = np.where(weekday(given) == 6, np.log(0.8), 0.0)
    noise = np.random.default_rng(5).normal(0, NOISE, (COUNT, len(given)))
    value = 100 * np.exp(festival + sundays + noise)
    (found,) = grown(*world(given, value, festival=festival, calendar=sundays))
    return found


NOISE, COUNT = 0.1, 300
OF_NOISE = 5 * NOISE * np.sqrt(2 / (COUNT * 28))
"""Five standard errors of a mean of 300 firms over four weeks, against another."""
OF_A_SUNDAY = 0.2 / 28
"""A Sunday more or less in four weeks."""


@pytest.mark.parametrize(
    ("month", "combined"), [("2025-01", False), ("2025-02", False), ("2025-02", True), ("2025-03", False)]
)
def test_a_festival_that_moves_is_no_growth(planted: ReaderGrowth, month: str, combined: bool):
    at = row_of(planted, month, combined=combined)
    assert abs(planted.excluding_festival[0, at]) < OF_NOISE + OF_A_SUNDAY
    assert abs(planted.working_day_adjusted[0, at]) < OF_NOISE
    assert abs(planted.lunar_aligned[0, at]) < OF_NOISE + OF_A_SUNDAY


def test_raw_growth_falls_for_it(planted: ReaderGrowth):
    raw = [float(planted.raw[0, row_of(planted, month)]) for month in ("2025-01", "2025-02", "2025-05")]
    assert raw[0] < -0.2
    assert raw[1] > 0.2
    assert abs(raw[2]) < OF_NOISE + OF_A_SUNDAY


def test_what_the_adjustment_does_not_tell_apart_is_not_known():
    given = days("2024-05-01", "2025-05-31")
    panel, adjusted = world(given, np.full((1, len(given)), 100.0))
    (found,) = grown(panel, AdjustedPanel(**{**vars(adjusted), "detail": None}))
    assert not found.parts_known
    assert found.raw[0, row_of(found, "2025-05")] == 0
    assert np.isnan(found.excluding_festival).all()
    assert np.isnan(found.working_day_adjusted).all()


def test_a_period_that_rests_on_a_provisional_day_says_so():
    given = days("2024-05-01", "2025-06-30")
    panel, adjusted = world(given, np.full((1, len(given)), 100.0))
    doubtful = given == np.datetime64("2024-05-04")
    (found,) = grown(panel, AdjustedPanel(**{**vars(adjusted), "provisional": doubtful}))
    assert found.provisional[row_of(found, "2025-05")]
    assert found.provisional.sum() == 2  # May 2024 itself, and the May that is compared with it
