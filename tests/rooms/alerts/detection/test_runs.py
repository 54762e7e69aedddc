import numpy as np
import pytest

from openmbi.alerts.detection.runs import Runs

EVERYBODY = np.ones(10, bool)


def days(runs: Runs, *rows: list[int]) -> list[np.ndarray]:
    """Let the days go by on which the rows stand still."""
    return [runs.take(np.isin(np.arange(10), each), EVERYBODY, EVERYBODY) for each in rows]


def test_a_run_is_as_rare_as_runs_of_its_length_were():
    runs = Runs(10, 14)
    days(runs, *[[]] * 8, [3], [3])  # 100 days of subjects, one run that reached one day, and two
    first, second, third = days(runs, [4], [4], [4])
    assert first[4] == pytest.approx(np.log10(101 / 2))
    assert second[4] == pytest.approx(np.log10(111 / 2))
    assert third[4] == pytest.approx(np.log10(121)) == runs.rarest
    assert np.isnan(np.delete(third, 4)).all()


def test_what_lasts_is_no_measure_of_others():
    runs = Runs(10, 3)
    days(runs, [], [1], [1], [1])
    (after,) = days(runs, [7])
    assert after[7] == runs.rarest == pytest.approx(np.log10(41))


def test_what_was_found_to_be_a_movement_is_taken_back():
    runs = Runs(10, 14)
    days(runs, [], [1])
    runs.take_back(1)
    (after,) = days(runs, [7])
    assert after[7] == runs.rarest


def test_where_standing_still_is_usual_nothing_is_counted():
    runs = Runs(10, 14)
    days(runs, [], [1])
    length = runs.length.copy()
    assert np.isnan(runs.take(EVERYBODY, EVERYBODY, EVERYBODY, usual=True)).all()
    assert (runs.length == length).all()


def test_a_day_on_which_a_fifth_is_silent_judges_nobody():
    runs = Runs(10, 14)
    days(runs, [])
    assert np.isnan(days(runs, [1, 2, 3])[0]).all()
    assert np.isfinite(days(runs, [1, 2])[0][[1, 2]]).all()
