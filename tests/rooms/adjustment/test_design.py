from __future__ import annotations

import numpy as np
import pytest

from openmbi.adjustment.design import Design, build_design, calendar_columns
from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.catalog.calendar import load_calendar

CALENDAR = load_calendar(None)


def span(first: str, after: str) -> np.ndarray:
    return np.arange(first, after, dtype="M8[D]")


def design(days: np.ndarray) -> Design:
    return build_design(days, np.ones(len(days), bool), CALENDAR, AdjustmentParameters())


def test_weekday_contrasts_sum_to_zero_over_a_week() -> None:
    columns = calendar_columns(span("2015-07-06", "2015-07-13"), CALENDAR)
    np.testing.assert_allclose(columns.sum(axis=0), 0)
    assert np.linalg.matrix_rank(columns) == 6


@pytest.mark.parametrize(
    ("day", "holiday", "makeup", "weekend", "neighbour"),
    [
        ("2015-09-02", 0, 0, 0, 1),
        ("2015-09-03", 1, 0, 0, 0),
        ("2015-09-06", 0, 1, 0, 0),
        ("2015-09-07", 0, 0, 0, 0),
        ("2015-05-02", 0, 0, 1, 0),  # Saturday after a Friday off
        ("2015-02-19", 0, 0, 0, 0),
    ],
)
def test_special_days(day: str, holiday: int, makeup: int, weekend: int, neighbour: int) -> None:
    columns = calendar_columns(np.array([day], "M8[D]"), CALENDAR)[0]
    assert columns[6:].tolist() == [holiday, makeup, weekend, neighbour]
    assert columns[:6].any() == (not holiday and not makeup and not weekend and day != "2015-02-19")


def test_a_column_that_never_varies_is_left_out() -> None:
    assert design(span("2015-07-01", "2015-09-01")).calendar.shape[1] == 6
    assert design(span("2015-07-01", "2016-07-01")).calendar.shape[1] == 10


def test_the_design_has_full_rank() -> None:
    found = design(span("2015-01-01", "2016-10-01"))
    matrix = np.hstack([found.calendar, found.level])
    assert np.linalg.matrix_rank(matrix) == matrix.shape[1]


def test_the_annual_cycle_comes_with_the_third_year() -> None:
    under, over = design(span("2014-01-01", "2016-12-30")), design(span("2014-01-01", "2017-01-05"))
    penalised = [np.count_nonzero(np.diag(found.level_penalty)) for found in (under, over)]
    assert under.level.shape[1] - penalised[0] == 0
    assert over.level.shape[1] - penalised[1] == 6


def test_the_trend_has_no_knot_inside_a_festival_that_was_seen() -> None:
    seen = design(span("2015-01-01", "2015-10-01"))
    begun = design(span("2014-06-01", "2015-03-01"))
    assert seen.festivals.seen == (2015,)
    assert begun.festivals.seen == ()
    assert seen.level.shape[1] < begun.level.shape[1]
