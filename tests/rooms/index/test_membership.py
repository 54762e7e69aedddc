from datetime import date

import numpy as np
import pytest

from openmbi.core.problems import Problem
from openmbi.index.membership import membership
from openmbi.index.resolved_use import resolve_use


def members(panel, spec, exits=None):
    return membership(panel, resolve_use(panel, spec).use, spec, exits or {})


def test_members_are_active_on_enough_base_days(adjusted, spec):
    panel = adjusted({"four": "aaaa------", "three": "aaa-------"})
    result = members(panel, spec)
    assert result.on_days().tolist() == [[True] * 10, [False] * 10]
    assert np.isnan(result.base_mean[1])


def test_base_mean_is_over_the_resolved_use_of_the_base_idle_zeros_included(adjusted, spec):
    panel = adjusted({"x": "aaaaaiiiii" + "a"}, use=20.0)
    assert members(panel, spec).base_mean[0] == 10.0


def test_an_entrant_joins_the_day_after_enough_active_days(adjusted, spec):
    panel = adjusted(
        {"old": "a" * 16, "new": "-" * 10 + "a-aiaa"}, use={"old": 1.0, "new": [0] * 10 + [3, 0, 6, 0, 9, 50]}
    )
    result = members(panel, spec)
    assert result.on_days()[1].tolist() == [False] * 15 + [True]
    assert result.base_mean[1] == 6.0


def test_nobody_enters_before_the_base_is_over(adjusted, spec):
    panel = adjusted({"old": "a" * 12, "few": "aaa" + "-" * 9})
    assert members(panel, spec).first.tolist() == [0, 10]


def test_an_exit_takes_effect_on_its_day(adjusted, spec):
    panel = adjusted({"stays": "a" * 14, "goes": "a" * 14, "never in": "-" * 10 + "aaa-"})
    result = members(
        panel, spec, {"goes": date(2015, 1, 12), "never in": date(2015, 1, 13), "unknown": date(2015, 1, 2)}
    )
    assert result.on_days().sum(axis=1).tolist() == [14, 11, 0]


def test_an_exit_inside_the_base_leaves_the_days_before_it(adjusted, spec):
    panel = adjusted({"stays": "a" * 10, "goes": "a" * 10}, use={"stays": 1.0, "goes": [2.0] * 5 + [90.0] * 5})
    result = members(panel, spec, {"goes": date(2015, 1, 6)})
    assert result.base_mean.tolist() == [1.0, 2.0]
    assert result.stop.tolist() == [10, 5]


def test_a_stratum_without_members_is_no_error(adjusted, spec):
    assert not members(adjusted({"x": "aaa-------"}), spec).on_days().any()


def test_no_index_without_a_base(adjusted, spec):
    with pytest.raises(Problem) as caught:
        members(
            adjusted({"x": "a" * 9}),
            spec.model_copy(update={"base_first": date(2016, 1, 1), "base_last": date(2016, 2, 1)}),
        )
    assert caught.value.code == "index.no-base-days"
