import numpy as np

from openmbi.index.resolved_use import resolve_use


def test_what_counts_on_each_kind_of_day(adjusted, spec):
    panel = adjusted({"x": "aiiia-fiiii"}, use=8.0, fit=[*range(1, 12)])
    resolved = resolve_use(panel, spec)
    np.testing.assert_array_equal(resolved.use[0], [8, 2, 3, 4, 8, 6, 7, 0, 0, 0, 0])
    np.testing.assert_array_equal(resolved.filled[0].astype(int), [0, 1, 1, 1, 0, 1, 1, 0, 0, 0, 0])


def test_an_absent_day_of_a_stop_rests_on_no_reading(adjusted, spec):
    resolved = resolve_use(adjusted({"x": "aiiii-"}), spec)
    assert resolved.use[0, 5] == 0
    assert resolved.filled[0].tolist() == [False] * 5 + [True]


def test_without_a_fit_the_mean_of_the_active_days_so_far_stands_in(adjusted, spec):
    use = [np.nan, 2, np.nan, 4, np.nan, 9, np.nan]
    panel = adjusted({"x": "-aiafa-", "y": "aaaaaa-"}, use={"x": use, "y": 1.0}, fit={"x": np.nan, "y": 5.0})
    np.testing.assert_array_equal(resolve_use(panel, spec).use, [[0, 2, 2, 4, 3, 9, 5], [1, 1, 1, 1, 1, 1, 5]])
