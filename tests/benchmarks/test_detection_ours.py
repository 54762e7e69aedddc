"""What the detector is given of a drawn province: logs without calendar effects, standstills, and no reading of a day to come."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.detection_ours import electricity
from benchmarks.detection_truth import Truth, draw

from openmbi.alerts.detection.watch import Series
from openmbi.core.tables import Reading
from openmbi.simulation.province.event_kinds import EventKind
from openmbi.simulation.province.planting import PlantedRange, Planting

COUNT, HISTORY, DAYS = 100, 380, 90


@pytest.fixture(scope="module")
def truth() -> Truth:
    shutdowns = {EventKind.SHUTDOWN: PlantedRange(2, (30, 30), (1.0, 1.0))}
    drawn = draw(2, COUNT, DAYS, HISTORY, Planting(shutdowns, HISTORY, 45, shared=False))
    return replace(drawn, industry=np.full(COUNT, "C39"))  # one stratum, to be quick


@pytest.fixture(scope="module")
def series(truth: Truth) -> Series:
    return electricity(truth)


def test_nothing_of_a_day_to_come_is_learnt_from(truth: Truth, series: Series) -> None:
    later = truth.use.copy()
    later[:, HISTORY + 1 :] *= 3
    then = electricity(replace(truth, use=later))
    np.testing.assert_array_equal(series.scale, then.scale)
    np.testing.assert_array_equal(series.level[:, : HISTORY + 1], then.level[:, : HISTORY + 1])


def test_levels_have_less_of_the_week_than_readings(truth: Truth, series: Series) -> None:
    quiet = slice(HISTORY - 200, HISTORY)
    sunday = ((truth.days.astype(int) + 3) % 7 == 6)[quiet]
    logs = np.log(np.where(truth.use > 0, truth.use, np.nan))
    dips = [
        np.nanmedian(each[:, quiet][:, sunday]) - np.nanmedian(each[:, quiet][:, ~sunday])
        for each in (series.level, logs)
    ]
    assert dips[1] < -0.1
    assert abs(dips[0]) < 0.3 * abs(dips[1])


def test_a_standstill_is_idle_and_has_no_level(truth: Truth, series: Series) -> None:
    shutdown = next(event for event in truth.events if event.kind is EventKind.SHUTDOWN)
    row, days = shutdown.rows[0], slice(shutdown.first, shutdown.last + 1)
    read = truth.reading[row, days] != Reading.ABSENT
    assert series.idle[row, days][read].all()
    assert np.isnan(series.level[row, days]).all()


def test_up_to_three_days_that_may_be_missing_are_no_standstill(truth: Truth) -> None:
    use, reading = truth.use.copy(), truth.reading.copy()
    use[0, 400:402] = use[0, 410:416] = 0
    reading[use == 0] = Reading.ZERO_OR_MISSING
    idle = electricity(replace(truth, use=use, reading=reading)).idle[0]
    assert not idle[400:402].any()
    assert idle[410:416].tolist() == [False] * 3 + [True] * 3
