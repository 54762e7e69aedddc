from __future__ import annotations

import numpy as np

from openmbi.adjustment.periods import periods_of
from openmbi.adjustment.status import active_days, day_status
from openmbi.catalog.calendar import load_calendar
from openmbi.core.adjusted import DayStatus
from openmbi.core.periods import Frequency
from openmbi.core.tables import CellPanel, Reading

CALENDAR = load_calendar(None)
NEW_YEAR = np.datetime64("2015-02-19")
WINDOW = (-15, 25)


def panel(*still: tuple[int, int], last: int = 60, reading: Reading = Reading.ZERO_OR_MISSING) -> CellPanel:
    """Return one subject that uses 100 kWh a day from 48 days before New Year until `last`, but for runs of days from New Year."""
    days = np.arange(NEW_YEAR - 48, NEW_YEAR + last + 1)
    value = np.full((1, len(days)), 100.0)
    codes = np.full((1, len(days)), Reading.NORMAL, np.uint8)
    for first, final in still:
        codes[0, 48 + first : 48 + final + 1] = reading
        value[0, 48 + first : 48 + final + 1] = np.nan if reading == Reading.ABSENT else 0.0
    return CellPanel("electricity", "kWh", np.array(["a"]), days, value, codes)


def codes_of(made: CellPanel, frequency: Frequency) -> np.ndarray:
    return day_status(made, periods_of(made.days, frequency, total=True), CALENDAR, WINDOW, 0.1)[0]


def statuses(made: CellPanel) -> dict[int, DayStatus]:
    codes = codes_of(made, Frequency.DAILY)
    return {
        int((day - NEW_YEAR).astype(int)): DayStatus(code)
        for day, code in zip(made.days, codes, strict=True)
        if code != DayStatus.ACTIVE
    }


def test_a_run_over_the_festival_is_a_closure() -> None:
    assert statuses(panel((-6, 14))) == dict.fromkeys(range(-6, 15), DayStatus.FESTIVAL_CLOSURE)


def test_zeros_count_like_sentinels() -> None:
    assert statuses(panel((-3, 3), reading=Reading.ZERO)) == dict.fromkeys(range(-3, 4), DayStatus.FESTIVAL_CLOSURE)


def test_a_run_in_the_window_that_does_not_touch_the_days_off_is_idle() -> None:
    assert statuses(panel((9, 12))) == dict.fromkeys(range(9, 13), DayStatus.IDLE)


def test_a_run_that_began_before_the_window_is_idle_throughout() -> None:
    assert set(statuses(panel((-30, 10))).values()) == {DayStatus.IDLE}


def test_a_run_that_outlasts_the_window_is_idle_throughout() -> None:
    assert set(statuses(panel((-3, 26))).values()) == {DayStatus.IDLE}
    assert set(statuses(panel((-3, 25))).values()) == {DayStatus.FESTIVAL_CLOSURE}


def test_a_closure_that_has_not_ended_yet_is_a_closure_until_it_leaves_the_window() -> None:
    assert set(statuses(panel((-3, 20), last=20)).values()) == {DayStatus.FESTIVAL_CLOSURE}
    assert set(statuses(panel((-3, 30), last=30)).values()) == {DayStatus.IDLE}


def test_two_runs_are_judged_apart() -> None:
    found = statuses(panel((-40, -38), (0, 2)))
    assert [found[day] for day in (-40, -38, 0, 2)] == [DayStatus.IDLE] * 2 + [DayStatus.FESTIVAL_CLOSURE] * 2


def test_standby_over_the_festival_is_a_closure_and_little_use_elsewhere_is_use() -> None:
    made = panel()
    made.value[0, 48 - 3 : 48 + 8] = 9.0
    assert statuses(made) == dict.fromkeys(range(-3, 8), DayStatus.FESTIVAL_CLOSURE)
    made.value[0, 48 - 3 : 48 + 8] = 11.0
    assert statuses(made) == {}
    made.value[0, 48 + 10 : 48 + 20] = 2.0
    assert statuses(made) == {}


def test_zeros_and_standby_make_one_run() -> None:
    made = panel((-5, -3))
    made.value[0, 48 - 2 : 48 + 40] = 3.0
    assert statuses(made) == dict.fromkeys(range(-5, -2), DayStatus.IDLE)  # it outlasts the window


def test_absent_days_stay_absent() -> None:
    assert statuses(panel((-3, 3), reading=Reading.ABSENT)) == dict.fromkeys(range(-3, 4), DayStatus.ABSENT)


def test_a_normal_reading_of_zero_is_not_active() -> None:
    made = panel((9, 9), reading=Reading.NORMAL)
    assert np.flatnonzero(~active_days(made)[0]).tolist() == [48 + 9]
    assert statuses(made) == {9: DayStatus.IDLE}


def test_weeks_without_use_over_the_festival_are_a_closure_and_months_are_not() -> None:
    mondays = np.arange("2015-01-05", "2015-04-06", 7, dtype="M8[D]")
    value = np.full((1, len(mondays)), 700.0)
    reading = np.full((1, len(mondays)), Reading.NORMAL, np.uint8)
    still = np.isin(mondays, np.array(["2015-02-16", "2015-02-23", "2015-03-30"], "M8[D]"))
    value[0, still], reading[0, still] = 0.0, Reading.ZERO
    made = CellPanel("hours", "h", np.array(["a"]), mondays, value, reading)
    found = codes_of(made, Frequency.WEEKLY)[still]
    assert found.tolist() == [DayStatus.FESTIVAL_CLOSURE, DayStatus.FESTIVAL_CLOSURE, DayStatus.IDLE]
    months = np.array(["2015-01-01", "2015-02-01", "2015-03-01"], "M8[D]")
    one = np.array([[9.0, 0.0, 9.0]])
    monthly = CellPanel(
        "exports", "CNY", np.array(["a"]), months, one, np.where(one > 0, 1, Reading.ZERO).astype(np.uint8)
    )
    assert codes_of(monthly, Frequency.MONTHLY)[1] == DayStatus.IDLE
