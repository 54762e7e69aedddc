"""Rising, falling, steady; records and ties."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openmbi.reports.bulletin.wording.movement import Extreme, Movement, extreme, leading, movement

D = Decimal


@pytest.mark.parametrize(
    ("change", "way"),
    [
        ("0.20", Movement.ROSE),
        ("0.19", Movement.STEADY),
        ("0", Movement.STEADY),
        ("-0.19", Movement.STEADY),
        ("-0.20", Movement.FELL),
        (None, Movement.UNKNOWN),
    ],
)
def test_a_change_of_just_the_limit_is_no_longer_steady(change: str | None, way: Movement):
    assert movement(None if change is None else D(change), D("0.2")) is way


def test_no_change_is_steady_without_any_limit():
    assert movement(D("0.00"), D(0)) is Movement.STEADY


def test_a_record_is_told_only_of_enough_months():
    values = {"a": D(1), "b": D(2), "c": D(3)}
    assert extreme(values, "c", 3) == Extreme(is_highest=True, of=3)
    assert extreme(values, "c", 4) is None
    assert extreme(values, "a", 3) == Extreme(is_highest=False, of=3)
    assert extreme(values, "b", 3) is None
    assert extreme(values, "unknown", 3) is None


def test_a_shared_record_names_the_others_and_equal_months_have_none():
    assert extreme({"a": D(3), "b": D(2), "c": D(3)}, "c", 3) == Extreme(True, 3, ("a",))
    assert extreme({"a": D(3), "b": D(3)}, "b", 2) is None


def test_ties_at_the_end_are_all_in_or_all_out():
    assert leading([("a", D(1)), ("b", D(3)), ("c", D(2)), ("d", D(2))], 2) == [("b", D(3))]
    assert leading([("a", D(2)), ("b", D(2)), ("c", D(2))], 1) == [("a", D(2)), ("b", D(2)), ("c", D(2))]
    assert leading([("a", D(2)), ("b", D(1))], 3) == [("a", D(2)), ("b", D(1))]


@given(st.dictionaries(st.text(max_size=3), st.integers(-5, 5).map(D), min_size=1, max_size=12), st.integers(1, 5))
def test_nobody_left_out_is_above_anybody_named(values: dict[str, Decimal], named: int):
    first = leading(values.items(), named)
    least = min(value for _, value in first)
    others = [value for name, value in values.items() if name not in dict(first)]
    assert all(value < least for value in others)
