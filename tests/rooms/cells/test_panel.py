from datetime import date, timedelta

import numpy as np
import pytest

from openmbi.cells.panel import panel
from openmbi.core.periods import Frequency
from openmbi.core.problems import Problem
from openmbi.core.tables import Reading

DAY = date(2016, 3, 1)


def at(days: int) -> date:
    return DAY + timedelta(days=days)


def dense(table, **changes):
    wanted = {"indicator": "use_kwh", "unit": "kWh", "first": DAY, "last": at(3)} | changes
    return panel(table, **wanted)


def test_every_subject_has_every_day(observations):
    table = observations(
        [
            ("b", at(2), "2.5", "normal"),
            ("a", at(0), "0", "normal"),
            ("a", at(3), "1", "zero_or_missing"),
            ("b", at(0), "7", "normal"),
            ("c", at(9), "7", "normal"),
        ]
    )
    result = dense(table)
    nan = np.nan
    assert result.subjects.tolist() == ["a", "b"]
    assert result.days.tolist() == [at(k) for k in range(4)]
    np.testing.assert_array_equal(result.value, [[0, nan, nan, 0], [7, nan, 2.5, nan]])
    zero, none, sentinel, normal = Reading.ZERO, Reading.ABSENT, Reading.ZERO_OR_MISSING, Reading.NORMAL
    np.testing.assert_array_equal(result.reading, [[zero, none, none, sentinel], [normal, none, normal, none]])


def test_a_row_a_cell_whatever_their_order(observations):
    generator = np.random.default_rng(0)
    value = generator.integers(1, 1000, (13, 4))
    rows = [(f"s{k:02}", at(t), str(value[k, t]), "normal") for k in range(13) for t in range(4)]
    shuffled = [rows[k] for k in generator.permutation(len(rows))]
    np.testing.assert_array_equal(dense(observations(shuffled)).value, value)


@pytest.mark.parametrize(
    ("rows", "changes", "code"),
    [
        ([("a", at(9), "1", "normal")], {}, "cells.empty"),
        ([("a", at(0), "1", "normal")], {"indicator": "other"}, "cells.empty"),
        ([("a", at(0), "1", "normal")], {"unit": "CNY"}, "cells.other-unit"),
        ([("a", at(0), "1", "normal"), ("a", at(0), "1", "normal")], {}, "cells.not-unique"),
    ],
)
def test_what_makes_no_panel_is_said(observations, rows, changes, code):
    with pytest.raises(Problem) as caught:
        dense(observations(rows), **changes)
    assert caught.value.code == code


def test_a_lower_frequency_has_a_column_a_period(observations):
    table = observations(
        [
            ("a", date(2016, 3, 7), "1", "normal"),
            ("a", date(2016, 3, 17), "2", "normal"),
            ("b", date(2016, 3, 27), "3", "normal"),
            ("b", date(2016, 3, 28), "4", "normal"),
        ]
    )
    result = dense(table, first=date(2016, 3, 10), last=date(2016, 3, 24), frequency=Frequency.WEEKLY)
    assert result.days.tolist() == [date(2016, 3, 7), date(2016, 3, 14), date(2016, 3, 21)]
    np.testing.assert_array_equal(result.value, [[1, 2, np.nan], [np.nan, np.nan, 3]])
    with pytest.raises(Problem) as caught:
        dense(table, last=date(2016, 3, 31), frequency=Frequency.MONTHLY)
    assert caught.value.code == "cells.not-unique"
