from datetime import date

import numpy as np
import pytest

from openmbi.core.problems import Problem
from openmbi.index.activity_level import activity_level


def test_the_base_mean_is_100_and_use_moves_the_level(adjusted, spec):
    panel = adjusted({"x": "a" * 12, "y": "a" * 12}, use={"x": [10.0] * 10 + [20.0, 10.0], "y": 30.0})
    terms, series = activity_level(panel, spec, subject="town")
    np.testing.assert_allclose(series.close, [100.0] * 10 + [125.0, 100.0], rtol=1e-12)
    assert terms.weight.tolist() == [10.0, 30.0]
    assert (series.index, series.subject) == ("activity_level", "town")


def test_a_shutdown_lowers_the_level_from_its_first_day_once_it_lasts_four(adjusted, spec):
    def close(days: str):
        panel = adjusted({"x": days, "y": "a" * len(days)}, use={"x": 10.0, "y": 30.0})
        return activity_level(panel, spec)[1].close[10:]

    np.testing.assert_allclose(close("a" * 11 + "iii"), [100] * 4, rtol=1e-12)
    np.testing.assert_allclose(close("a" * 11 + "iiii"), [100] + [75] * 4, rtol=1e-12)


def test_a_festival_closure_does_not_lower_the_level(adjusted, spec):
    _, series = activity_level(adjusted({"x": "a" * 10 + "f" * 20, "y": "a" * 30}), spec)
    np.testing.assert_allclose(series.close, 100, rtol=1e-12)


def test_entry_and_exit_alone_move_nothing(adjusted, spec):
    days = {"stays": "a" * 20, "enters": "-" * 10 + "a" * 10, "exits": "a" * 20}
    panel = adjusted(days, use={"stays": 10.0, "enters": [0] * 10 + [5, 7, 9] + [9] * 7, "exits": 40.0})
    terms, series = activity_level(panel, spec, exits={"exits": date(2015, 1, 17)})
    np.testing.assert_allclose(series.close, 100, rtol=1e-12)
    assert len(np.unique(terms.divisor)) == 3
    assert terms.member[1].tolist() == [day >= 13 for day in range(20)]
    assert terms.member[2].tolist() == [day < 16 for day in range(20)]


def test_an_entrants_own_move_on_its_first_day_counts(adjusted, spec):
    panel = adjusted(
        {"stays": "a" * 15, "enters": "-" * 10 + "a" * 5},
        use={"stays": 90.0, "enters": [0] * 10 + [10, 10, 10, 20, 20]},
    )
    _, series = activity_level(panel, spec)
    np.testing.assert_allclose(series.close[12:], [100, 110, 110], rtol=1e-12)


def test_an_exit_inside_the_base_keeps_its_mean_at_100(adjusted, spec):
    use = {"stays": [*range(1, 13)], "goes": [*range(50, 62)]}
    _, series = activity_level(
        adjusted({"stays": "a" * 12, "goes": "a" * 12}, use=use), spec, exits={"goes": date(2015, 1, 6)}
    )
    assert series.close[:10].mean() == pytest.approx(100, rel=1e-12)


def test_inside_the_base_the_days_so_far_stand_for_it_and_are_provisional(adjusted, spec):
    _, series = activity_level(adjusted({"x": "a" * 6}, use=[1, 2, 3, 4, 5, 6]), spec)
    assert series.close.mean() == pytest.approx(100, rel=1e-12)
    assert series.provisional.all()
    _, finished = activity_level(adjusted({"x": "a" * 10}), spec)
    assert not finished.provisional.any()


def test_relative_use_is_known_from_the_day_before_entry_to_the_last_day_in(adjusted, spec):
    panel = adjusted({"stays": "a" * 20, "enters": "-" * 10 + "a" * 10})
    terms, _ = activity_level(panel, spec, exits={"enters": date(2015, 1, 18)})
    assert np.flatnonzero(~np.isnan(terms.relative[1])).tolist() == [12, 13, 14, 15, 16]
    assert not (terms.filled & ~terms.member).any()


def test_coverage_is_the_share_of_weight_with_a_reading(adjusted, spec):
    panel = adjusted(
        {"x": "a" * 9 + "-", "y": "a" * 10, "no member": "-" * 10}, use={"x": 10.0, "y": 30.0, "no member": 1.0}
    )
    assert activity_level(panel, spec)[1].coverage.tolist() == [1.0] * 9 + [0.75]


def test_a_set_cannot_change_from_a_standstill(adjusted, spec):
    panel = adjusted({"x": "a" * 10 + "iiiii", "y": "a" * 10 + "iiiii"})
    with pytest.raises(Problem) as caught:
        activity_level(panel, spec, exits={"y": date(2015, 1, 14)})
    assert caught.value.code == "index.zero-level"
