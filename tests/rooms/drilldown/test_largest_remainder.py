import numpy as np
import pytest

from openmbi.drilldown.largest_remainder import largest_remainder


@pytest.mark.parametrize(
    ("values", "total", "rounded"),
    [
        ([1.2, 1.7, 1.1], 4, [1, 2, 1]),
        ([-1.2, -1.7, 4.9], 2, [-1, -2, 5]),
        ([0.5, 0.5, 0.5, 0.5], 2, [1, 1, 0, 0]),
        ([], 0, []),
        ([3.0, -3.0], 0, [3, -3]),
    ],
)
def test_the_largest_remainders_go_up(values, total, rounded):
    assert largest_remainder(np.array(values, float), total).tolist() == rounded


@pytest.mark.parametrize("total", [0, 4])
def test_a_sum_out_of_reach_is_refused(total):
    with pytest.raises(ValueError, match="cannot be rounded"):
        largest_remainder(np.array([1.5, 1.5]), total + (total > 0))
