"""What holds for every rounding by largest remainder."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from openmbi.drilldown.largest_remainder import largest_remainder

VALUES = st.lists(st.floats(-1e7, 1e7), min_size=1, max_size=60).map(np.array)


@given(VALUES)
def test_the_sum_is_kept_and_nobody_moves_by_a_whole(values):
    total = round(float(values.sum()))
    rounded = largest_remainder(values, total)
    assert rounded.sum() == total
    assert (np.abs(rounded - values) <= 1).all()


@given(VALUES)
def test_whole_numbers_stay(values):
    whole = np.round(values)
    np.testing.assert_array_equal(largest_remainder(whole, int(whole.sum())), whole)


@given(VALUES, st.randoms(use_true_random=False))
def test_who_is_rounded_up_does_not_hang_on_the_order_of_different_values(values, random):
    values = np.unique(values)
    remainders = values - np.floor(values)
    total = round(float(values.sum()))
    order = list(range(len(values)))
    random.shuffle(order)
    if len(np.unique(remainders)) == len(values):
        np.testing.assert_array_equal(largest_remainder(values[order], total), largest_remainder(values, total)[order])
