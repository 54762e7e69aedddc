from datetime import date
from decimal import Decimal

import pytest

from openmbi.core.periods import parse_period
from openmbi.core.problems import Problem
from openmbi.core.tables import LineKind
from openmbi.drilldown.contributions import contributions

FEBRUARY = parse_period("2016-02")


def by_subject(change) -> dict[str, Decimal]:
    return {line.subject: line.points for line in change.lines if line.kind is LineKind.SUBJECT}


def line(change, kind: LineKind) -> Decimal:
    (points,) = [line.points for line in change.lines if line.kind is kind]
    return points


def test_a_month_runs_from_the_close_before_it_to_its_last(index):
    terms, series = index([[50, 60, 62, 59, 55], [50, 40, 40, 40, 41.5]])
    change = contributions(terms, series, FEBRUARY)
    assert (change.opening_day, change.closing_day) == (date(2016, 1, 31), date(2016, 2, 3))
    assert change.change == Decimal("-3.50")
    assert by_subject(change) == {"s0": Decimal("-5.0000"), "s1": Decimal("1.5000")}
    assert (change.index, change.subject, change.period) == ("level", "town", FEBRUARY)


def test_the_first_period_opens_at_the_first_close(index):
    terms, series = index([[50, 60], [50, 40]])
    change = contributions(terms, series, parse_period("2016-01"))
    assert change.opening_day == date(2016, 1, 30)
    assert by_subject(change) == {"s0": Decimal(10), "s1": Decimal(-10)}
    only = contributions(terms, series, parse_period("2016-01-30"))
    assert (only.change, by_subject(only)) == (Decimal(0), {})


def test_lines_sum_to_the_published_change_and_rounding_has_a_line(index):
    third = 1 / 3
    terms, series = index([[50, 50.004, 50.004 + third], [50, 50, 50 + third], [0, 0, third]])
    change = contributions(terms, series, parse_period("2016-02-01"))
    assert change.change == Decimal("1.00")
    assert sorted(by_subject(change).values()) == [Decimal("0.3333"), Decimal("0.3333"), Decimal("0.3334")]
    assert line(change, LineKind.ROUNDING) == Decimal("0.0000")
    day_before = contributions(terms, series, parse_period("2016-01-31"))
    assert day_before.change == Decimal("0.00")
    assert line(day_before, LineKind.ROUNDING) == Decimal("-0.0040")


def test_entry_and_exit_are_listed_at_nothing(index):
    member = [[1, 1, 1], [0, 0, 1], [1, 1, 0]]
    # on the third day s1 (10 the day before) comes and s2 (30) goes: D falls to (60 + 10)/(60 + 30)
    terms, series = index([[60, 60, 63], [5, 10, 10], [30, 30, 30]], member, [1, 1, 70 / 90])
    change = contributions(terms, series, parse_period("2016-02-01"))
    assert line(change, LineKind.ENTRY_AND_EXIT) == 0
    assert by_subject(change) == {"s0": Decimal("3.8571"), "s1": Decimal("0.0000")}
    assert sum(part.points for part in change.lines) == change.change == Decimal("3.86")


def test_lines_are_in_order_of_size_then_name(index):
    terms, series = index([[1, 2], [1, 5], [1, -3], [1, 2]])
    lines = contributions(terms, series, parse_period("2016-01-31")).lines
    assert [part.subject for part in lines] == ["s1", "s2", "s0", "s3", "", ""]


def test_digits_are_parameters(index):
    terms, series = index([[50, 51.2345]])
    change = contributions(terms, series, parse_period("2016-01-31"), level_digits=1, points_digits=3)
    assert change.change == Decimal("1.2")
    assert by_subject(change) == {"s0": Decimal("1.234")}  # half to even, of the double just below
    assert line(change, LineKind.ROUNDING) == Decimal("-0.034")


def test_a_period_without_a_close_has_no_change(index):
    with pytest.raises(Problem) as caught:
        contributions(*index([[1, 2]]), parse_period("2017"))
    assert caught.value.code == "drilldown.no-days"


def test_a_change_across_an_unknown_level_says_so(index):
    terms, series = index([[50, float("nan"), 62, 59]])
    with pytest.raises(Problem, match="2016-01-31 is not known"):
        contributions(terms, series, parse_period("2016-02-01"))
    assert contributions(terms, series, parse_period("2016-02-02")).change == Decimal(-3)
