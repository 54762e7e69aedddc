from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from openmbi.core.adjusted import AdjustedPanel, DayStatus
from openmbi.core.problems import Problem
from openmbi.index.activity_level import activity_level
from openmbi.index.subject_terms import concatenated, subject_terms
from openmbi.index.zone_level import zone_level


def rows_of(panel: AdjustedPanel, rows: list[int]) -> AdjustedPanel:
    named = ("subjects", "value", "fit", "effect", "residual", "scale", "status")
    return replace(panel, **{name: getattr(panel, name)[rows] for name in named})


def test_strata_one_after_another_give_the_level_of_all(adjusted, spec):
    days = {"a": "a" * 20, "b": "a" * 13 + "i" * 7, "c": "-" * 10 + "a" * 10, "d": "a" * 20, "e": "-" * 20}
    panel = adjusted(days, use={"a": 10.0, "b": 20.0, "c": 5.0, "d": [*range(40, 60)], "e": 1.0})
    exits = {"d": date(2015, 1, 17)}
    terms, series = activity_level(panel, spec, exits=exits, subject="town")
    strata = ([4], [3, 1], [2, 0])  # the first has no member
    parts = (subject_terms(rows_of(panel, rows), spec, exits=exits) for rows in strata)
    whole = concatenated(parts, panel.subjects)
    again, level = zone_level(
        whole, spec, reported=panel.status != DayStatus.ABSENT, provisional=panel.provisional, subject="town"
    )
    np.testing.assert_array_equal(level.close, series.close)
    np.testing.assert_array_equal(level.coverage, series.coverage)
    for name in ("weight", "relative", "member", "divisor", "filled", "capped"):
        np.testing.assert_array_equal(getattr(again, name), getattr(terms, name))


def test_a_zone_without_any_member_has_no_level(adjusted, spec):
    with pytest.raises(Problem) as caught:
        activity_level(adjusted({"x": "aaa-------"}), spec)
    assert caught.value.code == "index.no-members"


def test_a_part_must_fit_the_whole(adjusted, spec):
    part = subject_terms(adjusted({"x": "a" * 10}), spec)
    with pytest.raises(ValueError, match="not asked for"):
        concatenated([part], np.array(["y"]))
    with pytest.raises(ValueError, match="no part"):
        concatenated([], np.array(["y"]))
