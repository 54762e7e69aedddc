"""What each stage leaves of a reading, worked by hand: fit 100, one letter a day."""

from dataclasses import replace

import numpy as np
import pytest

from openmbi.core.adjusted import AdjustedPanel, AdjustmentDetail, DayStatus, Outliers
from openmbi.core.tables import CellPanel, DayClass, Reading
from openmbi.index.growth_use import GrowthParameters, Stage, staged_use
from openmbi.index.resolved_use import resolve_use

NOBODY = Outliers(*(np.zeros(0, kind) for kind in ("U1", "M8[D]", "u1", float, float)))


def detail(adjusted: AdjustedPanel, festival=0.0, temperature=0.0, season=0.0) -> AdjustmentDetail:
    parts = (
        np.broadcast_to(np.asarray(each, float), adjusted.effect.shape) for each in (festival, temperature, season)
    )
    return AdjustmentDetail(*parts, errors=(), outliers=NOBODY)


def told(adjusted: AdjustedPanel, use, calendar=0.0, **parts) -> tuple[CellPanel, AdjustedPanel]:
    """Return a panel of readings (0 on days that are neither active nor absent), and what the adjustment would say of it."""
    status = adjusted.status
    value = np.where(status == DayStatus.ACTIVE, np.asarray(use, float), 0.0)
    reading = np.where(value > 0, Reading.NORMAL, Reading.ZERO).astype(np.uint8)
    reading[status == DayStatus.ABSENT] = Reading.ABSENT
    known = detail(adjusted, **parts)
    effect = known.festival + known.temperature + calendar
    panel = CellPanel("use_kwh", "kWh", adjusted.subjects, adjusted.days, value, reading)
    return panel, replace(adjusted, effect=effect, detail=known)


def stages(panel: CellPanel, adjusted: AdjustedPanel) -> dict[Stage, list[float]]:
    return {stage: use[0].tolist() for stage, use in staged_use(panel, adjusted, GrowthParameters())}


def test_each_stage_takes_out_one_thing_more(adjusted):
    base = adjusted({"a": "a"}, fit=100.0)
    log = np.log
    panel, given = told(base, 64.0, calendar=log(0.8), festival=log(0.5), temperature=log(1.6), season=log(1.25))
    found = stages(panel, given)
    assert found[Stage.RAW] == [64.0]
    assert found[Stage.FESTIVAL] == pytest.approx([128.0])
    assert found[Stage.CALENDAR] == pytest.approx([0.8 * 64 / 0.4 + 0.2 * 160])  # 0.4 is below ½: κ = 0.8
    assert found[Stage.TEMPERATURE] == pytest.approx([100.0])
    assert found[Stage.SEASON] == pytest.approx([80.0])


def test_where_a_stage_takes_nothing_out_the_reading_stays(adjusted):
    panel, given = told(adjusted({"a": "aa"}, fit=100.0), [7.0, 300.0])
    assert {tuple(use) for use in stages(panel, given).values()} == {(7.0, 300.0)}


def test_a_deep_day_counts_by_the_share_that_the_decision_gives_it(adjusted):
    panel, given = told(adjusted({"a": "a"}, fit=100.0), 30.0, calendar=np.log(0.5), festival=np.log(0.1))
    expected = 0.2 * 30 / 0.1 + 0.8 * 50  # κ = 0.1 / 0.5; 50 is what the rest of the calendar leaves of 100
    assert stages(panel, given)[Stage.FESTIVAL] == pytest.approx([expected])


def test_a_closure_is_zero_in_raw_use_and_takes_the_fit_once_the_festival_is_out(adjusted):
    panel, given = told(adjusted({"a": "aff-"}, fit=100.0), 100.0, calendar=np.log(0.9), festival=np.log(0.2))
    found = stages(panel, given)
    assert found[Stage.RAW][1:] == [0.0, 0.0, 0.0]
    assert found[Stage.FESTIVAL][1:] == pytest.approx([90.0, 90.0, 0.0])  # an absent day counts at no stage
    assert found[Stage.CALENDAR][1:] == pytest.approx([100.0, 100.0, 0.0])


def test_a_plant_that_stopped_before_the_festival_is_zero_at_all_stages(adjusted):
    panel, given = told(adjusted({"a": "aiiiifffi"}, fit=100.0), 100.0, festival=np.log(0.2))
    assert all(use[1:] == [0.0] * 8 for use in stages(panel, given).values())


def test_a_zero_on_a_workday_stays_and_one_on_a_day_off_is_the_calendars(adjusted):
    base = adjusted({"a": "aiiia"}, fit=100.0)
    classes = np.array(
        [DayClass.WORKDAY, DayClass.WORKDAY, DayClass.WEEKEND, DayClass.MAKEUP_WORKDAY, DayClass.WORKDAY]
    )
    panel, given = told(replace(base, day_class=classes.astype(np.uint8)), 100.0)
    found = stages(panel, given)
    assert found[Stage.FESTIVAL] == [100.0, 0.0, 0.0, 0.0, 100.0]
    assert found[Stage.CALENDAR] == [100.0, 0.0, 100.0, 0.0, 100.0]


def test_a_sentinel_counts_at_no_stage(adjusted):
    panel, given = told(adjusted({"a": "aff"}, fit=100.0), 100.0)
    reading = np.array([[Reading.NORMAL, Reading.ZERO_OR_MISSING, Reading.ZERO]], np.uint8)
    found = stages(replace(panel, reading=reading), given)
    assert found[Stage.CALENDAR] == [100.0, 0.0, 100.0]


def test_a_subject_without_a_fit_takes_its_mean_so_far(adjusted):
    panel, given = told(adjusted({"a": "aaf"}, use=[10.0, 20.0, 0.0], fit=np.nan), [10.0, 20.0, 0.0])
    assert stages(panel, given)[Stage.FESTIVAL] == [10.0, 20.0, 15.0]


def test_what_is_left_of_the_calendar_is_what_the_level_counts_but_for_zeros_on_workdays(adjusted, spec):
    panel, given = told(adjusted({"a": "aaffaiiiia"}, use=100.0, fit=100.0), 100.0)
    assert stages(panel, given)[Stage.CALENDAR] == resolve_use(given, spec).use[0].tolist()


def test_an_adjustment_that_does_not_tell_its_parts_has_no_festival_of_its_own(adjusted):
    panel, given = told(adjusted({"a": "a"}, fit=100.0), 80.0, calendar=np.log(0.8))
    found = stages(panel, replace(given, detail=None))
    assert found[Stage.FESTIVAL] == [80.0]
    assert found[Stage.CALENDAR] == pytest.approx([100.0])
    assert Stage.SEASON not in found
