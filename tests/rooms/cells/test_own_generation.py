import numpy as np
import pytest

from openmbi.cells.own_generation import with_own_generation
from openmbi.core.tables import CellPanel, Reading

DAYS = np.arange(np.datetime64("2024-03-01"), np.datetime64("2024-03-05"))
N, Z, S, A = Reading.NORMAL, Reading.ZERO, Reading.ZERO_OR_MISSING, Reading.ABSENT


def panel(rows, unit="kWh"):
    reading = np.array([codes for _, codes in rows.values()], np.uint8)
    value = np.array([values for values, _ in rows.values()], float)
    return CellPanel("use_kwh", unit, np.array(list(rows)), DAYS, np.where(reading == A, np.nan, value), reading)


def test_adds_what_both_know_and_leaves_others_alone():
    grid = panel({"a": ([10, 8, 6, 5], [N, N, N, N]), "b": ([7, 7, 7, 7], [N] * 4)})
    own = panel({"a": ([0, 2, 4, 5], [Z, N, N, N])})
    made = with_own_generation(grid, own)
    assert made.use.value.tolist() == [[10, 10, 10, 10], [7, 7, 7, 7]]
    assert not made.unmeasured.any()
    assert made.since[0] == np.datetime64("2024-03-02")
    assert np.isnat(made.since[1])
    assert grid.value[0].tolist() == [10, 8, 6, 5]


def test_a_day_that_is_not_told_once_generation_began_is_not_reported():
    grid = panel({"a": ([10, 8, 6, 6], [N, N, N, N])})
    own = panel({"a": ([0, 2, 0, 4], [A, N, A, N])})
    made = with_own_generation(grid, own)
    assert made.use.reading[0].tolist() == [N, N, A, N]
    assert made.unmeasured[0].tolist() == [False, False, True, False]
    assert made.use.value[0, [0, 1, 3]].tolist() == [10, 10, 10]


def test_what_the_grid_does_not_tell_stays_absent_and_a_plant_off_the_grid_is_at_work():
    grid = panel({"a": ([0, 0, 0, 0], [A, Z, S, Z])})
    own = panel({"a": ([3, 3, 3, 0], [N, N, N, Z]), "stranger": ([1, 1, 1, 1], [N] * 4)})
    made = with_own_generation(grid, own)
    assert made.use.subjects.tolist() == ["a"]
    assert made.use.reading[0].tolist() == [A, N, N, Z]
    assert made.use.value[0, 1:].tolist() == [3, 3, 0]


def test_refuses_other_units():
    with pytest.raises(ValueError, match="unit"):
        with_own_generation(panel({"a": ([1] * 4, [N] * 4)}), panel({"a": ([1] * 4, [N] * 4)}, unit="MWh"))
