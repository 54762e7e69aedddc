"""Growth by the adjustment itself, of a world whose only change is that the festival moves; and as it is kept with a run."""

from __future__ import annotations

import numpy as np
import pytest

from openmbi.adjustment.adjust import adjust
from openmbi.adjustment.plain import plain
from openmbi.catalog.calendar import load_calendar, weekday
from openmbi.catalog.indexes import load_indexes
from openmbi.core.adjusted import AdjustedPanel
from openmbi.core.growth import ReaderGrowth
from openmbi.core.tables import CellPanel, Level, Reading, Stints
from openmbi.flow.electricity import Electricity
from openmbi.flow.growth import Growth
from openmbi.flow.growth_kept import growth_arrays, growth_from

CALENDAR = load_calendar(None)
DAYS = np.arange(
    np.datetime64("2023-01-01"), np.datetime64("2025-04-16")
)  # New Year: 2023-01-22, 2024-02-10, 2025-01-29
COUNT = 60
TOLERANCE = 0.02
"""A festival effect that is 5 log points off on each of its deep days, 11 of a month's 28, moves the month by 2 %."""


@pytest.fixture(scope="module")
def found() -> ReaderGrowth:
    """Sixty firms of constant level, a dip of about two thirds around each New Year, some of them closed on its deepest days; Sundays lower, noise of 8 %."""
    random = np.random.default_rng(11)
    offset = CALENDAR.days_from_new_year(DAYS)
    dip = np.interp(offset, [-14, -3, 6, 18], [0.0, 1.1, 1.1, 0.0])
    sunday = 0.25 * (weekday(DAYS) == 6)
    effect = -random.uniform(0.7, 1.3, (COUNT, 1)) * dip - random.uniform(0.5, 1.5, (COUNT, 1)) * sunday
    value = np.exp(random.normal(6, 1, (COUNT, 1)) + effect + random.normal(0, 0.08, effect.shape))
    reading = np.full(value.shape, Reading.NORMAL, np.uint8)
    closed = (np.arange(COUNT) % 3 == 0)[:, None] & (offset >= -2) & (offset <= 5)
    reading[closed], value[closed] = Reading.ZERO, 0.0
    names = np.array([f"e{row:02d}" for row in range(COUNT)])
    panel = CellPanel("use_kwh", "kWh", names, DAYS, value, reading)
    everybody = Stints(Level.ZONE, np.array(["z"]), np.arange(COUNT), *(np.full(COUNT, n) for n in (0, 0, len(DAYS))))
    return grown(Electricity(panel), everybody, adjust(panel, CALENDAR))


def grown(use: Electricity, everybody: Stints, adjusted: AdjustedPanel) -> ReaderGrowth:
    gathered = Growth(use, {Level.ZONE: everybody}, CALENDAR, load_indexes(None)["activity_level"])
    gathered.watch(use.panel, adjusted)
    return gathered.by_level()[Level.ZONE]


def at(found: ReaderGrowth, month: str, combined: bool) -> int:
    periods = found.periods
    return int(
        np.flatnonzero((periods.last.astype("M8[M]") == np.datetime64(month)) & (periods.combined == combined))[0]
    )


@pytest.mark.parametrize(
    ("month", "combined"), [("2025-01", False), ("2025-02", False), ("2025-02", True), ("2025-03", False)]
)
def test_a_festival_that_moves_is_no_growth(found: ReaderGrowth, month: str, combined: bool):
    place = at(found, month, combined)
    assert abs(found.excluding_festival[0, place]) < TOLERANCE
    assert abs(found.working_day_adjusted[0, place]) < TOLERANCE
    assert abs(found.lunar_aligned[0, place]) < TOLERANCE
    assert found.enterprises[0, place] == COUNT


def test_raw_growth_is_far_off(found: ReaderGrowth):
    january, february = (found.raw[0, at(found, month, False)] for month in ("2025-01", "2025-02"))
    assert january < -0.15
    assert february > 0.15


def test_who_generates_and_does_not_say_how_much_is_not_compared():
    """The second of two firms draws half as much from the grid once it has panels on its roof."""
    value = np.full((2, len(DAYS)), 100.0)
    since = np.datetime64("2025-03-01") <= DAYS
    value[1, since] = 50.0
    panel = CellPanel(
        "use_kwh", "kWh", np.array(["a", "b"]), DAYS, value, np.full(value.shape, Reading.NORMAL, np.uint8)
    )
    both = Stints(Level.ZONE, np.array(["z"]), np.arange(2), *(np.full(2, n) for n in (0, 0, len(DAYS))))
    for unmeasured, growth, count in ((None, -0.25, 2), (since & (value < 100), 0.0, 1)):
        found = grown(Electricity(panel, unmeasured), both, plain(panel, fit_periods=28))
        place = at(found, "2025-03", False)
        assert found.raw[0, place] == pytest.approx(growth)
        assert found.enterprises[0, place] == count


def test_what_is_kept_with_a_run_is_what_was_found(found: ReaderGrowth):
    (again,) = growth_from(growth_arrays({Level.ZONE: found})).values()
    for name, value in vars(found).items():
        if name == "periods":
            for part, days in vars(value).items():
                np.testing.assert_array_equal(getattr(again.periods, part), days)
        else:
            np.testing.assert_array_equal(getattr(again, name), value)
    assert growth_from({}) == {}
