"""X-13ARIMA-SEATS with our own calendar regressors: what they are, what it finds, and what becomes of a series that it refuses."""

from __future__ import annotations

import numpy as np
import pytest

from openmbi.adjustment.protocol import FIRST_VALUES, Examined, Options
from openmbi.adjustment.x13 import process
from openmbi.adjustment.x13.adjust import examine_by_x13
from openmbi.adjustment.x13.options import Engine, Model, X13Options
from openmbi.adjustment.x13.regressors import build_regressors
from openmbi.adjustment.x13.specification import Setting, specification
from openmbi.catalog.calendar import Calendar, load_calendar
from openmbi.core.adjusted import OutlierKind
from openmbi.core.periods import Frequency
from openmbi.core.problems import Problem
from openmbi.core.tables import CellPanel, Floats, Reading

MONTHS = np.arange("2014-01", "2022-01", dtype="M8[M]").astype("M8[D]")
DIP = np.log(0.4)
MONTHLY = Options(Frequency.MONTHLY, None, None, FIRST_VALUES)


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return load_calendar(None)


@pytest.fixture(scope="module")
def dips(calendar: Calendar) -> Floats:
    """What a fall to 40 % on the days 0 to 6 from New Year does to each month's daily mean, in log points."""
    days = np.arange(MONTHS[0], np.datetime64("2022-01-01"))
    offset = calendar.days_from_new_year(days)
    use = np.where((offset >= 0) & (offset <= 6), np.exp(DIP), 1.0)
    month = np.searchsorted(MONTHS, days, side="right") - 1
    return np.log(np.bincount(month, use) / np.bincount(month))


@pytest.fixture(scope="module")
def examined(calendar: Calendar, dips: Floats) -> Examined:
    return examine_by_x13(invented(dips), calendar, MONTHLY, X13Options())


def invented(dips: Floats) -> CellPanel:
    """Monthly totals: 0 calm, 1 with a jump that stays and a month without readings, 2 too short, 3 constant, which X-13 refuses."""
    at = np.arange(len(MONTHS))
    length = ((MONTHS.astype("M8[M]") + 1).astype("M8[D]") - MONTHS).astype(int)
    noise = np.random.default_rng(2).normal(0, 0.01, (4, len(MONTHS)))
    value = length * np.exp(4 + 0.05 * np.sin(2 * np.pi * at / 12) + 0.002 * at + dips + noise)
    value[1, 60:] *= 1.5
    value[1, 20] = np.nan
    value[2, 30:] = np.nan
    value[3] = length
    reading = np.where(np.isnan(value), Reading.ABSENT, Reading.NORMAL).astype(np.uint8)
    return CellPanel("use_kwh", "kWh", np.array(["calm", "jump", "short", "flat"]), MONTHS, value, reading)


def test_regressors_are_days_in_windows_less_what_is_usual(calendar: Calendar):
    found = build_regressors(MONTHS, Frequency.MONTHLY, calendar, X13Options(), total=True)
    assert found.names == ("festival1", "festival2", "festival3", "festival4", "festival5", "workday", "holiday")
    assert found.festival.tolist() == [True] * 5 + [False] * 2
    february = int(np.flatnonzero(np.datetime64("2015-02-01") == MONTHS)[0])
    column = found.names.index("festival3")  # days 0…6: 19 to 25 February 2015
    assert found.centred[february, column] + found.usual[february, column] == pytest.approx(7 / 28)
    july = MONTHS.astype("M8[M]").astype(int) % 12 == 6
    assert not found.centred[: len(MONTHS)][july][:, :5].any()


def test_make_up_workdays_are_workdays(calendar: Calendar):
    found = build_regressors(MONTHS, Frequency.MONTHLY, calendar, X13Options(), total=False)
    april = int(np.flatnonzero(np.datetime64("2019-04-01") == MONTHS)[0])
    whole = (found.centred + found.usual)[april]
    # 22 weekdays less 5 April, a holiday, and Sunday 28 April worked; the other 7 of 8 weekend days.
    assert whole[found.names.index("workday")] == pytest.approx((22 - 1 + 1 - 2.5 * 7) / 30)
    assert whole[found.names.index("holiday")] == pytest.approx(1 / 30)
    assert not found.length.any()


def test_the_festival_is_found_and_taken_out(examined: Examined, dips: Floats):
    adjusted = examined.adjusted
    assert adjusted.detail
    for row in (0, 1):
        error = adjusted.detail.festival[row] - dips
        assert np.sqrt((error**2).mean()) < 0.02
        assert np.ptp(dips) > 0.15
    seasonal = adjusted.value[0] * np.exp(-adjusted.detail.season[0])
    assert (
        np.std(np.diff(np.log(seasonal)))
        < 0.03
        < np.std(np.diff(np.log(adjusted.value[0] * np.exp(adjusted.effect[0]))))
    )


def test_without_regressors_the_length_of_a_month_alone_is_a_calendar_effect(calendar: Calendar, dips: Floats):
    options = X13Options(windows=(), coarse_windows=(), workdays=False)
    regressors = build_regressors(MONTHS, Frequency.MONTHLY, calendar, options, total=True)
    assert regressors.names == ()
    panel = invented(dips)
    calm = CellPanel("use_kwh", "kWh", panel.subjects[:1], MONTHS, panel.value[:1], panel.reading[:1])
    adjusted = examine_by_x13(calm, calendar, MONTHLY, options).adjusted
    assert adjusted.detail
    assert not adjusted.detail.festival.any()
    np.testing.assert_allclose(adjusted.effect[0], regressors.length[: len(MONTHS)], atol=1e-12)


def test_a_jump_stays_and_is_listed(examined: Examined):
    outliers = examined.adjusted.detail.outliers
    mine = outliers.subject == "jump"
    (shift,) = np.flatnonzero(mine & (outliers.kind == OutlierKind.LEVEL_SHIFT))
    assert outliers.day[shift] == MONTHS[60]
    assert outliers.size[shift] == pytest.approx(np.log(1.5), abs=0.05)
    ratio = examined.adjusted.value[1, 60:72].mean() / examined.adjusted.value[1, 48:60].mean()
    assert ratio == pytest.approx(1.5 * np.exp(0.024), abs=0.05)


def test_a_series_that_x13_refuses_is_named_and_keeps_its_readings(examined: Examined):
    reasons = {one.subject: one.reason.en for one in examined.refused}
    assert reasons.keys() == {"short", "flat"}
    assert "3 years" in reasons["short"]
    assert reasons["flat"].startswith("X-13ARIMA-SEATS: ")
    assert len(reasons["flat"]) > len("X-13ARIMA-SEATS: ") + 10
    panel, adjusted = invented(np.zeros(len(MONTHS))), examined.adjusted
    np.testing.assert_array_equal(adjusted.value[3], panel.value[3])
    assert np.isnan(adjusted.fit[2:]).all()
    assert not adjusted.effect[2:].any()


def test_seats_finds_the_same_festival(calendar: Calendar, dips: Floats):
    panel = invented(dips)
    calm = CellPanel("use_kwh", "kWh", panel.subjects[:1], MONTHS, panel.value[:1], panel.reading[:1])
    found = examine_by_x13(calm, calendar, MONTHLY, X13Options(engine=Engine.SEATS)).adjusted
    assert found.detail
    assert np.sqrt(((found.detail.festival[0] - dips) ** 2).mean()) < 0.02


def test_what_was_chosen_stands_in_the_specification(calendar: Calendar):
    options = X13Options(model=Model.AUTOMATIC, outliers=False, forecast_years=2)
    regressors = build_regressors(MONTHS, Frequency.MONTHLY, calendar, options, total=True)
    written = specification("s1", MONTHS[14], Setting(MONTHS[0], Frequency.MONTHLY, regressors, options))
    assert "automdl{}" in written
    assert "arima" not in written
    assert "outlier" not in written
    assert "maxlead=24" in written
    assert "period=12 start=2015.03" in written
    assert 'file="calendar.dat" start=2014.01' in written
    assert max(map(len, written.splitlines())) <= 132


def test_where_all_fail_there_is_a_problem_in_the_program_s_words(calendar: Calendar):
    panel = invented(np.zeros(len(MONTHS)))
    flat = CellPanel("u", "kWh", panel.subjects[3:], MONTHS, panel.value[3:], panel.reading[3:])
    with pytest.raises(Problem) as problem:
        examine_by_x13(flat, calendar, MONTHLY, X13Options())
    assert problem.value.code == "adjustment.x13-failed"
    assert "flat" in problem.value.found.en


def test_progress_is_told_and_no_file_stays(
    calendar: Calendar, dips: Floats, tmp_path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(process.tempfile, "tempdir", str(tmp_path))
    told: list[tuple[int, int]] = []
    options = X13Options(outliers=False, batch=1, progress=lambda done, total: told.append((done, total)))
    examine_by_x13(invented(dips), calendar, MONTHLY, options)
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert list(tmp_path.iterdir()) == []
